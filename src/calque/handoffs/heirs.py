"""The entry that an answered text was changed into, found without a look through the catalog for each answer."""

import heapq
from collections.abc import Collection, Sequence

from calque.po import Block
from calque.po.entries import Fields
from calque.po.match import ALIKE
from calque.po.near import TextIndex
from calque.po.similarity import likeness, stripped
from calque.po.units import Key

__all__ = ["HeirIndex", "previous_of"]


class HeirIndex:
    """The entries of a catalog that other texts may have been changed into, but for those with `keys`.

    These are in the returned file itself.
    `blocks` are the catalog's as they are at each moment: they change with each answer.
    """

    def __init__(self, blocks: Sequence[Block], keys: Collection[Key]) -> None:
        self._blocks = blocks
        self._stale: dict[tuple[str | None, Key], list[int]] = {}
        """Context and the text that a fuzzy translation was made from → where it stands, as heaps."""
        self._noted: set[tuple[tuple[str | None, Key], int]] = set()
        self._empty: list[int] = []
        self._numbers: dict[int, int] = {}
        """The number of each empty text in the index, by its place."""
        for position, block in enumerate(blocks):
            fields = block.fields
            if fields.obsolete or block.is_header or fields.key in keys:
                continue
            self.note(position)
            if not fields.is_translated:
                self._numbers[position] = len(self._empty)
                self._empty.append(position)
        self._texts = TextIndex(stripped(blocks[position].fields.msgid) for position in self._empty)

    def heir(self, answer: Fields, made_from: Collection[Key]) -> int | None:
        """Return the place of an entry that was translated from one of these texts, else of an empty one like it."""
        stale = [place for key in made_from if (place := self._first((answer.msgctxt, key))) is not None]
        if stale:
            return min(stale)
        wanted = stripped(answer.msgid)
        alike = [
            (likeness(stripped(fields.msgid), wanted, least=ALIKE), -number)
            for number in self._texts.near(wanted)
            if (fields := self._fields(self._empty[number])).msgctxt == answer.msgctxt
        ]
        score, number = max(alike, default=(0.0, 0))
        return self._empty[-number] if score >= ALIKE else None

    def note(self, position: int) -> None:
        """Take up what a text became."""
        fields = self._fields(position)
        previous = previous_of(fields)
        if fields.is_fuzzy and previous is not None:
            key = (fields.msgctxt, previous)
            if (key, position) not in self._noted:
                self._noted.add((key, position))
                heapq.heappush(self._stale.setdefault(key, []), position)
        if fields.is_translated and position in self._numbers:
            self._texts.remove(self._numbers[position])

    def _first(self, key: tuple[str | None, Key]) -> int | None:
        """Return the first place of a translation that is still made from this text."""
        places = self._stale.get(key, [])
        while places:
            fields = self._fields(places[0])
            if fields.is_fuzzy and previous_of(fields) == key[1]:
                return places[0]
            self._noted.discard((key, heapq.heappop(places)))
        return None

    def _fields(self, position: int) -> Fields:
        return self._blocks[position].fields


def previous_of(fields: Fields) -> Key | None:
    """Return context and text that an entry's translation was made from, where it says so."""
    return None if fields.previous_msgid is None else (fields.previous_msgctxt, fields.previous_msgid)
