"""Brackets and quotes that are opened and closed."""

import re
from collections.abc import Iterator

from calque.checks.pair import Pair

__all__ = ["brackets", "quotes"]

_BRACKETS = {
    "(": "()",
    ")": "()",
    "（": "()",
    "）": "()",
    "[": "[]",
    "]": "[]",
    "［": "[]",
    "］": "[]",
    "{": "{}",
    "}": "{}",
    "【": "【】",
    "】": "【】",
    "《": "《》",
    "》": "《》",
}
_ANY_BRACKET = re.compile("[" + re.escape("".join(_BRACKETS)) + "]")
_OPENING = "([{（［【《"
_ITEM = re.compile(r"(?:^|[\s\u00a0(,;])[\w.]{1,3}\)|[:;]['-]?\)")
"""`a)`, `1)` and `:)`, which close nothing."""


def brackets(pair: Pair) -> Iterator[str]:
    """Yield brackets that nothing closes or opens, where those of the source are in order."""
    if _ANY_BRACKET.search(pair.target_text) is None:
        return
    wrong = _unbalanced(pair.target_text)
    if wrong and not _unbalanced(pair.source_text) and _unbalanced(_ITEM.sub("", pair.target_text)):
        yield f"{wrong} is not closed" if wrong in _OPENING else f"{wrong} closes nothing"


def _unbalanced(text: str) -> str:
    """Return the first bracket without its partner, or nothing."""
    opened: list[str] = []
    for found in _ANY_BRACKET.finditer(text):
        bracket = found[0]
        if bracket in _OPENING:
            opened.append(bracket)
        elif opened and _BRACKETS[opened[-1]] == _BRACKETS[bracket]:
            opened.pop()
        else:
            return bracket
    return opened[0] if opened else ""


_IN_WORD = re.compile('(?<=[\u05d0-\u05f2])["”](?=[\u05d0-\u05f2])')
"""The sign of Hebrew abbreviations, between two letters."""
_LEAST_LETTERS = 4
_ANY_QUOTE = re.compile('[«»„“”‹›「」『』"]')


def quotes(pair: Pair) -> Iterator[str]:
    """Yield quotation marks that nothing closes or opens, where those of the source are in order.

    Each language has its own: `« »`, `„ “`, `„ ”`, `» «`, `” ”`, `「 」`; they are only counted.
    """
    text = pair.target_text
    if len(text) < _LEAST_LETTERS or _ANY_QUOTE.search(text) is None:
        return
    wrong = _odd_quote(text)
    if wrong and not _odd_quote(pair.source_text):
        yield f"{wrong} has no partner"


def _odd_quote(text: str) -> str:
    """Return a quotation mark that stands an odd number of times; of `„…”` and the like the sum counts."""
    for one, other in ("«»", "‹›", "「」", "『』"):
        if text.count(one) != text.count(other) and (text.count(one) + text.count(other)) % 2:
            return one if one in text else other
    marks = [mark for mark in _IN_WORD.sub("", text) if mark in '„“”"']
    inches = len(re.findall(r"\d\"", text))
    if len(marks) % 2 and not inches:
        return marks[0]
    return ""
