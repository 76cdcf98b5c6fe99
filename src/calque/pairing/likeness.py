"""How alike a page and a possible source of it are.

The weights are logarithms of odds (Fellegi and Sunter's record linkage): a mark that two pages share counts
for as much as it is rare on the site, a difference counts against. Their sum is in bits: 10 of them are odds
of a thousand to one. `bench/pairing.py` measures what comes of it.
"""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from calque.pairing.outlines import Mark, Outline

__all__ = ["Background", "Likeness"]


@dataclass(frozen=True, slots=True)
class _Weight:
    """What a kind of mark is worth."""

    kept: float
    """How often a translation has the mark of its source."""
    trust: float
    """The share of its bits that is counted: marks of one kind occur together, so their sum says too much."""
    missed: float = 0.0
    """Bits against, for each mark that one of the two lacks."""


_WEIGHTS = {
    Mark.MEDIA: _Weight(0.85, 1.0, 1.0),
    Mark.LINK: _Weight(0.6, 0.7),
    Mark.NUMBER: _Weight(0.8, 0.7, 0.5),
    Mark.WORD: _Weight(0.6, 0.4),
    Mark.MOMENT: _Weight(0.5, 0.7),
}
_UNSEEN = 10
"""Pages added to the real number, so that on a small site no mark counts as rare."""
_RAREST = 8.0
"""Bits that one mark is worth at most."""
_COUNTED = 12
"""Marks of a kind that are counted, the rarest first."""
_TOLD = 1.5
"""From this number of bits on, a mark is named in the reasons."""
_MISSED = 6.0
"""Bits against that the marks of a kind come to at most."""
_UNMATCHED = 1.5
"""Bits against, for each block that has no counterpart."""
_LENGTHS = 2
"""Below this, lengths say nothing: one serves to know how much longer the target language is."""
_SPREAD = 0.65
"""How far the lengths of two blocks of different pages lie apart: the mean of |log ratio|."""
_WORST = -2.0
"""Bits that one block's length can count against."""
_STEP = 0.5
"""How far, in |log ratio|, two lengths may lie apart to be of one class."""

_Aligned = list[tuple[int, int]]
"""The blocks of a source and of a page that stand for each other, by their indexes, in order."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two pages are."""

    bits: float
    aligned: int
    """Blocks of one kind in one order, of the `blocks` that the longer page has."""
    blocks: int
    shared: tuple[tuple[Mark, int], ...]
    """How many marks of each kind the two share that few others have."""

    def __str__(self) -> str:
        kinds = [f"{count} {mark}{'s' if count > 1 else ''}" for mark, count in self.shared]
        common = f"; in common: {', '.join(kinds)}" if kinds else ""
        return f"{self.aligned} of {self.blocks} blocks in the same order{common}"


class Background:
    """How frequent marks and blocks are on the pages at hand: what rarity is measured by."""

    def __init__(self, outlines: Iterable[Outline]) -> None:
        self._pages = 0
        self._marks: dict[Mark, Counter[str]] = {mark: Counter() for mark in Mark}
        self._after: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        for one in outlines:
            self._pages += 1
            for mark, values in one.marks.items():
                self._marks[mark].update(values)
            row = ("", *one.blocks)
            self._after.update(row[:-1])
            self._pairs.update(pairwise(row))

    @cached_property
    def _total(self) -> int:
        return self._pages + 2 * _UNSEEN

    def bits(self, mark: Mark, value: str) -> float:
        """Return what a shared mark is worth."""
        chance = self._marks[mark][value] / self._total
        odds = math.log2(_WEIGHTS[mark].kept / chance) if chance else _RAREST
        return _WEIGHTS[mark].trust * min(_RAREST, max(0.0, odds))

    def compare(self, source: Outline, target: Outline) -> Likeness:
        """Say how alike a page and a possible source of it are."""
        bits, aligned = max(
            (self._aligned_bits(source, target, aligned), len(aligned))
            for aligned in _alignments(source, target)
        )
        terms = [bits]
        shared: list[tuple[Mark, int]] = []
        for mark in Mark:
            both = source.marks[mark] & target.marks[mark]
            each = sorted((self.bits(mark, value) for value in both), reverse=True)
            terms += each[:_COUNTED]
            rare = sum(value >= _TOLD * _WEIGHTS[mark].trust for value in each)
            shared += [(mark, rare)] if rare else []
            missed = _WEIGHTS[mark].missed * len(source.marks[mark] ^ target.marks[mark])
            terms.append(-min(missed, _MISSED))
        longer = max(len(source.blocks), len(target.blocks))
        return Likeness(math.fsum(terms), aligned, longer, tuple(shared))

    def _aligned_bits(self, source: Outline, target: Outline, aligned: _Aligned) -> float:
        unmatched = len(source.blocks) + len(target.blocks) - 2 * len(aligned)
        before = ("", *source.blocks)
        blocks = [self._block_bits(before[index], before[index + 1]) for index, _ in aligned]
        return math.fsum((-_UNMATCHED * unmatched, _length_bits(source, target, aligned), *blocks))

    def _block_bits(self, before: str, block: str) -> float:
        """Return what a shared block is worth: half its surprise, since blocks come in runs."""
        return -0.5 * math.log2((self._pairs[before, block] + 1) / (self._after[before] + 4))


