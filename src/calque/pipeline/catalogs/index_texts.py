"""Index: what the memory keeps of catalogs' texts, in batches; each is read once more, as it was left."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import NamedTuple

from calque.cache.memory import KeptText, kept_texts
from calque.errors import CatalogError
from calque.model import Site
from calque.places import is_imported_memory, is_of_bundle
from calque.po import Catalog
from calque.po.memory import missing_texts, rows_of
from calque.po.read import read_catalog
from calque.store import read_bytes

__all__ = ["ChangedCatalog", "IndexedCatalog", "index_texts", "texts_to_keep"]


class ChangedCatalog(NamedTuple):
    """A catalog that is other than the memory knows it."""

    name: str
    """Its path below the workspace."""
    locale: str
    staged: bytes | None = None
    """What would stand there after a dry run; None where it is to be read from disk."""


class IndexedCatalog(NamedTuple):
    """What the memory is to keep of a catalog; None of one that is not there."""

    catalog: ChangedCatalog
    texts: tuple[KeptText, ...] | None


def index_texts(
    site: Site, bundles: Sequence[Sequence[ChangedCatalog]]
) -> tuple[tuple[IndexedCatalog, ...], ...]:
    """Read what a batch of bundles' catalogs translate and miss; nothing is written."""
    return tuple(tuple(IndexedCatalog(one, _texts(site, one)) for one in bundle) for bundle in bundles)


def _texts(site: Site, one: ChangedCatalog) -> tuple[KeptText, ...] | None:
    try:
        data = read_bytes(site.root / one.name) if one.staged is None else one.staged
        if data is None:
            return None
    except CatalogError:
        return None
    try:
        catalog = read_catalog(data, place=one.name)
    except CatalogError:
        return ()  # the sync tells of it where it reads the catalog
    return texts_to_keep(site, one.name, catalog)


def texts_to_keep(site: Site, name: str, catalog: Catalog) -> tuple[KeptText, ...]:
    """Return what the memory is to keep of a catalog, which is named by its path below the workspace."""
    in_use = is_of_bundle(site, name)
    rows = tuple(rows_of(catalog, PurePosixPath(name).stem, archived=not in_use))
    if is_imported_memory(site, name):  # it confirms nothing, and nothing is sure by it
        rows = tuple(replace(row, filled=True) for row in rows)
    return kept_texts(rows, missing_texts(catalog) if in_use else ())
