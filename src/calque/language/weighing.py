"""Two languages weighed against each other for one text."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from calque.language.function_words import function_words
from calque.language.observation import too_close
from calque.language.profiles import FUNCTION_WORD, has_profile, model, profiled_languages
from calque.language.samples import SHORT, Sample
from calque.language.scripts import language_script, likely_by_script

__all__ = ["Certainty", "Lean", "compare", "languages_of_script"]

_LONG = 60.0
_LONG_BAR = 6.0
_MIDDLE_BARS = (8.0, 4.0)
"""The ratios that are sure and likely between short and long."""
_FEW_WORDS_BAR = 5.0
_SHORT_BAR = 12.0
_LATIN_LETTERS = 10
"""Latin letters from which on a text without any letter of the other script is in the Latin language."""
_BY_SCRIPT = 99.0
_READS_LIKE = -2.4
"""A score a letter from which on a text reads like a language with nothing to compare it with."""
_HARDLY_LIKE = -2.75
"""The same where the script speaks for the language, too."""
_FAR = 2.0
"""What the lead over all other languages counts for in that score, a letter."""


class Certainty(StrEnum):
    """How certain a conclusion is."""

    SURE = "sure"
    LIKELY = "likely"
    """Worth a warning, never an error."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Lean:
    """Which of two languages a text leans to: the first where the score is positive."""

    score: float
    """The logarithm of how much likelier the first language is than the second; 99 by script."""
    certainty: Certainty
    reason: str
    """`script`, `words`; of what decides nothing `short`, `near`, `close`, `no-profile:gl`."""


def compare(
    sample: Sample, first: str, second: str, *, scripts: tuple[str, str], usual: str | None = None
) -> Lean:
    """Return which of two languages a text leans to: by their scripts where these differ, else by its words.

    `scripts` are those that each would be in here, `usual` the one that the second is mostly written in.
    """
    if first == second or too_close(first, second):
        return Lean(0.0, Certainty.NONE, "close")
    likely = likely_by_script(sample.scripts, {first: scripts[0], second: scripts[1]})
    if not likely:
        return Lean(0.0, Certainty.NONE, "script")
    if len(likely) == 1:
        certainty = _script_certainty(sample, scripts[likely[0] == second], scripts)
        if certainty is not None:
            return Lean(_BY_SCRIPT if likely[0] == first else -_BY_SCRIPT, certainty, "script")
    lean = _compare_words(sample, first, second, scripts)
    if (
        lean.certainty is Certainty.NONE
        and usual not in {None, scripts[1]}
        and _reads_like(sample, first, scripts)
    ):
        return Lean(_BY_SCRIPT, Certainty.LIKELY, "script")
    return lean


def _reads_like(sample: Sample, language: str, scripts: tuple[str, str]) -> bool:
    """Tell whether a text too short to be compared may be taken for a language by its script: `Settings` under `sr`."""
    is_enough = sample.size >= _LATIN_LETTERS and scripts[0] == sample.main_script
    return (
        is_enough
        and has_profile(language, scripts[0])
        and model(language).score(sample.words) >= _HARDLY_LIKE * sample.length
    )


def _script_certainty(sample: Sample, script: str, scripts: tuple[str, str]) -> Certainty | None:
    """Return how certain the script of a text is; None where letters of another script leave it to the words.

    A few Latin words among texts of another script may be a term that stays: a warning at most.
    """
    if script != "Latn":
        return Certainty.SURE
    if any(sample.scripts.get(other) for other in scripts if other != "Latn"):
        return None
    if sample.scripts.get("Latn", 0) < _LATIN_LETTERS:
        return Certainty.NONE
    return Certainty.LIKELY if sample.is_short else Certainty.SURE


def _compare_words(sample: Sample, first: str, second: str, scripts: tuple[str, str]) -> Lean:
    """Return the ratio of two languages, where an unprofiled one is stood in for by the best of all others.

    A stand-in can lose, never win: Galician reads as Portuguese, but English never does. Where it loses, the
    text must read like the other language by itself: Gaelic is nearer to English than to the rest, and near to none.
    """
    pair = (first, second)
    missing = [one for one, script in zip(pair, scripts, strict=True) if not has_profile(one, script)]
    if len(missing) == 2:  # noqa: PLR2004  neither has a profile
        return Lean(0.0, Certainty.NONE, f"no-profile:{missing[0]}")
    scores = [
        _stand_in(sample, one, other) if one in missing else model(one).score(sample.words)
        for one, other in (pair, pair[::-1])
    ]
    score = scores[0] - scores[1]
    if missing and (score > 0) == (missing[0] == first):
        return Lean(score, Certainty.NONE, f"no-profile:{missing[0]}")
    certainty = _certainty(sample, abs(score))
    if missing and certainty is Certainty.SURE:
        fit = max(scores) + _FAR * abs(score)
        certainty = Certainty.SURE if fit >= _READS_LIKE * sample.length else Certainty.LIKELY
    if certainty is Certainty.NONE:
        return Lean(score, certainty, "short" if sample.is_short else "near")
    return Lean(score, certainty, "words")


def _stand_in(sample: Sample, language: str, other: str) -> float:
    """Return the best score of all languages but `other`, and what a language's own function words add to it."""
    best = max(
        (model(name).score(sample.words) for name in languages_of_script(sample.main_script, (other,))),
        default=0.0,
    )
    own = function_words(language) - function_words(other)
    return best + FUNCTION_WORD * sum(word in own for word in sample.words)


def _certainty(sample: Sample, ratio: float) -> Certainty:
    """Return how certain a ratio is for a text of this size: the shorter the text, the higher the threshold.

    Short texts, and those of few words however long these are, may be names or terms: a warning at most.
    """
    if sample.is_short:
        bar = _SHORT_BAR if sample.size <= SHORT else _FEW_WORDS_BAR
        return Certainty.LIKELY if ratio >= bar else Certainty.NONE
    if sample.size > _LONG:
        return Certainty.SURE if ratio >= _LONG_BAR else Certainty.NONE
    sure, likely = _MIDDLE_BARS
    if ratio >= sure:
        return Certainty.SURE
    return Certainty.LIKELY if ratio >= likely else Certainty.NONE


@lru_cache(maxsize=256)
def languages_of_script(script: str, exclude: tuple[str, ...]) -> tuple[str, ...]:
    """Return the profiled languages of a script, but for some and what reads like them."""
    return tuple(
        language
        for language in sorted(profiled_languages())
        if language_script(language) == script
        and not any(language == other or too_close(language, other) for other in exclude)
    )
