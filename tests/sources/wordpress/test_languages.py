"""The languages of a site: a plugin's public list first, then what the home page links to."""

import pytest

from calque.locales import PageHead
from calque.model import SiteLocale
from calque.sources.wordpress.discovery import SiteFacts
from calque.sources.wordpress.languages import find_languages
from calque.sources.wordpress.rights import Rights

HOME = "https://example.org/blog"


def facts(namespaces: tuple[str, ...] = (), alternates: tuple[tuple[str, str], ...] = ()) -> SiteFacts:
    head = PageHead("en-US", "", alternates)
    return SiteFacts("", HOME, namespaces, (), Rights(), {}, head)


def test_polylangs_list_is_read_where_it_is_there(loopback, client_of, given) -> None:
    rows = [
        {"slug": "en", "w3c": "en-US", "is_default": True, "active": True, "home_url": f"{HOME}/"},
        {"slug": "fr", "w3c": "fr-FR", "is_default": False, "active": True, "home_url": f"{HOME}/fr/"},
        {"slug": "br", "locale": "pt_BR", "is_default": False, "home_url": f"{HOME}/br/"},
        {"slug": "ru", "w3c": "ru-RU", "active": False, "home_url": f"{HOME}/ru/"},
    ]
    loopback.answer = lambda _: given(rows)
    found = find_languages(client_of(), facts(("wp/v2", "pll/v1")))
    assert found.default == "en"
    assert [(one.tag, one.prefix) for one in found.locales] == [("en", ""), ("fr", "fr"), ("pt-BR", "br")]
    assert found.evidence == "Polylang's list"
    assert [asked.path for asked in loopback.asked] == ["/wp-json/pll/v1/languages"]


@pytest.mark.parametrize(
    ("slug", "w3c", "tag"),
    [
        ("fr", "fr-FR", "fr"),
        ("pt", "pt-PT", "pt-PT"),
        ("en", "en-GB", "en-GB"),
        ("zh", "zh-TW", "zh-Hant"),
        ("", "de-DE", "de"),
    ],
)
def test_a_region_counts_where_the_slug_does_not_imply_it(slug, w3c, tag, loopback, client_of, given) -> None:
    rows = [{"slug": slug, "w3c": w3c}, {"slug": "sv", "w3c": "sv-SE"}]
    loopback.answer = lambda _: given(rows)
    assert find_languages(client_of(), facts(("pll/v1",))).locales[0].tag == tag


@pytest.mark.parametrize(
    ("urls", "expected", "rest"),
    [
        ((f"{HOME}/", f"{HOME}/fr/"), SiteLocale("fr", prefix="fr"), ("", "")),
        ((f"{HOME}/language/en/", f"{HOME}/language/fr/"), SiteLocale("fr", prefix="fr"), ("", "language")),
        ((f"{HOME}/", "https://fr.example.org/"), SiteLocale("fr", host="fr.example.org"), ("", "")),
        ((f"{HOME}/", f"{HOME}/?lang=fr"), SiteLocale("fr", parameter="fr"), ("lang", "")),
        (("/blog/", "/blog/fr/"), SiteLocale("fr", prefix="fr"), ("", "")),
    ],
    ids=["prefix", "base and prefix", "host", "parameter", "relative links"],
)
def test_hreflang_links_of_the_home_page_say_how_urls_declare(urls, expected, rest, client_of) -> None:
    alternates = (("en", urls[0]), ("fr", urls[1]), ("x-default", urls[0]))
    found = find_languages(client_of(), facts(alternates=alternates))
    assert found.default == "en"
    assert found.locales[1] == expected
    assert (found.parameter, found.base) == rest


def test_a_region_that_goes_without_saying_is_no_part_of_a_tag(client_of) -> None:
    """One locale has one tag, whether a plugin lists it by its slug or a page by its whole tag."""
    alternates = (
        ("en-US", f"{HOME}/"),
        ("fr-FR", f"{HOME}/fr/"),
        ("fr-CA", f"{HOME}/ca/"),
        ("pt-PT", f"{HOME}/pt/"),
    )
    found = find_languages(client_of(), facts(alternates=alternates))
    assert [one.tag for one in found.locales] == ["en", "fr", "fr-CA", "pt-PT"]
    assert found.default == "en"


def test_a_closed_list_falls_back_to_the_home_page(loopback, client_of, given) -> None:
    loopback.answer = lambda _: given({"code": "rest_forbidden", "message": ""}, 401)
    alternates = (("en", f"{HOME}/"), ("fr", f"{HOME}/fr/"))
    found = find_languages(client_of(), facts(("pll/v1",), alternates))
    assert found.evidence == "the home page's hreflang links"


def test_a_site_in_one_language_has_none_to_tell(client_of) -> None:
    assert find_languages(client_of(), facts(alternates=(("en", f"{HOME}/"),))).locales == ()
