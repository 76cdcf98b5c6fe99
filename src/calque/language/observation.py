"""The language observed in a text, among candidates: fast, and the same in every process and thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp

from calque.language.function_words import function_words
from calque.language.profiles import has_profile, model, profiled_languages
from calque.language.samples import Sample, read_sample
from calque.language.scripts import likely_by_script, script_in
from calque.language.votes import read_votes
from calque.locales import language_of

__all__ = ["Observation", "observe", "too_close"]

_TIE = 0.1
_CLOSE = (frozenset({"id", "ms"}), frozenset({"bs", "cnr", "hr", "sr"}), frozenset({"nn", "no"}))
"""Languages that no profile tells apart."""
_UNLIKE = -2.75
"""Below this score a letter, a text is hardly of the language at all; a sentence's own is about -2."""
_FEW_WORDS = 8
"""Up to so many words, a text may be names and nothing else."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What a text's language is."""

    language: str | None
    """A candidate as it was given, or the language that several of them share; None where undetermined."""
    score: float
    """From 0 to 1: the weight of the language among the candidates. Short texts score high as easily as long ones."""
    reason: str
    """`words` or `script` decided; `no-text`, `names`, `tie`, `unlike`, `script:Geor`, `no-profile:gl` did not."""


def observe(text: str, candidates: Sequence[str] = ()) -> Observation:
    """Return which of the candidates a text is in; all profiled languages where none are given.

    `text` is plain or in msgid form: tags, code, URLs, mail addresses and placeholders are left out here.
    Candidates are tags or langdetect's names. Raises ConfigError where one names no locale.

    ::

        observe("Where have you been?", ["en", "fr"])  ->  Observation("en", 1.0, "words")
        observe("2024", ["en", "fr"])                  ->  Observation(None, 0.0, "no-text")
        observe("Sigmund Freud", ["en", "fr"])         ->  Observation(None, 0.0, "names")
    """
    named = _read_candidates(tuple(candidates))
    sample = read_sample(text)
    if not sample.has_text:
        return Observation(None, 0.0, "no-text")
    scripts = {language: script_in(sample.scripts, given) for language, given in named.items()}
    likely = likely_by_script(sample.scripts, scripts)
    if not likely:
        return Observation(None, 0.0, f"script:{sample.main_script}")
    if len(likely) == 1 < len(named):
        is_name = sample.main_script == "Latn" and _is_names(sample, likely)
        return Observation(None, 0.0, "names") if is_name else Observation(named[likely[0]], 1.0, "script")
    known = [language for language in likely if has_profile(language, scripts[language])]
    scores = {language: model(language).score(sample.words) for language in known}
    ranked = sorted(((score, language) for language, score in scores.items()), reverse=True)
    doubt = _doubt(ranked, [language for language in likely if language not in scores], sample)
    if doubt:
        return Observation(None, 0.0, doubt)
    best, language = ranked[0]
    weight = 1.0 / sum(exp(score - best) for score, _ in ranked)
    return Observation(named[language], round(weight, 4), "words")


@lru_cache(maxsize=64)
def _read_candidates(candidates: tuple[str, ...]) -> Mapping[str, str]:
    """Return how each candidate's language was given."""
    named: dict[str, str] = {}
    for candidate in candidates or sorted(profiled_languages()):
        language = language_of(candidate)
        named[language] = language if language in named else candidate
    return named


def _doubt(ranked: Sequence[tuple[float, str]], unprofiled: Sequence[str], sample: Sample) -> str:
    """Return why the best of the candidates is not believed; empty where it is."""
    if unprofiled:
        near = not ranked or any(too_close(ranked[0][1], language) for language in unprofiled)
        return f"no-profile:{unprofiled[0]}" if near or ranked[0][0] < _UNLIKE * sample.length else ""
    if len(ranked) == 1 and ranked[0][0] < _UNLIKE * sample.length:
        return "unlike"
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _TIE:
        return "tie"
    return "names" if _is_names(sample, [language for _, language in ranked]) else ""


def _is_names(sample: Sample, ranked: Sequence[str]) -> bool:
    """Tell whether no word of a short text speaks for its language: `Sigmund Freud`, `WordPress 6.4`.

    `ranked` are the languages that it may be in, the likeliest first.
    """
    if not sample.is_spaced or len(sample.words) > _FEW_WORDS:
        return False
    best, second = ranked[0], ranked[1] if len(ranked) > 1 else ""
    own = function_words(best) - function_words(second)
    return own.isdisjoint(sample.words) and not read_votes(sample.plain, best, second).words


def too_close(one: str, other: str) -> bool:
    """Tell whether two languages are ones that detection does not tell apart."""
    return any({one, other} <= group for group in _CLOSE)
