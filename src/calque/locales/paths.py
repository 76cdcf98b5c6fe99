"""URLs of a site: what their host, path prefix and query say of the locale, and the path that is left.

Hosts are compared in their ASCII form, without `www.` and in any case, and by port only where both name
one. Paths are compared decoded, below the home path and after `index.php`.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from unicodedata import normalize
from urllib.parse import parse_qsl, quote, unquote, urlencode

from calque.addresses import Url, place_of, split_url
from calque.errors import ConfigError
from calque.locales.tags import find_tag, first_country
from calque.model import Site, SiteLocale

__all__ = [
    "INDEX_FILES",
    "Address",
    "PageIdentity",
    "UrlPlace",
    "localised_url",
    "named_locale",
    "nearest_locale",
    "nearest_tag",
    "page_identity",
    "read_address",
    "same_page",
    "shared_path",
]

_ASSET_FOLDERS = frozenset({"wp-content", "wp-includes"})
_WITH_COUNTRY = re.compile(r"[A-Za-z]{2,3}[-_][A-Za-z]{2}(?:[-_][a-z0-9]+)?")
INDEX_FILES = frozenset({"index.html", "index.htm", "index.xhtml", "index.php"})
"""What a server answers with at the address of a folder."""
_ALL_LOCALES = frozenset({"all", "any"})
"""What plugins call the posts of every language: `all` would be the tag of a language of India."""
PageIdentity = tuple[str, tuple[str, ...], str]
"""Host, decoded path and query of a page."""
_Keys = tuple[str, str, tuple[SiteLocale, ...], str, str, str]
"""What of a site decides what an address says: URL, source, locales, parameter, base and prefix."""
_PATH_SAFE = "-._~!$&'()*+,;=:@"
_AT_HAND = 1 << 11
"""Addresses that are held after they were read, since a step asks for that of a page several times: some 2 MB."""


class UrlPlace(StrEnum):
    """Where a URL stands in relation to the site."""

    PAGE = "page"
    ASSET = "asset"
    """A file of a theme, a plugin or the media library: it has no locale."""
    OUTSIDE = "outside"
    """On another host, or beside the home path."""


@dataclass(frozen=True, slots=True)
class Address:
    """A URL of a site, read by the site's configuration."""

    place: UrlPlace
    host: str = ""
    """The host as written, where it is one that the configuration gives to a locale."""
    host_locale: str | None = None
    prefix: str = ""
    """The configured prefix as written, decoded: `fr`, `FR`."""
    prefix_locale: str | None = None
    prefix_exact: bool = True
    """False where the prefix is written in another case than it is configured."""
    parameter: str = ""
    """The value of the site's language parameter."""
    parameter_locale: str | None = None
    segments: tuple[str, ...] = ()
    """The decoded path below home and prefix."""
    slash: bool = True
    """The path ends in a slash."""
    query: tuple[tuple[str, str], ...] = ()
    """The query without the language parameter."""


def shared_path(url: str, site: Site) -> str:
    """Return the path below home that a page and its translations share; the inverse of localised_url.

    ::

        https://example.org/fr/about/         ->  /about/
        https://example.org/?p=12&lang=fr     ->  /?p=12

    Percent-encoding is written one way. Empty for what is not a page of the site.
    """
    address = read_address(url, site)
    if address.place is UrlPlace.OUTSIDE:
        return ""
    return _write_path(address.segments, slash=address.slash) + _write_query(address.query)


def localised_url(path: str, locale: str, site: Site) -> str:
    """Return the URL that a shared path has in `locale`: `/about/`, `fr` → `https://example.org/fr/about/`.

    A locale whose URLs the configuration does not tell apart gets the source's URL.
    Raises ConfigError where the site has no such locale, or the path cannot be read.
    """
    target = site.locale(locale)
    if target is None and locale != site.source:
        raise ConfigError(f"{locale!r} is not a locale of {site.url}; it has {', '.join(site.tags)}.")
    home, shared = _split(site.url), split_url(path)
    if home is None or shared is None:
        raise ConfigError(f"{place_of(path)!r} is no path of {place_of(site.url)}.")
    prefix = target.prefix if target else site.prefix
    segments = [unquote(segment) for segment in _segments(home.path)]
    if prefix:
        segments += [site.base] if site.base else []
        segments.append(prefix)
    below = [unquote(segment) for segment in _segments(shared.path)]
    query = parse_qsl(shared.query, keep_blank_values=True)
    if target and site.parameter and not prefix and not target.host:
        query.append((site.parameter, target.parameter or target.tag))
    host = target.host if target and target.host else home.netloc
    path = _write_path((*segments, *below), slash=not below or shared.path.endswith("/"))
    return f"{home.scheme}://{host}{path}{_write_query(tuple(query))}"


