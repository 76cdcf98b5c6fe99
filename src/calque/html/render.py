"""Putting texts back: the skeleton is copied, each segment is its source or its translation."""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from calque.html.attributes import quote, quote_mark
from calque.html.blocks import decode_json, encode_json, is_rich, read_text
from calque.html.links import Relink, relinked
from calque.html.markup import REFERENCE, TAG, decode, is_reference
from calque.html.problems import check_markup
from calque.html.shortcodes import BRACKET
from calque.html.texts import collapsed, is_uneven
from calque.model import Document, Segment, SegmentKind, Severity

__all__ = ["join", "rerender"]


def join(
    document: Document, targets: Mapping[int, str] | None = None, *, relink: Relink | None = None
) -> str:
    """Return the HTML with the segments at the given indexes translated: `{0: "Salut"}`.

    Without targets it is the input, byte for byte. Where a target is missing, empty or breaks the grammar, the
    source stands in. `relink` is asked for each link's address, and may give another: `/about/` → `/fr/a-propos/`.
    """
    links = (
        deque(_Change(*change) for change in relinked(document.html, relink)) if relink else deque[_Change]()
    )
    changes: list[_Change] = []
    segments = deque(enumerate(document.segments)) if targets else deque[tuple[int, Segment]]()
    while segments:
        index, segment = segments.popleft()
        target = _usable(segment, targets, index)
        if target is None:
            continue
        inner: list[_Change] = []
        while segments and segments[0][1].start < segment.end:
            inner_index, within = segments.popleft()
            inner_target = _usable(within, targets, inner_index)
            if inner_target is not None:
                inner.append(_change(document, within, inner_target, ()))
        while links and links[0].start < segment.end:
            link = links.popleft()
            (inner if link.start >= segment.start else changes).append(link)
        changes.append(_change(document, segment, target, sorted(inner)))
    return _spliced(document.html, sorted((*changes, *links)))


def rerender(document: Document) -> str:
    """Return the HTML with every segment written anew from its own text: the same to a browser."""
    return join(document, {index: segment.text for index, segment in enumerate(document.segments)})


class _Change(NamedTuple):
    """What is to stand at a span of the HTML."""

    start: int
    end: int
    text: str


def _spliced(html: str, changes: Sequence[_Change]) -> str:
    pieces: list[str] = []
    position = 0
    for start, end, text in changes:
        pieces += html[position:start], text
        position = end
    pieces.append(html[position:])
    return "".join(pieces)


def _usable(segment: Segment, targets: Mapping[int, str] | None, index: int) -> str | None:
    """Return the target at `index` if it is one that can be rendered."""
    target = targets.get(index) if targets else None
    if target is None or not target.strip():
        return None
    problems = check_markup(segment, target)
    return None if any(problem.severity is Severity.ERROR for problem in problems) else target


def _change(document: Document, segment: Segment, target: str, inner: Sequence[_Change]) -> _Change:
    """Return what a translation makes of its segment, where `inner` are the texts in its tags."""
    if is_uneven(target):
        target = _spaced(segment, target, raw=document.raw)
    start, end = segment.start, segment.end
    writer = _Writer(segment, inner)
    if segment.kind is SegmentKind.TEXT:
        return _Change(start, end, writer.markup(target))
    if segment.kind is SegmentKind.ATTRIBUTE:
        quoted = quote(decode(target), quote_mark(document.html, start))
        return _Change(start, end, writer.without_new_brackets(quoted))
    return _Change(start, end, _block_text(document.html[start - 1 : end], segment, target, writer))


_BLANK_LINES = re.compile("\n[ \t\f\r]*\n[ \t\n\f\r]*")


def _spaced(segment: Segment, target: str, *, raw: bool) -> str:
    """Collapse white space unless the source keeps its own; give no blank line to a raw text that has none."""
    if segment.kind is not SegmentKind.ATTRIBUTE and not is_uneven(segment.text):
        return collapsed(target)
    if raw and not _BLANK_LINES.search(segment.text):
        return _BLANK_LINES.sub("\n", target)
    return target


def _block_text(source: str, segment: Segment, target: str, writer: "_Writer") -> str:
    """Write a text into a block's comment; `source` is what stands there, with the character before it."""
    if not source.startswith('"'):  # <!--more …-->
        return writer.markup(target).replace("--", "&#45;&#45;")
    key = (segment.context or "").rpartition("#")[2]
    value = decode_json(source[1:])
    old = read_text(key, value, numbers=True)
    if old is None or target == segment.text:
        return source[1:]  # JSON spells a text in many ways; the site's own stays
    _, start, end, _, _ = old
    text = writer.markup(target) if is_rich(key) else writer.without_new_brackets(decode(target))
    return encode_json(value[:start] + text + value[end:])


_AMPERSAND = re.compile(f"{REFERENCE.pattern}|&")


class _Writer:
    """Writes texts in msgid form as HTML, with the tags of one segment."""

    def __init__(self, segment: Segment, inner: Sequence[_Change]) -> None:
        self._segment = segment
        self._inner = inner

    def markup(self, target: str) -> str:
        """Write a text with its tags."""
        if "<" not in target:
            return self.text(target)
        openings = self._openings()
        pieces: list[str] = []
        closings: list[str] = []
        position = 0
        for tag in TAG.finditer(target):
            start, end = tag.span()
            if start > position:
                pieces.append(self.text(target[position:start]))
            position = end
            slash, name, number, void = tag.groups()
            if slash:
                pieces.append(closings.pop())
                continue
            opening, closing = openings[name, int(number) if number else None]
            pieces.append(opening)
            if not void:
                closings.append(closing)
        pieces.append(self.text(target[position:]))
        return "".join(pieces)

    def _openings(self) -> dict[tuple[str, int | None], tuple[str, str]]:
        """Return for each tag of the msgid form the source's own two, with the texts in them translated."""
        openings = {(one.name, one.id): (one.opening, one.closing) for one in self._segment.placeholders}
        placeholders = [one for one in self._segment.placeholders if one.id] if self._inner else []
        for start, end, text in reversed(self._inner):
            one = placeholders[bisect_right(placeholders, start, key=attrgetter("start")) - 1]
            opening, closing = openings[one.name, one.id]
            at = start - one.start
            openings[one.name, one.id] = opening[:at] + text + opening[at + end - start :], closing
        return openings

    def text(self, text: str) -> str:
        """Write text without tags: all that is no reference, and no bracket of the source, stays text."""
        if "&" in text:
            text = _AMPERSAND.sub(_reference, text)
        if "<" in text or ">" in text:
            text = text.replace("<", "&lt;").replace(">", "&gt;")
        if "\r" in text:
            text = text.replace("\r", "&#13;")
        return self.without_new_brackets(text)

    def without_new_brackets(self, text: str) -> str:
        """Write a `[` that the source has not as `&#91;`: some plugin may know what it seems to name."""
        if "[" not in text:
            return text
        first, *others = text.split("[")
        pieces = [first]
        for other in others:
            match = BRACKET.match(f"[{other}")
            kept = match[0] in self._brackets if match else other
            pieces.append(f"[{other}" if kept else f"&#91;{other}")
        return "".join(pieces)

    @cached_property
    def _brackets(self) -> frozenset[str]:
        return frozenset(match[0] for match in BRACKET.finditer(self._segment.text))


def _reference(match: re.Match[str]) -> str:
    text = match[0]
    return text if len(text) > 1 and is_reference(text) else f"&amp;{text[1:]}"
