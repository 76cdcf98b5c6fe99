"""The most likely chain of moves through two pages, and how likely each move is given all others.

Moves are 1:1, 1:0, 0:1, 1:2 and 2:1. Cells lie in a band along the diagonal that widens where the chain comes to
its edge, as long as they are not too many; through a longer stretch the band follows the chain. So the time grows
with the length of a page, not with its square.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from calque.align.evidence import AlignmentEvidence

__all__ = ["CELLS", "Chain", "Move", "best_chain", "followed_chain", "led_chain", "path_of"]

_PRIORS = {(1, 1): 0.88, (1, 0): 0.04, (0, 1): 0.04, (1, 2): 0.02, (2, 1): 0.02}
_LOGS = {step: math.log(prior) for step, prior in _PRIORS.items()}
_BAND = 16
CELLS = 120_000
"""Cells of a stretch that are looked at: all of 350 texts by 350, or the narrowest band of 3,500."""
_SHIFTS = 4
"""How often a band is laid along the chain that was found in it, at most."""


class Move(NamedTuple):
    """A step of the chain: where it starts, how many texts of each page it takes, and how likely it is."""

    source: int
    target: int
    step: tuple[int, int]
    likelihood: float
    is_guess: bool = False
    """It leads through the page, and was not found among all that might be likelier."""


_Cells = dict[int, dict[tuple[int, int], float]]
"""Column → the steps that lead into the cell, with their scores as logarithms."""


class Chain(NamedTuple):
    """The moves through a stretch, and whether all that might be a better chain was looked at."""

    moves: tuple[Move, ...]
    is_whole: bool


def best_chain(
    evidence: AlignmentEvidence, sources: range, targets: range, *, cells: int = CELLS
) -> Chain | None:
    """Return the likeliest chain of moves through a stretch of both pages, from its start to its end.

    The band widens while the chain comes to its edge. None where more than so many cells would be looked at.
    """
    rows, columns = len(sources), len(targets)
    width = _BAND + abs(rows - columns)
    grid = _Grid(evidence, sources, targets)
    while (rows + 1) * min(columns + 1, 2 * width + 1) <= cells:
        for row in range(rows + 1):
            middle = row * columns // max(1, rows)
            grid.fill(row, range(max(0, middle - width), min(columns, middle + width) + 1))
        if not grid.trace_at_edge() or width > max(rows, columns):
            return Chain(grid.moves(), is_whole=True)
        width *= 2
    return None


def followed_chain(evidence: AlignmentEvidence, sources: range, targets: range) -> Chain:
    """Return a likely chain of moves through a stretch of any length, in a narrow band that goes where it leads.

    It is whole where it never comes to the edge of the band.
    """
    grid = _Grid(evidence, sources, targets)
    rows, columns = len(sources), len(targets)
    middle = 0
    for row in range(rows + 1):
        end = columns if row == rows else min(columns, middle + _BAND)
        grid.fill(row, range(max(0, middle - _BAND), end + 1))
        middle = grid.best_column(row) + 1
    is_whole = not grid.trace_at_edge()
    return Chain(grid.moves(), is_whole)


def led_chain(evidence: AlignmentEvidence, sources: range, targets: range, lead: Sequence[range]) -> Chain:
    """Return the likeliest chain of moves through a stretch of any length, in a narrow band along a lead.

    `lead` has the columns of both pages at which another chain comes to each row. The band is laid along the chain
    that is found, as long as that comes to its edge.
    """
    rows, columns = len(sources), len(targets)
    grid = _Grid(evidence, sources, targets)
    path = [_shifted(lead[row], -targets.start) for row in range(sources.start, sources.stop + 1)]
    for _ in range(_SHIFTS):
        path[0], path[-1] = range(path[0].stop), range(path[-1].start, columns + 1)
        for row, there in enumerate(path):
            first, last = (
                min(max(0, column), columns) for column in (there.start - _BAND, there.stop - 1 + _BAND)
            )
            grid.fill(row, range(first, last + 1))
        if not grid.trace_at_edge():
            return Chain(grid.moves(), is_whole=True)
        path = path_of(grid.steps(), rows)
    return Chain(grid.moves(), is_whole=False)


def path_of(moves: Iterable[Move], rows: int) -> list[range]:
    """Return the columns at which moves through so many rows come to each; a row that is stepped over has the next."""
    ends: list[list[int]] = [[] for _ in range(rows + 1)]
    ends[0].append(0)
    for move in moves:
        for row in range(move.source + 1, move.source + move.step[0] + 1) or [move.source]:
            ends[row].append(move.target + move.step[1])
    return [range(columns[0], columns[-1] + 1) for columns in ends]


def _shifted(columns: range, by: int) -> range:
    return range(columns.start + by, columns.stop + by)


class _Grid:
    """The cells of a stretch that are looked at, row by row, with the best way into each."""

    def __init__(self, evidence: AlignmentEvidence, sources: range, targets: range) -> None:
        self._evidence = evidence
        self._top, self._left = sources.start, targets.start
        self._end = len(sources), len(targets)
        self._steps: list[_Cells] = [{} for _ in range(len(sources) + 1)]
        self._best: list[dict[int, float]] = [{} for _ in self._steps]
        self._back: list[dict[int, tuple[int, int]]] = [{} for _ in self._steps]
        self._chain: list[tuple[int, int, tuple[int, int]]] = []

    def fill(self, row: int, columns: range) -> None:
        """Look at some cells of a row; those above it were looked at before."""
        known = self._steps[row]
        cells = {column: known.get(column) or self._steps_into(row, column) for column in columns}
        best = self._best
        scores: dict[int, float] = {}
        origins: dict[int, tuple[int, int]] = {}
        self._steps[row], self._best[row], self._back[row] = cells, scores, origins
        for column, options in cells.items():
            top, chosen = (0.0, (0, 0)) if row == column == 0 else (-math.inf, (0, 0))
            for step, score in options.items():
                before = best[row - step[0]].get(column - step[1])
                if before is not None and before + score > top:
                    top, chosen = before + score, step
            if top > -math.inf:
                scores[column], origins[column] = top, chosen

    def best_column(self, row: int) -> int:
        """Return the cell of a row that the likeliest way so far leads to."""
        scores = self._best[row]
        return max(scores, key=lambda column: scores[column])

    def trace_at_edge(self) -> bool:
        """Follow the best chain back from the end; tell whether it comes to the edge of what was looked at."""
        row, column = self._end
        self._chain = []
        at_edge = False
        while row or column:
            step = self._back[row][column]
            self._chain.append((row, column, step))
            cells = self._steps[row]
            first, last = next(iter(cells)), next(reversed(cells))
            at_edge = at_edge or (column == first != 0) or (column == last != self._end[1])
            row, column = row - step[0], column - step[1]
        self._chain.reverse()
        return at_edge

    def steps(self) -> Iterator[Move]:
        """Yield the chain that was traced, from the start of the stretch."""
        for row, column, step in self._chain:
            yield Move(row - step[0], column - step[1], step, 1.0)

    def moves(self) -> tuple[Move, ...]:
        """Return the chain that was traced, with how likely each of its moves is."""
        likelihoods = _likelihoods(self._steps, self._chain)
        return tuple(
            Move(self._top + row - step[0], self._left + column - step[1], step, likelihood)
            for (row, column, step), likelihood in zip(self._chain, likelihoods, strict=True)
        )

    def _steps_into(self, row: int, column: int) -> dict[tuple[int, int], float]:
        """Return the steps that lead into a cell."""
        evidence = self._evidence
        one, other = self._top + row - 1, self._left + column - 1
        steps: dict[tuple[int, int], float] = {}
        if row:
            steps[1, 0] = _LOGS[1, 0]
        if column:
            steps[0, 1] = _LOGS[0, 1]
        if row and column:
            steps[1, 1] = _LOGS[1, 1] + evidence.pair(one, other)
            if column > 1 and (score := evidence.split(one, other - 1)) is not None:
                steps[1, 2] = _LOGS[1, 2] + score
            if row > 1 and (score := evidence.joined(one - 1, other)) is not None:
                steps[2, 1] = _LOGS[2, 1] + score
        return steps


def _likelihoods(steps: list[_Cells], chain: list[tuple[int, int, tuple[int, int]]]) -> list[float]:
    """Return the share of all chains, each by its weight, that go through each step of one (forward-backward)."""
    forward = _sums(steps)
    total = forward[-1][max(forward[-1])]
    backward = _sums_to_end(steps)
    result = []
    for row, column, step in chain:
        through = forward[row - step[0]][column - step[1]] + steps[row][column][step] + backward[row][column]
        result.append(min(1.0, math.exp(min(0.0, through - total))))
    return result


def _sums(steps: list[_Cells]) -> list[dict[int, float]]:
    sums: list[dict[int, float]] = []
    for row, cells in enumerate(steps):
        scores: dict[int, float] = {}
        sums.append(scores)
        for column, options in cells.items():
            terms = [0.0] if row == column == 0 else []
            for step, score in options.items():
                before = sums[row - step[0]].get(column - step[1])
                if before is not None:
                    terms.append(before + score)
            if terms:
                scores[column] = _log_sum(terms)
    return sums


def _sums_to_end(steps: list[_Cells]) -> list[dict[int, float]]:
    sums: list[dict[int, list[float]]] = [{} for _ in steps]
    done: list[dict[int, float]] = [{} for _ in steps]
    last = len(steps) - 1
    sums[last][max(steps[last])] = [0.0]
    for row in range(last, -1, -1):
        for column in sorted(steps[row], reverse=True):
            terms = sums[row].get(column)
            if not terms:
                continue
            done[row][column] = here = _log_sum(terms)
            for step, score in steps[row][column].items():
                sums[row - step[0]].setdefault(column - step[1], []).append(here + score)
    return done


def _log_sum(terms: list[float]) -> float:
    top = max(terms)
    return top + math.log(sum([math.exp(term - top) for term in terms]))
