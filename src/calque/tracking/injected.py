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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from calque.html import plain
from calque.html.tokens import tokenize
from calque.model import Document, Finding, Page, Segment, Severity, SplitPost

__all__ = ["may_be_injected", "recurring_elements", "without_injected"]

_POSTS = 5
_SHARE = 0.8
_OPENING = re.compile(
    r"<(div|section|aside|nav|ul|ol|form|footer|header|p)\b[^>]*?\sclass=(?:\"([^\"]*)\"|'([^']*)')",
    re.IGNORECASE,
)
_EDITORS = re.compile(
    r"wp-|has-|is-|align|size-|block|gallery|attachment|caption|columns?$|row$|container|content|entry|post|elementor|et_pb|vc_"
)
"""Beginnings of classes that the editor, page builders and themes give to what an author writes."""
_LIVING = frozenset(("a", "button", "label", "option"))
_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")

_HREF = re.compile(r"\shref\s*=\s*[\"']?([^\s\"'>]*)", re.IGNORECASE)
_LINK = re.compile(r"<(a|button)(?: id=\"(\d+)\")?>(.*?)</\1>")

_Signature = tuple[str, frozenset[str]]
_Link = tuple[str, str]
"""Text and address."""


@dataclass(frozen=True, slots=True)
class _Block:
    """An element at the edge of a text, and the segments in it."""

    signature: _Signature
    at_end: bool
    segments: tuple[tuple[Segment, tuple[_Link, ...]], ...]
    """Each with the links and buttons that it is made of; none where anything else is said in it."""

    @property
    def is_living(self) -> bool:
        """Whether links and buttons are at least half of its texts."""
        links = sum(bool(links) for _, links in self.segments)
        return bool(links) and 2 * links >= len(self.segments)


def without_injected(
    pages: Sequence[Page], splits: Sequence[SplitPost]
) -> tuple[tuple[SplitPost, ...], tuple[Finding, ...]]:
    """Take the segments of injected blocks out of the posts; name each kind of block once.

    `splits` are those of `pages`. What is taken out belongs to the skeleton from then on.
    """
    signatures = _candidates(pages, splits)
    if not signatures:
        return tuple(splits), ()
    blocks = [_edge_blocks(split, signatures) for split in splits]
    recurring = _recurring(pages, splits, blocks, signatures)
    titles = {_normal(title.text) for split in splits if (title := split.post.field("title"))}
    found: defaultdict[_Signature, list[tuple[int, _Block]]] = defaultdict(list)
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


def recurring_elements(split: SplitPost) -> frozenset[_Signature] | None:
    """Return the kinds of elements in a post that may recur; None where nothing in it can be injected."""
    document = _content(split)
    if document is None or not document.segments:
        return None
    return frozenset(
        signature
        for match in _OPENING.finditer(document.html)
        if (signature := _signature(match[1], match[2] or match[3] or ""))
    )


def _candidates(pages: Sequence[Page], splits: Sequence[SplitPost]) -> frozenset[_Signature]:
    """Return the kinds of elements that most posts of a type and locale have, wherever they stand."""
    counts: defaultdict[tuple[str, str], Counter[_Signature]] = defaultdict(Counter)
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


def _content(split: SplitPost) -> Document | None:
    """Return the content as a server rendered it: raw markup has nothing injected, and a page none of plugins."""
    if split.post.collection == "files":
        return None
    return next((one for one in split.documents if one.field == "content" and not one.raw), None)


def _signature(name: str, classes: str) -> _Signature | None:
    """Return the element's name and its own classes, without those that number it; None where it has none."""
    own = frozenset(
        one for one in classes.lower().split() if not _EDITORS.match(one) and not any(map(str.isdigit, one))
    )
    return (name.lower(), own) if own else None


def _edge_blocks(split: SplitPost, signatures: frozenset[_Signature]) -> tuple[_Block, ...]:
    """Return the blocks of these kinds that stand before or after all that an editor may have written."""
    document = _content(split)
    if document is None:
        return ()
    tops = list(_top_elements(document, signatures))
    first = list(takewhile(lambda top: top is not None, tops))
    last = list(takewhile(lambda top: top is not None, reversed(tops)))
    if len(first) == len(tops):
        return ()  # nothing is left that somebody wrote
    return (
        *(block for block in first if block and block.segments),
        *(replace(block, at_end=True) for block in reversed(last) if block and block.segments),
    )


def _top_elements(document: Document, signatures: frozenset[_Signature]) -> Iterator[_Block | None]:
    """Yield what stands beside each other in the text: blocks of links, and None for all that says something else."""
    position = 0
    found = sorted(_elements(document.html, signatures), key=lambda one: (one.start, -one.end))
    for element in found:  # the outer before the inner
        block = _Block(element.signature, at_end=False, segments=tuple(_linked(document.segments, element)))
        if element.start < position or (block.segments and not block.is_living):
            continue
        if _says_something(document.segments, position, element.start):
            yield None
        yield block
        position = element.end
    if _says_something(document.segments, position, len(document.html)):
        yield None


