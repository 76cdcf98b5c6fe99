"""One run of text and inline tags, as a text in msgid form with its placeholders."""

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

import turbohtml

from calque.html.elements import SPACE
from calque.html.markup import NAME
from calque.html.meanings import meaning
from calque.html.tokens import Kind, Token
from calque.model import Placeholder

__all__ = ["Inline", "Space", "build", "decode", "escape", "worth_translating"]


class Space(Enum):
    """What becomes of white space."""

    COLLAPSE = "collapse"
    LINES = "lines"
    """Line ends are kept, as WordPress makes `<br />` of them; the rest collapses."""
    KEEP = "keep"


class Inline(NamedTuple):
    """A run in msgid form, and the span of the source that it stands for."""

    text: str
    start: int
    end: int
    placeholders: tuple[Placeholder, ...] = ()


_LETTER = re.compile(r"[^\W\d_]")
_FORMULA = re.compile(r"[<>=\u2248\u2260\u2264\u2265].*\d|\d.*[<>=\u2248\u2260\u2264\u2265]", re.DOTALL)
_URL = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*://|www\.)\S+")
_UNEVEN = re.compile("[\t\n\f\r]|  ")
_SPACES = re.compile("[ \t\n\f\r]+")
_LINE_END = re.compile("[ \t\f\r]*\n[ \t\n\f\r]*")
_EDGE = frozenset((Kind.VOID, Kind.COMMENT, Kind.OPAQUE))


def build(
    html: str, run: Sequence[Token], *, space: Space = Space.COLLAPSE, numbers: bool = False
) -> Inline | None:
    """Return the text of a run in msgid form, or None where there is nothing to translate.

    `  Hi <a href="/x">there</a>!<br>` → `Hi <a id="1">there</a>!`. Outer white space, comments, void tags and
    tags that hold nothing or everything are left out; text in `<code>` alone is nothing to translate, and so are,
    without `numbers`, numbers, punctuation and URLs.
    """
    if len(run) == 1:
        return _build_text(html, run[0], space, numbers=numbers)
    partners = _partners(run)
    first, last = _trim(html, run, partners)
    if first > last:
        return None
    if first == last:
        return _build_text(html, run[first], space, numbers=numbers)
    return _Builder(html, run, partners, space).build(first, last, numbers=numbers)


def _build_text(html: str, token: Token, space: Space, *, numbers: bool) -> Inline | None:
    kind, start, end, _ = token
    if kind is not Kind.TEXT and kind is not Kind.PLAIN:
        return None
    source = html[start:end]
    start += _leading(source, space)
    end -= len(source) - len(source.rstrip(SPACE))
    if start >= end:
        return None
    text = _spaced(decode(_with_line_feeds(html[start:end]), plain=kind is Kind.PLAIN), space)
    return Inline(escape(text), start, end) if worth_translating(text, numbers=numbers) else None


def _leading(source: str, space: Space) -> int:
    """Return the length of the white space before the text; kept space starts after its last line end."""
    length = len(source) - len(source.lstrip(SPACE))
    if space is Space.KEEP and length < len(source):
        return max(source.rfind("\n", 0, length), source.rfind("\r", 0, length)) + 1
    return length


def worth_translating(text: str, *, numbers: bool = False) -> bool:
    """Tell whether a decoded text says something: `2024`, `—` and `https://x.org` do not, `1 < 2` does."""
    if numbers:
        return bool(text.strip(SPACE))
    if _LETTER.search(text):
        return _URL.fullmatch(text.strip(SPACE)) is None
    return _FORMULA.search(text) is not None


def decode(text: str, *, plain: bool = False) -> str:
    """Decode the character references of a text as a browser does: `&amp;lt;&copy` → `&lt;©`."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd" if plain else "")
    if "&" not in text:
        return text
    if "<" in text:
        return "<".join(decode(part) for part in text.split("<"))
    return "".join(token.data or "" for token in turbohtml.tokenize(text))


def escape(text: str) -> str:
    """Write a decoded text in msgid form: `a < b` → `a &lt; b`."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _spaced(text: str, space: Space) -> str:
    if space is Space.KEEP or not _UNEVEN.search(text):
        return text
    if space is Space.LINES:
        text = _LINE_END.sub("\n", text)
        return "\n".join(_SPACES.sub(" ", line) for line in text.split("\n"))
    return _SPACES.sub(" ", text)


