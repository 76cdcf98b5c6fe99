"""Reading a PO file: every byte is kept, and what is broken is refused with its line."""

from calque.po.catalog import Block, Catalog
from calque.po.charsets import decoded
from calque.po.entries import key_of, new_entry
from calque.po.grammar import Grammar, Message

__all__ = ["read_catalog"]


def read_catalog(data: bytes, *, place: str) -> Catalog:
    r"""Return what a PO file says; `write_catalog` gives the same bytes back.

    `b'msgid "Hello"\nmsgstr "Bonjour"\n'` → a catalog whose one entry has msgid `Hello`.

    Takes all that GNU gettext takes. `CatalogError`, as "PLACE:LINE: what; what to do next", on
    what is cut off, no text in its charset, or not in the grammar of PO files.
    """
    text, charset, bom, warnings = decoded(data, place=place)
    blocks = []
    position = 0
    for message in Grammar(text, place=place, charset=charset).messages():
        blocks.append(_block(text, position, message))
        position = message.end
    newline = "\r\n" if "\r\n" in text[: text.find("\n") + 1] else "\n"
    if not data:
        warnings.append(f"{place}:1: the file is empty")
    warnings.extend(_duplicates(blocks, place))
    return Catalog(
        blocks=tuple(blocks),
        tail=text[position:],
        charset=charset,
        bom=bom,
        newline=newline,
        place=place,
        warnings=tuple(warnings),
        data=data,
    )


def _block(text: str, position: int, message: Message) -> Block:
    return Block(
        new_entry(message.fields, message.line),
        text[message.start : message.end],
        message.fields,
        text[position : message.start],
        message.sticky,
    )


def _duplicates(blocks: list[Block], place: str) -> list[str]:
    warnings = []
    lines: dict[tuple[str | None, str], int | None] = {}
    for block in blocks:
        entry = block.entry
        if entry.obsolete:
            continue
        first = lines.setdefault(key_of(entry), entry.linenum)
        if first != entry.linenum:
            warnings.append(
                f"{place}:{entry.linenum}: the same msgid as in line {first}; keep one of the two entries"
            )
    return warnings
