"""What a REST answer may hold besides good posts, and what becomes of it."""

import json

import pytest

from calque.errors import SourceError
from calque.model import Post
from calque.sources.rest import parse_posts


def read(**fields: object) -> Post | SourceError:
    row = {"id": 1, "content": {"rendered": "<p>Text</p>"}} | fields
    (found,) = parse_posts(json.dumps(row), place="a.json")
    return found


def test_numbers_of_thousands_of_digits_are_an_error_with_a_place() -> None:
    with pytest.raises(SourceError, match=r"^a\.json:1: not valid JSON"):
        list(parse_posts(f"[{'9' * 5_000}]", place="a.json"))


POST = '{"id": 1, "content": {"rendered": "Text"}}'


@pytest.mark.parametrize(
    "text",
    [
        f"<br />\n<b>Notice</b>: Undefined index [x] in <b>/a.php</b> on line <b>3</b><br />\n[{POST}]",
        f"Deprecated: {{x}} is old in /a.php on line 3\n{POST}",
        f"[{POST}]\n<!-- cached [1] -->\n",
    ],
    ids=["notice", "plain notice", "comment of a cache"],
)
def test_what_php_and_caches_add_is_passed_over(text: str) -> None:
    (post,) = parse_posts(text, place="a.json")
    assert isinstance(post, Post)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"[{POST}", "a.json:1: the JSON is cut off"),
        (f"[{POST}, {POST}", "a.json:1: the JSON is cut off"),
        (f"[{POST},\n{POST}\n", "a.json:3: the JSON is cut off"),
        (f"[{POST},\n{{oops}},\n{POST}\n", "a.json:2: not valid JSON"),
        (f"Notice: x\n[{POST},\n", "the JSON is cut off"),
        (f"<html><body><script>{POST}", "a.json:1: not valid JSON"),
        ("Nothing here", "a.json:1: not valid JSON"),
    ],
)
def test_no_part_is_taken_for_the_whole(text: str, message: str) -> None:
    """A file that is cut off between two posts must not look like one with a single post."""
    with pytest.raises(SourceError) as error:
        list(parse_posts(text, place="a.json"))
    assert message in str(error.value)


@pytest.mark.parametrize("number", [0, -5, True, 2**63, 1.5, "7"])
def test_an_id_that_no_post_has_is_an_error(number: object) -> None:
    assert "no whole-number id" in str(read(id=number))


@pytest.mark.parametrize("value", ["0000-00-00T00:00:00", "-0001-11-30T00:00:00", "", None])
def test_the_date_of_a_draft_is_none(value: str | None) -> None:
    found = read(modified_gmt=value)
    assert isinstance(found, Post)
    assert found.modified is None


@pytest.mark.parametrize("value", ["2026-13-01T00:00:00", "0001-01-01T00:00:00+05:00", "soon"])
def test_a_date_that_is_none_is_an_error(value: str) -> None:
    assert "modified_gmt is no date" in str(read(modified_gmt=value))


@pytest.mark.parametrize("value", ["https://[example.org/a/", "https://example.org:99999999/a/"])
def test_a_link_that_is_no_address_is_an_error(value: str) -> None:
    assert f"link is no address ({value!r}); mend or leave it out" in str(read(link=value))


@pytest.mark.parametrize("value", ["", None, "/a/", "?p=7", "https://example.org/?p=7"])
def test_a_post_may_have_any_link_or_none(value: str | None) -> None:
    found = read(link=value)
    assert isinstance(found, Post)
    assert found.link == (value or "")


def test_a_rest_address_that_cannot_be_read_is_passed_over() -> None:
    found = read(
        _links={"self": [{"href": "https://[example.org/posts/7"}, {"href": "/wp-json/wp/v2/news/7"}]}
    )
    assert isinstance(found, Post)
    assert (found.rest_url, found.collection) == ("/wp-json/wp/v2/news/7", "news")


@pytest.mark.parametrize("name", ["link", "slug", "type", "status"])
def test_what_no_file_can_hold_is_replaced(name: str) -> None:
    found = read(**{name: "a\ud800b\x00c"})
    assert isinstance(found, Post)
    assert getattr(found, name) == "a\ufffdb\ufffdc"
