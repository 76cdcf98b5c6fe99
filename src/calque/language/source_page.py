"""Whether a page that counts as a source is in its source's language, seen among all languages that have a profile.

What is believed here withholds a page from translators, so the bar is the highest of all: the page as a whole must be
in another language, nearly all of its texts must agree, and they must hold words enough, among them the small ones
that make sentences. What falls short of that is worth a note at most.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from calque.language.function_words import count_function_words, function_words
from calque.language.profiles import has_profile
from calque.language.samples import Sample, read_sample
from calque.language.scripts import likely_by_script, script_in, script_of
from calque.language.third import find_third
from calque.language.weighing import Certainty, Lean, compare
from calque.locales import language_of
from calque.locales.writing import words_in

__all__ = ["ForeignPage", "observe_source"]

_AGREED = 0.8
"""The share of the deciding words that must be in the other language."""
_ENOUGH = 20
"""So many words must decide, else a page is too short to be withheld for what it looks like."""
_BORNE_OUT = 8
"""The same where the page's address says that language, too."""
_PART = 0.25
"""The share of a page that is worth a note where the rest of it is in its language."""
_NOTED = 4
"""So many words are worth a note."""
_DENSE = 0.06
"""The share of function words that running text has at least; lists of names have fewer."""
_KINDS = 3
"""So many different ones."""
_IN_NAMES = frozenset(
    "al am da das de dei del della delle den der des di do dos du e el en het la las le les los van von y zum".split()
)
"""Those that stand in names of people, places and dishes, and speak for no sentence."""
_OWN_DENSE = 0.12
"""The share of the source's function words from which on a page is the source's at a glance."""
_LEAST_LEAN = 2.0
"""What a text must lean to one of the two languages to decide anything."""
_CLASSICAL = "la"
"""Filler text (Lorem ipsum) is a sort of Latin, which has no profile and reads like its daughters."""


@dataclass(frozen=True, slots=True)
class ForeignPage:
    """The language of a page that is not in its source's."""

    language: str
    """By langdetect's names."""
    certainty: Certainty
    words: int
    """So many words are in it."""


def observe_source(
    texts: Sequence[str], source: str, *, candidates: Collection[str] = (), named: Collection[str] = ()
) -> ForeignPage | None:
    """Return the language that the texts of a source page are in, where it is not the source's; None where it is.

    Texts are plain or in msgid form. `source` is the source's tag, `candidates` are those of the site's locales, whose
    languages are told from shorter texts, and `named` the languages that the page's address may stand for. Nothing is
    said where the source's language has no profile.

    ::

        ["La bibliothèque ouvre ses portes à tous les lecteurs de la ville…", …], "en"  ->  ForeignPage("fr", SURE, 46)
    """
    whole = read_sample("\n".join(texts))
    ours = language_of(source)
    script = script_in(whole.scripts, source)
    if not whole.has_text or not has_profile(ours, script):
        return None
    languages = {*map(language_of, candidates), *named}
    is_script = bool(likely_by_script(whole.scripts, {ours: script}))
    if is_script and _is_ours(whole, ours):
        return _observe_part(texts, ours, script, languages) if _may_be_mixed(whole, ours) else None
    language = _third(whole, ours, script, languages)
    if not language:
        return _observe_part(texts, ours, script, languages)
    votes = _votes(texts, language, ours, script)
    words, total = sum(votes[True]), sum(map(sum, votes.values()))
    if 2 * words <= total:
        return _observe_part(texts, ours, script, languages)
    if words < _NOTED:
        return None
    is_named = language in named
    is_sure = (
        words >= (_BORNE_OUT if is_named else _ENOUGH)
        and words >= _AGREED * total
        and len(votes[True]) > len(votes[False])
        and (is_named or not is_script or _is_running(whole, language, ours))
    )
    return ForeignPage(language, Certainty.SURE if is_sure else Certainty.LIKELY, words)


def _third(sample: Sample, ours: str, script: str, languages: Collection[str]) -> str:
    """Return the language, other than ours, that a text is in; empty where it is in none such."""
    is_script = bool(likely_by_script(sample.scripts, {ours: script}))
    lean = Lean(0.0, Certainty.NONE, "near" if is_script else "script")
    third = find_third(sample, lean, (ours, ours), scripts=(script, script), candidates=languages)
    return (third.language if third else "") or ""


def _observe_part(
    texts: Sequence[str], ours: str, script: str, languages: Collection[str]
) -> ForeignPage | None:
    """Return the language of a good part of a page that is ours as a whole: of texts that nobody translated back."""
    foreign = [sample.plain for sample in map(read_sample, texts) if _leans_away(sample, ours)]
    if not foreign:
        return None
    part = read_sample("\n".join(foreign))
    words, total = _words(part), _words(read_sample("\n".join(texts)))
    if words < _ENOUGH or words < _PART * total:
        return None
    language = _third(part, ours, script, languages)
    if not language or not _is_running(part, language, ours):
        return None
    return ForeignPage(language, Certainty.LIKELY, words)


def _may_be_mixed(whole: Sample, ours: str) -> bool:
    """Tell at a glance: enough words of a page are function words of one other language, and none of ours."""
    own = function_words(ours)
    counts = count_function_words(word for word in whole.words if word not in own)
    return max(counts.values(), default=0) >= max(_KINDS, _PART * _DENSE * len(whole.words))


def _leans_away(sample: Sample, ours: str) -> bool:
    """Tell whether a text has several function words of another language, and hardly any of ours."""
    counts = count_function_words(sample.words)
    return max(counts.values(), default=0) >= max(_KINDS, 2 * counts.get(ours, 0) + 1)


def _is_ours(whole: Sample, ours: str) -> bool:
    """Tell at a glance: no language has more function words in the page, and running text of ours has so many."""
    counts = count_function_words(whole.words)
    most = max(counts.values(), default=0)
    own = counts.get(ours, 0)
    is_dense = own >= _OWN_DENSE * len(whole.words) or not function_words(ours)
    return (own == most and is_dense) or 0 < most == counts.get(_CLASSICAL, 0)


def _votes(texts: Sequence[str], other: str, ours: str, script: str) -> dict[bool, list[int]]:
    """Return the words of each text that is in the other language, by True, and of each that is in ours, by False."""
    votes: dict[bool, list[int]] = {True: [], False: []}
    for sample in map(read_sample, texts):
        if sample.has_text:
            lean = compare(sample, other, ours, scripts=(script_of(other), script))
            if abs(lean.score) >= _LEAST_LEAN:
                votes[lean.score > 0].append(_words(sample))
    return votes


def _words(sample: Sample) -> int:
    return len(sample.words) if sample.is_spaced else words_in(sample.plain)


def _is_running(whole: Sample, other: str, ours: str) -> bool:
    """Tell whether a page is running text of a language, and no list of its names: `Carbonara, Risotto ai funghi`."""
    if not function_words(other):
        return True
    counts = count_function_words(whole.words)
    own = function_words(other) - function_words(ours) - _IN_NAMES
    found = [word for word in whole.words if word in own]
    return (
        len(found) >= _DENSE * len(whole.words)
        and len(set(found)) >= _KINDS
        and counts[other] > counts.get(ours, 0)
    )
