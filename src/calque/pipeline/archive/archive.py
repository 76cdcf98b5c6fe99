"""Archive: catalogs whose source is gone or not wanted any more are moved aside, and come back with it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from polib import POEntry

from calque.errors import CatalogError
from calque.locales import gettext_name
from calque.model import Layout, Post, Site
from calque.pipeline.archive.quarantine import free_path, give_way
from calque.pipeline.names import is_of_one_post, post_key, post_stem, stem_of
from calque.places import (
    archive_path,
    archived_path,
    archived_template_path,
    catalog_path,
    entries_name,
    gettext_folder,
    list_all_catalogs,
    list_archived_templates,
    list_templates,
    numbered,
    quarantine_path,
    template_path,
)
from calque.po import Block, Catalog, Merge, no_loss, read_catalog, write_catalog
from calque.po.catalog import is_header
from calque.po.entries import fields_of
from calque.store import Staged, read_bytes

__all__ = [
    "add_archived",
    "add_entries",
    "archive_gone",
    "archived_keys",
    "catalogs_without_post",
    "keep_entries",
    "shelve",
    "shelve_dropped_locales",
]


def catalogs_without_post(site: Site, posts: Collection[Post]) -> Mapping[str, str]:
    """Return the catalogs that no post of the site belongs to: name → key of the post that they were made of.

    Only the layout of one catalog a post has such; elsewhere a post that is gone leaves obsolete entries.
    """
    if site.layout is not Layout.POST:
        return {}
    stems = {stem_of(post) for post in posts}
    files = [*list_templates(site), *list_all_catalogs(site)]
    return {
        path.stem: post_key(path)
        for path in sorted(files)
        if post_stem(path.stem) not in stems and is_of_one_post(path)
    }


def archive_gone(site: Site, names: Collection[str]) -> tuple[Sequence[Staged], ...]:
    """Stage the moves of the templates of these names to the archive, and of their catalogs in every locale."""
    moves: list[Sequence[Staged]] = []
    for name in sorted(names):
        template = template_path(site, name)
        data = read_bytes(template)
        if data is not None:
            moves.append(_move(template, data, archived_template_path(site, name)))
        moves += [shelve(site, locale.tag, name) for locale in site.locales]
    return tuple(moves)


def shelve(site: Site, locale: str, name: str) -> tuple[Staged, ...]:
    """Move one catalog to the archive; nothing where there is none. One without a word of work is dropped.

    One that could not come back as this catalog, because it cannot be read or is another post's, goes to the
    quarantine.
    """
    path = catalog_path(site, locale, name)
    data = read_bytes(path)
    if data is None:
        return ()
    try:
        catalog = read_catalog(data, place=path.name)
    except CatalogError:
        return (give_way(site, locale, path, data), Staged(path, None, data))
    if not no_loss([catalog], []):
        return (Staged(path, None, data),)
    if site.layout is Layout.POST and not _is_of(name, catalog):
        return (give_way(site, locale, path, data), Staged(path, None, data))
    return _move(path, data, archive_path(site, locale, name))


def _is_of(name: str, catalog: Catalog) -> bool:
    """Tell whether a catalog is the one that its file's name says, as far as its header names a post."""
    _, _, number = catalog.header.get("X-Calque-Post", "").rpartition("/")
    return not number or post_stem(name).endswith(f"-{number}")


def shelve_dropped_locales(site: Site) -> tuple[Sequence[Staged], ...]:
    """Stage the moves of the catalogs of locales that calque.toml names no more to the archive."""
    kept = {gettext_name(locale.tag) for locale in site.locales}
    moves: list[Sequence[Staged]] = []
    for path in list_all_catalogs(site):
        if gettext_folder(site, path) not in kept:
            data = path.read_bytes()
            moves.append(_move(path, data, archived_path(site, path)))
    return tuple(moves)


def archived_keys(site: Site) -> frozenset[str]:
    """Return the keys of the posts that are gone: their templates are in the archive."""
    return frozenset(filter(None, map(post_key, list_archived_templates(site))))


def keep_entries(site: Site, locale: str, name: str, merged: Merge) -> tuple[Staged, ...]:
    """Stage what a merge found no place for, beside what is kept already.

    A second translation of a text in use goes to `quarantine/<ll_CC>/<name>.entries.po`, where it waits for
    somebody to choose; all else to the archive's file of that name.
    """
    clashing = {id(entry) for entry in merged.clashing}
    retired = tuple(entry for entry in merged.archived if id(entry) not in clashing)
    return (
        *_append(site, archive_path(site, locale, entries_name(name)), merged, retired),
        *_append(site, quarantine_path(site, locale, entries_name(name)), merged, merged.clashing),
    )


def _append(site: Site, path: Path, merged: Merge, entries: tuple[POEntry, ...]) -> tuple[Staged, ...]:
    """Stage a file of entries with more of them; one that cannot be read stays, and the next number is taken."""
    if not entries:
        return ()
    for free in numbered(path):
        before = read_bytes(free)
        try:
            kept = read_catalog(before, place=free.name) if before else None
            break
        except CatalogError:
            continue
    added = add_archived(kept, replace(merged, archived=entries))
    return (Staged(free, write_catalog(added, wrap=site.wrap), before, receives=True),)


def add_entries(site: Site, path: Path, catalog: Catalog, entries: Iterable[POEntry]) -> tuple[Staged, ...]:
    """Stage single entries of a catalog into a file of such entries, beside what it holds; a new one has its header."""
    return _append(site, path, Merge(catalog), tuple(entries))


def add_archived(kept: Catalog | None, merged: Merge) -> Catalog:
    """Add what a merge found no place for to a catalog of such entries, each once; a new one takes its header."""
    blocks = kept.blocks if kept else [block for block in merged.catalog.blocks if is_header(block.entry)]
    known = {fields_of(block.entry) for block in blocks}
    new = [Block(entry) for entry in merged.archived if fields_of(entry) not in known]
    return (kept or merged.catalog).with_blocks([*blocks, *new]) if new or not kept else kept


def _move(path: Path, data: bytes, to: Path) -> tuple[Staged, ...]:
    free = free_path(to, data)
    return (Staged(free, data, read_bytes(free)), Staged(path, None, data))
