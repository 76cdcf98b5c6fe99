"""Gathering entries of several catalogs into one, before it is merged with its template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from calque.po.block import Block
from calque.po.catalog import Catalog
from calque.po.header import with_metadata

__all__ = ["Gathered", "gather", "with_gathered"]

_PERSONAL = ("PO-Revision-Date", "Last-Translator", "Language-Team", "Plural-Forms")
"""What a header says of the work itself, and not of the file."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Entries on their way into another catalog, with what the headers of their files say."""

    blocks: tuple[Block, ...] = ()
    notes: tuple[str, ...] = ()
    """Comments that stand in no entry: above a header, or after the last entry."""
    header: tuple[tuple[str, str], ...] = ()


def gather(parts: Iterable[tuple[Catalog, Sequence[Block]]]) -> Gathered:
    """Put some blocks of each catalog together; of the headers, the one revised last counts."""
    parts = tuple(parts)
    blocks = [Block(block.fields, sticky=block.sticky) for _, some in parts for block in some]
    blocks.sort(key=lambda block: (block.fields.obsolete, block.fields.is_fuzzy))
    notes = dict.fromkeys(note for catalog, _ in parts for note in _notes(catalog))
    last = max((catalog.header for catalog, _ in parts), key=lambda header: header.get(_PERSONAL[0], ""))
    return Gathered(
        tuple(blocks), tuple(notes), tuple((name, last[name]) for name in _PERSONAL if last.get(name))
    )


def with_gathered(catalog: Catalog, gathered: Gathered, *, new: bool) -> Catalog:
    """Return a catalog with gathered entries behind its own; a `new` one takes over what their headers say.

    A text that stands twice afterwards is resolved by the merge, which keeps both translations.
    """
    blocks = []
    for block in catalog.blocks:
        if not block.is_header:
            blocks.append(block)
            continue
        fields = block.fields
        notes = dict.fromkeys((*filter(None, fields.tcomment.split("\n")), *gathered.notes))
        text = with_metadata(fields.msgstr, dict(gathered.header)) if new else fields.msgstr
        blocks.append(block.saying(fields._replace(tcomment="\n".join(notes), msgstr=text)))
    return catalog.with_blocks([*blocks, *gathered.blocks])


def _notes(catalog: Catalog) -> Iterable[str]:
    for block in catalog.blocks:
        if block.is_header:
            yield from filter(None, block.fields.tcomment.split("\n"))
    for line in catalog.tail.split("\n"):
        if line.startswith("# "):
            yield line[2:].strip()
