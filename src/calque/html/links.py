"""The addresses that a text links to, each to be put in another's place."""

from collections.abc import Callable, Iterator

from calque.html.attributes import attribute_value, find_attribute, quote
from calque.html.tokens import tokenize

__all__ = ["Relink", "relinked"]

Relink = Callable[[str], str | None]
"""Given the address of a link, returns the one to put in its place, or None."""


def relinked(html: str, relink: Relink) -> Iterator[tuple[int, int, str]]:
    """Yield what is to stand at the span of each address that changes: `<a href=/x>`, `/fr/x` → 8, 10, `"/fr/x"`.

    A link that names the language of its page by `hreflang` stays: it leads to another language on purpose.
    """
    for kind, start, end, name, values in tokenize(html, exact=True):
        names = {key for key, _ in values} if kind in {"open", "void"} and name in _LINKS else ()
        if "href" not in names or "hreflang" in names:
            continue
        found = find_attribute(html, start, end, "href")
        if found is None:
            continue
        _, value_start, value_end, quotes = found
        address = attribute_value(html, value_start, value_end, quotes)
        other = relink(address) if address else None
        if other is not None and other != address:
            yield value_start, value_end, quote(other, quotes)


_LINKS = frozenset(("a", "area"))
