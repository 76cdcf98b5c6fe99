"""Rich text as lists in a block's JSON: `["Very ",{"type":"strong","props":{"children":["late"]}}]`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from calque.html.attributes import quote
from calque.html.elements import VOIDS
from calque.html.markup import NAME
from calque.html.texts import Space, decoded, escape
from calque.html.tokens import tokenize
from calque.model import Quotes

__all__ = ["list_html", "list_of_html"]

_DEEPEST = 50
_NUMBER = "data-number"
"""The attribute by which an element of the HTML is known in the list; only those with attributes have it."""

_SHOWN = ("href", "alt", "title")
"""The attributes that may change."""


class _OtherShapeError(Exception):
    """A list that is no rich text, or HTML that its elements cannot express; it is never raised out of this module."""


def list_html(value: object) -> str | None:
    """Write such a list as HTML: `Very <strong>late</strong>`; None where it is none.

    An element with attributes is written with its number in the list, and with its address and its texts.
    """
    try:
        elements = list(_elements(value, 0))
        numbers = {id(element): number for number, element in enumerate(elements)}
        return _html_of(value, numbers)
    except _OtherShapeError:
        return None


def list_of_html(html: str, value: object) -> list[object] | None:
    """Write HTML as `value`, from which its elements come, is written; None where it has others."""
    try:
        elements = list(_elements(value, 0))
        return _read(html, elements)
    except _OtherShapeError:
        return None


def _elements(value: object, depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield the elements of a list in their order."""
    if depth > _DEEPEST or not isinstance(value, list):
        raise _OtherShapeError
    for item in value:
        if isinstance(item, str):
            continue
        name = item.get("type") if isinstance(item, dict) else None
        if not isinstance(name, str) or not NAME.fullmatch(name) or not isinstance(item.get("props"), dict):
            raise _OtherShapeError
        yield item
        yield from _elements(_children(item), depth + 1)


def _children(element: Mapping[str, Any]) -> object:
    children = element["props"].get("children", [])
    return [children] if isinstance(children, str) else children


def _html_of(value: object, numbers: Mapping[int, int]) -> str:
    pieces: list[str] = []
    for item in value if isinstance(value, list) else ():
        if isinstance(item, str):
            pieces.append(escape(item))
            continue
        name = item["type"]
        pieces.append(f"<{name}{_attributes(item, numbers[id(item)])}>")
        if name not in VOIDS:
            pieces += _html_of(_children(item), numbers), f"</{name}>"
    return "".join(pieces)


def _attributes(element: Mapping[str, Any], number: int) -> str:
    if not element["props"].keys() - {"children"}:
        return ""
    shown = [
        f' {name}="{quote(value, Quotes.DOUBLE)}"'
        for name in _SHOWN
        if isinstance(value := element["props"].get(name), str)
    ]
    return f' {_NUMBER}="{number}"{"".join(shown)}'


def _read(html: str, elements: Sequence[Mapping[str, Any]]) -> list[object]:
    bare = {one["type"]: one for one in reversed(elements) if not one["props"].keys() - {"children"}}
    opened: list[tuple[str, list[object]]] = [("", [])]
    for kind, start, end, name, values in tokenize(html, exact=True):
        children = opened[-1][1]
        if kind == "text":
            text = decoded(html[start:end], Space.KEEP)
            if children and isinstance(children[-1], str):
                text = f"{children.pop()}{text}"
            children.append(text)
        elif kind in _CLOSING:
            if opened.pop()[0] != name or not opened:
                raise _OtherShapeError
        elif kind in _OPENING:
            element = _anew(name, dict(values), elements, bare)
            children.append(element)
            if kind not in _EMPTY:
                opened.append((name, element["props"].setdefault("children", [])))
        else:
            raise _OtherShapeError
    if len(opened) > 1:
        raise _OtherShapeError
    return opened[0][1]


def _anew(
    name: str,
    attributes: Mapping[str, str],
    elements: Sequence[Mapping[str, Any]],
    bare: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """Return the element that a tag stands for, with its address and texts of now, without what stands in it."""
    number = attributes.get(_NUMBER, "")
    known = re.fullmatch("[0-9]{1,6}", number) is not None and int(number) < len(elements)
    found = elements[int(number)] if known else bare.get(name)
    if found is None or found["type"] != name:
        raise _OtherShapeError
    props = dict(found["props"])
    props |= {name: attributes[name] for name in _SHOWN if name in attributes}
    if "children" in props:
        props["children"] = []
    return {**found, "props": props}


_OPENING = frozenset(("open", "block", "void", "break"))
_CLOSING = frozenset(("close", "end"))
_EMPTY = frozenset(("void", "break"))
