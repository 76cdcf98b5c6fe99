"""How much likelier two texts are if one translates the other than if they met by chance.

Every measure is a logarithm of such a ratio, so they add up; what is common on the page weighs little, what is
rare weighs much. Lengths are compared as Gale and Church do (Computational Linguistics 19, 1993), with the
page's own ratio, but in logarithms and against the page's own spread.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from statistics import fmean, pstdev

from calque.align.texts import AlignableText

__all__ = ["AlignmentEvidence"]

_SAME_PATH = 0.9
_SAME_ELEMENT = 0.07
_OTHER_PLACE = -9.0
_OTHER_PATH = -3.5
_SAME_ENDING = 0.85
_FITS = 0.95
"""The share of translations whose length is about the usual."""
_KEPT = {"n": 0.85, "u": 0.9, "p": 0.9, "w": 0.6, "s": 0.45, "c": 0.6, "link": 0.85, "tag": 0.9, "t": 0.75}
"""How often a translation keeps a mark of each kind that occurs on both pages."""
_BY_CHANCE = {"n": 0.3, "u": 0.1, "p": 0.3, "w": 0.4, "s": 0.6, "c": 1.0, "link": 0.2, "tag": 1.0, "t": 0.5}
"""The share of marks common to both pages that are there by chance, and not because a text was translated."""
_MOST = 14.0
"""The most that marks can count, for or against a pair."""
_KNOWN = 12.0
_FAR = 3.5
"""Deviations in length from which on a text is not the two halves of another."""


class _Side:
    """The texts of one page, and what is asked of them for each pair: worked out once, for a page has many pairs."""

    def __init__(
        self, texts: Sequence[AlignableText], gains: Mapping[str, float], losses: Mapping[str, float]
    ) -> None:
        self.texts = texts
        self.kinds = [(text.place, text.path) for text in texts]
        self.sizes = [math.log(text.length) for text in texts]
        self.marks = [frozenset(mark for mark in text.marks if mark in gains) for text in texts]
        """Of its marks those that say something."""
        self.losses = [math.fsum(losses[mark] for mark in text.marks if mark in losses) for text in texts]
        self.joins = [_may_join(one, other) for one, other in pairwise(texts)]
        """Whether a text and the next may be two halves of one; what both come to stands below."""
        self.double_sizes = [math.log(one.length + other.length) for one, other in pairwise(texts)]
        self.double_losses = [one + other for one, other in pairwise(self.losses)]


def _may_join(one: AlignableText, other: AlignableText) -> bool:
    return one.place[1] is None and other.place[1] is None and one.path == other.path


class AlignmentEvidence:
    """The texts of two pages, and the evidence for each pair of them."""

    def __init__(
        self,
        source: Sequence[AlignableText],
        target: Sequence[AlignableText],
        known: Collection[tuple[str, str]],
    ) -> None:
        self.source = source
        self.target = target
        self._known = frozenset(known)
        self._ratio = _ratio(source, target)
        self._spread = _Spread([text.size for text in target])
        self._paths = Counter((text.place, text.path) for text in target)
        self._endings = Counter(text.ending for text in target)
        self._gains, losses = _weigh(source, target)
        self._left, self._right = (_Side(texts, self._gains, losses) for texts in (source, target))
        self._sigmas = [_sigma(text.length) for text in source]
        self._double_sigmas = [_sigma(one.length + other.length) for one, other in pairwise(source)]
        self._densities = [self._spread.density(size) for size in self._right.sizes]
        self._of_places: dict[tuple[_Kind, _Kind], float] = {}
        self._of_endings: dict[tuple[str, str], float] = {}

    def is_known(self, one: int, other: int) -> bool:
        """Tell whether two texts are known to be translations of each other."""
        return (self.source[one].plain, self.target[other].plain) in self._known

    def marks_of(self, number: int, *, source: bool) -> frozenset[str]:
        """Return the marks of a text that say something: what both pages have."""
        return (self._left if source else self._right).marks[number]

    def pair(self, one: int, other: int) -> float:
        """Return the evidence for a 1:1 pair."""
        left, right = self._left, self._right
        size, sigma = right.sizes[other], self._sigmas[one]
        deviation = (size - left.sizes[one] - self._ratio) / sigma
        score = (
            self._place(one, other)
            + self._fit(deviation, sigma, self._densities[other])
            + self._ending(one, other)
            + self._kept(left.losses[one] + right.losses[other], left.marks[one] & right.marks[other])
        )
        return score + self._memory(one, other) if self._known else score

    def split(self, one: int, other: int) -> float | None:
        """Return the evidence for a text that is two in the translation, `other` and the next; None if too long."""
        left, right = self._left, self._right
        if not right.joins[other]:
            return None
        size, sigma = right.double_sizes[other], self._sigmas[one]
        deviation = (size - left.sizes[one] - self._ratio) / sigma
        if abs(deviation) > _FAR:
            return None
        marks = left.marks[one] & (right.marks[other] | right.marks[other + 1])
        return (
            self._place(one, other)
            + self._fit(deviation, sigma, self._spread.density(size))
            + self._ending(one, other + 1)
            + self._kept(left.losses[one] + right.double_losses[other], marks)
        )

    def joined(self, one: int, other: int) -> float | None:
        """Return the evidence for two texts, `one` and the next, that are one in the translation."""
        left, right = self._left, self._right
        if not left.joins[one]:
            return None
        sigma = self._double_sigmas[one]
        deviation = (right.sizes[other] - left.double_sizes[one] - self._ratio) / sigma
        if abs(deviation) > _FAR:
            return None
        marks = (left.marks[one] | left.marks[one + 1]) & right.marks[other]
        return (
            self._place(one, other)
            + self._fit(deviation, sigma, self._densities[other])
            + self._ending(one + 1, other)
            + self._kept(left.double_losses[one] + right.losses[other], marks)
        )

    @staticmethod
    def _fit(deviation: float, sigma: float, chance: float) -> float:
        fit = math.exp(-0.5 * deviation * deviation) / sigma
        return math.log(_FITS * fit / chance + 1 - _FITS)

    def length(self, source: int, target: int) -> float:
        """Return what the lengths say: at worst the logarithm of the share of translations that fit no rule."""
        size, sigma = math.log(target), _sigma(source)
        deviation = (size - math.log(source) - self._ratio) / sigma
        return self._fit(deviation, sigma, self._spread.density(size))

    def _kept(self, loss: float, marks: frozenset[str]) -> float:
        """Return the evidence of the marks that are kept and of those that are not."""
        if not marks:
            return max(-_MOST, min(_MOST, loss))
        gains = self._gains
        return max(-_MOST, min(_MOST, loss + math.fsum([gains[mark] for mark in marks])))

    def _place(self, one: int, other: int) -> float:
        kinds = self._left.kinds[one], self._right.kinds[other]
        score = self._of_places.get(kinds)
        if score is None:
            score = self._of_places[kinds] = self._place_of(*kinds)
        return score

    def _place_of(self, source: "_Kind", target: "_Kind") -> float:
        if source[0] != target[0]:
            return _OTHER_PLACE
        chance = self._paths[target] / len(self.target)
        if source[1] == target[1]:
            return math.log(_SAME_PATH / chance)
        if source[1].rpartition(" > ")[2] == target[1].rpartition(" > ")[2]:
            return min(0.0, math.log(_SAME_ELEMENT / chance))
        return _OTHER_PATH

    def _ending(self, one: int, other: int) -> float:
        endings = self.source[one].ending, self.target[other].ending
        score = self._of_endings.get(endings)
        if score is None:
            chance = self._endings[endings[1]] / len(self.target)
            kept = _SAME_ENDING if endings[0] == endings[1] else 1 - _SAME_ENDING
            score = self._of_endings[endings] = math.log(kept / max(chance, 0.1))
        return score

    def _memory(self, one: int, other: int) -> float:
        return _KNOWN if self.is_known(one, other) else 0.0


_Kind = tuple[tuple[str, str | None], str]
"""The place and the path of a text."""


class _Spread:
    """The spread of a page's lengths: how likely a length is by chance."""

    def __init__(self, sizes: Sequence[float]) -> None:
        self._mean = fmean(sizes) if sizes else 0.0
        self._deviation = max(0.5, pstdev(sizes)) if sizes else 1.0

    def density(self, size: float) -> float:
        distance = (size - self._mean) / self._deviation
        return max(0.02, math.exp(-0.5 * distance * distance) / self._deviation)


