"""SiteReading: the whole site, of which only files that changed are read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from calque.cache.database import Cache
from calque.cache.values import KeptPage
from calque.injected.recurring import Span
from calque.model import Page, PageKey, Site
from calque.pipeline.ingest.content import Content, read_content
from calque.pipeline.ingest.facts import Facts
from calque.pipeline.runner import Runner
from calque.pipeline.status.changes import Changes
from calque.pipeline.status.known import kept_page, read_facts, read_post

__all__ = ["SiteReading", "kept_as", "read_site"]

_NONE: frozenset[Span] = frozenset()


@dataclass(frozen=True, slots=True)
class SiteReading:
    """The whole site as it is."""

    content: Content
    known: Facts
    """What was known before."""
    changed: frozenset[PageKey]
    """The pages that are other than they were kept."""
    before: Mapping[PageKey, KeptPage] = field(default_factory=dict)
    """All pages as they were kept."""
    now: Mapping[PageKey, KeptPage] = field(default_factory=dict)
    """All pages as they are to be kept, but for the group that each is in."""
    retyped: Mapping[PageKey, PageKey] = field(default_factory=dict)
    """The old keys of pages that changed their type → the new ones."""


def read_site(site: Site, runner: Runner, cache: Cache, changes: Changes | None) -> SiteReading:
    """Read the files that changed, and take from the cache what is known of the others.

    Errors: ChangedMeanwhileError where one of the others is another by now.
    """
    known = read_facts(cache, changes.files.keys()) if changes else Facts()
    content = read_content(site, runner, known)
    now = {page.key: kept_as(content, page, None) for page in content.pages}
    if changes is None:
        return SiteReading(content, known, frozenset(now), now=now)
    before = {one.key: one for one in cache.located()}
    changed = frozenset(_other_pages(cache, content, changes, before, now))
    return SiteReading(content, known, changed, before, now)


def _other_pages(
    cache: Cache,
    content: Content,
    changes: Changes,
    before: Mapping[PageKey, KeptPage],
    now: Mapping[PageKey, KeptPage],
) -> Iterator[PageKey]:
    """Yield the pages that are other than they were kept, or whose earlier texts are."""
    facts = content.facts
    files = changes.files.keys()
    posts = {
        (one.file, one.number): read_post(one).post
        for name in files & facts.posts.keys()
        for one in cache.posts_of(name)
    }
    earlier = cache.earlier_keys(files) | {key for name in files for key in facts.earlier.get(name, ())}
    for key, page in now.items():
        origin = (page.file, page.number)
        is_other_post = origin[0] in files and posts.get(origin) != facts.posts[origin[0]][origin[1]].post
        is_other_page = key not in before or replace(before[key], member=None) != page
        if is_other_post or is_other_page or key[1] in earlier:
            yield key


def kept_as(content: Content, page: Page, member: int | None) -> KeptPage:
    """Return a page as the cache is to keep it."""
    facts = content.facts
    origin = facts.origins[page.key]
    own = facts.posts[origin[0]][origin[1]].post
    return kept_page(page, own, origin, facts.taken.get(page.key, _NONE), facts.detected[page.key], member)
