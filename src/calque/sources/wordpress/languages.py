"""The languages of a site, as its plugin or its home page lists them, before anything is configured."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from langcodes import Language

from calque.errors import ConfigError, SourceError
from calque.locales import is_address, parse_tag
from calque.model import SiteLocale
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.discovery import SiteFacts

__all__ = ["Languages", "find_languages"]

_PARAMETERS = ("lang", "language", "locale")
_HTTP = ("http", "https")


@dataclass(frozen=True, slots=True)
class Languages:
    """The locales of a site and the URLs by which it declares them."""

    locales: tuple[SiteLocale, ...] = ()
    """All of them, the default one too."""
    default: str = ""
    """The tag of the default locale; empty where nothing says."""
    parameter: str = ""
    """The query parameter that names a language, where URLs have one."""
    base: str = ""
    """A path that stands before each prefix: `language` for `/language/fr/`."""
    evidence: str = ""
    """Who says so, as a phrase."""


def find_languages(client: Client, facts: SiteFacts) -> Languages:
    """Return what Polylang's public list says, else the hreflang links of the home page; else nothing.

    WPML has no public list, but writes hreflang links.
    """
    if any(name.startswith("pll/") for name in facts.namespaces):
        found = _read_polylang(client, facts.home)
        if len(found.locales) > 1:
            return found
    return _read_alternates(facts)


def _read_polylang(client: Client, home: str) -> Languages:
    try:
        data = client.get("pll/v1/languages").data
    except SourceError:
        return Languages()  # an older Polylang, or one whose list is closed: the home page is asked next
    rows = [row for row in data if isinstance(row, Mapping)] if isinstance(data, list) else []
    active = [row for row in rows if row.get("active", True)]
    named = [
        (tag, str(row.get("home_url") or ""), bool(row.get("is_default") or row.get("is_default_lang")))
        for row in active
        if (tag := _tag_of(str(row.get("slug") or ""), str(row.get("w3c") or row.get("locale") or "")))
    ]
    default = next((tag for tag, _, is_default in named if is_default), "")
    return _languages(((tag, url) for tag, url, _ in named), home, default, "Polylang's list")


def _read_alternates(facts: SiteFacts) -> Languages:
    """Read the home page's hreflang links; the one that x-default points at, or the page itself, is the default."""
    links = [(tag, urljoin(f"{facts.home}/", url)) for tag, url in facts.head.alternates]
    fallback = next((url for tag, url in links if tag.lower() == "x-default"), "") or facts.home
    named = [(tag, url) for raw, url in links if (tag := _parsed(raw))]
    default = next((tag for tag, url in named if url.rstrip("/") == fallback.rstrip("/")), "")
    return _languages(named, facts.home, default, "the home page's hreflang links")


def _languages(named: Iterable[tuple[str, str]], home: str, default: str, evidence: str) -> Languages:
    urls = {tag: url if is_address(url) else "" for tag, url in named}
    parameter = next((name for url in urls.values() for name, _ in _query(url) if name in _PARAMETERS), "")
    locales = [_locale(tag, url, home, parameter) for tag, url in urls.items()]
    base = next((folder for one in locales if (folder := one.prefix.rpartition("/")[0])), "")
    locales = [replace(one, prefix=one.prefix.removeprefix(f"{base}/")) for one in locales]
    return Languages(tuple(locales), default, parameter, base, evidence) if len(locales) > 1 else Languages()


def _locale(tag: str, url: str, home: str, parameter: str) -> SiteLocale:
    """Return a locale by the address of its home page, seen from the site's own."""
    own, there = urlsplit(home), urlsplit(url)
    if there.scheme not in _HTTP:
        return SiteLocale(tag)
    if there.netloc.lower() != own.netloc.lower():
        return SiteLocale(tag, host=there.netloc.lower())
    if parameter:
        return SiteLocale(tag, parameter=dict(_query(url)).get(parameter, ""))
    path, base = unquote(there.path).strip("/"), unquote(own.path).strip("/")
    below = path.removeprefix(base).strip("/") if path.startswith(base) else path
    return SiteLocale(tag, prefix=below)


def _query(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query)


def _tag_of(slug: str, locale: str) -> str:
    """Return a language's tag: its slug, unless its locale names a region that the slug does not imply.

    `fr`, `fr-FR` → `fr`; `pt`, `pt-PT` → `pt-PT`; `br`, `pt-BR` → `pt-BR`.
    """
    short, full = _parsed(slug), _parsed(locale)
    if not short or not full:
        return full or short
    is_implied = Language.get(short).maximize() == Language.get(full).maximize()
    return short if is_implied else full


def _parsed(raw: str) -> str:
    try:
        return parse_tag(raw)
    except ConfigError:
        return ""
