"""Marks of outstanding texts: four bytes each, by which the pages are found that a handoff may concern.

A mark that is another text's has one more page looked at, and nothing else.
"""

from array import array
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from zlib import crc32

from calque.model import PageStatus
from calque.po.units import Key

__all__ = ["are_marked", "mark", "marks_of"]


def mark(key: Key) -> int:
    """Return the mark of a text: `(None, "Opening hours")` → a number below 2³²."""
    context, source = key
    return crc32(f"{context}\0{source}".encode("utf-8", "surrogatepass"))


def marks_of(page: PageStatus) -> bytes:
    """Return the marks of a page's outstanding texts, and of the wordings that they were translated from."""
    return array("I", sorted(set(_marks(page)))).tobytes()


def _marks(page: PageStatus) -> Iterator[int]:
    for unit in page.units:
        yield mark((unit.context, unit.source))
        if unit.confirmed is not None and unit.confirmed != unit.source:
            yield mark((unit.context, unit.confirmed))


def are_marked(marks: bytes, wanted: AbstractSet[int]) -> bool:
    """Tell whether one of the marks is wanted."""
    return bool(wanted) and not wanted.isdisjoint(memoryview(marks).cast("I"))
