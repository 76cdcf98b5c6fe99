"""A handed-out file as XLIFF 1.2, which agencies' programs read, and what comes back in it.

An entry is a `trans-unit`, a tag of its text a `<g>` or `<x>`, a fact above it a `<note>`. All that is no target, no
state and no new note is passed over on the way back: texts and contexts are those that were handed out.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from lxml import etree

from calque import __version__
from calque.errors import CatalogError
from calque.handoffs.inline import CONTROLS, Piece, PieceKind, from_pieces, pieces_of
from calque.handoffs.xml import Element, line_of, local_name, parse_xml
from calque.po import Catalog, ticket_of
from calque.po.block import Block
from calque.po.entries import NOTHING, Fields
from calque.po.handoff import returned_header

__all__ = ["Xliff", "XliffUnit", "catalog_of", "read_xliff", "write_xliff"]

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_NAMES = {None: _NAMESPACE}
_XML = "{http://www.w3.org/XML/1998/namespace}"
_NEW, _REVIEW, _DONE = "needs-translation", "needs-review-translation", "translated"
_OPEN_STATES = ("new", "needs-")
"""How the states begin that say that a target is not finished (XLIFF 1.2, 2.3, `state`)."""
_OWN = "calque"


class XliffUnit(NamedTuple):
    """What came back of one text."""

    id: str
    source: str
    """In msgid form, as the target."""
    context: str | None
    target: str
    state: str
    """Empty where the program that saved the file drops it."""
    approved: str
    notes: tuple[tuple[bool, str], ...]
    """Each line of its notes, and whether calque wrote the note."""
    line: int

    @property
    def is_open(self) -> bool:
        """The file says that the target is not finished."""
        return self.approved != "yes" and (self.state.startswith(_OPEN_STATES) or self.approved == "no")


class Xliff(NamedTuple):
    """What a file in XLIFF says."""

    handoff: str
    """The id of the handoff; whatever else stands there where it is of none."""
    site: str
    language: str
    units: tuple[XliffUnit, ...]
    place: str


def write_xliff(catalog: Catalog, *, source: str, target: str) -> bytes:
    r"""Return a handed-out file as XLIFF 1.2, from one locale into another; the same file gives the same bytes.

    `"Ring <a id=\"1\">us</a>."` → `<source>Ring <g id="a#1">us</g>.</source>`; what is fuzzy has the
    state `needs-review-translation`.
    """
    ticket = ticket_of(catalog)
    root = etree.Element(f"{{{_NAMESPACE}}}xliff", {"version": "1.2"}, nsmap=_NAMES)  # type: ignore[arg-type]  # the stubs forget that the default namespace is named None
    languages = {"source-language": source, "target-language": target}
    names = {"original": ticket.id, "product-name": ticket.site, "datatype": "plaintext", "tool-id": _OWN}
    file = _add(root, "file", names | languages)
    header = _add(file, "header")
    _add(header, "tool", {"tool-id": _OWN, "tool-name": _OWN, "tool-version": __version__})
    for line in _header_lines(catalog):
        _add(header, "note", {"from": _OWN}).text = line
    body = _add(file, "body")
    for block in catalog.blocks:
        if not (block.is_header or block.fields.obsolete):
            _write_unit(body, block.fields, languages)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def read_xliff(data: bytes, *, place: str) -> Xliff:
    """Return what a file in XLIFF says.

    Errors: CatalogError where it is no XML, no XLIFF 1.x, or has no file for one language.
    """
    root = parse_xml(data, place=place)
    version = root.get("version", "1.2")
    if local_name(root) != "xliff":
        raise CatalogError.at(
            f"{place}:1", f"<{local_name(root)}> is no XLIFF; give the file that was handed out"
        )
    if not version.startswith("1."):
        raise CatalogError.at(
            f"{place}:1", f"it is XLIFF {version}; have it saved as XLIFF 1.2, as it was handed out"
        )
    files = [one for one in root if local_name(one) == "file"]
    if len({(one.get("original"), one.get("target-language")) for one in files}) != 1:
        raise CatalogError.at(
            f"{place}:1", "it holds no file, or several; give each handed-out file by itself"
        )
    units = tuple(
        _read_unit(unit, place) for file in files for unit in file.iter() if local_name(unit) == "trans-unit"
    )
    first = files[0]
    return Xliff(
        first.get("original", ""),
        first.get("product-name", ""),
        first.get("target-language", ""),
        units,
        place,
    )


def catalog_of(xliff: Xliff, given: Catalog | None, *, confirmed: bool = False) -> Catalog:
    """Return what came back as a catalog, as an import takes it; `given` is the file that was handed out.

    A target that is the one handed out stays as it was, byte for byte. Where no state of the file is another, its
    program has no states: then a target that changed is finished, and one that did not is as it was, unless
    `confirmed` says that all were looked at.
    """
    fields = [block.fields for block in given.blocks if not block.is_header] if given else []
    known = {_id_of(row): row for row in fields}
    stateless = all(unit.state in ("", _state_of(known.get(unit.id, NOTHING))) for unit in xliff.units)
    stateless = stateless and not any(unit.approved for unit in xliff.units)
    blocks = []
    for unit in xliff.units:
        handed = unit.id in known
        row = known[unit.id] if handed else NOTHING._replace(msgctxt=unit.context, msgid=unit.source)
        blocks.append(
            Block(
                _answered(unit, row, handed=handed, stateless=stateless, confirmed=confirmed), line=unit.line
            )
        )
    header = returned_header(given, handoff=xliff.handoff, site=xliff.site, language=xliff.language)
    return Catalog(place=xliff.place).with_blocks([Block(header), *blocks])


def _answered(unit: XliffUnit, row: Fields, *, handed: bool, stateless: bool, confirmed: bool) -> Fields:
    same = unit.target == from_pieces(pieces_of(row.msgstr))
    target = row.msgstr if same else unit.target
    fuzzy = unit.is_open
    if stateless:
        fuzzy = row.is_fuzzy and same and not confirmed
    flags = tuple(flag for flag in row.flags if flag != "fuzzy")
    there = {line.strip() for line in _notes_of(row)}
    new = [line for own, line in unit.notes if line not in there and (handed or not own)]
    return row._replace(
        msgstr=target,
        flags=("fuzzy", *flags) if fuzzy and target else flags,
        tcomment="\n".join(filter(None, [row.tcomment, *new])),
    )


def _state_of(fields: Fields) -> str:
    if not fields.is_translated:
        return _NEW
    return _REVIEW if fields.is_fuzzy else _DONE


def _id_of(fields: Fields) -> str:
    context = "" if fields.msgctxt is None else f"{fields.msgctxt}\0"
    return sha256(f"{context}\0{fields.msgid}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _write_unit(body: Element, fields: Fields, languages: dict[str, str]) -> None:
    named = {} if fields.msgctxt is None else {"resname": fields.msgctxt}
    unit = _add(body, "trans-unit", {"id": _id_of(fields), **named, f"{_XML}space": "preserve"})
    _write_text(_add(unit, "source", {f"{_XML}lang": languages["source-language"]}), fields.msgid)
    target = _add(unit, "target", {f"{_XML}lang": languages["target-language"], "state": _state_of(fields)})
    _write_text(target, fields.msgstr)
    for line in _notes_of(fields):
        _add(unit, "note", {"from": _OWN}).text = line
    if fields.previous_msgid is not None:
        before = _add(unit, "alt-trans", {"alttranstype": "previous-version", "tool-id": _OWN})
        _write_text(_add(before, "source"), fields.previous_msgid)
        _write_text(_add(before, "target"), fields.msgstr)


def _notes_of(fields: Fields) -> Iterator[str]:
    """Yield what stands above an entry, a note a line; a translator's line with its `#`."""
    yield from _lines(fields.comment)
    yield from (f"# {line}" for line in _lines(fields.tcomment))


