"""Layout: translations move to other catalogs when calque.toml changes the layout or a post changes its catalog."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from calque.disk import is_there
from calque.errors import CatalogError
from calque.locales import gettext_name
from calque.model import Finding, FindingCode, Layout, Severity, Site, SiteLocale
from calque.pipeline.catalogs.bundles import Bundle
from calque.pipeline.findings import finding_of
from calque.pipeline.names import is_of_one_post, keys_of
from calque.places import (
    archive_path,
    catalog_path,
    entries_name,
    gettext_folder,
    is_archived,
    is_of_entries,
    list_archived,
    list_archived_templates,
    list_catalogs,
    list_entries,
    list_templates,
    path_below,
    template_path,
)
from calque.po import Block, Catalog, gather, no_loss, read_catalog, write_catalog
from calque.states.scope import is_wanted
from calque.store import Staged, read_bytes

__all__ = ["Handover", "hand_over", "retire", "with_waiting"]


@dataclass(frozen=True, slots=True)
class _Giver:
    """A catalog that gives entries to bundles."""

    path: Path
    locale: str
    data: bytes
    takers: tuple[Bundle, ...]
    leaves: bool
    """It belongs to another layout, and is deleted when all of its entries are in other catalogs."""


@dataclass(frozen=True, slots=True)
class Handover:
    """The bundles, each with the entries that it takes in, and the catalogs that give them.

    Those that take are written first.
    """

    bundles: tuple[Bundle, ...]
    givers: tuple[_Giver, ...] = ()
    templates: tuple[Path, ...] = ()
    """Templates of another layout."""
    findings: tuple[Finding, ...] = ()
    strays: bool = True
    """There may be catalogs of another layout, whose entries a post that comes would take."""


def hand_over(site: Site, bundles: Sequence[Bundle]) -> Handover:
    """Give each bundle the entries of its posts that stand in other catalogs; nothing is written.

    Such catalogs are those of another layout, in use or archived. In the layout `section` (one catalog for each type
    and year) it is also the catalog of the year that a post belonged to before.
    """
    owners = {split.post.key: bundle for bundle in bundles for split in bundle.posts}
    names = {bundle.name for bundle in bundles}
    others = {path: keys_of(path) for path in _templates(site) if _is_stray(site, path, names)}
    templates = tuple(path for path, keys in others.items() if keys & owners.keys())
    strays = _strays(site, names, {path.stem for path in others})
    are_strays = bool(others or strays)
    moved = _moved(site, bundles, owners) if site.layout is Layout.SECTION else {}
    givers: list[_Giver] = []
    findings: list[Finding] = []
    parts: dict[tuple[str, str], list[tuple[Catalog, Sequence[Block]]]] = {}
    for locale in site.locales:
        wanting = _wanting(site, locale, owners)
        for path in _of_locale(site, locale.tag, strays, moved):
            keys = None if path in strays else moved[path.stem]
            try:
                giver, shares = _share(site, path, locale.tag, keys, wanting, bundles)
            except CatalogError as error:
                findings.append(finding_of(error, code=FindingCode.UNREADABLE_CATALOG, locale=locale.tag))
                continue
            if shares:
                givers.append(giver)
            for name, share in shares.items():
                parts.setdefault((locale.tag, name), []).append(share)
    if not parts:
        return Handover(tuple(bundles), (), templates, tuple(findings), are_strays)
    taking = [
        replace(
            bundle,
            gathered={
                locale.tag: gather(parts[locale.tag, bundle.name])
                for locale in site.locales
                if (locale.tag, bundle.name) in parts
            },
        )
        for bundle in bundles
    ]
    return Handover(tuple(taking), tuple(givers), templates, tuple(findings), are_strays)


def with_waiting(
    site: Site, handover: Handover, bundles: Sequence[Bundle], load: Callable[[Bundle], Bundle]
) -> tuple[Bundle, ...]:
    """Have each catalog that stays in use wait with giving entries where one that takes them cannot be merged.

    They would be obsolete in it, and what is obsolete names no post that could take it later. `load` returns a bundle
    as it is to be merged.
    """
    if not handover.givers:
        return tuple(bundles)
    from calque.pipeline.catalogs.merge import merge_bundle  # noqa: PLC0415 — for catalogs that hand on alone

    by_name = {bundle.name: bundle for bundle in bundles}
    waits: dict[str, set[str]] = {}
    for giver in handover.givers:
        for taker in giver.takers if not giver.leaves else ():
            findings = merge_bundle(site, load(by_name[taker.name])).findings
            if any(one.severity is Severity.ERROR and one.locale in ("", giver.locale) for one in findings):
                waits.setdefault(giver.path.stem, set()).add(giver.locale)
    return tuple(replace(one, waits=frozenset(waits.get(one.name, ()))) for one in bundles)


def retire(site: Site, handover: Handover) -> tuple[Sequence[Staged], ...]:
    """Stage the removal of the catalogs of another layout whose texts are in their new catalogs by now.

    Entries without a place in the new catalogs go to the archive. A catalog stays as long as one of its new catalogs
    cannot be written.
    """
    sets: list[Sequence[Staged]] = []
    stays: set[str] = set()
    for locale in site.locales:
        givers = [giver for giver in handover.givers if giver.leaves and giver.locale == locale.tag]
        files = _retired(site, locale.tag, givers)
        gone = {file.path for file in files if file.data is None}
        stays |= {giver.path.stem for giver in givers if giver.path not in gone}
        if files:
            sets.append(files)
    for path in handover.templates:
        data = read_bytes(path)
        if path.stem not in stays and data is not None:
            sets.append([Staged(path, None, data)])
    return tuple(sets)


def _catalogs(site: Site) -> Iterable[Path]:
    """Yield the catalogs in use and the whole ones in the archive, of the locales of calque.toml."""
    for locale in site.locales:
        yield from list_catalogs(site, locale.tag)
        yield from (path for path in list_archived(site, locale.tag) if not is_of_entries(path))


def _templates(site: Site) -> Iterable[Path]:
    yield from list_templates(site)
    yield from list_archived_templates(site)


def _strays(site: Site, names: set[str], others: set[str]) -> set[Path]:
    """Return the catalogs of another layout. A template that exists decides for the catalogs of all locales."""
    known = {path.stem for path in _templates(site)}
    return {
        path
        for path in _catalogs(site)
        if (path.stem in others if path.stem in known else _is_stray(site, path, names))
    }


def _is_stray(site: Site, path: Path, names: set[str]) -> bool:
    """Tell whether a catalog or template is of another layout than the site's."""
    return not is_of_one_post(path) if site.layout is Layout.POST else path.stem not in names