def read_address(url: str, site: Site) -> Address:
    """Return what a URL says by the site's configuration; a path alone is taken as the site's.

    One that cannot be read is outside the site.
    """
    return _read(url, (site.url, site.source, site.locales, site.parameter, site.base, site.prefix))


@lru_cache(maxsize=_AT_HAND)
def _read(url: str, keys: _Keys) -> Address:
    site = _site_of(keys)
    home, parts = _split(site.url), _split(url)
    if home is None or parts is None or parts.scheme not in ("", "http", "https"):
        return Address(UrlPlace.OUTSIDE)
    on_host, host, host_locale = _read_host(parts, home, site)
    segments = [normalize("NFC", unquote(segment)) for segment in _segments(parts.path)]
    above = [normalize("NFC", unquote(segment)) for segment in _segments(home.path)]
    if not on_host or segments[: len(above)] != above:
        return Address(UrlPlace.OUTSIDE)
    segments = segments[len(above) :]
    if segments[:1] == ["index.php"]:
        segments = segments[1:]
    given, prefix_locale, exact, depth = _read_prefix(segments, site)
    below = tuple(segments[depth:])
    value, parameter_locale, query = _read_query(parts.query, site)
    return Address(
        UrlPlace.ASSET if _ASSET_FOLDERS.intersection(below[:1]) else UrlPlace.PAGE,
        host=host,
        host_locale=host_locale,
        prefix=given,
        prefix_locale=prefix_locale,
        prefix_exact=exact,
        parameter=value,
        parameter_locale=parameter_locale,
        segments=below,
        slash=parts.path.endswith("/") or not below,
        query=query,
    )


@lru_cache(maxsize=16)
def _site_of(keys: _Keys) -> Site:
    """Return a site of these keys alone, so that no other can decide what an address says."""
    url, source, locales, parameter, base, prefix = keys
    return Site("", Path(), url, source, locales, parameter=parameter, base=base, prefix=prefix)


def nearest_locale(tag: str, site: Site) -> str:
    """Return the site's locale that a declared tag stands for, or the tag itself; see `nearest_tag`."""
    return nearest_tag(tag, site.tags)


def nearest_tag(tag: str, tags: Collection[str]) -> str:
    """Return that of some tags which a declared one stands for, or the tag itself.

    `fr-FR` stands for a configured `fr`, and `pt` for `pt-BR` where no other Portuguese is configured;
    `pt-PT` never stands for `pt-BR`.
    """
    candidate = tag
    while candidate:
        if candidate in tags:
            return candidate
        candidate = candidate.rpartition("-")[0]
    same = [known for known in tags if known.partition("-")[0] == tag]
    return same[0] if len(same) == 1 else tag


def named_locale(value: str, site: Site) -> str | None:
    """Return the locale that a language parameter or a plugin's field names, by its slug or as a tag.

    None where the value names no locale at all.
    """
    folded = value.casefold()
    if folded in _ALL_LOCALES:
        return None
    for locale in site.locales:
        if folded in _slugs(locale):
            return locale.tag
    tag = find_tag(value)
    return nearest_locale(tag, site) if tag else None


def same_page(one: str, other: str) -> bool:
    """Tell whether two URLs name one page, whatever their scheme, `www.`, `index.html`, last slash and fragment."""
    identity = page_identity(one)
    return identity is not None and identity == page_identity(other)


def page_identity(url: str) -> PageIdentity | None:
    """Return what two URLs have in common where same_page holds: host, path and query, in one spelling.

    None where the URL cannot be read: it is then the same page as no other.
    """
    parts = _split(url)
    if parts is None:
        return None
    path = tuple(normalize("NFC", unquote(segment)) for segment in _segments(parts.path))
    if path and path[-1] in INDEX_FILES:
        path = path[:-1]
    return _ascii_host(parts.host), path, parts.query


