"""The figures behind the reports."""

import dataclasses
from datetime import timedelta

import pytest

from calque.model import LiveText, PageState, SegmentState, Severity, Status, Tally, Verb
from calque.reports import figures, labels
from calque.states.rows import row_of


def test_settled_pages_are_not_in_the_queue(status: Status) -> None:
    waiting = {"posts/9"}
    assert [
        row_of(page) for page in status.pages if page.state is not PageState.CURRENT or page.key in waiting
    ] == list(figures.queue(status))


def test_an_unadopted_page_waits_for_the_next_sync_unless_something_is_known_of_it(status: Status) -> None:
    page = next(page for page in status.pages if page.state is PageState.UNADOPTED)
    quiet = dataclasses.replace(page, flags=())
    assert list(figures.queue(dataclasses.replace(status, pages=(page,)))) == [row_of(page)]
    assert list(figures.queue(dataclasses.replace(status, pages=(quiet,)))) == []


def test_a_current_page_with_a_segment_outstanding_is_in_the_queue(status: Status) -> None:
    page = dataclasses.replace(status.pages[0], state=PageState.CURRENT)
    assert list(figures.queue(dataclasses.replace(status, pages=(page,)))) == [row_of(page)]


def test_outstanding_adds_up_the_units(status: Status) -> None:
    assert figures.outstanding(status.pages[:2]) == Tally(3, 2 + 14 + 4)


def test_outstanding_counts_live_texts_only_where_there_are_no_units(status: Status) -> None:
    live = (LiveText(SegmentState.COPY, "Opening hours", "en", 2),)
    first = dataclasses.replace(status.pages[0], live=live)
    assert figures.outstanding([first]) == figures.outstanding([status.pages[0]])
    assert figures.outstanding([dataclasses.replace(first, units=())]) == Tally(1, 2)


def test_outstanding_counts_no_live_text_that_is_only_likely_to_be_wrong(status: Status) -> None:
    live = (LiveText(SegmentState.WRONG_LANGUAGE, "Opening hours", "en", 2, Severity.WARNING),)
    page = dataclasses.replace(status.pages[0], live=live, units=())
    assert figures.outstanding([page]) == Tally(0, 0)


def test_the_bands_of_a_locale_add_up_to_its_total(status: Status) -> None:
    for row in figures.by_locale(status):
        obsolete = dict(row.status.counts).get(SegmentState.OBSOLETE, Tally())
        assert sum((tally for _, tally in row.bands), obsolete) == row.status.total


def test_the_outstanding_of_the_locales_add_up_to_that_of_the_queue(status: Status) -> None:
    parts = sum((row.outstanding for row in figures.by_locale(status)), Tally())
    assert parts == figures.outstanding(status.pages) == figures.left(status)


def test_the_oldest_stale_text_says_when_it_is_bounded(status: Status) -> None:
    rows = {row.status.locale: row for row in figures.by_locale(status)}
    assert (rows["fr"].oldest, rows["fr"].bounded) == (status.measured - timedelta(days=203), False)
    assert (rows["ar"].oldest, rows["ar"].bounded) == (status.measured - timedelta(days=41), True)
    assert (rows["de"].oldest, rows["de"].stale) == (None, False)


def test_one_page_that_wants_the_same_in_many_locales_is_one_thing(status: Status) -> None:
    things = figures.things_to_do(status)
    assert len(things) == 10
    garden = next(thing for thing in things if thing.pages[0].title == "A garden on the roof")
    assert [page.locale for page in garden.pages] == ["fr", "de", "pt-BR", "ar"]
    assert [page.left.words for page in garden.pages] == [131] * 4


@pytest.mark.parametrize(
    ("days", "bounded", "expected"),
    [
        (0.5, False, "today"),
        (0.5, True, "today or earlier"),
        (1, False, "1 day"),
        (41, True, "at least 41 days"),
        (364, False, "364 days"),
        (365, False, "12 months"),
        (729, False, "23 months"),
        (730, False, "2 years"),
        (7025, True, "at least 19 years"),
        (-3, False, "today"),
    ],
)
def test_waiting_is_counted_in_units_that_are_full(
    status: Status, days: float, *, bounded: bool, expected: str
) -> None:
    since = status.measured - timedelta(days=days)
    assert figures.waiting(since, status, bounded=bounded) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([1], "1 word"),
        ([3, 3, 3, 3, 3], "3 words in each of 5 languages"),
        ([3, 11], "14 words in 2 languages"),
    ],
)
def test_words_in_several_languages_are_told_by_language(words: list[int], expected: str) -> None:
    assert figures.in_each(words) == expected


def test_nobody_knows_how_long_an_undated_text_waits(status: Status) -> None:
    assert figures.waiting(None, status, bounded=False) == ""


@pytest.mark.parametrize("kind", [PageState, SegmentState, Severity])
def test_every_state_has_a_label(kind: type[PageState | SegmentState | Severity]) -> None:
    texts = [labels.of(state).text for state in kind]
    assert all(texts)
    assert len(set(texts)) == len(texts)


def test_every_verb_says_what_there_is_to_do() -> None:
    assert set(labels.TO_DO) == set(labels.VERB) == set(Verb)


def test_every_state_of_a_segment_stands_in_one_band() -> None:
    states = [state for band in labels.BANDS for state in band.states]
    assert sorted(states) == sorted(set(SegmentState) - {SegmentState.OBSOLETE})
