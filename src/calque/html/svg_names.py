"""The name and the description of an svg that says it is an image: its `<title>` and `<desc>`, which are read out."""

import re
from collections.abc import Iterator

from calque.html.attributes import TAG, attribute_value, find_attribute
from calque.html.elements import SPACE
from calque.html.inline import Inline
from calque.html.texts import Space, decoded, escape, worth_translating
from calque.html.tokens import Values

__all__ = ["svg_names"]

_ROLES = {"title": "title", "desc": "aria-description"}
"""The attribute that says the same of an element of HTML."""
_PART = re.compile(rf"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|{TAG.pattern}", re.DOTALL)
"""A tag, or what may hold one that is none."""
_TEXT = re.compile(r"[^<]*")


def svg_names(
    html: str, start: int, end: int, values: Values, *, numbers: bool
) -> Iterator[tuple[str, Inline]]:
    """Yield what names an svg from `start`, behind its own tag, to `end`: the attribute for its role, and its text.

    It says that it is an image by `role="img"`, or names its parts by `aria-labelledby` or `aria-describedby`. The
    parts of the shapes in it do not count without such an id. What its `aria-label` says as well is one text with it.

    ::

        <svg role="img"><title>Sales</title><g><title>May</title></g></svg>  ->  title, "Sales"
        <svg><title>Sales</title></svg>                                      ->  nothing: an ornament
    """
    known = dict(values)
    ids = {one for name in ("aria-labelledby", "aria-describedby") for one in known.get(name, "").split()}
    if (not ids and known.get("role", "").lower() != "img") or known.get("aria-hidden") == "true":
        return
    label = decoded(known.get("aria-label", ""), Space.COLLAPSE).strip()
    depth = 0
    for part in _PART.finditer(html, start, end):
        name = (part["name"] or "").lower()
        if not name:
            continue
        if part["slash"]:
            depth -= 1
            continue
        if name in _ROLES and (not depth or _id_of(html, part) in ids):
            inline = _text_of(html, part.end(), end, numbers=numbers)
            if inline:
                yield "aria-label" if inline[3] == label else _ROLES[name], inline
        depth += "/" not in part["empty"]


def _id_of(html: str, tag: re.Match[str]) -> str | None:
    found = find_attribute(html, *tag.span(), "id")
    return attribute_value(html, *found[1:]) if found else None


def _text_of(html: str, start: int, end: int, *, numbers: bool) -> Inline | None:
    """Return the text that an element begins with, if it holds nothing else; written as in double quotes."""
    found = _TEXT.match(html, start, end)
    if found is None or not html.startswith("</", found.end()):
        return None
    source = found[0]
    first, last = start + len(source) - len(source.lstrip(SPACE)), start + len(source.rstrip(SPACE))
    if first >= last:
        return None
    text = decoded(html[first:last], Space.COLLAPSE)
    return (escape(text), first, last, text, ()) if worth_translating(text, numbers=numbers) else None
