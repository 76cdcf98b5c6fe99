"""A source page's revisions, put together from what the ledger holds and what the source says today."""

from collections.abc import Iterable
from dataclasses import replace

from calque.model import History, SourceRevision

__all__ = ["with_revisions"]


def with_revisions(history: History, found: Iterable[SourceRevision]) -> History:
    """Add revisions to a history, by date; one that it holds already (same date, same texts) is not added.

    Two revisions in a row with the same texts are one: the earlier. The last revision found is today's. Where an
    earlier text came back without a new date, it holds again from the moment when it was found.
    """
    found = tuple(found)
    known = {(revision.modified, revision.units) for revision in history.revisions}
    new = [revision for revision in found if (revision.modified, revision.units) not in known]
    rows = sorted((*history.revisions, *new), key=lambda revision: (revision.since, revision.first_seen))
    kept: list[SourceRevision] = []
    for revision in rows:
        if not kept or kept[-1].units != revision.units:
            kept.append(revision)
    if found and kept[-1].units != found[-1].units:
        kept.append(replace(found[-1], modified=None))
    return History(tuple(kept))
