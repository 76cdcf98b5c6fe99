"""What a placeholder stands for, in words for translators."""

from html import unescape

from calque.html.attributes import TAG
from calque.html.elements import DEAD, VOIDS
from calque.html.tokens import Values
from calque.visible import shortened

__all__ = ["meaning"]

_LONGEST = 80
_BARE = {"br": "line break", "wbr": "place where a long word may break"}
_NO_TEXT = DEAD | {"math", "svg"}


def meaning(name: str, opening: str, values: Values) -> str:
    """Return what the tag of the msgid form stands for: `a`, `<a href="/x">` → `link to /x`."""
    if name == "a":
        return _link(values)
    if name == "x":
        return _opaque(opening)
    if name == "img":
        source = _first(values, "src")
        return _short(f"image {source.rpartition('/')[2] or source}") if source else "image"
    if name in _BARE:
        return _BARE[name]
    return _short(f"{name} with {opening[1 + len(name) : -1].strip()}") if values else ""


def _link(values: Values) -> str:
    if target := _first(values, "href"):
        return _short(f"link to {target}")
    anchor = _first(values, "id") or _first(values, "name")
    return _short(f"anchor {anchor}") if anchor else ""


def _first(values: Values, wanted: str) -> str:
    return next((value for name, value in values if name == wanted), "")


def _opaque(source: str) -> str:
    if source.startswith("["):
        return _short(f"shortcode {source}")
    if source.startswith("<!--"):
        return _short(f"comment {source[4:].removesuffix('-->').strip()}".rstrip())
    tag = TAG.match(source)
    name = tag["name"].lower() if tag else ""
    if tag and tag.end() == len(source) and name not in VOIDS:
        return _short(f"{'end' if tag['slash'] else 'start'} of {name}")
    if name in _NO_TEXT:
        return name
    return _short(f"not translated: {unescape(TAG.sub('', source[: 4 * _LONGEST])).strip() or name}")


def _short(text: str) -> str:
    return shortened(" ".join(text[: 4 * _LONGEST].split()), _LONGEST)
