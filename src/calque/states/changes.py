"""How much a source text changed since its translation was confirmed."""

import re

from calque.html import count_words, plain
from calque.html.cosmetic import look_of
from calque.html.signs import equal_signs
from calque.language.negations import negations
from calque.model import Change
from calque.worddiff import Edit, diff_words

__all__ = ["changed_words", "grade_change", "same_words"]

_MINOR_WORDS = 2
_MINOR_SHARE = 0.25


def grade_change(old: str, new: str, *, language: str = "en") -> Change | None:
    """Grade the step from the text that a translation was made from to today's.

    `open at 9` → `open at 10` is major (a number), `a big tree` → `a tall tree, near the old bridge` major,
    `We open at noon on Mondays` → `We open at noon on Sundays` minor, `<em>a</em>` → `<strong>a</strong>`
    markup, straight → curly quotes None.
    """
    if equal_signs(old) == equal_signs(new):
        return None
    if same_words(old, new):
        return Change.MARKUP
    if _facts(old, language) != _facts(new, language):
        return Change.MAJOR
    changed = changed_words(old, new)
    if changed <= _MINOR_WORDS and changed <= _MINOR_SHARE * max(1, count_words(new)):
        return Change.MINOR
    return Change.MAJOR


def changed_words(old: str, new: str) -> int:
    """Count the words that a translator has to look at: of each changed place the longer side, at least 1."""
    changed = gone = 0
    for edit, run in diff_words(look_of(old), look_of(new)):
        size = count_words(run) if edit is not Edit.SAME else 0
        changed += max(0, size - gone) if edit is Edit.INS else size
        gone = size if edit is Edit.DEL else 0
    return max(1, changed)


def same_words(old: str, new: str) -> bool:
    """Tell whether two msgid forms read alike once their tags are dropped."""
    return look_of(old) == look_of(new)


def _facts(text: str, language: str) -> tuple[list[str], list[str]]:
    """Return what must not change unnoticed: numbers (with dates and prices) and negations."""
    words = plain(text).lower()
    numbers = re.findall(r"\d+(?:[.,:/\u2013-]\d+)*", words)
    return sorted(numbers), list(negations(words, language) or ())
