"""What plugins put into every rendered text, told from what editors wrote: share buttons, related posts, contents.

REST's `content.rendered` holds both, and nothing marks the difference. A block is injected where all of this holds:

- it is an element of its own at the beginning or the end of the text, with a class that the block editor does not give;
- four in five of at least five posts of one type and locale have it there;
- it is mostly links and buttons, and each of its texts recurs in four of five such blocks, leads to a place in the
  post itself, or is the title of another post.

So a disclaimer that stands in each post stays, and so does a list of sources that somebody wrote.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from calque.html import plain
from calque.injected.edges import EdgeBlock, Signature, rendered_content, signature_of
from calque.model import Finding, FindingCode, SplitPost

__all__ = [
    "Injected",
    "Rendered",
    "Span",
    "find_candidates",
    "find_injected",
    "find_slack",
    "normal_title",
    "recurring_elements",
    "without",
]

_POSTS = 5
_SHARE = 0.8
_OPENING = re.compile(
    r"<(div|section|aside|nav|ul|ol|form|footer|header|p)\b[^<>]*?\sclass=(?:\"([^\"<]*)\"|'([^'<]*)')",
    re.IGNORECASE,
)
"""A start tag with a class, which may hold `>` (`[&>p]:mt-4`); none of it reaches into the next tag."""
_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")


Span = tuple[int, int]
"""Where a segment begins and ends in its document."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What of a post decides which blocks are injected."""

    locale: str
    type: str
    title: str
    """As other posts' blocks may name it: in small letters, numbers as 0."""
    has_content: bool
    """A server rendered its content."""
    elements: frozenset[Signature] | None
    """The kinds of elements in it that may recur; None where nothing in it can be injected."""


@dataclass(frozen=True, slots=True)
class Injected:
    """The segments that plugins put in, by the number of their post, and a finding a kind of block."""

    taken: Mapping[int, frozenset[Span]]
    findings: tuple[Finding, ...] = ()


def recurring_elements(split: SplitPost) -> frozenset[Signature] | None:
    """Return the kinds of elements in a post that may recur; None where nothing in it can be injected."""
    document = rendered_content(split)
    if document is None or not document.segments:
        return None
    return frozenset(
        signature
        for match in _OPENING.finditer(document.html)
        if (signature := signature_of(match[1], match[2] or match[3] or ""))
    )


def find_candidates(rows: Iterable[Rendered]) -> frozenset[Signature]:
    """Return the kinds of elements that most posts of a type and locale have, wherever they stand."""
    posts, counts = _counted(rows)
    return frozenset(
        signature
        for group, kinds in counts.items()
        if posts[group] >= _POSTS
        for signature, count in kinds.items()
        if count >= _SHARE * posts[group]
    )


def find_slack(rows: Iterable[Rendered], locale: str) -> Mapping[str, int]:
    """Return, for each type of a locale's posts, how many may come or go before `find_candidates` can say otherwise.

    Each moves the count of a kind by at most `_SHARE` of a post towards the share that decides.
    """
    posts, counts = _counted(rows)
    return {
        kind: _slack(total, counts[tag, kind].values())
        for (tag, kind), total in posts.items()
        if tag == locale
    }


def _slack(posts: int, counts: Iterable[int]) -> int:
    if posts < _POSTS:
        return _POSTS - 1 - posts
    nearest = min(abs(count - _SHARE * posts) for count in (0, *counts))
    return max(0, min(posts - _POSTS, int(nearest / _SHARE) - 1))


def _counted(
    rows: Iterable[Rendered],
) -> tuple[Counter[tuple[str, str]], Mapping[tuple[str, str], Counter[Signature]]]:
    """Count, by locale and type, the posts, and those that have an element of each kind."""
    posts: Counter[tuple[str, str]] = Counter()
    counts: defaultdict[tuple[str, str], Counter[Signature]] = defaultdict(Counter)
    for row in rows:
        if row.elements is not None:
            posts[row.locale, row.type] += 1
            counts[row.locale, row.type].update(row.elements)
    return posts, counts


