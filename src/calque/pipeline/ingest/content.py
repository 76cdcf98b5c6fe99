"""Read: sweep, fetch, relate, locate, split and detect put together, for sync and for status alike."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from calque.injected.recurring import may_be_injected, without_injected
from calque.locales import PageHead, PageIdentity, page_identity
from calque.model import (
    Finding,
    FindingCode,
    Page,
    PageGroup,
    PageKey,
    Post,
    Severity,
    Site,
    SplitPost,
    Truth,
)
from calque.pairing.groups import pair_pages
from calque.pairing.statements import Statements
from calque.pairing.truth import decide_truths
from calque.pipeline.archive.moves import archived_keys
from calque.pipeline.ingest.addresses import address_findings
from calque.pipeline.ingest.detect import detect
from calque.pipeline.ingest.fetch import Fetched, fetch
from calque.pipeline.ingest.half_translated import withhold_half_translated
from calque.pipeline.ingest.left_out import leave_out
from calque.pipeline.ingest.locate import idle_languages, locate
from calque.pipeline.ingest.one_source import find_doubles
from calque.pipeline.ingest.relate import Related, join_related, relate
from calque.pipeline.ingest.remarks import page_remarks
from calque.pipeline.ingest.source_side import source_findings, told_by_prefix
from calque.pipeline.ingest.split import split
from calque.pipeline.ingest.sweep import Sweep, sweep
from calque.pipeline.ingest.unnamed import unnamed_findings
from calque.pipeline.runner import Runner
from calque.sources.files import with_revisions

__all__ = ["Content", "Pairs", "pair", "read_content"]


@dataclass(frozen=True, slots=True)
class Content:
    """All that was read of a site, before any catalog is looked at."""

    pages: tuple[Page, ...]
    splits: Mapping[PageKey, SplitPost]
    findings: tuple[Finding, ...]
    complete: bool
    """All posts could be read, so that a post that is not among them does not exist any more."""
    statements: Statements = field(default_factory=Statements)
    """What exports, sitemaps and saved pages state about which page translates which."""

    files: Mapping[str, str] = field(default_factory=dict)
    """`Post.place` → the file that it was read from."""
    earlier: tuple[tuple[str, str], ...] = ()
    """The key of each earlier text that was read, and its file."""

    def sources(self, site: Site) -> tuple[SplitPost, ...]:
        """Return the source posts that are public and whose text was served, in their language, in the order read."""
        return tuple(
            self.splits[page.key]
            for page in self.pages
            if page.locale == site.source and not page.withheld and _is_open(page.post)
        )


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which pages belong together, and what follows from it for the locales."""

    groups: tuple[PageGroup, ...]
    truths: Mapping[str, Truth]
    findings: tuple[Finding, ...] = ()
    entangled: bool = False
    """The status of one page may depend on the text of any other: pairs are proposed by likeness, a post was read
    twice, or plugins may inject texts."""


def read_content(site: Site, runner: Runner) -> Content:
    """Read all posts of the site and split them."""
    swept = runner.run(sweep, site)
    fetched = _fetch(site, swept.posts, runner)
    earlier = _fetch(site, swept.revisions, runner)
    posts = with_revisions(fetched.posts, earlier.posts)
    related = _relate(site, swept, runner)
    posts, left = leave_out(posts, related.no_pages, related.own_heads, site)
    posts = _with_dates(_with_languages(posts, related.languages), related.saved)
    located = list(runner.map(locate, site, _with_heads(posts, related)))
    pages, twice = _once([page for batch in located for page in batch.pages])
    splits: Sequence[SplitPost] = [
        one for batch in runner.map(split, site, [page.post for page in pages]) for one in batch
    ]
    injected: tuple[Finding, ...] = ()
    if not site.rules.injected:
        splits, injected = without_injected(pages, splits)
    rows = list(zip(pages, splits, strict=True))
    pages = tuple(page for batch in runner.map(detect, site, rows) for page in batch)
    pages = withhold_half_translated(pages, splits, site)
    doubles = find_doubles(pages, related.statements, site)
    pages = doubles.pages
    unread = (*swept.findings, *fetched.findings, *earlier.findings)
    complete = not any(finding.severity is Severity.ERROR for finding in unread)
    return Content(
        pages=pages,
        splits={page.key: one for page, one in zip(pages, splits, strict=True)},
        findings=(
            *unread,
            *swept.missing,
            *related.findings,
            *left,
            *(finding for batch in located for finding in batch.findings),
            *twice,
            *doubles.findings,
            *address_findings(pages, doubles.copies, site),
            *injected,
            *source_findings(pages, site),
            *(idle_languages(pages, site) if complete and pages else ()),
            *page_remarks(pages, site),
            *unnamed_findings(pages, splits, site),
        ),
        complete=complete,
        statements=related.statements,
        files=fetched.files,
        earlier=tuple((post.key, earlier.files[post.place]) for post in earlier.posts),
    )


