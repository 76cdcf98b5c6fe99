"""Moves to the archive: catalogs whose source post is gone, or whose locale is not translated any more."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from calque.disk import glob_names
from calque.errors import CatalogError
from calque.guards.left import LeftLocale
from calque.locales import gettext_name
from calque.model import Finding, FindingCode, Layout, Post, Site
from calque.pipeline.archive.quarantine import free_path, give_way
from calque.pipeline.findings import finding_of, place_below
from calque.pipeline.names import is_of_one_post, keys_of, post_key, post_stem, stem_of
from calque.places import (
    archive_path,
    archived_path,
    archived_template_path,
    catalog_path,
    list_all_archived,
    list_archived_templates,
    list_catalog_folders,
    list_catalogs,
    list_templates,
    path_below,
    template_path,
)
from calque.po import Catalog, no_loss, read_catalog
from calque.store import Staged, read_bytes

__all__ = [
    "archive_gone",
    "archived_keys",
    "catalogs_without_post",
    "left_locales",
    "posts_by_name",
    "shelve",
    "shelve_left_locales",
]


def catalogs_without_post(site: Site, posts: Collection[Post]) -> Mapping[str, str]:
    """Return the catalogs that no post of the site belongs to: name → key of the post that they were made of.

    Only the layout of one catalog a post has such; elsewhere a post that is gone leaves obsolete entries.
    """
    if site.layout is not Layout.POST:
        return {}
    stems = {stem_of(post) for post in posts}
    own = (path for locale in site.locales for path in list_catalogs(site, locale.tag))
    files = [*list_templates(site), *own]  # what a locale that left has of it stays with that locale
    return posts_by_name(site, (path for path in files if post_stem(path.stem) not in stems))


def posts_by_name(site: Site, files: Iterable[Path]) -> Mapping[str, str]:
    """Return the posts that those of some templates and catalogs that are of one post each were made of, by name."""
    found: dict[str, str] = {}
    for path in sorted(files):
        if is_of_one_post(path) and not found.get(path.stem):
            found[path.stem] = next(iter(keys_of(path)), "")
    return {name: key or _archived_key(site, name) for name, key in found.items()}


def _archived_key(site: Site, name: str) -> str:
    """Return the post of a catalog that cannot be read, by what the archive has of it; else its own name."""
    archived = (path for path in list_all_archived(site) if path.stem == name)
    return next(filter(None, map(post_key, archived)), name)


def archive_gone(
    site: Site, names: Collection[str]
) -> tuple[tuple[Sequence[Staged], ...], tuple[Finding, ...]]:
    """Stage the moves of the templates of these names to the archive, and of their catalogs in every locale.

    A file that cannot be read is a finding; it stays, and the others go.
    """
    moves: list[Sequence[Staged]] = []
    findings: list[Finding] = []
    for name in sorted(names):
        for tag in ("", *(locale.tag for locale in site.locales)):
            try:
                moves.append(shelve(site, tag, name) if tag else _shelve_template(site, name))
            except CatalogError as error:
                finding = finding_of(error, code=FindingCode.UNREADABLE_CATALOG, locale=tag)
                findings.append(replace(finding, place=place_below(site, finding.place)))
    return tuple(files for files in moves if files), tuple(findings)


def _shelve_template(site: Site, name: str) -> tuple[Staged, ...]:
    template = template_path(site, name)
    data = read_bytes(template)
    return () if data is None else _move(template, data, archived_template_path(site, name))


def shelve(site: Site, locale: str, name: str) -> tuple[Staged, ...]:
    """Move one catalog to the archive; nothing where there is none.

    A catalog without any translation or comment is deleted. A catalog that could not be taken back later, because it
    cannot be read or belongs to another post, goes to the quarantine.
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
    """Tell whether a catalog belongs to the post in its file name; a header without a post agrees with any."""
    _, _, number = catalog.header.get("X-Calque-Post", "").rpartition("/")
    return not number or post_stem(name).endswith(f"-{number}")


def shelve_left_locales(site: Site, *, accepted: bool) -> tuple[Sequence[Staged], ...]:
    """Stage the moves of the catalogs of locales that calque.toml does not name to the archive.

    Those of a locale that somebody has worked on stay, unless a person has `accepted` that they go.
    """
    moves: list[Sequence[Staged]] = []
    for paths in _left(site).values():
        if accepted or not _has_work(paths):
            for path in paths:
                try:
                    data = read_bytes(path)
                    if data is not None:
                        moves.append(_move(path, data, archived_path(site, path)))
                except CatalogError:
                    continue  # it stays where it is, until it and the archive can be read
    return tuple(moves)


def left_locales(site: Site) -> tuple[LeftLocale, ...]:
    """Return a row for each folder of catalogs that no locale of calque.toml has."""
    return tuple(
        LeftLocale(path_below(site, paths[0].parent), name, len(paths), _has_work(paths))
        for name, paths in _left(site).items()
    )


def _left(site: Site) -> Mapping[str, Sequence[Path]]:
    """Return the catalogs by the folder of their locale, where calque.toml names no such locale."""
    kept = {gettext_name(locale.tag) for locale in site.locales}
    folders = [folder for folder in list_catalog_folders(site) if folder.parent.name not in kept]
    return {folder.parent.name: paths for folder in folders if (paths := glob_names(folder, "*.po"))}


def _has_work(paths: Sequence[Path]) -> bool:
    """Tell whether a catalog holds a translation or a comment; one that cannot be read may."""
    for path in paths:
        try:
            if no_loss([read_catalog(read_bytes(path) or b"", place=path.name)], []):
                return True
        except CatalogError:
            return True
    return False


def archived_keys(site: Site) -> frozenset[str]:
    """Return the keys of the posts that are gone: their templates are in the archive."""
    return frozenset(filter(None, map(post_key, list_archived_templates(site))))


def _move(path: Path, data: bytes, to: Path) -> tuple[Staged, ...]:
    free = free_path(to, data)
    return (Staged(free, data, read_bytes(free)), Staged(path, None, data))
