"""Single entries that a catalog has no place for.

They are kept in a file of such entries, in the archive or quarantine.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from polib import POEntry

from calque.errors import CatalogError
from calque.model import Site
from calque.places import archive_path, entries_name, numbered, quarantine_path
from calque.po import Block, Catalog, Merge, read_catalog, write_catalog
from calque.po.catalog import is_header
from calque.po.entries import fields_of
from calque.store import Staged, read_bytes

__all__ = ["add_archived", "add_entries", "keep_entries"]


def keep_entries(site: Site, locale: str, name: str, merged: Merge) -> tuple[Staged, ...]:
    """Stage the entries that a merge found no place for, added to those that the file holds already.

    A second translation of a text in use goes to `quarantine/<ll_CC>/<name>.entries.po`, where it waits for
    somebody to choose; all else to the archive's file of that name.
    """
    clashing = {id(entry) for entry in merged.clashing}
    retired = tuple(entry for entry in merged.archived if id(entry) not in clashing)
    return (
        *_append(site, archive_path(site, locale, entries_name(name)), merged, retired),
        *_append(site, quarantine_path(site, locale, entries_name(name)), merged, merged.clashing),
    )


def _append(
    site: Site, path: Path, merged: Merge, entries: tuple[POEntry, ...], staged: Sequence[Staged] = ()
) -> tuple[Staged, ...]:
    """Stage a file of entries with more of them; one that cannot be read stays, and the next number is taken."""
    if not entries:
        return ()
    known = {file.path: file for file in staged}
    for free in numbered(path):
        file = known.get(free)
        try:
            before = file.before if file else _there(free)
            data = file.data if file else before
            kept = read_catalog(data, place=free.name) if data else None
            break
        except CatalogError:
            continue
    added = add_archived(kept, replace(merged, archived=entries))
    return (Staged(free, write_catalog(added, wrap=site.wrap), before, receives=True),)


def _there(path: Path) -> bytes | None:
    """Read what stands at a path; nothing in a folder that cannot be looked into: writing there says why not."""
    return read_bytes(path) if os.path.lexists(path) else None


def add_entries(
    site: Site, path: Path, catalog: Catalog, entries: Iterable[POEntry], staged: Sequence[Staged] = ()
) -> tuple[Staged, ...]:
    """Stage single entries of a catalog into a file of such entries, beside what it holds; a new one has its header.

    `staged` are files that are to be written already: what one of them adds to that file stays in it.
    """
    return _append(site, path, Merge(catalog), tuple(entries), staged)


def add_archived(kept: Catalog | None, merged: Merge) -> Catalog:
    """Add the entries that a merge found no place for to a catalog of such entries; none is added twice."""
    blocks = kept.blocks if kept else [block for block in merged.catalog.blocks if is_header(block.entry)]
    known = {fields_of(block.entry) for block in blocks}
    new = [Block(entry) for entry in merged.archived if fields_of(entry) not in known]
    return (kept or merged.catalog).with_blocks([*blocks, *new]) if new or not kept else kept
