"""Work: the groups of pages that have to be looked at, with their texts; the rest stands as it is kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, repeat
from typing import NamedTuple

from calque.cache.database import Cache, key_of
from calque.cache.forms import read_group, write_group
from calque.cache.values import KeptMember
from calque.model import Page, PageGroup, PageKey, Site, SplitPost
from calque.pipeline.catalogs.bundles import Bundle, bundle_posts
from calque.pipeline.catalogs.layout import Handover, hand_over
from calque.pipeline.ingest.content import Content, Pairs, pair
from calque.pipeline.ingest.facts import Facts
from calque.pipeline.runner import Runner
from calque.pipeline.status.changes import Changes
from calque.pipeline.status.namesakes import Namesakes
from calque.pipeline.status.reading import SiteReading
from calque.states.linked import addresses_of
from calque.states.sums import Sums, add_groups, page_sums

__all__ = ["Around", "PlacedPage", "Work", "WorkRow", "bare_page", "find_work", "pages_of", "places_of"]


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A catalog and the groups whose pages it is of, or a group whose pages have none."""

    bundle: Bundle | None
    groups: tuple[PageGroup, ...]
    numbers: tuple[int, ...]
    """The number of each group in the cache."""

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages of these groups."""
        return tuple(page for group in self.groups for page in pages_of(group))


class PlacedPage(NamedTuple):
    """A page as it stands among the others."""

    page: Page
    member: int | None
    """The number of its group in the cache."""
    decides: bool
    """Its text was compared with those of other pages."""


@dataclass(frozen=True, slots=True)
class Work:
    """Groups to be looked at, and all that has to be known of them; `status.load` gives a batch of them its texts."""

    content: Content
    """With the pages of these groups alone."""
    pairs: Pairs
    numbers: tuple[int, ...]
    """The number of each group in the cache."""
    bundles: tuple[Bundle, ...]
    """Without texts."""
    names: frozenset[str]
    """The catalogs that these groups are in, and were in; those of groups that are gone, too."""
    pages: tuple[PlacedPage, ...]
    """The pages that the cache is to know anew."""
    handover: Handover
    known: Facts = field(default_factory=Facts)
    """What the cache knows already of the facts."""
    around: "Around | None" = None
    """The site around them, where it was read; else it stands as it is kept."""
    gone: tuple[KeptMember, ...] = ()
    """Groups that are none any more."""
    lost: tuple[PageKey, ...] = ()
    """Pages that are none any more."""
    namesakes: Namesakes = field(default_factory=Namesakes)
    """The pages that were paired anew, where those of the site around were not."""
    before: Mapping[str, Sums] = field(default_factory=dict)
    """What these groups, and those that are gone, added to each locale when they were looked at before."""

    @property
    def is_whole(self) -> bool:
        """Whether these are all groups of the site."""
        return self.around is not None and len(self.numbers) == len(self.around.pairs.groups)

    def rows(self) -> Sequence[WorkRow]:
        """Return the groups by their catalogs, in the order of these, and then each group that has none."""
        owners = {split.post.key: number for number, one in enumerate(self.bundles) for split in one.posts}
        places: list[list[int]] = [[] for _ in self.bundles]
        for place, group in enumerate(self.pairs.groups):
            owner = owners.get(group.source.post.key) if group.source else None
            if owner is None:
                places.append([place])
            else:
                places[owner].append(place)
        bundles = (*self.bundles, *repeat(None, len(places) - len(self.bundles)))
        return [
            WorkRow(
                bundle,
                tuple(self.pairs.groups[place] for place in own),
                tuple(self.numbers[place] for place in own),
            )
            for bundle, own in zip(bundles, places, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Around:
    """The whole site as it is."""

    content: Content
    pairs: Pairs


@dataclass(frozen=True, slots=True)
class _Row:
    """A group as it is now, beside what was kept of it."""

    group: PageGroup
    bundle: str
    """Empty where it has no catalog."""
    number: int
    before: KeptMember | None

    @property
    def bundles(self) -> set[str]:
        """The bundles that it is in, and was in."""
        return {self.bundle, self.before.bundle if self.before else ""} - {""}


def find_work(
    site: Site,
    runner: Runner,
    cache: Cache,
    reading: SiteReading,
    changes: Changes | None,
    further: Iterable[int],
    *,
    takes: bool,
    known: Handover | None = None,
) -> Work:
    """Return the groups that are other than they were kept, with their whole bundles.

    With `takes`, catalogs take in entries that other catalogs have of their posts; `known` says which of all pages,
    where that is known already.
    """
    content = reading.content
    pairs, handover, kept = _groups(site, cache, reading, changes, takes=takes)
    if known is not None and reading.members is None:
        handover = known
    names = {split.post.key: bundle.name for bundle in handover.bundles for split in bundle.posts}
    rows = _rows(pairs.groups, names, kept, cache.last_member() if changes else -1)
    gone = tuple(kept[key] for key in kept.keys() - {key_of(row.group) for row in rows})
    if changes is None or changes.everything or changes.summary.truths != pairs.truths:
        chosen = rows
    else:
        anyway = {*further, *changes.members}
        touched = _touched(site, rows, reading.changed, anyway) if rows else []
        asking = cache.links.linking_to(_moved(cache, touched, gone))
        chosen_so_far = {row.number for row in touched}
        touched += [row for row in rows if row.number in asking - chosen_so_far]
        around = {bundle.name for bundle in handover.bundles if bundle.gathered}
        around |= {one.bundle for one in gone} | {giver.path.stem for giver in handover.givers}
        around = around.union(*(row.bundles for row in touched)) - {""}
        numbers = {row.number for row in touched}
        chosen = [row for row in rows if row.number in numbers or row.bundle in around]
    inside = {page.key for row in chosen for page in pages_of(row.group)}
    content.splits.load(inside, runner)
    numbers_of = {page.key: row.number for row in rows for page in pages_of(row.group)}
    deciding = content.splits.deciding
    now = (PlacedPage(page, numbers_of.get(page.key), page.key in deciding) for page in content.pages)
    looked_at = {row.bundle for row in chosen}
    return Work(
        content=replace(content, pages=tuple(page for page in content.pages if page.key in inside)),
        pairs=replace(pairs, groups=tuple(row.group for row in chosen)),
        numbers=tuple(row.number for row in chosen),
        bundles=tuple(bundle for bundle in handover.bundles if bundle.name in looked_at),
        names=frozenset().union(*(row.bundles for row in chosen), (one.bundle for one in gone)) - {""},
        pages=tuple(
            one
            for one in now
            if one.page.key in reading.changed or reading.before.get(one.page.key) != one[1:]
        ),
        handover=handover,
        known=reading.known,
        around=None if reading.members is not None else Around(content, pairs),
        gone=gone,
        lost=tuple(reading.before.keys() - {page.key for page in content.pages}),
        namesakes=reading.namesakes,
        before=_sums_of(cache, [one.number for one in (*(row.before for row in chosen), *gone) if one]),
    )


def _groups(
    site: Site, cache: Cache, reading: SiteReading, changes: Changes | None, *, takes: bool
) -> tuple[Pairs, Handover, Mapping[PageKey, KeptMember]]:
    """Return the groups of the pages, their bundles without texts, and what was kept of these groups.

    All pages are paired anew; of some, the groups are known to be as they were.
    """
    if reading.members is None or changes is None:
        pairs = pair(site, reading.content, reading.retyped)
        bare = bundle_posts(site, [SplitPost(page.post, ()) for page in reading.content.source_pages(site)])
        kept = cache.members() if changes else {}
        return pairs, hand_over(site, bare) if takes else Handover(bare), kept
    pages = {page.key: page for page in reading.content.pages}
    kept = {one.key: one for one in reading.members}
    again = {one.number for one in reading.namesakes.members}
    stay = [one for one in reading.members if one.number not in again]
    groups = [read_group(one.body).group(pages) for one in stay]
    groups += (_of_pages(group, pages) for group in reading.namesakes.groups)
    names = {group.source.key: one.bundle for one, group in zip(stay, groups, strict=False) if group.source}
    names |= {(site.source, key): name for key, name in reading.namesakes.bundles.items()}
    posts: dict[str, list[SplitPost]] = {}
    for page in reading.content.pages:
        if name := names.get(page.key, ""):
            posts.setdefault(name, []).append(SplitPost(page.post, ()))
    bundles = tuple(Bundle(name, tuple(rows)) for name, rows in posts.items())
    return Pairs(tuple(groups), changes.summary.truths), Handover(bundles), kept


def _rows(
    groups: Sequence[PageGroup], bundles: Mapping[str, str], kept: Mapping[PageKey, KeptMember], last: int
) -> list[_Row]:
    """Put each group beside what was kept of it; a new one gets a number beyond the last one."""
    free = count(last + 1)
    rows: list[_Row] = []
    for group in groups:
        before = kept.get(key_of(group))
        bundle = bundles.get(group.source.post.key, "") if group.source else ""
        rows.append(_Row(group, bundle, before.number if before else next(free), before))
    return rows


def _touched(
    site: Site, rows: Iterable[_Row], changed: Collection[PageKey], further: Collection[int]
) -> list[_Row]:
    """Return the groups that are other than they were kept, or are to be looked at anyway."""
    from calque.pipeline.status.track import rules_of  # noqa: PLC0415 — loads all that judges texts
    from calque.states.waivers import waivers_of  # noqa: PLC0415 — the same

    waivers = waivers_of(site)
    return [row for row in rows if _is_other(row, changed, further, rules_of(site, row.group, waivers))]


def _is_other(row: _Row, changed: Collection[PageKey], further: Collection[int], rules: str) -> bool:
    """Tell whether a group, a page of it or its catalog is other than it was kept, or is to be looked at anyway."""
    if row.before is None or row.number in further:
        return True
    if (row.before.bundle, row.before.rules) != (row.bundle, rules):
        return True
    return any(page.key in changed for page in pages_of(row.group)) or row.before.body != write_group(
        row.group
    )


def _moved(cache: Cache, rows: Iterable[_Row], gone: Iterable[KeptMember]) -> set[str]:
    """Return the places at which other pages stand than before, or pages with other translations."""
    numbers = {*(row.number for row in rows), *(one.number for one in gone)}
    before = cache.links.addresses_of(numbers)
    now = {pair for row in rows for pair in addresses_of(row.group).items()}
    return {place for place, _ in before ^ now}


def _of_pages(group: PageGroup, pages: Mapping[PageKey, Page]) -> PageGroup:
    """Return a group of these pages, which were located anew."""
    source = pages[group.source.key] if group.source else None
    return replace(group, source=source, translations=tuple(pages[page.key] for page in group.translations))


def pages_of(group: PageGroup) -> tuple[Page, ...]:
    """Return all pages of a group, the source first."""
    return (*((group.source,) if group.source else ()), *group.translations)


def places_of(site: Site, groups: Iterable[PageGroup]) -> frozenset[PageKey]:
    """Return where the translations of some groups stand or would: each locale, with the key of the source."""
    return frozenset((tag, group.source.post.key) for group in groups if group.source for tag in site.tags)


def bare_page(page: Page) -> Page:
    """Return what is told of a page that is not public: all but its text, when that was saved, and its language."""
    post = replace(page.post, fields=(), revisions=(), modified=None)
    return replace(page, observed=None, foreign="", withheld=False, post=post)


def _sums_of(cache: Cache, numbers: Iterable[int]) -> Mapping[str, Sums]:
    """Return what groups added to each locale."""
    sums: dict[str, Sums] = {}
    add_groups(
        (
            (((page.locale, page_sums(page)) for page in cache.pages_of(number)), cache.apart_of(number))
            for number in numbers
        ),
        sums,
    )
    return sums
