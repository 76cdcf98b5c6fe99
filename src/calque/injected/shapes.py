"""Shapes: what of a page decides, for the other pages, which blocks are injected. Pages of one shape are counted."""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from calque.html import plain
from calque.injected.edges import EdgeBlock, EdgeText, Signature

__all__ = [
    "Census",
    "EdgeForm",
    "Rendered",
    "as_compared",
    "census_of",
    "form_of",
    "read_shape",
    "write_shape",
]

_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")


@dataclass(frozen=True, slots=True)
class EdgeForm:
    """A block at the edge of a post, as it is compared with those of other posts."""

    signature: Signature
    is_interactive: bool
    texts: tuple[tuple[str, tuple[str, ...] | None], ...]
    """Each with what its links are called that lead out of the post; None where it is not made of links."""

    @property
    def titles(self) -> frozenset[str]:
        """What may be the title of another post."""
        return frozenset(title for _, titles in self.texts for title in titles or ())


@dataclass(frozen=True, slots=True)
class Rendered:
    """What of a post decides which blocks are injected."""

    locale: str
    type: str
    title: str
    """As other posts' blocks may name it: in small letters, numbers as 0. Empty in a census."""
    has_content: bool
    """A server rendered its content."""
    elements: frozenset[Signature] | None
    """The kinds of elements in it that may recur; None where nothing in it can be injected."""
    edges: tuple[EdgeForm, ...] = ()
    """The blocks at its edges."""


Census = Counter[Rendered]
"""How many pages have each shape."""


def census_of(rows: Iterable[Rendered]) -> Census:
    """Count pages by their shapes."""
    return Counter(replace(row, title="") for row in rows)


def form_of(block: EdgeBlock) -> EdgeForm:
    """Return a block as it is compared with others."""
    return EdgeForm(
        block.signature,
        block.is_interactive,
        tuple((as_compared(one.text), _titles(one)) for one in block.texts),
    )


def _titles(text: EdgeText) -> tuple[str, ...] | None:
    return (
        tuple(as_compared(name) for name, address in text.links if not address.startswith("#"))
        if text.links
        else None
    )


def as_compared(text: str) -> str:
    """Return a text by which counters and cases are alike: `12 Shares` → `0 shares`."""
    return _DIGITS.sub("0", " ".join(plain(text).lower().split()))


def write_shape(row: Rendered) -> str:
    """Write the shape of a page; equal shapes are equal texts."""
    elements = None if row.elements is None else sorted(map(_listed, row.elements))
    edges = [(*_listed(one.signature), one.is_interactive, one.texts) for one in row.edges]
    text = json.dumps(
        (row.locale, row.type, row.has_content, elements, edges), separators=(",", ":")
    )  # escaped: SQLite takes no half of a character
    return sys.intern(text)  # thousands of pages have the same


def _listed(signature: Signature) -> tuple[str, list[str]]:
    return signature[0], sorted(signature[1])


def read_shape(text: str) -> Rendered:
    """Read what `write_shape` wrote."""
    locale, kind, has_content, elements, edges = json.loads(text)
    kinds = None if elements is None else frozenset((name, frozenset(own)) for name, own in elements)
    return Rendered(locale, kind, "", has_content, kinds, tuple(map(_read_edge, edges)))


def _read_edge(row: list[Any]) -> EdgeForm:
    name, classes, is_interactive, texts = row
    return EdgeForm(
        (name, frozenset(classes)),
        is_interactive,
        tuple((text, None if titles is None else tuple(titles)) for text, titles in texts),
    )
