"""Whether a target text is in its locale's language, a copy, still in the source's language, or in a third.

The rules apply in order: a text without letters is undetermined; an equal text is a copy, or neutral where it
may be a name; where scripts differ they decide; else the likelihood ratio of the two languages, with a bar
that rises as texts get shorter; long texts are compared with third languages as well. Wherever the source's language
would be the answer, the words that speak for a language must bear it out.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial

from calque.language.doubts import (
    LanguageDoubt,
    echoes,
    find_doubt,
    is_foreign,
    is_spoken,
    known_words,
    speaks,
)
from calque.language.function_words import count_function_words
from calque.language.samples import Sample, read_sample
from calque.language.scripts import script_in, script_of
from calque.language.texts import normalise
from calque.language.third import SourceWords, find_third
from calque.language.weighing import Certainty, Lean, compare
from calque.locales import language_of

__all__ = ["Judgement", "Verdict", "judge"]

_COPY_LETTERS = 20
_COPY_WORDS = 4
_COPY_BAR = 3.0
"""The ratio from which on an equal text is in the source's language: equality itself speaks for it."""
_SPOKEN_BAR = 0.5
"""The same where function words, or other words of the source page, speak for it, too."""
_SHORT_SPOKEN_BAR = 8.0
"""The ratio from which on a short text is likely in the source's language where a function word speaks for it, too."""
_HEADING_LETTERS = 20
"""Letters to which on a text in the source's script is worth a warning, be it two words in capitals."""
_UNLIKE = -6.0
"""The ratio to which on a text that nothing else is known of is not in its source's language."""


class Verdict(StrEnum):
    """What a target text is."""

    COPY = "copy"
    """Equal to the source, now or at an earlier time, and in its language."""
    SOURCE_LANGUAGE = "source_language"
    OTHER_LANGUAGE = "other_language"
    TARGET_LANGUAGE = "target_language"
    NEUTRAL = "neutral"
    """Equal to the source, and rightly so as far as can be told: a name, a brand."""
    UNDETERMINED = "undetermined"


_BORNE_OUT = frozenset({LanguageDoubt.NONE, LanguageDoubt.NEAR})
"""What may be said against a copy: its being equal outweighs a small lead of its words."""
_WRONG = frozenset({Verdict.COPY, Verdict.SOURCE_LANGUAGE, Verdict.OTHER_LANGUAGE})


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a target text is, and why."""

    verdict: Verdict
    language: str | None = None
    """The text's language, by langdetect's names; None where neutral, undetermined or known by script alone."""
    certainty: Certainty = Certainty.NONE
    score: float = 0.0
    """The logarithm of how much likelier the text is in the source's language than in the target's; 99 by script."""
    reason: str = ""
    """`equal`, `equal-past`, `script`, `words`, `third`, `context`; of an undetermined text `no-text`, `short`,
    `near`, `close`, `script`, `names`, `terms`, `no-profile:gl`."""

    @property
    def is_unlike_source(self) -> bool:
        """The text is not in its source's language, for sure, and no more can be said, as its own has no profile."""
        return self.reason.startswith("no-profile") and self.score <= _UNLIKE

    @property
    def is_wrong(self) -> bool:
        """The text is not in its locale's language."""
        return self.verdict in _WRONG

    @property
    def is_error(self) -> bool:
        """The text is wrong, for sure."""
        return self.is_wrong and self.certainty is Certainty.SURE


