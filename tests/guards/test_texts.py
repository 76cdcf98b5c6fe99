"""When so many pages have lost their texts that no run believes it."""

import pytest

from calque.guards.texts import PageTexts, blank_pages, is_many, texts_vanished

WALL = {"You must be logged in to view this content.": 44}


def page(number: int, now: dict[str, int] | None = None, *, before: int = 10) -> PageTexts:
    texts = {f"text {number}.{at}": 50 for at in range(before)}
    return PageTexts(
        ("en", f"posts/{number}"), f"https://example.org/{number}/", texts, texts if now is None else now
    )


@pytest.mark.parametrize(
    ("pages", "whole", "many"),
    [
        (4, 4, False),
        (5, 5, True),
        (5, 24, True),
        (5, 25, False),
        (20, 100, False),
        (21, 100, True),
        (0, 0, False),
    ],
)
def test_five_pages_and_more_than_a_fifth_are_many(pages: int, whole: int, *, many: bool) -> None:
    assert is_many(pages, whole) is many
    rows = [page(number, {} if number < pages else None) for number in range(whole)]
    assert bool(texts_vanished(rows, site="https://example.org")) is many


@pytest.mark.parametrize(("left", "blank"), [(4, True), (5, False), (10, False)])
def test_a_page_with_less_than_half_of_its_letters_is_blank(left: int, *, blank: bool) -> None:
    row = page(1, {f"text 1.{at}": 50 for at in range(left)})
    assert bool(blank_pages([row])) is blank


def test_one_and_the_same_text_in_the_place_of_many_counts_for_none() -> None:
    short = [page(number, WALL, before=1) for number in range(5)]
    assert len(blank_pages(short)) == 5
    assert blank_pages([short[0], page(9)]) == ()  # a short post that was rewritten


def test_a_new_share_line_on_every_page_takes_nothing_away() -> None:
    assert blank_pages([page(n, {f"text {n}.{at}": 50 for at in range(10)} | WALL) for n in range(20)]) == ()


def test_pages_that_were_rewritten_are_no_blank_pages() -> None:
    assert blank_pages([page(n, {f"new {n}.{at}": 50 for at in range(8)}) for n in range(20)]) == ()


def test_what_was_blank_before_is_no_news() -> None:
    assert texts_vanished([page(n, WALL, before=0) for n in range(20)], site="https://example.org") is None


def test_the_question_says_how_many_and_both_answers() -> None:
    finding = texts_vanished([page(n, WALL) for n in range(6)], site="https://example.org")
    assert finding is not None
    assert (finding.code, finding.severity, finding.place) == (
        "texts_vanished",
        "error",
        "https://example.org",
    )
    assert finding.message.startswith(
        "6 of 6 pages lost most of their texts at once, https://example.org/0/, "
    )
    assert finding.message.endswith(
        "see that the site serves its texts, then `calque sync`; or, where it is meant, `calque sync --accept "
        "texts_vanished`"
    )
