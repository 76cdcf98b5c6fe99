"""The meaning of a tag's attributes: texts to translate, and whether the text in the element is translated."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from calque.html.attributes import attribute_value, attributes
from calque.html.elements import SPACE
from calque.html.file_names import is_file_name
from calque.html.inline import Inline
from calque.html.shortcodes import CODE
from calque.html.texts import escape, worth_translating
from calque.html.tokens import Token, Values
from calque.model import Quotes

__all__ = ["Orders", "attribute_texts", "image_of", "is_code", "is_notable", "read_orders", "value_text"]

_TEXTS = frozenset(
    (
        "alt",
        "title",
        "placeholder",
        "aria-label",
        "aria-description",
        "aria-roledescription",
        "aria-valuetext",
    )
)
_TEXTS_ON: dict[str, frozenset[str]] = {
    "abbr": frozenset(("th", "td")),
    "label": frozenset(("option", "optgroup", "track", "menu", "menuitem")),
    "summary": frozenset(("table",)),
    "value": frozenset(("input",)),
}
_BUTTONS = frozenset(("submit", "button", "reset"))

_HIGHLIGHTER = re.compile(
    r"\b(?:brush|lang|language|line-numbers|hljs|highlight|prettyprint|prism|shiki|crayon|enlighter\w*|syntaxhighlighter|sourcecode|codehilite)\b",
    re.IGNORECASE,
)
"""Classes by which highlighters find the source code of a page, or mark what they made of it."""
_FIRST_SPAN = re.compile(
    r"\s*(?>(?:(?:<a\b[^>]*+></a>|<span></span>)\s*)*)<span\b(?P<values>[^>]*+)>(?P<next>[^<]*+</span>[^<]*+<span\b)?",
    re.IGNORECASE,
)
_CLASS = re.compile(r"\bclass\s*=", re.IGNORECASE)
_STYLE = re.compile(r"\bstyle\s*=", re.IGNORECASE)

_INJECTED = frozenset(
    (
        "a2a_kit",
        "addtoany_content",
        "addtoany_share_save_container",
        "heateor_sss_sharing_container",
        "jp-relatedposts",
        "sharedaddy",
        "sociable",
        "yarpp-related",
    )
)
"""Classes of what widespread plugins put into every rendered body: share buttons, related posts."""


_ORDER_CLASSES = _INJECTED | {"notranslate"}
_NOTABLE = _TEXTS | frozenset(_TEXTS_ON) | {"its-loc-note", "translate"}


class Orders(NamedTuple):
    """What a tag's attributes say of its element."""

    on: bool | None = None
    """Whether to translate it; None: as what is around it."""
    locked: bool = False
    """Whether no element in it can change that."""
    note: str = ""


_NO_ORDERS = Orders()


def is_notable(values: Values) -> bool:
    """Tell whether attributes may hold texts to translate or say whether to translate."""
    for name, value in values:
        if name == "class":
            if _is_order(value):
                return True
        elif name in _NOTABLE:
            return True
    return False


@lru_cache(maxsize=4096)
def _is_order(classes: str) -> bool:
    return not _ORDER_CLASSES.isdisjoint(classes.split())


def read_orders(values: Values) -> Orders:
    """Return what attributes say of the element: `translate="no"`, `class="notranslate"`, `its-loc-note="…"`.

    The `translate` attribute is HTML's (3.2.6.3), the note ITS 2.0's (8.3); `notranslate` is Google's convention.
    """
    orders = _NO_ORDERS
    for name, value in values:
        if name == "its-loc-note":
            orders = orders._replace(note=value)
        elif name == "translate":
            answer = value.lower()
            if answer in {"yes", "", "no"}:
                orders = orders._replace(on=answer != "no")
        elif name == "class" and _is_order(value):
            injected = not _INJECTED.isdisjoint(value.split())
            if injected or orders.on is None:
                orders = orders._replace(on=False, locked=injected)
    return orders


def is_code(html: str, end: int, values: Values) -> bool:
    """Tell whether a `<pre>` whose tag ends at `end` holds source code that a highlighter shows, without a `<code>`.

    ::

        <pre class="brush: php">  ->  True
        <pre><span class="k">def</span> f()  ->  True
        <pre lang="php">  ->  True
        <pre class="wp-block-verse">  ->  False
    """
    known = dict(values)
    classes = known.get("class", "")
    if "verse" in classes or "poem" in classes:
        return False
    if known.get("lang", "").lower() in CODE or _HIGHLIGHTER.search(classes):
        return True  # `lang="php"` is how WP-Syntax names a language, of no people
    return "preformatted" not in classes and _is_highlighted(html, end)


def _is_highlighted(html: str, start: int) -> bool:
    """Tell whether a text begins with what a highlighter makes: a span of a class, or two that it painted itself."""
    found = _FIRST_SPAN.match(html, start)
    if found is None:
        return False
    return bool(_CLASS.search(found["values"]) or (found["next"] and _STYLE.search(found["values"])))


def attribute_texts(
    html: str, token: Token, *, numbers: bool, further: AbstractSet[str] = frozenset()
) -> Iterator[tuple[str, Inline, Quotes]]:
    """Yield the attributes of a tag that are shown or read to people: `alt`, the text `Dog`, the quotes around it.

    The value of an input is one only on a button, and the name of a file is none. A `title` that says what the `alt`
    or `aria-label` beside it says is one text with it, and goes by its name. `further` are attributes that the site
    names, `data-title` or `my-card@heading`.
    """
    _, start, end, element, values = token
    wanted = {
        name for name, value in values if value and (name in _TEXTS or element in _TEXTS_ON.get(name, ()))
    }
    if "value" in wanted and dict(values).get("type", "").lower() not in _BUTTONS:
        wanted.remove("value")
    if further:
        wanted |= {
            name for name, value in values if value and not further.isdisjoint((name, f"{element}@{name}"))
        }
    if not wanted:
        return
    address = image_of(element, values) or (dict(values).get("href", "") if element == "a" else "")
    found: list[tuple[str, Inline, Quotes]] = []
    for name, value_start, value_end, quotes in attributes(html, start, end):
        if name in wanted:
            wanted.remove(name)
            inline = value_text(html, value_start, value_end, quotes, numbers=numbers)
            if inline and not is_file_name(inline[3], address):
                found.append((name, inline, quotes))
            if not wanted:
                break
    same = {inline[3]: name for name, inline, _ in found if name in {"alt", "aria-label"}}
    for name, inline, quotes in found:
        yield (same.get(inline[3], name) if name == "title" else name), inline, quotes


def image_of(name: str, values: Values) -> str:
    """Return the address of an image by the name and the attributes of its tag; empty of other tags.

    Where a page loads its images late, `src` is a stand-in (`data:…`), and `data-src` the address.
    """
    if name not in {"img", "input"}:
        return ""
    found = dict(values)
    addresses = (found.get(one, "") for one in ("src", "data-src", "data-lazy-src", "data-original"))
    return next((one for one in addresses if one and not one.startswith("data:")), "")


def value_text(html: str, start: int, end: int, quotes: Quotes, *, numbers: bool) -> Inline | None:
    """Return the text of an attribute's value in msgid form, without white space around; None where it is none."""
    source = html[start:end]
    text_start = start + len(source) - len(source.lstrip(SPACE))
    text_end = start + len(source.rstrip(SPACE))
    if text_start >= text_end:
        return None
    text = attribute_value(html, text_start, text_end, quotes)
    return (
        (escape(text), text_start, text_end, text, ()) if worth_translating(text, numbers=numbers) else None
    )
