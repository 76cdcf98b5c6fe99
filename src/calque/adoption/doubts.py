"""Doubts whether a translation that a live page has had since before anybody looked is one of today's text.

Where nothing is known of the source as it was, a text that gained a sentence, a number or a "not" aligns with its old
translation as surely as one that did not. What the two sides of a page nearly always share tells some of these apart.
`bench/drift.py` measures how many, and how many translations are doubted that are right.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from calque.checks import CheckSetting
from calque.checks.links import links
from calque.checks.numbers import numbers
from calque.checks.pair import Pair
from calque.html import plain
from calque.html.sentences import count_sentences
from calque.language.negations import negations
from calque.locales.writing import UNSPACED_LANGUAGES

__all__ = ["Doubts"]

_ODD_LENGTH = 2.2
"""Deviations from which on a length speaks for itself."""
_LEAST = 100
"""Characters of the page's other texts, below which nothing is known of how long its translations are."""
_DRAWN = 50
"""Characters by which the page's own ratio of lengths is drawn to none."""
_SCATTER_UNSPACED = 1.8
"""How much more the lengths of short texts stray where one side is written without spaces: names stay in Latin."""
_CODE = re.compile(r"<code\b[^<>]*>(.*?)</code>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Doubts:
    """The texts of a page with their translations, to be doubted one by one."""

    setting: CheckSetting
    source: int
    target: int
    """The characters of all texts, and of all translations."""

    @classmethod
    def of(cls, setting: CheckSetting, pairs: Sequence[tuple[str, str]]) -> "Doubts":
        """Return the doubts of a page, by its source texts and their translations in msgid form."""
        sizes = [(len(plain(one)), len(plain(other))) for one, other in pairs]
        return cls(setting, sum(one for one, _ in sizes), sum(other for _, other in sizes))

    def of_text(self, source: str, target: str) -> str:
        """Return why a translation may be of an earlier text; empty where nothing speaks against it.

        `Open at 9. Closed on Sundays.`, `Ouvert à 9 h.` → the source has 2 sentences, the page 1
        """
        pair = Pair(source, target, self.setting)
        for told in (*numbers(pair), *links(pair)):
            return told
        one, other = plain(source), plain(target)
        return _code(source, target) or self._denial(one, other) or self._length(one, other)

    def _denial(self, source: str, target: str) -> str:
        there = negations(target, self.setting.target_locale.partition("-")[0])
        here = negations(source, self.setting.source_locale.partition("-")[0])
        return "the source denies, the page does not" if here and there == () else ""

    def _length(self, source: str, target: str) -> str:
        deviation = self._deviation(len(source), len(target))
        if deviation is None:
            return ""
        if abs(deviation) > _ODD_LENGTH:
            return f"too {'long' if deviation > 0 else 'short'} beside the rest of the page"
        here, there = count_sentences(source), count_sentences(target)
        if (here > there and deviation < 0) or (here < there and deviation > 0):
            return f"the source has {here} sentence{'' if here == 1 else 's'}, the page {there}"
        return ""

    def _deviation(self, source: int, target: int) -> float | None:
        """Return how much longer a translation is than those of the page's other texts; None where that is unknown."""
        others = self.source - source, self.target - target
        if others[0] < _LEAST or others[1] <= 0 or not source or not target:
            return None
        ratio = math.log((others[1] + _DRAWN) / (others[0] + _DRAWN))
        sigma = math.sqrt(0.03 + 3 / (source + 3))
        languages = {
            tag.partition("-")[0] for tag in (self.setting.source_locale, self.setting.target_locale)
        }
        if languages & UNSPACED_LANGUAGES:
            sigma *= _SCATTER_UNSPACED
        return (math.log(target) - math.log(source) - ratio) / sigma


def _code(source: str, target: str) -> str:
    """Return which code inside a text became another; what only one of the two marks as code says nothing."""
    here, there = (
        Counter(" ".join(plain(found).split()) for found in _CODE.findall(text)) for text in (source, target)
    )
    if here.total() != there.total() or here == there:
        return ""
    (one, *_), (other, *_) = here - there, there - here
    return f"the source has the code {one}, the page {other}"
