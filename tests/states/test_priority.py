"""What comes first: words × severity × months, more where a page is read more."""

from datetime import UTC, date, datetime, timedelta

import pytest

from calque.model import Change, PageState, SegmentState, UnitStatus
from calque.states.priority import dated_work, page_priority, page_rank, priority_on

NOW = datetime(2026, 6, 30, 23, 59, tzinfo=UTC)


def unit(words: int, *, days: float | None = None, change: Change | None = None) -> UnitStatus:
    since = None if days is None else NOW - timedelta(days=days)
    return UnitStatus(
        state=SegmentState.STALE if change else SegmentState.MISSING,
        flags=(),
        source="",
        target="",
        context=None,
        confirmed=None,
        change=change,
        words=words,
        since=since,
        bounded=False,
        reference="",
        line=0,
    )


@pytest.mark.parametrize(
    ("units", "priority"),
    [
        pytest.param((), 0, id="nothing to do"),
        pytest.param((unit(12),), 12, id="missing, nobody knows since when"),
        pytest.param((unit(12, days=0),), 12, id="since today: a month at least"),
        pytest.param((unit(12, days=30),), 12, id="a month"),
        pytest.param((unit(12, days=45),), 18, id="a month and a half"),
        pytest.param((unit(12, days=300),), 120, id="ten months"),
        pytest.param((unit(12, change=Change.MARKUP),), 3, id="markup alone"),
        pytest.param((unit(12, change=Change.MINOR),), 12, id="a minor edit"),
        pytest.param((unit(12, change=Change.MAJOR),), 24, id="a major edit"),
        pytest.param((unit(12, days=60, change=Change.MAJOR), unit(5), unit(1, days=90)), 56, id="a sum"),
    ],
)
def test_work_weighs_by_words_severity_and_age(units: tuple[UnitStatus, ...], priority: float) -> None:
    assert page_priority(units, now=NOW) == priority


def test_a_priority_alters_from_day_to_day_and_not_within_one() -> None:
    units = (unit(30, days=40.9),)
    morning = NOW.replace(hour=0, minute=1)
    assert page_priority(units, now=NOW) == page_priority(units, now=morning)
    assert page_priority(units, now=NOW + timedelta(minutes=1)) == page_priority(units, now=NOW) + 1


def test_work_is_kept_by_the_day_since_when_it_waits() -> None:
    """From it tomorrow's priority is worked out, without the units."""
    units = (unit(4, days=45), unit(6, days=45, change=Change.MAJOR), unit(3), unit(2, days=1))
    work = dated_work(units)
    assert dict(work) == {date(2026, 5, 16): 16.0, None: 3.0, date(2026, 6, 29): 2.0}
    for days in (0, 1, 100):
        later = NOW + timedelta(days=days)
        assert priority_on(work, later.date()) == page_priority(units, now=later)


def test_a_clock_that_went_backwards_makes_nothing_worth_less() -> None:
    assert page_priority((unit(12, days=-200),), now=NOW) == 12


def test_pages_that_readers_see_wrong_come_first() -> None:
    ranks = {state: page_rank(state) for state in PageState}
    assert {state for state, rank in ranks.items() if rank == 0} == {
        PageState.UNTRANSLATED_COPY,
        PageState.WRONG_LANGUAGE,
        PageState.MIXED_LANGUAGE,
        PageState.ORPHAN,
    }
    assert {state for state, rank in ranks.items() if rank == 1} == {PageState.INVALID, PageState.STALE}
    assert set(ranks.values()) == {0, 1, 2}
