"""The tags of a segment's text as pieces that other formats have elements for, and back.

::

    Ring us, or <a id="1">come by</a>.<br/>   ⇄   "Ring us, or " open a#1 "come by" close a#1 "." void br

The name of a piece says its tag: `from_pieces(pieces_of(text))` is the text, wherever the pieces went meanwhile. A tag
without its partner is a piece of its own (`single`), and so is a control character, which XML cannot hold.
"""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from calque.html.markup import TAG, decode
from calque.html.texts import escape

__all__ = ["CONTROLS", "Piece", "PieceKind", "from_pieces", "pieces_of", "tag_of_piece"]


class PieceKind(StrEnum):
    """What a piece is."""

    TEXT = "text"
    OPEN = "open"
    CLOSE = "close"
    SINGLE = "single"


class Piece(NamedTuple):
    """A run of text, as readers see it, or a tag."""

    kind: PieceKind
    value: str
    """The text; of a tag its name: `a#1`, `strong`, `br/`, `+a#1` and `-a` of tags without partner, `u+000B`."""


CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROL_NAME = re.compile(r"u\+(00(?:0[1-8BCEF]|1[0-9A-F]))")
_NAME = re.compile(r"(?P<sign>[+-])?(?P<name>[a-z][a-z0-9._:-]*)(?:#(?P<id>[1-9][0-9]{0,8}))?(?P<void>/)?")


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Return a text in msgid form as its pieces, in order."""
    found = list(TAG.finditer(text))
    partners = _partners(found)
    pieces: list[Piece] = []
    at = 0
    for number, tag in enumerate(found):
        pieces += _text_pieces(text[at : tag.start()])
        pieces.append(_tag_piece(tag, partners.get(number), found))
        at = tag.end()
    pieces += _text_pieces(text[at:])
    return tuple(pieces)


def from_pieces(pieces: Iterable[Piece]) -> str:
    """Return the text in msgid form of some pieces."""
    return "".join(
        escape(piece.value) if piece.kind is PieceKind.TEXT else tag_of_piece(piece) for piece in pieces
    )


def tag_of_piece(piece: Piece) -> str:
    """Return the tag that a piece stands for: open `a#1` → `<a id="1">`; a name that is none of ours as it is."""
    if control := _CONTROL_NAME.fullmatch(piece.value):
        return chr(int(control[1], base=16))
    found = _NAME.fullmatch(piece.value)
    if found is None:
        return escape(f"<{piece.value}>")
    number = f' id="{found["id"]}"' if found["id"] else ""
    if piece.kind is PieceKind.CLOSE or found["sign"] == "-":
        return f"</{found['name']}>"
    return f"<{found['name']}{number}{found['void'] or ''}>"


def _partners(tags: Sequence[re.Match[str]]) -> dict[int, int]:
    """Return for each tag that has one its partner; pairs that cross have none."""
    stack: list[int] = []
    partners: dict[int, int] = {}
    for number, tag in enumerate(tags):
        slash, name, _, void = tag.groups()
        if void:
            continue
        if not slash:
            stack.append(number)
        elif stack and tags[stack[-1]][2] == name:
            partners[number] = stack[-1]
            partners[stack.pop()] = number
    return partners


def _tag_piece(tag: re.Match[str], partner: int | None, tags: Sequence[re.Match[str]]) -> Piece:
    slash, name, number, void = tag.groups()
    named = f"{name}#{number}" if number else name
    if void:
        return Piece(PieceKind.SINGLE, f"{named}/")
    if partner is None:
        return Piece(PieceKind.SINGLE, f"-{name}" if slash else f"+{named}")
    if slash:
        opening = tags[partner]
        named = f"{opening[2]}#{opening[3]}" if opening[3] else opening[2]
    return Piece(PieceKind.CLOSE if slash else PieceKind.OPEN, named)


def _text_pieces(text: str) -> Iterable[Piece]:
    said = decode(text)
    at = 0
    for control in CONTROLS.finditer(said):
        if control.start() > at:
            yield Piece(PieceKind.TEXT, said[at : control.start()])
        yield Piece(PieceKind.SINGLE, f"u+{ord(control[0]):04X}")
        at = control.end()
    if at < len(said):
        yield Piece(PieceKind.TEXT, said[at:])
