"""Conflict markers of a version control system, resolved entry by entry where both sides can be read."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from calque.errors import CatalogError
from calque.po.block import Block
from calque.po.entries import Fields
from calque.po.header import metadata_of

__all__ = ["has_markers", "resolved"]

_MARKER = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?\r?")

Read = Callable[[str], tuple[list[Block], str]]
"""From a text to its blocks and what follows the last."""
_Identity = tuple[str | None, str, bool]
"""Context and text of an entry, and whether it is obsolete."""


class Sides(NamedTuple):
    """A file as either side of its conflicts has it."""

    ours: str
    theirs: str
    lines: list[int]
    """The line in the file of each line of ours."""
    first: int
    """The line of the first marker."""


def has_markers(text: str) -> bool:
    """Say whether the text has a line that opens a conflict."""
    return "<<<<<<<" in text and any(
        line[:7] == "<<<<<<<" and _MARKER.fullmatch(line) for line in text.split("\n")
    )


def resolved(text: str, *, place: str, read: Read) -> tuple[list[Block], str, str]:
    """Return the blocks of a file with conflicts, its tail, and a warning that says what was done.

    An entry that one side has is taken; of two, the translated one, then the one that is not fuzzy
    if both have the same translation. Of two headers the later revision wins. `CatalogError` where
    both sides translate a text in different ways, or where one cannot be read.
    """
    sides = _sides(text, place)
    try:
        (ours, tail), (theirs, other_tail) = read(sides.ours), read(sides.theirs)
    except CatalogError as error:
        raise CatalogError.at(
            f"{place}:{sides.first}", "conflict markers that cut an entry apart; resolve them by hand"
        ) from error
    left = {_key(block.fields): block for block in theirs}
    blocks = []
    for block in ours:
        other = left.pop(_key(block.fields), None)
        line = sides.lines[(block.line or 1) - 1]
        blocks.append(block if other is None else _chosen(block, other, f"{place}:{line}"))
    warning = f"{place}:{sides.first}: conflict markers, resolved entry by entry; check the result"
    return _with_others(blocks, theirs, left), tail if other_tail in tail else tail + other_tail, warning


def _sides(text: str, place: str) -> Sides:
    ours: list[str] = []
    theirs: list[str] = []
    lines: list[int] = []
    side, first = "both", 0
    for number, line in enumerate(text.split("\n"), 1):
        marker = _MARKER.fullmatch(line)
        if marker:
            first = first or number
            side = _next_side(side, marker[1], f"{place}:{number}")
            continue
        if side in {"both", "ours"}:
            ours.append(line)
            lines.append(number)
        if side in {"both", "theirs"}:
            theirs.append(line)
    if side != "both":
        raise CatalogError.at(f"{place}:{first}", "a conflict that does not end; resolve it by hand")
    return Sides("\n".join(ours), "\n".join(theirs), lines, first)


def _next_side(side: str, marker: str, place: str) -> str:
    after = {("both", "<"): "ours", ("ours", "|"): "base", ("ours", "="): "theirs", ("base", "="): "theirs"}
    after["theirs", ">"] = "both"
    try:
        return after[side, marker[0]]
    except KeyError:
        raise CatalogError.at(place, "a conflict marker out of order; resolve the conflict by hand") from None


def _key(fields: Fields) -> _Identity:
    return (*fields.key, fields.obsolete)


def _chosen(ours: Block, theirs: Block, place: str) -> Block:
    one, other = ours.fields, theirs.fields
    if one == other:
        return ours
    if one.is_header:
        later = _revised(other) > _revised(one)
        return _with_notes(theirs, ours) if later else _with_notes(ours, theirs)
    if one.is_translated and other.is_translated and one.targets != other.targets:
        raise CatalogError.at(
            place,
            f"both sides of the conflict translate “{one.msgid[:60]}”, in different ways;"
            " keep one and remove the markers",
        )
    if one.is_translated != other.is_translated:
        kept, less = (ours, theirs) if one.is_translated else (theirs, ours)
    else:
        kept, less = (theirs, ours) if one.is_fuzzy and not other.is_fuzzy else (ours, theirs)
    return _with_notes(kept, less)


def _with_notes(kept: Block, less: Block) -> Block:
    """Return a block with the notes of both sides."""
    notes = (block.fields.tcomment for block in (kept, less) if block.fields.tcomment)
    lines = dict.fromkeys(line for note in notes for line in note.split("\n"))
    return kept.saying(kept.fields._replace(tcomment="\n".join(lines)))


def _revised(fields: Fields) -> str:
    return metadata_of(fields.msgstr).get("PO-Revision-Date", "")


def _with_others(blocks: list[Block], theirs: list[Block], left: dict[_Identity, Block]) -> list[Block]:
    """Put the entries that only the other side has behind those that stand before them there."""
    if not left:
        return blocks
    follow: dict[_Identity | None, list[Block]] = {}
    before: _Identity | None = None
    for block in theirs:
        if _key(block.fields) in left:
            follow.setdefault(before, []).append(block)
        else:
            before = _key(block.fields)

    def woven() -> Iterator[Block]:
        yield from follow.get(None, ())
        for block in blocks:
            yield block
            yield from follow.pop(_key(block.fields), ())  # once, however often the key stands there

    return list(woven())
