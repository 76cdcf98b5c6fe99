"""Pseudo-localisation: a text in msgid form that reads alike and shares no letter with its source."""

import re

from calque.html.markup import REFERENCE, TAG
from calque.html.shortcodes import BRACKET, closed_names, is_shortcode

__all__ = ["pseudolocalise"]

_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "àƀçđéƒĝĥîĵķļɱñöþǫŕšţüṽŵẋýžÀƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÜṼŴẊÝŽ",
)
_APART = re.compile(f"{TAG.pattern}|{REFERENCE.pattern}")
_MARK = "\u0323"
"""Put below letters that have no counterpart in the table."""


def pseudolocalise(text: str) -> str:
    """Change every letter outside tags, references and shortcodes: `Hi <b>you</b> &amp;` → `Ĥî <b>ýöü</b> &amp;`."""
    kept = [match.span() for match in _APART.finditer(text)]
    if "[" in text:
        closed = closed_names(text)
        kept += [match.span() for match in BRACKET.finditer(text) if is_shortcode(match, closed)]
    pieces: list[str] = []
    position = 0
    for start, end in sorted(kept):
        if start >= position:
            pieces += _changed(text[position:start]), text[start:end]
            position = end
    pieces.append(_changed(text[position:]))
    return "".join(pieces)


def _changed(text: str) -> str:
    changed = text.translate(_LETTERS)
    if text.isascii():
        return changed
    return "".join(
        new + _MARK if new == old and old.isalpha() else new for new, old in zip(changed, text, strict=True)
    )
