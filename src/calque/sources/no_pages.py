"""What stands in a folder of pages and is no page that anybody translates, told by what it is."""

import json
import re
from enum import StrEnum
from pathlib import PurePosixPath

from calque.addresses import join_url, split_url
from calque.locales import PageHead, page_identity, read_head
from calque.sources.page_addresses import page_address

__all__ = ["NoPage", "is_own_report", "read_page_head", "site_of_report"]

_DATA = re.compile(
    r"\s*<\?xml\b|\s*<(?:rss|feed|urlset|sitemapindex|rdf:RDF|OpenSearchDescription)\b", re.IGNORECASE
)
_ROOT = re.compile(r"<([a-zA-Z][\w:-]*)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BEGINNING = 4096
_REPORT = ("require-trusted-types-for 'script'", "<title>Translations of ")
"""What the beginning of calque's own report has, and hardly another page's."""
_OF_SITE = re.compile(r"<title>Translations of ([a-z0-9-]+)[:<]")
_PREVIEW = '<meta name="generator" content="calque preview">'
_ERROR_PAGES = frozenset({"404", "403", "410", "500", "50x"})
_DAYS = re.compile(r"(?:19|20)\d\d/(?:0?[1-9]|1[0-2])(?:/\d\d?)?(?:/page/\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d(?:/page/\d+)?")
_REFRESH = re.compile(
    r"""\s*+(?=[0-9.])0*+([0-9]*+)[0-9.]*+[\s;,]++(?>(?:url\s*+=\s*+)?)(?:"([^"]*+)|'([^']*+)|(\S.*+))""",
    re.IGNORECASE,
)
"""Seconds and address of a meta refresh, as the HTML Standard (4.2.5.3) reads them."""
_AT_ONCE = 5
"""Seconds until a page sends its reader on, up to which nobody is to read it."""
_DATE_CLASS = frozenset({"date", "date-archive"})


class NoPage(StrEnum):
    """Why a file that ends like a page is none, as people call many of them."""

    JSON = "JSON"
    FEED = "feeds and other XML"
    REDIRECT = "redirects"
    ERROR = "error pages"
    DATES = "archives of dates"
    REPORT = "reports of calque"
    HIDDEN = "pages that search engines may not show"
    """Decided last, with the other locales of the page at hand: an untranslated copy may be hidden, too."""


def _holds_data(text: str) -> NoPage | None:
    """Tell whether a text is JSON or XML that is no page, as static copies of WordPress have in `feed/index.html`."""
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] in ("{", "["):
        return NoPage.JSON if _is_json(start) else None
    if not _DATA.match(start):
        return None
    root = _ROOT.search(_COMMENT.sub("", start[:_BEGINNING]))
    return None if root is None or root[1].lower() == "html" else NoPage.FEED


def _is_json(text: str) -> bool:
    """Tell whether a text is JSON; one that begins as if and breaks off is, too, if no tag stands in it."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return re.search(r"<(?:html|head|body|p|div|main|h1)\b", text, re.IGNORECASE) is None
    return True


def read_page_head(
    text: str, place: str, *, home: str, prefixes: frozenset[str] = frozenset()
) -> PageHead | NoPage:
    """Return what the head of the page at a place below its folder declares, or why the file there is no page.

    `prefixes` are the site's locales' own, behind which the same holds: `fr/404.html`.

    ::

        feed/index.html: <?xml …><rss>        ->  FEED
        fr/404.html                           ->  ERROR
        2024/05/index.html                    ->  DATES
        2024/index.html, "A year of gardens"  ->  its head
    """
    if data := _holds_data(text):
        return data
    if is_own_report(text):
        return NoPage.REPORT
    head = read_head(text)
    if _sends_on(head.refresh, page_address(place, home).link):
        return NoPage.REDIRECT
    path = PurePosixPath(place)
    parts = (*path.parent.parts, *(() if path.stem.lower() == "index" else (path.stem,)))
    if parts and parts[0].lower() in prefixes:
        parts = parts[1:]
    name = "/".join(parts).lower()
    classes = set(head.body_class.lower().split())
    if name in _ERROR_PAGES or "error404" in classes:
        return NoPage.ERROR
    if _DAYS.fullmatch(name) or (_YEAR.fullmatch(name) and classes & _DATE_CLASS):
        return NoPage.DATES
    return head


def is_own_report(text: str) -> bool:
    """Tell whether a text is a report or a preview that calque wrote."""
    beginning = text[:_BEGINNING]
    return _PREVIEW in beginning or all(sign in beginning for sign in _REPORT)


def site_of_report(text: str) -> str:
    """Return the name of the site that a report is of: `<title>Translations of a-site</title>` → `a-site`.

    Empty of a text that is no report of calque's.
    """
    beginning = text[:_BEGINNING]
    found = _OF_SITE.search(beginning) if is_own_report(beginning) else None
    return found[1] if found else ""


def _sends_on(refresh: str, own: str) -> bool:
    """Tell whether the page at the address `own` only sends its reader on: at once, and to another page.

    ::

        00; url=/bread/  ->  yes        600; url=/bread/  ->  no        5, 0; url=?v=2  ->  no, it shows itself again
    """
    found = _REFRESH.match(refresh)
    if found is None or len(found[1]) > len(str(_AT_ONCE)) or int(found[1] or 0) > _AT_ONCE:
        return False
    there = join_url(own, (found[2] or found[3] or found[4] or "").strip())
    parts = split_url(there) if there else None
    if there is None or parts is None or parts.scheme not in ("", "http", "https"):
        return False
    other, this = page_identity(there), page_identity(own)
    return other is None or this is None or other[:2] != this[:2]  # whatever the query
