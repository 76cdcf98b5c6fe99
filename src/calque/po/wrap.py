"""Laying out new text as GNU msgcat does: quoted strings and references, wrapped at a width."""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from calque.po.breaks import columns, may_break
from calque.po.latin import is_latin, latin_lines

__all__ = ["quoted", "references"]

_ESCAPES = {
    "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\b": "\\b", "\r": "\\r", "\f": "\\f", "\v": "\\v",
    "\a": "\\a", "\0": "\\000",
}  # fmt: skip
_ESCAPED = re.compile(r'[\\"\x00\x07-\x0d]')
_LETTERS = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]++")
"""Between these no line ends, and behind a space one may before them."""
_PORTION = re.compile(r"[^\n]*\n|[^\n]+")


def quoted(
    keyword: str, text: str, *, mark: str = "", width: int = 79, known: Mapping[str, list[str]] | None = None
) -> list[str]:
    r"""Return the lines of one field: `quoted("msgid", "a\nb")` → `msgid ""`, `"a\n"`, `"b"`.

    A line is at most `width` columns long where the text has a place to break; 0: no limit. `mark`
    stands before each line: `#~ ` or `#| `. `known` gives lines for parts of the escaped text.
    """
    parts = [_escaped(part) for part in portions(text)] if "\n" in text else [_escaped(text)]
    room = width - 2 - len(mark) if width else sys.maxsize
    wrapped = [_wrapped(part, room) for part in parts]
    if len(wrapped) == 1 and len(wrapped[0]) == 1 and _fits(parts[0], room - len(keyword) - 1):
        return [f'{mark}{keyword} "{parts[0]}"']
    lines = [f'{mark}{keyword} ""']
    for part, pieces in zip(parts, wrapped, strict=True):
        lines.extend(known[part] if known and part in known else [f'{mark}"{piece}"' for piece in pieces])
    return lines


def references(occurrences: Iterable[tuple[str, str]], width: int) -> list[str]:
    """Return the `#:` lines of an entry's references, as many on a line as fit."""
    lines: list[str] = []
    taken = 0
    for path, number in occurrences:
        name = f"\u2068{path}\u2069" if " " in path or "\t" in path else path
        item = f"{name}:{number}" if number else name
        length = 1 + len(item if item.isascii() else item.encode())
        if lines and (not width or taken + length <= width):
            lines[-1] += f" {item}"
            taken += length
        else:
            lines.append(f"#: {item}")
            taken = 2 + length
    return lines


def portions(text: str) -> list[str]:
    r"""Return the text cut behind each line end: `"a\nb"` → `"a\n"`, `"b"`."""
    return _PORTION.findall(text)


def _escaped(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text  # most do, and are told by this in a tenth of the time
    return _ESCAPED.sub(lambda found: _ESCAPES[found[0]], text)


def _wrapped(text: str, room: int) -> Sequence[str]:
    """Return lines of at most `room` columns, where the text can be broken."""
    if len(text) * 2 <= room:
        return (text,)
    if is_latin(text):
        return latin_lines(text, max(room, 1))
    sums = _sums(text, room)
    lines: list[str] = []
    start, length = 0, len(text)
    while start < length:
        end = _line_end(text, start, sums, room)
        lines.append(text[start:end])
        start = end
    return lines


def _fits(text: str, room: int) -> bool:
    """Tell whether a text stands on a line of `room` columns, or nowhere on one, as it has no place to be broken."""
    return len(text) * 2 <= room or _line_end(text, 0, _sums(text, room), room) == len(text)


def _sums(text: str, room: int) -> Sequence[int] | None:
    """Return the columns before each character, and of the whole; None where each takes one."""
    if len(text) * 2 <= room or (widths := columns(text)) is None:
        return None
    return (0, *accumulate(widths))


def _line_end(text: str, start: int, sums: Sequence[int] | None, room: int) -> int:
    """Return where the line from `start` ends: the last break that fits, else the first that there is."""
    length = len(text)
    limit = start + room if sums is None else bisect_right(sums, sums[start] + room, start) - 1
    if limit >= length:
        return length
    space = text.rfind(" ", start, limit)
    if space > start and text[space - 1].isalnum() and _LETTERS.fullmatch(text, space + 1, limit + 1):
        return space + 1
    for at in range(max(limit, start), start, -1):
        if not _LETTERS.fullmatch(text, at - 1, at + 1) and _allowed(text, at, start):
            return at
    return next((at for at in range(max(limit, start) + 1, length) if _allowed(text, at, start)), length)


def _allowed(text: str, at: int, start: int) -> bool:
    """Say whether the line from `start` may end at `at`: not inside an escape, and not before a final line end."""
    if text[at] == "\\" and at == len(text) - 2 and text[-1] == "n":
        return False
    slashes = 0
    while slashes < at - start and text[at - 1 - slashes] == "\\":  # no line begins inside an escape
        slashes += 1
    return slashes % 2 == 0 and may_break(text, at)
