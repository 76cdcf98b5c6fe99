"""Laying out new text as GNU msgcat does: quoted strings and references, wrapped at a width."""

import re
from collections.abc import Iterable

__all__ = ["quoted", "references"]

_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\t": "\\t",
    "\b": "\\b",
    "\r": "\\r",
    "\f": "\\f",
    "\v": "\\v",
    "\a": "\\a",
    "\0": "\\000",
}
_ESCAPED = re.compile(r'[\\"\x00\x07-\x0d]')
_PIECE = re.compile(r"[^ ]* *")


def quoted(keyword: str, text: str, *, mark: str = "", width: int = 79) -> list[str]:
    r"""Return the lines of one field: `quoted("msgid", "a\nb")` → `msgid ""`, `"a\n"`, `"b"`.

    A line is at most `width` columns long where the text has a place to break; 0: no limit.
    """
    portions = _portions(text)
    room = width - 2 - len(mark) if width else 0
    first = room - len(keyword) - 1 if width else 0
    if len(portions) <= 1 and (not width or len(portions[0] if portions else "") <= first):
        return [f'{mark}{keyword} "{portions[0] if portions else ""}"']
    lines = [f'{mark}{keyword} ""']
    for portion in portions:
        lines.extend(f'{mark}"{line}"' for line in _wrapped(portion, room))
    return lines


def references(occurrences: Iterable[tuple[str, str]], width: int) -> list[str]:
    """Return the `#:` lines of an entry's references, as many on a line as fit."""
    lines: list[str] = []
    for path, number in occurrences:
        name = f"\u2068{path}\u2069" if re.search(r"[ \t]", path) else path
        item = f"{name}:{number}" if number else name
        if lines and (not width or len(lines[-1]) + 1 + len(item) < width):
            lines[-1] += f" {item}"
        else:
            lines.append(f"#: {item}")
    return lines


def _portions(text: str) -> list[str]:
    return [
        _ESCAPED.sub(lambda found: _ESCAPES[found[0]], part) for part in re.findall(r"[^\n]*\n|[^\n]+", text)
    ]


def _wrapped(portion: str, room: int) -> Iterable[str]:
    if not room or len(portion) <= room:
        return [portion]
    lines = [""]
    for piece in _PIECE.findall(portion):
        if lines[-1] and len(lines[-1]) + len(piece) > room and piece != "\\n":
            lines.append("")
        lines[-1] += piece
    return lines
