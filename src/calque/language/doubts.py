"""Whether a text that looks like its source's language may stand in a translation: a name, a term, a quotation."""

from enum import StrEnum
from functools import lru_cache
from math import inf

from calque.language.function_words import count_function_words, function_words
from calque.language.profiles import model, profiled_languages
from calque.language.samples import Sample
from calque.language.scripts import language_script
from calque.language.votes import Votes, common_words, has_title, read_votes, without_quotations

__all__ = [
    "LanguageDoubt",
    "echoes",
    "find_doubt",
    "is_foreign",
    "is_name",
    "is_spoken",
    "known_words",
    "speaks",
]

_FEWEST = 2
"""So many words must vote."""
_MANY = 3
"""So many function words, and times as many as the target's language has, leave no doubt."""
_ECHO = 3
"""So many words of the source page are no chance."""
_CLEAR_LEAD = 6.0
"""The lead of words, none of them a function word, that leaves no doubt."""
_SENTENCE = 6
"""So many words with such a lead are a sentence, be some function words of the target's language: `do`, `my`."""
_SENTENCE_LEAD = 16.0
_UNFIT = -3.0
"""A score a letter below which no heading is in a language."""
_FOREIGN_LEAD = 6.0
"""The lead of a language that a text has function words of; one counts for three."""
_QUOTATION = frozenset('"“”„«»「')


class LanguageDoubt(StrEnum):
    """Why a text that looks like the source's language is not believed to be in it."""

    NONE = ""
    NAMES = "names"
    """Too few of its words speak for a language at all."""
    TERMS = "terms"
    """The words that do speak for the target's."""
    PHRASE = "phrase"
    """A name or a heading: capitals alone speak for a name."""
    TITLE = "title"
    """Names, and what these are quoted with: a translation may keep the title of a talk or a book."""
    NEAR = "near"
    """The words that vote are hardly likelier in the source's language than in the target's."""

    @property
    def is_slight(self) -> bool:
        """The text is no fault for sure, but likely one."""
        return self in {LanguageDoubt.PHRASE, LanguageDoubt.TITLE, LanguageDoubt.NEAR}


def find_doubt(sample: Sample, pair: tuple[str, str], common: frozenset[str]) -> LanguageDoubt:
    """Return why a text may be no fault though it looks like the first language of a pair, the source's.

    `common` are the words that its source page has in lower case, which make a heading of capitals no name.

    ::

        "Composants livrés par Tailwind CSS", ("en", "fr")                ->  TERMS
        "Page web - YouTube - Instagram - Mastodon", ("en", "fr")   ->  NAMES
        '— Anna Berg, "How to Welcome New Readers"', ("en", "fr")   ->  TITLE
        "We answer every message.", ("en", "fr")                   ->  NONE
    """
    if not sample.is_spaced or _is_clear(sample, pair):
        return LanguageDoubt.NONE
    if has_title(sample.plain) and not _outside(sample, pair, common):
        return LanguageDoubt.TITLE
    votes = _poll(sample, pair, common)
    lead = _lead(votes, pair)
    is_sentence = len(votes.words) >= _SENTENCE and lead >= _SENTENCE_LEAD
    if votes.second > votes.first and not is_sentence:
        return LanguageDoubt.TERMS
    if len(votes.words) < _FEWEST:
        is_phrase = votes.is_phrase and _fits(sample, pair[0]) and not is_foreign(sample, pair)
        return LanguageDoubt.PHRASE if is_phrase else LanguageDoubt.NAMES
    if lead <= 0:
        return LanguageDoubt.TERMS
    return LanguageDoubt.NONE if votes.first or lead >= _CLEAR_LEAD else LanguageDoubt.NEAR


