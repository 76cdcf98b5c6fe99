"""Where a line may be broken, and how many columns a text takes, by the rules of libunistring, which msgcat uses.

Source: Unicode Standard Annex #14 (line breaking classes) in the simplified form that GNU libunistring
implements, which for instance allows a break after ``:`` and ``/`` before a letter.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

__all__ = ["columns", "line_class", "may_break"]

_RANGES = {
    "HY": "2D",
    "SP": "20",
    "SY": "2F",
    "ZW": "200B",
    "WJ": "2060 FEFF",
    "B2": "2014 2E3A-2E3B",
    "IN": "2024-2026 22EF FE19",
    "BB": "B4 2C8 2CC 2DF 1FFD F01-F04 F06-F07 F09-F0A",
    "GL": "A0 34F 35C-362 F08 F0C F12 180E 2007 2011 202F",
    "BA": "7C AD 964-965 E5A-E5B F0B 104A-104B 1361 17D4-17D5 2027 2056 2058-205B 205D-205E 2CFF 2E0E-2E15",
    "CP": "29 5D",
    "CL": "3001-3002 FE11-FE12 FE50 FE52 FF0C FF0E FF61 FF64",
    "EX": "21 3F 5C6 61B 61D-61F 6D4 F0D-F11 2762-2763 FE15-FE16 FE56-FE57 FF01 FF1F",
    "IS": "2C 2E 3A-3B 37E 589 60C-60D 2044 FE10 FE13-FE14",
    "QU": "22 27 275B-2760 2E00-2E01 2E06-2E08 2E0B",
    "OP": "A1 BF 2E18",
    "PO": "25 A2 B0 609-60B 66A 9F2-9F3 9F9 2030-2037 20A7 20B6 20BB 20BE 20C0 2103 2109 FDFC FE6A FF05 FFE0",
    "PR": "2B 5C B1 2116 2212-2213",
    "HL": "5D0-5EA 5EF-5F2 FB1D FB1F-FB28 FB2A-FB4F",
    "NU": "66B-66C",
    "NS": "17D6 203C-203D 2047-2049 3005 301C 303B-303C 3041 3043 3045 3047 3049 3063 3083 3085 3087 308E"
    " 3095-3096 309B-309E 30A0-30A1 30A3 30A5 30A7 30A9 30C3 30E3 30E5 30E7 30EE 30F5-30F6 30FB-30FE"
    " 31F0-31FF FE54-FE55 FF1A-FF1B FF65 FF67-FF70 FF9E-FF9F",
    "CM": "200D 1160-11FF 3035 D7B0-D7FB",
    "RI": "1F1E6-1F1FF",
    "AL": "600-605 6DD 2015 2061-2065 E31-E3A E47-E4E EB1-EBC EC8-ECD 102B-103E 17B4-17D3 FFF9-FFFB 23E9-23EC 25FD-25FE"
    " 2648-2653 2693 26A1 26AA-26AB 26CE 2705 2728 274C 274E 2753-2755 2757 2795-2797 27B0 27BF 2B1B-2B1C 2B50"
    " 2B55 1F18E 1F191-1F19A 1F3B5-1F3B6 1F3BC 1F4A0 1F4A2 1F4A4 1F4AF 1F4B1-1F4B2 1F500-1F506 1F517-1F524"
    " 1F532-1F53D",
    "ID": "23F1-23F2 2600-2603 2618 261A-261F 2639-263B 2668 26BF-26C3 26C6-26C8 26CD 26CF-26D1 26D3 26D8-26D9"
    " 26DC 26DF-26E1 26F1 26F4 26F7-26F9 26FE-2704 2708-2709 270C-270D 2764 3030 303F FE31-FE32 FE58 FE63 FF0D"
    " FF66 FF71-FF9D FFFC 1F000-1F0F5 1F10D-1F10F 1F16D-1F16F 1F1AD 1F321-1F32C 1F336 1F37D 1F394-1F39B"
    " 1F39E-1F39F 1F3CB-1F3CE 1F3D4-1F3DF 1F3F1-1F3F3 1F3F5-1F3F7 1F43F 1F441 1F4FD-1F4FE 1F54A 1F54F"
    " 1F568-1F579 1F57B-1F594 1F597-1F5A3 1F5A5-1F5D3 1F5DC-1F5F3 1F5FA 1F6C6-1F6CB 1F6CD-1F6CF 1F6E0-1F6EA"
    " 1F6F0-1F6F3",
}
"""What the general category and the width do not tell, for the scripts that sites are written in."""

_CATEGORIES = {
    "Mn": "CM", "Me": "CM", "Mc": "CM", "Cc": "CM", "Cf": "CM",
    "Ps": "OP", "Pe": "CL", "Pi": "QU", "Pf": "QU", "Zs": "BA", "Pd": "BA", "Sc": "PR",
}  # fmt: skip

_NEVER_BEFORE = frozenset({"CL", "CP", "EX", "IS", "SY", "WJ", "ZW", "SP"})
"""No break before these, not even behind spaces."""
_GLUED_BEFORE = frozenset({"BA", "HY", "QU", "NS", "IN", "CM"})
"""No break before these, but behind spaces."""
_GLUED_AFTER = frozenset({"OP", "OPW", "GL", "WJ", "QU", "BB"})
_PAIRS = {
    "AL": {"AL", "HL", "NU", "OP", "PO", "PR"},
    "HL": {"AL", "HL", "NU", "OP", "PO", "PR"},
    "NU": {"AL", "HL", "NU", "OP", "PO", "PR"},
    "CP": {"AL", "HL", "NU", "PO", "PR"},
    "CL": {"PO", "PR"},
    "PO": {"AL", "HL", "NU", "OP", "OPW"},
    "PR": {"AL", "HL", "NU", "OP", "OPW", "ID"},
    "ID": {"PO"},
    "HY": {"NU"},
    "IS": {"NU"},
    "SY": {"NU", "HL"},
    "RI": {"RI"},
}
"""Pairs of classes between which only a space allows a break."""
_SPACED_PAIRS = {("QU", "OP"), ("QU", "OPW"), ("CL", "NS"), ("B2", "B2")}
"""Pairs of classes between which not even spaces allow a break."""

_ONE_COLUMN = re.compile(
    r"[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u202f\u20ac]*+"
)


def may_break(text: str, at: int) -> bool:
    """Say whether a line may end before `text[at]`, whose character is not the first."""
    after = line_class(text[at])
    if after in _NEVER_BEFORE:
        return False
    index = at - 1
    while index >= 0 and text[index] == " ":
        index -= 1
    if index < 0 or text[at - 1] == "\u200d":
        return False
    spaced = index < at - 1
    if after == "CM" and not spaced and line_class(text[index]) == "CM":
        return False  # within a run of marks, however long it is
    while index > 0 and line_class(text[index]) == "CM" and text[index - 1] != " ":
        index -= 1
    before = line_class(text[index])
    return _between("AL" if before == "CM" else before, after, spaced=spaced)


def _between(before: str, after: str, *, spaced: bool) -> bool:
    """Say whether a line may end between two classes, with or without spaces between them."""
    if before == "ZW":
        return True
    if before in {"OP", "OPW"} or (before, after) in _SPACED_PAIRS:
        return after == "CM" and spaced
    if spaced:
        return True
    if after == "GL":
        return before in {"BA", "HY"}
    return not (before in _GLUED_AFTER or after in _GLUED_BEFORE or after in _PAIRS.get(before, ()))


def columns(text: str) -> Iterator[int] | None:
    """Return the columns of each character: 1, 2 if it is wide, 0 if it joins the one before; None: all 1."""
    if text.isascii() or _ONE_COLUMN.fullmatch(text):
        return None
    return map(_width, text)


@cache
def line_class(char: str) -> str:
    """Return the class by which it is told whether a line may end beside the character."""
    point = ord(char)
    starts, rows = _table()
    last, name = rows[bisect_right(starts, point)]
    if point <= last:
        return name
    category = unicodedata.category(char)
    wide = unicodedata.east_asian_width(char)
    if category == "Nd" and wide != "F":
        return "NU"
    if category == "Ps" and wide in {"F", "W", "H"}:
        return "OPW"
    return _CATEGORIES.get(category) or ("ID" if wide in {"F", "W"} and category != "Cn" else "AL")


@cache
def _width(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc"} or 0x1160 <= ord(char) < 0x1200:  # noqa: PLR2004 - jamo that join
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"F", "W"} else 1


@cache
def _table() -> tuple[list[int], list[tuple[int, str]]]:
    """Return where the ranges begin, and of each, behind one that none is before, its last character and its class."""
    ends = [
        (int(first, 16), int(last or first, 16), name)
        for name, ranges in _RANGES.items()
        for first, _, last in (one.partition("-") for one in ranges.split())
    ]
    ends.sort()
    return [first for first, _, _ in ends], [(-1, ""), *((last, name) for _, last, name in ends)]
