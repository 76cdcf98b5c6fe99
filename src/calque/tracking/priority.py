"""What to do first."""

import math
from collections.abc import Iterable
from datetime import datetime

from calque.model import Change, PageState, UnitStatus

__all__ = ["page_priority", "page_rank"]

_WEIGHTS = {Change.MARKUP: 0.25, Change.MINOR: 1.0, Change.MAJOR: 2.0, None: 1.0}

_RANKS = (
    frozenset(
        {PageState.UNTRANSLATED_COPY, PageState.WRONG_LANGUAGE, PageState.MIXED_LANGUAGE, PageState.ORPHAN}
    ),
    frozenset({PageState.INVALID, PageState.STALE}),
)
_DAYS_A_MONTH = 30


def page_rank(state: PageState) -> int:
    """Return which queue a page stands in: 0 readers see the wrong text now, 1 an outdated one, 2 the rest."""
    return next((rank for rank, states in enumerate(_RANKS) if state in states), len(_RANKS))


def page_priority(units: Iterable[UnitStatus], *, now: datetime, views: int = 0) -> float:
    """Add up words outstanding × severity × age in months (at least one), × (1 + ln(1 + views))."""
    work = sum(unit.words * _WEIGHTS[unit.change] * _months(unit.since, now) for unit in units)
    return round(work * (1 + math.log1p(views)), 2)


def _months(since: datetime | None, now: datetime) -> float:
    return max(1.0, (now - since).days / _DAYS_A_MONTH) if since else 1.0
