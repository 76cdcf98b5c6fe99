"""Recall: a catalog on disk, corrected by what earlier runs noted in the ledger about it and about its posts."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from calque.adoption.recut import Cuts, Recut, recut_catalog
from calque.adoption.recut_spans import is_same_text
from calque.model import Segment, Site
from calque.pipeline.catalogs.bundles import Bundle
from calque.po import Catalog, changed_since, with_flags_back, with_previous_back, without_settled_rivals
from calque.po.digests import is_of_file
from calque.po.units import Key

__all__ = ["Recalled", "recall"]


@dataclass(frozen=True, slots=True)
class Recalled:
    """A catalog as it is to be merged, and what was changed in it for that."""

    catalog: Catalog
    flags_dropped: bool = False
    """Its editor had dropped every fuzzy flag; they are back."""
    recut: Recut | None = None
    """The translations that were carried over to the new segments of a page; None where no page is cut anew."""


def recall(catalog: Catalog, bundle: Bundle, *, locale: str, site: Site) -> Recalled:
    """Put back what a tool dropped, end settled conflicts, and carry translations over to new segments."""
    before = bundle.handed_out.get(locale)
    returned = with_flags_back(catalog, before)
    packed = bundle.translated.get(locale, b"")
    now = without_settled_rivals(
        with_previous_back(returned, before),
        changed_since(returned, before),
        untouched=catalog.data is not None and bool(packed) and is_of_file(packed, catalog.data),
    )
    recut = recut_catalog(now, _cuts(now, bundle), locale=locale, shortcodes=site.rules.shortcodes)
    return Recalled(recut.catalog, returned is not catalog, recut if recut.posts else None)


def _cuts(catalog: Catalog, bundle: Bundle) -> Mapping[str, Cuts]:
    """Return the earlier segments of the posts that are cut anew: from the ledger, else from the catalog."""
    cuts: dict[str, Cuts] = {}
    unknown = {split.post.key for split in bundle.posts if bundle.cuts.get(split.post.key) == ()}
    catalogued = _by_post(catalog, unknown) if unknown else {}
    for split in bundle.posts:
        if before := bundle.cuts.get(split.post.key):
            cuts[split.post.key] = (before, split.segments)
        elif found := catalogued.get(split.post.key):
            after = {(segment.context, segment.text): segment for segment in split.segments}
            if after.keys() != set(found) and _reads_as(found, tuple(after.values())):
                cuts[split.post.key] = (found, tuple(after.values()))
    return cuts


def _reads_as(before: Sequence[Key], after: Sequence[Segment]) -> bool:
    """Tell whether two cuts say the same, as they stand or each context's texts by themselves.

    The alternative text of an image stands behind the text around it, and between its halves where that is two.
    """
    if is_same_text(before, after):
        return True
    return is_same_text(
        sorted(before, key=lambda key: key[0] or ""), sorted(after, key=lambda segment: segment.context or "")
    )


def _by_post(catalog: Catalog, posts: AbstractSet[str]) -> Mapping[str, Sequence[Key]]:
    """Return the texts that posts had when the catalog was merged last, in the catalog's order, without duplicates."""
    found: dict[str, list[Key]] = {}
    for block in catalog.blocks:
        fields = block.fields
        keys = {place.partition(":")[0] for place, _ in fields.occurrences} & posts
        for post in keys if not fields.obsolete else ():
            found.setdefault(post, []).append(fields.key)
    return found
