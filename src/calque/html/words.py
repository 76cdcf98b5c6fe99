"""The words of a text in msgid form."""

import re

from calque.html.markup import decode
from calque.locales.writing import words_in

__all__ = ["count_words", "plain", "without_tags"]

_VOID = re.compile(r"<[a-z][^<>]*/>")
_PAIRED = re.compile(r"</?[a-z][^<>]*>")
_SPACES = re.compile(r"[ \t\n\f\r]+")


def plain(text: str) -> str:
    """Return the words of a text in msgid form: `Q &amp; <b>A</b><br/>now` → `Q & A now`."""
    if "<" in text:
        text = _SPACES.sub(" ", without_tags(text)).strip(" ")
    return decode(text)


def without_tags(text: str) -> str:
    """Return a text in msgid form without its tags: tags of pairs are removed, others become a space."""
    return _PAIRED.sub("", _VOID.sub(" ", text) if "/>" in text else text)


def count_words(text: str) -> int:
    """Count the words of a text in msgid form: `Don’t <b>panic</b>` → 2, `日本語` → 3."""
    return words_in(plain(text))