def _moved(
    site: Site, bundles: Sequence[Bundle], owners: Mapping[str, Bundle]
) -> Mapping[str, frozenset[str]]:
    """Return the posts that left each bundle for another since its template and its catalogs were written.

    A catalog that could not be read at the time is behind its template.
    """
    moved: dict[str, frozenset[str]] = {}
    for bundle in bundles:
        catalogs = (catalog_path(site, locale.tag, bundle.name) for locale in site.locales)
        files = (template_path(site, bundle.name), *catalogs)
        before = frozenset[str]().union(*map(keys_of, files)) & owners.keys()
        left = frozenset(key for key in before if owners[key] is not bundle)
        if left:
            moved[bundle.name] = left
    return moved


def _wanting(site: Site, locale: SiteLocale, owners: Mapping[str, Bundle]) -> Mapping[str, Bundle]:
    """Return the bundle of each post that is wanted in a locale."""
    scope = site.scope(locale.tag)
    posts = {split.post.key: split.post for bundle in owners.values() for split in bundle.posts}
    return {key: bundle for key, bundle in owners.items() if is_wanted(posts[key], scope)}


def _of_locale(
    site: Site, locale: str, strays: set[Path], moved: Mapping[str, frozenset[str]]
) -> Sequence[Path]:
    own = {path for path in strays if gettext_folder(site, path) == gettext_name(locale)}
    left = {catalog_path(site, locale, name) for name in moved}
    return sorted(own | {path for path in left if is_there(path)})


