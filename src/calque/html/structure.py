"""What a browser makes of a text: its elements, attributes, comments and words, to compare two texts by."""

import re
from typing import NamedTuple

import turbohtml

__all__ = ["Node", "structure"]

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
