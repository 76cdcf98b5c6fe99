"""Telephone numbers: the same one with and without the prefix of its country."""

import re

from calque.checks.number_values import ascii_digits

__all__ = ["without_phones"]

_RUN = re.compile(r"(?:\+|(?<![\d.,]))\(?\d(?:[\d ()./\u00a0\u202f\u2009\u2011\u2013-]{5,28})\d(?![\d,])")
_FEWEST, _MOST = 7, 16
"""Digits of a telephone number."""
_PREFIX = 4
"""Digits that a country's prefix adds at most, with the zeros before it."""
_LOCAL = 6
"""Digits of a number that are the same, however it is dialled."""
_HOLDER = "\ufffc"


def without_phones(source: str, target: str) -> tuple[str, str]:
    """Return both texts without the telephone numbers that they have in common, each dialled in its own way.

    ::

        "Call (555) 010-0199", "Appelez le +1 555 010 0199"  ->  "Call \ufffc", "Appelez le \ufffc"
    """
    theirs = _phones(target)
    if not theirs:
        return source, target
    for own, is_marked in _phones(source).items():
        for other, is_too in theirs.items():
            if (is_marked or is_too) and _is_same(own, other):
                source, target = source.replace(own, _HOLDER), target.replace(other, _HOLDER)
    return source, target


def _phones(text: str) -> dict[str, bool]:
    """Return what may be a telephone number, and whether its first sign says that it is one."""
    runs = (found[0] for found in _RUN.finditer(text))
    return {
        run: run[0] in "+(" or ascii_digits(run[0]) == "0"
        for run in runs
        if _FEWEST <= len(ascii_digits(run)) <= _MOST
    }


def _is_same(one: str, other: str) -> bool:
    shorter, longer = sorted((ascii_digits(one).lstrip("0"), ascii_digits(other).lstrip("0")), key=len)
    return len(shorter) >= _LOCAL and longer.endswith(shorter) and len(longer) - len(shorter) <= _PREFIX
