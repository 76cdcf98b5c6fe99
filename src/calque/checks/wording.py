"""Words that stand twice, and texts far shorter or longer than their source."""

import re
from collections.abc import Iterator

from calque.checks.pair import MASK, Pair
from calque.counts import plural
from calque.html import plain
from calque.language.scripts import CJK, count_scripts
from calque.locales.writing import UNSPACED_LANGUAGES

__all__ = ["length", "repeated_words"]

_REPEATED = re.compile(r"(?<![\w'’-])([^\W\d_]{2,})[ \u00a0\n]+\1(?![\w'’-])", re.IGNORECASE)
_TWICE = re.compile(r"\b(\w+)\W+\1\b", re.IGNORECASE)
_DOUBLING = UNSPACED_LANGUAGES | frozenset(
    "af am az bn ceb eu fil gu haw hi hy id ig jv ka kk kn ko ky mi mk ml mr ms ne nso or pa rw "
    "si st su sw ta te tk tl tn tr ur uz vi wo xh yo zu".split()
)
"""Languages in which a word said twice is grammar, or which write no spaces."""
_RIGHT = {
    "da": "at der det",
    "de": "das dem den der die sie ihr ihnen",
    "en": "had that",
    "es": "se",
    "fi": "on",
    "fr": "nous vous",
    "gl": "se",
    "hu": "az ez ki",
    "it": "man piano via",
    "nl": "dat die het je is",
    "nb": "at der det",
    "nn": "at der det",
    "no": "at der det",
    "pt": "se",
    "ro": "sa",
    "sv": "att det",
}
"""By language, what may stand twice: `der, der der Stadt half` without its comma, `nous nous voyons`."""


def repeated_words(pair: Pair) -> Iterator[str]:
    """Yield words that stand twice in a row, where that is no grammar and the source does not do so."""
    if pair.language in _DOUBLING:
        return
    found = _REPEATED.search(pair.target_text)
    if found is None or _TWICE.search(pair.source_text):
        return
    word = found[1]
    if found[0].split()[1].isupper() or word.lower() in _RIGHT.get(pair.language, "").split():
        return
    yield f"{found[0]!r} stands there twice"


_WIDTHS = {"zh": 2.8, "ja": 1.8, "ko": 1.8}
"""By language, how many letters of an alphabet one character says."""
_LEAST_LETTERS, _LEAST_LONG = 80, 100
_SHORTEST, _LONGEST = 0.4, 3.0


def length(pair: Pair) -> Iterator[str]:
    """Yield where the target is far shorter or longer than its source lets one expect."""
    if max(len(pair.source), len(pair.target)) < _LEAST_LETTERS // 3 or pair.source == pair.target:
        return
    told = f"{plural(len(pair.target), 'character')} for {len(pair.source)} of the source"
    wanted = _size(pair.source, pair.source_language)
    given = _size(pair.target, pair.language)
    if wanted >= _LEAST_LETTERS and given < wanted * _SHORTEST:
        yield f"{told}: something seems to be missing"
    elif given >= _LEAST_LONG and given > wanted * _LONGEST and MASK not in pair.source_text:
        yield f"{told}: something seems to have come in"


def _size(text: str, language: str) -> float:
    """Return how much a text says, in letters of an alphabet."""
    text = plain(text)
    if text.isascii() or language not in _WIDTHS:
        return len(text)
    wide = sum(count for script, count in count_scripts(text).items() if script in CJK)
    return len(text) + (_WIDTHS[language] - 1) * wide
