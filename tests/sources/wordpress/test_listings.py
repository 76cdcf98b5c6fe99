"""A sweep finds each post once, or says that it cannot."""

from collections.abc import Callable
from typing import Any

import pytest

from calque.errors import SourceError
from calque.sources.wordpress.collections import Collection
from calque.sources.wordpress.listings import list_rows

POSTS = Collection("posts", "post", "wp/v2/posts")
Rows = list[dict[str, Any]]


def rows_of(*ids: int) -> Rows:
    return [{"id": number, "slug": f"post-{number}", "status": "publish"} for number in ids]


@pytest.fixture
def serve(loopback, given) -> Callable[..., None]:
    """Answer with pages of what `rows` gives at each request, and with a total that may lie."""

    def served(rows: Callable[[int], Rows], *, total: int | None = None, headers: bool = True) -> None:
        def answer(asked: Any) -> Any:
            offset = int(asked.query["offset"])
            now = rows(offset)
            told = {"X-WP-Total": str(len(now) if total is None else total)} if headers else {}
            return given(now[offset : offset + 100], 200, told)

        loopback.answer = answer

    return served


def ids(client) -> list[int]:
    return [row.id for row in list_rows(client, POSTS)]


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 199, 200, 450])
def test_every_post_is_found_once_whatever_their_number(count, serve, client_of) -> None:
    serve(lambda _: rows_of(*range(1, count + 1)))
    assert ids(client_of()) == list(range(1, count + 1))


@pytest.mark.parametrize("total", [0, 1, 7, 1_000_000_000], ids=lambda total: f"total {total}")
def test_totals_that_lie_hide_no_post(total, serve, client_of) -> None:
    serve(lambda _: rows_of(*range(1, 321)), total=total)
    assert len(ids(client_of())) == 320


def test_totals_that_are_not_given_are_not_needed(serve, client_of) -> None:
    serve(lambda _: rows_of(*range(1, 321)), headers=False)
    assert len(ids(client_of())) == 320


@pytest.mark.parametrize("most", [10, 50])
@pytest.mark.parametrize("count", [4, 10, 50, 51, 130])
def test_a_short_page_is_not_taken_for_the_last_where_no_total_is_given(
    most: int, count: int, loopback, client_of, given
) -> None:
    """A site that caps its pages, behind a proxy that drops the headers, would lose all posts but the first."""

    def answer(asked: Any) -> Any:
        offset = int(asked.query["offset"])
        return given(rows_of(*range(1, count + 1))[offset : offset + most])

    loopback.answer = answer
    assert ids(client_of()) == list(range(1, count + 1))


@pytest.fixture
def hide(loopback, given) -> Callable[..., None]:
    """Answer without totals, with pages of `size` rows, from which rights hide some."""

    def served(rows: Callable[[], range | list[int]], shown: Callable[[int], bool], size: int = 100) -> None:
        def answer(asked: Any) -> Any:
            offset = int(asked.query["offset"])
            return given(rows_of(*filter(shown, rows()[offset : offset + size])))

        loopback.answer = answer

    return served


HIDING: dict[str, Callable[[int], bool]] = {
    "the first half": lambda number: number > 50,
    "the second half": lambda number: number <= 50,
    "every second": lambda number: number % 2 == 0,
    "all but every tenth": lambda number: number % 10 == 0,
    "all of the first hundred but the last ones": lambda number: number > 94,
    "more on the second page": lambda number: number <= 60 or number % 2 == 0,
    "a block": lambda number: not 70 < number < 95,
}


HIDDEN = [
    (hiding, count, size)
    for hiding, shown in HIDING.items()
    for count in (100, 101, 160, 330)
    for size in (100, 30)
    if len([number for number in range(1, size + 1) if shown(number)]) >= 5  # fewer make no listing
]


@pytest.mark.parametrize(("hiding", "count", "size"), HIDDEN)
def test_rows_that_rights_hide_are_no_end_and_no_repetition_where_no_total_is_given(
    hiding: str, count: int, size: int, hide, client_of, loopback
) -> None:
    shown = HIDING[hiding]
    hide(lambda: range(1, count + 1), shown, size)
    assert ids(client_of()) == [number for number in range(1, count + 1) if shown(number)]
    offsets = [int(asked.query["offset"]) for asked in loopback.asked]
    assert offsets == sorted(set(offsets)), "read once, from its beginning to its end"


def test_a_hidden_part_of_a_small_listing_costs_one_request_more(hide, client_of, loopback) -> None:
    hide(lambda: range(1, 91), lambda number: number % 3 > 0)
    assert len(ids(client_of())) == 60
    assert len(loopback.asked) == 2


def test_a_deletion_in_mid_crawl_hides_no_other_post_where_no_total_is_given(hide, client_of) -> None:
    every = list(range(1, 401))
    gone: list[int] = []

    def rows() -> list[int]:
        gone.append(1)
        if len(gone) == 3:
            del every[4:8]
        return every

    hide(rows, lambda number: number % 3 > 0)
    wanted = {number for number in range(1, 401) if number % 3 > 0} - {5, 6, 7, 8}
    assert set(ids(client_of())) >= wanted


@pytest.mark.parametrize("count", [5, 50, 99, 100])
def test_a_listing_that_repeats_itself_without_a_total_is_an_error(
    count: int, loopback, client_of, given
) -> None:
    loopback.answer = lambda _: given(rows_of(*range(1, count + 1)))
    with pytest.raises(SourceError, match="repeats itself"):
        ids(client_of())


def test_a_deletion_in_mid_crawl_hides_no_other_post(serve, client_of) -> None:
    every = list(range(1, 401))

    def rows(offset: int) -> Rows:
        if offset == 198 and 5 in every:
            every.remove(5)
        return rows_of(*every)

    serve(rows)
    assert set(ids(client_of(concurrency=1))) >= set(range(1, 401)) - {5}


def test_a_listing_that_repeats_itself_is_an_error(loopback, client_of, given) -> None:
    loopback.answer = lambda _: given(rows_of(*range(1, 101)), 200, {"X-WP-Total": "500"})
    with pytest.raises(SourceError, match="repeats itself"):
        ids(client_of())


def test_a_listing_without_an_end_is_an_error(loopback, client_of, given) -> None:
    loopback.answer = lambda asked: given(
        rows_of(*range(int(asked.query["offset"]) + 1, int(asked.query["offset"]) + 101))
    )
    with pytest.raises(SourceError, match="does not end"):
        ids(client_of(limits={"rows": 3000}))


@pytest.mark.parametrize(
    "data",
    [{"posts": []}, [7], [{"slug": "a"}], [{"id": "7"}], [{"id": 2}, {"id": 1}], [{"id": 1}, {"id": 1}]],
    ids=["no list", "no row", "no id", "an id of text", "another order", "twice"],
)
def test_what_is_no_listing_is_an_error(data, loopback, client_of, given) -> None:
    loopback.answer = lambda _: given(data)
    with pytest.raises(SourceError):
        ids(client_of())