def _read_host(parts: Url, home: Url, site: Site) -> tuple[bool, str, str | None]:
    """Return whether the host is the site's, and the host and locale where it is a locale's own."""
    if not parts.netloc:
        return True, "", None
    named = ((locale.tag, split_url(f"//{locale.host}")) for locale in site.locales if locale.host)
    hosts = {tag: host for tag, host in named if host}
    matches = [tag for tag, host in hosts.items() if _same_host(parts, host)]
    # Of two locales on one host, the one whose port is written.
    matches.sort(key=lambda tag: hosts[tag].port != parts.port)
    if matches:
        return True, parts.netloc, matches[0]
    return _same_host(parts, home), "", None


def _same_host(one: Url, other: Url) -> bool:
    """Tell whether two hosts are one; ports count where both are written."""
    ports_differ = one.port is not None and other.port is not None and one.port != other.port
    return not ports_differ and _ascii_host(one.host) == _ascii_host(other.host)


@lru_cache(maxsize=256)
def _ascii_host(host: str) -> str:
    """Return a host's comparable form: lower case, punycode, without `www.` and the root's dot."""
    host = host.lower().rstrip(".")
    with suppress(UnicodeError):  # no host that DNS knows is still comparable with itself
        host = host.encode("idna").decode("ascii")
    return host.removeprefix("www.")


def _read_prefix(segments: list[str], site: Site) -> tuple[str, str | None, bool, int]:
    """Return the prefix as written, its locale, whether its case is right, and its length in segments."""
    for tag, prefix in _prefixes(site):
        wanted = [*_segments(site.base), *_segments(prefix)]
        given = segments[: len(wanted)]
        if [segment.casefold() for segment in given] == [segment.casefold() for segment in wanted]:
            return "/".join(given), tag, given == wanted, len(wanted)
    base = _segments(site.base)
    if segments[: len(base)] == base and len(segments) > len(base):
        value = segments[len(base)]
        if named := _spelled_out(value, site):
            return "/".join([*base, value]), named, False, len(base) + 1
    return "", None, True, 0


def _spelled_out(value: str, site: Site) -> str | None:
    """Return the site's locale that a prefix names with the country that goes without saying: `fr-FR` for `fr`.

    `fr-CA` is another locale; one that the site has by its whole tag is a guess, as any prefix that nobody configured.
    """
    tag = find_tag(value) if _WITH_COUNTRY.fullmatch(value) else None
    if tag is None:
        return None
    language, _, country = tag.partition("-")
    if tag in site.tags or language not in site.tags or not country:
        return None
    return language if country == first_country(language) else None


def _prefixes(site: Site) -> Iterator[tuple[str, str]]:
    if site.prefix:
        yield site.source, site.prefix
    for locale in site.locales:
        if locale.prefix:
            yield locale.tag, locale.prefix


def _read_query(query: str, site: Site) -> tuple[str, str | None, tuple[tuple[str, str], ...]]:
    """Return the language parameter's value, its locale, and the other parameters."""
    pairs = parse_qsl(query, keep_blank_values=True)
    if not site.parameter:
        return "", None, tuple(pairs)
    value = next((value for name, value in pairs if name == site.parameter and value), "")
    rest = tuple((name, kept) for name, kept in pairs if name != site.parameter)
    return value, named_locale(value, site) if value else None, rest


def _slugs(locale: SiteLocale) -> set[str]:
    return {slug.casefold() for slug in (locale.parameter, locale.prefix) if slug}


def _split(url: str) -> Url | None:
    """Return the parts of a URL; one that starts with a host instead of a scheme is read as such."""
    parts = split_url(url.strip())
    is_bare = parts and not parts.scheme and not parts.netloc
    if is_bare and not url.startswith("/") and "." in url.partition("/")[0]:
        return split_url(f"//{url.strip()}")
    return parts


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]


def _write_path(segments: tuple[str, ...], *, slash: bool) -> str:
    encoded = [quote(segment, safe=_PATH_SAFE) for segment in segments]
    return "/" + "/".join(encoded) + ("/" if slash and encoded else "")


def _write_query(query: tuple[tuple[str, str], ...]) -> str:
    return f"?{urlencode(query)}" if query else ""
