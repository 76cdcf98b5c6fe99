"""Catalogs as a sync would leave them, read for the posts of some bundles; nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from polib import POEntry

from calque.errors import CatalogError
from calque.locales import gettext_name
from calque.model import (
    Finding,
    Site,
    Unit,
)
from calque.pipeline.catalogs.bundles import Bundle
from calque.pipeline.catalogs.merge import last_template, refuse_cut, with_contexts
from calque.pipeline.catalogs.recall import recall
from calque.pipeline.catalogs.shrunk import Elsewhere, catalog_finding, oddities, refuse_shrunk
from calque.places import catalog_path
from calque.po import Catalog, build_template, merge, read_catalog
from calque.po.units import Key, catalog_units, entries_by_key
from calque.states.scope import is_wanted
from calque.store import read_bytes

__all__ = ["Catalogs", "ReadCatalog", "read_catalogs"]

Catalogs = Mapping[tuple[str, str], "ReadCatalog"]
"""By locale and the key of the source post."""


@dataclass(frozen=True, slots=True)
class ReadCatalog:
    """What the catalog of a post in a locale says."""

    place: str
    units: tuple[Unit, ...] = ()
    unreadable: bool = False
    past: frozenset[str] = frozenset()
    """The translations of texts that left it."""


def read_catalogs(
    site: Site, bundles: Sequence[Bundle], elsewhere: Elsewhere | None = None
) -> tuple[Catalogs, list[tuple[str, Finding]]]:
    """Read the catalog of each source post in each locale that wants it, as a sync would leave it."""
    elsewhere = elsewhere or Elsewhere(site)
    catalogs: dict[tuple[str, str], ReadCatalog] = {}
    findings: list[tuple[str, Finding]] = []
    for bundle, locale in product(bundles, site.locales):
        wanted = tuple(split for split in bundle.posts if is_wanted(split.post, site.scope(locale.tag)))
        if not wanted:
            continue
        path = catalog_path(site, locale.tag, bundle.name)
        place = path.relative_to(site.root).as_posix()
        try:
            entries, past, odd = _entries(
                site, replace(bundle, posts=wanted), read_bytes(path), path, locale.tag, elsewhere
            )
        except CatalogError as error:
            findings.append((bundle.name, catalog_finding(error, locale.tag)))
            rows = {split.post.key: ReadCatalog(place, unreadable=True) for split in wanted}
        else:
            findings += [(bundle.name, finding) for finding in odd]
            rows = {
                split.post.key: ReadCatalog(place, catalog_units(split, entries), past=past)
                for split in wanted
            }
        catalogs |= {(locale.tag, key): row for key, row in rows.items()}
    return catalogs, findings


def _entries(
    site: Site, bundle: Bundle, data: bytes | None, path: Path, locale: str, elsewhere: Elsewhere
) -> tuple[Mapping[Key, POEntry], frozenset[str], tuple[Finding, ...]]:
    """Return the entries of a catalog, the translations of those that left it, and what is odd in it.

    Where the posts moved on since the last sync, or git brought entries of other texts, the entries are as a sync would
    leave them.
    """
    standing: Catalog | None = None
    odd: tuple[Finding, ...] = ()
    if data is not None:
        read = read_catalog(data, place=path.relative_to(site.root).as_posix())
        odd = tuple(oddities(read, locale))
        standing = with_contexts(read, lambda: (last_template(site, bundle), _template(site, bundle)))
        refuse_cut(standing, site, bundle)
    refuse_shrunk(site, bundle, locale, path, data, standing, elsewhere)
    if standing is None:
        return {}, frozenset(), ()
    catalog = recall(standing, bundle, locale=locale, site=site).catalog
    entries = entries_by_key(catalog)
    if entries.keys() == {(one.context, one.text) for split in bundle.posts for one in split.segments}:
        return entries, _past(catalog), odd
    last = last_template(site, bundle)
    merged = merge(
        catalog, _template(site, bundle), locale=locale, language=gettext_name(locale), last=last
    ).catalog
    return entries_by_key(merged), _past(merged), odd


def _template(site: Site, bundle: Bundle) -> Catalog:
    return build_template(bundle.posts, site=site.name, source=site.source)


def _past(catalog: Catalog) -> frozenset[str]:
    return frozenset(entry.msgstr for entry in catalog.obsolete if entry.msgstr)
