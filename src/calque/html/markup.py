"""The grammar of a segment's text, the *msgid form*: words, references, and tags that stand for the source's.

::

    <strong>…</strong>     a pair without attributes
    <a id="1">…</a>        a pair with attributes
    <br/>  <img id="2"/>   the same for elements without content
    <x id="3"/>            anything else: a comment, a shortcode, a tag without its partner
    &amp; &lt; &gt;        the characters & < >; a translation may use any character reference

`docs/reference/segments.md` says it for translators.
"""

import re
from html import unescape
from html.entities import html5

__all__ = ["ANY_TAG", "NAME", "REFERENCE", "TAG", "decode", "is_reference"]

NAME = re.compile(r"[a-z][a-z0-9._:-]*")
"""The names of elements that stand in the msgid form; others become `<x id="…"/>`."""

TAG = re.compile(rf'<(/)?({NAME.pattern})(?: id="([1-9][0-9]{{0,8}})")?( ?/)?>')
"""A tag of the msgid form: slash of an end tag, name, id, slash of a void tag."""

ANY_TAG = re.compile("<[^<>]*>")
"""What stands between angle brackets; in a text that is right, always a tag."""

REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
"""What may be a character reference; see `is_reference`."""


def is_reference(text: str) -> bool:
    """Tell whether `&name;` or `&#8217;` is a character reference: `&foo;` is none."""
    return text[1] == "#" or text[1:] in html5


def decode(text: str) -> str:
    """Decode the references of a text in msgid form: `Q &amp; A &foo; &copy` → `Q & A &foo; &copy`."""
    return REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    """Return what a reference stands for. Python drops control characters, which a browser does not."""
    text = match[0]
    if not is_reference(text):
        return text
    character = unescape(text)
    if character or text[1] != "#":
        return character
    return chr(int(text[3:-1], 16) if text[2] in "xX" else int(text[2:-1]))
