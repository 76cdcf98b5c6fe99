"""Numbers: the same values in both texts, however each locale writes them.

`1,234.5`, `1.234,5`, `1 234,5` and `١٬٢٣٤٫٥` are one value; `3 pm` is `15 h`, `20 million` is `2000万`, `5 lakh` is
`500,000`, 1½ is 1.5, the 20th century is the XXe. A small number that one text has and the other has not is taken as
spelt out. Telephone numbers are compared without the prefix of their country.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from calque.checks.han_numerals import han_values
from calque.checks.number_values import Number, ascii_digits, read_numbers
from calque.checks.pair import Pair
from calque.checks.phones import without_phones

__all__ = ["numbers"]

_SPELT = frozenset(range(13)) | {16, 20, 24, 50, 60, 100, 1000, 1_000_000, 1_000_000_000}
"""Values that a text may well spell out, or say in another way: hexadecimal, all day, an hour."""
_DIGITS = re.compile(r"\d+")
_LONG = 64
"""Characters beyond which a number is looked for anywhere."""
_ROMAN = re.compile(r"(?<![^\W_])(?=[IVX])(X{0,2}(?:IX|IV|V?I{0,3}))(?:e|er|ème|th|\.)?(?![^\W_])")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_LESS = re.compile(
    r"minus|moins|menos|\bmeno\b|mínus|mínusz|минус|мінус|минус|eksi|miinus|μείον|マイナス|零下|氷点下|负|負|마이너스|영하"
    r"|ลบ|ऋण|سالب|ناقص|תחת|מינוס|below|unter|sous|bajo|sotto|abaixo|poniżej|onder|ниже|нижче|under"
    r"|discount|\boff\b|less|rabatt|réduction|remise|rebaja|descuento|desconto|sconto|korting|скидк|знижк|zniżk|sleva"
    r"|indirim|割引|オフ|할인|折|减|減|خصم|הנחה|लॉस|छूट|ส่วนลด",
    re.IGNORECASE,
)
"""Words that say what a minus sign says."""


def numbers(pair: Pair) -> Iterator[str]:
    """Yield numbers that one of the two texts has, and the other in no spelling."""
    if not pair.has_digits:
        return
    source, target = without_phones(pair.source_text, pair.target_text)
    sources = read_numbers(source, language=pair.source_language)
    targets = read_numbers(target, language=pair.language)
    if sources == targets:
        return
    missing, added = _without(sources, targets), _without(targets, sources)
    if not (missing or added):
        yield from _signs(sources, targets, source, target)
        return
    if _same_digits(sources, targets) or _same_digits(missing, added):
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


def _without(numbers: Iterable[Number], others: Sequence[Number]) -> list[Number]:
    """Return the numbers that have no value in common with any of the others.

    `2 million` is `2,000,000`, and `2 Mill.`, whose word is not known; `2 crore` is not `2 million`.
    """
    scaled = frozenset().union(*(other.scaled or other.values for other in others))
    every = frozenset().union(*(other.every for other in others))
    unscaled = frozenset().union(*(other.values for other in others if not other.scaled))
    return [
        number
        for number in numbers
        if (
            number.scaled.isdisjoint(scaled) and number.values.isdisjoint(unscaled)
            if number.scaled
            else number.values.isdisjoint(every)
        )
    ]


def _signs(sources: Sequence[Number], targets: Sequence[Number], source: str, target: str) -> Iterator[str]:
    """Yield where a number of one text is below zero, and the same of the other is not."""
    for ours, theirs, text, is_ours in ((sources, targets, target, True), (targets, sources, source, False)):
        below = frozenset().union(*(other.values for other in theirs if other.is_negative))
        lost = [one for one in ours if one.is_negative and one.values.isdisjoint(below)]
        if lost and not _LESS.search(text):
            signed, bare = f"-{_listed(lost)}", _listed(lost)
            yield f"{signed} became {bare}" if is_ours else f"{bare} became {signed}"


def _same_digits(one: Iterable[Number], other: Iterable[Number]) -> bool:
    """Tell whether two lists of numbers have the same digits in all: grouped or cut in another way."""
    digits = [[ascii_digits(number.text) for number in numbers] for numbers in (one, other)]
    return len(digits[0]) != len(digits[1]) and "".join(digits[0]) == "".join(digits[1])


def _unspelt(numbers: Iterable[Number]) -> list[Number]:
    return [number for number in numbers if not number.every & _SPELT]


def _not_elsewhere(numbers: Sequence[Number], text: str) -> list[Number]:
    """Return the numbers that a text has in no code or address, nor in other numerals: the 19th century, `XIXe`."""
    if not numbers:
        return []
    written = _Written(text)
    said = han_values(text).union(_roman(found[1]) for found in _ROMAN.finditer(text) if found[1])
    return [number for number in numbers if number.every.isdisjoint(said) and number.text not in written]


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


def _listed(numbers: Iterable[Number]) -> str:
    return ", ".join(dict.fromkeys(number.text for number in numbers))
