"""What to do first."""

from collections.abc import Iterable
from datetime import date, datetime

from calque.model import Change, PageState, Publication, UnitStatus

__all__ = ["DatedWork", "dated_work", "page_priority", "page_rank", "priority_on"]

DatedWork = tuple[tuple[date | None, float], ...]
"""The day since which a text waits (None where unknown), and words × severity."""

_WEIGHTS = {Change.MARKUP: 0.25, Change.MINOR: 1.0, Change.MAJOR: 2.0, None: 1.0}

_RANKS = (
    frozenset(
        {PageState.UNTRANSLATED_COPY, PageState.WRONG_LANGUAGE, PageState.MIXED_LANGUAGE, PageState.ORPHAN}
    ),
    frozenset({PageState.INVALID, PageState.STALE}),
)
_DAYS_A_MONTH = 30


_SEEN_OLD = frozenset({Publication.TO_PUBLISH, Publication.AHEAD, Publication.CONFLICT})


def page_rank(state: PageState, publication: Publication | None = None) -> int:
    """Return the queue of a page: 0 where readers see a wrong text, 1 where an outdated one, 2 for the rest.

    A page that waits to be published stands among those: a moment's work, and readers see the right text.
    """
    if state is PageState.CURRENT and publication in _SEEN_OLD:
        return 1
    return next((rank for rank, states in enumerate(_RANKS) if state in states), len(_RANKS))


def page_priority(units: Iterable[UnitStatus], *, now: datetime) -> float:
    """Add up words outstanding × severity × age in months (at least one).

    Ages are counted in calendar days, so that the order stays the same during one day.
    """
    return priority_on(dated_work(units), now.date())


def dated_work(units: Iterable[UnitStatus]) -> DatedWork:
    """Return the work by the day since when it waits: all that tomorrow's priority is worked out from."""
    work: dict[date | None, float] = {}
    for unit in units:
        day = unit.since.date() if unit.since else None
        work[day] = work.get(day, 0.0) + unit.words * _WEIGHTS[unit.change]
    return tuple(work.items())


def priority_on(work: DatedWork, day: date) -> float:
    """Return what the work is worth on a day."""
    return round(sum(words * _months(since, day) for since, words in work), 2)


def _months(since: date | None, day: date) -> float:
    return max(1.0, (day - since).days / _DAYS_A_MONTH) if since else 1.0
