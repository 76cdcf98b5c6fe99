"""The third language of a text that is in neither of two."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from calque.language.doubts import is_name
from calque.language.function_words import count_function_words, function_words
from calque.language.observation import observe
from calque.language.profiles import has_profile, model
from calque.language.samples import SHORT, Sample
from calque.language.texts import letters
from calque.language.votes import read_votes, without_quotations
from calque.language.weighing import Certainty, Lean, languages_of_script

__all__ = ["SourceWords", "ThirdLanguage", "find_third"]

_LONG = 60.0
_LATIN_LETTERS = 10
"""Latin letters from which on a text in a script of neither language is in another language."""
_UNFIT = -2.5
"""A score a letter below which a text is hardly in a language; its own gives about -1.9."""
_SITE_BAR = 4.0
"""The lead from which on a short text is likely in a language of the site: of all its words, and of those that vote."""
_FEWEST = 2
"""So many words that no source has must speak for a third language."""
_HEADING_BAR = 6.0
"""The lead of such words, be they written like names."""
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


@dataclass(frozen=True, slots=True)
class ThirdLanguage:
    """A third language that a text is in."""

    language: str | None
    """None where only its script is known."""
    certainty: Certainty
    reason: str


@dataclass(frozen=True, slots=True)
class SourceWords:
    """The words of the source of a text, or of its whole page, in the form of the profiles."""

    lower: Collection[str] = frozenset()
    """Those that it has in lower case: they may stand in a translation, and are no names."""
    all: Callable[[], Collection[str]] = frozenset
    """All of them, names too; asked for where they matter."""


def find_third(
    sample: Sample,
    lean: Lean,
    pair: tuple[str, str],
    *,
    scripts: tuple[str, str],
    candidates: Collection[str],
    page: SourceWords | None = None,
) -> ThirdLanguage | None:
    """Return the third language of a text, if it is in neither of the pair that `lean` was found for.

    `candidates` are languages of the site, which count from 21 letters on; from 60 on all profiled ones do.
    """
    if lean.reason == "script" and not lean.score:
        is_enough = sample.size >= _LATIN_LETTERS
        return _unless_name(_find_by_script(sample), sample, pair) if is_enough else None
    if not all(map(has_profile, pair, scripts)):
        return None  # a text of a language without a profile resembles some other
    script = scripts[lean.score < 0] if lean.reason == "script" else sample.main_script
    if sample.size < _LONG:
        return _find_in_site(sample, pair, candidates, page or SourceWords(), script)
    is_quoting = sample.main_script != script
    return (
        None if is_quoting or sample.is_short else _unless_name(_find_among_all(sample, pair), sample, pair)
    )


def _unless_name(found: ThirdLanguage | None, sample: Sample, pair: tuple[str, str]) -> ThirdLanguage | None:
    return None if found is None or is_name(sample, (found.language, pair[1])) else found


def _find_by_script(sample: Sample) -> ThirdLanguage:
    certainty = Certainty.SURE if sample.size >= _LONG else Certainty.LIKELY
    return ThirdLanguage(observe(sample.plain).language, certainty, "script")


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
    sample: Sample, pair: tuple[str, str], candidates: Collection[str], page: SourceWords, script: str
) -> ThirdLanguage | None:
    """Return the language of the site that a short text is likelier in than in either of the pair.

    Names, and terms that its page has in the source, say nothing: `Esquema de path operation` is no Portuguese.
    """
    pool = [language for language in languages_of_script(script, pair) if language in candidates]
    words = sample.words if script == "Latn" else [one for one in sample.words if not one.isascii()]
    if not pool or sample.size <= SHORT:
        return None
    third = max(pool, key=lambda language: (model(language).score(words), language))
    bar = _bar(third, pair, _SITE_BAR)
    if _lead(words, third, pair) < bar:
        return None
    found = ThirdLanguage(third, Certainty.LIKELY, "third")
    if not sample.is_spaced or _is_translated(sample, third, pair, page):
        return found
    voters = read_votes(sample.plain, third, pair[1]).words
    lead = _lead([one for one in voters if one in words and one not in page.lower], third, pair)
    return _unless_name(found, sample, pair) if lead >= bar else None


def _is_translated(sample: Sample, third: str, pair: tuple[str, str], page: SourceWords) -> bool:
    """Tell whether words that the source page does not have speak for a language: a name would stand there, too.

    `Tipos Avançados de Python` is no name where the source has `Advanced Python Types`.
    """
    known = page.all()
    if not known or sample.main_script != "Latn":
        return False
    own = [one for one in letters(without_quotations(sample.plain)) if one not in known]
    return len(own) >= _FEWEST and _lead(own, third, pair) >= _bar(third, pair, _HEADING_BAR)


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
    pool = languages_of_script(sample.main_script, pair)
    counts = count_function_words(sample.words)
    known = max(counts.get(language, 0) for language in pair)
    most = max((counts.get(language, 0) for language in pool), default=0)
    least = max(known + 1 if fits else known, 1, most * _NEAR_MOST)
    return [language for language in pool if counts.get(language, 0) >= least or not function_words(language)]
