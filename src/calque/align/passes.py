"""Two pages aligned twice: first by what both have, then also by the words that the sure pairs taught.

What stands between sure pairs is looked at as a whole. Where that would be too much, a lead through both pages is
found first, part by part between guides, and the same is done in a band along it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from calque.align.anchors import find_anchors
from calque.align.chains import (
    CELLS,
    Move,
    best_chain,
    followed_chain,
    led_chain,
    path_of,
)
from calque.align.evidence import AlignmentEvidence
from calque.align.guides import find_guides
from calque.align.lexicon import learn_words, translated
from calque.align.texts import AlignableText

__all__ = ["AlignedPages", "align_texts"]

_LEARNT = 0.9
"""How likely a pair must be for its words to be learnt."""
_SURE = 0.998
"""How likely a pair must be to stay as it is when the others are aligned anew."""
_UNSEEN = 0.5
"""How likely a pair is at most where not all was looked at that might be likelier."""
_LESSONS = 4
"""How often words are learnt on the way to a lead, at most; each time more guides are found."""
_DEPTH = 3
"""How often the parts of a page between guides are looked through for further ones."""

_Aligner = Callable[[AlignmentEvidence, range, range], Sequence[Move]]


class AlignedPages(NamedTuple):
    """The moves through two pages, and the evidence that they rest on."""

    chain: tuple[Move, ...]
    evidence: AlignmentEvidence


def align_texts(
    source: Sequence[AlignableText],
    target: Sequence[AlignableText],
    known: Collection[tuple[str, str]],
    *,
    cells: int = CELLS,
) -> AlignedPages:
    """Align two pages; `cells` pairs of texts are looked at in one stretch before a lead is asked for."""
    pages = _Pages(source, target, known, cells)
    evidence = pages.evidence
    chain = _refined(pages.anchors, evidence, pages.align)
    if words := learn_words(source, target, _sure_pairs(chain)):
        evidence = AlignmentEvidence(*translated(source, target, words), known)
        chain = _refined(chain, evidence, pages.align)
    return AlignedPages(chain, evidence)


def _sure_pairs(chain: Sequence[Move]) -> list[tuple[int, int]]:
    return [
        (move.source, move.target) for move in chain if move.step == (1, 1) and move.likelihood >= _LEARNT
    ]


def _refined(chain: Sequence[Move], evidence: AlignmentEvidence, align: _Aligner) -> tuple[Move, ...]:
    """Align what lies between the sure pairs of a chain."""
    result: list[Move] = []
    source = target = 0
    for move in (*chain, None):
        if move is not None and not (move.step == (1, 1) and move.likelihood >= _SURE):
            continue
        end = (move.source, move.target) if move else (len(evidence.source), len(evidence.target))
        if end != (source, target):
            result += align(evidence, range(source, end[0]), range(target, end[1]))
        if move is not None:
            result.append(move)
            source, target = move.source + 1, move.target + 1
    return tuple(result)


class _Pages:
    """Two pages, and the lead through them, which is looked for at the first stretch that needs it."""

    def __init__(
        self,
        source: Sequence[AlignableText],
        target: Sequence[AlignableText],
        known: Collection[tuple[str, str]],
        cells: int,
    ) -> None:
        self._texts = source, target
        self._known = known
        self._cells = cells
        self.evidence = AlignmentEvidence(source, target, known)
        self.anchors = find_anchors(source, target, known)

    def align(self, evidence: AlignmentEvidence, sources: range, targets: range) -> Sequence[Move]:
        """Align a stretch as a whole, or along the lead."""
        chain = best_chain(evidence, sources, targets, cells=self._cells)
        if chain is None:
            chain = led_chain(evidence, sources, targets, self._lead)
        if chain.is_whole:
            return chain.moves
        return [move._replace(likelihood=min(move.likelihood, _UNSEEN)) for move in chain.moves]

    @cached_property
    def _lead(self) -> Sequence[range]:
        """Return the columns at which a likely chain comes to each row of both pages.

        Words are learnt from it while parts of it are guesses: right guesses teach the same word again and again,
        wrong ones teach none.
        """
        source, target = self._texts
        evidence = self.evidence
        chain = _refined(self.anchors, evidence, self._align_parts)
        known: Mapping[str, str] = {}
        for _ in range(_LESSONS):
            words = learn_words(source, target, _sure_pairs(chain))
            if words == known or not any(move.is_guess for move in chain):
                break
            known = words
            evidence = AlignmentEvidence(*translated(source, target, words), self._known)
            chain = _refined(chain, evidence, self._align_parts)
        return path_of(chain, len(source))

    def _align_parts(
        self, evidence: AlignmentEvidence, sources: range, targets: range, depth: int = _DEPTH
    ) -> Sequence[Move]:
        """Align a stretch as a whole, or part by part between its guides."""
        chain = best_chain(evidence, sources, targets, cells=self._cells)
        if chain is not None:
            return chain.moves
        guides = find_guides(evidence, sources, targets) if depth else []
        if not guides:
            chain = followed_chain(evidence, sources, targets)
            return chain.moves if chain.is_whole else [_guess(move) for move in chain.moves]
        result: list[Move] = []
        source, target = sources.start, targets.start
        for pair in (*guides, None):
            end = pair or (sources.stop, targets.stop)
            if end != (source, target):
                part = range(source, end[0]), range(target, end[1])
                result += self._align_parts(evidence, *part, depth - 1)
            if pair:
                result.append(_guess(Move(*pair, (1, 1), 1.0)))
                source, target = pair[0] + 1, pair[1] + 1
        return result


def _guess(move: Move) -> Move:
    """Return a move that is likely enough to learn from, and never sure."""
    return move._replace(likelihood=min(move.likelihood, _LEARNT), is_guess=True)
