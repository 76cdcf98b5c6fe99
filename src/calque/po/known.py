"""What an old catalog knows: its entries by key, each key once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from polib import POEntry

from calque.po.catalog import Block, Catalog, is_header
from calque.po.entries import is_fuzzy, is_translated, key_of, origin_of, target_of

__all__ = ["Key", "Known"]

Key = tuple[str | None, str]
"""Context and source text."""


@dataclass
class Known:
    """The entries of a catalog by key; taken once, a translation is not left over."""

    live: dict[Key, Block] = field(default_factory=dict)
    obsolete: dict[Key, Block] = field(default_factory=dict)
    surplus: list[POEntry] = field(default_factory=list)
    """What has the key of another entry and says something else."""
    positions: dict[int, int] = field(default_factory=dict)
    """The position in the file, by the identity of the entry."""
    taken: set[int] = field(default_factory=set)
    """The identities of the entries whose translation goes on."""

    @classmethod
    def of(cls, catalog: Catalog) -> "Known":
        """Sort a catalog's entries: in use beats obsolete, translated beats untranslated, first beats later."""
        known = cls()
        for position, block in enumerate(catalog.blocks):
            if not is_header(block.entry):
                known.positions[id(block.entry)] = position
                known._add(known.obsolete if block.entry.obsolete else known.live, block)
        for key in [key for key in known.obsolete if key in known.live]:
            live, old = known.live[key], known.obsolete[key]
            if is_translated(live.entry) or not is_translated(old.entry):
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
        """Return the fuzzy translations that are not taken, by the text that they were made from."""
        return {
            (block.entry.previous_msgctxt, block.entry.previous_msgid): block
            for block in (*self.obsolete.values(), *self.live.values())
            if block.entry.previous_msgid is not None
            and is_fuzzy(block.entry)
            and is_translated(block.entry)
            and origin_of(block.entry) is None
            and id(block.entry) not in self.taken
        }

    def left_over(self) -> Iterable[Block]:
        """Return the blocks whose translation nothing has taken, those in use first."""
        return [block for block in self.blocks() if id(block.entry) not in self.taken]

    def _add(self, group: dict[Key, Block], block: Block) -> None:
        first = group.setdefault(key_of(block.entry), block)
        if first is block:
            return
        if is_translated(block.entry) and not is_translated(first.entry):
            group[key_of(block.entry)] = block
            self._spare(first, block)
        else:
            self._spare(block, first)

    def _spare(self, block: Block, kept: Block) -> None:
        entry = block.entry
        says = {text for text in target_of(entry) if text}
        if not says.issubset(target_of(kept.entry)) or entry.tcomment not in {"", kept.entry.tcomment}:
            self.surplus.append(entry)
