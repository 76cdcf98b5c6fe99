"""The work on a site of which more than texts changed: what all pages, paired anew, give that is other than it was."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from calque.cache.database import Cache, key_of
from calque.cache.forms import write_group
from calque.cache.values import KeptMember
from calque.model import Page, PageGroup, PageKey, Site, SplitPost
from calque.pipeline.catalogs.bundles import bundle_posts
from calque.pipeline.catalogs.layout import Handover, hand_over
from calque.pipeline.ingest.content import pair
from calque.pipeline.runner import Runner
from calque.pipeline.status.changes import Changes
from calque.pipeline.status.reading import SiteReading
from calque.pipeline.status.work import Around, Work, pages_of, sums_of

__all__ = ["site_work"]


@dataclass(frozen=True, slots=True)
class _Paired:
    """A group as it is paired now, beside what was kept of it."""

    group: PageGroup
    key: PageKey
    bundle: str
    """Empty where it has no catalog."""
    number: int
    before: KeptMember | None

    @property
    def bundles(self) -> set[str]:
        """The bundles that it is in, and was in."""
        return {self.bundle, self.before.bundle if self.before else ""} - {""}


def site_work(
    site: Site,
    runner: Runner,
    cache: Cache,
    reading: SiteReading,
    changes: Changes | None,
    further: Iterable[int],
    *,
    takes: bool,
    handover: Handover | None = None,
) -> Work:
    """Pair all pages, and return the groups that are other than they were kept, with their whole bundles.

    With `takes`, catalogs take in entries that other catalogs have of their posts; `handover` says which, where that
    is known already.
    """
    content = reading.content
    pairs = pair(site, content, reading.retyped)
    bare = bundle_posts(site, [SplitPost(page.post, ()) for page in content.source_pages(site)])
    handover = handover or (hand_over(site, bare) if takes else Handover(bare))
    kept = cache.members() if changes else {}
    rows = _paired(
        pairs.groups, {split.post.key: bundle.name for bundle in bare for split in bundle.posts}, kept
    )
    gone = tuple(kept[key] for key in kept.keys() - {row.key for row in rows})
    if changes is None or changes.everything or changes.summary.truths != pairs.truths:
        chosen = rows
    else:
        touched = [row for row in rows if _is_other(row, reading.changed, {*further, *changes.members})]
        around = {bundle.name for bundle in handover.bundles if bundle.gathered} | {
            one.bundle for one in gone
        }
        around |= {giver.path.stem for giver in handover.givers}
        around = around.union(*(row.bundles for row in touched)) - {""}
        numbers = {row.number for row in touched}
        chosen = [row for row in rows if row.number in numbers or row.bundle in around]
    inside = {page.key for row in chosen for page in pages_of(row.group)}
    content.splits.load(inside, runner)
    pages = {
        page.key: replace(page, post=content.splits.post(page.key))
        for page in content.pages
        if page.key in inside
    }
    numbers_of = {page.key: row.number for row in rows for page in pages_of(row.group)}
    now = [replace(page, member=numbers_of.get(key)) for key, page in reading.now.items()]
    names = {row.bundle for row in chosen}
    return Work(
        content=replace(content, pages=tuple(pages.values())),
        pairs=replace(pairs, groups=tuple(_with_texts(row.group, pages) for row in chosen)),
        numbers=tuple(row.number for row in chosen),
        bundles=tuple(
            replace(
                bundle, posts=tuple(content.splits[site.source, split.post.key] for split in bundle.posts)
            )
            for bundle in handover.bundles
            if bundle.name in names
        ),
        names=frozenset().union(*(row.bundles for row in chosen), (one.bundle for one in gone)) - {""},
        pages=tuple(page for page in now if reading.before.get(page.key) != page),
        known=reading.known,
        around=Around(
            content,
            pairs,
            sources=frozenset(split.post.key for bundle in bare for split in bundle.posts),
            gone=gone,
            lost=tuple(reading.before.keys() - reading.now.keys()),
        ),
        before=sums_of(cache, [one.number for one in (*(row.before for row in chosen), *gone) if one]),
        handover=handover,
    )


def _paired(
    groups: Sequence[PageGroup], bundles: Mapping[str, str], kept: Mapping[PageKey, KeptMember]
) -> list[_Paired]:
    """Put each group beside what was kept of it; a new one gets a number that no other has."""
    free = count(max((one.number for one in kept.values()), default=-1) + 1)
    rows: list[_Paired] = []
    for group in groups:
        before = kept.get(key := key_of(group))
        bundle = bundles.get(group.source.post.key, "") if group.source else ""
        rows.append(_Paired(group, key, bundle, before.number if before else next(free), before))
    return rows


def _is_other(row: _Paired, changed: Collection[PageKey], further: Collection[int]) -> bool:
    """Tell whether a group, a page of it or its catalog is other than it was kept, or is to be looked at anyway."""
    if row.before is None or row.number in further or row.before.bundle != row.bundle:
        return True
    return any(page.key in changed for page in pages_of(row.group)) or row.before.body != write_group(
        row.group
    )


def _with_texts(group: PageGroup, pages: Mapping[PageKey, Page]) -> PageGroup:
    """Return a group of pages with their texts."""
    source = pages[group.source.key] if group.source else None
    return replace(group, source=source, translations=tuple(pages[page.key] for page in group.translations))
