"""How much likelier two texts are if one translates the other than if they met by chance.

Every measure is a logarithm of such a ratio, so they add up; what is common on the page weighs little, what is
rare weighs much. Lengths are compared as Gale and Church do (Computational Linguistics 19, 1993), with the
page's own ratio, but in logarithms and against the page's own spread.
"""

import math
from collections import Counter
from collections.abc import Collection, Sequence
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
        self._source_loss = [self._loss(text, losses) for text in source]
        self._target_loss = [self._loss(text, losses) for text in target]

    def is_known(self, one: int, other: int) -> bool:
        """Tell whether two texts are known to be translations of each other."""
        return (self.source[one].plain, self.target[other].plain) in self._known

    def pair(self, one: int, other: int) -> float:
        """Return the evidence for a 1:1 pair."""
        source, target = self.source[one], self.target[other]
        return (
            self._place(source, target)
            + self.length(source.length, target.length)
            + self._ending(source, target)
            + self.marks((one,), (other,))
            + self._memory(source, target)
        )

    def merged(self, ones: tuple[int, ...], others: tuple[int, ...]) -> float | None:
        """Return the evidence for a 1:2 or 2:1 group; None where their lengths rule it out."""
        sources, targets = [self.source[one] for one in ones], [self.target[other] for other in others]
        many = sources if len(sources) > 1 else targets
        if any(text.place[1] is not None or text.path != many[0].path for text in many):
            return None
        lengths = sum(text.length for text in sources), sum(text.length for text in targets)
        if abs(self._deviation(*lengths)) > _FAR:
            return None
        return (
            self._place(sources[0], targets[0])
            + self.length(*lengths)
            + self._ending(sources[-1], targets[-1])
            + self.marks(ones, others)
        )

    def length(self, source: int, target: int) -> float:
        """Return what the lengths say: at worst the logarithm of the share of translations that fit no rule."""
        size = math.log(target)
        deviation = self._deviation(source, target)
        fit = math.exp(-0.5 * deviation * deviation) / _sigma(source)
        return math.log(_FITS * fit / self._spread.density(size) + 1 - _FITS)

    def marks(self, ones: tuple[int, ...], others: tuple[int, ...]) -> float:
        """Return the evidence of the marks that are kept and of those that are not."""
        base = sum(self._source_loss[one] for one in ones) + sum(self._target_loss[other] for other in others)
        left = (
            self.source[ones[0]].marks
            if len(ones) == 1
            else self.source[ones[0]].marks | self.source[ones[1]].marks
        )
        right = (
            self.target[others[0]].marks
            if len(others) == 1
            else self.target[others[0]].marks | self.target[others[1]].marks
        )
        shared = sum(self._gains[mark] for mark in left & right if mark in self._gains)
        return max(-_MOST, min(_MOST, base + shared))

    def shared(self, ones: tuple[int, ...], others: tuple[int, ...]) -> list[str]:
        """Return the marks of a group that tell most, at most three, as a person would write them."""
        left = frozenset().union(*(self.source[one].marks for one in ones))
        right = frozenset().union(*(self.target[other].marks for other in others))
        told = sorted(
            (-self._gains[mark], mark) for mark in left & right if mark in self._gains and mark[0] != "c"
        )
        return list(dict.fromkeys(mark.partition(":")[2] for _, mark in told))[:3]

    def _place(self, source: AlignableText, target: AlignableText) -> float:
        if source.place != target.place:
            return _OTHER_PLACE
        chance = self._paths[target.place, target.path] / len(self.target)
        if source.path == target.path:
            return math.log(_SAME_PATH / chance)
        if source.path.rpartition(" > ")[2] == target.path.rpartition(" > ")[2]:
            return min(0.0, math.log(_SAME_ELEMENT / chance))
        return _OTHER_PATH

    def _ending(self, source: AlignableText, target: AlignableText) -> float:
        chance = self._endings[target.ending] / len(self.target)
        return math.log(
            (_SAME_ENDING if source.ending == target.ending else 1 - _SAME_ENDING) / max(chance, 0.1)
        )

    def _memory(self, source: AlignableText, target: AlignableText) -> float:
        return _KNOWN if self._known and (source.plain, target.plain) in self._known else 0.0

    def _deviation(self, source: int, target: int) -> float:
        return (math.log(target) - math.log(source) - self._ratio) / _sigma(source)

    def _loss(self, text: AlignableText, losses: dict[str, float]) -> float:
        return sum(losses[mark] for mark in text.marks if mark in losses)


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
