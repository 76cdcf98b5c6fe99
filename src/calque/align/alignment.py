"""Two pages aligned: groups in the order of the source, each with its confidence."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter

from calque.align.chains import Move
from calque.align.evidence import AlignmentEvidence
from calque.align.moved import Moved, find_moved
from calque.align.passes import align_texts
from calque.align.texts import digest_texts
from calque.html import plain
from calque.model import Segment

__all__ = ["AlignedGroup", "align"]

_ODD_LENGTH = -1.5
_BY_PLACE = 0.0
"""The least evidence that a pair must have itself; below it, the pair rests on its neighbours alone."""
_DOUBTED = 0.85
"""What is left of the confidence of a pair whose length, or whose own evidence, speaks against it."""


@dataclass(frozen=True, slots=True)
class AlignedGroup:
    """Texts of the source and the texts of the translation that stand for them, by their positions."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float
    """From 0 to 1: how likely the group is, given both pages as a whole."""

    @property
    def is_pair(self) -> bool:
        """Whether it is one text and its translation."""
        return len(self.source) == len(self.target) == 1


def align(
    source: Sequence[Segment], target: Sequence[Segment], *, known: Collection[tuple[str, str]] = ()
) -> tuple[AlignedGroup, ...]:
    """Align the segments of a translated page with those of its source.

    Every segment of both pages stands in exactly one group. Groups go forward through both pages, but for pairs
    that moved. `known` are pairs of texts that are translations of each other for sure.

    ::

        <h2>Tea</h2><p>Warm the pot.</p>        <h2>Thé</h2><p>Chauffez la théière.</p><p>Puis servez.</p>
        ->  0:0, 1:1, and 2 alone
    """
    if not source or not target:
        return tuple(AlignedGroup((one,), (), 1.0) for one in range(len(source))) + tuple(
            AlignedGroup((), (other,), 1.0) for other in range(len(target))
        )
    pairs = {(plain(one), plain(other)) for one, other in known}
    texts = digest_texts(source), digest_texts(target)
    chain, evidence = align_texts(*texts, pairs)
    moved = find_moved(evidence, chain)
    taken = {one.source for one in moved}, {one.target for one in moved}
    groups = [_group(move, evidence) for move in chain]
    kept = [
        group
        for group in groups
        if not (
            (group.target == () and group.source[0] in taken[0])
            or (group.source == () and group.target[0] in taken[1])
        )
    ]
    return _in_order(kept, moved)


def _group(move: Move, evidence: AlignmentEvidence) -> AlignedGroup:
    ones = tuple(range(move.source, move.source + move.step[0]))
    others = tuple(range(move.target, move.target + move.step[1]))
    if not ones or not others:
        return AlignedGroup(ones, others, round(move.likelihood, 4))
    confidence = move.likelihood * (_DOUBTED if _is_doubtful(evidence, ones, others) else 1.0)
    return AlignedGroup(ones, others, round(confidence, 4))


def _is_doubtful(evidence: AlignmentEvidence, ones: tuple[int, ...], others: tuple[int, ...]) -> bool:
    """Tell whether the length, or its own evidence, speaks against a group; never against one that is known."""
    is_pair = len(ones) == len(others) == 1
    if is_pair and evidence.is_known(ones[0], others[0]):
        return False
    source = sum(evidence.source[one].length for one in ones)
    target = sum(evidence.target[other].length for other in others)
    if evidence.length(source, target) < _ODD_LENGTH:
        return True
    return is_pair and evidence.pair(ones[0], others[0]) < _BY_PLACE


def _moved_group(moved: Moved) -> AlignedGroup:
    return AlignedGroup((moved.source,), (moved.target,), round(moved.confidence, 4))


def _in_order(groups: Sequence[AlignedGroup], moved: Sequence[Moved]) -> tuple[AlignedGroup, ...]:
    """Put the pairs that moved among the groups of the chain, by their place in the source.

    A text of the translation alone stays behind what it follows there.
    """
    places = accumulate((group.source[-1] if group.source else -1 for group in groups), max)
    rows = [*zip(places, groups, strict=True), *((one.source, _moved_group(one)) for one in moved)]
    return tuple(group for _, group in sorted(rows, key=itemgetter(0)))
