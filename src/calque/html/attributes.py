"""The attributes of a tag, each with the place of its value."""

import re
from collections.abc import Iterator

import turbohtml

__all__ = ["TAG", "attribute_value", "attributes", "quote", "quote_mark"]

_ATTRIBUTE = (
    r"[\t\n\f\r /]*+([^\t\n\f\r />][^\t\n\f\r />=]*+)"
    r"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:\"([^\"]*+)(?:\"|\Z)|'([^']*+)(?:'|\Z)|(?![\"'])([^\t\n\f\r >]*+)))?+"
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)

TAG = re.compile(
    rf"<(?P<slash>/?)(?P<name>[a-zA-Z][^\t\n\f\r />]*+)(?:{_ATTRIBUTE})*+(?P<empty>[\t\n\f\r /]*+)>"
)
"""A complete tag, as the HTML Standard (13.2.5) reads one; linear, without a step back."""

_TAG_NAME = re.compile(r"</?[^\t\n\f\r />]+")


def attributes(html: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield the attributes of the tag at `html[start:end]`, each with the span of its value without the quotes.

    `<a href="/x">` → href, 9, 11. Of a name that comes twice the first counts. Without a value the span is empty.
    """
    name = _TAG_NAME.match(html, start, end)
    position = name.end() if name else start
    while match := _ATTRIBUTES.match(html, position, end - 1):  # one behind the other, and nothing between
        position = match.end()
        group = match.lastindex or 1
        value_start, value_end = match.span(group) if group > 1 else (match.end(), match.end())
        yield match[1].lower(), value_start, value_end


def attribute_value(html: str, start: int, end: int, mark: str) -> str:
    """Decode the part of an attribute's value at `html[start:end]` that stands in the quotes `mark`, if any."""
    source = html[start:end]
    if "&" in source or "\0" in source:
        return next(turbohtml.tokenize(f"<a a={mark}{source}{mark}>")).attr("a") or ""
    return source.replace("\r\n", "\n").replace("\r", "\n") if "\r" in source else source


def quote_mark(html: str, start: int) -> str:
    """Return the quotes that the value beginning at `start` stands in: `"`, `'` or nothing."""
    mark = html[start - 1]
    return mark if mark in "\"'" else ""


def quote(value: str, mark: str) -> str:
    """Return `value` escaped for the quotes it stands in, or quoted where it stands in none.

    `A "b>` → `A &quot;b&gt;` in double quotes, `"A &quot;b&gt;"` in none.
    """
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    if mark == "'":
        return escaped.replace("'", "&#39;")
    escaped = escaped.replace('"', "&quot;")
    return escaped if mark == '"' else f'"{escaped}"'
