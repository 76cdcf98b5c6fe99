"""langdetect's language profiles, read as models that score words.

A profile counts the n-grams of a language's Wikipedia, n from 1 to 3, within words. Here they give the
probability of a letter after the two before it, smoothed by its probability after one and after none
(interpolation in the way of Witten and Bell). As no n-gram crosses a space, a text's log-likelihood is the
sum of its words', and a word's can be kept. Function words, which a profile of letters cannot know, add to it.
"""

import json
from functools import lru_cache
from importlib.util import find_spec
from math import log
from pathlib import Path
from typing import Final, Self

from calque.language.function_words import function_words
from calque.language.scripts import language_script

__all__ = ["FUNCTION_WORD", "Model", "has_profile", "model", "profile_text", "profiled_languages"]

# How much unseen weight each order passes on to the one below, as a share of all n-grams of its length.
# Chosen on word lists and sentences of 16 languages against English; `bench/language` measures the effect.
_PASSED_ON = (1e-5, 1e-3, 2e-3)
_KEPT = 1 << 15
"""Words, or n-grams beyond the profile's, that a model keeps before it starts anew."""
FUNCTION_WORD: Final = 3.0
"""What a function word adds: about how much likelier it is as a word than by its letters."""
_LONGEST_KEPT = 24
"""Letters of the longest word that is kept: Chinese and Japanese sentences have no spaces."""


class Model:
    """One language's n-grams, as log-probabilities of letters after letters."""

    __slots__ = ("_words", "language")

    def __init__(self, language: str, shares: dict[str, float]) -> None:
        self.language = language
        self._words = _Words(_Steps(shares), function_words(language))

    @classmethod
    def read(cls, language: str) -> Self:
        """Return the model of one of profiled_languages."""
        data = json.loads(profile_text(language))
        shares: dict[str, float] = {}
        for gram, count in data["freq"].items():
            if 1 <= len(gram) <= 3:  # noqa: PLR2004  as langdetect reads them
                folded = gram.lower()
                shares[folded] = shares.get(folded, 0.0) + count / data["n_words"][len(gram) - 1]
        return cls(language, shares)

    def score(self, words: list[str]) -> float:
        """Return how likely words in the form of `texts.letters` are: a natural logarithm.

        Comparable between languages of one script: either all of them have function words or none.
        """
        return sum(map(self._words.__getitem__, words))

    @property
    def kept(self) -> int:
        """How many words and n-grams are kept."""
        return len(self._words) + len(self._words.steps)


class _Words(dict[str, float]):
    """The score of each word; those met are kept, up to a bound."""

    __slots__ = ("function_words", "steps")

    def __init__(self, steps: "_Steps", function_words: frozenset[str]) -> None:
        super().__init__()
        self.steps = steps
        self.function_words = function_words

    def __missing__(self, word: str) -> float:
        if len(word) > _LONGEST_KEPT:
            return sum(map(self.steps.__getitem__, _split(word)))
        score = sum(map(self.steps.__getitem__, _grams(word)))
        if word in self.function_words:
            score += FUNCTION_WORD
        if len(self) >= _KEPT:
            self.clear()
        self[word] = score
        return score


def _split(word: str) -> list[str]:
    """Return the n-grams whose last letters spell a word: `on` → ` o`, ` on`, `on `."""
    padded = f" {word} "
    return [padded[:2], *[padded[start : start + 3] for start in range(len(word))]]


_grams = lru_cache(maxsize=1024)(_split)
"""The same, kept while the languages that are compared ask for them in turn."""


class _Steps(dict[str, float]):
    """The log-probability of an n-gram's last letter after those before it; those met are kept, up to a bound."""

    __slots__ = ("_pairs", "_prefixes", "_triples")

    def __init__(self, shares: dict[str, float]) -> None:
        super().__init__()
        singles, pairs, triples = (
            {gram: share for gram, share in shares.items() if len(gram) == length} for length in (1, 2, 3)
        )
        self._pairs = _Pairs(singles, pairs)
        self._triples = triples
        self._prefixes = _prefix_sums(triples)

    def __missing__(self, gram: str) -> float:
        share = self._pairs[gram[-2:]]
        if len(gram) == 3:  # noqa: PLR2004  a trigram; else a word's first letter
            seen = self._triples.get(gram, 0.0) + _PASSED_ON[2] * share
            share = seen / (self._prefixes.get(gram[:2], 0.0) + _PASSED_ON[2])
        if len(self) >= _KEPT:
            self.clear()
        self[gram] = step = log(share)
        return step


class _Pairs(dict[str, float]):
    """The probability of a letter after one other; those met are kept, up to a bound."""

    __slots__ = ("_firsts", "_pairs", "_singles")

    def __init__(self, singles: dict[str, float], pairs: dict[str, float]) -> None:
        super().__init__()
        ends = sum(share for gram, share in pairs.items() if gram[1] == " ")
        self._singles = singles | {" ": ends}
        self._pairs = pairs
        self._firsts = _prefix_sums(pairs)

    def __missing__(self, gram: str) -> float:
        below = self._singles.get(gram[1], 0.0) + _PASSED_ON[0]
        seen = self._pairs.get(gram, 0.0) + _PASSED_ON[1] * below
        if len(self) >= _KEPT:
            self.clear()
        self[gram] = share = seen / (self._firsts.get(gram[0], 0.0) + _PASSED_ON[1])
        return share


def _prefix_sums(shares: dict[str, float]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for gram, share in shares.items():
        sums[gram[:-1]] = sums.get(gram[:-1], 0.0) + share
    return sums


@lru_cache(maxsize=64)
def model(language: str) -> Model:
    """Return the model of one of profiled_languages, read once a process."""
    return Model.read(language)


def has_profile(language: str, script: str) -> bool:
    """Tell whether a text in this script can be observed to be in a language: a profile is there, of this script.

    Serbian has none, Kazakh none in either script, and Punjabi's is of Gurmukhi alone. A text of such a locale can
    only be said to be a copy, in its source's language, or in a script that its language is not written in.
    """
    return language in profiled_languages() and language_script(language) == script


@lru_cache(maxsize=1)
def profiled_languages() -> frozenset[str]:
    """Return the languages that langdetect has a profile of, by its names: `en`, `zh-cn`, `no`."""
    return frozenset(path.name for path in _folder().iterdir() if not path.name.startswith((".", "_")))


def profile_text(language: str) -> str:
    """Return the JSON of one of profiled_languages, as langdetect ships it."""
    return (_folder() / language).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _folder() -> Path:
    """Return langdetect's folder of profiles, without importing langdetect."""
    spec = find_spec("langdetect")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("langdetect, whose profiles are needed, is not installed")
    return Path(spec.origin).parent / "profiles"
