"""The numbers of a text with every value that each may have, however its locale writes them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from unicodedata import numeric

__all__ = ["Number", "ascii_digits", "read_numbers"]

_SEPARATORS = ".,'\u2019\u00a0\u202f\u2009\u066b\u066c\uff0c\uff0e"
_POWERS = {
    "mil millones": 9,
    "mil milhões": 9,
    "thousand": 3,
    "tausend": 3,
    "tsd": 3,
    "тыс": 3,
    "тис": 3,
    "k\\b": 3,
    "milliard": 9,
    "miliard": 9,
    "miljard": 9,
    "mrd": 9,
    "mld": 9,
    "млрд": 9,
    "million": 6,
    "millón": 6,
    "mill(?!i[gm])": 6,
    "milh": 6,
    "milion": 6,
    "miljo": 6,
    "mio": 6,
    "mln": 6,
    "млн": 6,
    "billion": 9,
    "bn\\b": 9,
    "trillion": 12,
    "lakh": 5,
    "lac\\b": 5,
    "crore": 7,
    "हज\u093cार": 3,
    "ह\u095bार": 3,
    "हजार": 3,
    "लाख": 5,
    "करोड\u093c": 7,
    "करो\u095c": 7,
    "अरब": 9,
    "লাখ": 5,
    "লক্ষ": 5,
    "কোটি": 7,
    "พัน": 3,
    "หมื่น": 4,
    "แสน": 5,
    "ล้าน": 6,
    "百万": 6,
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
"""How many zeros a word behind a number stands for; a longer word before one that it begins with."""
_SCALE = re.compile("|".join(f"({word})" for word in _POWERS), re.IGNORECASE)
_FRACTIONS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_NUMBER = re.compile(
    rf"(?P<digits>\d+(?:[{_SEPARATORS}]\d+)*(?:[ ]\d{{3}}(?!\d))*(?:[.,]\d+)?)"
    rf"(?:[ \u00a0\u202f\u2044]?(?P<fraction>[{_FRACTIONS}])|[ \u00a0](?P<part>\d{{1,2}})/(?P<of>\d{{1,2}})(?![\d/]))?"
    rf"(?:[ \u00a0\u202f]?(?P<scale>{'|'.join(_POWERS)}))?"
    r"(?:[ \u00a0\u202f]?(?P<noon>[ap])\.?m\b\.?)?"
    r"(?=(?::\d\d[ \u00a0\u202f]?(?P<half>[ap])\.?m\b)?)"
    rf"|(?P<alone>[{_FRACTIONS}])",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{1,3}(?:(?P<mark>\D)\d{3})(?:(?P=mark)\d{3})*|\d{1,2}(?:,\d\d)+,\d{3}")
"""By thousands, or as in India: 2,50,000."""
_DECIMAL = re.compile(r"(?P<whole>\d{1,3}(?:(?P<mark>\D)\d{2,3})*|\d+)\D(?P<part>\d+)")
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
"""Years, which a text may write with two digits: the 1990s, los años 90."""
_BUDDHIST = 543
"""By how many years Thailand is ahead."""
_ERAS = {
    "令和": 2018,
    "reiwa ": 2018,
    "平成": 1988,
    "heisei ": 1988,
    "昭和": 1925,
    "民國": 1911,
    "民国": 1911,
}
"""The years before the first one of an era."""
_CLOCK = 12
_HOUR = 60
_BETWEEN = re.compile(
    r"(?::\d\d)?\s?(?:[-\u2013\u2014,;/&]|and|or|to|till|until|und|oder|bis|et|ou|à|y|o|e|en|of|tot|og|och)?"
    r"(?:\s(?:and|or|to))?\s?",
    re.IGNORECASE,
)
"""What stands between hours of one half of the day: `1, 3 and 5 pm`, `9–11:30 am`."""
_MINUS = "-\u2212\u2010\u2011"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text."""

    text: str
    values: frozenset[float]
    """Every value that it may have: `1,234` → 1234 and 1.234; `3 pm` → 3 and 15."""
    scaled: frozenset[float] = frozenset()
    """With the word behind it: `20 million` → 20000000; of a number that has one, `values` are those without it."""
    is_negative: bool = False

    @property
    def every(self) -> frozenset[float]:
        """The values with the word behind it, and without."""
        return self.values | self.scaled