def judge(
    target: str,
    source: str | None,
    *,
    source_locale: str,
    target_locale: str,
    candidates: Sequence[str] = (),
    past_sources: Collection[str] = (),
) -> Judgement:
    """Return what the text of a translation is.

    Texts are plain or in msgid form. `source` is the aligned source text, None where there is none, and
    `past_sources` its earlier revisions; `candidates` are the tags of the site's locales.
    Raises ConfigError where a tag names no locale.

    ::

        judge("Where have you been all these years?", None, source_locale="en", target_locale="fr")
        ->  Judgement(SOURCE_LANGUAGE, "en", SURE, 32.9, "words")
    """
    sample = read_sample(target)
    if not sample.has_text:
        return Judgement(Verdict.UNDETERMINED, reason="no-text")
    ours, theirs = language_of(source_locale), language_of(target_locale)
    scripts = (script_in(sample.scripts, source_locale), script_in(sample.scripts, target_locale))
    lean = compare(sample, ours, theirs, scripts=scripts, usual=script_of(target_locale))
    common = known_words(frozenset(past_sources)) if past_sources else frozenset()
    if equal := _equality(target, source, past_sources):
        return _judge_equal(sample, lean, (ours, theirs), common, equal)
    site = [language_of(tag) for tag in candidates]
    words = partial(_words_of, frozenset(past_sources) if source is None else frozenset({source}))
    page = SourceWords(common, words)
    third = find_third(sample, lean, (ours, theirs), scripts=scripts, candidates=site, page=page)
    if third is not None:
        return Judgement(Verdict.OTHER_LANGUAGE, third.language, third.certainty, lean.score, third.reason)
    certainty = lean.certainty
    if certainty is Certainty.NONE and (
        (lean.score >= _COPY_BAR and echoes(sample, (ours, theirs), common))
        or (lean.score >= _SHORT_SPOKEN_BAR and is_spoken(sample, (ours, theirs)))
    ):
        certainty = Certainty.LIKELY
    if certainty is Certainty.NONE:
        return Judgement(Verdict.UNDETERMINED, score=lean.score, reason=lean.reason)
    if lean.score > 0:
        doubt = find_doubt(sample, (ours, theirs), common)
        if not doubt and words() and _keeps_terms(sample, words(), (ours, theirs), scripts):
            doubt = LanguageDoubt.TERMS
        if doubt.is_slight:
            certainty = Certainty.LIKELY
        elif doubt and (lean.reason != "script" or sample.size > _HEADING_LETTERS):
            return Judgement(Verdict.UNDETERMINED, score=lean.score, reason=doubt)
    verdict, language = (
        (Verdict.SOURCE_LANGUAGE, ours) if lean.score > 0 else (Verdict.TARGET_LANGUAGE, theirs)
    )
    reason = "script" if lean.reason == "script" else "words"
    return Judgement(verdict, language, certainty, lean.score, reason)


def _equality(target: str, source: str | None, past_sources: Collection[str]) -> str:
    """Return `equal` or `equal-past` where the target equals a source text, else nothing."""
    given = normalise(target)
    if source is not None and normalise(source) == given:
        return "equal"
    return "equal-past" if past_sources and given in _normalised(frozenset(past_sources)) else ""


@lru_cache(maxsize=4)
def _normalised(texts: frozenset[str]) -> frozenset[str]:
    """Return the texts as they are compared; kept, since all texts of a page are compared with the same ones."""
    return frozenset(map(normalise, texts))


@lru_cache(maxsize=4)
def _words_of(texts: frozenset[str]) -> frozenset[str]:
    """Return the words of texts in the form of the profiles; kept, as the others."""
    return frozenset(word for text in texts for word in read_sample(text).words)


def _keeps_terms(
    sample: Sample, known: Collection[str], pair: tuple[str, str], scripts: tuple[str, str]
) -> bool:
    """Tell whether only the source's own terms make a text look like the source's language.

    `Request-Payloads im Body, usw.` for `Request payloads in the body, etc.`: the words of its own lean to the target's
    language, and those that hold a sentence together are not the source's. `known` are the words of the source, or of
    its whole page.
    """
    rest = [word for word in sample.words if word not in known]
    if not rest or len(rest) * 2 > len(sample.words) + 1:
        return False
    counts = count_function_words(sample.words)
    if counts.get(pair[0], 0) > counts.get(pair[1], 0):
        return False
    return compare(read_sample(" ".join(rest)), *pair, scripts=scripts).score < 0


def _judge_equal(
    sample: Sample, lean: Lean, pair: tuple[str, str], common: frozenset[str], reason: str
) -> Judgement:
    """Return whether a text equal to its source is a copy or may stand, as short texts, names and code may.

    Where the source itself is in the target's language, so is the text.
    """
    size = max(sample.size, len(" ".join(sample.plain.split())))
    is_long = size > _COPY_LETTERS or len(sample.words) >= _COPY_WORDS
    is_ours = lean.score >= _COPY_BAR or (lean.score >= _SPOKEN_BAR and speaks(sample, pair, common))
    is_borne_out = find_doubt(sample, pair, common) in _BORNE_OUT and not is_foreign(sample, pair)
    if is_long and is_ours and is_borne_out:
        return Judgement(Verdict.COPY, pair[0], Certainty.SURE, lean.score, reason)
    is_theirs = lean.score < 0 and lean.certainty is Certainty.SURE
    if is_long and is_theirs and not find_doubt(sample, pair[::-1], frozenset()):
        return Judgement(Verdict.TARGET_LANGUAGE, pair[1], Certainty.SURE, lean.score, reason)
    return Judgement(Verdict.NEUTRAL, score=lean.score, reason=reason)
