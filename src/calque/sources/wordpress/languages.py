"""The languages of a site, as its plugin or its home page lists them, before anything is configured."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, unquote

from langcodes import Language

from calque.addresses import join_url, split_url
from calque.errors import SourceError
from calque.locales import find_tag, named_tags
from calque.locales.prefix_names import LANGUAGE_PARAMETERS
from calque.model import SiteLocale
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.discovery import SiteFacts

__all__ = ["Languages", "find_languages"]


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
        _Home(tag, str(row.get("home_url") or ""), str(row.get("slug") or ""))
        for row in active
        if (tag := _tag_of(row))
    ]
    default = next(
        (_tag_of(row) for row in active if row.get("is_default") or row.get("is_default_lang")), ""
    )
    return _languages(named, home, default, "Polylang's list")


def _read_alternates(facts: SiteFacts) -> Languages:
    """Read the home page's hreflang links; the one that x-default points at, or the page itself, is the default."""
    joined = [(tag, join_url(f"{facts.home}/", url)) for tag, url in facts.head.alternates]
    links = [(tag, url) for tag, url in joined if url]
    fallback = next((url for tag, url in links if tag.lower() == "x-default"), "") or facts.home
    read = [(tag, url) for raw, url in links if (tag := find_tag(raw))]
    # `fr-FR` beside `fr` are two entries of one page; beside `fr-CA` it is still the French that goes without saying.
    named = list({_short(tag): (_short(tag), url) for tag, url in read}.values())
    default = next((tag for tag, url in named if url.rstrip("/") == fallback.rstrip("/")), "")
    homes = [_Home(tag, url) for tag, url in named]
    return _languages(homes, facts.home, default, "the home page's hreflang links")


@dataclass(frozen=True, slots=True)
class _Home:
    """The home page of a locale, as the site names it."""

    tag: str
    url: str
    slug: str = ""


def _languages(homes: Iterable[_Home], home: str, default: str, evidence: str) -> Languages:
    named = {one.tag: one for one in homes}
    parameter = next(
        (name for one in named.values() for name, _ in _query(one.url) if name in LANGUAGE_PARAMETERS), ""
    )
    locales = [_locale(one, home, parameter) for one in named.values()]
    base = next((folder for one in locales if (folder := one.prefix.rpartition("/")[0])), "")
    locales = [replace(one, prefix=one.prefix.removeprefix(f"{base}/")) for one in locales]
    return Languages(tuple(locales), default, parameter, base, evidence) if len(locales) > 1 else Languages()


def _locale(one: _Home, home: str, parameter: str) -> SiteLocale:
    """Return a locale by the address of its home page, seen from the site's own."""
    tag, url = one.tag, one.url
    own, there = split_url(home), split_url(url)
    if own is None or there is None or not there.is_web:
        return SiteLocale(tag)
    if there.netloc.lower() != own.netloc.lower():
        return SiteLocale(tag, host=there.netloc.lower())
    if parameter:
        return SiteLocale(tag, parameter=dict(_query(url)).get(parameter, ""))
    path, base = unquote(there.path).strip("/"), unquote(own.path).strip("/")
    below = path.removeprefix(base).strip("/") if path.startswith(base) else path
    return SiteLocale(tag, prefix=_leading(below, one))


def _leading(path: str, home: _Home) -> str:
    """Return the part of a home page's path that names its locale: the front page itself may be a translated page.

    ::

        fr/prestations, fr  ->  fr        language/fr, fr  ->  language/fr        prestations, fr  ->  nothing
    """
    parts = path.split("/")
    for number, part in enumerate(parts, start=1):
        named = {tag.partition("-")[0] for tag in named_tags(part)}
        if part.casefold() == home.slug.casefold() or home.tag.partition("-")[0] in named:
            return "/".join(parts[:number])
    return ""


def _query(url: str) -> list[tuple[str, str]]:
    parts = split_url(url)
    return parse_qsl(parts.query) if parts else []


def _tag_of(row: Mapping[str, object]) -> str:
    """Return the tag of a row of Polylang's list: its slug, unless its locale names a region that this does not imply.

    `fr`, `fr-FR` → `fr`; `pt`, `pt-PT` → `pt-PT`; `br`, `pt-BR` → `pt-BR`.
    """
    short = find_tag(str(row.get("slug") or "")) or ""
    full = find_tag(str(row.get("w3c") or row.get("locale") or "")) or ""
    if not short or not full:
        return _short(full) or short
    return short if _is_implied(short, full) else full


def _short(tag: str) -> str:
    """Return a tag without a region that its language implies: `fr-FR` → `fr`; `pt-PT`, `en-GB` and `fr-CA` stay."""
    language = tag.partition("-")[0]
    return language if tag and _is_implied(language, tag) else tag


def _is_implied(short: str, full: str) -> bool:
    return str(Language.get(short).maximize()) == str(Language.get(full).maximize())
