"""Dates in digits: the same day in both texts, in whichever order each locale writes it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from calque.checks.pair import Pair

__all__ = ["dates"]

_DATE = re.compile(
    r"(?<![\d./-])(?P<a>\d{1,4})(?P<mark>[./-])[ ]?(?P<b>\d{1,2})(?P=mark)[ ]?(?P<c>\d{1,4})(?![\d])(?![./-]\d)"
)
_MONTHS, _DAYS = 12, 31
_MONTH_FIRST = frozenset({"en", "en-US", "en-PH", "es-PR", "fil"})
"""Locales that write 3/5/2026 for the fifth of March; of English without a region either order may be meant."""
_YEAR_LENGTH = 4


class _Date(NamedTuple):
    text: str
    year: int
    pair: tuple[int, int]
    """The day and the month, in the order of the text."""


def dates(pair: Pair) -> Iterator[str]:
    """Yield dates whose day, month or year is another, and dates in an order that is read as another day.

    `3/5/2026` → `05.03.2026` and `2026-03-05` are right in German; `3.5.2026` is the third of May there.
    """
    if not pair.has_digits:
        return
    sources, targets = _dates(pair.source_text), _dates(pair.target_text)
    if not sources or len(sources) != len(targets):
        return
    for source, target in zip(sources, targets, strict=True):
        if (source.year, sorted(source.pair)) != (target.year, sorted(target.pair)):
            yield f"{source.text} became {target.text}"
        elif _reads_as_another_day(source, target, pair):
            yield f"{target.text} is read as another day than {source.text}"


def _dates(text: str) -> list[_Date]:
    found = (_read(match) for match in _DATE.finditer(text))
    return [date for date in found if date]


def _read(match: re.Match[str]) -> _Date | None:
    """Return a date, or None where the numbers cannot be one: a version, an address."""
    numbers = [match["a"], match["b"], match["c"]]
    if len(numbers[0]) == _YEAR_LENGTH:
        year, one, other = map(int, numbers)
        one, other = other, one
    elif len(numbers[2]) == _YEAR_LENGTH:
        one, other, year = map(int, numbers)
    else:
        return None
    if not (0 < min(one, other) <= _MONTHS and max(one, other) <= _DAYS):
        return None
    return _Date(match[0], year, (one, other))


def _reads_as_another_day(source: _Date, target: _Date, pair: Pair) -> bool:
    """Tell whether a target, read as its locale reads dates, is not the source's day, read as the source's does."""
    if source.pair[0] == source.pair[1] or max(source.pair) > _MONTHS:
        return False
    return _day(source, pair.setting.source_locale) != _day(target, pair.locale)


def _day(date: _Date, locale: str) -> int:
    is_year_first = re.match(r"\d{4}", date.text)
    return date.pair[1] if locale in _MONTH_FIRST and "/" in date.text and not is_year_first else date.pair[0]
