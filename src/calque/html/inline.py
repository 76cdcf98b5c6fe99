"""One run of text and inline tags, as a text in msgid form with its placeholders."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from calque.html.elements import MARGIN
from calque.html.markup import NAME, decode
from calque.html.meanings import meaning
from calque.html.texts import Space, decoded, escape, is_uneven, margin_of, worth_translating
from calque.html.tokens import Token
from calque.html.words import without_tags
from calque.model import Placeholder

__all__ = ["Inline", "build", "build_text", "partners_of", "trim"]

Inline: TypeAlias = tuple[str, int, int, str, tuple[Placeholder, ...]]
"""A run's text in msgid form, the span of the source that it stands for, its words alone (decoded, without tags),
and its placeholders. A tuple, because it is quick."""


def build(html: str, run: Sequence[Token], space: Space, *, numbers: bool = False) -> Inline | None:
    """Return the text of a run in msgid form, or None where there is nothing to translate.

    `  Hi <a href="/x">there</a>!<br>` → `Hi <a id="1">there</a>!`. Outer white space, comments, void tags and
    tags that hold nothing or everything are left out; text in `<code>` alone is nothing to translate, and so are,
    without `numbers`, numbers, punctuation and URLs.
    """
    if len(run) <= 1:
        return build_text(html, run[0], space, numbers=numbers) if run else None
    if len(run) == 3 and _is_element(run):  # noqa: PLR2004  # of most rows, each item is one
        return None if _is_code(run[0]) else build_text(html, run[1], space, numbers=numbers)
    inline = _build_regular(html, run, space, numbers=numbers)
    if inline:
        return inline
    partners = partners_of(run)
    first, last = trim(html, run, partners)
    if first and any(partners[index] > last and _is_code(run[index]) for index in range(first)):
        return None
    if first >= last:
        return build_text(html, run[first], space, numbers=numbers) if first == last else None
    inner = list(run[first : last + 1])
    inner[0] = _without_margin(html, inner[0], space)
    inner[-1] = _without_end(html, inner[-1])
    return _write(
        html, inner, [partner - first for partner in partners[first : last + 1]], space, numbers=numbers
    )


def build_text(html: str, token: Token, space: Space, *, numbers: bool = False) -> Inline | None:
    """Return the text of a run of one token: `  a &lt; b ` → `a &lt; b`."""
    kind, start, end, _, _ = token
    source = html[start:end]
    text = source.strip(MARGIN)
    if not text or kind not in {"text", "plain"}:
        return None
    if len(text) != len(source):
        margin = margin_of(source, space)
        end = start + len(source.rstrip(MARGIN))
        start += margin
        text = html[start:end]
    if "&" in text or is_uneven(text) or "\0" in text:
        text = decoded(text, space, plain=kind == "plain")
    if not worth_translating(text, numbers=numbers):
        return None
    return escape(text), start, end, text, ()


def _build_regular(  # noqa: C901, PLR0912  # one flat loop: most paragraphs pass here
    html: str, run: Sequence[Token], space: Space, *, numbers: bool
) -> Inline | None:
    """Build the run of most paragraphs, whose source is nearly its msgid form: what differs is put in its place.

    None: there are tags at its edges, tags that stand for themselves, code, or nothing to translate.
    """
    start, end = run[0][1], run[-1][2]
    source = html[start:end]
    text = source.strip(MARGIN)
    if text[:1] in _TAG_EDGES or text[-1:] in _TAG_EDGES:
        return None
    start += margin_of(source, space)
    end -= len(source) - len(source.rstrip(MARGIN))
    even = "&" not in text and not is_uneven(text)
    pieces: list[str] = []
    copied = start
    tags = _Tags(html)
    opened: list[str] = []
    for token in run:
        kind, at, to, name, _ = token
        if kind == "text":
            if even:
                continue
            at, to = max(at, start), min(to, end)
            source = html[at:to]
            if "&" not in source and not is_uneven(source):
                continue
            written = escape(decoded(source, space))
        elif kind == "close":
            if not opened or opened[-1] != name:
                return None
            opened.pop()
            written = tags.close(name, token)
        elif kind == "open" and name != "code" and _is_plain(name):
            opened.append(name)
            written = tags.open(name, token)
        elif kind == "void":
            written = tags.stand(name, token)
        else:
            return None
        if html[at:to] != written:
            pieces += html[copied:at], written
            copied = to
    pieces.append(html[copied:end])
    text = "".join(pieces)
    if opened or text.count("<") != tags.count or text.count(">") != tags.count:
        return None
    spoken = decode(without_tags(text))
    if not worth_translating(spoken, numbers=numbers):
        return None
    return text, start, end, spoken, tags.placeholders()


def _is_element(run: Sequence[Token]) -> bool:
    """Tell whether three tokens are an element with a text."""
    (first, _, _, name, _), (middle, *_), (last, _, _, end_name, _) = run
    return first == "open" and middle == "text" and last == "close" and name == end_name


_TAG_EDGES = frozenset(("", "<", ">"))


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
    solid = [0]  # how much text stands before each token
    count = 0
    for kind, start, end, _, _ in run:
        if kind == "text":
            count += html[start:end].strip(MARGIN) != ""
        elif kind == "kept":
            count += 1
        solid.append(count)
    first, last = 0, len(run) - 1
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


def _is_code(token: Token) -> bool:
    """Tell whether what stands in an element is code, and nothing to translate."""
    _, _, _, name, values = token
    return name == "code" and not any(key == "translate" and value.lower() == "yes" for key, value in values)


def _without_margin(html: str, token: Token, space: Space) -> Token:
    kind, start, end, name, values = token
    return (kind, start + margin_of(html[start:end], space), end, name, values) if kind == "text" else token


def _without_end(html: str, token: Token) -> Token:
    kind, start, end, name, values = token
    if kind != "text":
        return token
    return kind, start, start + len(html[start:end].rstrip(MARGIN)), name, values


def _write(
    html: str, run: Sequence[Token], partners: Sequence[int], space: Space, *, numbers: bool
) -> Inline | None:
    """Write the msgid form of a run without edges, token by token."""
    tags = _Tags(html)
    pieces: list[str] = []
    words: list[str] = []
    outside: list[str] = []  # the words that stand in no <code>
    code = 0  # how many <code> stand around
    for index, token in enumerate(run):
        kind, start, end, name, _ = token
        if kind == "text":
            text = decoded(html[start:end], space)
            pieces.append(escape(text))
            words.append(text)
            if not code:
                outside.append(text)
            continue
        paired = partners[index] >= 0 and _is_plain(name)
        if kind == "close" and paired:
            pieces.append(tags.close(name, token))
            code -= _is_code(run[partners[index]])
        elif kind == "open" and paired:
            pieces.append(tags.open(name, token))
            code += _is_code(token)
        else:
            pieces.append(tags.stand(name if kind == "void" else "x", token))
            words.append(" ")
    if not worth_translating("".join(outside), numbers=numbers):
        return None
    return "".join(pieces), run[0][1], run[-1][2], "".join(words), tags.placeholders()


class _Tags:
    """The tags of one text: how each is written in the msgid form, and what it stands for there.

    Both come from here, at once, so no text has a tag without its placeholder. A tag with attributes is numbered; of
    the bare ones of a name, the first stands for all.
    """

    __slots__ = ("_closings", "_drafts", "_html", "_ids", "_numbers", "count")

    def __init__(self, html: str) -> None:
        self.count = 0
        """How many tags were written."""
        self._html = html
        self._ids = 0
        self._numbers: list[int | None] = []
        """Of the pairs that are open."""
        self._drafts: dict[tuple[str, int | None], Token] = {}
        self._closings: dict[tuple[str, int | None], str] = {}

    def open(self, name: str, token: Token) -> str:
        """Take the start tag of a pair: `<a href="/x">` → `<a id="1">`."""
        number = self._take(name, token)
        self._numbers.append(number)
        return f'<{name} id="{number}">' if number else f"<{name}>"

    def close(self, name: str, token: Token) -> str:
        """Take the end tag of the pair that was opened last."""
        self.count += 1
        key = name, self._numbers.pop()
        if key not in self._closings:
            _, start, end, _, _ = token
            self._closings[key] = self._html[start:end]
        return f"</{name}>"

    def stand(self, name: str, token: Token) -> str:
        """Take a tag that stands alone: `<br />` → `<br/>`, a comment named x → `<x id="1"/>`."""
        number = self._take(name, token)
        return f'<{name} id="{number}"/>' if number else f"<{name}/>"

    def _take(self, name: str, token: Token) -> int | None:
        """Return the number of a tag; None where it is bare."""
        self.count += 1
        if token[4] or name == "x":
            self._ids += 1
            self._drafts[name, self._ids] = token
            return self._ids
        self._drafts.setdefault((name, None), token)
        return None

    def placeholders(self) -> tuple[Placeholder, ...]:
        """Return what the tags stand for, in the order in which they first came."""
        html, closings = self._html, self._closings
        return tuple(
            [
                _placeholder(html, token, name, number, closings.get((name, number), ""))
                for (name, number), token in self._drafts.items()
            ]
        )


def _placeholder(html: str, token: Token, name: str, number: int | None, closing: str) -> Placeholder:
    _, start, end, _, values = token
    opening = html[start:end]
    if number is None:
        return _bare_placeholder(name, opening, closing)
    return Placeholder(name, number, opening, closing, meaning(name, opening, values), start)


@lru_cache(maxsize=1024)
def _bare_placeholder(name: str, opening: str, closing: str) -> Placeholder:
    return Placeholder(name, None, opening, closing, meaning(name, opening, ()))


@lru_cache(maxsize=1024)
def _is_plain(name: str) -> bool:
    """Tell whether tags of this name stand in the msgid form by it; others become `<x id="…"/>`."""
    return name != "x" and NAME.fullmatch(name) is not None
