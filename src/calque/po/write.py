"""Writing a PO file: only what changed is written anew, in the layout of GNU msgcat."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

from calque.errors import CatalogError
from calque.po.block import Block
from calque.po.catalog import Catalog, in_utf8
from calque.po.collection import uncollected
from calque.po.entries import Fields
from calque.po.layout import laid_out, relaid

__all__ = ["write_catalog"]

_PIECE = 4096
"""Entries that are encoded at once."""


def write_catalog(catalog: Catalog, *, wrap: int = 79) -> bytes:
    """Return the file's bytes: those that were read, but for the fields that changed since.

    `wrap` is the width new text is wrapped at, in columns; 0 breaks lines at line ends only. A file
    whose charset lacks a character of the new text becomes UTF-8, and its header says so.
    Errors: CatalogError of half a character, a lone surrogate, which no charset has.
    """
    with uncollected():
        texts = [_text(block, wrap, catalog.newline) for block in catalog.blocks]
    if catalog.data is not None and all(
        text is block.raw for text, block in zip(texts, catalog.blocks, strict=True)
    ):
        return catalog.data
    try:
        return _encoded(catalog, texts)
    except UnicodeEncodeError as error:
        if catalog.charset == "utf-8":  # UTF-8 lacks half a character alone
            raise CatalogError.at(
                catalog.place,
                "a text holds half a character (a lone surrogate), which no file can; leave it out",
            ) from error
        return write_catalog(in_utf8(catalog), wrap=wrap)


def _encoded(catalog: Catalog, texts: Sequence[str]) -> bytes:
    """Return the bytes of a file, UTF-8 piece by piece, so that a large one never stands in memory as a text, too."""
    size = _PIECE if catalog.charset == "utf-8" else len(texts) or 1
    written = BytesIO()  # gives its bytes without a copy
    written.write(("\ufeff" if catalog.bom else "").encode(catalog.charset))
    for start in range(0, len(texts), size):
        blocks = zip(catalog.blocks[start : start + size], texts[start : start + size], strict=True)
        parts = [part for block, text in blocks for part in (block.gap, text)]
        written.write("".join(parts).encode(catalog.charset))
    written.write(catalog.tail.encode(catalog.charset))
    return written.getvalue()


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
