"""Pairs that stand out in two long pages and lead through them, so that only what lies between is compared.

A guide is a border for the search of a lead and nothing more: a pair is sure only when it was found among all
that stands along the lead.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from calque.align.anchors import forward
from calque.align.evidence import AlignmentEvidence

__all__ = ["find_guides"]

_CLEAR = 6.0
"""The least evidence for a pair."""
_LEAD = 3.0
"""By how much it must be more than for any other pair of its two texts."""
_FEW = 16
"""Pairs of texts that a mark may name: one that many texts have leads nowhere."""
_APART = 8
"""Texts between two guides, at least: what lies there is aligned as a whole."""
_NEAR = 3
"""By how many texts two neighbouring guides may be shifted against each other, and by a quarter of the way between."""


def find_guides(evidence: AlignmentEvidence, sources: range, targets: range) -> list[tuple[int, int]]:
    """Return pairs of texts, in order on both sides, that have marks in common which few other texts have."""
    left, right = _places(evidence, sources, source=True), _places(evidence, targets, source=False)
    pairs = {
        pair
        for mark, ones in left.items()
        if len(ones) * len(right.get(mark, ())) <= _FEW
        for pair in product(ones, right.get(mark, ()))
    }
    scores = {pair: score for pair in pairs if (score := evidence.pair(*pair)) >= _CLEAR}
    ranked: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
    for pair, score in scores.items():
        for side in enumerate(pair):
            ranked[side] = sorted((*ranked[side], score))[-2:]
    clear = sorted(
        pair
        for pair, score in scores.items()
        if all(score == ranked[side][-1] and _leads(ranked[side]) for side in enumerate(pair))
    )
    return list(_thinned(_steady(forward(clear))))


def _leads(scores: Sequence[float]) -> bool:
    return len(scores) == 1 or scores[1] - scores[0] >= _LEAD


def _places(evidence: AlignmentEvidence, stretch: range, *, source: bool) -> dict[str, list[int]]:
    """Return the texts of a stretch that have each mark."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number in stretch:
        for mark in evidence.marks_of(number, source=source):
            places[mark].append(number)
    return places


def _steady(pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Leave out the pairs that lie elsewhere than both of their neighbours lead to."""
    for number, pair in enumerate(pairs):
        around = [pairs[at] for at in (number - 1, number + 1) if 0 <= at < len(pairs)]
        if not around or any(_leads_to(pair, other) for other in around):
            yield pair


def _leads_to(pair: tuple[int, int], other: tuple[int, int]) -> bool:
    ways = abs(pair[0] - other[0]), abs(pair[1] - other[1])
    return abs(ways[0] - ways[1]) <= _NEAR + min(ways) // 4


def _thinned(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last = (-_APART, -_APART)
    for pair in pairs:
        if min(pair[0] - last[0], pair[1] - last[1]) >= _APART:
            yield pair
            last = pair
