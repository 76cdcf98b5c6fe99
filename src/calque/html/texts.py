"""What a piece of text says, and whether that is worth translating."""

import re
from enum import Enum

from calque.html.elements import MARGIN

__all__ = [
    "UNFINISHED",
    "Space",
    "collapsed",
    "decoded",
    "escape",
    "is_uneven",
    "margin_of",
    "worth_translating",
]


class Space(Enum):
    """What becomes of white space."""

    COLLAPSE = "collapse"
    LINES = "lines"
    """Line ends are kept, as WordPress makes `<br />` of them; the rest collapses."""
    KEEP = "keep"


_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_RELATION = re.compile("[<>=\u2248\u2260\u2264\u2265]")
_URL = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*://|www\.)\S+")
_SPACES = re.compile("[ \t\n\f\r]+")
UNFINISHED = re.compile(r"(?:<|&#?[a-zA-Z0-9]*)\Z")
"""The end of a text that is text before a tag, and before other text may be the beginning of a tag or a reference."""
_KEEP, _LINES = Space.KEEP, Space.LINES  # an Enum's attributes are slow to look up


def worth_translating(text: str, *, numbers: bool = False) -> bool:
    """Tell whether a decoded text says something: `2024`, `—` and `https://x.org` do not, `1 < 2` does."""
    if text[:1].isalpha() and " " in text:
        return True
    if numbers:
        return bool(text.strip(MARGIN))
    if _LETTER.search(text):
        return " " in text or _URL.fullmatch(text.strip(MARGIN)) is None
    return _RELATION.search(text) is not None and _DIGIT.search(text) is not None


def decoded(source: str, space: Space, *, plain: bool = False) -> str:
    """Return what a text says, with its white space as it is to be: `a&amp;b<line end> c` → `a&b c`.

    In `plain` text, that of a text area or title, a browser shows NUL as U+FFFD; elsewhere it drops it.
    """
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
    return collapsed(source)


def collapsed(text: str) -> str:
    """Return a text with single spaces for its white space; several times as quick as an expression."""
    text = text.replace("\n", " ").replace("\t", " ").replace("\r", " ").replace("\f", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _without_references(text: str) -> str:
    """Decode the character references of a text as a browser does: `&amp;lt;&copy` → `&lt;©`."""
    if "<" in text:
        return "<".join(_without_references(part) for part in text.split("<"))
    import turbohtml  # noqa: PLC0415 — 20 ms, where a text is read alone

    return next(turbohtml.tokenize(text)).data or "" if text else ""


def is_uneven(text: str) -> bool:
    """Tell whether a text has other white space than single spaces."""
    return "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text


def margin_of(source: str, space: Space) -> int:
    """Return the length of the white space before the text; where space is kept, up to its last line end."""
    length = len(source) - len(source.lstrip(MARGIN))
    if length and space is _KEEP and length < len(source):
        return max(source.rfind("\n", 0, length), source.rfind("\r", 0, length)) + 1
    return length


def escape(text: str) -> str:
    """Write a decoded text in msgid form: `a < b` → `a &lt; b`."""
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text
