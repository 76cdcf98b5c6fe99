"""One run of text and inline tags, as a text in msgid form with its placeholders."""

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import TypeAlias

import turbohtml

from calque.html.elements import MARGIN
from calque.html.markup import NAME
from calque.html.meanings import meaning
from calque.html.tokens import Token
from calque.model import Placeholder

__all__ = ["Inline", "Space", "build", "escape", "is_uneven", "partners_of", "trim", "worth_translating"]


class Space(Enum):
    """What becomes of white space."""

    COLLAPSE = "collapse"
    LINES = "lines"
    """Line ends are kept, as WordPress makes `<br />` of them; the rest collapses."""
    KEEP = "keep"


Inline: TypeAlias = tuple[str, int, int, str, tuple[Placeholder, ...]]
"""A run's text in msgid form, the span of the source that it stands for, its words alone (decoded, without tags),
and its placeholders. A tuple, because it is quick."""

_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_RELATION = re.compile("[<>=\u2248\u2260\u2264\u2265]")
_URL = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*://|www\.)\S+")
_SPACES = re.compile("[ \t\n\f\r]+")
_KEEP, _LINES = Space.KEEP, Space.LINES  # an Enum's attributes are slow to look up


def build(html: str, run: Sequence[Token], space: Space, *, numbers: bool = False) -> Inline | None:
    """Return the text of a run in msgid form, or None where there is nothing to translate.

    `  Hi <a href="/x">there</a>!<br>` → `Hi <a id="1">there</a>!`. Outer white space, comments, void tags and
    tags that hold nothing or everything are left out; text in `<code>` alone is nothing to translate, and so are,
    without `numbers`, numbers, punctuation and URLs.
    """
    if len(run) <= 1:
        return _build_text(html, run[0], space, numbers=numbers) if run else None
    partners = partners_of(run)
    first, last = trim(html, run, partners)
    if any(partners[index] > last and _is_code(run[index]) for index in range(first)):
        return None
    if first >= last:
        return _build_text(html, run[first], space, numbers=numbers) if first == last else None
    inner = list(run[first : last + 1])
    inner[0] = _without_margin(html, inner[0], space)
    inner[-1] = _without_end(html, inner[-1])
    return _Writer(html, inner, [partner - first for partner in partners[first : last + 1]]).write(
        space, numbers=numbers
    )


def _build_text(html: str, token: Token, space: Space, *, numbers: bool) -> Inline | None:
    kind, start, end, _, _ = token
    source = html[start:end]
    text = source.strip(MARGIN)
    if not text or kind not in {"text", "plain"}:
        return None
    if len(text) != len(source):
        margin = _margin(source, space)
        end = start + len(source.rstrip(MARGIN))
        start += margin
        text = html[start:end]
    if "&" in text or is_uneven(text) or "\0" in text:
        text = _decoded(text, space, plain=kind == "plain")
    if not worth_translating(text, numbers=numbers):
        return None
    return escape(text), start, end, text, ()


def _margin(source: str, space: Space) -> int:
    """Return the length of the white space before the text; where space is kept, up to its last line end."""
    length = len(source) - len(source.lstrip(MARGIN))
    if length and space is _KEEP and length < len(source):
        return max(source.rfind("\n", 0, length), source.rfind("\r", 0, length)) + 1
    return length


def worth_translating(text: str, *, numbers: bool = False) -> bool:
    """Tell whether a decoded text says something: `2024`, `—` and `https://x.org` do not, `1 < 2` does."""
    if text[:1].isalpha() and " " in text:
        return True
    if numbers:
        return bool(text.strip(MARGIN))
    if _LETTER.search(text):
        return " " in text or _URL.fullmatch(text.strip(MARGIN)) is None
    return _RELATION.search(text) is not None and _DIGIT.search(text) is not None


def _decoded(source: str, space: Space, *, plain: bool = False) -> str:
    """Return what a text says, with its white space as it is to be."""
    if "\r" in source:
        source = source.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in source:
        source = source.replace("\0", "\ufffd" if plain else "")
    if "&" in source:
        source = _without_references(source)
    if space is _KEEP or not is_uneven(source):
        return source
    if space is _LINES:
        return _SPACES.sub(lambda found: "\n" if "\n" in found[0] else " ", source)
    return _SPACES.sub(" ", source)


def is_uneven(text: str) -> bool:
    """Tell whether a text has other white space than single spaces."""
    return "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text


def _without_references(text: str) -> str:
    """Decode the character references of a text as a browser does: `&amp;lt;&copy` → `&lt;©`."""
    if "<" in text:
        return "<".join(_without_references(part) for part in text.split("<"))
    return "".join([token.data or "" for token in turbohtml.tokenize(text)])


def escape(text: str) -> str:
    """Write a decoded text in msgid form: `a < b` → `a &lt; b`."""
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def partners_of(run: Sequence[Token]) -> list[int]:
    """Return for each tag the index of its other tag, or -1: `<b><i></b></i>` → 2, -1, 0, -1."""
    partners = [-1] * len(run)
    opened: list[int] = []
    counts: dict[str, int] = {}
    for index, (kind, _, _, name, _) in enumerate(run):
        if kind == "open":
            opened.append(index)
            counts[name] = counts.get(name, 0) + 1
        elif kind == "close" and counts.get(name):
            opening = opened.pop()
            while (other := run[opening][3]) != name:
                counts[other] -= 1
                opening = opened.pop()
            counts[name] -= 1
            partners[opening] = index
            partners[index] = opening
    return partners


