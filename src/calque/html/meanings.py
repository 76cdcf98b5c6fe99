"""What a placeholder stands for, in words for translators."""

import re
from html import unescape

from calque.html.attributes import value_of

__all__ = ["meaning"]

_LONGEST = 80
_BARE = {"br": "line break", "wbr": "place where a long word may break", "hr": "line"}
_TAG = re.compile(r"</?([a-zA-Z][^\t\n\f\r />]*)")
_SPACES = re.compile(r"\s+")


def meaning(name: str, opening: str) -> str:
    """Return what the tag of the msgid form stands for: `a`, `<a href="/x">` → `link to /x`."""
    if name in _BARE:
        return _BARE[name]
    if name == "a":
        return _link(opening)
    if name == "img":
        source = value_of(opening, "src")
        return _short(f"image {source.rpartition('/')[2] or source}") if source else "image"
    if name == "x":
        return _opaque(opening)
    inside = opening[1 + len(name) : -1].strip(" \t\n\f\r/")
    return _short(f"{name} with {inside}") if inside else ""


def _link(opening: str) -> str:
    if target := value_of(opening, "href"):
        return _short(f"link to {target}")
    anchor = value_of(opening, "id") or value_of(opening, "name")
    return _short(f"anchor {anchor}") if anchor else ""


def _opaque(source: str) -> str:
    if source.startswith("["):
        return _short(f"shortcode {source}")
    if source.startswith("<!--"):
        return _short(f"comment {source[4:].removesuffix('-->').strip()}")
    tag = _TAG.match(source)
    if tag is None:
        return _short(f"not translated: {unescape(source)}")
    if source.startswith("</"):
        return f"end of {tag[1].lower()}"
    return _short(f"not translated: {source}")


def _short(text: str) -> str:
    text = _SPACES.sub(" ", text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
