"""A handed-out file as JSON, for scripts and machines, and their answers, which are never more than suggestions."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from calque.errors import CatalogError
from calque.po import Catalog, ticket_of
from calque.po.block import Block
from calque.po.entries import NOTHING, Fields, Key, Origin, without_origin
from calque.po.handoff import returned_header

__all__ = ["read_json_file", "write_json_file"]


def write_json_file(catalog: Catalog, *, source: str, target: str) -> bytes:
    """Return a handed-out file as JSON: an object of the handoff, with a row a text.

    `target` is empty where nothing is translated; a script puts its answer there, and its own name in `by`.
    """
    ticket = ticket_of(catalog)
    rows = [
        {
            "context": fields.msgctxt,
            "source": fields.msgid,
            "target": fields.msgstr,
            "fuzzy": fields.is_fuzzy,
            "previous_source": fields.previous_msgid,
            "facts": _lines(fields.comment),
            "notes": _lines(fields.tcomment),
            "references": [reference for reference, _ in fields.occurrences],
        }
        for fields in (block.fields for block in catalog.blocks if not block.is_header)
        if not fields.obsolete
    ]
    value = {
        "version": 1,
        "handoff": ticket.id,
        "site": ticket.site,
        "source_locale": source,
        "locale": target,
        "by": "",
        "texts": rows,
    }
    return f"{json.dumps(value, ensure_ascii=False, indent=1)}\n".encode("utf-8", "surrogatepass")


def read_json_file(data: bytes, *, place: str, given: Callable[[str], Catalog | None]) -> Catalog:
    """Return the answers of a file as a catalog: fuzzy, with `# calque: machine NAME`, whoever made them.

    `given` finds the file that was handed out, by its id. What is as it was there, and what is empty, is no answer.
    Errors: CatalogError where it is no such file.
    """
    value = _object(data, place)
    by = str(value.get("by") or "")
    rows = value.get("texts")
    if not isinstance(rows, list):
        raise CatalogError.at(
            f"{place}:1", "no list “texts”; give the file that `calque handoff --as json` wrote"
        )
    handoff, site, locale = (str(value.get(name) or "") for name in ("handoff", "site", "locale"))
    handed = given(handoff)
    known = (
        {block.fields.key: block.fields for block in handed.blocks if not block.is_header} if handed else {}
    )
    blocks = [Block(_answered(row, by, known, at, place)) for at, row in enumerate(rows)]
    header = returned_header(handed, handoff=handoff, site=site, language=locale)
    return Catalog(place=place).with_blocks([Block(header), *blocks])


def _object(data: bytes, place: str) -> dict[str, Any]:
    try:
        value = json.loads(data)
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise CatalogError.at(
            f"{place}:1", "it holds half a character (a lone surrogate); have the file written anew"
        ) from error
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise CatalogError.at(f"{place}:{line}", "not valid JSON; have the file written anew") from error
    if not isinstance(value, dict) or value.get("version") != 1:
        raise CatalogError.at(
            f"{place}:1",
            "no file of version 1 that `calque handoff --as json` writes; give that one with its answers",
        )
    return value


def _answered(row: Any, by: str, given: Mapping[Key, Fields], at: int, place: str) -> Fields:
    texts = (row.get("source"), row.get("target") or "") if isinstance(row, dict) else (None, None)
    context = row.get("context") if isinstance(row, dict) else None
    source, target = texts
    if not (
        isinstance(source, str) and isinstance(target, str) and isinstance(context, str | None) and source
    ):
        raise CatalogError.at(
            f"{place}:1",
            f"texts[{at}]: a text needs “source” and “target”, and “context” as it was handed out",
        )
    known = given.get((context, source))
    if known is not None and target == known.msgstr:
        return known
    bare = known or NOTHING._replace(msgctxt=context, msgid=source)
    if not target.strip():
        return bare._replace(msgstr="", flags=())
    notes = without_origin(bare.tcomment)
    origin = str(Origin.machine(by))
    return bare._replace(msgstr=target, flags=("fuzzy",), tcomment="\n".join(filter(None, [notes, origin])))


def _lines(comment: str) -> list[str]:
    return comment.split("\n") if comment else []
