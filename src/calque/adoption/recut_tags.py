"""A text cut anew at its own tags: its translation, which has the same tags, is cut there, too."""

import re
from collections.abc import Mapping, Sequence

from calque.html.markup import TAG

__all__ = ["cut_at_tags"]

_NUMBER = re.compile(r' id="([1-9][0-9]*)"')


def cut_at_tags(source: str, target: str, texts: Sequence[str]) -> Sequence[str] | None:
    """Return the translation of each of `texts`, into which `source` is cut now; None where its tags do not say.

    ::

        <a id="1">Bread</a> <a id="2">Salt</a>, <a id="1">Pain</a> <a id="2">Sel</a>  ->  Pain, Sel
        Look:<x id="1"/>A mill<x id="2"/>, Voyez :<x id="1"/>Un moulin<x id="2"/>     ->  Voyez :, Un moulin
    """
    borders: list[str] = []
    numbers: list[Mapping[str, str]] = []  # of each text, in the source → in the text alone
    position = 0
    for text in texts:
        place = re.compile(_with_any_numbers(text)).search(source, position)
        if place is None:
            return None
        borders.append(source[position : place.start()])
        numbers.append(dict(zip(_NUMBER.findall(place[0]), _NUMBER.findall(text), strict=True)))
        position = place.end()
    borders.append(source[position:])
    parts = _parts(target, borders)
    return parts and [_renumbered(part, known) for part, known in zip(parts, numbers, strict=True)]


def _with_any_numbers(text: str) -> str:
    pieces = _NUMBER.split(text)[::2]
    return _NUMBER.pattern.join(map(re.escape, pieces))


def _parts(target: str, borders: Sequence[str]) -> Sequence[str] | None:
    """Cut a text at the tags of each border; only the first and the last, which are its edges, may have none."""
    if any(TAG.sub("", border).strip() for border in borders) or not all(map(str.strip, borders[1:-1])):
        return None
    first, *others = (r"\s*".join(re.escape(tag[0]) for tag in TAG.finditer(border)) for border in borders)
    begin = re.compile(rf"\s*{first}").match(target)
    parts: list[str] = []
    for index, pattern in enumerate(others, 1):
        end = rf"{pattern}\s*\Z" if index == len(others) else pattern
        cut = re.compile(end).search(target, begin.end()) if begin else None
        part = target[begin.end() : cut.start()].strip() if begin and cut else ""
        if not part:
            return None
        parts.append(part)
        begin = cut
    return parts


def _renumbered(text: str, numbers: Mapping[str, str]) -> str:
    return _NUMBER.sub(lambda found: f' id="{numbers.get(found[1], 0)}"', text)
