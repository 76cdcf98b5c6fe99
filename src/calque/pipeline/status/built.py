"""Built: which pages have their translation as a file that `calque build` wrote, from what stands there today."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from calque.disk import read_regular
from calque.model import PageKey, Site, SplitPost, Unit
from calque.pipeline.catalogs.history import content_digest
from calque.places import built_manifest_path

__all__ = ["BuiltMark", "built_pages"]


@dataclass(frozen=True, slots=True)
class BuiltMark:
    """What a page was built from."""

    source: str
    """The hash of the source's fields."""
    texts: str
    """The digest of the page's entries."""

    def is_of(self, source: SplitPost, units: Sequence[Unit]) -> bool:
        """Tell whether it was built from today's source and from these texts, all of them translated."""
        return self.source == content_digest(source.post) and self.texts == _digest(units)


def built_pages(site: Site) -> Mapping[PageKey, BuiltMark]:
    """Return the pages that are built whole, by locale and the key of their source; none without a manifest.

    A manifest that cannot be read counts as none: `calque build` says so, and writes another.
    """
    try:
        rows = json.loads(read_regular(built_manifest_path(site)))["pages"]
        return dict(_row(row) for row in rows if not row["unfinished"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _row(row: Mapping[str, Any]) -> tuple[PageKey, BuiltMark]:
    return (str(row["locale"]), str(row["source"])), BuiltMark(
        str(row["source_digest"]), str(row["catalog_digest"])
    )


def _digest(units: Sequence[Unit]) -> str:
    """Return the digest of finished texts, as a manifest has it: context, source, translation, finished."""
    rows = [(unit.context, unit.source, unit.target, True) for unit in units]
    return sha256(json.dumps(rows, ensure_ascii=True).encode()).hexdigest()
