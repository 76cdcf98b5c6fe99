"""A text of the msgid form as a page shows it: its tags as elements that can do nothing, its words escaped.

Nothing of a post or a catalog gets into a page as markup: elements are made here, of a closed set and without
attributes of theirs. So a preview can be opened whatever somebody wrote.
"""

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from calque.html.markup import TAG, decode
from calque.model import Placeholder
from calque.worddiff import Edit

__all__ = ["shown_changes", "shown_text"]

_ELEMENTS = frozenset(
    "abbr b bdi bdo cite code dfn em i kbd mark q s samp small strong sub sup u var".split()
)
"""Inline elements that stand for themselves; any other is shown as a plain span."""
_ANY_TAG = re.compile(r"(</?[a-z][^<>]*>)")


def shown_text(text: str, placeholders: Sequence[Placeholder] = ()) -> Markup:
    """Return a text as HTML that looks like the page's.

    `See <a id="1">this</a> <img id="2"/> <script>` → a span for the link, a chip for the image, `&lt;script&gt;`.
    """
    meanings = {str(one.id): one.meaning for one in placeholders if one.id is not None}
    names = {one.name for one in placeholders}
    out: list[str] = []
    open_: list[str] = []
    position = 0
    for match in TAG.finditer(text):
        out.append(escape(decode(text[position : match.start()])))
        position = match.end()
        slash, name, number, void = match.groups()
        known = name in _ELEMENTS or name in names or number in meanings
        if slash:
            out.append(_closed(name, open_) if name in open_ else str(escape(match[0])))
        elif void:
            out.append(_alone(name, meanings.get(number or "", "")))
        elif known:
            out.append(_opened(name, meanings.get(number or "", "")))
            open_.append(name)
        else:
            out.append(escape(match[0]))
    out.append(escape(decode(text[position:])))
    out += [f"</{_element(name)}>" for name in reversed(open_)]
    return Markup("".join(out))  # noqa: S704 — made of escaped texts and of the elements above


def shown_changes(runs: Sequence[tuple[Edit, str]]) -> Markup:
    """Return what changed between two texts, tags of the msgid form set apart as code."""
    out: list[str] = []
    for edit, text in runs:
        parts = (
            f"<code>{escape(part)}</code>" if number % 2 else str(escape(part))
            for number, part in enumerate(_ANY_TAG.split(text))
        )
        inner = "".join(parts)
        out.append(inner if edit is Edit.SAME else f"<{edit}>{inner}</{edit}>")
    return Markup("".join(out))  # noqa: S704 — the same


def _element(name: str) -> str:
    return name if name in _ELEMENTS else "span"


def _opened(name: str, meaning: str) -> str:
    said = f' title="{escape(meaning)}"' if meaning else ""
    if name in _ELEMENTS:
        return f"<{name}{said}>"
    return f'<span class="{"link" if name == "a" else "part"}"{said}>'


def _closed(name: str, open_: list[str]) -> str:
    """Close an element, and what was opened in it and not closed."""
    closed = []
    while open_:
        last = open_.pop()
        closed.append(f"</{_element(last)}>")
        if last == name:
            break
    return "".join(closed)


def _alone(name: str, meaning: str) -> str:
    if name in ("br", "wbr"):
        return f"<{name}>"
    return f'<span class="chip">{escape(meaning or ("image" if name == "img" else "code"))}</span>'
