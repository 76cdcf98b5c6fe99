"""Writing a PO file: only what changed is written anew, in the layout of GNU msgcat."""

from functools import lru_cache

from calque.po.block import Block
from calque.po.catalog import Catalog, in_utf8
from calque.po.collection import uncollected
from calque.po.entries import Fields
from calque.po.layout import laid_out, relaid

__all__ = ["write_catalog"]


def write_catalog(catalog: Catalog, *, wrap: int = 79) -> bytes:
    """Return the file's bytes: those that were read, but for the fields that changed since.

    `wrap` is the width new text is wrapped at, in columns; 0 breaks lines at line ends only. A file
    whose charset lacks a character of the new text becomes UTF-8, and its header says so.
    """
    with uncollected():
        texts = [_text(block, wrap, catalog.newline) for block in catalog.blocks]
    if catalog.data is not None and all(
        text is block.raw for text, block in zip(texts, catalog.blocks, strict=True)
    ):
        return catalog.data
    parts = [part for text, block in zip(texts, catalog.blocks, strict=True) for part in (block.gap, text)]
    bom = "\ufeff" if catalog.bom else ""
    try:
        return (bom + "".join(parts) + catalog.tail).encode(catalog.charset)
    except UnicodeEncodeError:
        return write_catalog(in_utf8(catalog), wrap=wrap)


def _text(block: Block, wrap: int, newline: str) -> str:
    now = block.fields
    if now is block.read or now == block.read:
        return block.raw
    if block.read is not None:
        return relaid(block.raw, block.read, now, width=wrap, sticky=block.sticky, newline=newline)
    return _new_text(now, wrap, block.sticky, newline)


@lru_cache(maxsize=1024)
def _new_text(fields: Fields, wrap: int, sticky: tuple[str, ...], newline: str) -> str:
    """Return the lines of an entry; kept, since those of a new post are the same in the catalogs of all locales."""
    lines = laid_out(fields, width=wrap, sticky=sticky)
    return "".join([line + newline for field in lines.values() for line in field])