@dataclass
class _Element:
    """An element of one of the kinds looked for, and the links and buttons in it."""

    signature: _Signature
    start: int
    end: int
    depth: int = 1
    links: list[tuple[int, int, str]] = field(default_factory=list)
    """The span and address of each; the end is 0 while it is open."""

    def open(self, name: str, start: int, address: str) -> None:
        self.depth += name == self.signature[0]
        if name in _LIVING:
            self.links.append((start, 0, address))

    def close(self, name: str, end: int) -> None:
        self.depth -= name == self.signature[0]
        place = next((place for place, link in enumerate(self.links) if not link[1]), None)
        if name in _LIVING and place is not None:
            self.links[place] = (self.links[place][0], end, self.links[place][2])


def _elements(html: str, signatures: frozenset[_Signature]) -> Iterator[_Element]:
    """Yield the elements of these kinds that are closed, in the order in which they are."""
    opened: list[_Element] = []
    for kind, start, end, name, values in tokenize(html, exact=True):
        if kind in {"block", "open"}:
            known = dict(values)
            for element in opened:
                element.open(name, start, known.get("href", ""))
            signature = _signature(name, known.get("class", ""))
            if signature in signatures:
                opened.append(_Element(signature, start, len(html)))
        elif kind in {"end", "close"} and opened:
            for element in opened:
                element.close(name, end)
            while opened and not opened[-1].depth:
                element = opened.pop()
                element.end = end
                yield element


def _says_something(segments: Iterable[Segment], start: int, end: int) -> bool:
    return any(start <= segment.start < end for segment in segments)


def _linked(segments: Iterable[Segment], element: _Element) -> Iterator[tuple[Segment, tuple[_Link, ...]]]:
    for segment in segments:
        if element.start <= segment.start and segment.end <= element.end:
            around = (link for link in element.links if link[0] <= segment.start and segment.end <= link[1])
            address = next((address for _, _, address in around), None)
            yield segment, _links_in(segment) if address is None else ((segment.text, address),)


def _links_in(segment: Segment) -> tuple[_Link, ...]:
    """Return the links that a text is made of: `<a id="1">Tweet</a> | <a id="2">Mail</a>`; none where it says more."""
    if any(map(str.isalnum, plain(_LINK.sub("", segment.text)))):
        return ()
    openings = {str(one.id): one.opening for one in segment.placeholders}
    addresses = (
        (match[3], _HREF.search(openings.get(match[2] or "", ""))) for match in _LINK.finditer(segment.text)
    )
    return tuple((text, address[1] if address else "") for text, address in addresses)


def _recurring(
    pages: Sequence[Page],
    splits: Sequence[SplitPost],
    blocks: Sequence[Sequence[_Block]],
    signatures: frozenset[_Signature],
) -> Mapping[tuple[_Signature, str], frozenset[str]]:
    """Return, for each kind of block that most posts have at their edge, the texts that recur in it, by locale."""
    posts = Counter(
        (page.locale or "", split.post.type)
        for page, split in zip(pages, splits, strict=True)
        if _content(split)
    )
    with_it: Counter[tuple[_Signature, str, str]] = Counter()
    instances: Counter[tuple[_Signature, str]] = Counter()
    texts: defaultdict[tuple[_Signature, str], Counter[str]] = defaultdict(Counter)
    for page, split, of_post in zip(pages, splits, blocks, strict=True):
        locale = page.locale or ""
        with_it.update({(block.signature, locale, split.post.type) for block in of_post})
        for block in of_post:
            instances[block.signature, locale] += 1
            texts[block.signature, locale].update({_normal(segment.text) for segment, _ in block.segments})
    settled = {
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
        if signature in settled
    }


def _is_injected(block: _Block, recurring: frozenset[str], titles: set[str]) -> bool:
    return block.is_living and all(
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


def _finding(signature: _Signature, rows: Sequence[tuple[int, _Block]], posts: int) -> Finding:
    name, classes = signature
    element = f'<{name} class="{" ".join(sorted(classes))}">'
    count = len({index for index, _ in rows})
    where = "end" if rows[0][1].at_end else "beginning"
    texts = ", ".join(repr(plain(segment.text)) for segment, _ in rows[0][1].segments[:3])
    return Finding(
        code="injected",
        severity=Severity.NOTE,
        place=element,
        message=f"it stands at the {where} of {count} of {posts} posts, put there by a plugin as it seems ({texts}): no"
        " text of it is counted; if editors wrote it, set injected = true under [html]",
    )
