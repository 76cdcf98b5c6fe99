"""Taking back translations that a catalog gave up: as they were where the text is the same, else fuzzy."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from calque.po.block import Block
from calque.po.carry import carried
from calque.po.catalog import Catalog
from calque.po.match import Kin, Source, SourceIndex, place_of

__all__ = ["Recovered", "RecoveryKind", "recover"]


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
    rows = {block.fields.key: _Row(block) for block in catalog.blocks if _is_live(block)}
    kinds: dict[int, RecoveryKind] = {}
    for number, entry in enumerate(entries):
        row = rows.get(entry.fields.key)
        if row is None:
            continue
        kinds[number] = row.meeting(entry)
        if kinds[number].is_taken:
            row.take(entry, same=True)
    free = [row for row in rows.values() if not row.fields.is_translated]
    for number, row in _alike(free, [*enumerate(entries)], set(kinds)):
        row.take(entries[number], same=False)
        kinds[number] = RecoveryKind.SUGGESTED
    new = {id(row.block): row.result() for row in rows.values()}
    blocks = [new.get(id(block), block) for block in catalog.blocks]
    changed = any(one is not other for one, other in zip(blocks, catalog.blocks, strict=True))
    outcome = tuple(kinds.get(number, RecoveryKind.NO_TEXT) for number in range(len(entries)))
    return Recovered(catalog.with_blocks(blocks) if changed else catalog, outcome)


def _is_live(block: Block) -> bool:
    return not (block.is_header or block.fields.obsolete)


class _Row:
    """A text of the catalog, and what was taken back for it so far: of many entries, each is looked at once."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.fields = block.fields
        """Its translation as it is now; the comment is that of the beginning."""
        self._targets = frozenset((*self.fields.targets, ""))
        self._notes: dict[str, None] = {}
        self._is_taken = False

    def meeting(self, entry: Block) -> RecoveryKind:
        """Say what becomes of an entry whose text the catalog has."""
        kept = entry.fields
        if not kept.is_translated or self._targets.issuperset(kept.targets):
            return RecoveryKind.THERE
        return RecoveryKind.KEPT_BOTH if self.fields.is_translated else RecoveryKind.FILLED

    def take(self, entry: Block, *, same: bool) -> None:
        """Take an entry's translation, where there is none, and its notes."""
        there, kept = self.fields, entry.fields
        if kept.is_translated and not there.is_translated:
            carried_over = carried(
                self.block.saying(there), entry, forms=len(there.msgstr_plural), confirmed=same
            )
            self.fields = carried_over.fields._replace(occurrences=there.occurrences, tcomment=there.tcomment)
            self._targets = frozenset((*self.fields.targets, ""))
        if not self._is_taken:
            self._notes = dict.fromkeys(filter(None, there.tcomment.split("\n")))
            self._is_taken = True
        self._notes |= dict.fromkeys(filter(None, kept.tcomment.split("\n")))

    def result(self) -> Block:
        """Return the block with all that was taken; the very one where nothing is new in it."""
        if not self._is_taken:
            return self.block
        says = self.fields._replace(tcomment="\n".join(self._notes))
        return self.block if says == self.block.fields else self.block.saying(says)


def _alike(
    rows: Sequence[_Row], entries: Sequence[tuple[int, Block]], done: set[int]
) -> Sequence[tuple[int, _Row]]:
    """Return the entries that untranslated texts are most like, each entry and each text once at most."""
    numbers = {id(entry): number for number, entry in entries if number not in done}
    index = SourceIndex(Source.of(entry, Kin.OBSOLETE) for _, entry in entries if id(entry) in numbers)
    found = []
    for row in rows:
        best = index.best(row.fields.msgid, place_of(row.fields))
        if best is not None:
            found.append((best[1], numbers[id(best[0].block)], row))
    taken: dict[int, _Row] = {}
    for _, number, row in sorted(found, key=lambda one: (-one[0], one[1])):
        taken.setdefault(number, row)
    return list(taken.items())
