"""The worklist as CSV (RFC 4180): for spreadsheets and scripts."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from calque.model import PageStatus, Status, UnitStatus
from calque.reports import figures
from calque.reports.reading import readable_lines
from calque.states.verbs import verb_of

__all__ = ["COLUMNS", "csv_parts", "render_csv"]

COLUMNS = (
    "locale",
    "page",
    "title",
    "page_state",
    "state",
    "words",
    "change",
    "since",
    "since_is_bounded",
    "days",
    "source",
    "confirmed_source",
    "target",
    "context",
    "url",
    "edit_url",
    "catalog",
    "line",
    "reference",
    "reason",
    "verb",
    "publication",
    "ready_since",
)


def render_csv(status: Status) -> str:
    """Return a header and a row for each segment outstanding, first to do first, lines ended by CR LF.

    A page with something to do and no segment outstanding, such as one to publish, has a row without a segment.

    A text that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, tab or CR first) gets an
    apostrophe in front. Spreadsheets expect a byte order mark: encode with `utf-8-sig` for them.
    """
    return "".join(csv_parts(status))


def csv_parts(status: Status) -> Iterator[str]:
    """Yield the same row by row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for page in figures.queued(status):
        for cells in map(partial(_segment, status), page.units) if page.units else [_no_segment(page)]:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
            row = (
                page.locale,
                page.key,
                page.title,
                page.state,
                *cells[:10],
                page.url,
                page.edit_url,
                page.catalog,
                *cells[10:],
                verb_of(page) or "",
                page.publication,
                _moment(page.ready),
            )
            writer.writerow(_inert(_shown(cell)) if isinstance(cell, str) else cell for cell in row)
    yield out.getvalue()


_Cells = tuple[str | int, ...]


def _no_segment(page: PageStatus) -> _Cells:
    return ("", figures.outstanding([page]).words, *[""] * 11)


def _segment(status: Status, unit: UnitStatus) -> _Cells:
    """Return the cells of a segment: ten before those of its page, three after them."""
    days = figures.age(unit.since, status)
    return (
        unit.state,
        unit.words,
        unit.change or "",
        _moment(unit.since),
        "yes" if unit.bounded else "no",
        "" if days is None else days,
        unit.source,
        unit.confirmed or "",
        unit.target,
        unit.context or "",
        unit.line or "",
        unit.reference,
        unit.reason,
    )


def _moment(value: datetime | None) -> str:
    return "" if value is None else f"{value:%Y-%m-%dT%H:%M:%SZ}"


def _shown(text: str) -> str:
    """Return a cell with what would be obeyed made visible; the line ends of a text are part of it (RFC 4180)."""
    return "\r".join(map(readable_lines, text.split("\r")))


def _inert(text: str) -> str:
    """Keep a spreadsheet from running a text that somebody wrote on a site."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
