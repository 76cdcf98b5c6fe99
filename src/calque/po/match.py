"""Finding the translated text that a new one is most like, without comparing it with all of them."""

import heapq
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate, chain

from calque.po.block import Block
from calque.po.catalog import Catalog
from calque.po.entries import Fields
from calque.po.similarity import SHORT, likeness, stripped, word_count, words_of

__all__ = ["Kin", "Source", "SourceIndex", "memory_of", "place_of"]

ALIKE = 0.55
"""How alike a text must be at least to give its translation as a suggestion."""
ALIKE_SHORT = 0.6
"""The same for short texts, in which a word is much."""
CANDIDATES = 60
"""How many texts with words in common are compared exactly."""
POSTINGS = 2_000
"""How many occurrences of words are looked at for one text, those of rare words first."""


class Kin(IntEnum):
    """How close a source stands to a new entry; the lower wins a tie."""

    GONE = 0
    """The template has it no longer."""
    OBSOLETE = 1
    """An earlier template had it."""
    LIVE = 2
    """The template has it, too."""
    MEMORY = 3
    """It is in another catalog."""


@dataclass(frozen=True, slots=True)
class Source:
    """A translated entry that may give a suggestion."""

    block: Block
    kin: Kin
    place: str
    """The post or file of its first reference; empty where it has none."""
    text: str
    """Its source text without placeholders."""

    @classmethod
    def of(cls, block: Block, kin: Kin) -> "Source":
        """Return the block's entry as a source."""
        fields = block.fields
        return cls(block, kin, place_of(fields), stripped(fields.msgid))


class SourceIndex:
    """Translated entries by the words of their source texts."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources = [source for source in sources if source.block.fields.is_translated]
        self._same: dict[str, list[Source]] = defaultdict(list)
        self._places: dict[str, list[int]] = defaultdict(list)
        for number, source in enumerate(self._sources):
            self._same[source.text].append(source)
            for word in words_of(source.text):
                self._places[word].append(number)

    def best(self, text: str, place: str) -> tuple[Source, float] | None:
        """Return the source most like `text`, which stands at `place`, and how alike they are.

        None where nothing is alike enough. Of equals, the closest kin wins, then one of the same place.
        """
        text = stripped(text)
        same = self._same.get(text)
        if same:
            return min(same, key=lambda source: _rank(source, place)), 1.0
        chosen: Source | None = None
        most = ALIKE_SHORT if word_count(text) < SHORT else ALIKE
        for number in self._candidates(text):
            source = self._sources[number]
            score = likeness(text, source.text, least=most)
            if score > most or (
                score == most and (not chosen or _rank(source, place) < _rank(chosen, place))
            ):
                chosen, most = source, score
        return (chosen, most) if chosen else None

    def _candidates(self, text: str) -> Sequence[int]:
        """Return the sources that share the most words; of equals, those of the nearest length."""
        known = sorted((len(self._places[word]), word) for word in words_of(text) if word in self._places)
        looked = [*accumulate(number for number, _ in known)]
        rare = (self._places[word] for _, word in known[: max(1, bisect_right(looked, POSTINGS))])
        shared = Counter(chain.from_iterable(rare))
        if len(shared) <= CANDIDATES:
            return list(shared)
        least = heapq.nlargest(CANDIDATES, shared.values())[-1]
        sure = [number for number, words in shared.items() if words > least]
        tied = [number for number, words in shared.items() if words == least]
        length, sources = len(text), self._sources
        tied.sort(key=lambda number: (abs(len(sources[number].text) - length), number))
        return sure + tied[: CANDIDATES - len(sure)]


def memory_of(catalogs: Iterable[Catalog]) -> SourceIndex:
    """Return the confirmed translations of other catalogs, to suggest them for new texts."""
    return SourceIndex(
        Source.of(block, Kin.MEMORY)
        for catalog in catalogs
        for block in catalog.blocks
        if not (block.fields.is_fuzzy or block.is_header)
    )


def place_of(fields: Fields) -> str:
    """Return the post or file of the entry's first reference, or an empty string."""
    return fields.occurrences[0][0].partition(":")[0] if fields.occurrences else ""


def _rank(source: Source, place: str) -> tuple[int, bool]:
    return (source.kin, source.place != place)
