"""The words of a text in msgid form."""

import re
from functools import cache

from calque.html.elements import SPACE
from calque.html.markup import decode

__all__ = ["count_words", "plain", "without_tags", "words_in"]

_VOID = re.compile(r"<[a-z][^<>]*/>")
_PAIRED = re.compile(r"</?[a-z][^<>]*>")
_SPACES = re.compile(r"[ \t\n\f\r]+")

_SINGLE = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Han characters and kana."""


def plain(text: str) -> str:
    """Return the words of a text in msgid form: `Q &amp; <b>A</b><br/>now` → `Q & A now`."""
    if "<" in text:
        text = _SPACES.sub(" ", without_tags(text)).strip(" ")
    return decode(text)


def without_tags(text: str) -> str:
    """Return a text in msgid form without its tags; those of pairs leave nothing, the others a space."""
    return _PAIRED.sub("", _VOID.sub(" ", text) if "/>" in text else text)


def count_words(text: str) -> int:
    """Count the words of a text in msgid form: `Don’t <b>panic</b>` → 2, `日本語` → 3.

    Words stand between white space, em and en dashes; each Han character and each kana counts as one. So count
    word processors.
    """
    return words_in(plain(text))


def words_in(text: str) -> int:
    """Count the words of a decoded text without tags."""
    count = 0
    if not text.isascii():
        if _far().search(text):
            text, count = re.subn(f"[{_SINGLE}]", " ", text)
        text = text.replace("\u2014", " ").replace("\u2013", " ")
    if "  " in text or "\n" in text or "\u00a0" in text or text[:1] in _EDGES or text[-1:] in _EDGES:
        return count + len(text.split())
    return count + 1 + text.count(" ")


@cache
def _far() -> re.Pattern[str]:
    """Return what finds any character from CJK on: one range is quick to look for, but slow to compile."""
    return re.compile("[\u2e80-\U0003ffff]")


_EDGES = frozenset(("", *SPACE))
