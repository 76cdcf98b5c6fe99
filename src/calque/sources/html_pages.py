"""Folders of HTML pages, as static sites have them: each page is a post, and its texts go back where they stood."""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from html import unescape
from itertools import accumulate, islice
from urllib.parse import unquote

from calque.addresses import split_url
from calque.html import without_comments
from calque.html.attributes import TAG, find_attribute, in_quotes
from calque.html.tokens import Token, tokenize
from calque.locales.page_languages import read_moment
from calque.model import Field, Post, Quotes

__all__ = ["FieldSpan", "PageFile", "join_page", "page_post", "read_page"]

_BODIES = ("main", "article", "body")
"""What holds the text of a page: the first of these that it has; an article only where it is the only one."""
_DESCRIPTIONS = frozenset({"description", "og:description"})
_LONG_DESCRIPTION = 600
"""So many letters nobody writes for a search engine, which shows 160."""
_RUN = 12
_REPEATED = 0.8
"""The share of a description's runs of letters that stand in the content, too: a theme may put a word between them."""
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


@dataclass(frozen=True, slots=True)
class FieldSpan:
    """Where a field's text stands in a page: code points."""

    field: str
    start: int
    end: int
    around: tuple[int, int]
    """The span of the element or tag that it is a piece of; the rest of that is copied as it is."""
    quotes: Quotes | None = None
    """What stands around it, where it is an attribute's value."""


@dataclass(frozen=True, slots=True)
class PageFile:
    """What a page holds: its fields, where they stand, and its dates as written."""

    fields: tuple[Field, ...] = ()
    parts: tuple[FieldSpan, ...] = ()
    """In the order of the page; none overlaps another."""
    modified: datetime | None = None
    published: datetime | None = None


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
    headings = seen.elements["h1"]
    heading = next((one.inner(html) for one in headings if content[0] <= one.start < content[1]), "")
    compared = [one for one in headings[:_HEADINGS] if one.end - one.start <= _LONGEST_HEADING]
    title = _title(html, seen, [one.inner(html) for one in compared])
    named = [title] if title else []
    named += seen.metas.values()
    fields: dict[str, str] = {} if title or not _plain(heading) else {"title": heading}
    parts = [FieldSpan("content", *content, content)]
    for part in named:
        text = html[part.start : part.end]
        if not text.strip() or (part.around[0] < content[1] and part.around[1] > content[0]):
            continue
        if part.field in _DESCRIPTIONS and _repeats(text, html[slice(*content)]):
            continue
        same = next((known for known, old in fields.items() if _plain(old) == _plain(text)), part.field)
        fields.setdefault(same, text)
        parts.append(replace(part, field=same))
    texts = {"title": fields.pop("title", ""), "content": html[slice(*content)], **fields}
    return PageFile(
        tuple(Field(name, text) for name, text in texts.items() if text.strip()),
        tuple(sorted(parts, key=lambda part: part.start)),
        modified=seen.modified,
        published=seen.published,
    )


def page_post(html: str, name: str, *, link: str, whole: bool = False, place: str = "") -> Post:
    """Make the post of the page in the file `name`.

    The id is 48 bits of the name's SHA-256, so that it is the same wherever the folder stands, and two pages that
    share one are told as a post that stands twice. The time of the file counts for nothing: a checkout changes it.
    """
    page = read_page(html, whole=whole)
    return Post(
        type="page",
        collection="files",
        id=int(hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:12], 16) or 1,
        link=link,
        slug=_slug(link),
        status="publish",
        fields=page.fields,
        modified=page.modified,
        published=page.published,
        place=place or name,
    )


def _slug(link: str) -> str:
    parts = split_url(link)
    path = unquote(parts.path) if parts else ""
    return path.rstrip("/").rpartition("/")[2].removesuffix(".html") or "index"


def join_page(html: str, parts: Iterable[FieldSpan], translate: Callable[[str, int, str], str]) -> str:
    """Return a page with each part, and what stands between, translated: `translate(field, start, html)`.

    What stands between is given as `content`, in pieces that begin and end between tags. In an attribute the
    translation is kept within its quotes, and gets some where it has none.
    """
    written: list[str] = []
    position = 0
    for part in parts:
        start, end = part.around
        written.append(translate("content", position, html[position:start]))
        source = html[part.start : part.end]
        text = translate(part.field, part.start, source)
        if part.quotes is not None and text != source:
            text = in_quotes(text, part.quotes)
        written += html[start : part.start], text, html[part.end : end]
        position = end
    return "".join([*written, translate("content", position, html[position:])])


@dataclass
class _PageElement:
    """Where an element stands; until its end tag is seen, it reaches to the end of the page."""

    start: int
    inner_start: int
    inner_end: int
    end: int

    def inner(self, html: str) -> str:
        return html[self.inner_start : self.inner_end]


