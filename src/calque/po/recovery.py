"""Takes archived translations back into a catalog: unchanged where the text is the same, otherwise fuzzy."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from calque.po.block import Block
from calque.po.carry import carried
from calque.po.catalog import Catalog
from calque.po.entries import Fields, Origin, origin_of, persons_comment, without_origin
from calque.po.match import Kin, Source, SourceIndex, place_of

__all__ = ["Recovered", "RecoveryKind", "recover"]

Key = tuple[str | None, str | None]


class RecoveryKind(StrEnum):
    """What became of a translation that was to be taken back."""

    FILLED = "filled"
    """The text was there, untranslated."""
    SUGGESTED = "suggested"
    """A text like it was there, untranslated; the translation is fuzzy."""
    THERE = "there"
    """The catalog says the same already."""
    KEPT_BOTH = "kept both"
    """The catalog translates the text in another way, and nothing is overwritten."""
    NO_TEXT = "no text"
    """The catalog has no untranslated text like it."""

    @property
    def is_taken(self) -> bool:
        """Whether the catalog holds the translation now."""
        return self in (self.FILLED, self.SUGGESTED, self.THERE)


@dataclass(frozen=True, slots=True)
class Recovered:
    """A catalog with what it took back, and what became of each entry given, in their order."""

    catalog: Catalog
    kinds: tuple[RecoveryKind, ...]


def recover(catalog: Catalog, entries: Sequence[Block]) -> Recovered:
    """Return the catalog with the translations and notes of `entries` where it has a place for them.

    `msgid "a" msgstr ""` and an entry that says `A` → `msgid "a" msgstr "A"`. Recovering again changes nothing.
    """
    rows: dict[tuple[str | None, str], _RecoveredText] = {}
    for block in filter(_is_live, catalog.blocks):
        first = rows.get(block.fields.key)
        if first is None or (block.fields.is_translated and not first.fields.is_translated):
            rows[block.fields.key] = _RecoveredText(block)  # of two that share a key, a merge keeps this one
    kinds: dict[int, RecoveryKind] = {}
    for number, entry in enumerate(entries):
        row = rows.get(entry.fields.key)
        if row is None:
            continue
        kinds[number] = row.meeting(entry)
        if kinds[number].is_taken:
            row.take(entry, same=True)
    suggested = {_suggestion(row.block.fields) for row in rows.values() if row.block.fields.is_fuzzy}
    done = {number for number, entry in enumerate(entries) if _as_suggested(entry.fields) in suggested}
    free = [row for row in rows.values() if not row.fields.is_translated]
    for number, row in _alike(free, [*enumerate(entries)], done.union(kinds)):
        row.take(entries[number], same=False)
        kinds[number] = RecoveryKind.SUGGESTED
    new = {id(row.block): row.result() for row in rows.values()}
    blocks = [new.get(id(block), block) for block in catalog.blocks]
    changed = any(one is not other for one, other in zip(blocks, catalog.blocks, strict=True))
    outcome = tuple(kinds.get(number, RecoveryKind.NO_TEXT) for number in range(len(entries)))
    return Recovered(catalog.with_blocks(blocks) if changed else catalog, outcome)


def _is_live(block: Block) -> bool:
    return not (block.is_header or block.fields.obsolete)


def _suggestion(fields: Fields) -> tuple[Key, frozenset[str]]:
    """Return what a fuzzy entry says of itself: the text that it was made from, and the translation."""
    return (fields.previous_msgctxt, fields.previous_msgid), frozenset(filter(None, fields.targets))


def _as_suggested(fields: Fields) -> tuple[Key, frozenset[str]]:
    """Return what an entry says of itself where it was given to another text."""
    made = (
        fields
        if fields.is_fuzzy
        else fields._replace(previous_msgctxt=fields.msgctxt, previous_msgid=fields.msgid)
    )
    return _suggestion(made)


class _RecoveredText:
    """A text of the catalog, and what was taken back for it so far: of many entries, each is looked at once."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.fields = block.fields
        """Its translation as it is now; the comment is that of the beginning."""
        self._targets = frozenset((*self.fields.targets, ""))
        self._notes: dict[str, None] = {}
        self._origin: Origin | None = None
        self._is_taken = False

    def meeting(self, entry: Block) -> RecoveryKind:
        """Say what becomes of an entry whose text the catalog has."""
        kept = entry.fields
        if self._is_confirmed_by(kept):
            return RecoveryKind.FILLED
        if not kept.is_translated or self._targets.issuperset(kept.targets):
            return RecoveryKind.THERE
        return RecoveryKind.KEPT_BOTH if self.fields.is_translated else RecoveryKind.FILLED

    def take(self, entry: Block, *, same: bool) -> None:
        """Take an entry's translation, where there is none, and its notes."""
        there, kept = self.fields, entry.fields
        if self._is_confirmed_by(kept):
            there = there._replace(tcomment=without_origin(there.tcomment))
        if kept.is_translated and (not there.is_translated or self._is_confirmed_by(kept)):
            row = carried(self.block, entry, forms=len(there.msgstr_plural), confirmed=same)
            self.fields = row.fields._replace(occurrences=there.occurrences, tcomment=there.tcomment)
            self._targets = frozenset((*self.fields.targets, ""))
            if self.fields.is_fuzzy:  # whoever made a suggestion that nobody confirmed is still to be told
                self._origin = origin_of(kept)
        if not self._is_taken:
            self._notes = dict.fromkeys(filter(None, there.tcomment.split("\n")))
            self._is_taken = True
        # what calque wrote there is of a translation that stands elsewhere: a conflict, a memory's mark
        self._notes |= dict.fromkeys(filter(None, persons_comment(kept.tcomment).split("\n")))

    def _is_confirmed_by(self, kept: Fields) -> bool:
        """Tell whether the text has a suggestion that nobody made, and somebody translated it just so."""
        there = self.fields
        return (
            there.is_fuzzy
            and origin_of(there) is not None
            and not kept.is_fuzzy
            and kept.is_translated
            and there.targets == kept.targets
        )

    def result(self) -> Block:
        """Return the block with all that was taken; the very one where nothing is new in it."""
        if not self._is_taken:
            return self.block
        notes = [*self._notes, *([str(self._origin)] if self._origin else [])]
        says = self.fields._replace(tcomment="\n".join(dict.fromkeys(notes)))
        return self.block if says == self.block.fields else self.block.saying(says)


