"""Finding the translated text that a new one most resembles."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from polib import POEntry

from calque.po.entries import is_translated

__all__ = ["Kin", "Source", "SourceIndex", "similarity", "stripped", "word_count"]

THRESHOLD = 0.6
"""How alike two texts must be at least, from 0 to 1."""
CANDIDATES = 60
"""How many texts with words in common are compared exactly."""
POSTINGS = 6_000
"""How many places of words are looked at for one query, those of rare words first."""

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?: id=\"\d+\")?/?>")
_WORD = re.compile(r"\w+")
_WIDE = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)


class Kin(IntEnum):
    """How close a source stands to a new entry; the lower wins a tie."""

    OWN = 0
    """Its text went out of the same post."""
    ORPHAN = 1
    """Its text went out of another post, or long ago."""
    LIVE = 2
    """Its text is in use elsewhere."""
    MEMORY = 3
    """It is in another catalog."""


@dataclass(frozen=True, slots=True)
class Source:
    """A translated entry that may give a suggestion."""

    entry: POEntry
    kin: Kin
    place: str
    """The post or file of its first reference; empty where it has none."""
    text: str
    """The source text without placeholders."""

    @classmethod
    def of(cls, entry: POEntry, kin: Kin) -> "Source":
        """Return the entry as a source."""
        return cls(entry, kin, place_of(entry), stripped(entry.msgid))


class SourceIndex:
    """Sources by the words in them."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.sources = [source for source in sources if is_translated(source.entry)]
        self._by_text: dict[str, list[int]] = defaultdict(list)
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, source in enumerate(self.sources):
            self._by_text[source.text].append(number)
            for word in _features(source.text):
                self._postings[word].append(number)

    def best(self, text: str, place: str, *, threshold: float = THRESHOLD) -> tuple[Source, float] | None:
        """Return the source most like `text` and how alike they are; None below the threshold."""
        from rapidfuzz.distance import Indel  # noqa: PLC0415 - only a merge with new texts needs it

        text = stripped(text)
        same = self._by_text.get(text)
        if same:
            return min(
                (self.sources[number] for number in same), key=lambda source: _rank(source, place)
            ), 1.0
        found: tuple[float, tuple[int, bool]] | None = None
        chosen: Source | None = None
        for number in self._candidates(text):
            source = self.sources[number]
            score = Indel.normalized_similarity(
                text, source.text, score_cutoff=found[0] if found else threshold
            )
            if score < threshold:
                continue
            rank = _rank(source, place)
            if found is None or score > found[0] or (score == found[0] and rank < found[1]):
                found, chosen = (score, rank), source
        return (chosen, found[0]) if chosen and found else None

    def _candidates(self, text: str) -> Sequence[int]:
        total = len(self.sources) + 1
        postings = [self._postings[word] for word in _features(text) if word in self._postings]
        postings.sort(key=len)
        weights: dict[int, float] = defaultdict(float)
        looked = 0
        for places in postings:
            if looked and looked + len(places) > POSTINGS:
                break
            looked += len(places)
            weight = math.log(total / len(places))
            for number in places:
                weights[number] += weight
        if len(weights) <= CANDIDATES:
            return list(weights)
        return sorted(weights, key=lambda number: (-weights[number], number))[:CANDIDATES]


def similarity(one: str, other: str) -> float:
    """Return how alike two texts are without their placeholders: 1 the same, 0 nothing in common."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - only a merge with new texts needs it

    return float(Indel.normalized_similarity(stripped(one), stripped(other)))


def stripped(text: str) -> str:
    """Return a text without its placeholder tags: `Read <a id="1">this</a>` → `Read this`."""
    return _TAG.sub("", text) if "<" in text else text


def word_count(text: str) -> int:
    """Return the number of words; in scripts that write none apart, two characters count as one."""
    wide = len(_WIDE.findall(text))
    return len(_WORD.findall(_WIDE.sub(" ", text) if wide else text)) + (wide + 1) // 2


def place_of(entry: POEntry) -> str:
    """Return the post or file of the entry's first reference, or an empty string."""
    if not entry.occurrences:
        return ""
    return entry.occurrences[0][0].partition(":")[0]


def _features(text: str) -> set[str]:
    words = set(_WORD.findall(text.lower()))
    if _WIDE.search(text):
        words |= {text[at : at + 2] for at in range(len(text) - 1) if _WIDE.match(text, at)}
    return words


def _rank(source: Source, place: str) -> tuple[int, bool]:
    return (source.kin, source.place != place)
