"""Several sites at a glance: a row each, whatever is wrong with one of them."""

from collections.abc import Callable
from datetime import datetime

from calque.errors import CalqueError
from calque.ledger.nights import LastNight, read_last_night
from calque.model import SegmentState, Site, SiteRow, Verb
from calque.pipeline.status import status
from calque.states.gate import broken_policies

__all__ = ["site_row"]


def site_row(site: Site, *, now: Callable[[], datetime], locale: str = "") -> SiteRow:
    """Return how a site stands, or one locale of it, from what is on disk.

    What keeps it from being measured is in the row.
    """
    try:
        measured = status(site, now=now, compared=False)
    except CalqueError as error:
        return SiteRow(site.name, problem=str(error))
    try:
        night = read_last_night(site)
    except CalqueError as error:
        night = LastNight(None, str(error))
    shown = measured.only(locale) if locale else measured
    stale = [dict(row.counts).get(SegmentState.STALE) for row in shown.locales]
    return SiteRow(
        site.name,
        good=night.good,
        percents=tuple((row.locale, row.percent) for row in shown.locales),
        words=sum(row.outstanding.words for row in shown.locales),
        to_publish=sum(dict(row.verbs).get(Verb.PUBLISH, 0) for row in shown.locales),
        stale=sum(tally.words for tally in stale if tally),
        problem=night.reason or "; ".join(f"{one.place}: {one.message}" for one in measured.errors[:1]),
        broken=broken_policies(shown, site),
    )
