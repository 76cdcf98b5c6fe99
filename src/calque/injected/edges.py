"""The edges of a rendered text: blocks of links and buttons before and after everything that an author wrote."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from operator import attrgetter
from typing import Generic, NamedTuple, TypeVar

from calque.html import plain
from calque.html.tokens import tokenize
from calque.model import Document, Segment, SplitPost

__all__ = ["EdgeBlock", "EdgeText", "Link", "Signature", "edge_blocks", "rendered_content", "signature_of"]

Signature = tuple[str, frozenset[str]]
"""An element's name and its own classes."""
Link = tuple[str, str]
"""Text and address."""

_EDITORS = re.compile(
    r"wp-|has-|is-|align|size-|block|gallery|attachment|caption|columns?$|row$|container|content|entry|post|elementor|et_pb|vc_"
)
"""Beginnings of classes that the editor, page builders and themes give to what an author writes."""
_INTERACTIVE = frozenset(("a", "button", "label", "option"))
_HREF = re.compile(r"\shref\s*=\s*[\"']?([^\s\"'>]*)", re.IGNORECASE)
_LINK = re.compile(r"<(a|button)(?: id=\"(\d+)\")?>((?:[^<\n]|<(?!/?(?:a|button)\b))*)</\1>")


@dataclass(frozen=True, slots=True)
class EdgeText:
    """A text in an element at the edge: where its segment stands, and what it consists of."""

    start: int
    end: int
    text: str
    links: tuple[Link, ...]
    """The links and buttons that it consists of; none where it has other words too."""


@dataclass(frozen=True, slots=True)
class EdgeBlock:
    """An element at the edge of a text, and the texts in it."""

    name: str
    classes: tuple[str, ...]
    """Its own classes, in order."""
    at_end: bool
    texts: tuple[EdgeText, ...]

    @property
    def signature(self) -> Signature:
        """What tells its kind from others."""
        return (self.name, frozenset(self.classes))

    @property
    def is_interactive(self) -> bool:
        """Whether links and buttons are at least half of its texts."""
        links = sum(bool(one.links) for one in self.texts)
        return bool(links) and 2 * links >= len(self.texts)


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
        *(block for block in first if block and block.texts),
        *(replace(block, at_end=True) for block in reversed(last) if block and block.texts),
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
    elements, links = _spans(document.html, signatures)
    texts = _EdgeTexts(document.segments, links)
    texts.count(elements)
    position = 0
    for element in elements:  # the outer before the inner
        if element.start < position or not (element.is_interactive or not element.texts):
            continue
        if texts.stand_between(position, element.start):
            yield None
        name, classes = element.signature
        yield EdgeBlock(name, tuple(sorted(classes)), at_end=False, texts=tuple(texts.within(element)))
        position = element.end
    if texts.stand_between(position, len(document.html)):
        yield None


@dataclass
class _EdgeElement:
    """An element of one of the kinds looked for."""

    signature: Signature
    start: int
    level: int
    """How many elements of its name are open with it."""
    end: int = 0
    texts: int = 0
    """The segments in it."""
    links: int = 0
    """Those of them that are links and buttons."""

    @property
    def is_interactive(self) -> bool:
        return bool(self.links) and 2 * self.links >= self.texts


class _LinkSpan(NamedTuple):
    """A link or button from its start tag to its end tag."""

    start: int
    end: int
    address: str


def _spans(html: str, signatures: frozenset[Signature]) -> tuple[list[_EdgeElement], list[_LinkSpan]]:
    """Return the elements of these kinds that are closed, and the links and buttons, the outer before the inner."""
    opened: list[_EdgeElement] = []
    levels: Counter[str] = Counter()
    pointers: list[tuple[str, int, str]] = []  # the links and buttons that are open
    elements: list[_EdgeElement] = []
    links: list[_LinkSpan] = []
    for kind, start, end, name, values in tokenize(html, exact=True):
        if kind in {"block", "open"}:
            levels[name] += 1
            known = dict(values)
            if name in _INTERACTIVE:
                pointers.append((name, start, known.get("href", "")))
            signature = signature_of(name, known.get("class", ""))
            if signature in signatures:
                opened.append(_EdgeElement(signature, start, levels[name]))
        elif kind in {"end", "close"}:
            levels[name] -= 1
            while opened and levels[opened[-1].signature[0]] == opened[-1].level - 1:
                opened[-1].end = end
                elements.append(opened.pop())
            if name in _INTERACTIVE:
                while pointers:
                    other, begun, address = pointers.pop()
                    if other == name:
                        links.append(_LinkSpan(begun, end, address))
                        break
    return sorted(elements, key=lambda one: (one.start, -one.end)), sorted(links)


