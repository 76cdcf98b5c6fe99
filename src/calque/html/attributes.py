"""The attributes of a tag, each with the place of its value and the quotes around it."""

import re
from collections.abc import Iterator
from typing import TypeAlias

from calque.model import Quotes

__all__ = ["TAG", "Attribute", "attribute_value", "attributes", "find_attribute", "in_quotes", "quote"]

_ATTRIBUTE = (
    r"[\t\n\f\r /]*+([^\t\n\f\r />][^\t\n\f\r />=]*+)"
    r"(?>(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:\"([^\"]*+)(?:\"|\Z)|'([^']*+)(?:'|\Z)|(?![\"'])([^\t\n\f\r >]*+)))?)"
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_QUOTES = {1: Quotes.NONE, 2: Quotes.DOUBLE, 3: Quotes.SINGLE, 4: Quotes.NONE}
"""What the value stands in, by the group of `_ATTRIBUTE` that matched last."""

TAG = re.compile(
    rf"<(?P<slash>/?)(?P<name>[a-zA-Z][^\t\n\f\r />]*+)(?>(?:{_ATTRIBUTE})*)(?P<empty>[\t\n\f\r /]*+)>"
)
"""A complete tag, as the HTML Standard (13.2.5) reads one; linear, without a step back."""

_TAG_NAME = re.compile(r"</?[^\t\n\f\r />]+")


Attribute: TypeAlias = tuple[str, int, int, Quotes]
"""An attribute as it stands in a tag: its name in lower case, the span of its value without the quotes (empty where
there is none), and the quotes around it. A tuple, because it is quick."""


def attributes(html: str, start: int, end: int) -> Iterator[Attribute]:
    """Yield the attributes of the tag at `html[start:end]`: `<a href="/x">` → href, 9 to 11, double quotes.

    Of a name that comes twice, a browser takes the first; here both come.
    """
    name = _TAG_NAME.match(html, start, end)
    position = name.end() if name else start
    while match := _ATTRIBUTES.match(html, position, end - 1):  # one behind the other, and nothing between
        position = match.end()
        group = match.lastindex or 1
        value_start, value_end = match.span(group) if group > 1 else (match.end(), match.end())
        yield match[1].lower(), value_start, value_end, _QUOTES[group]


def find_attribute(html: str, start: int, end: int, name: str) -> Attribute | None:
    """Return the attribute that a browser takes for the tag's `name`: the first; None where there is none."""
    return next((one for one in attributes(html, start, end) if one[0] == name), None)


def attribute_value(html: str, start: int, end: int, quotes: Quotes) -> str:
    """Decode the part of an attribute's value at `html[start:end]`: `A &amp; B` → `A & B`."""
    source = html[start:end]
    if "&" in source or "\0" in source:
        import turbohtml  # noqa: PLC0415 — 20 ms, where a text is read alone

        return next(turbohtml.tokenize(f"<a a={quotes}{source}{quotes}>")).attr("a") or ""
    return source.replace("\r\n", "\n").replace("\r", "\n") if "\r" in source else source


def quote(value: str, quotes: Quotes) -> str:
    """Return `value` escaped for the quotes it stands in, or quoted where it stands in none.

    `A "b>` → `A &quot;b&gt;` in double quotes, `"A &quot;b&gt;"` in none.
    """
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return in_quotes(escaped, quotes)


def in_quotes(text: str, quotes: Quotes) -> str:
    """Return a text of HTML as an attribute's value: `Say "yes"` → `Say &quot;yes&quot;`."""
    if quotes is Quotes.SINGLE:
        return text.replace("'", "&#39;")
    text = text.replace('"', "&quot;")
    return text if quotes is Quotes.DOUBLE else f'"{text}"'
