"""Putting texts back: the skeleton is copied, each segment is its source or its translation."""

import re
from collections.abc import Mapping
from html import unescape

from calque.html.attributes import quote, quote_mark
from calque.html.blocks import decode_json, encode_json, is_rich, read_text
from calque.html.inline import is_uneven
from calque.html.markup import REFERENCE, TAG, check_markup, is_reference
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
    segments = document.segments
    usable = {index: target for index, target in targets.items() if _is_usable(segments[index], target)}
    pieces: list[str] = []
    position = 0
    index = 0
    while index < len(segments):
        segment = segments[index]
        after = index + 1
        if index in usable:
            inner: list[tuple[int, int, str]] = []
            while after < len(segments) and segments[after].start < segment.end:
                if after in usable:
                    inner.append(_replacement(document, segments[after], usable[after], []))
                after += 1
            start, end, text = _replacement(document, segment, usable[index], inner)
            pieces += document.html[position:start], text
            position = end
        index = after
    pieces.append(document.html[position:])
    return "".join(pieces)


def rerender(document: Document) -> str:
    """Return the HTML with every segment written anew from its own text: the same to a browser."""
    return join(document, {index: segment.text for index, segment in enumerate(document.segments)})


def _is_usable(segment: Segment, target: str) -> bool:
    if not target.strip():
        return False
    return not any(problem.severity is Severity.ERROR for problem in check_markup(segment, target))


def _replacement(
    document: Document, segment: Segment, target: str, inner: list[tuple[int, int, str]]
) -> tuple[int, int, str]:
    """Return the span of a segment and what is to stand there."""
    start, end = segment.start, segment.end
    source = document.html[start:end]
    target = _spaced(segment, target, raw=document.raw)
    if segment.kind is SegmentKind.TEXT:
        return start, end, _markup(segment, target, inner)
    if segment.kind is SegmentKind.ATTRIBUTE:
        return start, end, quote(unescape(_text(segment, target)), quote_mark(document.html, start))
    if document.html[start - 1] != '"':  # <!--more …-->
        return start, end, _markup(segment, target, []).replace("--", "&#45;&#45;")
    value = decode_json(source)
    key = (segment.context or "").rpartition("#")[2]
    written = _markup(segment, target, []) if is_rich(key) else unescape(target)
    old = read_text(key, value, numbers=True)
    if old is None:
        return start, end, source
    if written == value[old.start : old.end] or target == segment.text:
        return start, end, source  # JSON spells a text in many ways; the site's own stays
    return start, end, encode_json(value[: old.start] + written + value[old.end :])


_SPACES = re.compile("[ \t\n\f\r]+")
_BLANK_LINES = re.compile("\n[ \t\f\r]*\n[ \t\n\f\r]*")


def _spaced(segment: Segment, target: str, *, raw: bool) -> str:
    """Collapse white space unless the source keeps its own; give no blank line to a raw text that has none."""
    if not is_uneven(target):
        return target
    if segment.kind is not SegmentKind.ATTRIBUTE and not is_uneven(segment.text):
        return _SPACES.sub(" ", target)
    if raw and not _BLANK_LINES.search(segment.text):
        return _BLANK_LINES.sub("\n", target)
    return target


def _markup(segment: Segment, target: str, inner: list[tuple[int, int, str]]) -> str:
    """Write a text in msgid form as HTML, with the source's own tags."""
    if "<" not in target:
        return _text(segment, target)
    placeholders = {(one.name, one.id): one for one in segment.placeholders}
    pieces: list[str] = []
    opened: list[Placeholder] = []
    position = 0
    for tag in TAG.finditer(target):
        pieces.append(_text(segment, target[position : tag.start()]))
        position = tag.end()
        if tag["close"]:
            pieces.append(opened.pop().closing)
            continue
        placeholder = placeholders[tag["name"], int(tag["id"]) if tag["id"] else None]
        pieces.append(_opening(placeholder, inner))
        if not tag["void"]:
            opened.append(placeholder)
    pieces.append(_text(segment, target[position:]))
    return "".join(pieces)


def _opening(placeholder: Placeholder, inner: list[tuple[int, int, str]]) -> str:
    """Return the source's tag with the texts in it replaced."""
    opening = placeholder.opening
    if placeholder.id is None:
        return opening
    for start, end, text in reversed(inner):
        at = start - placeholder.start
        if 0 <= at < len(opening):
            opening = opening[:at] + text + opening[end - placeholder.start :]
    return opening


_AMPERSAND = re.compile(rf"(?:{REFERENCE.pattern})|&")


def _text(segment: Segment, text: str) -> str:
    """Write text without tags as HTML: what is no reference, tag or shortcode of the source stays text."""
    if "&" in text:
        text = _AMPERSAND.sub(
            lambda found: (
                found[0] if len(found[0]) > 1 and is_reference(found[0]) else f"&amp;{found[0][1:]}"
            ),
            text,
        )
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if "\r" in text:
        text = text.replace("\r", "&#13;")
    if "[" in text:
        text = _without_new_brackets(segment, text)
    return text


def _without_new_brackets(segment: Segment, text: str) -> str:
    """Write each `[` that the source has not before the same name as `&#91;`: some plugin may know the name."""
    known = {f"[{match['close']}{match['name']}" for match in BRACKET.finditer(segment.text)}
    pieces = text.split("[")
    for place, piece in enumerate(pieces[1:], 1):
        match = BRACKET.match(f"[{piece}")
        allowed = match is None and piece or match and f"[{match['close']}{match['name']}" in known
        pieces[place] = f"[{piece}" if allowed else f"&#91;{piece}"
    return "".join(pieces)
