"""The addresses that a text links to, each to be put in another's place."""

from collections.abc import Callable, Iterator

from calque.html.attributes import attribute_value, attributes, quote, quote_mark
from calque.html.tokens import tokenize

__all__ = ["Relink", "relinked"]

Relink = Callable[[str], str | None]
"""Given the address of a link, returns the one to put in its place, or None."""


def relinked(html: str, relink: Relink) -> Iterator[tuple[int, int, str]]:
    """Yield what is to stand at the span of each address that changes: `<a href=/x>`, `/fr/x` → 8, 10, `"/fr/x"`."""
    for kind, start, end, name, values in tokenize(html, exact=True):
        if kind not in {"open", "void"} or name not in _LINKS or not any(key == "href" for key, _ in values):
            continue
        value_start, value_end = next(
            (at, to) for key, at, to in attributes(html, start, end) if key == "href"
        )
        mark = quote_mark(html, value_start)
        address = attribute_value(html, value_start, value_end, mark)
        other = relink(address) if address else None
        if other is not None and other != address:
            yield value_start, value_end, quote(other, mark)


_LINKS = frozenset(("a", "area"))