def find_injected(
    rows: Sequence[Rendered], blocks: Sequence[Sequence[EdgeBlock]], signatures: frozenset[Signature]
) -> Injected:
    """Return what plugins put into the posts, by the blocks of these kinds that stand at the edges of each."""
    if not signatures:
        return Injected({})
    recurring = _recurring(rows, blocks, signatures)
    titles = {row.title for row in rows if row.title}
    found: defaultdict[Signature, list[tuple[int, EdgeBlock]]] = defaultdict(list)
    for index, of_post in enumerate(blocks):
        for block in of_post:
            known = recurring.get((block.signature, rows[index].locale))
            if known is not None and _is_injected(block, known, titles):
                found[block.signature].append((index, block))
    taken: defaultdict[int, set[Span]] = defaultdict(set)
    for of_kind in found.values():
        for index, block in of_kind:
            taken[index] |= {(one.start, one.end) for one in block.texts}
    return Injected(
        {index: frozenset(spans) for index, spans in taken.items()},
        tuple(
            _finding(signature, of_kind, len(rows)) for signature, of_kind in sorted(found.items(), key=str)
        ),
    )


def without(split: SplitPost, taken: AbstractSet[Span]) -> SplitPost:
    """Return a post without the segments of its content that stand in these places."""
    if not taken:
        return split
    documents = tuple(
        replace(
            one,
            segments=tuple(segment for segment in one.segments if (segment.start, segment.end) not in taken),
        )
        if one.field == "content"
        else one
        for one in split.documents
    )
    return replace(split, documents=documents)


def normal_title(text: str) -> str:
    """Return a title by which the titles that are links in other posts are known."""
    return _normal(text)


def _recurring(
    rows: Sequence[Rendered], blocks: Sequence[Sequence[EdgeBlock]], signatures: frozenset[Signature]
) -> Mapping[tuple[Signature, str], frozenset[str]]:
    """Return, for each kind of block that most posts have at their edge, the texts that recur in it, by locale."""
    posts = Counter((row.locale, row.type) for row in rows if row.has_content)
    with_it: Counter[tuple[Signature, str, str]] = Counter()
    instances: Counter[tuple[Signature, str]] = Counter()
    texts: defaultdict[tuple[Signature, str], Counter[str]] = defaultdict(Counter)
    for row, of_post in zip(rows, blocks, strict=True):
        with_it.update({(block.signature, row.locale, row.type) for block in of_post})
        for block in of_post:
            instances[block.signature, row.locale] += 1
            texts[block.signature, row.locale].update({_normal(one.text) for one in block.texts})
    frequent = {
        signature
        for signature in signatures
        for (locale, kind), count in posts.items()
        if count >= _POSTS and with_it[signature, locale, kind] >= _SHARE * count
    }
    return {
        (signature, locale): frozenset(
            text for text, count in texts[signature, locale].items() if count >= _SHARE * all_of
        )
        for (signature, locale), all_of in instances.items()
        if signature in frequent
    }


def _is_injected(block: EdgeBlock, recurring: frozenset[str], titles: set[str]) -> bool:
    return block.is_interactive and all(
        _normal(one.text) in recurring
        or (
            one.links
            and all(address.startswith("#") or _normal(text) in titles for text, address in one.links)
        )
        for one in block.texts
    )


def _normal(text: str) -> str:
    """Return a text by which counters and cases are alike: `12 Shares` → `0 shares`."""
    return _DIGITS.sub("0", " ".join(plain(text).lower().split()))


def _finding(signature: Signature, rows: Sequence[tuple[int, EdgeBlock]], posts: int) -> Finding:
    name, classes = signature
    element = f'<{name} class="{" ".join(sorted(classes))}">'
    count = len({index for index, _ in rows})
    where = "end" if rows[0][1].at_end else "beginning"
    texts = ", ".join(repr(plain(one.text)) for one in rows[0][1].texts[:3])
    return Finding.of(
        FindingCode.INJECTED,
        place=element,
        message=f"it stands at the {where} of {count} of {posts} posts, put there by a plugin as it seems ({texts}): no"
        " text of it is counted; if editors wrote it, set injected = true under [html]",
    )
