"""Read: sweep, fetch, relate, locate, split and detect put together, for sync and for status alike."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from calque.injected.recurring import Others
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
from calque.pipeline.ingest.facts import Facts
from calque.pipeline.ingest.kept_pairs import former_pairs
from calque.pipeline.ingest.left_out import leave_out
from calque.pipeline.ingest.library import Library
from calque.pipeline.ingest.locate import idle_languages, locate
from calque.pipeline.ingest.observe import observe_pages
from calque.pipeline.ingest.one_source import find_doubles
from calque.pipeline.ingest.plugins import LeftOut, leave_out_injected
from calque.pipeline.ingest.relate import Related, join_related
from calque.pipeline.ingest.remarks import page_remarks
from calque.pipeline.ingest.source_side import source_findings, told_by_prefix
from calque.pipeline.ingest.sweep import Sweep, sweep
from calque.pipeline.ingest.texts import Texts
from calque.pipeline.ingest.unnamed import unnamed_findings
from calque.pipeline.runner import Runner

__all__ = ["Content", "Pairs", "pair", "read_content", "read_files"]

_NONE: Mapping[PageKey, PageKey] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Content:
    """All that is known of a site, before any catalog is looked at."""

    pages: tuple[Page, ...]
    """With digests in place of their texts, which `splits` has."""
    splits: Texts
    """The segments of each page, read when they are asked for."""
    findings: tuple[Finding, ...]
    complete: bool
    """All posts could be read, so that a post that is not among them does not exist any more."""
    statements: Statements = field(default_factory=Statements)
    """What exports, sitemaps and saved pages state about which page translates which."""
    facts: Facts = field(default_factory=Facts)
    """What the next run need not read again."""

    def source_pages(self, site: Site) -> tuple[Page, ...]:
        """Return the source pages that are public and whose text was served, in their language, in the order read."""
        return tuple(
            page
            for page in self.pages
            if page.locale == site.source and not page.withheld and _is_open(page.post)
        )

    def sources(self, site: Site) -> tuple[SplitPost, ...]:
        """Return the texts of the source pages."""
        return tuple(self.splits[page.key] for page in self.source_pages(site))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which pages belong together, and what follows from it for the locales."""

    groups: tuple[PageGroup, ...]
    truths: Mapping[str, Truth]
    findings: tuple[Finding, ...] = ()
    former: Mapping[PageKey, str] = field(default_factory=lambda: MappingProxyType({}))
    """The source of each page that addresses alone paired at the last sync."""


def read_content(site: Site, runner: Runner, known: Facts | None = None) -> Content:
    """Read all posts of the site and split them; of files that are `known`, nothing is read again.

    Errors: ChangedMeanwhileError where such a file is another by now.
    """
    return read_files(site, runner, runner.run(sweep, site), known or Facts())


def read_files(
    site: Site, runner: Runner, swept: Sweep, known: Facts, others: Others | None = None
) -> Content:
    """Read the posts of some files, as if they were all of the site but for the blocks that recur in `others`."""
    library = Library(site, swept, known, runner)
    related = join_related(library.related.values())
    rows = library.rows()
    pages_left, left = leave_out([post for _, post in rows], related.no_pages, related.own_heads, site)
    here = set(map(id, pages_left))
    origins = [origin for origin, post in rows if id(post) in here]
    posts = _with_dates(_with_languages(pages_left, related.languages), related.saved)
    located = list(runner.map(locate, site, _with_heads(posts, related)))
    every = [page for batch in located for page in batch.pages]
    origin_of = {id(page): origin for page, origin in zip(every, origins, strict=True)}
    pages, twice = _once(every)
    texts = Texts(library, {page.key: (page.post, origin_of[id(page)]) for page in pages})
    injected = LeftOut()
    if not site.rules.injected:
        injected = leave_out_injected(pages, texts, library, runner, others or Others())
    pages, detected = observe_pages(site, pages, texts, known.detected, runner)
    from calque.pipeline.ingest.half_translated import withhold_half_translated  # noqa: PLC0415 — judges texts

    pages = withhold_half_translated(pages, texts.compared(), site)
    doubles = find_doubles(pages, related.statements, site)
    pages = doubles.pages
    texts.deciding |= doubles.compared
    complete = not any(finding.severity is Severity.ERROR for finding in (*swept.findings, *library.findings))
    return Content(
        pages=pages,
        splits=texts,
        findings=(
            *swept.findings,
            *library.findings,
            *swept.missing,
            *related.findings,
            *left,
            *_old_export(site, posts, related),
            *(finding for batch in located for finding in batch.findings),
            *twice,
            *doubles.findings,
            *address_findings(pages, doubles.copies, site),
            *injected.findings,
            *source_findings(pages, site),
            *(idle_languages(pages, site) if complete and pages else ()),
            *page_remarks(pages, site),
            *unnamed_findings([(page, library.of(texts.origins[page.key])) for page in pages], site),
        ),
        complete=complete,
        statements=related.statements,
        facts=replace(
            library.facts(),
            origins=texts.origins,
            taken=texts.taken,
            detected=detected,
            recurring=injected.recurring,
            recurring_texts=injected.texts,
            shapes=injected.shapes,
        ),
    )


def pair(site: Site, content: Content, retyped: Mapping[PageKey, PageKey] = _NONE) -> Pairs:
    """Pair the pages with their sources; a source whose catalogs are in the archive is gone.

    `retyped` are the old keys of pages that changed their type → the new ones.
    """
    former = former_pairs(site, retyped)
    paired = pair_pages(
        content.pages,
        site,
        gone=archived_keys(site),
        statements=content.statements,
        splits=content.splits.compared(),
        former=former,
    )
    groups = paired.groups
    told = told_by_prefix(content.findings, content.pages, site)
    findings = tuple(
        one for one in paired.findings if one.code != FindingCode.NO_LOCALE or one.place not in told
    )
    return Pairs(groups, decide_truths(site, groups), findings, former)


def _with_languages(posts: Sequence[Post], languages: Sequence[tuple[int, str]]) -> Sequence[Post]:
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


def _old_export(site: Site, posts: Sequence[Post], related: Related) -> list[Finding]:
    """Return a finding on public posts that no export knows, while it names the language of others of their type."""
    named = {number for number, _ in related.languages}
    if not (site.exports and named):
        return []
    own = [post for post in posts if post.status == "publish" and not _is_term(post)]
    kinds = {post.collection for post in own if post.id in named}
    new = [post for post in own if post.collection in kinds and post.id not in named]
    if not new:
        return []
    others = f" and {len(new) - 1} more" if len(new) > 1 else ""
    message = (
        f"{new[0].link_or_key}{others} is not in it: its language and its translations are not known by it;"
        " export all content again (Tools → Export)"
    )
    return [Finding.of(FindingCode.OLD_EXPORT, site.exports[0], message)]


def _with_dates(posts: Sequence[Post], saved: Sequence[tuple[str, datetime]]) -> Sequence[Post]:
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
