"""The worklist as CSV (RFC 4180): for spreadsheets and scripts."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from calque.model import PageRow, PageStatus, SegmentState, Status, UnitStatus
from calque.reports import figures
from calque.reports.reading import readable_lines
from calque.reports.verbs import waiting_since
from calque.states.verbs import verb_of

__all__ = ["COLUMNS", "PAGE_COLUMNS", "csv_parts", "page_parts"]

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
PAGE_COLUMNS = (
    "locale",
    "page",
    "title",
    "page_state",
    "verb",
    "segments",
    "words",
    "since",
    "since_is_bounded",
    "days",
    "publication",
    "ready_since",
    "source_url",
    "url",
    "edit_url",
    "catalog",
)
"""Of a row a page; the columns of the same name hold the same."""


def csv_parts(status: Status, only: Collection[SegmentState] = ()) -> Iterator[str]:
    """Yield a header and a row for each segment outstanding, first to do first, lines ended by CR LF.

    A page with something to do and no segment outstanding, such as one to publish, has a row without a segment. With
    `only` there are rows of texts in these states alone.

    A text that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, tab or CR first) gets an
    apostrophe in front. Spreadsheets expect a byte order mark: encode with `utf-8-sig` for them.
    """
    return _written(
        COLUMNS, (row for page in figures.queued(status) for row in _segments(page, status, only))
    )


def page_parts(status: Status) -> Iterator[str]:
    """Yield a header and a row for each page that needs work, without its texts, first to do first."""
    return _written(PAGE_COLUMNS, (_page(row, status) for row in figures.queue(status)))


_Cells = tuple[str | int, ...]


def _written(columns: _Cells, rows: Iterable[_Cells]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        yield out.getvalue()
        out.seek(0)
        out.truncate()
        writer.writerow(_inert(_shown(cell)) if isinstance(cell, str) else cell for cell in row)
    yield out.getvalue()


def _page(row: PageRow, status: Status) -> _Cells:
    since, bounded = waiting_since(row)
    days = figures.age(since, status)
    return (
        row.locale,
        row.key,
        row.title,
        row.state,
        row.verb or "",
        row.left.segments,
        row.left.words,
        _moment(since),
        "" if since is None else "yes" if bounded else "no",
        "" if days is None else days,
        row.publication,
        _moment(row.ready),
        row.source_url,
        row.url,
        row.edit_url,
        row.catalog,
    )


def _segments(page: PageStatus, status: Status, only: Collection[SegmentState]) -> Iterator[_Cells]:
    units = figures.chosen(page, only)
    found = [_segment(status, unit) for unit in units]
    for cells in found or ([] if only else [_no_segment(page)]):
        yield (
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
