"""Two languages weighed against each other for one text, and both of them against all the rest."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from calque.language.function_words import count_function_words, function_words
from calque.language.observation import observe, too_close
from calque.language.profiles import FUNCTION_WORD, has_profile, model, profiled_languages
from calque.language.samples import Sample
from calque.language.scripts import language_script, likely_by_script
from calque.language.votes import read_votes

__all__ = ["Certainty", "Lean", "ThirdLanguage", "compare", "find_third"]

_LONG = 60.0
_SHORT = 20.0
_FEW_WORDS = 3
_LONG_BAR = 6.0
_MIDDLE_BARS = (8.0, 4.0)
"""The ratios that are sure and likely between short and long."""
_FEW_WORDS_BAR = 5.0
_SHORT_BAR = 12.0
_LATIN_LETTERS = 10
"""Latin letters from which on a text without any letter of the other script is in the Latin language."""
_BY_SCRIPT = 99.0
_UNFIT = -2.5
"""A score a letter below which a text is hardly in a language; its own gives about -1.9."""
_READS_LIKE = -2.4
"""A score a letter from which on a text reads like a language with nothing to compare it with."""
_HARDLY_LIKE = -2.75
"""The same where the script speaks for the language, too."""
_FAR = 2.0
"""What the lead over all other languages counts for in that score, a letter."""
_SITE_BAR = 4.0
"""The lead from which on a short text is likely in a language of the site: of all its words, and of those that vote."""
_TWO_WORDS_BAR = 6.0
"""The same of two words."""
_NEAR_MOST = 0.7
"""The share of the largest number of function words that a third language must have."""
_THIRD_BAR = 12.0
_RELATED_BAR = 30.0
_RELATED = (
    {"af", "nl"},
    {"bg", "mk"},
    {"ca", "es"},
    {"cs", "sk"},
    {"da", "no"},
    {"hi", "mr"},
    {"hr", "sl"},
    {"zh-cn", "zh-tw"},
)
"""Languages so near that a longer text is needed to tell a third from one of the two."""


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


@dataclass(frozen=True, slots=True)
class ThirdLanguage:
    """A third language that a text is in."""

    language: str | None
    """None where only its script is known."""
    certainty: Certainty
    reason: str


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
    return Certainty.LIKELY if _is_short(sample) else Certainty.SURE


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
        return Lean(score, certainty, "short" if _is_short(sample) else "near")
    return Lean(score, certainty, "words")


def _stand_in(sample: Sample, language: str, other: str) -> float:
    """Return the best score of all languages but `other`, and what a language's own function words add to it."""
    best = max((model(name).score(sample.words) for name in _pool(sample.main_script, (other,))), default=0.0)
    own = function_words(language) - function_words(other)
    return best + FUNCTION_WORD * sum(word in own for word in sample.words)


def _certainty(sample: Sample, ratio: float) -> Certainty:
    """Return how certain a ratio is for a text of this size: the shorter the text, the higher the threshold.

    Short texts, and those of few words however long these are, may be names or terms: a warning at most.
    """
    if _is_short(sample):
        bar = _SHORT_BAR if sample.size <= _SHORT else _FEW_WORDS_BAR
        return Certainty.LIKELY if ratio >= bar else Certainty.NONE
    if sample.size > _LONG:
        return Certainty.SURE if ratio >= _LONG_BAR else Certainty.NONE
    sure, likely = _MIDDLE_BARS
    if ratio >= sure:
        return Certainty.SURE
    return Certainty.LIKELY if ratio >= likely else Certainty.NONE


def _is_short(sample: Sample) -> bool:
    return sample.size <= _SHORT or (sample.is_spaced and len(sample.words) <= _FEW_WORDS)


