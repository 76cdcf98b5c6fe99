"""Whether a catalog was cut off after a whole line, so that it is still a valid PO file."""

import re
from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

from calque.errors import CatalogError
from calque.po.block import Block
from calque.po.breaks import columns
from calque.po.catalog import Catalog
from calque.po.forms import form_count

__all__ = ["refuse_cut_off"]

_Key: TypeAlias = tuple[str | None, str]

_FULL = 72
"""The columns of a line behind which a tool may have gone on with the next, for want of room."""
_DANGLING = re.compile(r"^[ \t]*#[.:,=]", re.MULTILINE)
_STARTS = re.compile(r"^(?:#~)?[ \t]*msgstr", re.MULTILINE)


def refuse_cut_off(
    catalog: Catalog, wanted: Collection[_Key], template: Callable[[], Catalog | None]
) -> None:
    """Refuse a catalog that ends in doubt, and lacks all that should follow.

    It ends in doubt where its last line has no end, or its last comments no entry, or its last translation may go on
    in a next line or form, or where it has no entry at all. What should follow are the entries behind its last one
    in the template of the last sync, which brought the catalog in step with it; some must still be among the
    contexts and sources that are `wanted` today. Either alone is no fault: a hand leaves out a line's end, a post
    gets another paragraph.

    `msgstr "Bonjour"` without a line's end, where the template has three more entries → refused.
    """
    if not _has_end(catalog) and catalog.blocks and _ends_in_space(catalog.blocks[-1]):
        raise _error(catalog, "its last line has no end, and its text ends in white space", "take that off")
    doubt = _doubt(catalog)
    if doubt is None:
        return
    have = {block.fields.key for block in catalog.blocks if not block.fields.obsolete}
    if have.issuperset(wanted):
        return
    before = template()
    rest = set(_behind(catalog, before)) if before else set()
    if not rest.isdisjoint(wanted) and rest.isdisjoint(have):
        what, then = doubt
        raise _error(catalog, f"{what}, and all that should follow is missing (entries: {len(rest)})", then)


def _doubt(catalog: Catalog) -> tuple[str, str] | None:
    """Return why the catalog may go on elsewhere, and what says that it does not."""
    last = catalog.blocks[-1] if catalog.blocks else None
    if last is None or last.is_header:
        return "it has no entry", "delete it to begin anew"
    if last.fields.obsolete:
        return None  # obsolete entries come last in a file, so all entries in use are there
    if not _has_end(catalog):
        return "its last line has no end", "end that line"
    if _DANGLING.search(catalog.tail):
        return "its last comments have no entry", "delete these"
    if _ends_in_space(last) or _fills_its_line(last) or _lacks_forms(last, catalog):
        then = "write all of that one, each text on one line without white space at its end"
        return "its last translation may go on", then
    return None


def _has_end(catalog: Catalog) -> bool:
    return ((catalog.blocks[-1].raw if catalog.blocks else "") + catalog.tail).endswith("\n")


def _ends_in_space(block: Block) -> bool:
    """Say whether a translation of several lines ends as a line within a text does, and its source otherwise."""
    end = block.fields.targets[-1][-1:]
    return end.isspace() and not block.fields.msgid.endswith(end) and len(_last_lines(block)) > 1


def _fills_its_line(block: Block) -> bool:
    """Say whether the last of several lines is full: a text of Chinese or Japanese goes on without a space."""
    lines = _last_lines(block)
    return len(lines) > 1 and sum(columns(lines[-1]) or [len(lines[-1])]) > _FULL


def _lacks_forms(block: Block, catalog: Catalog) -> bool:
    if not block.fields.msgid_plural:
        return False
    return len(block.fields.targets) < form_count(catalog.header.get("Plural-Forms", ""))


def _last_lines(block: Block) -> list[str]:
    """Return the lines of the entry's last text."""
    starts = [found.start() for found in _STARTS.finditer(block.raw)]
    return [line.strip() for line in block.raw[starts[-1] :].split("\n") if line.strip()] if starts else []


def _behind(catalog: Catalog, template: Catalog) -> Sequence[_Key]:
    """Return the template's keys behind that of the catalog's last entry; none where it is not among them."""
    keys = [block.fields.key for block in template.blocks if not block.is_header]
    last = catalog.blocks[-1] if catalog.blocks else None
    if last is None or last.is_header:
        return keys
    key = last.fields.key
    return keys[keys.index(key) + 1 :] if key in keys else []


def _error(catalog: Catalog, what: str, then: str) -> CatalogError:
    lines = sum((block.gap + block.raw).count("\n") for block in catalog.blocks)
    line = lines + catalog.tail.count("\n") + (not _has_end(catalog))
    return CatalogError.at(
        f"{catalog.place}:{line}", f"the file is cut off: {what}; restore it from a backup, or {then}"
    )