def _lines(comment: str) -> list[str]:
    """Return the lines of a comment as XML can hold them."""
    return [CONTROLS.sub("\ufffd", line) for line in comment.split("\n") if line]


def _header_lines(catalog: Catalog) -> Iterable[str]:
    entry = catalog.header_entry
    return _lines(entry.tcomment) if entry else ()


def _add(parent: Element, name: str, values: dict[str, str] | None = None) -> Element:
    """Add an element on a line of its own; in texts no white space is added."""
    if len(parent) == 0 and parent.text is None:
        parent.text = "\n"
    element = etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", values or {})
    element.tail = "\n"
    return element


def _write_text(element: Element, text: str) -> None:
    """Write a text with its tags as `<g>` and `<x>`; ids are unique, as XLIFF wants: `strong`, `strong*2`."""
    seen: dict[str, int] = {}
    stack = [element]
    for kind, value in pieces_of(text):
        if kind is PieceKind.TEXT:
            _append(stack[-1], value)
        elif kind is PieceKind.CLOSE:
            stack.pop()
        else:
            seen[value] = seen.get(value, 0) + 1
            number = f"*{seen[value]}" if seen[value] > 1 else ""
            name = "g" if kind is PieceKind.OPEN else "x"
            added = etree.SubElement(stack[-1], f"{{{_NAMESPACE}}}{name}", {"id": f"{value}{number}"})
            if kind is PieceKind.OPEN:
                stack.append(added)


def _append(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _read_unit(unit: Element, place: str) -> XliffUnit:
    source = target = None
    notes = []
    for child in unit:
        name = local_name(child)
        if name == "source":
            source = child
        elif name == "target":
            target = child
        elif name == "note":
            said = "".join(map(str, child.itertext())).split("\n")
            notes += [(child.get("from") == _OWN, line.strip()) for line in said if line.strip()]
    if source is None:
        raise CatalogError.at(
            f"{place}:{line_of(unit)}", "a trans-unit without a source; have the file sent again"
        )
    return XliffUnit(
        id=unit.get("id", ""),
        source=from_pieces(_pieces_in(source)),
        context=unit.get("resname"),
        target="" if target is None else from_pieces(_pieces_in(target)),
        state="" if target is None else target.get("state", ""),
        approved=unit.get("approved", ""),
        notes=tuple(notes),
        line=line_of(unit),
    )


def _pieces_in(element: Element) -> Iterator[Piece]:
    """Yield the pieces of a source or a target; what a program put around its segments (`mrk`) is passed over."""
    if element.text:
        yield Piece(PieceKind.TEXT, element.text)
    for child in element:
        name = local_name(child)
        value = (
            child.get("id", "").partition("*")[0] if name else ""
        )  # a comment has no attributes, not even none
        if name == "g":
            yield Piece(PieceKind.OPEN, value)
            yield from _pieces_in(child)
            yield Piece(PieceKind.CLOSE, value)
        elif name == "bx":
            yield Piece(PieceKind.OPEN, value)
        elif name == "ex":
            yield Piece(PieceKind.CLOSE, child.get("rid", value).partition("*")[0])
        elif name == "x":
            yield Piece(PieceKind.SINGLE, value)
        elif name:
            yield from _pieces_in(child)
        if child.tail:
            yield Piece(PieceKind.TEXT, child.tail)
