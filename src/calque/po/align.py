"""Finding predecessors by position: what stands between the same unchanged neighbours."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from calque.po.match import Source, stripped, word_count

__all__ = ["Aligned", "aligned", "gaps"]

_ALIKE = 0.6
_COVERED = 0.8
"""How much of the shorter text a split or joined one must share, in words."""
_LARGEST_GAP = 2_500
"""Pairs of texts compared in one gap; past that, the index finds what there is to find."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """A predecessor found by position."""

    source: Source
    score: float
    reason: str


def aligned(
    orphans: Sequence[tuple[int, Source]],
    wanted: Sequence[tuple[int, str, str]],
    anchors: Sequence[tuple[int, int]],
) -> dict[int, Aligned]:
    """Return the predecessors of new texts among the orphans of their gap.

    `orphans` are old texts that are gone, each with its position in the old file; `wanted` new texts
    as (position in the template, place, text); `anchors` the unchanged entries as (old, new) positions.
    """
    chain = gaps(anchors)
    old_gaps: dict[int, list[Source]] = defaultdict(list)
    for position, source in orphans:
        old_gaps[bisect_left(chain, (position, 0))].append(source)
    new_positions = [new for _, new in chain]
    new_gaps: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for row in wanted:
        new_gaps[bisect_left(new_positions, row[0])].append(row)
    found: dict[int, Aligned] = {}
    for gap, rows in new_gaps.items():
        sources = old_gaps.get(gap, [])
        if 0 < len(sources) * len(rows) <= _LARGEST_GAP:
            found |= _within(sources, rows)
    return found


def gaps(anchors: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest chain of anchors that keep their order; what moved is not in it."""
    tails: list[int] = []
    ends: list[int] = []
    pairs = sorted(anchors)
    back: list[int] = []
    for number, (_, new) in enumerate(pairs):
        at = bisect_left(tails, new)
        tails[at : at + 1] = [new]
        ends[at : at + 1] = [number]
        back.append(ends[at - 1] if at else -1)
    chain = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(pairs[number])
        number = back[number]
    return chain[::-1]


def _within(sources: Sequence[Source], rows: Sequence[tuple[int, str, str]]) -> dict[int, Aligned]:
    found: dict[int, Aligned] = {}
    for position, place, text in rows:
        best: Aligned | None = None
        for source in sources:
            if place and source.place and place != source.place:
                continue
            candidate = _judged(source, stripped(text), alone=len(sources) == len(rows) == 1)
            if candidate and (best is None or candidate.score > best.score):
                best = candidate
        if best:
            found[position] = best
    return found


def _judged(source: Source, text: str, *, alone: bool) -> Aligned | None:
    from rapidfuzz.distance import Indel, LCSseq  # noqa: PLC0415 - only a merge with new texts needs it

    score = Indel.normalized_similarity(text, source.text)
    if score >= _ALIKE:
        where = "the only change between two unchanged texts" if alone else "between the same unchanged texts"
        return Aligned(source, score, where)
    old, new = source.text.split(), text.split()
    shorter = min(len(old), len(new))
    if min(word_count(text), word_count(source.text)) < 4:  # noqa: PLR2004 - the design's smallest text
        return None
    if LCSseq.similarity(old, new) >= _COVERED * shorter:
        return Aligned(
            source, score, "a part of a split text" if len(new) < len(old) else "a text that was joined"
        )
    return None
