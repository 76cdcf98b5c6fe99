"""What an old catalog knows: its entries by key, each key once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from polib import POEntry

from calque.po.block import Block
from calque.po.catalog import Catalog
from calque.po.entries import Fields, Key, origin_of

__all__ = ["Known"]


@dataclass
class Known:
    """The entries of a catalog by key, with a note of which translations were used."""

    live: dict[Key, Block] = field(default_factory=dict)
    obsolete: dict[Key, Block] = field(default_factory=dict)
    surplus: list[POEntry] = field(default_factory=list)
    """Entries with the key of another entry and another text."""
    rivals: dict[Key, list[Fields]] = field(default_factory=dict)
    """What else entries in use are translated as, by the key that they share."""
    clashing: list[POEntry] = field(default_factory=list)
    """Those of them that have another translation."""
    positions: dict[int, int] = field(default_factory=dict)
    """The position in the file, by the identity of the block."""
    taken: set[int] = field(default_factory=set)
    """The identities of the blocks whose translation is used."""
    _said: dict[int, "_Wording"] = field(default_factory=dict)
    """What blocks that share a key say, by the identity of the block."""

    @classmethod
    def of(cls, catalog: Catalog) -> "Known":
        """Sort a catalog's entries: in use beats obsolete, translated beats untranslated, first beats later."""
        known = cls()
        for position, block in enumerate(catalog.blocks):
            fields = block.fields
            if not fields.is_header:
                known.positions[id(block)] = position
                known._add(known.obsolete if fields.obsolete else known.live, block, fields)
        for key in [key for key in known.obsolete if key in known.live]:
            live, old = known.live[key], known.obsolete[key]
            if live.fields.is_translated or not old.fields.is_translated:
                known._spare(known.obsolete.pop(key), live)
            else:
                known._spare(known.live.pop(key), old)
        return known

    def get(self, key: Key) -> Block | None:
        """Return the block with this context and source text, in use or obsolete."""
        return self.live.get(key) or self.obsolete.get(key)

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks that count, in use first."""
        yield from self.live.values()
        yield from self.obsolete.values()

    def by_previous(self) -> dict[Key, Block]:
        """Return the fuzzy translations that are not used yet, by the text that they were made from."""
        rows = [(block, block.fields) for block in (*self.obsolete.values(), *self.live.values())]
        return {
            (fields.previous_msgctxt, fields.previous_msgid): block
            for block, fields in rows
            if fields.previous_msgid is not None
            and fields.is_fuzzy
            and fields.is_translated
            and origin_of(fields) is None
            and id(block) not in self.taken
        }

    def left_over(self) -> Iterable[Block]:
        """Return the blocks whose translation is not used yet, those in use first."""
        return [block for block in self.blocks() if id(block) not in self.taken]

    def give_way(self, block: Block, newer: Block) -> None:
        """Note that an entry gives its place to a newer translation; what only it says is handed back."""
        self._spare(block, newer, clashes=False)

    def _add(self, group: dict[Key, Block], block: Block, fields: Fields) -> None:
        first = group.setdefault(fields.key, block)
        if first is block:
            return
        if _weight(fields) > _weight(first.fields):
            group[fields.key] = block
            self._spare(first, block, clashes=not _is_suggested(first.fields))
        else:
            disputes = not _is_suggested(fields)
            self._spare(block, first, clashes=disputes)
            if (
                group is self.live
                and disputes
                and _weight(fields)
                and fields.targets != self._of(first).targets
            ):
                self.rivals.setdefault(fields.key, []).append(fields)

    def _spare(self, block: Block, kept: Block, *, clashes: bool = True) -> None:
        spare, main = block.fields, self._of(kept)
        says = {text for text in spare.targets if text}
        notes = {line for line in spare.tcomment.split("\n") if line}
        if not says <= main.texts:
            self.surplus.append(block.entry)
            if clashes:
                self.clashing.append(block.entry)
        elif clashes and not notes <= main.notes:
            self.surplus.append(block.entry)

    def _of(self, block: Block) -> "_Wording":
        """Return what a block says, made once: thousands of others may be compared with it."""
        if id(block) not in self._said:
            fields = block.fields
            targets = fields.targets
            self._said[id(block)] = _Wording(
                targets, frozenset(targets), frozenset(fields.tcomment.split("\n"))
            )
        return self._said[id(block)]


def _weight(fields: Fields) -> int:
    """Return how much an entry counts beside others of its key: what a person translated beats any suggestion."""
    return (1 if _is_suggested(fields) else 2) if fields.is_translated else 0


def _is_suggested(fields: Fields) -> bool:
    return fields.is_fuzzy and origin_of(fields) is not None


class _Wording(NamedTuple):
    """What an entry says, ready to be compared."""

    targets: tuple[str, ...]
    texts: frozenset[str]
    notes: frozenset[str]
    """The lines of its comment."""