def _partners(run: Sequence[Token]) -> list[int]:
    """Return for each tag the index of its other tag, or -1: `<b><i></b></i>` → 2, -1, 0, -1."""
    partners = [-1] * len(run)
    opened: list[int] = []
    counts: dict[str, int] = {}
    for index, token in enumerate(run):
        name = token.name
        if token.kind is Kind.OPEN:
            opened.append(index)
            counts[name] = counts.get(name, 0) + 1
        elif token.kind is Kind.CLOSE and counts.get(name):
            opening = opened.pop()
            while run[opening].name != name:
                counts[run[opening].name] -= 1
                opening = opened.pop()
            counts[name] -= 1
            partners[opening] = index
            partners[index] = opening
    return partners


def _trim(html: str, run: Sequence[Token], partners: Sequence[int]) -> tuple[int, int]:
    """Return the first and the last index of what is left without the edges."""
    solid = [0]
    for token in run:
        text = token.kind is Kind.KEPT or (
            token.kind is Kind.TEXT and bool(html[token.start : token.end].strip(SPACE))
        )
        solid.append(solid[-1] + text)

    def is_edge(index: int) -> bool:
        kind = run[index].kind
        if kind is Kind.OPEN or kind is Kind.CLOSE:
            return partners[index] < 0
        return kind in _EDGE or solid[index] == solid[index + 1]

    first, last = 0, len(run) - 1
    while first <= last:
        partner = partners[first]
        if is_edge(first):
            first += 1
        elif partner > first and solid[partner] == solid[first]:
            first = partner + 1
        elif partner > first and solid[last + 1] == solid[partner]:
            first, last = first + 1, partner - 1
        elif is_edge(last):
            last -= 1
        elif 0 <= partners[last] < last and solid[last] == solid[partners[last]]:
            last = partners[last] - 1
        else:
            break
    return first, last


class _Builder:
    """Writes the msgid form of a run, piece by piece."""

    def __init__(self, html: str, run: Sequence[Token], partners: Sequence[int], space: Space) -> None:
        self._html = html
        self._run = run
        self._partners = partners
        self._space = space
        self._pieces: list[str] = []
        self._placeholders: list[Placeholder] = []
        self._closings: dict[int, str] = {}
        self._bare: set[str] = set()
        self._ids = 0

    def build(self, first: int, last: int, *, numbers: bool) -> Inline | None:
        start, end = self._run[first].start, self._run[last].end
        words: list[str] = []
        code = 0  # how many <code> stand around
        for index in range(first, last + 1):
            kind, at, to, name = self._run[index]
            if kind is Kind.TEXT:
                source = self._html[at:to]
                if index == first:
                    start = at = at + _leading(source, self._space)
                if index == last:
                    end = to = to - len(source) + len(source.rstrip(SPACE))
                text = _spaced(decode(_with_line_feeds(self._html[at:to])), self._space)
                self._pieces.append(escape(text))
                if not code:
                    words.append(text)
            elif kind is Kind.OPEN and self._opens_pair(index):
                code += name == "code"
            elif kind is Kind.CLOSE and index in self._closings:
                self._pieces.append(self._closings.pop(index))
                code -= name == "code"
            elif kind is Kind.VOID and NAME.fullmatch(name):
                self._add_void(index)
            else:
                self._add_opaque(index)
        if not worth_translating("".join(words), numbers=numbers):
            return None
        return Inline("".join(self._pieces), start, end, tuple(self._placeholders))

    def _opens_pair(self, index: int) -> bool:
        """Write an opening tag that has its partner in the run; tell whether it has."""
        _, start, end, name = self._run[index]
        partner = self._partners[index]
        if partner < 0 or name == "x" or not NAME.fullmatch(name):
            return False
        self._closings[partner] = f"</{name}>"
        _, closing_start, closing_end, _ = self._run[partner]
        self._add_tag(name, start, end, self._html[closing_start:closing_end])
        return True

    def _add_void(self, index: int) -> None:
        _, start, end, name = self._run[index]
        self._add_tag(name, start, end, "")

    def _add_tag(self, name: str, start: int, end: int, closing: str) -> None:
        slash = "" if closing else "/"
        if end - start > len(name) + 2 and self._html[start + 1 + len(name) : end - 1].strip(" \t\n\f\r/"):
            self._ids += 1
            self._pieces.append(f'<{name} id="{self._ids}"{slash}>')
            self._add_placeholder(name, self._ids, start, end, closing)
            return
        self._pieces.append(f"<{name}{slash}>")
        if name not in self._bare:
            self._bare.add(name)
            self._add_placeholder(name, None, start, end, closing)

    def _add_opaque(self, index: int) -> None:
        _, start, end, _ = self._run[index]
        self._ids += 1
        self._pieces.append(f'<x id="{self._ids}"/>')
        self._add_placeholder("x", self._ids, start, end, "")

    def _add_placeholder(self, name: str, number: int | None, start: int, end: int, closing: str) -> None:
        opening = self._html[start:end]
        self._placeholders.append(Placeholder(name, number, opening, closing, meaning(name, opening), start))
