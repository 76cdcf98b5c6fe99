"""What whole pages and sitemaps say of languages: `<html lang>`, hreflang alternates, Content-Language."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from calque.errors import SourceError

__all__ = ["PageHead", "Sitemap", "SitemapPage", "read_head", "read_moment", "read_sitemap"]

_TAG = re.compile(
    r"<(?:html|link|meta|body)\b(?:[^<>\"']|\"[^\"<>]{0,4096}\"|'[^'<>]{0,4096}'){0,512}>", re.IGNORECASE
)
_HIDDEN = (
    ("<!--", "-->"),
    ("<script", "</script"),
    ("<style", "</style"),
    ("<template", "</template"),
    ("<noscript", "</noscript"),
)
_EMPTY_IN_XHTML = "<noscript"
"""Without an end tag it hides nothing: `<noscript/>`."""
_XHTML_LINK = "{http://www.w3.org/1999/xhtml}link"


@dataclass(frozen=True, slots=True)
class PageHead:
    """What the head of a page declares; empty where it does not."""

    lang: str = ""
    """`<html lang>`, as written."""
    canonical: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    """Each `<link rel="alternate" hreflang>` as (tag, URL), as written."""
    content_language: str = ""
    """`<meta http-equiv="Content-Language">`, or the HTTP header, which the caller puts here."""
    robots: str = ""
    """`<meta name="robots">`, as written."""
    refresh: str = ""
    """`<meta http-equiv="refresh">`, as written: `0; url=/bread/`."""
    body_class: str = ""


@dataclass(frozen=True, slots=True)
class SitemapPage:
    """A page of a sitemap and its alternates as (tag, URL)."""

    url: str
    alternates: tuple[tuple[str, str], ...] = ()
    modified: datetime | None = None
    """`lastmod`, in UTC."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap file lists: pages, or further sitemaps."""

    pages: tuple[SitemapPage, ...] = ()
    maps: tuple[str, ...] = ()


def read_head(html: str) -> PageHead:
    """Return what a whole page says of its language, and whether it is one to be shown.

    Only complete tags outside comments, scripts, styles, templates and noscript count, in time linear in the page.
    """
    from bs4 import BeautifulSoup  # noqa: PLC0415  100 ms, for whole pages alone

    tags = "".join(match.group() for match in _TAG.finditer(_visible(html)))
    soup = BeautifulSoup(tags, "html.parser")
    lang = next((str(tag.get("lang") or tag.get("xml:lang") or "") for tag in soup.find_all("html")), "")
    canonical, content_language, robots, refresh = "", "", "", ""
    body = next((" ".join(map(str, tag.get("class") or ())) for tag in soup.find_all("body")), "")
    alternates: list[tuple[str, str]] = []
    for tag in soup.find_all(["link", "meta"]):
        rel = str(tag.get_attribute_list("rel")).lower()
        if "'canonical'" in rel:
            canonical = canonical or str(tag.get("href") or "")
        if "'alternate'" in rel and tag.get("hreflang") and tag.get("href"):
            alternates.append((str(tag["hreflang"]).strip(), str(tag["href"]).strip()))
        content = str(tag.get("content") or "").strip()
        match str(tag.get("http-equiv") or "").lower():
            case "content-language":
                content_language = content_language or content
            case "refresh":
                refresh = refresh or content
        if str(tag.get("name") or "").lower() == "robots":
            robots = robots or content
    return PageHead(
        lang.strip(), canonical.strip(), tuple(alternates), content_language, robots, refresh, body
    )


def _visible(html: str) -> str:
    """Return a page without what only looks like tags, and without noscript.

    What stands in `<noscript>` is for other readers than the page: where scripts are off, some pages send them on.
    """
    for opening, closing in _HIDDEN:
        lowered = html.lower() if html.isascii() else re.sub(r"[A-Z]+", lambda m: m.group().lower(), html)
        kept, position = [], 0
        while (start := lowered.find(opening, position)) >= 0:
            end = lowered.find(closing, start + len(opening))
            if end < 0 and opening == _EMPTY_IN_XHTML:
                break
            kept.append(html[position:start])
            position = len(html) if end < 0 else end + len(closing)
        html = "".join([*kept, html[position:]])
    return html


def read_sitemap(xml: str, place: str = "the sitemap") -> Sitemap:
    """Return the pages of a sitemap with their hreflang alternates, or the sitemaps of an index.

    Raises SourceError where the text is not XML, or declares a document type: a sitemap needs none, and
    entities can grow without bound.
    """
    from xml.etree import ElementTree as ET  # noqa: PLC0415  5 ms, for sitemaps alone

    if "<!DOCTYPE" in xml or "<!ENTITY" in xml:
        raise SourceError(f"{place}: it declares a document type, which no sitemap has; save it again")
    try:
        root = ET.fromstring(xml.lstrip("\ufeff \t\r\n"))  # noqa: S314  document types are refused above
    except ET.ParseError as error:
        raise SourceError(f"{place}: not a sitemap ({error}); save it again") from error
    pages, maps = [], []
    for entry in root:
        kind = entry.tag.rpartition("}")[2]
        url = next((child.text or "" for child in entry if child.tag.rpartition("}")[2] == "loc"), "").strip()
        if kind == "sitemap" and url:
            maps.append(url)
        elif kind == "url" and url:
            links = [link for link in entry.iter(_XHTML_LINK) if link.get("rel", "alternate") == "alternate"]
            found = [(link.get("hreflang", ""), link.get("href", "")) for link in links]
            alternates = tuple((tag, href) for tag, href in found if tag and href)
            changed = next((child.text for child in entry if child.tag.rpartition("}")[2] == "lastmod"), "")
            pages.append(SitemapPage(url, alternates, read_moment(changed or "")))
    return Sitemap(tuple(pages), tuple(maps))


def read_moment(value: str) -> datetime | None:
    """Read a day or a moment of ISO 8601, in UTC where it names no zone; None where it is none."""
    try:
        moment = datetime.fromisoformat(value.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