def _sigma(length: int) -> float:
    """Return how far the logarithm of a translation's length strays: much for a word, little for a paragraph."""
    return math.sqrt(0.03 + 3.0 / (length + 3))


def _ratio(source: Sequence[AlignableText], target: Sequence[AlignableText]) -> float:
    """Estimate the logarithm of target length to source length, drawn to none where there is little text."""
    if not source or not target:
        return 0.0
    return math.log(
        (sum(text.length for text in target) / len(target) + 20)
        / (sum(text.length for text in source) / len(source) + 20)
    )


def _weigh(
    source: Sequence[AlignableText], target: Sequence[AlignableText]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return for each mark of both pages what it says where it is kept, and where one side alone has it."""
    left, right = (Counter(mark for text in texts for mark in text.marks) for texts in (source, target))
    gains: dict[str, float] = {}
    losses: dict[str, float] = {}
    for mark in left.keys() & right.keys():
        kind = mark.partition(":")[0]
        kept = _KEPT[kind]
        # Where one side has a mark more often, that many cannot be kept.
        kept *= min(left[mark], right[mark]) / max(left[mark], right[mark])
        chance = _BY_CHANCE[kind] * (left[mark] / len(source) * right[mark] / len(target)) ** 0.5
        if chance >= kept:
            continue
        losses[mark] = 0.5 * math.log((1 - kept) / (1 - chance))
        gains[mark] = math.log(kept / chance) - 2 * losses[mark]
    return gains, losses
