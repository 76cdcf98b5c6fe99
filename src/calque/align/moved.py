"""Texts that stand elsewhere in the translation: found by what they share, among what the chain left over."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from calque.align.chains import Move
from calque.align.evidence import AlignmentEvidence

__all__ = ["Moved", "find_moved"]

_PRIOR = math.log(0.02)
_MAJORITY = 0.5
_LEFT = 40
"""Texts left over on either side; with more, the pages are no translations of each other."""


class Moved(NamedTuple):
    """A pair out of order."""

    source: int
    target: int
    confidence: float


def find_moved(evidence: AlignmentEvidence, chain: Sequence[Move]) -> list[Moved]:
    """Pair the texts that the chain left without a partner, where each is by far the best for the other."""
    ones = [move.source for move in chain if move.step == (1, 0)]
    others = [move.target for move in chain if move.step == (0, 1)]
    if not ones or not others or len(ones) > _LEFT or len(others) > _LEFT:
        return []
    rows = [[evidence.pair(one, other) + _PRIOR for other in others] for one in ones]
    columns = [list(column) for column in zip(*rows, strict=True)]
    found = []
    for row, one in enumerate(ones):
        for column, other in enumerate(others):
            score = rows[row][column]
            across, down = rows[row], columns[column]
            rivals = [0.0, *down[:row], *across[:column], *across[column + 1 :], *down[row + 1 :]]
            top = max(score, *rivals)
            share = math.exp(score - top) / (math.exp(score - top) + sum(math.exp(v - top) for v in rivals))
            if share > _MAJORITY:
                found.append(Moved(one, other, share))
    return found