def _alignments(source: Outline, target: Outline) -> Iterator[_Aligned]:
    """Yield ways to align two pages: by their elements alone; where those differ, by their lengths as well.

    Many pages are paragraphs, one after another. Where the translation lacks one, elements alone would align
    each paragraph after it with its neighbour.
    """
    by_element = _align(source.blocks, target.blocks)
    yield by_element
    if len(source.blocks) == len(target.blocks) == len(by_element):
        return
    # Two near lengths on either side of a class limit are in one class in one of the two passes.
    for shift in (0.0, 0.5):
        anchors = _align(_classes(source, shift), _classes(target, shift))
        yield list(_between(source.blocks, target.blocks, anchors))


def _align(source: Sequence[Hashable], target: Sequence[Hashable]) -> _Aligned:
    """Return the longest common subsequence."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415  20 ms, where pages stand alone

    return [
        pair
        for run in LCSseq.opcodes(source, target)
        if run.tag == "equal"
        for pair in zip(range(run.src_start, run.src_end), range(run.dest_start, run.dest_end), strict=True)
    ]


def _classes(one: Outline, shift: float) -> list[tuple[str, int]]:
    """Return each block's element and the class of its length, as compared with the page's other blocks."""
    logs = [math.log(length + 1) for length in one.lengths]
    middle = median(logs) if logs else 0.0
    return [
        (block, math.floor((length - middle) / _STEP + shift))
        for block, length in zip(one.blocks, logs, strict=True)
    ]


def _between(source: Sequence[str], target: Sequence[str], anchors: _Aligned) -> Iterator[tuple[int, int]]:
    """Yield the anchors, and between them the blocks that align by their elements."""
    one = other = 0
    for to_one, to_other in (*anchors, (len(source), len(target))):
        gap = _align(source[one:to_one], target[other:to_other]) if to_one > one and to_other > other else ()
        yield from ((one + index, other + place) for index, place in gap)
        if to_one < len(source):
            yield to_one, to_other
        one, other = to_one + 1, to_other + 1


def _length_bits(source: Outline, target: Outline, aligned: _Aligned) -> float:
    """Return what the lengths of the aligned blocks are worth.

    The logarithms of their ratios lie about the pair's median as a Laplace distribution: closely in a
    translation, more closely in a longer text, and widely between two pages that have nothing in common.
    """
    rows = [(source.lengths[one], target.lengths[other]) for one, other in aligned]
    if len(rows) < _LENGTHS:
        return 0.0
    ratios = [math.log((other + 1) / (one + 1)) for one, other in rows]
    middle = median(ratios)
    bits: list[float] = []
    for (one, other), ratio in zip(rows, ratios, strict=True):
        close = min(_SPREAD, 0.1 + 1 / math.sqrt(min(one, other) + 1))
        odds = math.log2(_SPREAD / close) - abs(ratio - middle) * (1 / close - 1 / _SPREAD) / math.log(2)
        bits.append(max(_WORST, odds))
    return math.fsum(bits) - max(bits)
