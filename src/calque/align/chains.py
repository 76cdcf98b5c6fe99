"""The most likely chain of moves through two pages, and how likely each move is given all others.

Moves are 1:1, 1:0, 0:1, 1:2 and 2:1. Cells lie in a band along the diagonal that widens where the chain comes to
its edge, so the time grows with the length of a page, not with its square.
"""

import math
from typing import NamedTuple

from calque.align.evidence import AlignmentEvidence

__all__ = ["Move", "best_chain"]

_PRIORS = {(1, 1): 0.88, (1, 0): 0.04, (0, 1): 0.04, (1, 2): 0.02, (2, 1): 0.02}
_LOGS = {step: math.log(prior) for step, prior in _PRIORS.items()}
_BAND = 16
_TINY = 1e-300


class Move(NamedTuple):
    """A step of the chain: where it starts, how many texts of each page it takes, and how likely it is."""

    source: int
    target: int
    step: tuple[int, int]
    likelihood: float


_Cells = dict[int, dict[tuple[int, int], float]]
"""Column → the steps that lead into the cell, with their scores as logarithms."""


def best_chain(evidence: AlignmentEvidence, sources: range, targets: range) -> tuple[Move, ...]:
    """Return the likeliest chain of moves through a stretch of both pages, from its start to its end."""
    rows, columns = len(sources), len(targets)
    width = _BAND + abs(rows - columns)
    while True:
        band = _Band(rows, columns, width)
        steps = [_row_steps(evidence, band, row, sources.start, targets.start) for row in range(rows + 1)]
        chain, at_edge = _trace(steps, band)
        if not at_edge or width > max(rows, columns):
            break
        width *= 2
    likelihoods = _likelihoods(steps, chain)
    return tuple(
        Move(sources.start + row - step[0], targets.start + column - step[1], step, likelihood)
        for (row, column, step), likelihood in zip(chain, likelihoods, strict=True)
    )


class _Band:
    """The cells that are looked at: a stripe along the diagonal."""

    def __init__(self, rows: int, columns: int, width: int) -> None:
        self.rows, self.columns, self._width = rows, columns, width

    def columns_of(self, row: int) -> range:
        middle = row * self.columns // max(1, self.rows)
        return range(max(0, middle - self._width), min(self.columns, middle + self._width) + 1)

    def is_edge(self, row: int, column: int) -> bool:
        cells = self.columns_of(row)
        return (column == cells[0] != 0) or (column == cells[-1] != self.columns)


def _row_steps(evidence: AlignmentEvidence, band: _Band, row: int, top: int, left: int) -> _Cells:
    """Return the steps into the cells of a row, where the stretch starts at `top` and `left` of the pages."""
    cells: _Cells = {}
    one = top + row - 1
    for column in band.columns_of(row):
        other = left + column - 1
        steps: dict[tuple[int, int], float] = {}
        if row:
            steps[1, 0] = _LOGS[1, 0]
        if column:
            steps[0, 1] = _LOGS[0, 1]
        if row and column:
            steps[1, 1] = _LOGS[1, 1] + evidence.pair(one, other)
            if column > 1 and (score := evidence.merged((one,), (other - 1, other))) is not None:
                steps[1, 2] = _LOGS[1, 2] + score
            if row > 1 and (score := evidence.merged((one - 1, one), (other,))) is not None:
                steps[2, 1] = _LOGS[2, 1] + score
        cells[column] = steps
    return cells


def _trace(steps: list[_Cells], band: _Band) -> tuple[list[tuple[int, int, tuple[int, int]]], bool]:
    """Return the best chain as the cells it comes to, each with its step, and whether it runs along the edge."""
    best: list[dict[int, float]] = []
    back: list[dict[int, tuple[int, int]]] = []
    for row, cells in enumerate(steps):
        scores: dict[int, float] = {}
        origins: dict[int, tuple[int, int]] = {}
        best.append(scores)
        back.append(origins)
        for column, options in cells.items():
            top, chosen = (0.0, (0, 0)) if row == column == 0 else (-math.inf, (0, 0))
            for step, score in options.items():
                before = best[row - step[0]].get(column - step[1])
                if before is not None and before + score > top:
                    top, chosen = before + score, step
            if top > -math.inf:
                scores[column], origins[column] = top, chosen
    row, column = band.rows, band.columns
    chain: list[tuple[int, int, tuple[int, int]]] = []
    at_edge = False
    while row or column:
        step = back[row][column]
        chain.append((row, column, step))
        at_edge = at_edge or band.is_edge(row, column)
        row, column = row - step[0], column - step[1]
    return chain[::-1], at_edge


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
    return top + math.log(sum(math.exp(term - top) for term in terms))