def read_numbers(text: str, *, language: str = "") -> list[Number]:
    """Return the numbers of a text with what belongs to them; `language` is its own, where years may count otherwise.

    ::

        "from 9 to 11 am, 1½ hours, 20 million"  ->  9, 11, 1½, 20 million
        "i18n"                                    ->  none
    """
    numbers: list[Number] = []
    rows = [found for found in _NUMBER.finditer(text) if not _is_in_word(text, found)]
    end = -1
    for found, noon in zip(rows, _halves(text, rows), strict=True):
        goes_on = found.start() == end
        end = found.end() if found["scale"] else -1
        parts = re.split(r"\D", found["digits"] or "")
        if len(parts) > 2 and not _GROUPED.match(found["digits"]):  # noqa: PLR2004  a date or a version
            numbers += (Number(part, frozenset((float(part),))) for part in parts)
        else:
            numbers.append(_number(text, found, noon, language))
            if goes_on and (whole := _together(*numbers[-2:])):
                numbers[-2:] = [whole]
            if found.start() and text[found.start() - 1] == ":" and len(numbers) > 1:
                numbers[-2:] = _clock(*numbers[-2:])
    return numbers


def _together(large: Number, small: Number) -> Number | None:
    """Return two numbers that stand as one, in parts, `1億2000万` and `1万2345`; None where they are two."""
    parts = small.scaled or small.values
    sums = frozenset(one + other for one in large.scaled for other in parts if other < one)
    return Number(large.text + small.text, frozenset(), sums, large.is_negative) if sums else None


def _clock(hour: Number, minute: Number) -> tuple[Number, Number]:
    """Return the two numbers of `3:30 p.m.` with what they are where a point parts them: 15.30."""
    minutes = min(minute.values, default=_HOUR)
    if minutes >= _HOUR or min(hour.values, default=_HOUR) >= 2 * _CLOCK:
        return hour, minute
    parted = {round(value + minutes / 100, 2) for value in hour.values}
    return replace(hour, values=hour.values | parted), replace(minute, values=minute.values | parted)


def ascii_digits(text: str) -> str:
    """Return the digits of a text, of any script, as ASCII: `١٬٢٣٤` → `1234`."""
    return "".join(str(int(one)) for one in text if one.isdecimal())


def _is_in_word(text: str, found: re.Match[str]) -> bool:
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    return before.isascii() and after.isascii() and before.isalpha() and after.isalpha()


def _halves(text: str, rows: list[re.Match[str]]) -> list[str]:
    """Return the half of the day of each number, `a` or `p`, its own or the one of those behind it; else nothing."""
    halves: list[str] = []
    half, start = "", len(text)
    for found in reversed(rows):
        own = found["noon"] or found["half"] or ""
        goes_on = half and _BETWEEN.fullmatch(text, found.end(), start) is not None
        half = own or (half if goes_on else "")
        start = found.start()
        halves.append(half)
    return halves[::-1]


def _number(text: str, found: re.Match[str], noon: str, language: str) -> Number:
    values = set(_readings(found["digits"])) if found["digits"] else {0.0}
    if fraction := _fraction(found):
        whole = max(values, default=0.0)
        values = {whole + fraction, whole, 60 * fraction}  # 2½ hours are 2 hours and 30 minutes
    values |= {value % 100 for value in values if _FIRST_YEAR <= value <= _LAST_YEAR}
    if language == "th":
        values |= {value - _BUDDHIST for value in values if _FIRST_YEAR <= value - _BUDDHIST <= _LAST_YEAR}
    values |= {value + first for value in values for first in _eras_before(text, found.start())}
    if noon:
        values |= {value % _CLOCK + (_CLOCK if noon in "pP" else 0) for value in values if value <= _CLOCK}
    scaled = {round(value * 10**power, 6) for value in values for power in _powers(found["scale"])}
    return Number(found[0].strip(), frozenset(values), frozenset(scaled), _is_negative(text, found.start()))


def _fraction(found: re.Match[str]) -> float:
    if sign := found["fraction"] or found["alone"]:
        return numeric(sign)
    if found["of"] and 0 < int(found["part"]) < int(found["of"]):
        return int(found["part"]) / int(found["of"])
    return 0.0


def _powers(scale: str | None) -> tuple[int, ...]:
    """Return the zeros of a word; a billion has nine or, as in German, twelve of them."""
    matched = _SCALE.match(scale) if scale else None
    if matched is None:
        return ()
    word = matched[0]
    power = tuple(_POWERS.values())[(matched.lastindex or 1) - 1]
    return (power, 12) if word[0] in "bB" else (power,)


def _eras_before(text: str, start: int) -> Iterator[int]:
    before = text[max(0, start - 7) : start].casefold()
    return (first for era, first in _ERAS.items() if before.endswith(era))


def _is_negative(text: str, start: int) -> bool:
    """Tell whether a sign stands before a number, no hyphen, dash or bullet: `-5`, not `9-5`, `COVID-19`, `- 5`."""
    if text[start - 1 : start] not in _MINUS or not start:
        return False
    before = text[: start - 1]
    return (not before or before[-1] in " \u00a0\u202f(") and not before.rstrip()[-1:].isdecimal()


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
