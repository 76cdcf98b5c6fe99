"""JSON with other text around it: PHP notices before it; what a cache or a plugin prints after it."""

import json
import re
from typing import Any, NamedTuple

__all__ = ["FoundJson", "find_json"]

_LOOK = 20_000
"""Characters before the JSON in which its beginning is looked for."""
_TRIES = 50
_STARTS = re.compile(r"(?<![\[{,:\"])[\[{]")
"""Where JSON may begin, but not within other JSON."""
_PAGE = re.compile(r"<!doctype|<html|<body", re.IGNORECASE)
"""What stands before JSON in a page, never in a notice."""
_COMMENT = re.compile(r"\s*(<!--.*-->\s*)?", re.DOTALL)
_ADDED = re.compile(
    r"\s*(?:<!--.*?-->|<(script|style|noscript)\b.*?</\1\s*>|0(?=\s|<|$))", re.DOTALL | re.IGNORECASE
)
"""What plugins print after an answer that is done; `0` is what `admin-ajax.php` ends with."""
_DAMAGED = 30
"""So many characters of JSON before an error are no notice: it is the JSON itself that is damaged."""


class FoundJson(NamedTuple):
    """The value, and where its text begins and ends."""

    data: Any
    start: int
    end: int


def find_json(text: str) -> FoundJson:
    """Parse a text as JSON, or the JSON in it behind PHP notices and before what a cache or a plugin adds.

    `Notice: … on line 12` and `[{"id": 1}]` on the next line → `[{"id": 1}]`; so
    do `[{"id": 1}]<script>…</script>` and `[{"id": 1}]0`. What is cut off or damaged is no
    JSON, whatever whole objects stand in it.
    Errors: JSONDecodeError; ValueError for a number of thousands of digits; RecursionError.
    """
    try:
        return FoundJson(json.loads(text), 0, len(text))
    except json.JSONDecodeError as error:
        first = error
    decoder = json.JSONDecoder()
    for start in list(_STARTS.finditer(text, 0, _LOOK))[:_TRIES]:
        try:
            data, end = decoder.raw_decode(text, start.start())
        except json.JSONDecodeError as error:
            if _is_cut(error) or error.pos - start.start() > _DAMAGED:
                raise
            continue
        if _is_added(text, end) and not _PAGE.search(text, 0, start.start()):
            return FoundJson(data, start.start(), end)
    raise first


def _is_added(text: str, start: int) -> bool:
    """Tell whether nothing but what caches and plugins add stands from `start` on."""
    if _COMMENT.fullmatch(text, start):
        return True
    while added := _ADDED.match(text, start):
        start = added.end()
    return not text[start:].strip()


def _is_cut(error: json.JSONDecodeError) -> bool:
    return error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated")
