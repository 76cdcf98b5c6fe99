"""How many pages at once are no day's work, and what counts as a page that was edited."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from calque.model import Document, History, Post, Segment, SegmentKind, Site, SourceRevision, SplitPost
from calque.tracking.mass import edited_pages, is_edited, is_mass

SITE = Site("example", Path(), "https://example.org", "en", ())


def split(number: int, *texts: str, context: str | None = None) -> SplitPost:
    post = Post("post", "posts", number, f"https://example.org/{number}/", "a", "publish", (), None)
    segments = tuple(Segment(SegmentKind.TEXT, text, 0, 0, context) for text in texts)
    return SplitPost(post, (Document("content", "", segments),))


def history(*versions: tuple[str, ...]) -> History:
    seen = datetime(2026, 5, 1, tzinfo=UTC)
    return History(
        tuple(SourceRevision(None, seen, tuple((None, text) for text in texts)) for texts in versions)
    )


@pytest.mark.parametrize(
    ("pages", "whole", "expected"),
    [
        pytest.param(9, 9, False, id="all of nine: a small site's day"),
        pytest.param(10, 10, True, id="all of ten"),
        pytest.param(10, 49, True, id="ten, and more than a fifth"),
        pytest.param(10, 50, False, id="a fifth and no more"),
        pytest.param(11, 50, True, id="one more than a fifth"),
        pytest.param(200, 1_000, False, id="a fifth of a large site"),
        pytest.param(201, 1_000, True, id="more than a fifth of a large site"),
        pytest.param(0, 0, False, id="no pages"),
    ],
)
def test_at_least_ten_pages_and_more_than_a_fifth_are_many_at_once(
    pages: int,
    whole: int,
    expected: bool,  # noqa: FBT001 — a table's column
) -> None:
    assert is_mass(pages, whole) is expected


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        pytest.param(("a", "b"), ("a", "b"), False, id="nothing"),
        pytest.param(("a", "b"), ("b", "a"), False, id="another order"),
        pytest.param(("a",), ("a", "b"), False, id="a text more"),
        pytest.param(("a", "b"), ("a",), False, id="a text less"),
        pytest.param(("a", "b"), ("a", "c"), True, id="a text for another"),
    ],
)
def test_a_page_is_edited_where_a_text_was_replaced(
    before: tuple[str, ...],
    now: tuple[str, ...],
    expected: bool,  # noqa: FBT001 — a table's column
) -> None:
    """What only came or only went makes no translation stale."""
    assert is_edited(split(1, *now), history(before)) is expected


def test_a_page_is_compared_with_what_stood_there_last() -> None:
    assert not is_edited(split(1, "b"), history(("a",), ("b",)))
    assert is_edited(split(1, "a"), history(("a",), ("b",)))


def test_the_same_text_in_another_role_is_another_text() -> None:
    assert is_edited(split(1, "a", context="title"), history(("a",)))


def test_a_page_seen_for_the_first_time_is_not_edited() -> None:
    assert not is_edited(split(1, "a"), History())


def test_edited_pages_are_counted_by_the_history_of_the_source() -> None:
    """Sites with one id for all languages have the histories of live pages under the same key."""
    sources = [split(1, "new"), split(2, "same"), split(3, "unknown")]
    known = {
        ("en", "posts/1"): history(("old",)),
        ("en", "posts/2"): history(("same",)),
        ("fr", "posts/2"): history(("pareil",)),
        ("fr", "posts/3"): history(("inconnu",)),
    }
    assert edited_pages(SITE, sources, known) == 1
