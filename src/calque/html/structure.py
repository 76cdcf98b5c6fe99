"""What a browser makes of a text: its elements, attributes, comments and words, to compare two texts by."""

import re
from collections import Counter
from typing import NamedTuple

import turbohtml

from calque.html.elements import DEAD, PLAIN_TEXT, RAW_TEXT

__all__ = ["Node", "adds_nothing", "structure"]

_SPACES = re.compile("[ \t\n\f\r]+")
_SPACE_KEPT = frozenset(("pre", "textarea", "listing"))


class Node(NamedTuple):
    """A node, at its depth in the tree; `text` is a text's or a comment's."""

    depth: int
    name: str
    """An element's name, `#text` or `#comment`."""
    attributes: tuple[tuple[str, str], ...]
    text: str


def structure(html: str, *, words: bool = True) -> list[Node]:
    """Return the nodes of the tree that `html` gives, in order: two texts are the same where these are.

    Outside `pre` and `textarea` white space is collapsed. Without `words` texts and the values of attributes
    count as there or not there.
    """
    nodes: list[Node] = []
    waiting: list[tuple[turbohtml.Node, int, bool]] = [(turbohtml.parse(html, positions=False), 0, False)]
    while waiting:
        node, depth, kept = waiting.pop()
        if isinstance(node, turbohtml.Text):
            text = node.data if kept else _SPACES.sub(" ", node.data)
            nodes.append(Node(depth, "#text", (), text if words else " x"[bool(text.strip())]))
        elif isinstance(node, turbohtml.Comment):
            nodes.append(Node(depth, "#comment", (), node.data if words else "x"))
        elif isinstance(node, turbohtml.Element):
            pairs = ((name, str(value) if words else "") for name, value in node.attrs.items())
            nodes.append(Node(depth, f"{node.namespace} {node.tag}", tuple(sorted(pairs)), ""))
            kept = kept or node.tag in _SPACE_KEPT
        waiting += ((child, depth + 1, kept) for child in reversed(tuple(node.children)))
    return nodes


def adds_nothing(before: str, after: str) -> bool:
    """Tell whether `after` may stand in the place of `before`, a run of text and inline tags, for all that they do.

    Elements with attributes, comments, and what stands in scripts, svg and the like are to be the same, however
    ordered; bare elements may go and come again, but none is new; and what follows must stand in no other element.

    ::

        a <i>b <em class="c">d</em>, <em class="c">d</em> a <i>b   ->  True
        a <b><i>b</b> c</i>, a </i><b>b</b> c<i>                   ->  False: the rest of the page is in <i>
    """
    old, new = _effect_of(before), _effect_of(after)
    return new.marked == old.marked and new.bare <= old.bare and new.around_rest == old.around_rest


class _Effect(NamedTuple):
    """What a run of text and inline tags brings into a page."""

    marked: Counter[Node]
    """Elements with attributes, comments, and texts in what is never translated; all without their depth."""
    bare: frozenset[str]
    """The names of elements without attributes."""
    around_rest: tuple[Node, ...]
    """The elements that stand open around what follows; none where the run swallows it."""


_REST = "\ue000rest"
"""What is to follow a run: a block with a text that stands in no page."""
_HTML = f"{turbohtml.Namespace.HTML} "
_PROSE = (_HTML, "#")
_NO_PROSE = frozenset(f"{_HTML}{name}" for name in DEAD | RAW_TEXT | PLAIN_TEXT)


def _effect_of(html: str) -> _Effect:
    marked: Counter[Node] = Counter()
    bare: set[str] = set()
    rest: tuple[Node, ...] = ()
    around: list[Node] = []
    hidden = [False]  # for each depth, whether what stands there is no prose
    for node in structure(f"<body>{html}<p>{_REST}"):
        del around[node.depth - 1 :], hidden[node.depth :]
        around.append(node)
        hidden.append(hidden[-1] or not node.name.startswith(_PROSE) or node.name in _NO_PROSE)
        if node.name == "#text":
            if _REST in node.text:
                rest = rest or tuple(around[:-1])
            elif hidden[-1]:
                marked[node._replace(depth=0)] += 1
        elif node.name == "#comment" or node.attributes:
            marked[node._replace(depth=0)] += 1
        else:
            bare.add(node.name)
    return _Effect(marked, frozenset(bare), rest)
