"""A PO file as values: blocks of text, each with the entry that it says."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from polib import POEntry

from calque.po.block import Block
from calque.po.entries import altered, is_fuzzy, without_origin
from calque.po.header import metadata_of
from calque.po.live_notes import undoubted

__all__ = ["Catalog", "edit", "edited", "in_utf8", "is_header"]


_CHARSET = re.compile(r"charset=[^\s;]+")


@dataclass(frozen=True)
class Catalog:
    """What a PO file says, with every byte of it.

    Entries are live :class:`polib.POEntry`; take them as read-only and change them by :func:`edit`.
    """

    blocks: tuple[Block, ...] = ()
    tail: str = ""
    """What follows the last entry: blank lines, comments."""
    charset: str = "UTF-8"
    bom: bool = False
    newline: str = "\n"
    place: str = ""
    """Where it was read, for messages."""
    warnings: tuple[str, ...] = ()
    data: bytes | None = None
    """The bytes it was read from; None when its blocks were changed or never read."""

    @cached_property
    def header_entry(self) -> POEntry | None:
        """The entry with the empty source and no context, or None."""
        return next((block.entry for block in self.blocks if block.is_header), None)

    @cached_property
    def header(self) -> Mapping[str, str]:
        """The metadata, in file order: `{"Language": "fr", …}`."""
        if self.header_entry is None:
            return MappingProxyType({})
        return MappingProxyType(metadata_of(self.header_entry.msgstr))

    @cached_property
    def entries(self) -> tuple[POEntry, ...]:
        """The entries in use, in file order, without the header."""
        return tuple(block.entry for block in self.blocks if not (block.fields.obsolete or block.is_header))

    @cached_property
    def obsolete(self) -> tuple[POEntry, ...]:
        """The entries whose source is gone (`#~`), in file order."""
        return tuple(block.entry for block in self.blocks if block.fields.obsolete)

    def with_entries(self, changes: Mapping[int, POEntry]) -> "Catalog":
        """Return the catalog with new entries at some positions of `entries`."""
        new = {id(self.entries[index]): entry for index, entry in changes.items()}
        blocks = tuple(
            block.saying(new[id(block.entry)]) if id(block.entry) in new else block for block in self.blocks
        )
        return replace(self, blocks=blocks, data=None)

    def with_blocks(self, blocks: Iterable[Block]) -> "Catalog":
        """Return the catalog with other blocks, a blank line at least between two of them."""
        return replace(self, blocks=tuple(_separated(blocks, self.newline)), data=None)


def is_header(entry: POEntry) -> bool:
    """Say whether the entry is a catalog's header."""
    return entry.msgid == "" and entry.msgctxt is None and not entry.obsolete


def in_utf8(catalog: Catalog) -> Catalog:
    """Return the catalog with UTF-8 as its charset, in the header, too."""
    blocks = [
        block.saying(block.fields._replace(msgstr=_CHARSET.sub("charset=UTF-8", block.fields.msgstr)))
        if block.is_header
        else block
        for block in catalog.blocks
    ]
    return replace(catalog, blocks=tuple(blocks), charset="utf-8", data=None)


def edit(catalog: Catalog, index: int, **values: Any) -> Catalog:
    """Return the catalog with fields of `catalog.entries[index]` changed, every other byte as it was.

    `edit(catalog, 3, msgstr="Bonjour", fuzzy=False)` also drops what a fuzzy flag carries: the
    previous text and the origin of the suggestion.
    """
    return catalog.with_entries({index: edited(catalog.entries[index], **values)})


def edited(entry: POEntry, *, fuzzy: bool | None = None, **values: Any) -> POEntry:
    """Return a copy of the entry with fields changed and the fuzzy flag set, cleared or left (None)."""
    result = altered(entry, **values)
    if fuzzy is True and not is_fuzzy(result):
        return altered(result, flags=("fuzzy", *result.flags))
    if fuzzy is False:
        return altered(
            result,
            flags=tuple(flag for flag in result.flags if flag != "fuzzy"),
            tcomment=undoubted(without_origin(result.tcomment)),
            previous_msgctxt=None,
            previous_msgid=None,
            previous_msgid_plural=None,
        )
    return result


def _separated(blocks: Iterable[Block], newline: str) -> Iterable[Block]:
    for position, block in enumerate(blocks):
        raw = block.raw if not block.raw or block.raw.endswith("\n") else block.raw.rstrip() + newline
        gap = block.gap if position == 0 or "\n" in block.gap else newline
        yield block if raw is block.raw and gap == block.gap else block.placed(raw=raw, gap=gap)
