"""Renew: each bundle's catalogs, merged with its template and filled from the live pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from calque.model import Site
from calque.pipeline.catalogs.adopt import Counterparts, adopt
from calque.pipeline.catalogs.bundles import Bundle
from calque.pipeline.catalogs.merge import Merged, merge

__all__ = ["Renewal", "renew"]


@dataclass(frozen=True, slots=True)
class Renewal:
    """A bundle, and the live pages that its catalogs are filled from."""

    bundle: Bundle
    counterparts: Counterparts


def renew(site: Site, renewals: Sequence[Renewal]) -> tuple[Merged, ...]:
    """Merge a batch of bundles with the catalogs on disk, and fill them from the live pages; nothing is written."""
    merged = merge(site, [one.bundle for one in renewals])
    return adopt(site, merged, {key: page for one in renewals for key, page in one.counterparts.items()})