def pair(site: Site, content: Content) -> Pairs:
    """Pair the pages with their sources; a source whose catalogs are in the archive is gone."""
    paired = pair_pages(
        content.pages,
        site,
        gone=archived_keys(site),
        statements=content.statements,
        splits=content.splits,
    )
    groups = paired.groups
    told = told_by_prefix(content.findings, content.pages, site)
    findings = tuple(
        one for one in paired.findings if one.code != FindingCode.NO_LOCALE or one.place not in told
    )
    twice = any(finding.code == FindingCode.POST_TWICE for finding in content.findings)
    splits = [content.splits[page.key] for page in content.pages]
    withheld = any(page.withheld for page in content.pages)
    entangled = twice or withheld or _may_propose(groups) or may_be_injected(content.pages, splits)
    return Pairs(groups, decide_truths(site, groups), findings, entangled)


def _may_propose(groups: Sequence[PageGroup]) -> bool:
    """Tell whether there is a page without a source while a source lacks a translation in that page's locale."""
    alone = {
        page.locale for group in groups if not (group.source or group.gone) for page in group.translations
    }
    return any(
        group.translation(locale) is None for locale in alone if locale for group in groups if group.source
    )


def _fetch(site: Site, places: Sequence[str], runner: Runner) -> Fetched:
    batches = list(runner.map(fetch, site, places))
    return Fetched(
        tuple(post for batch in batches for post in batch.posts),
        tuple(finding for batch in batches for finding in batch.findings),
        {place: file for batch in batches for place, file in batch.files.items()},
    )


def _relate(site: Site, swept: Sweep, runner: Runner) -> Related:
    """Read the further documents about pages, in batches; without any, no step is run."""
    return join_related(runner.map(relate, site, swept.documents) if swept.documents else ())


def _with_languages(posts: tuple[Post, ...], languages: Sequence[tuple[int, str]]) -> tuple[Post, ...]:
    """Give each post without a language the one that an export names for its id, where no other post has that id."""
    if not languages:
        return posts
    named = dict(languages)
    counts = Counter(post.id for post in posts if not _is_term(post))
    return tuple(
        replace(post, language=named[post.id])
        if not post.language and post.id in named and counts[post.id] == 1 and not _is_term(post)
        else post
        for post in posts
    )


def _with_dates(posts: tuple[Post, ...], saved: Sequence[tuple[str, datetime]]) -> tuple[Post, ...]:
    """Give each post that does not say when it was changed the date that a sitemap names for its address."""
    known = {place: moment for address, moment in saved if (place := _identity(address))}
    if not known:
        return posts
    return tuple(
        post
        if post.modified or (place := _identity(post.link)) not in known
        else replace(post, modified=known[place])
        for post in posts
    )


def _identity(url: str) -> PageIdentity | None:
    return page_identity(url) if url else None


def _is_term(post: Post) -> bool:
    """Tell whether a post is a term; terms and posts are numbered apart, so that equal ids mean nothing."""
    return all(field.name in {"name", "description"} for field in post.fields) and bool(post.fields)


def _with_heads(posts: Sequence[Post], related: Related) -> Sequence[tuple[Post, PageHead | None]]:
    """Give each post the head of its own file, else that of its saved page.

    Of two saved copies the first; of two that name different languages, none: one of them is of another page.
    """
    own = dict(related.own_heads)
    heads: dict[PageIdentity, PageHead | None] = {}
    for address, head in related.heads:
        if place := _identity(address):
            first = heads.setdefault(place, head)
            heads[place] = first if first and first.lang.casefold() == head.lang.casefold() else None

    def head_of(post: Post) -> PageHead | None:
        place = _identity(post.link) if heads and post.place not in own else None
        return own.get(post.place) or (heads.get(place) if place else None)

    return [(post, head_of(post)) for post in posts]


def _is_open(post: Post) -> bool:
    return post.status == "publish" and not post.locked and bool(post.fields)


def _once(pages: Iterable[Page]) -> tuple[tuple[Page, ...], list[Finding]]:
    """Keep one page for each locale and id, the last saved, and return findings on those left out."""
    kept: dict[PageKey, Page] = {}
    findings: list[Finding] = []
    for page in pages:
        other = kept.get(page.key)
        if other is None:
            kept[page.key] = page
            continue
        older, newer = sorted((other, page), key=_saved)
        kept[page.key] = newer
        message = f"the same post stands in {newer.post.place} too, saved later; leave one of the two out"
        findings.append(Finding.of(FindingCode.POST_TWICE, older.post.place, message, page.locale or ""))
    return tuple(kept.values()), findings


def _saved(page: Page) -> float:
    return page.post.modified.timestamp() if page.post.modified else 0.0
