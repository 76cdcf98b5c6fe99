"""Since when a unit needs work, from the source page's revisions."""

from datetime import datetime
from typing import NamedTuple

from calque.model import History

__all__ = ["Age", "missing_since", "stale_since", "wanted_since"]


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
    return Age(_began(history, after)) if after < len(history.revisions) else Age(None)


def missing_since(history: History, context: str | None, text: str) -> Age:
    """Date the revision since which the page has had the text without a break."""
    since = Age(None)
    for number in reversed(range(len(history.revisions))):
        if not history.revisions[number].holds(context, text):
            break
        since = Age(_began(history, number), bounded=number == 0)
    return since


def wanted_since(history: History, context: str | None, text: str, published: datetime | None) -> Age:
    """Date since when a translation of a text is wanted: since it came, and not before calque first saw the page.

    A post of 2007 on a site that calque reads since yesterday → yesterday: nobody was asked for it before. Seen as a
    draft in March, published in May → May.
    """
    came = missing_since(history, context, text).since
    if came is None:
        return Age(None)
    seen = min(one.first_seen for one in history.revisions)
    return Age(max(filter(None, (came, seen, published))))


def _began(history: History, number: int) -> datetime:
    """Give the moment from which on the page had the texts of this revision.

    Saved in February with other texts, read in November with these, still dated February → November: a file that was
    edited by hand, or a page whose text changes without being saved (a shortcode, a theme), keeps its date.
    """
    revision = history.revisions[number]
    dated_before = number > 0 and revision.modified == history.revisions[number - 1].modified
    return revision.first_seen if dated_before else revision.since