_Part = TypeVar("_Part", _EdgeElement, _LinkSpan)


class _EdgeTexts:
    """The segments of a text, and the links and buttons that they stand in."""

    def __init__(self, segments: Sequence[Segment], links: Sequence[_LinkSpan]) -> None:
        self._segments = sorted(segments, key=attrgetter("start"))
        self._starts = [segment.start for segment in self._segments]
        self._links = links

    def stand_between(self, start: int, end: int) -> bool:
        """Tell whether a segment begins in a part of the text."""
        return bisect_left(self._starts, start) < bisect_left(self._starts, end)

    def within(self, element: _EdgeElement) -> Iterator[EdgeText]:
        """Yield the texts of an element, each with the links and buttons of it that it is made of."""
        number = bisect_left(self._links, (element.start + 1,))  # but for the element itself
        around = _NO_SPAN
        for segment in self._segments[bisect_left(self._starts, element.start) :]:
            if segment.start >= element.end:
                return
            if segment.end > element.end:
                continue
            while number < len(self._links) and self._links[number].start <= segment.start:
                if self._links[number].start >= around.end:
                    around = self._links[number]
                number += 1
            is_link = around.start <= segment.start and segment.end <= around.end
            links = ((segment.text, around.address),) if is_link else _links_in(segment)
            yield EdgeText(segment.start, segment.end, segment.text, links)

    def count(self, elements: Sequence[_EdgeElement]) -> None:
        """Count the segments of each element, and those that are links: each where it stands, then all around."""
        nest, links = _Nest(elements, _add), _Nest(self._links)
        for segment in self._segments:
            around = nest.around(segment.start, segment.end)
            if not around:
                continue
            inner = nest.opened[around - 1]
            inner.texts += 1
            depth = links.around(segment.start, segment.end)
            link = links.opened[depth - 1].start if depth else -1
            if link > inner.start or _links_in(segment):
                inner.links += 1
            elif at := bisect_left(nest.opened, link, hi=around, key=attrgetter("start")):
                nest.opened[at - 1].links += 1
        nest.leave(None)


def _add(outer: _EdgeElement, inner: _EdgeElement) -> None:
    outer.texts += inner.texts
    outer.links += inner.links


class _Nest(Generic[_Part]):
    """Parts of a text that stand in each other, gone through from its beginning to its end."""

    def __init__(self, parts: Iterable[_Part], add: Callable[[_Part, _Part], None] | None = None) -> None:
        self.opened: list[_Part] = []
        """Those that are open at a place, the outer before the inner."""
        self._parts: deque[_Part] = deque(parts)
        self._add: Callable[[_Part, _Part], None] | None = add

    def around(self, start: int, end: int) -> int:
        """Return how many of the open parts hold a span; the next one begins there or behind."""
        while self._parts and self._parts[0].start <= start:
            self.leave(self._parts[0].start)
            self.opened.append(self._parts.popleft())
        self.leave(start)
        return bisect_right(self.opened, -end, key=_before_end)

    def leave(self, place: int | None) -> None:
        """Close what ends at a place or before; without one, all."""
        while self.opened and (place is None or self.opened[-1].end <= place):
            inner = self.opened.pop()
            if self.opened and self._add:
                self._add(self.opened[-1], inner)


def _before_end(part: _EdgeElement | _LinkSpan) -> int:
    return -part.end


_NO_SPAN = _LinkSpan(0, 0, "")


def _links_in(segment: Segment) -> tuple[Link, ...]:
    """Return the links that a text is made of: `<a id="1">Tweet</a> | <a id="2">Mail</a>`; none where it says more."""
    if any(map(str.isalnum, plain(_LINK.sub("", segment.text)))):
        return ()
    openings = {str(one.id): one.opening for one in segment.placeholders}
    addresses = (
        (match[3], _HREF.search(openings.get(match[2] or "", ""))) for match in _LINK.finditer(segment.text)
    )
    return tuple((text, address[1] if address else "") for text, address in addresses)
