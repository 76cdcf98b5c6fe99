"""What stands in a folder of pages and is no page that anybody translates, told by what it is."""

import json
import re
from enum import StrEnum
from pathlib import PurePosixPath

from calque.locales import PageHead

__all__ = ["NoPage", "holds_data", "why_no_page"]

_DATA = re.compile(
    r"\s*<\?xml\b|\s*<(?:rss|feed|urlset|sitemapindex|rdf:RDF|OpenSearchDescription)\b", re.IGNORECASE
)
_ROOT = re.compile(r"<([a-zA-Z][\w:-]*)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BEGINNING = 4096
_ERROR_PAGES = frozenset({"404", "403", "410", "500", "50x"})
_DAYS = re.compile(r"(?:19|20)\d\d/(?:0?[1-9]|1[0-2])(?:/\d\d?)?(?:/page/\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d(?:/page/\d+)?")
_DATE_CLASS = frozenset({"date", "date-archive"})


class NoPage(StrEnum):
    """Why a file that ends like a page is none, as people call many of them."""

    JSON = "JSON"
    FEED = "feeds and other XML"
    REDIRECT = "redirects"
    ERROR = "error pages"
    DATES = "archives of dates"
    HIDDEN = "pages that search engines may not show"
    """Decided last, with the other locales of the page at hand: an untranslated copy may be hidden, too."""


def holds_data(text: str) -> NoPage | None:
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


def why_no_page(
    text: str, head: PageHead, place: str, *, prefixes: frozenset[str] = frozenset()
) -> NoPage | None:
    """Return why the file at a place below its folder is no page; None where it is one.

    `prefixes` are the site's locales' own, behind which the same holds: `fr/404.html`.

    ::

        feed/index.html: <?xml …><rss>        ->  FEED
        fr/404.html                           ->  ERROR
        2024/05/index.html                    ->  DATES
        2024/index.html, "A year of gardens"  ->  None
    """
    if data := holds_data(text):
        return data
    if head.refresh:
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
    return None
