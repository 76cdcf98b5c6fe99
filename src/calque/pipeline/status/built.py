"""Built: which pages have their translation as a file that `calque build` wrote, from what stands there today."""

from collections.abc import Mapping, Sequence

from calque.building.choice import JudgedText
from calque.building.manifest import BuiltRow, catalog_digest, read_manifest
from calque.disk import read_regular
from calque.errors import SourceError
from calque.model import PageKey, SegmentState, Site, SplitPost, Unit
from calque.pipeline.catalogs.history import content_digest
from calque.places import build_folder, manifest_path

__all__ = ["built_pages", "is_built_from"]


def built_pages(site: Site) -> Mapping[PageKey, BuiltRow]:
    """Return the pages that are built whole, by locale and the key of their source; none without a manifest.

    A manifest that cannot be read counts as none: `calque build` says so.
    """
    path = manifest_path(build_folder(site))
    try:
        rows = read_manifest(read_regular(path), place=path.name).pages
    except (OSError, SourceError):
        return {}
    return {(row.locale, row.source): row for row in rows if not row.unfinished}


def is_built_from(row: BuiltRow, source: SplitPost, units: Sequence[Unit]) -> bool:
    """Tell whether a page was built from today's source and from these texts, all of them translated."""
    texts = [JudgedText(unit, SegmentState.TRANSLATED) for unit in units]
    return row.source_digest == content_digest(source.post) and row.catalog_digest == catalog_digest(texts)
