"""XML that somebody sent: read without its entities, without opening an address, or refused in one sentence."""

from typing import Any, TypeAlias, cast
from xml.parsers import expat

from lxml import etree

from calque.errors import CatalogError

__all__ = ["Element", "line_of", "local_name", "parse_xml"]

Element: TypeAlias = etree._Element  # noqa: SLF001  lxml's stubs have no public name for it


class _EntityError(Exception):
    """The file declares an entity."""


def parse_xml(data: bytes, *, place: str) -> Element:
    """Return the root of an XML file; a document type that only names a DTD is passed over, and never loaded.

    Errors: CatalogError with the line where it is not well-formed, or declares or names an entity: entities can grow
    without bound and name files.
    """
    try:
        _refuse_entities(data)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(data, parser)
    except _EntityError as error:
        raise CatalogError.at(
            f"{place}:{error.args[0]}",
            "it declares an entity, which no file of translations needs; have it saved anew",
        ) from error
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise CatalogError.at(
            f"{place}:{error.lineno}", f"not well-formed XML ({reason}); have the file sent again"
        ) from error
    except etree.XMLSyntaxError as error:
        reason = str(error.msg).partition(", line")[0].strip()
        raise CatalogError.at(
            f"{place}:{error.lineno or 1}", f"not well-formed XML ({reason}); have the file sent again"
        ) from error
    except (ValueError, LookupError) as error:
        raise CatalogError.at(
            f"{place}:1", f"it cannot be decoded ({error}); have it saved as UTF-8"
        ) from error
    for entity in root.iter(etree.Entity):  # one of a DTD, which expat lets pass
        raise CatalogError.at(
            f"{place}:{line_of(entity)}",
            f"it has the entity {entity.text}, which needs a DTD to be read; have it saved with characters alone",
        )
    return root


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace; empty of a comment or a processing instruction."""
    tag: Any = element.tag  # a function where it is no element; the stubs do not say so
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def line_of(element: Element) -> int:
    """Return the line that an element begins in; 1 where it is not known."""
    line: int | None = cast("Any", element).sourceline  # the stubs do not say what it is
    return line or 1


def _refuse_entities(data: bytes) -> None:
    """Read the file once with a parser that tells of a declaration before anything of it is used."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise _EntityError(parser.CurrentLineNumber)

    parser.EntityDeclHandler = refuse
    parser.UnparsedEntityDeclHandler = refuse
    parser.Parse(data, True)  # noqa: FBT003  expat takes no keyword
