"""Work: the groups of pages that have to be looked at, with their texts; the rest stands as it is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from calque.cache.database import Cache
from calque.cache.values import KeptMember, KeptPage
from calque.model import Page, PageGroup, PageKey, Site
from calque.pipeline.catalogs.bundles import Bundle, catalog_names
from calque.pipeline.catalogs.history import Memory, read_memory
from calque.pipeline.catalogs.layout import Handover
from calque.pipeline.ingest.content import Content, Pairs
from calque.pipeline.ingest.facts import Facts
from calque.states.sums import Sums, page_sums

__all__ = ["Around", "Work", "bare_page", "memory_of", "pages_of", "sums_of"]


@dataclass(frozen=True, slots=True)
class Work:
    """Groups to be looked at, and all that has to be known of them."""

    content: Content
    """With the pages of these groups alone."""
    pairs: Pairs
    numbers: tuple[int, ...]
    """The number of each group in the cache."""
    bundles: tuple[Bundle, ...]
    names: frozenset[str]
    """The catalogs that these groups are in, and were in; those of groups that are gone, too."""
    pages: tuple[KeptPage, ...]
    """The pages that the cache is to know anew."""
    known: Facts = field(default_factory=Facts)
    """What the cache knows already of the facts."""
    around: "Around | None" = None
    """The site around them, where it was read; else it stands as it is kept."""
    before: Mapping[str, Sums] = field(default_factory=dict)
    """What these groups, and those that are gone, added to each locale when they were looked at before."""
    handover: Handover | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """The whole site as it is."""

    content: Content
    pairs: Pairs
    sources: frozenset[str]
    """The posts that have catalogs."""
    gone: tuple[KeptMember, ...]
    """Groups that are none any more."""
    lost: tuple[PageKey, ...]
    """Pages that are none any more."""


def memory_of(site: Site, work: Work) -> Memory:
    """Return what the ledger holds of the pages and catalogs of some work."""
    if work.around and len(work.numbers) == len(work.around.pairs.groups):
        return read_memory(site)
    names = [name for bundle in work.bundles for name in catalog_names(site, bundle)]
    return read_memory(site, posts={page.post.key for page in work.content.pages}, catalogs=names)


def pages_of(group: PageGroup) -> tuple[Page, ...]:
    """Return all pages of a group, the source first."""
    return (*((group.source,) if group.source else ()), *group.translations)


def bare_page(page: Page) -> Page:
    """Return what is told of a page that is not public: all but its text, when that was saved, and its language."""
    post = replace(page.post, fields=(), revisions=(), modified=None)
    return replace(page, observed=None, foreign="", withheld=False, post=post)


def sums_of(cache: Cache, numbers: Iterable[int]) -> Mapping[str, Sums]:
    """Return what groups added to each locale."""
    sums: dict[str, Sums] = {}
    for number in numbers:
        for page in cache.pages_of(number):
            sums.setdefault(page.locale, Sums()).update(page_sums(page))
        for tag, counts in cache.apart_of(number).items():
            sums.setdefault(tag, Sums()).update(counts)
    return sums
