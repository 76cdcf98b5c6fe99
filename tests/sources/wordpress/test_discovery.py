"""What the home page and the REST root of a site say of it."""

import pytest

from calque.sources.wordpress.discovery import find_root, inspect_site

INDEX = {"name": "Alder &amp; Lane", "home": "https://[example.org", "namespaces": ["wp/v2"]}


@pytest.mark.parametrize(
    ("headers", "page"),
    [
        ({"Link": '<https://[example.org/wp-json/>; rel="https://api.w.org/"'}, ""),
        ({}, '<link rel="https://api.w.org/" href="https://[example.org/wp-json/">'),
        ({}, ""),
    ],
    ids=["in the header", "in the page", "none"],
)
def test_where_the_named_root_is_no_address_the_usual_place_is_asked(
    headers, page, loopback, client_of, given
) -> None:
    loopback.answer = lambda asked: (
        given(INDEX) if "wp-json" in asked.path else given(page.encode(), 200, headers)
    )
    assert find_root(client_of(root="")) == f"{loopback.url}/wp-json/"


def test_a_home_that_is_no_address_is_the_one_that_was_asked(loopback, client_of, given) -> None:
    answers = {"/wp-json/": INDEX, "/wp-json/wp/v2/types": {}, "/wp-json/wp/v2/taxonomies": {}}
    loopback.answer = lambda asked: given(answers.get(asked.path, b"<html lang=en>"))
    seen = inspect_site(client_of())
    assert (seen.home, seen.name) == (f"{loopback.url}/", "Alder & Lane")