def speaks(sample: Sample, pair: tuple[str, str], common: frozenset[str]) -> bool:
    """Tell whether words of the source's language vote on a text, whatever their letters, and none of the target's.

    Function words of the source's language alone, or two words that its page has elsewhere: `Immutable Infrastructure`.
    """
    votes = read_votes(sample.plain, *pair, common=common)
    is_known = len(votes.words) >= _FEWEST and common.issuperset(votes.words)
    return not votes.second and (votes.first > 0 or is_known)


def is_spoken(sample: Sample, pair: tuple[str, str]) -> bool:
    """Tell whether function words of the source's language alone vote on a text, with another word: `How it helps`."""
    if not sample.is_spaced:
        return False
    votes = read_votes(without_quotations(sample.plain), *pair)
    return votes.first > 0 and not votes.second and len(votes.words) >= _FEWEST


def echoes(sample: Sample, pair: tuple[str, str], common: frozenset[str]) -> bool:
    """Tell whether all the words that vote on a text are ones that its source page has, and none is the target's."""
    if not common or not sample.is_spaced:
        return False
    votes = read_votes(sample.plain, *pair, common=common)
    return len(votes.words) >= _ECHO and not votes.second and common.issuperset(votes.words)


def is_name(sample: Sample, pair: tuple[str | None, str]) -> bool:
    """Tell whether hardly a word speaks for a text's being in the first language: `Jan van der Berg, Piet de Vries`."""
    language, other = pair
    if language is None or not sample.is_spaced or not function_words(language):
        return False
    return len(read_votes(sample.plain, language, other).words) < _FEWEST


def is_foreign(sample: Sample, pair: tuple[str, str]) -> bool:
    """Tell whether a text without function words of the source's language reads like another: `Teatro alla Scala`."""
    counts = count_function_words(sample.words)
    if pair[0] not in profiled_languages() or counts.get(pair[0]):
        return False
    most = max(counts.values(), default=0)
    others = [
        one for one in counts if counts[one] == most and one in profiled_languages() and one not in pair
    ]
    own = model(pair[0]).score(sample.words)
    return any(model(one).score(sample.words) - own >= _FOREIGN_LEAD for one in others)


@lru_cache(maxsize=4)
def known_words(texts: frozenset[str]) -> frozenset[str]:
    """Return the words that a page's texts have in lower case; kept, since all its texts ask for the same ones."""
    return common_words(texts)


def _fits(sample: Sample, language: str) -> bool:
    """Tell whether capitals may be a heading of a language; one of `Doğukan Yıldırım` would be no English one."""
    return (
        language not in profiled_languages() or model(language).score(sample.words) >= _UNFIT * sample.length
    )


def _outside(sample: Sample, pair: tuple[str, str], common: frozenset[str]) -> tuple[str, ...]:
    """Return the words that vote outside of quotation marks."""
    return read_votes(without_quotations(sample.plain), *pair, common=common).words


def _is_clear(sample: Sample, pair: tuple[str, str]) -> bool:
    """Tell at a glance: a text without quotations has many function words of the source's language."""
    if not _QUOTATION.isdisjoint(sample.plain):
        return False
    own, other = map(function_words, pair)
    ours = sum(word in own and word not in other for word in sample.words)
    return ours >= _MANY and ours > _MANY * sum(word in other and word not in own for word in sample.words)


def _poll(sample: Sample, pair: tuple[str, str], common: frozenset[str]) -> Votes:
    """Return the words that vote on a text; a quotation has no vote in a sentence of the target's language."""
    around = without_quotations(sample.plain)
    if around != sample.plain:
        votes = read_votes(around, *pair, common=common)
        if votes.words and (votes.second > votes.first or _lead(votes, pair) <= 0):
            return votes
    return read_votes(sample.plain, *pair, common=common)


def _lead(votes: Votes, pair: tuple[str, str]) -> float:
    """Return how much likelier the words that vote are in the source's language; infinity without models."""
    if not profiled_languages().issuperset(pair) or language_script(pair[0]) != language_script(pair[1]):
        return inf
    words = list(votes.words)
    return model(pair[0]).score(words) - model(pair[1]).score(words)
