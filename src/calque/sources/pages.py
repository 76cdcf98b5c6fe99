"""Folders of HTML pages, as static sites have them: each page is a post, and its texts go back where they stood."""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from itertools import accumulate, islice
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urljoin, urlsplit

from calque.html import without_markup
from calque.html.attributes import attributes, quote_mark
from calque.html.tokens import Token, tokenize
from calque.model import Field, Post

__all__ = ["PageFile", "Part", "join_page", "page_link", "page_post", "read_page"]

_BODIES = ("main", "article", "body")
"""What holds the text of a page: the first of these that it has; an article only where it is the only one."""
_METAS = {"description": "description", "og:title": "og:title", "og:description": "og:description"}
_MODIFIED = frozenset(
    ("article:modified_time", "og:updated_time", "dcterms.modified", "datemodified", "last-modified")
)
_PUBLISHED = frozenset(("article:published_time", "dcterms.created", "datepublished"))
_SEPARATOR = re.compile(r"(?<!\s)\s+[-\u2013\u2014|\u00b7\u2022:/\u00ab\u00bb]+\s+|:\s+")
_SEPARATORS = 20
"""Places at which a title is cut at most."""
_HEADINGS, _LONGEST_HEADING = 100, 2000
"""So many headings, of so many characters at most, are compared with the title; nesting may be thousands deep."""
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Part:
    """Where a field's text stands in a page: code points."""

    field: str
    start: int
    end: int
    quote: str = ""
    """The quotes around it, where it is an attribute's value."""


@dataclass(frozen=True, slots=True)
class PageFile:
    """What a page holds: its fields, where they stand, and its dates as written."""

    fields: tuple[Field, ...] = ()
    parts: tuple[Part, ...] = ()
    """In the order of the page; none overlaps another."""
    modified: datetime | None = None
    published: datetime | None = None
    redirects: bool = False
    """It only sends its reader on to another page."""


def read_page(html: str, *, whole: bool = False) -> PageFile:
    """Find the fields of a page: title, content, and what search engines and social networks are told.

    The content is the `<main>` element, else the only `<article>`, else the `<body>`, which is taken too where the
    `whole` page is asked for, because the site's own rules choose in it. Of the title, what stands beside the first
    heading as the name of the site is left out; what only repeats a field is no field of its own.

    ::

        <title>About us – Example</title> … <main><h1>About us</h1> …  ->  title "About us"
    """
    seen = _Seen(html)
    for token in _living(tokenize(html, exact=True)):
        seen.take(token)
    content = _content(seen, whole=whole)
    spans = seen.spans["h1"]
    headings = [html[start:end] for start, end in spans[:_HEADINGS] if end - start <= _LONGEST_HEADING]
    inside = (html[start:end] for start, end in spans if content[0] <= start and end <= content[1])
    heading = next(inside, "")
    title = _title(html, seen, headings)
    named = [("title", *title, "")] if title else []
    named += [(name, *span) for name, span in seen.metas.items()]
    fields: dict[str, str] = {} if title or not _plain(heading) else {"title": _inner(heading)}
    parts = [Part("content", *content)]
    for name, start, end, mark in named:
        text = html[start:end]
        if not text.strip() or (start < content[1] and end > content[0]):
            continue
        same = next((known for known, old in fields.items() if _plain(old) == _plain(text)), name)
        fields.setdefault(same, text)
        parts.append(Part(same, start, end, mark))
    texts = {"title": fields.pop("title", ""), "content": html[slice(*content)], **fields}
    return PageFile(
        tuple(Field(name, text) for name, text in texts.items() if text.strip()),
        tuple(sorted(parts, key=lambda part: part.start)),
        modified=seen.modified,
        published=seen.published,
        redirects=seen.redirects,
    )


def page_post(html: str, name: str, *, link: str, whole: bool = False, place: str = "") -> Post | None:
    """Make the post of the page in the file `name`; None where it only sends its reader on.

    The id is 48 bits of the name's SHA-256, so that it is the same wherever the folder stands, and two pages that
    share one are told as a post that stands twice. The time of the file counts for nothing: a checkout changes it.
    """
    page = read_page(html, whole=whole)
    if page.redirects:
        return None
    return Post(
        type="page",
        collection="files",
        id=int(hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:12], 16) or 1,
        link=link,
        slug=unquote(urlsplit(link).path).rstrip("/").rpartition("/")[2].removesuffix(".html") or "index",
        status="publish",
        fields=page.fields,
        modified=page.modified,
        published=page.published,
        place=place or name,
    )


def page_link(name: str, home: str, canonical: str = "") -> str:
    """Return the address of a page: its canonical link, else the home URL and the place of its file.

    `fr/about/index.html` → `https://example.org/fr/about/`.
    """
    path = PurePosixPath(name)
    place = path.parent.as_posix() + "/" if path.name in {"index.html", "index.htm"} else path.as_posix()
    own = (
        f"{home}/{quote(place.removeprefix('./'), errors='surrogateescape')}" if place != "./" else f"{home}/"
    )
    return urljoin(own, canonical) if canonical else own


