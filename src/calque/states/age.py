"""Since when a unit needs work, from the source page's revisions."""

from datetime import datetime
from typing import NamedTuple

from calque.model import History

__all__ = ["Age", "missing_since", "stale_since"]


class Age(NamedTuple):
    """Since when, in UTC; None where it is unknown. A date is never invented."""

    since: datetime | None
    bounded: bool = False
    """It may have begun earlier: the text was the same when calque first read the page."""


def stale_since(history: History, context: str | None, confirmed: str) -> Age:
    """Date the first revision that differs from the confirmed text, never the last edit.

    Confirmed on the 1st, edited on the 2nd and the 5th → the 2nd. Edited, reverted and edited again → the
    second edit. Where no known revision holds the confirmed text, the earliest known one bounds it.
    """
    holders = [
        number for number, revision in enumerate(history.revisions) if revision.holds(context, confirmed)
    ]
    if not holders:
        return Age(history.revisions[0].since, bounded=True) if history.revisions else Age(None)
    after = holders[-1] + 1
    return Age(history.revisions[after].since) if after < len(history.revisions) else Age(None)


def missing_since(history: History, context: str | None, text: str) -> Age:
    """Date the revision since which the page has had the text without a break."""
    since = Age(None)
    for revision in reversed(history.revisions):
        if not revision.holds(context, text):
            break
        since = Age(revision.since, bounded=revision is history.revisions[0])
    return since
