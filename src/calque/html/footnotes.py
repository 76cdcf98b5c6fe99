"""The footnotes of a post, a list in JSON in its meta: `[{"content":"See <em>here</em>","id":"…"}]`."""

import json

from calque.html.block_json import HALF_CHARACTER, decode_json, json_values
from calque.html.blocks import read_text
from calque.locales.writing import words_in
from calque.model import Document, Quotes, Rules, Segment, SegmentKind

__all__ = ["split_footnotes"]

_KEY = "content"


def split_footnotes(text: str, *, field: str, rules: Rules) -> Document:
    """Find the texts of footnotes; none in what is no list of them. Any text is taken; nothing is raised."""
    try:
        is_list = isinstance(json.loads(text), list)
    except (ValueError, RecursionError):
        is_list = False
    segments = [
        Segment(
            SegmentKind.BLOCK,
            written,
            value.start,
            value.end,
            f"wp:footnotes#{_KEY}",
            placeholders=placeholders,
            words=words_in(spoken),
            quotes=Quotes.DOUBLE,
        )
        for value in (json_values(text, 0, len(text)) if is_list else ())
        if value.path == (_KEY,)
        if (inline := read_text(_KEY, decode_json(text[value.start : value.end]), numbers=rules.numbers))
        for written, _, _, spoken, placeholders in [inline]
        if not HALF_CHARACTER.search(written)
    ]
    return Document(field, text, tuple(segments))
