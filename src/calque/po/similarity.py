"""How alike two source texts are, by their characters and by their words."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from calque.locales.writing import LETTERS, set_apart
from calque.worddiff import cut_words

__all__ = ["SHORT", "characters_alike", "likeness", "shared_words", "stripped", "word_count", "words_of"]

SHORT = 4
"""Texts with fewer words are taken for alike only where they also share a word."""

LARGEST = 100_000_000
"""Pairs of characters from which on two texts are compared by their words alone: two texts of 10,000 characters."""

_RUN = 4
"""Words, spaces and signs that make a run."""
_NEARLY = 0.99

LIFT = 0.05
"""How much the words may lift a score over that of the characters, where a least one is asked for."""

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?: id=\"\d+\")?/?>")
_WORD = re.compile(r"[^\W_]+")


def likeness(one: str, other: str, *, least: float = 0.0) -> float:
    """Return how alike two texts are, from 0 to 1; 0 where that is below `least`.

    Two thirds of it are the characters they share in order (normalised indel similarity), one third
    the words they share (Dice). Measured on real successive versions of documentation, the words
    set apart what merely has the same letters. Give it texts without placeholders (:func:`stripped`).
    """
    characters = characters_alike(one, other, least=max(0.0, least - LIFT))
    if not characters or characters == 1:
        return characters
    ours, theirs = words_of(one), words_of(other)
    shared = len(ours & theirs)
    if not shared and ours and min(word_count(one), word_count(other)) < SHORT:
        return 0.0
    words = 2 * shared / (len(ours) + len(theirs)) if ours or theirs else 0.0
    whole = (2 * characters + words) / 3
    return whole if whole >= least else 0.0


def characters_alike(one: str, other: str, *, least: float = 0.0) -> float:
    """Return how much of two texts are characters that they share in order; of two that are very long, runs of them."""
    if len(one) * len(other) <= LARGEST:
        return _indel()(one, other, score_cutoff=least)
    return 1.0 if one == other else _shared_runs(one, other)


def _shared_runs(one: str, other: str) -> float:
    """Return how much of two long texts are runs that both have, wherever these stand: two words, or four signs.

    Below 1 where the texts differ in anything. Longer than words alone, which any two texts of a language share.
    """
    rows = [cut_words(text) for text in (one, other)]
    ours, theirs = (Counter(zip(*(row[start:] for start in range(_RUN)), strict=False)) for row in rows)
    total = ours.total() + theirs.total()
    return min(_NEARLY, 2 * (ours & theirs).total() / total) if total else 0.0


def shared_words(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two texts share in order; of two that are very long, in whatever order."""
    if len(one) * len(other) > LARGEST:
        return (Counter(one) & Counter(other)).total()
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - only a merge with new texts needs it

    return int(LCSseq.similarity(one, other))


@cache
def _indel() -> Callable[..., float]:
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - 20 ms that only a merge with new texts needs

    return Indel.normalized_similarity


def stripped(text: str) -> str:
    """Return a text without its placeholder tags: `Read <a id="1">this</a>` → `Read this`."""
    return _TAG.sub("", text) if "<" in text else text


@cache
def _unspaced() -> re.Pattern[str]:
    """Return the form of a letter of an unspaced script; few commands compare texts with such."""
    return re.compile(f"[{LETTERS}]")


@lru_cache(maxsize=1 << 11)
def words_of(text: str) -> frozenset[str]:
    """Return the words of a text without case and plural s; where none are written apart, pairs of characters."""
    words = {word.rstrip("s") for word in _WORD.findall(text.casefold())}
    unspaced = None if text.isascii() else _unspaced()
    if unspaced and unspaced.search(text):
        words |= {text[at : at + 2] for at in range(len(text) - 1) if unspaced.match(text, at)}
    return frozenset(words)


def word_count(text: str) -> int:
    """Return the number of words, scripts without spaces included."""
    rest, count = set_apart(text)
    return len(_WORD.findall(rest)) + count
