"""The words of a text that speak for its language: no names, terms, addresses or code, and nothing that it quotes.

A name is in no language, and a list of brands reads like English in every one. What votes are the words that a
translator would have translated: those in lower case, the first of a sentence, and function words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise

from calque.language.function_words import function_words
from calque.language.texts import letters, prose

__all__ = ["Votes", "common_words", "read_votes", "without_quotations"]

_QUOTED = re.compile(
    r"""
      "[^"]{2,400}" | “[^“”]{2,400}” | „[^„“”]{2,400}[“”] | «[^«»]{2,400}» | »[^«»]{2,400}« | 「[^「」]{2,400}」
    """,
    re.VERBOSE,
)
_WITHIN_EDGES = re.compile(r"\w(?:.*\w)?", re.DOTALL)
"""A token without the signs before and behind it."""
_TECHNICAL = re.compile(r"[\d/=_@:+&]|\w\.\w")
_COMPOUND = re.compile(r"(?:[^\W\d_]{3,}-)+[^\W\d_]{3,}")
_ABBREVIATED = re.compile(r"\(([^\W\d_]{2,8})\)")
_SEPARATED = re.compile(r"[,;|·•–—]\s|\s[-/]\s")
_SEPARATORS = 2
"""From so many on, a text without a function word is a list, if what they part is short."""
_WORDS_AN_ITEM = 2
_OPTION = re.compile(r"(?<!\S)(?:--[a-z][a-z-]+|-[a-z]{1,2})(?!\S)")
"""Options of a command, which is no language unless it has function words: `npm install --save-dev`."""
_FILLER = re.compile("lorem ipsum", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_PARTING = "-–—,"
"""What parts a name, or the place of a handle, from the title behind it."""
_CLOSING = "\"'”“»)"
_SENTENCE_ENDS = (".", "!", "?", "…")
_SHORTENED = 2
"""Letters to which on a word with a full stop is shortened, and ends no sentence: `J.`, `Dr.`"""
_PHRASE = 3
"""So many words in capitals may be a heading, or two of them with more letters than people's names have."""
_PHRASE_LETTERS = 20
_NAMES = 2
"""So many names and a number are an address, whatever the street is called: `12 rue de la Paix, Paris`."""
_LINKS = frozenset(
    letters(
        "a à ai al am an and as at au aux av by con d da das de dei del della delle dem den der des di die do dos du e"
        " ed el en et för for für from het i il im l la las le les los mit na o och of or os para per por pour på"
        " sans sin sur the to und van vom von voor y zu zum zur"
    )
)
"""Function words that link the words of a name: `Institute of Electrical and Electronics Engineers`."""
_ARTICLES = frozenset({"a", "an"})
_OTHER_WORDS = {"de": frozenset({"an"})}
"""Articles that are another word in a language, which stands between terms: `Pull Request an Kunden`."""
_DEFINITE = "the"
_COMMON = 2
"""So many words of a heading, and half of it, must stand elsewhere in lower case."""
_NOUNS_IN_CAPITALS = frozenset({"de", "lb"})


@dataclass(frozen=True, slots=True)
class Votes:
    """The words of a text that vote on whether it is in the first or the second of two languages."""

    words: tuple[str, ...]
    """In the form of the profiles; none where the text is a list of names, a command or filler text."""
    first: int
    """How many of them are function words of the first language alone."""
    second: int
    """How many function words of the second language alone the text has, in names, too."""
    is_phrase: bool
    """Nothing but its capitals speaks for a name, and it is long for one: `Advanced Service Configuration`."""


class _Kind(Enum):
    """What the capitals of a text say."""

    SENTENCE = auto()
    """Most words are in lower case, and a capital is a name's."""
    HEADING = auto()
    """Each word that means something has a capital, in the English manner, and it is no name."""
    NAME = auto()
    """The same, and nothing tells it from a name."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that may be prose."""

    text: str
    folded: tuple[str, ...]
    """In the form of the profiles."""
    is_start: bool
    """It begins a sentence, where its capital says nothing."""

    @property
    def is_lower(self) -> bool:
        return not self.text[0].isupper()

    def is_function(self, known: frozenset[str]) -> bool:
        return bool(self.folded) and known.issuperset(self.folded)


