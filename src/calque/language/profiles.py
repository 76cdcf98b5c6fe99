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
from typing import Self

from calque.language.words import function_words

__all__ = ["Model", "model", "profile_text", "profiled_languages"]

# How much unseen weight each order passes on to the one below, as a share of all n-grams of its length.
# Chosen on word lists and sentences of 16 languages against English; `bench/language` measures the effect.
_PASSED_ON = (1e-5, 1e-3, 2e-3)
_KEPT = 1 << 15
"""Words, or n-grams beyond the profile's, that a model keeps before it starts anew."""
_FUNCTION_WORD = 3.0
"""What a function word adds: about how much likelier it is as a word than by its letters."""
_LONGEST_KEPT = 24
"""Letters of the longest word that is kept: Chinese and Japanese sentences have no spaces."""


class Model:
    """One language's n-grams, as log-probabilities of letters after letters."""

    __slots__ = (
        "_firsts",
        "_function_words",
        "_pairs",
        "_prefixes",
        "_singles",
        "_steps",
        "_triples",
        "_words",
        "language",
    )

    def __init__(self, language: str, shares: dict[str, float]) -> None:
        self.language = language
        self._function_words = function_words(language)
        self._singles = {gram: share for gram, share in shares.items() if len(gram) == 1}
        self._pairs = {gram: share for gram, share in shares.items() if len(gram) == 2}  # noqa: PLR2004  bigrams
        self._triples = {gram: share for gram, share in shares.items() if len(gram) == 3}  # noqa: PLR2004  trigrams
        self._singles[" "] = sum(share for gram, share in self._pairs.items() if gram[1] == " ")
        self._firsts = _prefix_sums(self._pairs)
        self._prefixes = _prefix_sums(self._triples)
        self._steps: dict[str, float] = {}
        self._words: dict[str, float] = {}

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
        known = self._words
        total = 0.0
        for word in words:
            kept = known.get(word)
            total += self._score_word(word) if kept is None else kept
        return total

    def _score_word(self, word: str) -> float:
        steps = self._steps
        padded = f" {word} "
        total = log(self._after_one(" ", word[0]))
        for start in range(len(word)):
            gram = padded[start : start + 3]
            kept = steps.get(gram)
            total += self._score_step(gram) if kept is None else kept
        if word in self._function_words:
            total += _FUNCTION_WORD
        if len(word) <= _LONGEST_KEPT:
            if len(self._words) >= _KEPT:
                self._words = {}
            self._words[word] = total
        return total

    def _score_step(self, gram: str) -> float:
        """Return the log-probability of a trigram's last letter after the two before it."""
        passed = _PASSED_ON[2]
        below = self._after_one(gram[1], gram[2])
        share = self._triples.get(gram, 0.0) + passed * below
        if len(self._steps) >= _KEPT:
            self._steps = {}
        self._steps[gram] = step = log(share / (self._prefixes.get(gram[:2], 0.0) + passed))
        return step

    def _after_one(self, first: str, second: str) -> float:
        passed = _PASSED_ON[1]
        below = self._singles.get(second, 0.0) + _PASSED_ON[0]
        return (self._pairs.get(first + second, 0.0) + passed * below) / (
            self._firsts.get(first, 0.0) + passed
        )


def _prefix_sums(shares: dict[str, float]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for gram, share in shares.items():
        sums[gram[:-1]] = sums.get(gram[:-1], 0.0) + share
    return sums


@lru_cache(maxsize=64)
def model(language: str) -> Model:
    """Return the model of one of profiled_languages, read once a process."""
    return Model.read(language)


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