def _alike(
    texts: Sequence[_RecoveredText], entries: Sequence[tuple[int, Block]], done: set[int]
) -> Iterator[tuple[int, _RecoveredText]]:
    """Yield the entries that untranslated texts are most like, each entry and each text once at most, the likest first.

    A text whose likest entry went to another asks again when its turn comes: with what is left there may be one.
    """
    numbers = {id(entry): number for number, entry in entries if number not in done}
    blocks = {numbers[id(entry)]: entry for _, entry in entries if id(entry) in numbers}
    index = SourceIndex(Source.of(entry, Kin.OBSOLETE) for entry in blocks.values())

    def likest(order: int) -> list[tuple[float, bool, int, int]]:
        """Return the score, as a negative, the text and its likest entry that no other text has yet.

        Of texts that are as alike, one of the entry's own context comes first.
        """
        fields = texts[order].fields
        best = index.best(fields.msgid, place_of(fields), fields.msgctxt)
        if best is None:
            return []
        source, score = best
        return [(-score, source.context != fields.msgctxt, order, numbers[id(source.block)])]

    queue = [row for order in range(len(texts)) for row in likest(order)]
    heapq.heapify(queue)
    taken: set[int] = set()
    while queue:
        *_, order, number = heapq.heappop(queue)
        if number in taken:
            for row in likest(order):
                heapq.heappush(queue, row)
            continue
        taken.add(number)
        index.remove(blocks[number])
        yield number, texts[order]
