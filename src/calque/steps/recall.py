"""Recall: what a catalog on disk means beside what earlier runs noted of it and of its posts."""

from dataclasses import dataclass

from calque.model import Segment, Site, SplitPost
from calque.po import Catalog, settled, with_flags_back
from calque.steps.bundles import Bundle
from calque.tracking.catalogs import Key
from calque.tracking.recut import is_same_text, recut_catalog

__all__ = ["Recalled", "recall"]


@dataclass(frozen=True, slots=True)
class Recalled:
    """A catalog as it is to be merged, and what that took."""

    catalog: Catalog
    flags_dropped: bool = False
    """Its editor had dropped every fuzzy flag; they are back."""
    posts: tuple[str, ...] = ()
    """The keys of the posts whose text was cut anew."""
    carried: int = 0
    """Entries that took over the translations of the old cut."""
    doubtful: int = 0
    """The same, to be reviewed."""


def recall(catalog: Catalog, bundle: Bundle, *, locale: str, site: Site) -> Recalled:
    """Put back the flags that an editor dropped, end the conflicts that were settled, and follow new cuts."""
    returned = with_flags_back(catalog, bundle.handed_out.get(locale))
    now = settled(returned)
    posts: list[str] = []
    carried = doubtful = 0
    for split in bundle.posts:
        cut = bundle.cuts.get(split.post.key)
        if cut is None:
            continue
        segments = _once(split)
        before = cut or _cut_of(now, split)
        if not cut and not is_same_text(before, segments):
            continue
        recut = recut_catalog(now, before, segments, locale=locale, shortcodes=site.rules.shortcodes)
        if recut.catalog is not now:
            now = recut.catalog
            posts.append(split.post.key)
            carried, doubtful = carried + recut.carried, doubtful + recut.doubtful
    return Recalled(now, returned is not catalog, tuple(posts), carried, doubtful)


def _once(split: SplitPost) -> tuple[Segment, ...]:
    """Return the post's segments, each text once, as a catalog has them."""
    return tuple({(segment.context, segment.text): segment for segment in split.segments}.values())


def _cut_of(catalog: Catalog, split: SplitPost) -> tuple[Key, ...]:
    """Return the post's texts as they were when the catalog was merged last, in its order."""
    return tuple(
        (entry.msgctxt, entry.msgid)
        for entry in catalog.entries
        if any(place.partition(":")[0] == split.post.key for place, _ in entry.occurrences)
    )
