"""Numbers: the same values in both texts, however each locale writes them.

`1,234.5`, `1.234,5`, `1 234,5` and `١٬٢٣٤٫٥` are one value; `3 pm` is `15 h`, `20 million` is `2000万`, the 20th
century is the XXe. A small number that one text has and the other has not is taken as spelt out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from calque.checks.pair import Pair

__all__ = ["numbers"]

_SEPARATORS = ".,'\u2019\u00a0\u202f\u2009\u066b\u066c\uff0c\uff0e"
_NUMBER = re.compile(
    rf"(?P<digits>\d+(?:[{_SEPARATORS}]\d+)*(?:[ ]\d{{3}}(?!\d))*(?:[.,]\d+)?)"
    r"(?:[ \u00a0\u202f]?(?P<scale>thousand|million|billion|trillion|mill|bn|k\b|[万萬億亿千百兆만억천조]))?"
    r"(?:[ \u00a0\u202f]?(?P<noon>[ap])\.?m\b\.?)?"
    r"(?=(?::\d\d[ \u00a0\u202f]?(?P<half>[ap])\.?m\b)?)",
    re.IGNORECASE,
)
_SCALES = {
    "thousand": 3,
    "k": 3,
    "million": 6,
    "mill": 6,
    "billion": 9,
    "bn": 9,
    "trillion": 12,
    "百": 2,
    "千": 3,
    "천": 3,
    "万": 4,
    "萬": 4,
    "만": 4,
    "億": 8,
    "亿": 8,
    "억": 8,
    "兆": 12,
    "조": 12,
}
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
"""Years, which a text may write with two digits: the 1990s, los años 90."""
_GROUPED = re.compile(r"\d{1,3}(?:(?P<mark>\D)\d{3})(?:(?P=mark)\d{3})*")
_DECIMAL = re.compile(r"(?P<whole>\d{1,3}(?:(?P<mark>\D)\d{2,3})*|\d+)\D(?P<part>\d+)")
_SPELT = frozenset(range(13)) | {16, 20, 24, 50, 60, 100, 1000, 1_000_000, 1_000_000_000}
"""Values that a text may well spell out, or say in another way: hexadecimal, all day, an hour."""
_DIGITS = re.compile(r"\d+")
_LONG = 64
"""Characters beyond which a number is looked for anywhere."""
_ROMAN = re.compile(r"(?<![^\W_])(?=[IVX])(X{0,2}(?:IX|IV|V?I{0,3}))(?:e|er|ème|th|\.)?(?![^\W_])")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


class _Number(NamedTuple):
    text: str
    values: frozenset[float]
    """Every value that it may have: `1,234` → 1234 and 1.234; `3 pm` → 3 and 15."""


def numbers(pair: Pair) -> Iterator[str]:
    """Yield numbers that one of the two texts has, and the other in no spelling."""
    if not pair.has_digits:
        return
    sources, targets = _numbers(pair.source_text), _numbers(pair.target_text)
    if sources == targets:
        return
    missing, added = _without(sources, targets), _without(targets, sources)
    if not (missing or added) or _same_digits(sources, targets) or _same_digits(missing, added):
        return
    missing, added = _not_elsewhere(missing, pair.target), _not_elsewhere(added, pair.source)
    if not missing or not added:
        missing, added = _unspelt(missing), _unspelt(added)
    if missing and added:
        yield f"{_listed(missing)} became {_listed(added)}"
    elif missing:
        yield f"{_listed(missing)} of the source is missing"
    elif added:
        yield f"{_listed(added)} is not in the source text"


def _numbers(text: str) -> list[_Number]:
    """Return the numbers of a text with what belongs to them: `at 3 pm, 1,234 of 20 million`; none of `i18n`."""
    numbers: list[_Number] = []
    for found in _NUMBER.finditer(text):
        if _is_in_word(text, found):
            continue
        parts = re.split(r"\D", found["digits"])
        if len(parts) > 2 and not _GROUPED.match(found["digits"]):  # noqa: PLR2004  a date or a version
            numbers += (_Number(part, frozenset((float(part),))) for part in parts)
        else:
            numbers.append(_Number(found[0].strip(), _values(found)))
    return numbers


def _is_in_word(text: str, found: re.Match[str]) -> bool:
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    return before.isascii() and after.isascii() and before.isalpha() and after.isalpha()


def _without(numbers: Iterable[_Number], others: Iterable[_Number]) -> list[_Number]:
    """Return the numbers that have no value in common with any of the others."""
    known = frozenset().union(*(other.values for other in others))
    return [number for number in numbers if number.values.isdisjoint(known)]


def _values(found: re.Match[str]) -> frozenset[float]:
    values = set(_readings(found["digits"]))
    values |= {value % 100 for value in values if _FIRST_YEAR <= value <= _LAST_YEAR}
    if scale := found["scale"]:
        values |= {value * 10 ** _SCALES[scale.lower()] for value in values}
    if noon := found["noon"] or found["half"]:
        values |= {value % 12 + (12 if noon in "pP" else 0) for value in values}
    return frozenset(values)


def _readings(digits: str) -> Iterator[float]:
    """Yield what a run of digits and separators can mean, where the locale is not believed."""
    if digits.isdecimal():
        yield float(digits)
        return
    if _GROUPED.fullmatch(digits):
        yield float(re.sub(r"\D", "", digits))
    if found := _DECIMAL.fullmatch(digits):
        whole = re.sub(r"\D", "", found["whole"])
        yield float(f"{whole}.{found['part']}")


def _ascii(digits: str) -> str:
    return "".join(str(int(digit)) for digit in digits)


def _same_digits(one: Iterable[_Number], other: Iterable[_Number]) -> bool:
    """Tell whether two lists of numbers have the same digits in all: grouped or cut in another way."""
    digits = [[_ascii(re.sub(r"\D", "", number.text)) for number in numbers] for numbers in (one, other)]
    return len(digits[0]) != len(digits[1]) and "".join(digits[0]) == "".join(digits[1])


def _unspelt(numbers: Iterable[_Number]) -> list[_Number]:
    return [number for number in numbers if not number.values & _SPELT]


def _not_elsewhere(numbers: Sequence[_Number], text: str) -> list[_Number]:
    """Return the numbers that a text has in no code or address, nor in Roman numerals: the 19th century, `XIXe`."""
    if not numbers:
        return []
    written = _Written(text)
    roman = frozenset(_roman(found[1]) for found in _ROMAN.finditer(text) if found[1])
    return [number for number in numbers if number.values.isdisjoint(roman) and number.text not in written]


class _Written:
    """What stands in a text where its digits begin, to be asked for one number after another."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [found.start() for found in _DIGITS.finditer(text)]
        self._of_length: dict[int, frozenset[str]] = {}

    def __contains__(self, number: str) -> bool:
        """Tell whether a number stands there, and no further digit before or behind it."""
        size = len(number)
        if size > _LONG:
            return number in self._text  # seldom one, and no part of another
        if size not in self._of_length:
            self._of_length[size] = frozenset(self._at(start, size) for start in self._starts)
        return number in self._of_length[size]

    def _at(self, start: int, size: int) -> str:
        """Return what stands at a place; nothing where a digit follows it."""
        end = start + size
        return "" if self._text[end : end + 1].isdecimal() else self._text[start:end]


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _listed(numbers: Iterable[_Number]) -> str:
    return ", ".join(dict.fromkeys(number.text for number in numbers))
