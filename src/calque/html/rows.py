"""Rows of inline elements: links, labels or badges beside each other, each a text of its own."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from calque.html.elements import MARGIN
from calque.html.inline import partners_of, trim
from calque.html.texts import Space, decoded
from calque.html.tokens import Token

__all__ = ["SHORTEST_ROW", "row_of"]

SHORTEST_ROW = 6
"""The tokens of the shortest: two start tags, two texts, two end tags."""

_OF_THEIR_OWN = frozenset(("a", "label"))
"""Elements that say something by themselves: what follows is another."""


class _RowItem(NamedTuple):
    """An element of a run that holds text."""

    first: int
    last: int
    name: str
    """Of the link or label in it that holds all its words, else its own."""
    address: str
    classes: frozenset[str]
    apart: bool
    """Whether white space, or something without a text, stands before it."""


def row_of(html: str, run: Sequence[Token]) -> Sequence[Sequence[Token]]:
    """Cut a run that is nothing but a row of elements into one run an element; any other is left whole.

    It is a row if there is nothing but white space and what holds no text between the elements, and all are links or
    labels, or all have a class in common. Two links to different addresses need no white space between, nor do two of
    which one alone has a class, as the file and its download button have.

    ::

        <a href="/1">Bread</a> <a href="/2">Salt</a>                          ->  two
        <b class="tag">Bread</b> <b class="tag new">Salt</b>                  ->  two
        <b>Hello</b> <i>world</i>, <a href="/1">Bread</a> or <a href="/2">…   ->  one
    """
    if len(run) < SHORTEST_ROW or _has_words_beside(html, run):
        return (run,)
    items = _items(html, run)
    return [run[item.first : item.last + 1] for item in items] if _is_row(items) else (run,)


def _has_words_beside(html: str, run: Sequence[Token]) -> bool:
    """Tell at little cost whether words stand beside the elements of a run, as in most that are no row."""
    depth = 0
    for token in run:
        kind = token[0]
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= depth > 0
        elif not depth and _is_words(html, token):
            return True
    return False


def _is_words(html: str, token: Token) -> bool:
    """Tell whether a token is a text of more than white space; a no-break space is white space here."""
    kind, start, end, _, _ = token
    if kind != "text":
        return False
    source = html[start:end].strip(MARGIN)
    return source != "" and not ((source[0] == "&" or not source.isascii()) and _is_blank(source))


def _is_blank(source: str) -> bool:
    return not decoded(source, Space.KEEP).strip(f"{MARGIN}\u00a0")


def _items(html: str, run: Sequence[Token]) -> Sequence[_RowItem]:
    """Return the elements that a run consists of; none where a text stands beside them."""
    words = [token[0] == "kept" or _is_words(html, token) for token in run]
    partners = partners_of(run)
    first, last = trim(html, run, partners)
    items: list[_RowItem] = []
    apart = True
    while first <= last:
        if words[first]:
            return ()
        partner = partners[first]
        if partner > first and True in words[first + 1 : partner]:
            _, _, _, name, values = run[_core_of(run, words, partners, first)]
            classes = frozenset(dict(run[first][4]).get("class", "").split())
            items.append(_RowItem(first, partner, name, dict(values).get("href", ""), classes, apart))
            apart = False
        else:
            apart = True
        first = max(first, partner) + 1
    return items


def _core_of(run: Sequence[Token], words: Sequence[bool], partners: Sequence[int], index: int) -> int:
    """Return the link or label that all words of an element stand in, else the element itself, by their start tags.

    `words` tells of each token whether it holds some. `<span><a href="/1">Bread</a></span>` → that of `<a>`.
    """
    core, end = index, partners[index]
    while run[core][3] not in _OF_THEIR_OWN:
        inner = core + 1
        while inner < end and partners[inner] < 0 and not words[inner]:
            inner += 1
        last = partners[inner]
        if last <= inner or True in words[last + 1 : end]:
            return index
        core, end = inner, last
    return core


def _is_row(items: Sequence[_RowItem]) -> bool:
    if len(items) < 2:  # noqa: PLR2004  # a row of one is none
        return False
    if all(item.name in _OF_THEIR_OWN for item in items):
        return all(item.apart or _differ(before, item) for before, item in pairwise(items))
    return all(item.apart for item in items) and bool(
        frozenset.intersection(*(item.classes for item in items))
    )


def _differ(one: _RowItem, other: _RowItem) -> bool:
    """Tell whether two links beside each other are two: they lead elsewhere, or one alone is painted as a button."""
    return one.address != other.address or bool(one.classes) != bool(other.classes)
