"""Renew: each bundle's catalogs, merged with its template and filled from the live pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from calque.cache.memory import KeptText
from calque.model import Fill, Site
from calque.pipeline.catalogs.adopt import Counterparts, adopt
from calque.pipeline.catalogs.bundles import Bundle
from calque.pipeline.catalogs.index_texts import texts_to_keep
from calque.pipeline.catalogs.merge import Merged, merge
from calque.places import path_below
from calque.store import differing

__all__ = ["Renewal", "Renewed", "renew"]


@dataclass(frozen=True, slots=True)
class Renewal:
    """A bundle, and the live pages that its catalogs are filled from."""

    bundle: Bundle
    counterparts: Counterparts


@dataclass(frozen=True, slots=True)
class Renewed:
    """What a bundle comes to, and what the memory is to keep of its catalogs that change, by their paths."""

    merged: Merged
    texts: Mapping[str, tuple[KeptText, ...]] = field(default_factory=dict)


def renew(site: Site, renewals: Sequence[Renewal]) -> tuple[Renewed, ...]:
    """Merge a batch of bundles with the catalogs on disk, and fill them from the live pages; nothing is written."""
    merged = merge(site, [one.bundle for one in renewals])
    counterparts = {key: page for one in renewals for key, page in one.counterparts.items()}
    return tuple(_with_texts(site, one) for one in adopt(site, merged, counterparts))


def _with_texts(site: Site, merged: Merged) -> Renewed:
    """Return a bundle without the catalogs, which are many times as large on their way to another process."""
    bare = replace(merged, catalogs={})
    if site.fill is Fill.OFF:
        return Renewed(bare)
    catalogs = {
        path_below(site, file.path): merged.catalogs[file.path]
        for file in differing(merged.files)
        if file.path in merged.catalogs and file.data is not None
    }
    return Renewed(bare, {name: texts_to_keep(site, name, one) for name, one in catalogs.items()})
