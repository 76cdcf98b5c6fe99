"""What a terminal, a log or a reader's editor would obey, made visible: the only place that knows these characters.

Titles, texts, names of files and answers of sites are foreign: an ESC in one of them moves the cursor, colours the
screen or renames its window, and a change of direction shows a line in another order than it is read.
"""

import re

__all__ = ["shortened", "visible", "visible_json"]

_SURROGATE_ESCAPES = range(0xDC80, 0xDD00)
_CONTROL_PICTURES = 0x2400
_OBEYED = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
"""C0 but for tab and newline, DEL, C1, the two separators, embeddings, overrides and isolates. Not the marks of
direction (LRM, RLM, ALM), which Arabic and Hebrew texts need and which turn nothing around them."""
_FOREIGN = re.compile(rf"[{_OBEYED}\ud800-\udfff]")
_FOREIGN_OF_LINE = re.compile(rf"[{_OBEYED}\t\n\ud800-\udfff]")
_OBEYED_ALONE = re.compile(rf"[{_OBEYED}]")


def visible(text: str, *, lines: bool = False) -> str:
    r"""Return the text with a sign in place of each character that would be obeyed: ESC → `␛`, U+202E → `\\u202e`.

    Bytes of a file's name that are no UTF-8 are shown as bytes: `caf\xe9`. Where the text may have `lines`, newlines
    and tabs stay as they are.
    """
    return (_FOREIGN if lines else _FOREIGN_OF_LINE).sub(_shown, text)


def shortened(text: str, most: int = 60) -> str:
    """Return as much of a text as a message quotes: at most so many characters, the last a `…` where more are cut."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def visible_json(text: str) -> str:
    r"""Return the text of a JSON value with such characters as JSON escapes them, so that it holds what it held."""
    return _OBEYED_ALONE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _shown(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:  # noqa: PLR2004 — C0
        return chr(_CONTROL_PICTURES + code)
    if code == 0x7F:  # noqa: PLR2004 — DEL
        return "\N{SYMBOL FOR DELETE}"
    if code in _SURROGATE_ESCAPES:
        return f"\\x{code - 0xDC00:02x}"
    if 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 — half of a character
        return "\N{REPLACEMENT CHARACTER}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004
