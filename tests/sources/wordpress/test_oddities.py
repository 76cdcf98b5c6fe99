"""Sites that are as WordPress allows and plugins make them: each is read, or named, and asked no more than it likes."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from calque.errors import ConfigError, SourceError
from calque.sources.wordpress.collections import (
    Collection,
    CollectionKind,
    choose_collections,
    find_collections,
)
from calque.sources.wordpress.credentials import Credentials
from calque.sources.wordpress.discovery import find_root, inspect_site
from calque.sources.wordpress.failures import OutageError, RefusedError
from calque.sources.wordpress.listings import ListedPost, list_rows
from calque.sources.wordpress.posts import Look, fetch_posts
from calque.sources.wordpress.rights import Rights

POSTS = Collection("posts", "post", "wp/v2/posts")
TYPES = {"post": {"rest_base": "posts"}, "page": {"rest_base": "pages"}, "book": {"rest_base": "books"}}
CLOSED = {"code": "rest_cannot_view", "message": "Nein.", "data": {"status": 401}}
NO_ROUTE = {"code": "rest_no_route", "message": "Keine.", "data": {"status": 404}}


def rows_of(*ids: int) -> list[dict[str, Any]]:
    return [{"id": number, "slug": f"post-{number}", "status": "publish"} for number in ids]


def refused_size(given: Any, most: int) -> Any:
    names = {"per_page": f"per_page muss zwischen 1 und {most} liegen"}
    error = {"code": "rest_invalid_param", "message": "Nein.", "data": {"status": 400, "params": names}}
    return given(error, 400)


@pytest.fixture
def capped(loopback, given) -> Callable[..., None]:
    """Answer with so many of 230 posts at most, and with a 400 to who asks for more."""

    def serve(most: int) -> None:
        def answer(asked: Any) -> Any:
            size = int(asked.query["per_page"])
            if size > most:
                return refused_size(given, most)
            rows = rows_of(*range(1, 231))
            if "include" in asked.query:
                wanted = set(map(int, asked.query["include"].split(",")))
                return given([row for row in rows if row["id"] in wanted])
            offset = int(asked.query.get("offset", 0))
            total = {"X-WP-Total": "230", "X-WP-TotalPages": str(-(-230 // size))}
            return given(rows[offset : offset + size], 200, total)

        loopback.answer = answer

    return serve


@pytest.mark.parametrize("most", [99, 50, 30, 20, 5])
def test_a_listing_that_refuses_a_hundred_rows_is_swept_with_fewer(most, capped, client_of, loopback) -> None:
    capped(most)
    listing = list_rows(client_of(), POSTS)
    assert [row.id for row in listing] == list(range(1, 231))
    sizes = [int(asked.query["per_page"]) for asked in loopback.asked]
    assert sizes.count(100) == 1, "what a site refuses is not asked for again"


def test_a_batch_that_is_too_many_is_fetched_in_halves_and_the_next_ones_at_once(
    capped, client_of, loopback
) -> None:
    capped(20)
    rows = [ListedPost("posts", number, "x") for number in range(1, 121)]
    client = client_of(concurrency=1)
    found = list(fetch_posts(client, POSTS, rows, Look(batch=50)))
    assert sorted(post.row.id for post in found) == list(range(1, 121))
    refused = [asked for asked in loopback.asked if int(asked.query["per_page"]) > 20]
    assert len(refused) == 2, "50, then 25; the batches after them are cut before they are sent"


def test_a_400_for_another_reason_is_told_as_it_is(loopback, client_of, given) -> None:
    error = {"code": "rest_invalid_param", "message": "", "data": {"status": 400, "params": {"orderby": ""}}}
    loopback.answer = lambda _: given(error, 400)
    with pytest.raises(RefusedError, match="400 rest_invalid_param"):
        list_rows(client_of(), POSTS)
    assert len(loopback.asked) == 1


def test_a_400_whatever_the_size_is_the_first_error_again(loopback, client_of, given) -> None:
    loopback.answer = lambda _: refused_size(given, 0)
    client = client_of()
    with pytest.raises(RefusedError, match="400"):
        list_rows(client, POSTS)
    assert client.page_size == 100


@pytest.fixture
def routes(loopback, given) -> Callable[..., None]:
    """Answer by the route, and with 404 elsewhere."""

    def serve(**answers: Any) -> None:
        known = {name.replace("__", "/"): given(*answer) for name, answer in answers.items()}

        def answer(asked: Any) -> Any:
            return known.get(asked.path.removeprefix("/wp-json/").strip("/"), given(NO_ROUTE, 404))

        loopback.answer = answer

    return serve


def test_types_that_are_named_need_no_list_of_types(routes, client_of) -> None:
    listings = {f"wp__v2__{name}": ([],) for name in ("posts", "books", "media", "categories")}
    routes(wp__v2__types=(CLOSED, 401), wp__v2__taxonomies=(CLOSED, 401), **listings)
    wanted = ("posts", "books", "media", "categories")
    found = choose_collections(find_collections(client_of(), Rights(), wanted), wanted)
    assert [(one.name, one.kind) for one in found] == [
        ("posts", CollectionKind.POSTS),
        ("books", CollectionKind.POSTS),
        ("media", CollectionKind.MEDIA),
        ("categories", CollectionKind.TERMS),
    ]
    assert {one.type for one in found} >= {"post", "attachment", "category"}


def test_a_list_of_taxonomies_that_is_closed_hides_no_type(routes, client_of) -> None:
    routes(wp__v2__types=(TYPES,), wp__v2__taxonomies=(CLOSED, 401), wp__v2__tags=([],))
    found = choose_collections(find_collections(client_of(), Rights()), ())
    assert [one.name for one in found] == ["posts", "pages", "books"]
    found = choose_collections(find_collections(client_of(), Rights(), ("book", "tags")), ("book", "tags"))
    assert [one.name for one in found] == ["books", "tags"]


def test_a_type_that_is_neither_listed_nor_answers_is_named(routes, client_of) -> None:
    routes(wp__v2__types=(CLOSED, 401), wp__v2__taxonomies=(CLOSED, 401), wp__v2__posts=([],))
    with pytest.raises(ConfigError, match="'recipes' is not in the site's REST API"):
        choose_collections(
            find_collections(client_of(), Rights(), ("posts", "recipes")), ("posts", "recipes")
        )


def test_a_closed_list_of_types_is_an_error_where_no_type_is_named(routes, client_of) -> None:
    routes(wp__v2__types=(CLOSED, 401))
    with pytest.raises(RefusedError, match="401"):
        find_collections(client_of(), Rights())


def test_a_site_whose_types_are_closed_is_looked_at_by_its_posts_and_pages(routes, client_of) -> None:
    routes(wp__v2__types=(CLOSED, 401), wp__v2__posts=([],), wp__v2__pages=([],))
    assert [one.name for one in inspect_site(client_of()).collections] == ["posts", "pages"]


ROWS = [{"id": 7, "slug": "a"}]


@pytest.mark.parametrize(
    "added",
    [
        "0",
        "\n0\n",
        "<script>var seen = [1, 2];</script>",
        '\n<script type="text/javascript">\nif (a < b) { c(); }\n</script>\n<!-- cached 0.2 s -->',
        "<!-- a --><!-- b -->",
        "<style>p { color: red }</style><noscript><img src=x></noscript>0",
    ],
    ids=["zero", "zero on a line", "script", "script and comment", "two comments", "three kinds"],
)
def test_what_plugins_print_after_the_json_is_passed_over(added, loopback, client_of, given) -> None:
    loopback.answer = lambda _: given(json.dumps(ROWS).encode() + added.encode())
    assert client_of().get("wp/v2/posts").data == ROWS


@pytest.mark.parametrize("added", ["x", "<script>var seen", "01", "]", "<p>Page</p>"])
def test_what_makes_it_no_json_is_not_passed_over(added, loopback, client_of, given) -> None:
    loopback.answer = lambda _: given(json.dumps(ROWS).encode() + added.encode())
    with pytest.raises(SourceError):
        client_of(limits={"attempts": 1}).get("wp/v2/posts")


@pytest.mark.parametrize(
    "index", [{"namespace": "wp/v2", "routes": {}}, {"namespaces": ["wp/v2", "oembed/1.0"]}]
)
def test_a_root_that_many_sites_share_is_found_and_asked(index, loopback, client_of, given) -> None:
    """As WordPress.com has it: the site stands between the namespace and the route."""
    root = f"{loopback.url}/wp/v2/sites/lane.example/"

    def answer(asked: Any) -> Any:
        if asked.path == "/":
            return given(b"<html>", 200, {"Link": f'<{root}>; rel="https://api.w.org/"'})
        if asked.path.strip("/") == "wp/v2/sites/lane.example":
            return given(index)
        known = asked.path == "/wp/v2/sites/lane.example/posts"
        return given(ROWS, 200, {"X-WP-Total": "1"}) if known else given(NO_ROUTE, 404)

    loopback.answer = answer
    client = client_of(root="")
    client.root = find_root(client)
    assert client.root == root
    assert [row.id for row in list_rows(client, POSTS)] == [7]
    assert client.url_of("pll/v1/languages") == f"{loopback.url}/pll/v1/sites/lane.example/languages"


def test_a_password_goes_to_no_shared_root_that_a_page_names(loopback, client_of, given) -> None:
    root = "https://public-api.wordpress.com/wp/v2/sites/lane.example/"
    loopback.answer = lambda _: given(b"<html>", 200, {"Link": f'<{root}>; rel="https://api.w.org/"'})
    with pytest.raises(SourceError, match="none of its own"):
        find_root(client_of(root="", credentials=Credentials("marie", "wxyz")))


@pytest.mark.parametrize("status", [429, 503])
def test_a_pause_that_is_asked_for_is_kept_by_all_threads_and_halves_no_batch(
    status, loopback, client_of, given
) -> None:
    """The site is busy for a second, whatever it is asked for in it."""
    rows = [ListedPost("posts", number, "x") for number in range(1, 201)]
    began = time.monotonic()
    early: list[str] = []

    def answer(asked: Any) -> Any:
        if time.monotonic() - began < 1.0:
            early.append(asked.query["include"])
            return given(b"busy", status, {"Retry-After": "1"})
        return given(rows_of(*map(int, asked.query["include"].split(","))))

    loopback.answer = answer
    found = list(fetch_posts(client_of(concurrency=4), POSTS, rows, Look(batch=20)))
    assert sorted(post.row.id for post in found) == list(range(1, 201))
    assert len(early) <= 4, "one for each thread, and none in the pause"
    assert len(loopback.asked) == 10 + len(early)
    assert {len(asked.query["include"].split(",")) for asked in loopback.asked} == {20}


def test_a_site_that_stays_busy_is_out_and_says_when_to_come_again(loopback, client_of, given) -> None:
    rows = [ListedPost("posts", number, "x") for number in range(1, 101)]
    loopback.answer = lambda _: given(b"busy", 503, {"Retry-After": "1"})
    client = client_of(concurrency=4, limits={"attempts": 2})
    with pytest.raises(OutageError, match="try again in 1 s, as it asks"):
        list(fetch_posts(client, POSTS, rows, Look(batch=10)))
    assert len(loopback.asked) <= 4 * 2 + 4


def test_nothing_more_is_sent_to_a_site_that_asks_for_a_longer_pause(loopback, client_of, given) -> None:
    loopback.answer = lambda _: given(b"maintenance", 503, {"Retry-After": "600"})
    client = client_of()
    for _ in range(5):
        with pytest.raises(OutageError, match="try again in 600 s, as it asks"):
            client.get("wp/v2/posts")
    assert len(loopback.asked) == 1
