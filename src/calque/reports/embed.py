"""What the page's script reads, as JSON: entries, the matrix, and the words and signs of states.

It is written piece by piece, so that a large report is never one value. What is empty is left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from calque.model import PageState, Publication, SegmentState, Severity
from calque.reports import labels
from calque.reports.entry import dumped
from calque.reports.sections import LocaleView, MatrixRow

__all__ = ["embedded"]


def embedded(
    entries: Iterable[str],
    matrix: Iterable[MatrixRow],
    locales: Iterable[LocaleView],
    directions: Mapping[str, str],
    ways: Mapping[str, Any],
) -> Iterator[str]:
    """Yield the JSON that stands in the page; `ways` are those to the other pages of a report of several."""
    yield '{"entries":['
    yield from _listed(entries)
    yield '],"matrix":['
    yield from _listed(dumped(_matrix_row(row)) for row in matrix)
    rest = {
        "locales": [locale.tag for locale in locales],
        "directions": directions,
        "pageStates": {state: labels.of(state)._asdict() for state in (*PageState, *Publication)},
        "severities": {severity: labels.of(severity)._asdict() for severity in Severity},
        "segmentStates": {state: labels.of(state)._asdict() for state in SegmentState},
        **ways,
    }
    yield f"],{dumped(rest)[1:]}"


def _listed(values: Iterable[str]) -> Iterator[str]:
    for number, value in enumerate(values):
        yield f",{value}" if number else value


def _matrix_row(row: MatrixRow) -> dict[str, Any]:
    """Write a cell as its state, with `>` in front where it leads to an entry; empty where there is none."""
    cells = ["" if cell is None else f"{'>' if cell.href else ''}{cell.state}" for cell in row.cells]
    return {"key": row.key, "title": row.title, "cells": cells}
