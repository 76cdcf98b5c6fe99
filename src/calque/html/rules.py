"""The site's own rules: which elements its CSS selectors pick, found by Beautiful Soup.

Beautiful Soup sees the tags alone: all else is blanked to spaces of the same length, on one line, so each element's
column is its place in the text, and nothing that html.parser is slow on or stumbles over is left. So selectors go by
elements, attributes and nesting; `:empty` and `:-soup-contains()` have nothing to see.
"""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from calque.errors import ConfigError
from calque.html.selectors import compile_selector
from calque.html.tokens import tokenize
from calque.model import Rules

__all__ = ["Marks", "Role", "marks_of"]

Role: TypeAlias = Literal["include", "exclude", "inline", "opaque"]

Marks: TypeAlias = Mapping[int, frozenset[Role]]
"""For each element that a rule picks, by where its start tag begins, what it is to be."""

_TAGS = frozenset(("open", "close", "void", "block", "end", "break", "dead"))
_NO_MARKS: Marks = MappingProxyType({})


def marks_of(html: str, rules: Rules) -> Marks:
    """Return what the rules say of the elements of `html`: `.x` on `<p>a<b class="x">` → 4.

    ConfigError: a selector is none.
    """
    selectors: dict[Role, tuple[str, ...]] = {
        "include": rules.include,
        "exclude": rules.exclude,
        "inline": rules.inline,
        "opaque": rules.opaque,
    }
    if not any(selectors.values()):
        return _NO_MARKS
    from bs4 import BeautifulSoup  # noqa: PLC0415  # a tenth of a second that only sites with rules pay

    soup = BeautifulSoup(_tags_alone(html), "html.parser")
    roles: defaultdict[int, set[Role]] = defaultdict(set)
    for role, of_role in selectors.items():
        for selector in of_role:
            try:
                pattern = compile_selector(selector)
            except ValueError as error:
                raise ConfigError(f"[html] {role}: {error}; correct it") from error
            for element in pattern.select(soup):
                roles[element.sourcepos or 0].add(role)
    return {start: frozenset(found) for start, found in roles.items()}


def _tags_alone(html: str) -> str:
    return "".join(
        html[start:end].translate(_ONE_LINE) if kind in _TAGS else " " * (end - start)
        for kind, start, end, _, _ in tokenize(html)
    )


_ONE_LINE = str.maketrans("\r\n", "  ")
