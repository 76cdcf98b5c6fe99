"""Reading a PO file: every byte is kept, and what is broken is refused with its line."""

from dataclasses import replace
from functools import lru_cache

from calque.errors import CatalogError
from calque.po.block import Block
from calque.po.catalog import Catalog
from calque.po.charsets import decoded
from calque.po.collection import uncollected
from calque.po.conflicts import has_markers, resolved
from calque.po.entries import Key
from calque.po.grammar import Grammar
from calque.po.mojibake import lost_characters, refuse_mojibake

__all__ = ["read_catalog"]

_SMALL = 1 << 17
"""Bytes of a file up to which it is remembered.

What is remembered takes 4.4 times the bytes of its file (measured with entries of 14 words): 36 MB at most for all. A
file of this size, of some 480 entries, is there again in 0.05 ms, where reading it takes 2.2. Catalogs of many posts
are larger, and would push the others out.
"""
_REMEMBERED = 64
"""Files whose entries are remembered: those of a few posts, in all locales, before and after they are written."""


def read_catalog(data: bytes, *, place: str) -> Catalog:
    r"""Return what a PO file says; `write_catalog` gives the same bytes back.

    `b'msgid "Hello"\nmsgstr "Bonjour"\n'` → a catalog whose one entry has msgid `Hello`.

    Takes all that GNU gettext takes. `CatalogError`, as "PLACE:LINE: what; what to do next", on
    what is cut off, no text in its charset, or not in the grammar of PO files.
    """
    known = _sound(data) if len(data) <= _SMALL else None
    if known is None:
        return _read(data, place)
    return replace(known, place=place, blocks=tuple([block.saying(block.fields) for block in known.blocks]))


@lru_cache(maxsize=_REMEMBERED)
def _sound(data: bytes) -> Catalog | None:
    """Return the catalog of a file that has no fault; kept, since one sync reads the same bytes several times.

    Its blocks are never given away: whoever reads the file gets blocks, and with them entries, of their own.
    """
    try:
        catalog = _read(data, "")
    except CatalogError:
        return None
    return None if catalog.warnings or catalog.data is None else catalog


def _read(data: bytes, place: str) -> Catalog:
    text, charset, bom, warnings = decoded(data, place=place)
    conflict = has_markers(text)

    def read(text: str) -> tuple[list[Block], str]:
        grammar = Grammar(text, place=place, charset=charset)
        return list(grammar.blocks()), text[grammar.position :]

    with uncollected():
        if conflict:
            blocks, tail, warning = resolved(text, place=place, read=read)
            warnings.append(warning)
        else:
            blocks, tail = read(text)
        refuse_mojibake(blocks, place=place)
        warnings.extend(lost_characters(blocks, text, place=place))
        warnings.extend(_duplicates(blocks, place))
    newline = "\r\n" if "\r\n" in text[: text.find("\n") + 1] else "\n"
    if not data:
        warnings.append(f"{place}:1: the file is empty")
    catalog = Catalog(
        blocks=tuple(blocks),
        tail=tail,
        charset=charset,
        bom=bom,
        newline=newline,
        place=place,
        warnings=tuple(warnings),
        data=None if conflict else data,
    )
    return catalog.with_blocks(blocks) if conflict else catalog


def _duplicates(blocks: list[Block], place: str) -> list[str]:
    fields = [block.fields for block in blocks]
    keys = [one.key for one in fields if not one.obsolete]
    if len(set(keys)) == len(keys):
        return []
    warnings = []
    lines: dict[Key, int | None] = {}
    live = [block for block in blocks if not block.fields.obsolete]
    for key, block in zip(keys, live, strict=True):
        if key in lines:
            warnings.append(
                f"{place}:{block.line}: the same msgid as in line {lines[key]}; keep one of the two"
            )
        lines.setdefault(key, block.line)
    return warnings
