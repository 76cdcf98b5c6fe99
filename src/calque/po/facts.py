"""The facts above a text (`#.`): what it is on its page, in words that need no HTML, and what its image and signs are.

Templates, catalogs and handed-out files say them in the same words. An entry that says them in another version's words
is not written for that alone.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

__all__ = [
    "CHANGED",
    "place_name",
    "place_of",
    "present_facts",
    "says_the_same",
    "unseen_facts",
    "with_terms",
]

CHANGED = "changed: "
"""How the line begins that says how a text became what it is."""
_TERM = "term: "
_IMAGE = "image: "
"""How the line begins that gives the address of the image that a text describes."""
_UNSEEN_FACT = "invisible: "
_EARLIER = "in "
"""How earlier versions began the line of the place, with the path of its elements: `in ul > li`."""

_ELEMENTS = {
    "address": "address",
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
    "pre": "preformatted text",
    "summary": "heading of details",
    "td": "table cell",
    "th": "heading of a table",
} | {f"h{level}": "heading" for level in range(1, 7)}
_PARAGRAPH = "paragraph"
_AROUND = {"nav": "menu", "footer": "footer"}
_ATTRIBUTES = {
    "abbr": "short form of a table heading",
    "alt": "image description",
    "aria-description": "description read out, not seen",
    "aria-label": "label read out, not seen",
    "aria-roledescription": "kind of element, read out, not seen",
    "aria-valuetext": "value read out, not seen",
    "label": "label of a choice or a track",
    "placeholder": "example in an empty form field",
    "summary": "summary of a table, read out, not seen",
    "title": "text shown when pointed at",
    "value": "button",
}
_ROLES = {"title": "title of the page", "excerpt": "summary of the page"}
_NAMES = frozenset(
    (
        *_ATTRIBUTES.values(),
        *_ROLES.values(),
        *(
            f"{name}{around}"
            for name in (*_ELEMENTS.values(), _PARAGRAPH)
            for around in ("", *(f", in a {one}" for one in _AROUND.values()))
        ),
    )
)

_UNSEEN_SIGNS = "\u00a0\u00ad\u034f\u061c\u180e\u2000-\u200f\u202f\u205f-\u2064\u3000\ufeff"
"""Characters that look like a space or like nothing, and matter: an editor of PO files does not show them."""
_UNSEEN = re.compile(f"[{_UNSEEN_SIGNS}]")
_SEEN = re.compile(rf"[^\s{_UNSEEN_SIGNS}]+")
_TAG = re.compile(r"<[^<>]*>?")
_MOST_PLACES = 3
_BEFORE = 60
_SHOWN = 20


def place_name(path: str, context: str | None) -> str:
    """Return what a text is on its page, by the elements around it and its role; empty where no plain word says it.

    `ul > li` → `list item`; `nav > ul > li` → `list item, in a menu`; of `attr:alt` → `image description`.
    """
    if context in _ROLES:
        return _ROLES[context or ""]
    if context and context.startswith("attr:"):
        return _ATTRIBUTES.get(context.removeprefix("attr:"), "")
    if context:
        return ""
    names = path.split(" > ")
    found = next((_ELEMENTS[name] for name in reversed(names) if name in _ELEMENTS), "")
    found = found or (_PARAGRAPH if "p" in names else "")
    around = next((_AROUND[name] for name in reversed(names) if name in _AROUND), "")
    return f"{found}, in a {around}" if found and around else found


def unseen_facts(text: str) -> Iterator[str]:
    """Yield the fact that names the characters of a text which editors do not show, each with where it stands.

    `10\u00a0km` → `invisible: no-break space (U+00A0) after “10”`.
    """
    places: dict[str, list[str]] = {}
    for match in _UNSEEN.finditer(text):
        places.setdefault(match[0], []).append(_seen_before(text, match.start()))
    if places:
        told = (
            f"{unicodedata.name(one).lower()} (U+{ord(one):04X}) {_told(at)}" for one, at in places.items()
        )
        yield f"{_UNSEEN_FACT}{', '.join(told)}"


def _seen_before(text: str, end: int) -> str:
    words = _SEEN.findall(_TAG.sub(" ", text[max(0, end - _BEFORE) : end]))
    return f"after “{words[-1][-_SHOWN:]}”" if words else "at the start"


def _told(places: Sequence[str]) -> str:
    """Return where a character stands: `after “10”`, `after “10” and after “Dr.” and 2 more`."""
    shown = [*dict.fromkeys(places)][:_MOST_PLACES]
    more = len(places) - len(shown)
    return " and ".join([*shown, *([f"{more} more"] if more else [])])


def present_facts(comment: str, context: str | None, source: str) -> str:
    """Return an entry's extracted comment as this version writes it: the path in plain words, without glossary terms.

    A handed-out file says all in today's words, whichever version wrote the catalog.
    """
    lines = comment.split("\n") if comment else []
    path = lines[0].removeprefix(_EARLIER) if lines and lines[0].startswith(_EARLIER) else ""
    rest = lines[1:] if path else lines
    said = rest[0] if rest and rest[0] in _NAMES else ""
    rest = [line for line in rest if not line.startswith((_TERM, _UNSEEN_FACT))]
    name = "" if said else place_name(path, context)
    end = next((at for at, line in enumerate(rest) if line.startswith(("page: ", CHANGED))), len(rest))
    return "\n".join([*filter(None, [name]), *rest[:end], *unseen_facts(source), *rest[end:]])


def with_terms(comment: str, terms: Iterable[str]) -> str:
    """Return an extracted comment with the glossary's terms of its text: `term: library card → carte de lecteur`."""
    return "\n".join(filter(None, [comment, *(f"{_TERM}{term}" for term in terms)]))


def says_the_same(before: str, now: str) -> bool:
    """Tell whether an extracted comment says nothing that is wrong by now, so that it is no reason to write its entry.

    What it lacks is none: an earlier version did not write it, or another program took it away. Glossary terms are
    written with other changes alone, and what is invisible in a text stays as long as the text does.
    """
    if before == now:
        return True
    old, new = _parts(before), _parts(now)
    earlier = old.place.startswith(_EARLIER) and not new.place.startswith(_EARLIER)
    return old.rest == new.rest and all(
        one in ("", other)
        for one, other in (
            ("" if earlier else old.place, new.place),
            (old.image, new.image),
            (old.changed, new.changed),
        )
    )


@lru_cache(maxsize=1 << 12)
def place_of(comment: str, context: str | None) -> str:
    """Return what an entry says of its place, in today's words whichever version wrote it; empty where it is silent."""
    first = comment.partition("\n")[0]
    if first.startswith(_EARLIER):
        return place_name(first.removeprefix(_EARLIER), context)
    return first if first in _NAMES else ""


class _Parts(NamedTuple):
    """What an extracted comment says, by what may be missing of it."""

    place: str
    image: str
    changed: str
    rest: tuple[str, ...]


@lru_cache(maxsize=1 << 12)
def _parts(comment: str) -> _Parts:
    lines = comment.split("\n")
    place = lines.pop(0) if lines[0] in _NAMES or lines[0].startswith(_EARLIER) else ""
    image = changed = ""
    rest = []
    for line in lines:
        if line.startswith(_IMAGE):
            image = line
        elif line.startswith(CHANGED):
            changed = line
        elif line and not line.startswith((_TERM, _UNSEEN_FACT)):
            rest.append(line)
    return _Parts(place, image, changed, tuple(rest))