@lru_cache(maxsize=8)
def read_votes(plain: str, first: str, second: str, *, common: frozenset[str] = frozenset()) -> Votes:
    """Return the words of a prose text that vote between two languages; kept, as several questions are asked of a text.

    `common` are words that the texts around it have in lower case: a heading of such words is no name.

    ::

        "Composants livrés par Tailwind CSS", "en", "fr"
            ->  Votes(("composants", "livrés", "par"), 0, 1, is_phrase=False)
        "Institute of Electrical Engineers", "en", "fr"
            ->  Votes((), 0, 0, is_phrase=True)
        "How to Build the Institute", "en", "fr"
            ->  Votes(("how", "to", "build", "the", "institute"), 3, 0, is_phrase=False)
    """
    own, other = function_words(first), function_words(second)
    known = own | other | _LINKS
    words = list(_words(plain, common))
    kind = _kind(
        words, own - other - _LINKS, known, _ARTICLES - _OTHER_WORDS.get(second, frozenset()), common
    )
    if kind is _Kind.NAME and first in _NOUNS_IN_CAPITALS:
        kind = _Kind.SENTENCE
    if kind is _Kind.SENTENCE and _is_address(words, known, plain):
        kind = _Kind.NAME
    linking = _linking(words) if kind is _Kind.SENTENCE and first not in _NOUNS_IN_CAPITALS else frozenset()
    voters = [
        one
        for position, word in enumerate(words)
        if position not in linking and _has_vote(word, kind, known, common)
        for one in _voting_parts(word, kind, known)
    ]
    ours = sum(one in own and one not in other for one in voters)
    separators = len(_SEPARATED.findall(plain))
    count = len(_LETTERS.findall(plain))
    is_list = (
        separators >= _SEPARATORS and count <= _WORDS_AN_ITEM * (separators + 1) and 2 * len(voters) < count
    )
    is_names = is_list and not _is_common(words, known, common)
    if ((is_names or _OPTION.search(plain)) and not ours) or _FILLER.search(plain):
        voters = []
    return Votes(
        tuple(voters),
        ours,
        sum(one in other and one not in own for word in words for one in word.folded),
        is_phrase=kind is _Kind.NAME
        and separators < _SEPARATORS
        and (
            _is_spelt_out(plain)
            or any(_is_long(list(_words(part, common))) for part in _SEPARATED.split(plain))
        ),
    )


