"""Fill: texts that no catalog of a bundle translates get what other catalogs of the locale say, to be reviewed.

Rows come from the catalogs as a sync has merged and written them, so one sync fills everything, and a second finds
nothing to fill: what memory filled in is no row. Of catalogs that this sync had no other work with, only those are
looked at that miss a text for which there is a new row.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from types import MappingProxyType

from calque.cache.memory import KeptMissing, MemoryTables
from calque.cache.values import Input, InputKind
from calque.errors import CatalogError
from calque.locales import gettext_name
from calque.model import Fill, Site
from calque.pipeline.catalogs.bundles import Bundle
from calque.pipeline.catalogs.merge import Merged
from calque.pipeline.status.inputs import look_again, same_input
from calque.pipeline.status.work import Work
from calque.pipeline.sync.done import Done
from calque.pipeline.sync.start import Start
from calque.places import catalog_path, is_imported_memory, is_of_bundle, memory_folder
from calque.po import read_catalog, write_catalog
from calque.po.memory import (
    Hit,
    MemoryRow,
    MissingText,
    best_of,
    fill,
    missing_texts,
    rows_of,
    suits,
    undisputed,
)
from calque.store import Staged, read_bytes

__all__ = ["Fillable", "fill_bundles", "find_fillable"]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What memory has for the texts that a catalog misses."""

    hits: Mapping[MissingText, Hit]
    sure: Mapping[MissingText, Sequence[MemoryRow]]
    """Those that may be filled in as translated."""


@dataclass(frozen=True, slots=True)
class Fillable:
    """The catalogs that memory has something for."""

    catalogs: Mapping[str, Remembered] = field(default_factory=lambda: MappingProxyType({}))
    """By their paths below the workspace."""
    further: frozenset[int] = frozenset()
    """The groups of those that there was no other work with, by their numbers in the cache."""


def find_fillable(site: Site, start: Start, done: Done, work: Work, bundles: Iterable[Bundle]) -> Fillable:
    """Bring the memory up to the catalogs as they stand, and return those that it has something for."""
    if site.fill is Fill.OFF:
        return Fillable()
    memory = start.cache.memory
    locales = {gettext_name(locale.tag): locale.tag for locale in site.locales}
    new = _refresh(site, start, done, memory, locales)
    here = _paths(site, bundles) & done.merged
    missing = [
        (one, _locale(site, path, locales)) for path in sorted(here) for one in memory.missing_in(path)
    ]
    found = _found(site, memory, missing)
    if work.around and len(work.numbers) == len(work.around.pairs.groups):
        new = set()  # there is work with all of them
    # In a catalog without other work, every text that an earlier row suits was filled when that row was new.
    elsewhere = {
        one: locale
        for locale, source in sorted(new)
        for one in memory.missing_for(locale, source, without=here)
        if suits(source, one.text.source) and is_of_bundle(site, one.path)
    }
    numbers = {path: _members(start, work, path) for path in {one.path for one in elsewhere}}
    outside = [(one, locale) for one, locale in elsewhere.items() if numbers[one.path]]
    found |= (there := _found(site, memory, outside))
    return Fillable(found, frozenset().union(*(numbers[path] for path in there)))


def fill_bundles(site: Site, done: Done, bundles: Iterable[Bundle], fillable: Fillable) -> tuple[Merged, ...]:
    """Return each bundle with those of its catalogs that memory fills; nothing is written."""
    merged = []
    for bundle in bundles:
        files: list[Staged] = []
        changes: list[tuple[str, Counter[str]]] = []
        for locale in site.locales:
            path = catalog_path(site, locale.tag, bundle.name)
            name = path.relative_to(site.root).as_posix()
            found = fillable.catalogs.get(name)
            if found is None or locale.tag in bundle.waits:
                continue
            data = _bytes(site, done, name)
            if data is None:
                continue
            before = read_catalog(data, place=name)
            after = write_catalog(fill(before, found.hits, found.sure), wrap=site.wrap)
            files.append(Staged(path, after, data))
            changes.append((locale.tag, Counter(memory=len(found.hits.keys() | found.sure.keys()))))
        if files:
            merged.append(Merged(bundle, tuple(files), tuple(changes), ()))
    return tuple(merged)


