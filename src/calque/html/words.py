"""The words of a text in msgid form."""

import re
from html import unescape

from calque.html.markup import TAG

__all__ = ["count_words", "plain"]

_SPACES = re.compile(r"[ \t\n\f\r]+")

_EACH = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_EACH}]|[^\W_{_EACH}]+(?:['\u2019\u00b7.,-]?[^\W_{_EACH}]+)*")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+(?:['.,-]?[A-Za-z0-9]+)*")


def plain(text: str) -> str:
    """Return the words of a text in msgid form: `Q &amp; <b>A</b><br/>now` → `Q & A now`."""
    if "<" in text:
        text = TAG.sub(lambda tag: " " if tag["void"] else "", text)
        text = _SPACES.sub(" ", text).strip(" ")
    return unescape(text) if "&" in text else text


def count_words(text: str) -> int:
    """Count the words of a text in msgid form: `Don’t <b>panic</b>` → 2, `日本語` → 3.

    A word is a run of letters and digits, with apostrophes, hyphens and decimal marks inside; each Han character
    and each kana counts as one, as word processors count them.
    """
    text = plain(text) if "<" in text or "&" in text else text
    return len((_ASCII_WORD if text.isascii() else _WORD).findall(text))
