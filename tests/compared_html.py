"""Two pages compared as a browser sees them: whether they are the same, and what one has that the other has not."""

from collections import Counter
from collections.abc import Sequence

from calque.html.structure import Node, structure

__all__ = ["brought", "brought_by", "collapsed", "nodes"]


def nodes(html: str) -> list[Node]:
    """Return what a browser makes of a page, all white space collapsed: also in a `<pre>` that is not closed."""
    return collapsed(structure(html))


def collapsed(found: Sequence[Node]) -> list[Node]:
    """Return nodes with all their white space collapsed, also where a browser shows it."""
    return [
        Node(
            one.depth,
            one.name,
            tuple((name, " ".join(value.split())) for name, value in one.attributes),
            " ".join(one.text.split()),
        )
        for one in found
    ]


_WRITTEN = frozenset(
    ("alt", "title", "placeholder", "aria-label", "abbr", "label", "summary", "value", "content")
)
"""Attributes whose values may be translated."""


def brought(before: str, after: str) -> str:
    """Return what a page has that it had not before it was translated; nothing: the translations brought nothing.

    Elements by their names and those of their attributes, the values of attributes that are no text, and comments but
    for what is written into them.
    """
    return brought_by(structure(before), structure(after))


def brought_by(before: Sequence[Node], after: Sequence[Node]) -> str:
    """Return the same for the nodes of the page before and after."""
    old, new = _marks(before), _marks(after)
    found = [str(one) for one in new.keys() - old.keys()]
    found += [
        f"{one} {old[one]} → {new[one]} times" for one in new if one[0] == "#comment" and new[one] != old[one]
    ]
    return ", ".join(found)


def _marks(nodes: Sequence[Node]) -> Counter[tuple[str, ...]]:
    marks: Counter[tuple[str, ...]] = Counter()
    for one in nodes:
        if one.name == "#comment":
            marks["#comment", "a text" if one.text.startswith((" wp:", "more")) else one.text] += 1
        elif one.name != "#text":
            marks[one.name, *(name for name, _ in one.attributes)] += 1
            marks.update(
                (one.name, "=", name, value) for name, value in one.attributes if name not in _WRITTEN
            )
    return marks
