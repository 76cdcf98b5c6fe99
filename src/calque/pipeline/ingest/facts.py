"""Facts: what is known of posts without their texts, so that a file is read again only where it changed."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from types import MappingProxyType
from typing import TypeVar

from calque.html import UnnamedRow, unnamed_in
from calque.injected.edges import EdgeBlock, Signature, edge_blocks, rendered_content
from calque.injected.recurring import Span, recurring_elements
from calque.injected.shapes import Rendered, as_compared, form_of
from calque.model import TITLE, Finding, Page, PageKey, Post, Rules, SplitPost
from calque.pipeline.ingest.relate import Related
from calque.pipeline.ingest.sweep import DocumentKind

__all__ = [
    "Detected",
    "Facts",
    "Origin",
    "PostFacts",
    "asked_for",
    "bare_post",
    "facts_of",
    "looked_at",
    "with_edges",
]

_HTML = frozenset(("content", "excerpt"))
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

Origin = tuple[str, int]
"""Where a post was read: its file, and its number in it."""


def _none() -> Mapping[_Key, _Value]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post without its texts, and what decides which of its blocks are injected."""

    post: Post
    """The digest of each text stands in its place, but for the title's."""
    has_content: bool
    """A server rendered its content."""
    elements: tuple[tuple[str, tuple[str, ...]], ...] | None
    """The kinds of elements in it that may recur; None where nothing in it can be injected."""
    asked: str = ""
    """A digest of the kinds of blocks that were looked for at the edges of its content; empty of none."""
    edges: tuple[EdgeBlock, ...] = ()
    """Those that were found."""
    unnamed: tuple[UnnamedRow, ...] = ()
    """Texts in it that nothing names."""

    def rendered(self, locale: str | None) -> Rendered:
        """Return what of the post decides which blocks are injected."""
        title = self.post.field(TITLE)
        kinds = (
            None
            if self.elements is None
            else frozenset((name, frozenset(own)) for name, own in self.elements)
        )
        return Rendered(
            locale or "",
            self.post.type,
            as_compared(title.text) if title else "",
            self.has_content,
            kinds,
            tuple(map(form_of, self.edges)) if kinds is not None else (),
        )


@dataclass(frozen=True, slots=True)
class Detected:
    """The language observed in a page, and what it was observed in."""

    of: str
    """A digest of all that it depends on."""
    observed: str | None
    foreign: str
    withheld: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read of files, without texts; it holds as long as a file is unchanged."""

    posts: Mapping[str, tuple[PostFacts, ...]] = field(default_factory=_none)
    """By file, in the order in which they stand there."""
    earlier: Mapping[str, tuple[str, ...]] = field(default_factory=_none)
    """By file of earlier texts, the keys of the posts that they are of."""
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=_none)
    """By file of either kind, what could not be read of it."""
    related: Mapping[tuple[DocumentKind, str], Related] = field(default_factory=_none)
    """By document, what it says about which page translates which."""
    origins: Mapping[PageKey, Origin] = field(default_factory=_none)
    taken: Mapping[PageKey, frozenset[Span]] = field(default_factory=_none)
    """The segments of each page that plugins put in."""
    detected: Mapping[PageKey, Detected] = field(default_factory=_none)
    recurring: frozenset[Signature] = frozenset()
    """The kinds of blocks that recur so much that they may be injected."""
    recurring_texts: Mapping[tuple[Signature, str], frozenset[str]] = field(default_factory=_none)
    """The texts that recur in each of them, by locale."""
    shapes: Mapping[PageKey, str] = field(default_factory=_none)
    """What of each page decides for others which blocks are injected."""


def facts_of(post: Post, split: SplitPost, rules: Rules) -> PostFacts:
    """Return what is to be known of a post."""
    found = recurring_elements(split)
    kinds = None if found is None else tuple(sorted((name, tuple(sorted(own))) for name, own in found))
    unnamed = unnamed_in((one for one in split.documents if one.field in _HTML), rules)
    return PostFacts(bare_post(post), rendered_content(split) is not None, kinds, unnamed=unnamed)


def bare_post(post: Post) -> Post:
    """Return a post with digests in place of its texts, and without earlier ones; equal texts stay equal.

    What thousands of posts have in common is one object.
    """
    fields = tuple(
        one if one.name == TITLE or not one.text else replace(one, text=_digest(one.text))
        for one in post.fields
    )
    return replace(
        post,
        type=sys.intern(post.type),
        collection=sys.intern(post.collection),
        status=sys.intern(post.status),
        fields=fields,
        revisions=(),
    )


def with_edges(facts: PostFacts, split: SplitPost, signatures: frozenset[Signature]) -> PostFacts:
    """Return the facts with the blocks of these kinds that stand at the edges of the post's content."""
    return replace(facts, asked=asked_for(signatures), edges=edge_blocks(split, signatures))


def asked_for(signatures: frozenset[Signature]) -> str:
    """Return a digest of the kinds of blocks to look for; empty of none."""
    rows = sorted((name, sorted(classes)) for name, classes in signatures)
    return _digest(repr(rows)) if rows else ""


def looked_at(page: Page, taken: frozenset[Span]) -> str:
    """Return a digest of all that the language of a page is observed in."""
    post = page.post
    return _digest(repr((page.locale, post.link, post.key, post.fields, sorted(taken))))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