@dataclass
class _Seen:
    """What the tokens of a page said so far."""

    html: str
    elements: Mapping[str, list[_PageElement]] = field(
        default_factory=lambda: {"main": [], "article": [], "body": [], "h1": [], "title": []}
    )
    metas: dict[str, FieldSpan] = field(default_factory=dict)
    """The dates by the names that the tags give them."""
    modified: datetime | None = None
    published: datetime | None = None
    head_end: int = 0
    """Where the last thing stands that belongs to the head, whether or not the page has tags for head and body."""
    _open: dict[str, list[_PageElement]] = field(default_factory=dict)
    """The elements that are open, by name, where one of the name is looked for."""

    def take(self, token: Token) -> None:
        kind, start, end, name, values = token
        known = dict(values)
        element = "main" if known.get("role") == "main" else name
        if kind in {"block", "open"}:
            if element in self.elements or self._open.get(name):
                opened = _PageElement(start, end, len(self.html), len(self.html))
                self.elements.get(element, []).append(opened)
                self._open.setdefault(name, []).append(opened)
            if name == "time":
                self._take_date("datemodified" if "updated" in known.get("class", "").split() else "", known)
        elif kind in {"end", "close"}:
            if same := self._open.get(name):
                closed = same.pop()
                closed.inner_end, closed.end = start, end
            if name in {"head", "title"} and not self.elements["body"]:
                self.head_end = end
        elif kind == "break" and name == "meta":
            self._take_meta(token, known)

    def _take_meta(self, token: Token, known: Mapping[str, str]) -> None:
        _, start, end, _, _ = token
        self.head_end = max(self.head_end, 0 if self.elements["body"] else end)
        name = (known.get("property") or known.get("name") or "").lower()
        content = find_attribute(self.html, start, end, "content")
        if name in _METAS and name not in self.metas and content:
            _, value_start, value_end, quotes = content
            self.metas[name] = FieldSpan(_METAS[name], value_start, value_end, (start, end), quotes)
        self._take_date(name or known.get("http-equiv", "").lower(), known)

    def _take_date(self, name: str, known: Mapping[str, str]) -> None:
        name = known.get("itemprop", "").lower() or name
        value = known.get("datetime") or known.get("content") or ""
        if name in _MODIFIED:
            self.modified = self.modified or read_moment(value)
        elif name in _PUBLISHED:
            self.published = self.published or read_moment(value)


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
        elements = seen.elements[name]
        if elements and (name != "article" or len(elements) == 1):
            return elements[0].start, elements[0].end
    return seen.head_end, len(seen.html)


def _title(html: str, seen: _Seen, headings: Iterable[str]) -> FieldSpan | None:
    """Return where the title stands, without the name of the site before or after it.

    What is left must be a heading of the page, or what social networks are told to be its title.
    """
    told = seen.metas.get("og:title")
    known = {_plain(one) for one in (*headings, html[told.start : told.end] if told else "")} - {""}
    title = _first_outside(seen.elements["title"], seen.elements["body"])
    if title is None:
        return None
    source = title.inner(html)
    whole = len(source) - len(source.lstrip()), len(source.rstrip())
    left, right = next((span for span in _sides(source) if _plain(source[slice(*span)]) in known), whole)
    start = title.inner_start
    return FieldSpan("title", start + left, start + right, (title.start, title.end))


def _sides(title: str) -> Iterator[tuple[int, int]]:
    """Yield what stands before each separator and what behind it."""
    for match in islice(_SEPARATOR.finditer(title), _SEPARATORS):
        yield 0, match.start()
        yield match.end(), len(title)


def _first_outside(elements: Iterable[_PageElement], others: Sequence[_PageElement]) -> _PageElement | None:
    """Return the first element that begins in none of the others; both are in the order in which they begin."""
    starts = [one.start for one in others]
    reach = [0, *accumulate((one.end for one in others), max)]
    return next((one for one in elements if one.start >= reach[bisect_right(starts, one.start)]), None)


def _repeats(description: str, content: str) -> bool:
    """Tell whether a description is no text of its own but all of the content once more, as Jekyll writes it."""
    letters = _letters(description)
    if len(letters) < _LONG_DESCRIPTION:
        return False
    known = set(_runs(_letters(content)))
    runs = list(_runs(letters))
    return sum(run in known for run in runs) >= _REPEATED * len(runs)


def _letters(html: str) -> str:
    return "".join(filter(str.isalnum, _plain(html).lower()))


def _runs(letters: str) -> Iterator[str]:
    return (letters[start : start + _RUN] for start in range(len(letters) - _RUN + 1))


def _plain(html: str) -> str:
    return " ".join(unescape(TAG.sub("", without_comments(html))).split())
