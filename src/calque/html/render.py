"""Putting texts back: the skeleton is copied, each segment is its source or its translation."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from calque.html.attributes import quote, quote_mark
from calque.html.blocks import decode_json, encode_json, is_rich, read_text
from calque.html.inline import is_uneven
from calque.html.markup import REFERENCE, TAG, decode, is_reference
from calque.html.problems import check_markup
from calque.html.shortcodes import BRACKET
from calque.model import Document, Placeholder, Segment, SegmentKind, Severity

__all__ = ["join", "rerender"]


def join(document: Document, targets: Mapping[int, str] | None = None) -> str:
    """Return the HTML with the segments at the given indexes translated: `{0: "Salut"}`.

    Without targets it is the input, byte for byte. Where a target is missing, empty or breaks the grammar, the
    source stands in.
    """
    if not targets:
        return document.html
    html, segments = document.html, document.segments
    pieces: list[str] = []
    position = index = 0
    while index < len(segments):
        segment = segments[index]
        target = _usable(segment, targets.get(index))
        index += 1
        if target is None:
            continue
        inner: list[_Change] = []
        while index < len(segments) and segments[index].start < segment.end:
            inner_target = _usable(segments[index], targets.get(index))
            if inner_target is not None:
                inner.append(_change(document, segments[index], inner_target, ()))
            index += 1
        change = _change(document, segment, target, inner)
        pieces += html[position : change.start], change.text
        position = change.end
    pieces.append(html[position:])
    return "".join(pieces)


def rerender(document: Document) -> str:
    """Return the HTML with every segment written anew from its own text: the same to a browser."""
    return join(document, {index: segment.text for index, segment in enumerate(document.segments)})


class _Change(NamedTuple):
    """What is to stand at a span of the HTML."""

    start: int
    end: int
    text: str


def _usable(segment: Segment, target: str | None) -> str | None:
    """Return the target if it is one that can be rendered."""
    if target is None or not target.strip():
        return None
    problems = check_markup(segment, target)
    return None if any(problem.severity is Severity.ERROR for problem in problems) else target


def _change(document: Document, segment: Segment, target: str, inner: Sequence[_Change]) -> _Change:
    """Return what a translation makes of its segment, where `inner` are the texts in its tags."""
    if is_uneven(target):
        target = _spaced(segment, target, raw=document.raw)
    start, end = segment.start, segment.end
    if segment.kind is SegmentKind.TEXT:
        return _Change(start, end, _markup(segment, target, inner))
    if segment.kind is SegmentKind.ATTRIBUTE:
        quoted = quote(decode(target), quote_mark(document.html, start))
        return _Change(start, end, _without_new_brackets(segment, quoted))
    return _Change(start, end, _block_text(document.html[start - 1 : end], segment, target))


_SPACES = re.compile("[ \t\n\f\r]+")
_BLANK_LINES = re.compile("\n[ \t\f\r]*\n[ \t\n\f\r]*")


def _spaced(segment: Segment, target: str, *, raw: bool) -> str:
    """Collapse white space unless the source keeps its own; give no blank line to a raw text that has none."""
    if segment.kind is not SegmentKind.ATTRIBUTE and not is_uneven(segment.text):
        return _SPACES.sub(" ", target)
    if raw and not _BLANK_LINES.search(segment.text):
        return _BLANK_LINES.sub("\n", target)
    return target


def _block_text(source: str, segment: Segment, target: str) -> str:
    """Write a text into a block's comment; `source` is what stands there, with the character before it."""
    if not source.startswith('"'):  # <!--more …-->
        return _markup(segment, target, ()).replace("--", "&#45;&#45;")
    key = (segment.context or "").rpartition("#")[2]
    value = decode_json(source[1:])
    old = read_text(key, value, numbers=True)
    if old is None or target == segment.text:
        return source[1:]  # JSON spells a text in many ways; the site's own stays
    _, start, end, _, _ = old
    text = _markup(segment, target, ()) if is_rich(key) else _without_new_brackets(segment, decode(target))
    return encode_json(value[:start] + text + value[end:])


def _markup(segment: Segment, target: str, inner: Sequence[_Change]) -> str:
    """Write a text in msgid form as HTML, with the source's own tags."""
    if "<" not in target:
        return _text(segment, target)
    placeholders = {(one.name, one.id): one for one in segment.placeholders}
    pieces: list[str] = []
    opened: list[Placeholder] = []
    position = 0
    for tag in TAG.finditer(target):
        start, end = tag.span()
        if start > position:
            pieces.append(_text(segment, target[position:start]))
        position = end
        slash, name, number, void = tag.groups()
        if slash:
            pieces.append(opened.pop().closing)
            continue
        placeholder = placeholders[name, int(number) if number else None]
        pieces.append(_opening(placeholder, inner) if inner and number else placeholder.opening)
        if not void:
            opened.append(placeholder)
    pieces.append(_text(segment, target[position:]))
    return "".join(pieces)


def _opening(placeholder: Placeholder, inner: Sequence[_Change]) -> str:
    """Return the source's tag with the texts in it translated."""
    opening = placeholder.opening
    for start, end, text in reversed(inner):
        at = start - placeholder.start
        if 0 <= at < len(placeholder.opening):
            opening = opening[:at] + text + opening[at + end - start :]
    return opening


_AMPERSAND = re.compile(f"{REFERENCE.pattern}|&")


def _text(segment: Segment, text: str) -> str:
    """Write text without tags as HTML: all that is no reference, and no bracket of the source, stays text."""
    if "&" in text:
        text = _AMPERSAND.sub(_reference, text)
    if "<" in text or ">" in text:
        text = text.replace("<", "&lt;").replace(">", "&gt;")
    if "\r" in text:
        text = text.replace("\r", "&#13;")
    return _without_new_brackets(segment, text)


def _reference(match: re.Match[str]) -> str:
    text = match[0]
    return text if len(text) > 1 and is_reference(text) else f"&amp;{text[1:]}"


def _without_new_brackets(segment: Segment, text: str) -> str:
    """Write a `[` that the source has not as `&#91;`: some plugin may know what it seems to name."""
    if "[" not in text:
        return text
    known = {match[0] for match in BRACKET.finditer(segment.text)}
    first, *others = text.split("[")
    pieces = [first]
    for other in others:
        match = BRACKET.match(f"[{other}")
        kept = match[0] in known if match else other
        pieces.append(f"[{other}" if kept else f"&#91;{other}")
    return "".join(pieces)