def join_page(html: str, parts: Iterable[Part], translate: Callable[[str, int, str], str]) -> str:
    """Return a page with each part, and what stands between, translated: `translate(field, start, html)`.

    What stands between is given as `content`. In an attribute the translation is kept within its quotes.
    """
    written: list[str] = []
    position = 0
    for part in parts:
        written.append(translate("content", position, html[position : part.start]))
        text = translate(part.field, part.start, html[part.start : part.end])
        if part.quote:
            text = text.replace(part.quote, "&quot;" if part.quote == '"' else "&#39;")
        written.append(text)
        position = part.end
    return "".join([*written, translate("content", position, html[position:])])


@dataclass
class _Seen:
    """What the tokens of a page said so far."""

    html: str
    spans: Mapping[str, list[list[int]]] = field(
        default_factory=lambda: {"main": [], "article": [], "body": [], "h1": [], "title": []}
    )
    metas: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    """Start, end and quotes of the value, by name."""
    modified: datetime | None = None
    published: datetime | None = None
    redirects: bool = False
    head_end: int = 0
    """Where the last thing stands that belongs to the head, whether or not the page has tags for head and body."""
    _open: dict[str, list[list[int]]] = field(default_factory=dict)
    """The elements that are open, by name, where one of the name is looked for."""

    def take(self, token: Token) -> None:
        kind, start, end, name, values = token
        known = dict(values)
        element = "main" if known.get("role") == "main" else name
        if kind in {"block", "open"}:
            if element in self.spans:
                span = [start, len(self.html)]
                self.spans[element].append(span)
                self._open.setdefault(name, []).append(span)
            elif self._open.get(name):
                self._open[name].append([start, end])
            if name == "time":
                self._take_date("datemodified" if "updated" in known.get("class", "").split() else "", known)
        elif kind in {"end", "close"}:
            if spans := self._open.get(name):
                spans.pop()[1] = end
            if name in {"head", "title"} and not self.spans["body"]:
                self.head_end = end
        elif kind == "break" and name == "meta":
            self._take_meta(token, known)

    def _take_meta(self, token: Token, known: Mapping[str, str]) -> None:
        self.head_end = max(self.head_end, 0 if self.spans["body"] else token[2])
        name = (known.get("property") or known.get("name") or "").lower()
        if name in _METAS and name not in self.metas:
            for key, start, end in attributes(self.html, token[1], token[2]):
                if key == "content" and quote_mark(self.html, start):
                    self.metas[_METAS[name]] = (start, end, quote_mark(self.html, start))
        if known.get("http-equiv", "").lower() == "refresh" and "url=" in known.get("content", "").lower():
            self.redirects = True
        self._take_date(name or known.get("http-equiv", "").lower(), known)

    def _take_date(self, name: str, known: Mapping[str, str]) -> None:
        name = known.get("itemprop", "").lower() or name
        value = known.get("datetime") or known.get("content") or ""
        if name in _MODIFIED:
            self.modified = self.modified or _moment(value)
        elif name in _PUBLISHED:
            self.published = self.published or _moment(value)


def _living(tokens: Iterator[Token]) -> Iterator[Token]:
    """Leave out what stands in scripts, templates and the like."""
    for token in tokens:
        if token[0] != "dead":
            yield token
            continue
        depth = 1
        for inner in tokens:
            if inner[3] == token[3]:
                depth += 1 if inner[0] == "dead" else -1
            if not depth:
                break


def _content(seen: _Seen, *, whole: bool) -> tuple[int, int]:
    for name in ("body",) if whole else _BODIES:
        spans = seen.spans[name]
        if spans and (name != "article" or len(spans) == 1):
            return spans[0][0], spans[0][1]
    return seen.head_end, len(seen.html)


def _title(html: str, seen: _Seen, headings: Iterable[str]) -> tuple[int, int] | None:
    """Return where the title stands, without the name of the site before or after it.

    What is left must be a heading of the page, or what social networks are told to be its title.
    """
    told = seen.metas.get("og:title")
    known = {_plain(one) for one in (*headings, html[told[0] : told[1]] if told else "")} - {""}
    outside = _first_outside(seen.spans["title"], seen.spans["body"])
    if outside is None:
        return None
    start = html.index(">", outside[0]) + 1
    end = html.rfind("<", start, outside[1])
    source = html[start : end if end > 0 else outside[1]]
    for match in islice(_SEPARATOR.finditer(source), _SEPARATORS):
        for left, right in ((0, match.start()), (match.end(), len(source))):
            if _plain(source[left:right]) in known:
                return start + left, start + right
    left = len(source) - len(source.lstrip())
    return start + left, start + len(source.rstrip())


def _first_outside(spans: Iterable[Sequence[int]], others: Sequence[Sequence[int]]) -> Sequence[int] | None:
    """Return the first span that begins in none of the others; both are in the order in which they begin."""
    starts = [start for start, _ in others]
    reach = [0, *accumulate((end for _, end in others), max)]
    return next((span for span in spans if span[0] >= reach[bisect_right(starts, span[0])]), None)


def _moment(value: str) -> datetime | None:
    """Read a date of ISO 8601, in UTC where it names no zone; None where it is none."""
    try:
        moment = datetime.fromisoformat(value.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _inner(element: str) -> str:
    return _TAG.sub("", element, count=1).rpartition("</")[0] or _TAG.sub("", element)


def _plain(html: str) -> str:
    return " ".join(unescape(without_markup(html)).split())
