"""Pairs that stand out in two long pages and lead through them, so that only what lies between is compared.

A guide is a border for the alignment of its surroundings and nothing more: a pair is sure only when it was found
between others that are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from calque.align.anchors import forward
from calque.align.evidence import Evidence

__all__ = ["find_guides"]

_CLEAR = 6.0
"""How much must speak for a pair."""
_APART = 8
"""Texts between two guides, at least: what lies there is aligned as a whole."""
_NEAR = 3
"""By how many texts two neighbouring guides may be shifted against each other, and by a quarter of the way between."""


def find_guides(evidence: Evidence, sources: range, targets: range) -> list[tuple[int, int]]:
    """Return pairs of texts, in order on both sides, that share a mark which no other text of the two stretches has."""
    left, right = _once(evidence, sources, source=True), _once(evidence, targets, source=False)
    pairs = {(one, right[mark]) for mark, one in left.items() if mark in right}
    scores = {pair: score for pair in pairs if (score := evidence.pair(*pair)) >= _CLEAR}
    best: dict[tuple[int, int], float] = {}
    for pair, score in scores.items():
        for side in enumerate(pair):
            best[side] = max(score, best.get(side, score))
    clear = sorted(pair for pair, score in scores.items() if best[0, pair[0]] == best[1, pair[1]] == score)
    return list(_thinned(_steady(forward(clear))))


def _once(evidence: Evidence, stretch: range, *, source: bool) -> dict[str, int]:
    """Return the texts of the marks that one text of a stretch alone has."""
    marks = [evidence.marks_of(number, source=source) for number in stretch]
    counts = Counter(chain.from_iterable(marks))
    return {
        mark: number for number, own in zip(stretch, marks, strict=True) for mark in own if counts[mark] == 1
    }


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
