"""Takes archived translations back into a catalog: unchanged where the text is the same, otherwise fuzzy."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from calque.po.block import Block
from calque.po.carry import carried
from calque.po.catalog import Catalog
from calque.po.entries import Fields
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
    rows = {block.fields.key: block for block in catalog.blocks if _is_live(block)}
    new: dict[int, Block] = {}
    kinds: dict[int, RecoveryKind] = {}
    for number, entry in enumerate(entries):
        row = rows.get(entry.fields.key)
        if row is None:
            continue
        now = new.get(id(row), row)
        kinds[number] = _meeting(now, entry)
        if kinds[number].is_taken:
            new[id(row)] = _with_entry(now, entry, same=True)
    suggested = {_suggestion(row.fields) for row in rows.values() if row.fields.is_fuzzy}
    done = {number for number, entry in enumerate(entries) if _as_suggested(entry.fields) in suggested}
    free = [row for row in rows.values() if not new.get(id(row), row).fields.is_translated]
    while found := _alike(free, [*enumerate(entries)], done.union(kinds)):
        for number, row in found:
            new[id(row)] = _with_entry(new.get(id(row), row), entries[number], same=False)
            kinds[number] = RecoveryKind.SUGGESTED
        free = [row for row in free if not new.get(id(row), row).fields.is_translated]
    blocks = [new.get(id(block), block) for block in catalog.blocks]
    changed = any(one is not other for one, other in zip(blocks, catalog.blocks, strict=True))
    outcome = tuple(kinds.get(number, RecoveryKind.NO_TEXT) for number in range(len(entries)))
    return Recovered(catalog.with_blocks(blocks) if changed else catalog, outcome)


def _is_live(block: Block) -> bool:
    return not (block.is_header or block.fields.obsolete)


def _meeting(row: Block, entry: Block) -> RecoveryKind:
    """Say what becomes of an entry whose text the catalog has."""
    there, kept = row.fields, entry.fields
    if not kept.is_translated or set(kept.targets) <= {*there.targets, ""}:
        return RecoveryKind.THERE
    return RecoveryKind.KEPT_BOTH if there.is_translated else RecoveryKind.FILLED


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


def _with_entry(row: Block, entry: Block, *, same: bool) -> Block:
    """Return a row with an entry's translation, where it has none, and with the notes of both."""
    there, kept = row.fields, entry.fields
    says = there
    if kept.is_translated and not there.is_translated:
        says = carried(row, entry, forms=len(there.msgstr_plural), confirmed=same).fields
        says = says._replace(occurrences=there.occurrences)
    notes = dict.fromkeys(
        line for note in (there.tcomment, kept.tcomment) for line in note.split("\n") if line
    )
    says = says._replace(tcomment="\n".join(notes))
    return row if says == there else row.saying(says)


def _alike(
    rows: Sequence[Block], entries: Sequence[tuple[int, Block]], done: set[int]
) -> Sequence[tuple[int, Block]]:
    """Return the entries that untranslated texts are most like, each entry and each text once at most.

    A text whose likest entry went to another has none yet: with what is left there may be one.
    """
    numbers = {id(entry): number for number, entry in entries if number not in done}
    index = SourceIndex(Source.of(entry, Kin.OBSOLETE) for _, entry in entries if id(entry) in numbers)
    found = []
    for row in rows:
        best = index.best(row.fields.msgid, place_of(row.fields))
        if best is not None:
            found.append((best[1], numbers[id(best[0].block)], row))
    taken: dict[int, Block] = {}
    for _, number, row in sorted(found, key=lambda one: (-one[0], one[1])):
        taken.setdefault(number, row)
    return list(taken.items())
