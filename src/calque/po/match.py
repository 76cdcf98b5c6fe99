"""Finding the translated text that a new one is most like, without comparing it with all of them."""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from calque.po.block import Block
from calque.po.entries import Fields
from calque.po.near import TextIndex
from calque.po.similarity import SHORT, likeness, stripped, word_count

__all__ = ["Kin", "Source", "SourceIndex", "place_of"]

ALIKE = 0.55
"""How alike a text must be at least to give its translation as a suggestion."""
ALIKE_SHORT = 0.6
"""The same for short texts, in which a word is much."""


_Contexts = tuple[str | None, ...]
"""One context, or any: none (None) is a context, too."""
_ANY: _Contexts = ()


class Kin(IntEnum):
    """How close a source stands to a new entry; the lower wins a tie."""

    GONE = 0
    """The template has it no longer."""
    OBSOLETE = 1
    """An earlier template had it."""
    LIVE = 2
    """The template has it, too."""


@dataclass(frozen=True, slots=True)
class Source:
    """A translated entry that may give a suggestion."""

    block: Block
    kin: Kin
    place: str
    """The post or file of its first reference; empty where it has none."""
    text: str
    """Its source text without placeholders."""

    @property
    def context(self) -> str | None:
        """The context (msgctxt) that its translation was made for."""
        return self.block.fields.msgctxt

    @classmethod
    def of(cls, block: Block, kin: Kin) -> "Source":
        """Return the block's entry as a source."""
        fields = block.fields
        return cls(block, kin, place_of(fields), stripped(fields.msgid))


class SourceIndex:
    """Translated entries by the words of their source texts."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources = [source for source in sources if source.block.fields.is_translated]
        self._texts = TextIndex(source.text for source in self._sources)
        self._gone: set[int] = set()
        self._alone: dict[str, int] = {}
        """The sources whose text no other has, as most are."""
        self._same: dict[tuple[str, _Contexts, str | None], list[int]] = defaultdict(list)
        """The sources with one text, in each context and in any, at each place and anywhere (None).

        The closest kin last, of equals the first.
        """
        shared = self._shared_texts()
        kept = (number for number, source in enumerate(self._sources) if source.text in shared)
        for number in sorted(kept, key=lambda number: (-self._sources[number].kin, -number)):
            source = self._sources[number]
            for contexts in ((source.context,), _ANY):
                self._same[source.text, contexts, source.place].append(number)
                self._same[source.text, contexts, None].append(number)

    def _shared_texts(self) -> AbstractSet[str]:
        """Return the texts that several sources have; take down the others."""
        shared: set[str] = set()
        for number, source in enumerate(self._sources):
            if self._alone.setdefault(source.text, number) != number:
                shared.add(source.text)
        for text in shared:
            del self._alone[text]
        return shared

    def best(self, text: str, place: str, context: str | None = None) -> tuple[Source, float] | None:
        """Return the source most like `text`, which stands at `place` in `context`, and how alike they are.

        None where nothing is alike enough. Of equals, one of the same context wins, then the closest kin, then one
        of the same place.
        """
        text = stripped(text)
        if same := self.same(text, place, context):
            return same, 1.0
        chosen: Source | None = None
        most = _least(text)
        for number in self._texts.near(text):
            source = self._sources[number]
            score = likeness(text, source.text, least=most)
            if score > most or (
                score == most
                and (not chosen or _rank(source, place, context) < _rank(chosen, place, context))
            ):
                chosen, most = source, score
        return (self.same(chosen.text, place, context) or chosen, most) if chosen else None

    def gone(self, text: str, place: str, context: str | None) -> tuple[Source, float] | None:
        """Return the source most like `text` of those in its context that are gone from its place; None without one."""
        text = stripped(text)
        found: tuple[Source, float] | None = None
        least = _least(text)
        for number in self._texts.near(text):
            source = self._sources[number]
            if source.context == context and source.kin is Kin.GONE and source.place == place:
                score = likeness(text, source.text, least=least)
                if score >= least and (found is None or score > found[1]):
                    found = source, score
        return found

    def same(self, text: str, place: str, context: str | None) -> Source | None:
        """Return the source with this very text, which has no placeholders; None where there is none.

        Of several, it is one of the same context, then the closest kin, then one of the same place.
        """
        alone = self._alone.get(text)
        if alone is not None:
            return None if alone in self._gone else self._sources[alone]
        for contexts in ((context,), _ANY):
            if first := self._first((text, contexts, None)):
                here = self._first((text, contexts, place)) or first
                return here if here.kin == first.kin else first
        return None

    def remove(self, block: Block) -> None:
        """Leave out a block's entry from now on."""
        number = self._numbers[id(block)]
        self._gone.add(number)
        self._texts.remove(number)

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """The place of each source among the others, by the identity of its block."""
        return {id(source.block): number for number, source in enumerate(self._sources)}

    def _first(self, key: "tuple[str, _Contexts, str | None]") -> Source | None:
        """Return the closest kin of those with a text, in a context or in any, at a place or anywhere."""
        numbers = self._same.get(key, [])
        while numbers and numbers[-1] in self._gone:
            numbers.pop()
        return self._sources[numbers[-1]] if numbers else None


def _least(text: str) -> float:
    return ALIKE_SHORT if word_count(text) < SHORT else ALIKE


def place_of(fields: Fields) -> str:
    """Return the post or file of the entry's first reference, or an empty string."""
    return fields.occurrences[0][0].partition(":")[0] if fields.occurrences else ""


def _rank(source: Source, place: str, context: str | None) -> tuple[bool, int, bool]:
    return (source.context != context, source.kin, source.place != place)
