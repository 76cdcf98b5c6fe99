"""Known: what was read of files goes into the cache as JSON, and comes out of it for files that did not change."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from calque.cache.database import Cache
from calque.cache.numbers import number_for
from calque.cache.values import KeptPage, KeptPost
from calque.codec import codec_of
from calque.html import UnnamedRow
from calque.injected.edges import EdgeBlock
from calque.injected.recurring import Span
from calque.locales import page_identity
from calque.model import Finding, Page, PageKey, Post, Site
from calque.pairing.clues import names_of
from calque.pipeline.ingest.facts import Detected, Facts, Origin, PostFacts
from calque.pipeline.ingest.one_source import bare_path
from calque.pipeline.ingest.relate import Related
from calque.pipeline.ingest.sweep import DocumentKind

__all__ = [
    "PageForm",
    "kept_page",
    "kept_post",
    "name_numbers",
    "put_facts",
    "read_facts",
    "read_files_facts",
    "read_located",
    "read_post",
    "title_number",
    "title_numbers",
]


@dataclass(frozen=True, slots=True)
class _Read:
    """What is to be said of a file that was read."""

    findings: tuple[Finding, ...] = ()
    earlier: tuple[str, ...] | None = None
    """The keys of the posts of which it holds earlier texts; None where it holds posts."""


@dataclass(frozen=True, slots=True)
class _Blocks:
    """What decides which of a post's blocks are injected, and what is told of its texts."""

    has_content: bool
    elements: tuple[tuple[str, tuple[str, ...]], ...] | None
    asked: str = ""
    edges: tuple[EdgeBlock, ...] = ()
    unnamed: tuple[UnnamedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class PageForm:
    """All of a page but its post."""

    locale: str | None
    evidence: tuple[str, ...]
    conflicts: tuple[str, ...]
    observed: str | None
    foreign: str
    withheld: bool
    language: str
    modified: datetime | None
    """Of a post that does not say it, as a sitemap says it."""
    taken: tuple[Span, ...]
    seen: Detected = field(default_factory=lambda: Detected("", None, "", withheld=False))

    def page(self, post: Post) -> Page:
        """Return the page of a post."""
        post = replace(post, language=self.language, modified=post.modified or self.modified)
        return Page(
            post, self.locale, self.evidence, self.conflicts, self.observed, self.foreign, self.withheld
        )


def kept_post(origin: Origin, facts: PostFacts) -> KeptPost:
    """Return a post as the cache keeps it."""
    blocks = _Blocks(facts.has_content, facts.elements, facts.asked, facts.edges, facts.unnamed)
    return KeptPost(*origin, _write(Post, facts.post), _write(_Blocks, blocks))


def read_post(kept: KeptPost) -> PostFacts:
    """Read what `kept_post` returned."""
    blocks = _read(_Blocks, kept.blocks)
    return PostFacts(
        _read(Post, kept.post),
        blocks.has_content,
        blocks.elements,
        blocks.asked,
        blocks.edges,
        blocks.unnamed,
    )


def kept_page(page: Page, facts: Facts) -> KeptPage:
    """Return a page as the cache keeps it, but for its group."""
    key = page.key
    file, number = facts.origins[key]
    own = facts.posts[file][number].post
    located = PageForm(
        page.locale,
        page.evidence,
        page.conflicts,
        page.observed,
        page.foreign,
        page.withheld,
        page.post.language,
        None if own.modified else page.post.modified,
        tuple(sorted(facts.taken.get(key, ()))),
        facts.detected[key],
    )
    return KeptPage(key, file, number, _write(PageForm, located), shape=facts.shapes.get(key, ""))


def read_located(kept: KeptPage) -> PageForm:
    """Read what `kept_page` wrote."""
    located: PageForm = _read(PageForm, kept.body)
    return located


def read_facts(cache: Cache, changed: Collection[str]) -> Facts:
    """Return what is known of all files but the changed ones."""
    reads: dict[str, _Read] = {
        file: _read(_Read, body) for file, body in cache.reads().items() if file not in changed
    }
    posts: defaultdict[str, list[PostFacts]] = defaultdict(list)
    for kept in cache.posts():
        if kept.file in reads:
            posts[kept.file].append(read_post(kept))
    detected: dict[PageKey, Detected] = {one.key: read_located(one).seen for one in cache.located()}
    return Facts(
        posts={file: tuple(posts.get(file, ())) for file, one in reads.items() if one.earlier is None},
        earlier={file: one.earlier for file, one in reads.items() if one.earlier is not None},
        findings={file: one.findings for file, one in reads.items()},
        related={
            (DocumentKind(kind), file): _read(Related, body)
            for (kind, file), body in cache.documents().items()
            if file not in changed
        },
        detected=detected,
    )


def put_facts(cache: Cache, site: Site, facts: Facts, known: Facts, gone: Iterable[str]) -> None:
    """Keep what was read, where it is other than it was known."""
    cache.forget(gone)
    for file, posts in facts.posts.items():
        rows = (kept_post((file, number), one) for number, one in enumerate(posts))
        before = known.posts.get(file)
        if before is None or any(one is not other for one, other in zip(posts, before, strict=True)):
            names = (name for one in posts for name in (*name_numbers(one.post, site), *title_numbers(one)))
            cache.put_read(file, _write(_Read, _Read(facts.findings.get(file, ()))), rows, names, ())
    for file, keys in facts.earlier.items():
        if file not in known.earlier:
            cache.put_read(file, _write(_Read, _Read(facts.findings.get(file, ()), keys)), (), (), keys)
    for document, related in facts.related.items():
        if document not in known.related:
            cache.put_document(*document, _write(Related, related))


def name_numbers(post: Post, site: Site) -> Iterator[int]:
    """Yield all by which a post may be another, or belong to it, as the cache keeps that."""
    own = {
        *names_of(post, site),
        ("path", bare_path(post.link, site)),
        ("address", repr(page_identity(post.link))),
    }
    return (number_for(kind, name) for kind, name in sorted(own) if name)


def title_numbers(facts: PostFacts) -> Iterator[int]:
    """Yield the title of a post, and what may be titles of others at its edges, as the cache knows them."""
    row = facts.rendered(None)
    if row.title:
        yield title_number(row.title)
    yield from {title_number(title, linked=True) for form in row.edges for title in form.titles}


def title_number(title: str, *, linked: bool = False) -> int:
    """Return how the cache knows a title, or a link that is called so."""
    return number_for("linked" if linked else "title", title)


def read_files_facts(cache: Cache, files: Iterable[str]) -> Facts:
    """Return what is known of some files of posts; `detected` and the like are of pages."""
    said = {file: body for file in files if (body := cache.said_of(file)) is not None}
    return Facts(
        posts={file: tuple(map(read_post, cache.posts_of(file))) for file in said},
        findings={file: _read(_Read, body).findings for file, body in said.items()},
        detected={one.key: read_located(one).seen for one in cache.located_in(said)},
    )


def _write(kind: Any, value: object) -> str:
    return json.dumps(
        codec_of(kind).write(value), separators=(",", ":")
    )  # escaped: SQLite takes no half of a character


def _read(kind: Any, text: str) -> Any:
    return codec_of(kind).read(json.loads(text))
