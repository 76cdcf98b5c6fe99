"""One text with two translations across a locale's catalogs, and one translation of two texts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from calque.html import count_words
from calque.html.cosmetic import look_of
from calque.model import Flaw, Severity, Unit
from calque.visible import shortened

__all__ = ["CONSISTENCY", "PlacedUnit", "inconsistencies"]

_ONE_TEXT, _ONE_TRANSLATION = "two-translations", "two-texts"
CONSISTENCY: Final = (_ONE_TEXT, _ONE_TRANSLATION)
"""Codes of what no check of a text alone can see."""
_LEAST = 3
"""Words from which on one translation of two texts is no chance."""


class PlacedUnit(NamedTuple):
    """A translation that somebody confirmed, and its file."""

    place: str
    unit: Unit


def inconsistencies(rows: Sequence[PlacedUnit], ignored: frozenset[str]) -> Iterator[tuple[int, Flaw]]:
    """Yield a note for each translation that differs from the first one of its text, and for each that two texts share.

    ::

        a.po: Open → Ouvert, b.po: Open → Ouverte                            ->  of the second
        a.po: Bring a cup → Apportez une tasse, b.po: Take a mug → the same  ->  of the second

    With its number in `rows`, which are of one locale. What only looks otherwise is the same: `<em>` and `<i>`, quotes.
    """
    for code, key_of, other_of in (
        (_ONE_TEXT, _source, _target),
        (_ONE_TRANSLATION, _target, _source),
    ):
        if code in ignored:
            continue
        groups: defaultdict[tuple[str | None, str], list[int]] = defaultdict(list)
        for number, row in enumerate(rows):
            if code == _ONE_TEXT or count_words(row.unit.target[0]) >= _LEAST:
                groups[row.unit.context, key_of(row.unit)].append(number)
        for first, *others in groups.values():
            for number in others:
                if code in rows[number].unit.ignored or other_of(rows[number].unit) == other_of(
                    rows[first].unit
                ):
                    continue
                yield number, Flaw(code, Severity.NOTE, _message(code, rows[first]))


def _source(unit: Unit) -> str:
    return look_of(unit.source)


def _target(unit: Unit) -> str:
    return look_of(unit.target[0])


def _message(code: str, first: PlacedUnit) -> str:
    there = f"{first.place}:{first.unit.line}" if first.unit.line else first.place
    if code == _ONE_TEXT:
        return f"the same text is translated otherwise in {there}: “{shortened(first.unit.target[0])}”"
    return f"another text has the same translation in {there}: “{shortened(first.unit.source)}”"