def trim(html: str, run: Sequence[Token], partners: Sequence[int]) -> tuple[int, int]:
    """Return the first and the last index of what is left of a run without its edges; first > last: nothing."""
    first, last = 0, len(run) - 1
    if _is_solid(html, run[first]) and _is_solid(html, run[last]):
        return first, last
    solid = [0]  # how much text stands before each token
    for token in run:
        solid.append(solid[-1] + _is_solid(html, token))
    while first <= last:
        partner = partners[first]
        if solid[first] == solid[first + 1] and partner < 0:
            first += 1
        elif partner > first and solid[partner] == solid[first]:
            first = partner + 1
        elif partner > first and solid[last + 1] == solid[partner]:
            first, last = first + 1, partner - 1
        elif solid[last] == solid[last + 1] and partners[last] < 0:
            last -= 1
        elif 0 <= partners[last] < last and solid[last] == solid[partners[last]]:
            last = partners[last] - 1
        else:
            break
    return first, last


def _is_solid(html: str, token: Token) -> bool:
    kind, start, end, _, _ = token
    return kind == "kept" or (kind == "text" and html[start:end].strip(MARGIN) != "")


def _is_code(token: Token) -> bool:
    """Tell whether what stands in an element is code, and nothing to translate."""
    _, _, _, name, values = token
    return name == "code" and not any(key == "translate" and value.lower() == "yes" for key, value in values)


def _without_margin(html: str, token: Token, space: Space) -> Token:
    kind, start, end, name, values = token
    return (kind, start + _margin(html[start:end], space), end, name, values) if kind == "text" else token


def _without_end(html: str, token: Token) -> Token:
    kind, start, end, name, values = token
    return (
        (kind, start, start + len(html[start:end].rstrip(MARGIN)), name, values) if kind == "text" else token
    )


class _Writer:
    """Writes the msgid form of a run without edges, piece by piece."""

    def __init__(self, html: str, run: Sequence[Token], partners: Sequence[int]) -> None:
        self._html = html
        self._run = run
        self._partners = partners
        self._placeholders: list[Placeholder] = []
        self._bare_names: set[str] = set()
        self._ids = 0

    def write(self, space: Space, *, numbers: bool) -> Inline | None:
        html, partners = self._html, self._partners
        start, end = self._run[0][1], self._run[-1][2]
        whole = html[start:end]
        even = "&" not in whole and not is_uneven(whole)  # then texts are as they stand, but for < and >
        pieces: list[str] = []
        words: list[str] = []
        outside = words  # those that stand in no <code>
        code = 0  # how many <code> stand around
        tags: dict[str, tuple[str, str]] = {}  # the pairs so far, by name: without attributes, and at the end
        for index, (kind, at, to, name, _) in enumerate(self._run):
            if kind == "text":
                text = html[at:to] if even else _decoded(html[at:to], space)
                pieces.append(escape(text) if not even or ">" in text or "<" in text else text)
                words.append(text)
                if outside is not words and not code:
                    outside.append(text)
            elif kind == "close" and partners[index] >= 0 and name in tags:
                pieces.append(tags[name][1])
                code -= code > 0 and _is_code(self._run[partners[index]])
            elif kind == "open" and partners[index] >= 0 and (name in tags or _is_plain(name)):
                if name not in tags:
                    tags[name] = f"<{name}>", f"</{name}>"
                if name == "code":
                    outside = list(words) if outside is words else outside
                    code += _is_code(self._run[index])
                pieces.append(self._tag(name, index, tags[name][0]))
            else:
                words.append(" ")
                pieces.append(
                    self._tag(name, index, f"<{name}/>") if kind == "void" else self._numbered("x", index)
                )
        spoken = "".join(words)
        if not worth_translating(spoken if outside is words else "".join(outside), numbers=numbers):
            return None
        return "".join(pieces), start, end, spoken, tuple(self._placeholders)

    def _tag(self, name: str, index: int, bare: str) -> str:
        """Return a numbered tag for one with attributes, else the `bare` one, of which the first stands for all."""
        if self._run[index][4]:
            return self._numbered(name, index)
        if name not in self._bare_names:
            self._bare_names.add(name)
            self._add_placeholder(name, None, index)
        return bare

    def _numbered(self, name: str, index: int) -> str:
        """Return a tag of the msgid form with the next number, for the token at `index`."""
        self._ids += 1
        self._add_placeholder(name, self._ids, index)
        paired = name != "x" and self._run[index][0] == "open"
        return f'<{name} id="{self._ids}">' if paired else f'<{name} id="{self._ids}"/>'

    def _add_placeholder(self, name: str, number: int | None, index: int) -> None:
        kind, start, end, _, values = self._run[index]
        opening, closing = self._html[start:end], ""
        if kind == "open" and name != "x":
            _, closing_start, closing_end, _, _ = self._run[self._partners[index]]
            closing = self._html[closing_start:closing_end]
        self._placeholders.append(
            Placeholder(name, number, opening, closing, meaning(name, opening, values), start)
        )


@lru_cache(maxsize=1024)
def _is_plain(name: str) -> bool:
    """Tell whether tags of this name stand in the msgid form by it; others become `<x id="…"/>`."""
    return name != "x" and NAME.fullmatch(name) is not None
