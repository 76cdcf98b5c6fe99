"""The lines of a text in Latin letters, which most texts are, found by one expression.

It is made of what :func:`calque.po.breaks.may_break` says of pairs of characters, so the rules stand there alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from calque.po.breaks import line_class, may_break

__all__ = ["is_latin", "latin_lines"]

_LETTERS = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_SIGNS = (
    "!#$%&'+,()*-./0123456789:;<=>@?^_`[]{|}~"
    "\u00a0\u00ab\u00b0\u00bb\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u20ac"
)
_LATIN = re.compile(rf"[ \\\"{_LETTERS}{re.escape(_SIGNS)}]*+")
_ESCAPES = re.compile(r"[^\\]*+(?>(?:\\(?:\"|\\(?!\\))[^\\]*+)*)(?:\\n)?")


def is_latin(text: str) -> bool:
    r"""Tell whether an escaped text is one that this module is for; each of its characters takes one column then.

    It begins with no space and has no more than two together; of escapes it has `\"`, `\\` and `\n` at its end, and
    no two of backslashes together.
    """
    if text.startswith(" ") or "   " in text or not _LATIN.fullmatch(text):
        return False
    return "\\" not in text or _ESCAPES.fullmatch(text) is not None


def latin_lines(text: str, room: int) -> list[str]:
    """Return the lines of at most `room` columns; a longer one where there is no place to break it."""
    return _lines(room).findall(text)


@cache
def _lines(room: int) -> re.Pattern[str]:
    return re.compile(rf"(?:.{{1,{room}}}|.+?)(?:\Z|{_place()})")


@cache
def _place() -> str:
    """Return an expression for a place between two characters where a line may end."""
    behind_space = [rf"(?:(?<=[{before}]\ )|(?<=[{before}]\ \ )){after}" for before, after in _pairs(" ")]
    others = [f"(?<=[{before}]){after}" for before, after in _pairs("")]
    none = rf"(?!\\n|(?<=[{_LETTERS}])[{_LETTERS}])"  # before the last line end; and in a word, where most tries are
    whole = r"(?<!(?<!\\)\\)"  # not within an escape
    return rf"{none}{whole}(?:{'|'.join([*behind_space, *others])})"


def _pairs(space: str) -> Iterator[tuple[str, str]]:
    """Yield sets of characters, and what may stand behind one, after this space, for a line to end between the two."""
    classes: defaultdict[str, str] = defaultdict(str)
    for sign in f'a\\"{_SIGNS}':
        classes[line_class(sign)] += sign
    pairs: defaultdict[str, str] = defaultdict(str)
    for before in classes.values():
        after = "".join(
            signs for signs in classes.values() if may_break(f"{before[0]}{space}{signs[0]}", 1 + len(space))
        )
        pairs[after] += before
    for after, before in pairs.items():
        if after:
            yield _set(before), f"(?=[{_set(after)}])"


def _set(signs: str) -> str:
    """Return the inside of brackets; one letter stands for all, which are of one class."""
    return "".join(_LETTERS if sign == "a" else re.escape(sign) for sign in signs)
