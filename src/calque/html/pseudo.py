"""Pseudo-localisation: a text in msgid form that reads alike and shares no letter with its source."""

from calque.html.markup import REFERENCE, TAG
import re

__all__ = ["pseudolocalise"]

_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "àƀçđéƒĝĥîĵķļɱñöþǫŕšţüṽŵẋýžÀƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÜṼŴẊÝŽ",
)
_APART = re.compile(rf"({TAG.pattern}|{REFERENCE.pattern})")
_MARK = "\u0323"
"""Put below letters that have no counterpart in the table."""


def pseudolocalise(text: str) -> str:
    """Change every letter outside tags and references: `Hi <b>you</b> &amp; me` → `Ĥî <b>ýöü</b> &amp; ɱé`."""
    pieces: list[str] = []
    position = 0
    for match in _APART.finditer(text):
        pieces += _changed(text[position : match.start()]), match[0]
        position = match.end()
    pieces.append(_changed(text[position:]))
    return "".join(pieces)


def _changed(text: str) -> str:
    changed = text.translate(_LETTERS)
    if text.isascii():
        return changed
    return "".join(
        new + _MARK if new == old and old.isalpha() else new for new, old in zip(changed, text, strict=True)
    )
