"""Texts found by the words that they share with another, without comparing it with all of them."""

import heapq
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain

from calque.po.similarity import words_of

__all__ = ["CANDIDATES", "POSTINGS", "TextIndex"]

CANDIDATES = 60
"""How many texts with words in common are worth being compared exactly."""
POSTINGS = 2_000
"""How many occurrences of words are looked at for one text, those of rare words first."""


class TextIndex:
    """Texts by their words; each is a number, its place among those given."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = list(texts)
        self._lengths = list(map(len, self._texts))
        self._gone: set[int] = set()
        self._places: dict[str, list[int]] = defaultdict(list)
        self._shelves: dict[str, _TextsByLength] = {}
        for number, text in enumerate(self._texts):
            for word in words_of(text):
                self._places[word].append(number)
        self._counts = {word: len(numbers) for word, numbers in self._places.items()}

    def near(self, text: str) -> Sequence[int]:
        """Return the texts that share the most words with one; of equals, those of the nearest length."""
        known = sorted((count, word) for word in words_of(text) if (count := self._counts.get(word)))
        looked = [*accumulate(number for number, _ in known)]
        if looked and looked[0] > POSTINGS:
            return self._nearest(known[0][1], len(text))
        rare = (self._left(word) for _, word in known[: bisect_right(looked, POSTINGS)])
        shared = Counter(chain.from_iterable(rare))
        if len(shared) <= CANDIDATES:
            return list(shared)
        least = heapq.nlargest(CANDIDATES, shared.values())[-1]
        sure = [number for number, words in shared.items() if words > least]
        tied = [number for number, words in shared.items() if words == least]
        return sure + self._by_length(tied, len(text))[: CANDIDATES - len(sure)]

    def _by_length(self, numbers: Iterable[int], length: int) -> list[int]:
        """Return texts by how near they are to a length, of equals the first; each is one number while it is sorted."""
        lengths, total = self._lengths, len(self._lengths)
        ranked = sorted([abs(lengths[number] - length) * total + number for number in numbers])
        return [rank % total for rank in ranked[:CANDIDATES]]

    def remove(self, number: int) -> None:
        """Leave a text out from now on; what is found then is found by an index made without it, too."""
        self._gone.add(number)
        for word in words_of(self._texts[number]):
            self._counts[word] -= 1

    def _left(self, word: str) -> Sequence[int]:
        """Return the texts with a word, without those that are gone."""
        if self._gone and not self._gone.isdisjoint(self._places[word]):
            self._places[word] = [number for number in self._places[word] if number not in self._gone]
        return self._places[word]

    def _nearest(self, word: str, length: int) -> Sequence[int]:
        """Return the texts of the nearest length that have a word which thousands of them have."""
        if word not in self._shelves:
            self._shelves[word] = _TextsByLength(
                (len(self._texts[number]), number) for number in self._left(word)
            )
        return self._shelves[word].nearest(length, self._gone)


class _TextsByLength:
    """Texts by their lengths."""

    def __init__(self, rows: Iterable[tuple[int, int]]) -> None:
        self._shelves: dict[int, deque[int]] = defaultdict(deque)
        for length, number in rows:
            self._shelves[length].append(number)
        self._lengths = sorted(self._shelves)

    def nearest(self, length: int, gone: set[int]) -> list[int]:
        """Return the first texts of the nearest lengths; what is gone is passed over once."""
        found: list[int] = []
        above = bisect_left(self._lengths, length)
        below = above - 1
        while len(found) < CANDIDATES and (below >= 0 or above < len(self._lengths)):
            gaps = [abs(self._lengths[at] - length) for at in (below, above) if 0 <= at < len(self._lengths)]
            rows: list[list[int]] = []
            if below >= 0 and length - self._lengths[below] == min(gaps):
                rows.append(self._first(self._lengths[below], gone))
                below -= 1
            if above < len(self._lengths) and self._lengths[above] - length == min(gaps):
                rows.append(self._first(self._lengths[above], gone))
                above += 1
            found += heapq.merge(*rows)
        return found[:CANDIDATES]

    def _first(self, length: int, gone: set[int]) -> list[int]:
        shelf = self._shelves[length]
        found: list[int] = []
        while shelf and len(found) < CANDIDATES:
            number = shelf.popleft()
            if number not in gone:
                found.append(number)
        shelf.extendleft(reversed(found))
        return found