def common_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that texts have in lower case."""
    return frozenset(word for text in texts for word in _LETTERS.findall(prose(text)) if word.islower())


def without_quotations(plain: str) -> str:
    """Return a text without what stands in quotation marks."""
    return _QUOTED.sub(" ", plain)


def has_title(plain: str) -> bool:
    """Tell whether a quotation follows something that does not announce what somebody says: `— Anna Berg, "Titles"`."""
    found = _QUOTED.search(plain)
    before = plain[: found.start()].rstrip() if found else ""
    return not before.endswith(":") and any(one.isalpha() or one in _PARTING for one in before)


def _words(plain: str, common: frozenset[str]) -> Iterator[_Word]:
    """Yield the words of a text but for products, abbreviations and code: `LinkedIn`, `PHP`, `X-Forwarded-Host`.

    Behind one of these a sentence may begin, too, where a word in lower case follows: `HTTP Basic authentication`.
    """
    spoken = list(_spoken(plain, common))
    followed = [word.is_lower for word, _ in spoken[1:]] + [False]
    for (word, is_behind), is_followed in zip(spoken, followed[: len(spoken)], strict=True):
        yield replace(word, is_start=False) if word.is_start and is_behind and not is_followed else word


def _spoken(plain: str, common: frozenset[str]) -> Iterator[tuple[_Word, bool]]:
    """Yield the words of a text that may be prose, and whether a name stands before them in their sentence."""
    shouts = plain.upper() == plain and plain.lower() != plain
    is_start, is_behind = True, False
    for token in plain.split():
        found = _WITHIN_EDGES.search(token)
        if found is None or found[0].isdigit() or _OPTION.fullmatch(token):
            continue
        text = found[0].lower() if shouts else found[0]
        folded = tuple(letters(text))
        ends = len(text) > _SHORTENED and token.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
        is_product = any(map(str.isupper, text[1:])) and not (
            _COMPOUND.fullmatch(text) or ("-" in text and common.issuperset(folded))
        )
        if _TECHNICAL.search(text) or is_product:
            is_start, is_behind = is_start or ends, not ends
        else:
            yield _Word(text, folded, is_start), is_behind
            is_start, is_behind = ends, False


def _kind(
    words: Sequence[_Word],
    own: frozenset[str],
    known: frozenset[str],
    articles: frozenset[str],
    common: frozenset[str],
) -> _Kind:
    """Return what the capitals say; `own` are function words that only sentences of the first language have."""
    meant = [word for word in words if not word.is_function(known)]
    if any(word.is_lower for word in meant) or all(word.is_start for word in meant):
        return _Kind.SENTENCE
    is_heading = (
        _is_common(words, known, common)
        or any(word.is_function(own) for word in words)
        or _has_object(words, known, articles)
    )
    return _Kind.HEADING if is_heading else _Kind.NAME


def _is_common(words: Sequence[_Word], known: frozenset[str], common: frozenset[str]) -> bool:
    """Tell whether at least half of the words that mean something stand in lower case elsewhere, in either number."""
    if not common:
        return False
    meant = [one for word in words if not word.is_function(known) for one in word.folded]
    found = sum(not common.isdisjoint((one, f"{one}s", one.removesuffix("s"))) for one in meant)
    return found >= _COMMON and 2 * found >= len(meant)


def _has_object(words: Sequence[_Word], known: frozenset[str], articles: frozenset[str]) -> bool:
    """Tell whether an article stands where names have none: `Rent a Boat`, not `Software as a Service`."""
    return any(
        word.text == _DEFINITE or (word.text in articles and not before.is_function(known))
        for before, word in pairwise(words)
    )


def _linking(words: Sequence[_Word]) -> frozenset[int]:
    """Return the positions of the words that link two capitals to one name: `Read the Docs`, `Bank of America`."""
    return frozenset(
        position
        for position in range(1, len(words) - 1)
        if _LINKS.issuperset(words[position].folded)
        and words[position].is_lower
        and not (words[position - 1].is_lower or words[position + 1].is_lower)
    )


def _is_long(words: Sequence[_Word]) -> bool:
    return len(words) >= _PHRASE or (
        len(words) > 1 and sum(len(word.text) for word in words) > _PHRASE_LETTERS
    )


def _is_spelt_out(plain: str) -> bool:
    """Tell whether an abbreviation follows the words that it is made of: `Continuous Deployment (CD)`."""
    found = _ABBREVIATED.search(plain)
    if not found:
        return False
    initials = iter(word[0].upper() for word in _LETTERS.findall(plain[: found.start()]))
    return all(letter in initials for letter in found[1] if letter.isupper())


def _is_address(words: Sequence[_Word], known: frozenset[str], plain: str) -> bool:
    """Tell `12 rue de la Paix, Paris`, where the sort of street alone is in lower case."""
    meant = [word for word in words if not word.is_function(known)]
    lower = [word for word in meant if word.is_lower]
    return len(meant) > _NAMES and len(lower) == 1 and lower[0].is_start and any(map(str.isdigit, plain))


def _has_vote(word: _Word, kind: _Kind, known: frozenset[str], common: frozenset[str]) -> bool:
    is_sentence_word = word.is_function(known - _LINKS)
    match kind:
        case _Kind.HEADING:
            return True
        case _Kind.NAME:
            return is_sentence_word
        case _Kind.SENTENCE:
            return word.is_lower or word.is_start or is_sentence_word or not common.isdisjoint(word.folded)


def _voting_parts(word: _Word, kind: _Kind, known: frozenset[str]) -> Iterable[str]:
    """Yield the parts of a word; of a compound only what is surely no identifier, as `react-server-dom` is."""
    if "-" in word.text and kind is not _Kind.HEADING:
        return (one for one in word.folded if one in known)
    return word.folded
