"""Renew: each bundle's catalogs, merged with its template and filled from the live pages, in batches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from calque.model import Site
from calque.pipeline.catalogs.adopt import Counterparts, adopt
from calque.pipeline.catalogs.bundles import Bundle
from calque.pipeline.catalogs.merge import Merged, merge
from calque.pipeline.runner import Prepared, Runner

__all__ = ["Renewal", "renew", "renew_all"]


@dataclass(frozen=True, slots=True)
class Renewal:
    """A bundle, and the live pages that its catalogs are filled from."""

    bundle: Bundle
    counterparts: Counterparts


def renew_all(
    site: Site, runner: Runner, bundles: Sequence[Bundle], counterparts: Counterparts
) -> Iterable[tuple[Merged, ...]]:
    """Yield the bundles as they are to be written, a batch at a time and in their order."""

    def renewal(bundle: Bundle) -> Renewal:
        rows = [(locale.tag, split.post.key) for locale in site.locales for split in bundle.posts]
        return Renewal(bundle, {row: counterparts[row] for row in rows if row in counterparts})

    return runner.map(renew, site, Prepared(bundles, renewal))


def renew(site: Site, renewals: Sequence[Renewal]) -> tuple[Merged, ...]:
    """Merge a batch of bundles with the catalogs on disk, and fill them from the live pages; nothing is written."""
    merged = merge(site, [one.bundle for one in renewals])
    return adopt(site, merged, {key: page for one in renewals for key, page in one.counterparts.items()})