def _refresh(
    site: Site, start: Start, done: Done, memory: MemoryTables, locales: Mapping[str, str]
) -> set[tuple[str, str]]:
    """Read the catalogs that are other than the memory knows them; return the locale and text of each new row."""
    memory.made_by(start.inputs.settings.all)
    known = memory.files()
    changed = {name for name, _ in done.files if memory_folder(site, name) in locales}
    looked: dict[str, Input | None] = {
        name: found for name, found in start.inputs.files.items() if memory_folder(site, name) in locales
    }
    looked |= look_again(site, changed)
    new: set[tuple[str, str]] = set()
    for name in sorted(known.keys() | looked.keys() | done.staged.keys()):
        found = looked.get(name)
        if name not in done.staged and same_input(site, name, known.get(name), found):
            continue
        locale = _locale(site, name, locales)
        before = {(row.source, row.target) for row in memory.rows_in(name)}
        data = _bytes(site, done, name) if locale else None
        if data is None:
            memory.forget(name)
            continue
        rows, missing = _texts(site, name, data)
        memory.put(name, found or Input(InputKind.CATALOG, "", ""), locale, rows, missing)
        new |= {(locale, row.source) for row in rows if (row.source, row.target) not in before}
    return new


def _texts(site: Site, name: str, data: bytes) -> tuple[tuple[MemoryRow, ...], tuple[MissingText, ...]]:
    in_use = is_of_bundle(site, name)
    try:
        catalog = read_catalog(data, place=name)
    except CatalogError:
        return (), ()  # the sync tells of it where it reads the catalog
    rows = tuple(rows_of(catalog, PurePosixPath(name).stem, archived=not in_use))
    if is_imported_memory(site, name):
        rows = tuple(
            replace(row, filled=True) for row in rows
        )  # it confirms nothing, and nothing is sure by it
    return rows, tuple(missing_texts(catalog)) if in_use else ()


def _found(
    site: Site, memory: MemoryTables, missing: Iterable[tuple[KeptMissing, str]]
) -> dict[str, Remembered]:
    known: dict[tuple[str, str], tuple[MemoryRow, ...]] = {}
    hits: dict[str, dict[MissingText, Hit]] = {}
    sure: dict[str, dict[MissingText, Sequence[MemoryRow]]] = {}
    for one, locale in missing:
        key = (locale, one.text.source)
        if key not in known:
            known[key] = tuple(memory.rows_for(*key))
        if hit := best_of(known[key], one.text):
            hits.setdefault(one.path, {})[one.text] = hit
            if site.fill is Fill.EXACT and (rows := undisputed(known[key], one.text)):
                sure.setdefault(one.path, {})[one.text] = rows
    return {path: Remembered(own, sure.get(path, {})) for path, own in hits.items()}


def _members(start: Start, work: Work, path: str) -> frozenset[int]:
    """Return the groups of a catalog that there was no work with, and that are groups still."""
    gone = {one.number for one in work.around.gone} if work.around else set[int]()
    return frozenset(start.cache.members_of([PurePosixPath(path).stem])) - gone - set(work.numbers)


def _paths(site: Site, bundles: Iterable[Bundle]) -> set[str]:
    return {
        catalog_path(site, locale.tag, bundle.name).relative_to(site.root).as_posix()
        for bundle in bundles
        for locale in site.locales
        if locale.tag not in bundle.waits
    }


def _locale(site: Site, name: str, locales: Mapping[str, str]) -> str:
    return locales.get(memory_folder(site, name), "")


def _bytes(site: Site, done: Done, name: str) -> bytes | None:
    if name in done.staged:
        return done.staged[name]
    try:
        return read_bytes(site.root / name)
    except CatalogError:
        return None
