"""What is said above a text in a handoff, in words that need no HTML: what it is on its page, the glossary's terms."""

from collections.abc import Iterator

from calque.checks import Glossary
from calque.html import plain

__all__ = ["plain_facts", "term_facts"]

_ELEMENTS = {
    "blockquote": "quotation",
    "button": "button",
    "caption": "caption of a table",
    "cite": "source of a quotation",
    "dd": "explanation of a term",
    "dt": "term",
    "figcaption": "caption",
    "label": "label of a form field",
    "legend": "heading of form fields",
    "li": "list item",
    "option": "choice of a form field",
    "p": "paragraph",
    "pre": "preformatted text",
    "summary": "heading of details",
    "td": "table cell",
    "th": "heading of a table",
} | {f"h{level}": "heading" for level in range(1, 7)}
_ATTRIBUTES = {
    "alt": "image description",
    "aria-label": "label read out, not seen",
    "placeholder": "example in an empty form field",
    "title": "text shown when pointed at",
    "value": "button",
}
_ROLES = {"title": "title of the page", "excerpt": "summary of the page", "slug": "end of the page's address"}


def plain_facts(comment: str, context: str | None) -> str:
    """Return an entry's extracted comment with its first fact, where the text stands, in plain words.

    `in ul > li` → `list item`; of an attribute `attr:alt` → `image description`; what has no plain word stays.
    """
    lines = comment.split("\n") if comment else []
    path = lines[0].removeprefix("in ") if lines and lines[0].startswith("in ") else ""
    name = _named(path, context)
    if not name:
        return comment
    return "\n".join([name, *(lines[1:] if path else lines)])


def term_facts(source: str, glossary: Glossary) -> Iterator[str]:
    """Yield the terms of a text that the glossary translates: `term: library card → carte de lecteur`."""
    for wanted in glossary.terms_in(plain(source)) if glossary else ():
        if wanted.targets:
            yield f"term: {wanted.term} → {' or '.join(wanted.targets)}"


def _named(path: str, context: str | None) -> str:
    if context in _ROLES:
        return _ROLES[context or ""]
    if context and context.startswith("attr:"):
        return _ATTRIBUTES.get(context.removeprefix("attr:"), "")
    names = [name for name in reversed(path.split(" > ")) if name in _ELEMENTS]
    return _ELEMENTS[names[0]] if names and not context else ""
