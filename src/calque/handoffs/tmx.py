"""A memory as TMX 1.4b, which every program for translators reads: texts and their translations, nothing else.

A text stands in it as in a PO file, with its tags as text: so the programs find it again in a handed-out PO file.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from calque import __version__
from calque.errors import CatalogError
from calque.handoffs.inline import CONTROLS, from_pieces, pieces_of
from calque.handoffs.xml import Element, local_name, parse_xml
from calque.locales import language_of

__all__ = ["TmxRow", "read_tmx", "write_tmx"]

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class TmxRow(NamedTuple):
    """A text and its translation, in msgid form."""

    source: str
    target: str


def write_tmx(rows: Iterable[TmxRow], *, source: str, target: str) -> bytes:
    """Return a memory as TMX, from the locale `source` into `target`; without rows that XML cannot hold."""
    root = etree.Element("tmx", {"version": "1.4"})
    root.text = "\n"
    about = {"creationtool": "calque", "creationtoolversion": __version__, "segtype": "block", "o-tmf": "PO"}
    header = etree.SubElement(
        root, "header", about | {"adminlang": "en", "srclang": source, "datatype": "plaintext"}
    )
    body = etree.SubElement(root, "body")
    header.tail = body.text = body.tail = "\n"
    for row in dict.fromkeys(rows):
        if CONTROLS.search(row.source) or CONTROLS.search(row.target):
            continue
        unit = etree.SubElement(body, "tu")
        unit.tail = "\n"
        for locale, text in ((source, row.source), (target, row.target)):
            variant = etree.SubElement(unit, "tuv", {_LANG: locale})
            etree.SubElement(variant, "seg").text = text
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def read_tmx(data: bytes, *, place: str, source: str, target: str) -> tuple[TmxRow, ...]:
    """Return what a memory has from the locale `source` into `target`, each text once, with its newest translation.

    A language alone, or with another region, is taken where the locale itself is missing.
    Errors: CatalogError where it is no XML, or no TMX.
    """
    root = parse_xml(data, place=place)
    if local_name(root) != "tmx":
        raise CatalogError.at(
            f"{place}:1", f"<{local_name(root)}> is no TMX; give a memory that a program exported"
        )
    found: dict[str, tuple[str, str]] = {}
    for unit in root.iter("{*}tu"):
        variants = [one for one in unit if local_name(one) == "tuv"]
        ours, theirs = _variant(variants, source), _variant(variants, target)
        if ours is None or theirs is None:
            continue
        texts = TmxRow(_text(ours), _text(theirs))
        date = max(one.get(name, "") for one in (unit, theirs) for name in ("changedate", "creationdate"))
        if texts.source.strip() and texts.target.strip() and date >= found.get(texts.source, ("",))[0]:
            found[texts.source] = (date, texts.target)
    return tuple(TmxRow(text, translation) for text, (_, translation) in found.items())


def _variant(variants: Iterable[Element], locale: str) -> Element | None:
    """Return the variant of a locale; else the first of its language."""
    rows = [((one.get(_LANG) or one.get("lang") or "").replace("_", "-").lower(), one) for one in variants]
    same = (one for name, one in rows if name == locale.lower())
    near = (one for name, one in rows if name.partition("-")[0] == language_of(locale).lower())
    found = next(same, None)
    return next(near, None) if found is None else found


def _text(variant: Element) -> str:
    """Return the text of a variant in msgid form; what a program took for code is text there, too."""
    segment = next((one for one in variant if local_name(one) == "seg"), None)
    text = "" if segment is None else "".join(_strings(segment))
    return from_pieces(pieces_of(text))


def _strings(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if local_name(child) and local_name(child) != "sub":
            yield from _strings(child)
        yield child.tail or ""
