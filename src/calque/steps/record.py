"""Record: a run's facts in the ledger, in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from calque import __version__
from calque.ledger.write import open_ledger
from calque.model import History, PageKey, Site, Status

__all__ = ["record"]


def record(
    site: Site,
    status: Status,
    histories: Mapping[PageKey, History],
    presence: Mapping[PageKey, int],
    files: Sequence[tuple[str, str]],
    started: datetime,
) -> None:
    """Note the revisions seen, the posts expected, the files written, and one row for the run."""
    with open_ledger(site) as ledger:
        ledger.record_revisions(histories)
        ledger.record_presence(presence)
        ledger.record_files(dict(files))
        ledger.record_run(status, started=started, version=__version__, written=len(files))
