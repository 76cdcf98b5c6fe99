"""What a catalog that comes back from an editor confirms, by comparison with what was handed out."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from calque.po.block import Block
from calque.po.catalog import Catalog
from calque.po.entries import Fields, Key, origin_of
from calque.po.rivals import rivals_of

__all__ = ["Flagged", "HandedOut", "changed_since", "handed_out", "with_flags_back", "with_previous_back"]

_REVISED = "PO-Revision-Date"
_CONFLICT = "calque: conflict"
_MANY = 2
_LEAVE_PREVIOUS = ("Lokalize", "Virtaal")
"""Editors that clear the flag alone: `CatalogItem::unsetFuzzy`, and translate-toolkit's `pounit.markfuzzy`."""


class Flagged(NamedTuple):
    """A fuzzy translation as it was handed out, without the translation itself."""

    context: str | None
    source: str
    target: str
    """The SHA-256 of the translation, which tells whether it is still the same."""
    previous_context: str | None = None
    previous: str | None = None
    """The text that it was made from."""
    previous_plural: str | None = None
    """The plural text of then."""
    origin: str = ""
    """`calque: memory 0.83` where no person made it; the lines on its rivals, where it has some."""


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What was fuzzy in a catalog when calque last saw it, and its PO-Revision-Date then."""

    revised: str = ""
    entries: tuple[Flagged, ...] = ()


def handed_out(catalog: Catalog) -> HandedOut:
    """Record the fuzzy translations of a catalog that is handed out."""
    entries = tuple(
        Flagged(
            *block.fields.key,
            _digest(block.fields),
            block.fields.previous_msgctxt,
            block.fields.previous_msgid,
            block.fields.previous_msgid_plural,
            str(origin_of(block.fields) or "\n".join(map(str, rivals_of(block.fields)))),
        )
        for block in _translated(catalog)
        if block.fields.is_fuzzy
    )
    return HandedOut(catalog.header.get(_REVISED, ""), entries) if entries else HandedOut()


def with_flags_back(catalog: Catalog, before: HandedOut | None = None) -> Catalog:
    """Return the catalog with the fuzzy flags that its editor dropped and nobody cleared.

    OmegaT writes a file back without any fuzzy flag and leaves the rest of each entry as it is. So in a file
    that has none, a flag is put back where the translation is the one handed out, and

    - its `#| msgid` still stands: an editor in which somebody clears a flag drops that with it, or
    - several flags are gone at once, and no editor dated the file anew.

    Lokalize and Virtaal, which leave `#|`, date each file that they save and sign it: such a file is believed.
    Where it is not known what was handed out, `#| msgid` alone decides. A translation that changed is confirmed.
    """
    known = {(flag.context, flag.source): flag for flag in before.entries} if before else {}
    if not known and not any(block.fields.previous_msgid is not None for block in catalog.blocks):
        return catalog
    translated = list(_translated(catalog))
    if any(block.fields.is_fuzzy for block in translated):
        return catalog
    dated = before is not None and catalog.header.get(_REVISED, "") != before.revised
    if dated and catalog.header.get("X-Generator", "").startswith(_LEAVE_PREVIOUS):
        return catalog
    unchanged = {
        block.fields.key
        for block in translated
        if (flag := known.get(block.fields.key)) and flag.target == _digest(block.fields)
    }
    at_once = len(unchanged) >= _MANY and not dated
    back = {
        id(block): _flagged(block, known.get(block.fields.key))
        for block in translated
        if (block.fields.previous_msgid is not None and _is_same(block.fields, known, unchanged))
        or (at_once and block.fields.key in unchanged)
    }
    return catalog.with_blocks(back.get(id(block), block) for block in catalog.blocks) if back else catalog


def changed_since(catalog: Catalog, before: HandedOut | None = None) -> Mapping[Key, Collection[str]]:
    """Return, of entries with another translation than was handed out, the lines on the rivals that they had then."""
    known = {(flag.context, flag.source): flag for flag in before.entries} if before else {}
    return {
        block.fields.key: flag.origin.split("\n")
        for block in (_translated(catalog) if known else ())
        if (flag := known.get(block.fields.key)) and flag.origin and flag.target != _digest(block.fields)
    }


def with_previous_back(catalog: Catalog, before: HandedOut | None = None) -> Catalog:
    """Return the catalog with the previous texts that a tool dropped: `#| msgid` of entries that are fuzzy still.

    msgcat drops them, and git drivers that call it; then nothing tells a stale text from one that a person flagged. A
    translation that changed since is not the one that was made from the previous text.
    """
    known = {(flag.context, flag.source): flag for flag in before.entries if flag.previous} if before else {}
    if not known:
        return catalog
    back = {}
    for block in _translated(catalog):
        fields, flag = block.fields, known.get(block.fields.key)
        if flag is None or not fields.is_fuzzy or fields.previous_msgid is not None:
            continue
        if flag.target == _digest(fields) and origin_of(fields) is None:
            back[id(block)] = block.saying(_with_previous(fields, flag))
    return catalog.with_blocks(back.get(id(block), block) for block in catalog.blocks) if back else catalog


def _translated(catalog: Catalog) -> Iterator[Block]:
    return (block for block in catalog.blocks if block.fields.is_translated and not block.fields.is_header)


def _is_same(fields: Fields, known: dict[Key, Flagged], unchanged: set[Key]) -> bool:
    """Tell whether the translation is the one handed out, or may be: nothing is known of it."""
    return fields.key in unchanged or fields.key not in known


def _flagged(block: Block, flag: Flagged | None) -> Block:
    fields = block.fields
    fields = fields._replace(flags=("fuzzy", *fields.flags))
    if flag and fields.previous_msgid is None:
        fields = _with_previous(fields, flag)
    if flag and flag.origin and not flag.origin.startswith(_CONFLICT) and origin_of(fields) is None:
        fields = fields._replace(tcomment="\n".join(filter(None, (fields.tcomment, flag.origin))))
    return block.saying(fields)


def _with_previous(fields: Fields, flag: Flagged) -> Fields:
    return fields._replace(
        previous_msgctxt=flag.previous_context,
        previous_msgid=flag.previous,
        previous_msgid_plural=flag.previous_plural,
    )


def _digest(fields: Fields) -> str:
    return sha256("\0".join(fields.targets).encode("utf-8", "surrogatepass")).hexdigest()
