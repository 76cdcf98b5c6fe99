"""Addresses: what is no address is said to be none, and nothing raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.addresses import Url, host_of, is_web, join_url, place_of, split_url

MALFORMED = (
    "http://[::1",
    "http://::1]/x",
    "http://[::1]:port/x",
    "http://example.org:99999999/",
    "http://example.org:-1/",
    "http://a℀b.example.org/",
    "http://example.org\0/x",
    "https://example.org/\ud800",
    "//[",
)


@pytest.mark.parametrize("text", MALFORMED, ids=ascii)
def test_what_cannot_be_read_is_no_address(text: str) -> None:
    assert split_url(text) is None
    assert host_of(text) == ""
    assert not is_web(text)
    assert join_url("https://example.org/", text) is None
    assert join_url(text, "x") is None


def test_the_parts_of_an_address() -> None:
    assert split_url("https://me:secret@Example.ORG:8080/a/b?c=d#e") == Url(
        "https", "me:secret@Example.ORG:8080", "example.org", 8080, "me", "secret", "/a/b", "c=d", "e"
    )
    assert split_url("/a/b") == Url("", "", "", None, None, None, "/a/b", "", "")
    assert split_url("") == Url("", "", "", None, None, None, "", "", "")


def test_a_host_is_named_as_a_request_names_it() -> None:
    url = split_url("https://me@[2001:DB8::1]:8080/")
    assert url is not None
    assert (url.host, url.authority) == ("2001:db8::1", "[2001:db8::1]:8080")


@pytest.mark.parametrize(
    "text", ["https://", "https:///x", "ftp://example.org", "example.org", "//example.org", "/x", ""]
)
def test_an_address_of_the_web_has_a_scheme_and_a_host(text: str) -> None:
    assert not is_web(text)
    assert is_web("https://example.org")
    assert is_web("HTTP://example.org/x")


@pytest.mark.parametrize(
    ("base", "text", "expected"),
    [
        ("https://example.org/a/b", "c", "https://example.org/a/c"),
        ("https://example.org/a/b", "/c?d", "https://example.org/c?d"),
        ("https://example.org/a/b", "//ex.com/c", "https://ex.com/c"),
        ("https://example.org/a/b", "", "https://example.org/a/b"),
        ("", "/c", "/c"),
        ("https://example.org/", "mailto:me@example.org", "mailto:me@example.org"),
    ],
)
def test_a_link_leads_on_from_its_page(base: str, text: str, expected: str) -> None:
    assert join_url(base, text) == expected


def test_an_error_shows_an_address_cut_and_without_what_cannot_be_printed() -> None:
    assert place_of("https://example.org/\x1b[2J\ud800") == "https://example.org/\ufffd[2J\ufffd"
    assert place_of("https://example.org/" + "x" * 500).endswith("x…")
    assert len(place_of("https://example.org/" + "x" * 500)) == 160


ODD = st.lists(
    st.sampled_from(
        ["http:", "//", "[", "]", "::1", ":", "99999", "@", "/", "?", "#", "℀", "\0", "\ud800", "a.b", "%"]
    )
    | st.text(max_size=3)
).map("".join)


@given(ODD, ODD)
def test_nothing_raises_and_every_part_can_be_read(base: str, text: str) -> None:
    url = split_url(text)
    assert host_of(text) == (url.host if url else "")
    joined = join_url(base, text)
    assert joined is None or split_url(joined) is not None
    place_of(text).encode("utf-8")
