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


@pytest.mark.parametrize("name", ["link", "slug", "type", "status"])
def test_what_no_file_can_hold_is_replaced(name: str) -> None:
    found = read(**{name: "a\ud800b\x00c"})
    assert isinstance(found, Post)
    assert getattr(found, name) == "a\ufffdb\ufffdc"


def test_fields_that_wordpress_plugins_add_for_polylang_say_the_same_as_its_own() -> None:
    rows = [{"locale": "fr_FR", "id": 7, "slug": "salle"}, {"locale": "de_DE", "id": 8}]
    post = read(polylang_current_lang="en_US", polylang_translations=rows)
    assert isinstance(post, Post)
    assert (post.language, post.translations) == ("en_US", (("fr_FR", 7), ("de_DE", 8)))
    assert read(polylang_translations={"fr_FR": {"id": 7}}) == read(polylang_translations=rows[:1])


def test_what_bogo_keeps_of_a_post_is_read() -> None:
    meta = {"_locale": "fr_FR", "_original_post": "https://example.org/?p=3"}
    post = read(meta=meta, guid={"rendered": "https://example.org/?p=9"})
    assert isinstance(post, Post)
    assert (post.language, post.guid, post.original) == (
        "fr_FR",
        "https://example.org/?p=9",
        "https://example.org/?p=3",
    )


@pytest.mark.parametrize("meta", [[], None, "x", {"_locale": 7, "_original_post": None}])
def test_another_meta_says_nothing(meta: object) -> None:
    post = read(meta=meta, guid=meta)
    assert isinstance(post, Post)
    assert (post.language, post.original) == ("", "")