def find_third(
    sample: Sample,
    lean: Lean,
    pair: tuple[str, str],
    *,
    scripts: tuple[str, str],
    candidates: Collection[str],
    terms: Collection[str] = frozenset(),
) -> ThirdLanguage | None:
    """Return the third language of a text, if it is in neither of the pair that `lean` was found for.

    `candidates` are languages of the site, which count from 21 letters on; from 60 on all profiled ones do.
    `terms` are the source's words, which may stand in its translation.
    """
    certainty = Certainty.SURE if sample.size >= _LONG else Certainty.LIKELY
    if lean.reason == "script" and not lean.score:
        is_enough = sample.size >= _LATIN_LETTERS
        return ThirdLanguage(observe(sample.plain).language, certainty, "script") if is_enough else None
    if not all(map(has_profile, pair, scripts)):
        return None  # a text of a language without a profile resembles some other
    script = scripts[lean.score < 0] if lean.reason == "script" else sample.main_script
    if sample.size < _LONG:
        return _find_in_site(sample, pair, candidates, terms, script)
    is_quoting = sample.main_script != script
    return None if is_quoting or _is_short(sample) else _find_among_all(sample, pair)


def _find_among_all(sample: Sample, pair: tuple[str, str]) -> ThirdLanguage | None:
    """Return the language of a long text that is far likelier in it than in either of the pair."""
    best = max(model(language).score(sample.words) for language in pair)
    pool = _possible_thirds(sample, pair, fits=best >= _UNFIT * sample.length)
    if not pool:
        return None
    score, third = max((model(language).score(sample.words), language) for language in pool)
    is_sure = score - best >= _bar(third, pair, _THIRD_BAR)
    return ThirdLanguage(third, Certainty.SURE, "third") if is_sure else None


def _find_in_site(
    sample: Sample, pair: tuple[str, str], candidates: Collection[str], terms: Collection[str], script: str
) -> ThirdLanguage | None:
    """Return the language of the site that a short text is likelier in than in either of the pair.

    Names, and terms that its page has in the source, say nothing: `Esquema de path operation` is no Portuguese.
    """
    pool = [language for language in _pool(script, pair) if language in candidates]
    words = sample.words if script == "Latn" else [one for one in sample.words if not one.isascii()]
    if not pool or sample.size <= _SHORT:
        return None
    third = max(pool, key=lambda language: (model(language).score(words), language))
    bar = _bar(third, pair, _SITE_BAR if len(words) >= _FEW_WORDS or not sample.is_spaced else _TWO_WORDS_BAR)
    if _lead(words, third, pair) < bar:
        return None
    if sample.is_spaced:
        voters = read_votes(sample.plain, third, pair[1]).words
        if _lead([one for one in voters if one in words and one not in terms], third, pair) < bar:
            return None
    return ThirdLanguage(third, Certainty.LIKELY, "third")


def _lead(words: list[str], language: str, pair: tuple[str, str]) -> float:
    """Return the logarithm of how much likelier words are in a language than in the likelier of a pair."""
    return model(language).score(words) - max(model(one).score(words) for one in pair)


def _bar(third: str, pair: tuple[str, str], usual: float) -> float:
    return _RELATED_BAR if any({third, language} in _RELATED for language in pair) else usual


def _possible_thirds(sample: Sample, pair: tuple[str, str], *, fits: bool) -> list[str]:
    """Return the languages of a text's script that have more function words in it than either of the pair.

    As many are enough where the text does not fit the pair. A profile takes milliseconds to read, so
    few texts may ask for one, and only for those with about the most function words.
    """
    pool = _pool(sample.main_script, pair)
    counts = count_function_words(sample.words)
    known = max(counts.get(language, 0) for language in pair)
    most = max((counts.get(language, 0) for language in pool), default=0)
    least = max(known + 1 if fits else known, 1, most * _NEAR_MOST)
    return [language for language in pool if counts.get(language, 0) >= least or not function_words(language)]


@lru_cache(maxsize=256)
def _pool(script: str, exclude: tuple[str, ...]) -> tuple[str, ...]:
    """Return the profiled languages of a script, but for some and what reads like them."""
    return tuple(
        language
        for language in sorted(profiled_languages())
        if language_script(language) == script
        and not any(language == other or too_close(language, other) for other in exclude)
    )
