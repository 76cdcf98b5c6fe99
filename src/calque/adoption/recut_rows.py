"""A row that was one text, cut into its elements: each gets what stands in the same element of the translation."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from calque.html import split
from calque.html.markup import TAG

__all__ = ["row_targets"]

_NUMBER = re.compile(r' id="([1-9][0-9]*)"')

_Place: TypeAlias = tuple[str, str]
"""The name of an element and its number; of one without a number, how many such stand before it."""


def row_targets(source: str, target: str, texts: Sequence[str]) -> Sequence[str] | None:
    """Return the translation of each of `texts`, into which the row `source` is cut now; None where that is not sure.

    ::

        <a id="1">Bread</a> <a id="2">Salt</a>, <a id="2">Sel</a> <a id="1">Pain</a>  ->  Pain, Sel
    """
    sources, targets = _elements(source), _elements(target)
    if sources.keys() != targets.keys() or len(sources) != len(texts):
        return None
    found: list[str] = []
    for (place, inner), text in zip(sources.items(), texts, strict=True):
        old, new = _trimmed(inner), _trimmed(targets[place])
        if old is None or new is None:
            return None
        numbers = dict(zip(_NUMBER.findall(old), _NUMBER.findall(text), strict=False))
        if _renumbered(old, numbers) != text:
            return None
        found.append(_renumbered(new, numbers))
    return found


def _elements(text: str) -> Mapping[_Place, str]:
    """Return what stands in each element of a text that has nothing else but white space; of another, nothing."""
    elements: dict[_Place, str] = {}
    opened: list[tuple[_Place, int]] = []
    bare: Counter[str] = Counter()
    position = 0
    for tag in TAG.finditer(text):
        if not opened and text[position : tag.start()].strip():
            return {}
        position = tag.end()
        if tag[4]:
            continue
        if not tag[1]:
            opened.append(((tag[2], tag[3] or f"{bare[tag[2]]} before"), tag.end()))
            bare[tag[2]] += not tag[3]
        elif not opened:
            return {}
        else:
            place, start = opened.pop()
            if not opened:
                elements[place] = text[start : tag.start()]
    return {} if opened or text[position:].strip() else elements


def _trimmed(inner: str) -> str | None:
    """Return the text in an element without its edges, as a segment has it, with its old numbers."""
    segments = split(f"<p>{inner}</p>").segments
    if len(segments) != 1:
        return None
    old = {
        str(one.id): match[1] for one in segments[0].placeholders if (match := _NUMBER.search(one.opening))
    }
    return _renumbered(segments[0].text, old)


def _renumbered(text: str, numbers: Mapping[str, str]) -> str:
    return _NUMBER.sub(lambda found: f' id="{numbers.get(found[1], 0)}"', text)
