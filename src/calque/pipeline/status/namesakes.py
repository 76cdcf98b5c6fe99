"""Namesakes: the pages that may be other because files of posts changed; they alone are read, located and paired anew.

A page is told from others, and paired with them, by names (`pairing.clues`): ids, paths, slugs, addresses. So posts
that share no name, over however many others, are nothing to each other. The namesakes of some files are all posts that
share names with what stands in them, or stood there; what is said of them is what would be said were there no others.
What is of the whole site is compared before and after, and where it differs, all pages are looked at.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from calque.cache.database import Cache
from calque.cache.values import FindingOwner, KeptMember, KeptPage
from calque.injected.edges import EdgeBlock
from calque.injected.recurring import Others, Place
from calque.injected.shapes import Rendered, read_shape
from calque.model import Finding, FindingCode, Layout, Page, PageGroup, PageKey, Site, Truth
from calque.pipeline.catalogs.retype import may_be_retyped
from calque.pipeline.ingest.content import Content, Pairs, pair, read_files
from calque.pipeline.ingest.facts import Facts, PostFacts
from calque.pipeline.ingest.library import Library
from calque.pipeline.ingest.meanwhile import ChangedMeanwhileError
from calque.pipeline.ingest.sweep import Sweep, sweep
from calque.pipeline.names import kept_names, name_of
from calque.pipeline.runner import InTurn, Runner
from calque.pipeline.status.changes import Changes
from calque.pipeline.status.known import (
    name_numbers,
    read_files_facts,
    read_post,
    title_number,
)
from calque.states.linked import addresses_of

__all__ = ["Namesakes", "find_namesakes"]

_MOST = 200
"""Files beyond which all pages are looked at."""
_OF_PAGES = frozenset(
    (
        FindingCode.LOCALE_CONFLICT,
        FindingCode.LOCALE_NOTICE,
        FindingCode.LOCKED_POST,
        FindingCode.NOT_PUBLIC,
        FindingCode.PAIRED_TWICE,
        FindingCode.PAIR_CONFLICT,
        FindingCode.PAIR_KEPT,
        FindingCode.INJECTED,
    )
)
"""Findings that follow from pages that share names, or that are counted over all; others may sum up several pages."""
_OF_ALL = frozenset((FindingCode.SOURCE_LANGUAGE, FindingCode.UNCONFIGURED_LOCALE))
"""Findings that count all pages of the site, or of a folder."""

Said = Counter[tuple[FindingOwner, Finding]]


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Pages that may be other, as they were and as they are, with their groups."""

    files: frozenset[str] = frozenset()
    before: Mapping[PageKey, KeptPage] = field(default_factory=dict)
    members: tuple[KeptMember, ...] = ()
    now: Content | None = None
    pairs: Pairs | None = None
    bundles: Mapping[str, str] = field(default_factory=dict)
    """The catalog of each source post that has one."""
    gone: Said = field(default_factory=Counter)
    """What is not said any more."""
    new: Said = field(default_factory=Counter)
    hidden: tuple[Page, ...] = ()
    """The pages that were not public."""
    is_listed: bool = False
    """All files of posts could be listed, as was looked at."""
    moved: frozenset[str] = frozenset()
    """The places at which other pages stand than before."""

    @property
    def facts(self) -> Facts:
        """What was read of their files."""
        return self.now.facts if self.now else Facts()

    @property
    def groups(self) -> tuple[PageGroup, ...]:
        """The groups as they are."""
        return self.pairs.groups if self.pairs else ()

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages as they are."""
        return self.now.pages if self.now else ()

    @property
    def here(self) -> frozenset[PageKey]:
        """The pages that count as here."""
        return frozenset(page.key for page in self.pages if page.locale and not page.withheld)

    @property
    def went(self) -> frozenset[PageKey]:
        """The pages that are there no more."""
        return frozenset(self.before.keys()) - {page.key for page in self.pages}


class _WiderError(Exception):
    """All pages have to be looked at."""


def find_namesakes(
    site: Site, runner: Runner, cache: Cache, changes: Changes, telling: Iterable[str]
) -> Namesakes | None:
    """Read the posts that came, and those in files that are `telling` something of other pages, with all namesakes.

    None where all pages of the site have to be looked at.
    """
    started = frozenset((*changes.came, *changes.went, *telling))
    if not started:
        return Namesakes()
    try:
        return _find_namesakes(site, runner, cache, changes, started)
    except _WiderError:
        return None


def _find_namesakes(
    site: Site, runner: Runner, cache: Cache, changes: Changes, started: frozenset[str]
) -> Namesakes:
    summary = changes.summary
    _require(
        not summary.open
        and site.layout is not Layout.SITE
        and not cache.has_documents()
        and not cache.has_pages_alone(site.source)
    )
    gone, is_listed = frozenset(changes.went), bool(changes.came or changes.went)
    swept = runner.run(sweep, site) if is_listed else None
    _require(not (swept and (swept.findings or swept.missing)))
    read = _read_first(site, runner, started - gone)
    files = _closure(site, cache, started, read)
    stay = files - gone
    old = read_files_facts(cache, files)
    located = cache.located_in(files)
    members = cache.members_with({one.member for one in located if one.member is not None})
    others = _others(cache, files)
    known = Facts(
        posts={name: posts for name, posts in old.posts.items() if name not in started},
        findings=old.findings,
        detected=old.detected,
    )
    was, paired_before = _as_site(site, InTurn(), cache, files & old.posts.keys(), old, others, old)
    now, pairs = _as_site(site, runner, cache, stay, known, others, read)
    _require(
        now.complete
        and {page.key for page in was.pages} == {one.key for one in located}
        and (was.facts.recurring, was.facts.recurring_texts)
        == (now.facts.recurring, now.facts.recurring_texts)
        and was.facts.recurring == frozenset((name, frozenset(own)) for name, own in summary.recurring)
        and not _are_named(site, (*was.pages, *now.pages))
        and not any(page.foreign or page.locale is None for page in (*was.pages, *now.pages))
        and all(group.source for group in pairs.groups)
        and not may_be_retyped(site, now)
    )
    said = _said(was, paired_before), _said(now, pairs)
    lost, new = said[0] - said[1], said[1] - said[0]
    kept = Counter((owner, finding) for owner, _, finding in summary.findings)
    _require(
        all(finding.code in _OF_PAGES for _, finding in (*lost, *new))
        and lost <= kept
        and (
            set(map(_counted, was.pages)) == set(map(_counted, now.pages))
            or not any(finding.code in _OF_ALL for _, finding in kept)
        )
        and _truths(site, cache, pairs, files) == summary.truths
    )
    places_before = cache.links.addresses_of({one.number for one in members})
    places_now = {row for group in pairs.groups for row in addresses_of(group).items()}
    return Namesakes(
        files,
        {one.key: one for one in located},
        members,
        now,
        Pairs(pairs.groups, summary.truths, pairs.findings, pairs.former),
        _bundles(site, cache, now, members),
        lost,
        new,
        tuple(page for page in was.pages if page.post.status != "publish"),
        is_listed,
        frozenset(place for place, _ in places_before ^ places_now),
    )


def _require(holds: bool) -> None:  # noqa: FBT001 — what it is called says what it takes
    if not holds:
        raise _WiderError


def _read_first(site: Site, runner: Runner, files: Collection[str]) -> Facts:
    """Read the files that changed for what their posts are called."""
    library = Library(site, Sweep(tuple(sorted(files)), (), ()), Facts(), runner)
    _require(not library.findings)
    return library.facts()


def _closure(site: Site, cache: Cache, started: Iterable[str], read: Facts) -> frozenset[str]:
    """Return the files of all posts that share names with those in some files, as they are or were, over others too."""
    found: set[str] = set()
    new = set(started)
    titles: Counter[str] = Counter()
    while new:
        found |= new
        _require(len(found) <= _MOST)
        before = {name: tuple(map(read_post, cache.posts_of(name))) for name in new}
        now = {name: read.posts[name] for name in new if name in read.posts}
        rows = [one for posts in (*before.values(), *now.values()) for one in posts]
        names = {name for one in rows for name in name_numbers(one.post, site)}
        for name in new & set(started):
            titles.update(_titles(now.get(name, ())))
            titles.subtract(_titles(before[name]))
        names |= {title_number(title, linked=True) for title, count in titles.items() if count}
        members = {one.member for one in cache.located_in(new) if one.member is not None}
        beside = {one.file for one in cache.located_of(members)}
        new = (cache.files_named(names) | beside) - found
    return frozenset(found)


def _titles(posts: Iterable[PostFacts]) -> Iterator[str]:
    return (one.rendered(None).title for one in posts)


def _others(cache: Cache, files: Collection[str]) -> Others:
    """Return what is to be known of all other pages to tell which blocks are injected."""
    census: Counter[Rendered] = Counter()
    first: dict[Rendered, Place] = {}
    for shape, count, file, number in cache.shapes(without=files):
        if shape:
            row = read_shape(shape)
            census[row], first[row] = count, (file, number)

    def edges_of(place: Place) -> Sequence[EdgeBlock]:
        return read_post(cache.posts_of(place[0])[place[1]]).edges

    def is_title(title: str) -> bool:
        return bool(cache.files_named([title_number(title)]) - set(files))

    return Others(census, first, is_title, edges_of)


def _as_site(
    site: Site, runner: Runner, cache: Cache, files: Iterable[str], known: Facts, others: Others, posts: Facts
) -> tuple[Content, Pairs]:
    """Read and pair some files as if they were all of the site."""
    keys = {one.post.key for facts in (known, posts) for rows in facts.posts.values() for one in rows}
    earlier = sorted(cache.earlier_files(keys)) if site.revisions else []
    known = Facts(
        known.posts,
        {name: tuple(cache.earlier_keys([name])) for name in earlier},
        known.findings,
        detected=known.detected,
    )
    try:
        content = read_files(site, runner, Sweep(tuple(sorted(files)), tuple(earlier), ()), known, others)
        return content, pair(site, content)
    except ChangedMeanwhileError:
        raise _WiderError from None


def _are_named(site: Site, pages: Iterable[Page]) -> bool:
    """Tell whether calque.toml names any of the posts."""
    named = {*site.pairs, *(key for row in site.pairs.values() for key in row.values())}
    named |= {waiver.post for waiver in site.waivers}
    return any(page.post.key in named for page in pages)


def _said(content: Content, pairs: Pairs) -> Said:
    return Counter(
        (
            *((FindingOwner.SITE, finding) for finding in content.findings),
            *((FindingOwner.PAIRS, finding) for finding in pairs.findings),
        )
    )


def _counted(page: Page) -> object:
    """Return what of a page is counted over all pages."""
    return page.key, page.post.link, page.post.status, page.post.locked


def _truths(site: Site, cache: Cache, pairs: Pairs, files: Collection[str]) -> Mapping[str, Truth]:
    """Return where the texts of each locale live, by these pairs and those of all other pages: none stands alone."""
    return {
        locale.tag: pairs.truths[locale.tag]
        if locale.truth or pairs.truths[locale.tag] is Truth.SITE
        else Truth.SITE
        if cache.has_pages_in(locale.tag, without=files)
        else Truth.PO
        for locale in site.locales
    }


def _bundles(site: Site, cache: Cache, now: Content, members: Iterable[KeptMember]) -> Mapping[str, str]:
    """Return the catalog of each source post; one that has none yet may have had one before."""
    before = {one.key: one.bundle for one in members}
    names: dict[str, str] = {}
    for page in now.source_pages(site):
        name = before.get(page.key, "") if site.layout is Layout.POST else ""
        if not name:
            kept = kept_names(site) if _has_catalogs(cache, page) and site.layout is Layout.POST else {}
            name = name_of(site, page.post, kept)
        names[page.post.key] = name
        if site.layout is Layout.SECTION:
            _require(before.get(page.key, name) in ("", name) and bool(cache.members_of([name])))
    if site.layout is Layout.SECTION:
        numbers = {one.number for one in members}
        left = {one.bundle for one in members} - {*names.values(), ""}
        _require(all(cache.members_of([name]) - numbers for name in left))
    return names


def _has_catalogs(cache: Cache, page: Page) -> bool:
    return bool(cache.files_numbered(str(page.post.id)))
