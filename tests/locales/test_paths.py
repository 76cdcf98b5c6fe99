"""Shared paths and localised URLs: each the inverse of the other."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calque.errors import ConfigError
from calque.locales import localised_url, locate, same_page, shared_path
from calque.locales.paths import read_address
from calque.model import Site, SiteLocale

PREFIXES = (SiteLocale("fr", prefix="fr"), SiteLocale("pt-BR", prefix="pt-br"))
SITE = Site("Example", Path(), "https://ex.com", "en", PREFIXES)
SITES = {
    "prefixes": SITE,
    "source prefix": replace(SITE, prefix="en"),
    "base": replace(SITE, base="language"),
    "sub-directory": replace(SITE, url="https://ex.com/blog"),
    "hosts": replace(
        SITE, locales=(SiteLocale("fr", host="fr.ex.com"), SiteLocale("de", host="bücher.example:8443"))
    ),
    "parameter": replace(
        SITE, parameter="lang", locales=(SiteLocale("fr", parameter="fr"), SiteLocale("pt-BR"))
    ),
}


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/fr/about/", "/about/"),
        ("/fr/about", "/about"),
        ("/about/", "/about/"),
        ("/fr/", "/"),
        ("/fr", "/"),
        ("https://www.ex.com/fr/caf%c3%a9/", "/caf%C3%A9/"),
        ("/fr/café/", "/caf%C3%A9/"),
        ("/index.php/fr/about/", "/about/"),
        ("/fr/?p=12#top", "/?p=12"),
        ("/?p=12", "/?p=12"),
        ("/fr/fr/x", "/fr/x"),
        ("https://other.org/fr/x", ""),
    ],
)
def test_path_without_its_locale(url: str, path: str) -> None:
    assert shared_path(url, SITE) == path


@pytest.mark.parametrize(
    ("site", "locale", "url"),
    [
        ("prefixes", "fr", "https://ex.com/fr/about/"),
        ("prefixes", "en", "https://ex.com/about/"),
        ("source prefix", "en", "https://ex.com/en/about/"),
        ("base", "pt-BR", "https://ex.com/language/pt-br/about/"),
        ("sub-directory", "fr", "https://ex.com/blog/fr/about/"),
        ("hosts", "fr", "https://fr.ex.com/about/"),
        ("hosts", "en", "https://ex.com/about/"),
        ("parameter", "fr", "https://ex.com/about/?lang=fr"),
        ("parameter", "pt-BR", "https://ex.com/about/?lang=pt-BR"),
        ("parameter", "en", "https://ex.com/about/"),
    ],
)
def test_url_in_a_locale(site: str, locale: str, url: str) -> None:
    assert localised_url("/about/", locale, SITES[site]) == url


PLAIN = replace(SITE, locales=())
SEGMENTS = st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=8), max_size=4)
QUERIES = st.lists(st.tuples(st.sampled_from(["p", "page_id", "q"]), st.text(max_size=5)), max_size=2)


@given(st.sampled_from(sorted(SITES)), st.integers(0, 2), SEGMENTS, st.sampled_from(["", "/"]), QUERIES)
def test_localised_and_shared_are_inverse(
    name: str, index: int, segments: list[str], slash: str, query: list[tuple[str, str]]
) -> None:
    site = SITES[name]
    locale = site.tags[index]
    below = "/".join(quote(segment, safe="") for segment in segments)
    path = shared_path(f"/{below}{slash}?{urlencode(query)}", PLAIN)
    # Without a prefix of its own, the source's page `/fr` is the home of another locale: that cannot be told.
    assume(locale != site.source or not path.lower().startswith(("/fr", "/pt-br", "/en", "/language")))
    url = localised_url(path, locale, site)
    assert shared_path(url, site) == path
    assert localised_url(shared_path(url, site), locale, site) == url


@pytest.mark.parametrize("name", sorted(SITES))
def test_localised_url_declares_its_locale(name: str) -> None:
    site = SITES[name]
    for locale in site.tags:
        assert locate(localised_url("/about/", locale, site), site).locale == locale


def test_unknown_locale_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"'it' is not a locale of https://ex\.com"):
        localised_url("/about/", "it", SITE)


@given(st.text(max_size=40))
def test_any_text_is_read_as_some_url(text: str) -> None:
    declared = locate(text, SITE)
    assert declared.locale or declared.reason
    assert shared_path(text, SITE).startswith("/") == (declared.reason != "outside the site")


def test_same_page_in_other_spellings() -> None:
    assert same_page("https://www.ex.com/caf%C3%A9/#a", "http://EX.com/café")
    assert same_page("https://ex.com/a/index.html", "https://ex.com/a")
    assert same_page("https://ex.com/index.php?p=1", "https://ex.com/?p=1")
    assert not same_page("https://ex.com/100%2525", "https://ex.com/100%25")
    assert same_page("https://ex.com/cafe\u0301/", "https://ex.com/caf\u00e9")
    assert not same_page("https://ex.com/?p=1", "https://ex.com/?p=2")
    assert not same_page("https://ex.com/a", "http://[::1")


def test_address_is_read_once_for_all_that_a_run_asks_of_it() -> None:
    # The name says nothing of addresses, so that it is the same address in another site of these URLs.
    assert read_address("/fr/once/", SITE) is read_address("/fr/once/", replace(SITE, name="Other"))


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("/en/twice/", replace(SITE, prefix="en")),
        ("/language/fr/twice/", replace(SITE, base="language")),
        ("/blog/fr/twice/", replace(SITE, url="https://ex.com/blog")),
        ("https://fr.ex.com/twice/", replace(SITE, locales=(SiteLocale("fr", host="fr.ex.com"),))),
        ("/twice/?lang=fr", replace(SITE, parameter="lang")),
    ],
    ids=["prefix", "base", "home", "host", "parameter"],
)
def test_address_is_read_anew_where_the_site_reads_it_otherwise(url: str, other: Site) -> None:
    assert read_address(url, SITE) != read_address(url, other)
