"""Addresses that a site gives and nobody can read: redirects, its REST root, its own home, its hreflang links."""

import pytest

from calque.errors import SourceError
from calque.locales import PageHead
from calque.model import SiteLocale
from calque.sources.wordpress.credentials import find_credentials, may_travel
from calque.sources.wordpress.discovery import SiteFacts, find_root, inspect_site
from calque.sources.wordpress.languages import find_languages
from calque.sources.wordpress.rights import Rights

MALFORMED = ("http://[::1", "http://127.0.0.1:99999999/", "//a[b")
HOME = "https://example.org"


@pytest.mark.parametrize("url", MALFORMED)
def test_a_redirect_to_one_is_told_by_where_it_was(url: str, loopback, client_of, given) -> None:
    loopback.answer = lambda _: given(b"", 302, {"Location": url})
    with pytest.raises(SourceError, match=r"it leads to .* which is no address; mend") as error:
        client_of().get("wp/v2/posts")
    assert "/wp-json/wp/v2/posts: " in str(error.value)
    assert len(loopback.asked) == 1  # asking again would lead there again


@pytest.mark.parametrize("url", MALFORMED)
def test_a_page_at_one_is_not_asked_for(url: str, client_of) -> None:
    with pytest.raises(SourceError, match="no address of a site; mend it"):
        client_of().page(url)


@pytest.mark.parametrize("url", MALFORMED)
def test_a_rest_root_that_is_none_is_told_with_the_key_that_names_another(
    url: str, loopback, client_of, given
) -> None:
    loopback.answer = lambda _: given(b"<html>", 200, {"Link": f'<{url}>; rel="https://api.w.org/"'})
    with pytest.raises(
        SourceError, match=r"REST root, which is no address; name the right one as root under"
    ):
        find_root(client_of(root=""))


@pytest.mark.parametrize("url", MALFORMED)
def test_a_site_that_does_not_know_its_home_has_the_one_that_was_asked(
    url: str, loopback, client_of, given
) -> None:
    loopback.answer = lambda asked: given({"home": url} if asked.path == "/wp-json/" else {})
    assert inspect_site(client_of()).home == f"{loopback.url}/"


@pytest.mark.parametrize("url", MALFORMED)
def test_languages_are_those_whose_links_can_be_read(url: str, client_of) -> None:
    alternates = (("en", f"{HOME}/"), ("fr", f"{HOME}/fr/"), ("de", url))
    facts = SiteFacts("", HOME, (), (), Rights(), {}, PageHead("en", "", alternates))
    found = find_languages(client_of(), facts)
    assert found.locales == (SiteLocale("en"), SiteLocale("fr", prefix="fr"))


@pytest.mark.parametrize("url", MALFORMED)
def test_no_password_belongs_to_one(url: str, tmp_path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine example.org login me password secret\n", encoding="utf-8")
    netrc.chmod(0o600)
    assert find_credentials("example", url, {"CALQUE_NETRC": str(netrc)}) is None
    assert not may_travel(url)
