"""How many pages at once are no day's work, and what counts as a page that was edited."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from calque.guards.mass import is_mass, mass_change
from calque.model import (
    Document,
    Finding,
    History,
    PageKey,
    PageState,
    PageStatus,
    Post,
    Publication,
    Segment,
    SegmentKind,
    SegmentState,
    Site,
    SourceRevision,
    SplitPost,
    Status,
    Tally,
    UnitStatus,
)
from calque.states.edited import edited_pages, is_edited, turned_pages

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


def page(number: int, locale: str = "fr", *, made_from: str = "old", **more: object) -> PageStatus:
    """A page with one stale text, whose translation was made from another."""
    unit = UnitStatus(
        state=SegmentState.STALE,
        flags=(SegmentState.STALE,),
        source="new",
        target="neuf",
        context=None,
        confirmed=made_from,
        change=None,
        words=1,
        since=None,
        bounded=False,
        reference=f"posts/{number}",
        line=1,
    )
    values: dict[str, object] = {
        "title": "",
        "state": PageState.STALE,
        "flags": (),
        "source_url": f"https://example.org/{number:02}/",
        "url": "",
        "edit_url": "",
        "publication": Publication.PUBLISHED,
        "on_site": "",
        "pairing": "",
        "pairing_reason": "",
        "declared": "",
        "observed": "",
        "evidence": (),
        "catalog": "",
        "total": Tally(),
        "counts": (),
        "percent": None,
        "percent_words": None,
        "since": None,
        "bounded": False,
        "priority": 0.0,
        "units": (unit,),
    } | more
    return PageStatus(locale=locale, key=f"posts/{number}", **values)


def status(*pages: PageStatus) -> Status:
    return Status("example", "en", datetime(2026, 6, 1, tzinfo=UTC), 0, (), pages, ())


KNOWN = {
    ("en", f"posts/{number}"): history(("first",), ("older",), ("old", "another")) for number in range(99)
}


def turned(now: Status, known: Mapping[PageKey, History]) -> Finding | None:
    return mass_change(turned_pages(SITE, now.pages, known), site=SITE.url)


def test_many_pages_that_turned_stale_at_once_are_one_finding_that_names_some() -> None:
    found = turned(status(*(page(number) for number in range(20, 0, -1))), KNOWN)
    assert found is not None
    assert (found.code, found.place) == ("mass_change", "https://example.org")
    assert found.message.startswith(
        "20 of 20 pages became stale at once, https://example.org/01/, https://example.org/02/, "
        "https://example.org/03/ among them; "
    )


@pytest.mark.parametrize(
    "tenth",
    [
        pytest.param(page(10, made_from="older"), id="stale since long"),
        pytest.param(page(10, made_from="unheard of"), id="made from a text that nobody knows"),
        pytest.param(page(10, units=()), id="with nothing to do"),
        pytest.param(page(100), id="never seen before"),
        pytest.param(page(9, "de"), id="counted in another locale"),
    ],
)
def test_a_page_that_did_not_turn_stale_since_the_last_sync_is_none_of_them(tenth: PageStatus) -> None:
    nine = [page(number) for number in range(1, 10)]
    assert turned(status(*nine, tenth), KNOWN) is None
    assert turned(status(*nine, page(11), tenth), KNOWN) is not None


@pytest.mark.parametrize("state", [SegmentState.NEEDS_REVIEW, SegmentState.MISSING, SegmentState.COPY])
def test_what_is_not_first_of_all_stale_does_not_count(state: SegmentState) -> None:
    other = page(10)
    other = page(10, units=(replace(other.units[0], state=state),))
    assert turned(status(*(page(number) for number in range(1, 10)), other), KNOWN) is None


def test_pages_without_a_source_are_no_part_of_the_whole() -> None:
    """Ten of fifty are a fifth and no more; ten of forty-nine are more, whatever else is live."""
    stale = [page(number) for number in range(1, 11)]
    others = [page(number, units=()) for number in range(11, 50)]
    alone = [page(number, units=(), source_url="") for number in range(50, 99)]
    assert turned(status(*stale, *others, page(60, units=())), KNOWN) is None
    found = turned(status(*stale, *others, *alone), KNOWN)
    assert found is not None
    assert found.message.startswith("10 of 49 pages ")


def test_a_page_without_an_address_is_named_by_its_key() -> None:
    found = turned(status(*(page(number, source_url="") for number in range(1, 11))), KNOWN)
    assert found is not None
    assert "posts/1, posts/10, posts/2 among them" in found.message
