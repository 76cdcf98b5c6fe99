"""Extent: what was read of the site, the whole of it or the part that has to be looked at again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from calque.cache.database import Cache
from calque.cache.forms import read_group, read_page, write_page
from calque.cache.values import KeptPost
from calque.injected.recurring import recurring_elements
from calque.model import Page, PageKey, Post, Site, SplitPost
from calque.pipeline.catalogs.bundles import Bundle, bundle_posts
from calque.pipeline.ingest.content import Content, Pairs, pair
from calque.pipeline.ingest.detect import detect
from calque.pipeline.ingest.fetch import fetch
from calque.pipeline.ingest.split import split
from calque.pipeline.runner import Runner
from calque.pipeline.status.plan import Plan
from calque.sources.files import with_revisions
from calque.states.sums import Sums, page_sums

__all__ = ["Extent", "bare_page", "keep_post", "part_extent", "whole_extent"]


@dataclass(frozen=True, slots=True)
class Extent:
    """Pages, how they belong together, and the bundles of their sources."""

    content: Content
    pairs: Pairs
    bundles: tuple[Bundle, ...]
    members: tuple[int, ...] = ()
    """The number that each group has in the cache."""
    posts: tuple[KeptPost, ...] = ()
    """Of a part, the posts whose text is another now."""
    before: Mapping[str, Sums] = field(default_factory=dict)
    """Of a part, what it added to each locale when it was looked at before."""


def whole_extent(site: Site, content: Content) -> Extent:
    """Pair all pages that were read, and put their sources into bundles."""
    pairs = pair(site, content)
    bundles = bundle_posts(site, content.sources(site))
    return Extent(content, pairs, bundles, tuple(range(len(pairs.groups))))


def part_extent(
    site: Site, runner: Runner, cache: Cache, plan: Plan, *, further: Collection[int] = ()
) -> Extent | None:
    """Read the part of the site that a plan names, and the `further` groups, each with its whole bundle.

    None where something else changed than texts: then pairs may be others, and everything is to be looked at.
    """
    files: dict[str, tuple[Post, ...]] = {}
    changed: list[KeptPost] = []
    for file in plan.posts:
        found = _changed_texts(site, cache, file, files)
        if found is None:
            return None
        changed += found
    if changed and plan.summary.entangled:
        return None
    members = {*plan.members, *further, *cache.members_with(post.key for post in changed)}
    members |= cache.members_of({name for number in members if (name := cache.bundle_of(number))})
    return _read(site, runner, cache, plan, sorted(members), files, changed)


def keep_post(page: Page, split: SplitPost, file: str) -> KeptPost:
    """Return a page as the cache keeps it."""
    return KeptPost(file, page.key, write_page(bare_page(page)), _digest(page.post), _elements(split))


def _changed_texts(
    site: Site, cache: Cache, file: str, files: dict[str, tuple[Post, ...]]
) -> list[KeptPost] | None:
    """Return the posts of a file whose text is another; None where more of them is."""
    kept = cache.posts_of(file)
    posts = _posts(site, file, files)
    if posts is None or len(posts) != len(kept):
        return None
    changed: list[KeptPost] = []
    for post, before in zip(posts, kept, strict=True):
        if write_page(bare_page(replace(read_page(before.page), post=post))) != before.page:
            return None
        if not post.fields or (site.sitemaps and not post.modified):
            return None  # nothing to export any more; or a sitemap says when it was saved
        if (text := _digest(post)) != before.text:
            changed.append(replace(before, text=text))
    return changed


def _read(
    site: Site,
    runner: Runner,
    cache: Cache,
    plan: Plan,
    members: Sequence[int],
    files: dict[str, tuple[Post, ...]],
    changed: Sequence[KeptPost],
) -> Extent | None:
    rows = cache.posts_in(members)
    located: dict[PageKey, Page] = {}
    wanted = {row.key for row in rows}
    for file in sorted({row.file for row in rows}):
        kept = cache.posts_of(file)
        posts = _posts(site, file, files)
        if posts is None or len(posts) != len(kept):
            return None  # it changed after it was looked at
        for post, before in zip(posts, kept, strict=True):
            if site.sitemaps and not post.modified:
                return None
            if before.key in wanted:
                page = read_page(before.page)
                located[before.key] = replace(page, post=replace(post, language=page.post.language))
    pages = _with_earlier(site, cache, located)
    splits = [one for batch in runner.map(split, site, [page.post for page in pages]) for one in batch]
    detected = [
        page for batch in runner.map(detect, site, list(zip(pages, splits, strict=True))) for page in batch
    ]
    by_key = {page.key: page for page in detected}
    groups = tuple(read_group(cache.body_of(number)).group(by_key) for number in members)
    content = Content(
        tuple(detected),
        {page.key: one for page, one in zip(detected, splits, strict=True)},
        (),
        complete=True,
    )
    pairs = Pairs(groups, plan.summary.truths)
    if any(_elements(content.splits[post.key]) != post.elements for post in changed if post.key in by_key):
        return None  # what recurs on many pages may be injected
    bundles = _bundles(cache, members, content, pairs)
    if sum(len(bundle.posts) for bundle in bundles) != len(content.sources(site)):
        return None  # a post that had no text has one now
    return Extent(content, pairs, bundles, tuple(members), tuple(changed), _sums(cache, members))


def _sums(cache: Cache, members: Iterable[int]) -> Mapping[str, Sums]:
    """Return what groups added to each locale."""
    sums: dict[str, Sums] = {}
    for number in members:
        for page in cache.pages_of(number):
            sums.setdefault(page.locale, Sums()).update(page_sums(page))
        for tag, counts in cache.apart_of(number).items():
            sums.setdefault(tag, Sums()).update(counts)
    return sums


def _bundles(cache: Cache, members: Iterable[int], content: Content, pairs: Pairs) -> tuple[Bundle, ...]:
    """Put the sources into the bundles that they are known to be in."""
    bundles: dict[str, list[PageKey]] = {}
    for number, group in zip(members, pairs.groups, strict=True):
        name = cache.bundle_of(number)
        if name and group.source:
            bundles.setdefault(name, []).append(group.source.key)
    return tuple(Bundle(name, tuple(content.splits[key] for key in keys)) for name, keys in bundles.items())


def _with_earlier(site: Site, cache: Cache, located: Mapping[PageKey, Page]) -> list[Page]:
    """Give each post its earlier texts, where files of such are configured."""
    pages = list(located.values())
    if not site.revisions:
        return pages
    places = sorted(cache.earlier_files({page.post.key for page in pages}))
    posts = with_revisions([page.post for page in pages], fetch(site, places).posts)
    return [replace(page, post=post) for page, post in zip(pages, posts, strict=True)]


def _posts(site: Site, file: str, files: dict[str, tuple[Post, ...]]) -> tuple[Post, ...] | None:
    """Read the posts of a file, once; None where not all of them can be read."""
    if file not in files:
        fetched = fetch(site, [file])
        if fetched.findings:
            return None
        files[file] = fetched.posts
    return files[file]


def bare_page(page: Page) -> Page:
    """Return what pairing looks at of a page: all but its text, when that was saved, and what follows from it."""
    return replace(
        page,
        observed=None,
        foreign="",
        withheld=False,
        post=replace(page.post, fields=(), revisions=(), modified=None),
    )


def _elements(split: SplitPost) -> str:
    found = recurring_elements(split)
    return (
        ""
        if found is None
        else sha256(repr(sorted((name, sorted(classes)) for name, classes in found)).encode()).hexdigest()
    )


def _digest(post: Post) -> str:
    return sha256(repr((post.fields, post.modified)).encode("utf-8", "surrogatepass")).hexdigest()
