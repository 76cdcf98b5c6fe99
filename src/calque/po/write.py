"""Writing a PO file: only what changed is written anew, in the layout of GNU msgcat."""

from collections.abc import Iterator, Sequence

from calque.po.catalog import Block, Catalog
from calque.po.entries import Fields, fields_of
from calque.po.wrap import quoted, references

__all__ = ["write_catalog"]


def write_catalog(catalog: Catalog, *, wrap: int = 79) -> bytes:
    """Return the file's bytes: those that were read, but for the fields that changed since.

    `wrap` is the width new text is wrapped at, in columns; 0 breaks lines at line ends only.
    """
    texts = [_text(block, wrap, catalog.newline) for block in catalog.blocks]
    if catalog.data is not None and all(
        text is block.raw for text, block in zip(texts, catalog.blocks, strict=True)
    ):
        return catalog.data
    parts = [part for text, block in zip(texts, catalog.blocks, strict=True) for part in (block.gap, text)]
    bom = "\ufeff" if catalog.bom else ""
    return (bom + "".join(parts) + catalog.tail).encode(catalog.charset)


def _text(block: Block, wrap: int, newline: str) -> str:
    now = fields_of(block.entry)
    if now == block.read:
        return block.raw
    lines = [line for _, lines in _rendered(now, wrap, block.sticky) for line in lines]
    return "".join(line + newline for line in lines)


def _rendered(now: Fields, wrap: int, sticky: Sequence[str] = ()) -> Iterator[tuple[str, list[str]]]:
    """Yield each field that the entry has, with its lines, in the order of msgcat."""
    width = 0 if "no-wrap" in now.flags else wrap
    yield (
        "tcomment",
        [f"# {line}" if line else "#" for line in now.tcomment.split("\n")] if now.tcomment else [],
    )
    yield (
        "comment",
        [f"#. {line}" if line else "#." for line in now.comment.split("\n")] if now.comment else [],
    )
    yield "occurrences", references(now.occurrences, wrap)
    loose = [flag for flag in now.flags if flag not in sticky]
    yield "flags", [f"#, {', '.join(loose)}"] if loose else []
    kept = [flag for flag in now.flags if flag in sticky]
    yield "sticky", [f"#= {', '.join(kept)}"] if kept else []
    mark = "#~ " if now.obsolete else ""
    older = "#~| " if now.obsolete else "#| "
    if now.previous_msgctxt is not None:
        yield "previous_msgctxt", quoted("msgctxt", now.previous_msgctxt, mark=older, width=width)
    if now.previous_msgid is not None:
        yield "previous_msgid", quoted("msgid", now.previous_msgid, mark=older, width=width)
    if now.previous_msgid_plural is not None:
        yield (
            "previous_msgid_plural",
            quoted("msgid_plural", now.previous_msgid_plural, mark=older, width=width),
        )
    if now.msgctxt is not None:
        yield "msgctxt", quoted("msgctxt", now.msgctxt, mark=mark, width=width)
    yield "msgid", quoted("msgid", now.msgid, mark=mark, width=width)
    if now.msgid_plural:
        yield "msgid_plural", quoted("msgid_plural", now.msgid_plural, mark=mark, width=width)
    if now.msgstr_plural:
        lines = [
            line
            for number, text in now.msgstr_plural
            for line in quoted(f"msgstr[{number}]", text, mark=mark, width=width)
        ]
        yield "msgstr_plural", lines
    else:
        yield "msgstr", quoted("msgstr", now.msgstr, mark=mark, width=width)
