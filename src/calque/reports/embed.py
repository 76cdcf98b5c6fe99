"""The values of `view` and `sections` as the JSON that the page's script reads.

Each text stands there once, and what is empty is left out.
"""

from collections.abc import Iterable
from typing import Any

from calque.model import PageState, Publication, SegmentState, Severity
from calque.reports import labels
from calque.reports.rows import Link, SegmentRow, ShownText
from calque.reports.sections import LocaleView, MatrixRow
from calque.reports.view import Entry
from calque.worddiff import Edit

__all__ = ["embedded"]


def embedded(
    entries: Iterable[Entry],
    matrix: Iterable[MatrixRow],
    locales: Iterable[LocaleView],
    directions: dict[str, str],
) -> dict[str, Any]:
    """Return the value that stands in the page.

    `texts` holds each text once, as a string or as a list of `[edit, text]`; elsewhere a number
    is an index into it.
    """
    texts = _Texts()
    return {
        "entries": [_entry(entry, texts) for entry in entries],
        "matrix": [_matrix_row(row, texts) for row in matrix],
        "locales": [locale.tag for locale in locales],
        "directions": directions,
        "pageStates": {state: labels.of(state)._asdict() for state in (*PageState, *Publication)},
        "severities": {severity: labels.of(severity)._asdict() for severity in Severity},
        "segmentStates": {state: labels.of(state)._asdict() for state in SegmentState},
        "texts": texts.values,
    }


class _Texts:
    """Each text once, numbered in the order in which they come up."""

    def __init__(self) -> None:
        self.values: list[str | list[list[str]]] = []
        self._numbers: dict[object, int] = {}

    def number(self, text: str | ShownText) -> int:
        key = text if isinstance(text, str) else text.runs
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(_runs(key))
        return self._numbers[key]


def _runs(key: str | tuple[tuple[Edit, str], ...]) -> str | list[list[str]]:
    if isinstance(key, str):
        return key
    if len(key) == 1 and key[0][0] is Edit.SAME:
        return key[0][1]
    return [[str(edit), text] for edit, text in key]


def _entry(entry: Entry, texts: _Texts) -> dict[str, Any]:
    return _full(
        id=entry.id,
        locale=entry.locale,
        state=entry.state,
        verb=entry.verb,
        title=texts.number(entry.title),
        name=texts.number(entry.name),
        words=entry.words,
        amount=entry.amount,
        days=entry.days,
        waits=entry.waits,
        preview=_text(entry.preview, texts),
        links=[[texts.number(link.label), texts.number(link.url)] for link in entry.links],
        catalog=_catalog(entry.catalog),
        facts=[texts.number(fact) for fact in entry.facts],
        rows=[_row(row, entry.catalog, texts) for row in entry.rows],
        folded=[_row(row, entry.catalog, texts) for row in entry.folded],
        noted=entry.noted if entry.folded else "",
        rest=entry.rest,
        turn=entry.turn,
        quiet=entry.quiet or None,
        warnings=entry.warnings or None,
        notes=entry.notes or None,
    )


def _row(row: SegmentRow, catalog: Link | None, texts: _Texts) -> dict[str, Any]:
    return _full(
        state=row.state,
        facts=row.facts,
        link=_line(row.link, catalog),
        source=_text(row.source, texts),
        sourceCaption=texts.number(row.source_caption),
        target=_text(row.target, texts),
        targetCaption=texts.number(row.target_caption),
        note=row.note,
        flaws=[[one.severity, texts.number(one.message), one.code] for one in row.flaws],
    )


def _matrix_row(row: MatrixRow, texts: _Texts) -> dict[str, Any]:
    """Write a cell as its state, with `>` in front where it leads to an entry; empty where there is none."""
    cells = ["" if cell is None else f"{'>' if cell.href else ''}{cell.state}" for cell in row.cells]
    return {"key": row.key, "title": texts.number(row.title), "cells": cells}


def _catalog(link: Link | None) -> str | list[str] | None:
    """Write the path alone where it is its own address."""
    if link is None:
        return None
    return link.label if link.url == link.label else [link.label, link.url]


def _line(link: Link | None, catalog: Link | None) -> str | list[str] | None:
    """Write what comes after the catalog's path, `:12`, and the address where it is another one."""
    if link is None or catalog is None:
        return None
    line = link.label.removeprefix(catalog.label)
    return [line, link.url] if link.url != catalog.url or not line else line


def _text(text: ShownText | None, texts: _Texts) -> list[Any] | None:
    return None if text is None else [texts.number(text), text.language]


def _full(**values: object) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [])}
