"""Fill: texts that no catalog of a bundle translates get what other catalogs of the locale say, to be reviewed.

Rows come from the catalogs as a sync has merged and written them, so one sync fills everything, and a second finds
nothing to fill: what memory filled in is no row. Of catalogs that this sync had no other work with, only those are
looked at that miss a text for which there is a new row.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING

from calque.cache.memory import KeptMissing, MemoryTables
from calque.errors import CatalogError
from calque.model import Fill, Site
from calque.pipeline.catalogs.bundles import Bundle
from calque.pipeline.runner import batches
from calque.pipeline.status.changes import Changes
from calque.pipeline.status.work import Work
from calque.pipeline.sync.done import Done
from calque.pipeline.sync.remember import Remembering
from calque.pipeline.sync.start import Start
from calque.places import catalog_path, is_of_bundle, path_below
from calque.po import read_catalog, write_catalog
from calque.po.memory import (
    Hit,
    MemoryRow,
    MissingText,
    best_of,
    fill,
    suits,
    undisputed,
)
from calque.store import Staged, read_bytes

if TYPE_CHECKING:
    from calque.pipeline.catalogs.merge import Merged

__all__ = ["Fillable", "fill_bundles", "find_fillable"]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What memory has for the texts that a catalog misses."""

    hits: Mapping[MissingText, Hit]
    sure: Mapping[MissingText, Sequence[MemoryRow]]
    """Of these, those that may be filled in as translated."""


@dataclass(frozen=True, slots=True)
class Fillable:
    """The catalogs that memory may have something for, by their paths below the workspace."""

    merged: frozenset[str] = frozenset()
    """Those that this sync merged: memory is asked for each text that they miss, a batch of them at a time."""
    others: Mapping[str, Remembered] = field(default_factory=lambda: MappingProxyType({}))
    """Those that there was no other work with, and that memory has something for."""
    further: frozenset[int] = frozenset()
    """The groups of those others, by their numbers in the cache."""


def find_fillable(
    site: Site, start: Start, done: Done, remembering: Remembering, changes: Changes | None, work: Work
) -> Fillable:
    """Bring the memory up to the catalogs as they stand, and return those that it may have something for."""
    if site.fill is Fill.OFF:
        return Fillable()
    memory = start.cache.memory
    new = remembering.read_rest(start, done, changes)
    if not memory.translates():
        return Fillable()
    here = frozenset(_paths(site, work.bundles) & done.merged)
    # In a catalog without other work, every text that an earlier row suits was filled when that row was new.
    elsewhere = {
        one: locale
        for locale, source in sorted(new)
        for one in memory.missing_for(locale, source, without=here)
        if suits(source, one.text.source) and is_of_bundle(site, one.path)
    }
    numbers = {path: _members(start, work, path) for path in {one.path for one in elsewhere}}
    outside = (
        (one, tuple(memory.rows_for(locale, one.text.source)))
        for one, locale in elsewhere.items()
        if numbers[one.path]
    )
    others = _found(site, outside)
    return Fillable(here, others, frozenset().union(*(numbers[path] for path in others)))


def fill_bundles(
    site: Site, memory: MemoryTables, done: Done, bundles: Sequence[Bundle], fillable: Fillable
) -> "Iterator[tuple[Merged, ...]]":
    """Yield each bundle with those of its catalogs that memory fills, a batch at a time; nothing is written.

    The bundles come without texts, as they are given.
    """
    for batch in batches(bundles):
        if filled := tuple(_filled(site, memory, done, batch, fillable)):
            yield filled


def _filled(
    site: Site, memory: MemoryTables, done: Done, bundles: Iterable[Bundle], fillable: Fillable
) -> "Iterator[Merged]":
    from calque.pipeline.catalogs.merge import Merged  # noqa: PLC0415 — where memory has something alone

    for bundle in bundles:
        files: list[Staged] = []
        changes: list[tuple[str, Counter[str]]] = []
        for locale in site.locales:
            path = catalog_path(site, locale.tag, bundle.name)
            name = path_below(site, path)
            found = fillable.others.get(name)
            if name in fillable.merged:
                found = _found(site, memory.near_missing(name)).get(name)
            if found is None or locale.tag in bundle.waits:
                continue
            data = _bytes(site, done, name)
            if data is None:
                continue
            before = read_catalog(data, place=name)
            after = write_catalog(fill(before, found.hits, found.sure), wrap=site.wrap)
            files.append(Staged(path, after, data))
            changes.append((locale.tag, Counter(memory=len(found.hits))))
        if files:
            yield Merged(bundle, tuple(files), tuple(changes), ())


def _found(site: Site, near: Iterable[tuple[KeptMissing, Sequence[MemoryRow]]]) -> dict[str, Remembered]:
    """Return what suits missing texts, of the rows that may."""
    hits: dict[str, dict[MissingText, Hit]] = {}
    sure: dict[str, dict[MissingText, Sequence[MemoryRow]]] = {}
    for one, known in near:
        if hit := best_of(known, one.text):
            hits.setdefault(one.path, {})[one.text] = hit
            if site.fill is Fill.EXACT and (rows := undisputed(known, one.text)):
                sure.setdefault(one.path, {})[one.text] = rows
    return {path: Remembered(own, sure.get(path, {})) for path, own in hits.items()}


def _members(start: Start, work: Work, path: str) -> frozenset[int]:
    """Return the groups of a catalog that there was no work with, and that are groups still."""
    gone = {one.number for one in work.gone}
    return frozenset(start.cache.members_of([PurePosixPath(path).stem])) - gone - set(work.numbers)


def _paths(site: Site, bundles: Iterable[Bundle]) -> set[str]:
    return {
        path_below(site, catalog_path(site, locale.tag, bundle.name))
        for bundle in bundles
        for locale in site.locales
        if locale.tag not in bundle.waits
    }


def _bytes(site: Site, done: Done, name: str) -> bytes | None:
    if name in done.staged:
        return done.staged[name]
    try:
        return read_bytes(site.root / name)
    except CatalogError:
        return None
