"""What changed since an earlier report, what each run left to do, and how long work took."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from calque.model import (
    LocaleStatus,
    PageRecord,
    PageState,
    PageStatus,
    Publication,
    RunRecord,
    SegmentState,
    Status,
    Tally,
    Turn,
    UnitStatus,
)
from calque.states.outstanding import outstanding
from calque.states.progress import record_of, with_progress


def moment(day: int, hour: int = 4) -> datetime:
    return datetime(2026, 11, day, hour, 15, tzinfo=UTC)


def unit(words: int, source: str) -> UnitStatus:
    return UnitStatus(
        state=SegmentState.MISSING,
        flags=(SegmentState.MISSING,),
        source=source,
        target="",
        context=None,
        confirmed=None,
        change=None,
        words=words,
        since=None,
        bounded=False,
        reference="",
        line=0,
    )


def page(
    number: int, state: PageState, *words: int, locale: str = "fr", since: datetime | None = None
) -> PageStatus:
    """Return a page with a unit of so many words outstanding for each number."""
    return PageStatus(
        locale=locale,
        key=f"posts/{number}",
        title=f"Post {number}",
        state=state,
        flags=(),
        source_url=f"https://example.org/{number}/",
        url="",
        edit_url="",
        publication=Publication.PUBLISHED,
        on_site="published",
        pairing="confirmed",
        pairing_reason="",
        declared="",
        observed="",
        evidence=(),
        catalog="",
        total=Tally(10, 100),
        counts=(),
        percent=0,
        percent_words=0,
        since=since,
        bounded=False,
        priority=0.0,
        units=tuple(unit(count, f"{number} {place}") for place, count in enumerate(words)),
    )


def status(day: int, *pages: PageStatus, hour: int = 6) -> Status:
    tags = dict.fromkeys(page.locale for page in pages) or {"fr": None}
    rows = tuple(
        LocaleStatus(
            *(tag, "po", (), Tally(10, 100), (), 0, 0, None, Tally(), 0),
            outstanding=outstanding(page for page in pages if page.locale == tag),
        )
        for tag in tags
    )
    return Status("example", "en", moment(day, hour), 1, rows, pages, ())


def run(day: int, *pages: PageStatus, hour: int = 4, locales: tuple[str, ...] = ("fr",)) -> RunRecord:
    return RunRecord(moment(day, hour), tuple(map(record_of, pages)), tuple((tag, 90) for tag in locales))


NONE, STALE, PARTIAL, CURRENT, COPY = (
    PageState.NO_TRANSLATION,
    PageState.STALE,
    PageState.PARTIAL,
    PageState.CURRENT,
    PageState.UNTRANSLATED_COPY,
)


@pytest.mark.parametrize(
    ("before", "after", "turn"),
    [
        ((CURRENT,), (STALE, 2), Turn.NEW),
        ((STALE, 2), (STALE, 5), Turn.WORSE),
        ((STALE, 2), (PARTIAL, 1), Turn.BETTER),
        ((STALE, 2), (CURRENT,), Turn.FIXED),
        ((PARTIAL, 2), (COPY, 2), Turn.WORSE),
        ((PARTIAL, 2), (PARTIAL, 1, 1), Turn.WORSE),
        ((STALE, 2), (STALE, 2), None),
        ((CURRENT,), (CURRENT,), None),
        ((NONE, 4), (NONE, 6), None),
        ((NONE, 6), (NONE, 4), None),
        ((COPY, 4), (COPY, 6), None),
        ((NONE, 4), (COPY, 4), Turn.WORSE),
        ((NONE, 4), (PARTIAL, 2), Turn.BETTER),
    ],
    ids=lambda value: "-".join(map(str, value)) if isinstance(value, tuple) else str(value),
)
def test_what_became_of_a_page(
    before: tuple[PageState, *tuple[int, ...]], after: tuple[PageState, *tuple[int, ...]], turn: Turn | None
) -> None:
    seen = with_progress(status(20, page(1, *after)), [run(19, page(1, *before))])
    assert [change.turn for change in seen.comparison.pages] == ([turn] if turn else [])


def test_the_first_run_is_a_baseline() -> None:
    assert with_progress(status(20, page(1, STALE, 2)), []).comparison is None


def test_a_page_that_is_not_known_yet_is_new_where_it_wants_somebody() -> None:
    seen = with_progress(status(20, page(1, CURRENT), page(2, STALE, 2)), [run(19)])
    assert [(one.turn, one.key, one.before) for one in seen.comparison.pages] == [("new", "posts/2", None)]


def test_a_page_that_is_gone_is_fixed_under_its_last_title() -> None:
    seen = with_progress(status(20), [run(19, page(1, STALE, 2), page(2, CURRENT))])
    (change,) = seen.comparison.pages
    assert (change.turn, change.title, change.before, change.after, change.words_before) == (
        Turn.FIXED,
        "Post 1",
        STALE,
        None,
        2,
    )


def test_a_page_that_nobody_had_begun_is_no_news_when_it_goes() -> None:
    assert with_progress(status(20), [run(19, page(1, NONE, 2))]).comparison.pages == ()


def test_the_pages_of_a_new_locale_are_no_change() -> None:
    seen = with_progress(status(20, page(1, STALE, 2), page(1, STALE, 2, locale="de")), [run(19)])
    assert [change.locale for change in seen.comparison.pages] == ["fr"]
    assert seen.comparison.began == ("de",)


def test_a_page_alone_is_another_than_the_source_with_its_id() -> None:
    alone = replace(page(1, PageState.WRONG_LANGUAGE, 9), source_url="")
    seen = with_progress(status(20, page(1, CURRENT)), [run(19, page(1, CURRENT), alone)])
    assert [(one.turn, one.key, one.words_before) for one in seen.comparison.pages] == [
        ("fixed", "posts/1", 9)
    ]


RUNS = [
    run(13, page(1, STALE, 1)),
    run(18, page(1, STALE, 2)),
    run(19, page(1, STALE, 3), hour=9),
    run(20, page(1, STALE, 4)),
    run(20, page(1, STALE, 5), hour=5),
]


@pytest.mark.parametrize(
    ("days", "since", "words"),
    [
        (0, moment(20, 5), 5),
        (1, moment(19, 9), 3),
        (2, moment(18), 2),
        (7, moment(13), 1),
        (400, moment(13), 1),
    ],
)
def test_which_report_is_compared_with(days: int, since: datetime, words: int) -> None:
    changes = with_progress(status(20, page(1, STALE, 9)), RUNS, days=days).comparison
    assert (changes.since, changes.pages[0].words_before) == (since, words)


def test_without_an_earlier_day_the_first_run_of_today_is_compared_with() -> None:
    changes = with_progress(status(20, page(1, CURRENT)), RUNS[3:]).comparison
    assert (changes.since, changes.pages[0].words_before) == (moment(20), 4)


def test_the_burn_down_has_a_point_a_day_and_ends_with_today() -> None:
    runs = [run(18, page(1, STALE, 2), page(2, PARTIAL, 5)), run(19), run(19, page(2, CURRENT), hour=9)]
    seen = with_progress(status(20, page(1, STALE, 2), page(2, CURRENT)), runs)
    assert [(one.measured, one.locales[0].words) for one in seen.runs] == [
        (moment(18), 7),
        (moment(19, 9), 2),
        (moment(20, 6), 2),
    ]


def test_the_pace_is_the_median_of_the_days_that_pages_waited() -> None:
    began = {1: 1, 2: 5, 3: 10}
    opened = [page(number, STALE, 2, since=moment(day)) for number, day in began.items()]
    runs = [run(11, *opened), run(15, page(1, CURRENT)), run(16, page(2, CURRENT))]
    (pace,) = with_progress(status(20, *(page(number, CURRENT) for number in began)), runs).pace
    assert (pace.pages, pace.days) == (3, 11)


def test_a_page_waits_from_its_first_outstanding_text_on() -> None:
    runs = [
        run(11, page(1, PARTIAL, 9, since=moment(2))),
        run(12, page(1, PARTIAL, 4, since=moment(10))),
        run(14, page(1, CURRENT)),
    ]
    (pace,) = with_progress(status(20, page(1, CURRENT)), runs).pace
    assert (pace.pages, pace.days) == (1, 12)


def test_a_page_that_waited_nobody_knows_how_long_or_went_away_sets_no_pace() -> None:
    gone = PageRecord("fr", "posts/2", "", None, wants=False, segments=0, words=0, since=None)
    runs = [
        run(11, page(1, STALE, 2), page(2, STALE, 2, since=moment(1))),
        RunRecord(moment(14), (gone,), (("fr", 90),)),
    ]
    assert with_progress(status(20, page(1, CURRENT)), runs).pace == ()


def test_only_one_locale_can_be_asked_for() -> None:
    runs = [run(19, locales=("fr", "de"))]
    both = with_progress(status(20, page(1, STALE, 2), page(1, STALE, 3, locale="de")), runs)
    only = both.only("de")
    assert [change.locale for change in only.comparison.pages] == ["de"]
    assert [[row.words for row in one.locales] for one in only.runs] == [[0], [3]]
