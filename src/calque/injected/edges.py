"""The edges of a rendered text: blocks of links and buttons before and after everything that an author wrote."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile

from calque.html import plain
from calque.html.tokens import tokenize
from calque.model import Document, Segment, SplitPost

__all__ = ["EdgeBlock", "Signature", "edge_blocks", "rendered_content", "signature_of"]

Signature = tuple[str, frozenset[str]]
"""An element's name and its own classes."""
_Link = tuple[str, str]
"""Text and address."""

_EDITORS = re.compile(
    r"wp-|has-|is-|align|size-|block|gallery|attachment|caption|columns?$|row$|container|content|entry|post|elementor|et_pb|vc_"
)
"""Beginnings of classes that the editor, page builders and themes give to what an author writes."""
_INTERACTIVE = frozenset(("a", "button", "label", "option"))
_HREF = re.compile(r"\shref\s*=\s*[\"']?([^\s\"'>]*)", re.IGNORECASE)
_LINK = re.compile(r"<(a|button)(?: id=\"(\d+)\")?>(.*?)</\1>")


@dataclass(frozen=True, slots=True)
class EdgeBlock:
    """An element at the edge of a text, and the segments in it."""

    signature: Signature
    at_end: bool
    segments: tuple[tuple[Segment, tuple[_Link, ...]], ...]
    """Each with the links and buttons that it consists of; without any where it has other words too."""

    @property
    def is_interactive(self) -> bool:
        """Whether links and buttons are at least half of its texts."""
        links = sum(bool(links) for _, links in self.segments)
        return bool(links) and 2 * links >= len(self.segments)


def edge_blocks(split: SplitPost, signatures: frozenset[Signature]) -> tuple[EdgeBlock, ...]:
    """Return the blocks of these kinds that stand before or after all that an editor may have written."""
    document = rendered_content(split)
    if document is None:
        return ()
    tops = list(_top_elements(document, signatures))
    first = list(takewhile(lambda top: top is not None, tops))
    last = list(takewhile(lambda top: top is not None, reversed(tops)))
    if len(first) == len(tops):
        return ()  # every block is a candidate, so there is no author's text between the edges
    return (
        *(block for block in first if block and block.segments),
        *(replace(block, at_end=True) for block in reversed(last) if block and block.segments),
    )


def rendered_content(split: SplitPost) -> Document | None:
    """Return the content as a server rendered it: raw markup has nothing injected, and a page none of plugins."""
    if split.post.collection == "files":
        return None
    return next((one for one in split.documents if one.field == "content" and not one.raw), None)


def signature_of(name: str, classes: str) -> Signature | None:
    """Return the element's name and its own classes, without those that number it; None where it has none."""
    own = frozenset(
        one for one in classes.lower().split() if not _EDITORS.match(one) and not any(map(str.isdigit, one))
    )
    return (name.lower(), own) if own else None


def _top_elements(document: Document, signatures: frozenset[Signature]) -> Iterator[EdgeBlock | None]:
    """Yield what stands beside each other in the text: blocks of links, and None for all that says something else."""
    position = 0
    found = sorted(_elements(document.html, signatures), key=lambda one: (one.start, -one.end))
    for element in found:  # outer elements come before inner ones
        block = EdgeBlock(
            element.signature, at_end=False, segments=tuple(_linked(document.segments, element))
        )
        if element.start < position or (block.segments and not block.is_interactive):
            continue
        if _says_something(document.segments, position, element.start):
            yield None
        yield block
        position = element.end
    if _says_something(document.segments, position, len(document.html)):
        yield None


@dataclass
class _EdgeElement:
    """An element of one of the kinds looked for, and the links and buttons in it."""

    signature: Signature
    start: int
    end: int
    depth: int = 1
    links: list[tuple[int, int, str]] = field(default_factory=list)
    """The span and address of each; the end is 0 while it is open."""

    def open(self, name: str, start: int, address: str) -> None:
        self.depth += name == self.signature[0]
        if name in _INTERACTIVE:
            self.links.append((start, 0, address))

    def close(self, name: str, end: int) -> None:
        self.depth -= name == self.signature[0]
        place = next((place for place, link in enumerate(self.links) if not link[1]), None)
        if name in _INTERACTIVE and place is not None:
            self.links[place] = (self.links[place][0], end, self.links[place][2])


def _elements(html: str, signatures: frozenset[Signature]) -> Iterator[_EdgeElement]:
    """Yield the elements of these kinds that are closed, in the order in which they are."""
    opened: list[_EdgeElement] = []
    for kind, start, end, name, values in tokenize(html, exact=True):
        if kind in {"block", "open"}:
            known = dict(values)
            for element in opened:
                element.open(name, start, known.get("href", ""))
            signature = signature_of(name, known.get("class", ""))
            if signature in signatures:
                opened.append(_EdgeElement(signature, start, len(html)))
        elif kind in {"end", "close"} and opened:
            for element in opened:
                element.close(name, end)
            while opened and not opened[-1].depth:
                element = opened.pop()
                element.end = end
                yield element


def _says_something(segments: Iterable[Segment], start: int, end: int) -> bool:
    return any(start <= segment.start < end for segment in segments)


def _linked(
    segments: Iterable[Segment], element: _EdgeElement
) -> Iterator[tuple[Segment, tuple[_Link, ...]]]:
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
