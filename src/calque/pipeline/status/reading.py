"""SiteReading: the whole site, of which only files that changed are read."""

from dataclasses import dataclass

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


def read_site(site: Site, runner: Runner, cache: Cache, changes: Changes | None) -> SiteReading:
    """Read the files that changed, and take from the cache what is known of the others.

    Errors: ChangedMeanwhileError where one of the others is another by now.
    """
    known = read_facts(cache, changes.files.keys()) if changes else Facts()
    content = read_content(site, runner, known)
    return SiteReading(content, known, _changed_pages(cache, content, changes))


def _changed_pages(cache: Cache, content: Content, changes: Changes | None) -> frozenset[PageKey]:
    """Return the pages that are other than they were kept, or whose earlier texts are."""
    if changes is None:
        return frozenset(page.key for page in content.pages)
    facts = content.facts
    kept = {one.key: one for one in cache.located()}
    files = changes.files.keys()
    posts = {
        (one.file, one.number): read_post(one).post
        for name in files & facts.posts.keys()
        for one in cache.posts_of(name)
    }
    earlier = cache.earlier_keys(files) | {key for name in files for key in facts.earlier.get(name, ())}

    def is_askept_as(page: Page) -> bool:
        before, origin = kept.get(page.key), facts.origins[page.key]
        if before is None or (before.file, before.number) != origin or page.post.key in earlier:
            return False
        if origin[0] in files and posts.get(origin) != facts.posts[origin[0]][origin[1]].post:
            return False
        return before.body == kept_as(content, page, None).body

    return frozenset(page.key for page in content.pages if not is_askept_as(page))


def kept_as(content: Content, page: Page, member: int | None) -> KeptPage:
    """Return a page as the cache is to keep it."""
    facts = content.facts
    origin = facts.origins[page.key]
    own = facts.posts[origin[0]][origin[1]].post
    return kept_page(page, own, origin, facts.taken.get(page.key, _NONE), facts.detected[page.key], member)
