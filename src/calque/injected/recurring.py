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
from collections.abc import Mapping, Sequence
from dataclasses import replace

from calque.html import plain
from calque.injected.edges import EdgeBlock, Signature, edge_blocks, rendered_content, signature_of
from calque.model import Finding, FindingCode, Page, Segment, SplitPost

__all__ = ["may_be_injected", "recurring_elements", "without_injected"]

_POSTS = 5
_SHARE = 0.8
_OPENING = re.compile(
    r"<(div|section|aside|nav|ul|ol|form|footer|header|p)\b[^<>]*?\sclass=(?:\"([^\"<]*)\"|'([^'<]*)')",
    re.IGNORECASE,
)
"""A start tag with a class, which may hold `>` (`[&>p]:mt-4`); none of it reaches into the next tag."""
_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")


def without_injected(
    pages: Sequence[Page], splits: Sequence[SplitPost]
) -> tuple[tuple[SplitPost, ...], tuple[Finding, ...]]:
    """Take the segments of injected blocks out of the posts; name each kind of block once.

    `splits` are those of `pages`. What is taken out belongs to the skeleton from then on.
    """
    signatures = _candidates(pages, splits)
    if not signatures:
        return tuple(splits), ()
    blocks = [edge_blocks(split, signatures) for split in splits]
    recurring = _recurring(pages, splits, blocks, signatures)
    titles = {_normal(title.text) for split in splits if (title := split.post.field("title"))}
    found: defaultdict[Signature, list[tuple[int, EdgeBlock]]] = defaultdict(list)
    for index, of_post in enumerate(blocks):
        for block in of_post:
            known = recurring.get((block.signature, pages[index].locale or ""))
            if known is not None and _is_injected(block, known, titles):
                found[block.signature].append((index, block))
    taken: defaultdict[int, set[Segment]] = defaultdict(set)
    for rows in found.values():
        for index, block in rows:
            taken[index] |= {segment for segment, _ in block.segments}
    left = tuple(
        _without(split, taken[index]) if index in taken else split for index, split in enumerate(splits)
    )
    return left, tuple(
        _finding(signature, rows, len(pages)) for signature, rows in sorted(found.items(), key=str)
    )


def may_be_injected(pages: Sequence[Page], splits: Sequence[SplitPost]) -> bool:
    """Tell whether any kind of element recurs so much that it may be injected: by `recurring_elements` alone."""
    return bool(_candidates(pages, splits))


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


def _candidates(pages: Sequence[Page], splits: Sequence[SplitPost]) -> frozenset[Signature]:
    """Return the kinds of elements that most posts of a type and locale have, wherever they stand."""
    counts: defaultdict[tuple[str, str], Counter[Signature]] = defaultdict(Counter)
    posts: Counter[tuple[str, str]] = Counter()
    for page, split in zip(pages, splits, strict=True):
        elements = recurring_elements(split)
        if elements is None:
            continue
        group = (page.locale or "", split.post.type)
        posts[group] += 1
        counts[group].update(elements)
    return frozenset(
        signature
        for group, rows in counts.items()
        if posts[group] >= _POSTS
        for signature, count in rows.items()
        if count >= _SHARE * posts[group]
    )


def _recurring(
    pages: Sequence[Page],
    splits: Sequence[SplitPost],
    blocks: Sequence[Sequence[EdgeBlock]],
    signatures: frozenset[Signature],
) -> Mapping[tuple[Signature, str], frozenset[str]]:
    """Return, for each kind of block that most posts have at their edge, the texts that recur in it, by locale."""
    posts = Counter(
        (page.locale or "", split.post.type)
        for page, split in zip(pages, splits, strict=True)
        if rendered_content(split)
    )
    with_it: Counter[tuple[Signature, str, str]] = Counter()
    instances: Counter[tuple[Signature, str]] = Counter()
    texts: defaultdict[tuple[Signature, str], Counter[str]] = defaultdict(Counter)
    for page, split, of_post in zip(pages, splits, blocks, strict=True):
        locale = page.locale or ""
        with_it.update({(block.signature, locale, split.post.type) for block in of_post})
        for block in of_post:
            instances[block.signature, locale] += 1
            texts[block.signature, locale].update({_normal(segment.text) for segment, _ in block.segments})
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
        _normal(segment.text) in recurring
        or (links and all(address.startswith("#") or _normal(text) in titles for text, address in links))
        for segment, links in block.segments
    )


def _normal(text: str) -> str:
    """Return a text by which counters and cases are alike: `12 Shares` → `0 shares`."""
    return _DIGITS.sub("0", " ".join(plain(text).lower().split()))


def _without(split: SplitPost, taken: set[Segment]) -> SplitPost:
    documents = tuple(
        replace(one, segments=tuple(segment for segment in one.segments if segment not in taken))
        if one.field == "content"
        else one
        for one in split.documents
    )
    return replace(split, documents=documents)


def _finding(signature: Signature, rows: Sequence[tuple[int, EdgeBlock]], posts: int) -> Finding:
    name, classes = signature
    element = f'<{name} class="{" ".join(sorted(classes))}">'
    count = len({index for index, _ in rows})
    where = "end" if rows[0][1].at_end else "beginning"
    texts = ", ".join(repr(plain(segment.text)) for segment, _ in rows[0][1].segments[:3])
    return Finding.of(
        FindingCode.INJECTED,
        place=element,
        message=f"it stands at the {where} of {count} of {posts} posts, put there by a plugin as it seems ({texts}): no"
        " text of it is counted; if editors wrote it, set injected = true under [html]",
    )