def _share(
    site: Site,
    path: Path,
    locale: str,
    keys: frozenset[str] | None,
    wanting: Mapping[str, Bundle],
    bundles: Sequence[Bundle],
) -> tuple[_Giver, Mapping[str, tuple[Catalog, Sequence[Block]]]]:
    """Give the entries of a catalog to the bundles of their posts; with `keys`, only the entries of these posts."""
    data = read_bytes(path) or b""
    catalog = read_catalog(data, place=path_below(site, path))
    own = catalog.header.get("X-Calque-Post", "")
    shares: dict[str, list[Block]] = {}
    takers: dict[str, Bundle] = {}
    rest: list[Block] = []
    for block in catalog.blocks:
        if block.is_header:
            continue
        posts = {place.partition(":")[0] for place, _ in block.fields.occurrences}
        posts = (posts or {own}) if keys is None else posts & keys
        found = {wanting[post].name: wanting[post] for post in posts if post in wanting}
        takers |= found
        for name in found:
            shares.setdefault(name, []).append(block)
        if not found:
            rest.append(block)
    if keys is None and len(bundles) == 1 and shares:
        shares[bundles[0].name] += rest  # one catalog for all posts: obsolete entries stay in it as obsolete
    giver = _Giver(path, locale, data, tuple(takers.values()), leaves=keys is None)
    return giver, {name: (catalog, blocks) for name, blocks in shares.items()}


def _retired(site: Site, locale: str, givers: Sequence[_Giver]) -> list[Staged]:
    """Stage the removal of a locale's giving catalogs, and put into the archive what none of the taking catalogs has.

    An archived catalog keeps the entries that no catalog took, because it may come back into use.
    """
    names = {bundle.name for giver in givers for bundle in giver.takers}
    stand = {name: _standing(catalog_path(site, locale, name)) for name in names}
    aside = {
        name: [one for path in list_entries(site, locale, name) if (one := _standing(path))] for name in names
    }
    from calque.pipeline.archive.entries import add_entries  # noqa: PLC0415 — for catalogs that hand on alone

    files = [one.file for group in ([*filter(None, stand.values())], *aside.values()) for one in group]
    for giver in givers:
        takers = [stand[bundle.name] for bundle in giver.takers]
        if not all(takers):
            continue  # the merge has reported this catalog already, and the giving catalog stays
        catalog = read_catalog(giver.data, place=giver.path.name)
        further = [one for bundle in giver.takers for one in aside[bundle.name]]
        after = [one.catalog for one in (*takers, *further) if one]
        lost = {loss.place for loss in no_loss([catalog], after)}
        rest = [block for block in catalog.blocks if f"{catalog.place}:{block.line}" in lost]
        if rest and is_archived(site, giver.path):
            left = catalog.with_blocks(block for block in catalog.blocks if block.is_header or block in rest)
            files.append(Staged(giver.path, write_catalog(left, wrap=site.wrap), giver.data))
            continue
        entries = [block.entry for block in rest if not block.is_header]
        files += add_entries(
            site, archive_path(site, locale, entries_name(giver.path.stem)), catalog, entries
        )
        files.append(Staged(giver.path, None, giver.data))
    return files if any(file.data != file.before for file in files) else []


class _Standing(NamedTuple):
    """A catalog that is written unchanged with the givers, to prove that it has the entries that they lose."""

    file: Staged
    catalog: Catalog


def _standing(path: Path) -> _Standing | None:
    """Read a catalog as it stands; None where there is none, or one that cannot be read."""
    try:
        data = read_bytes(path)
        return _Standing(Staged(path, data, data), read_catalog(data, place=path.name)) if data else None
    except CatalogError:
        return None
