"""The worklist as CSV (RFC 4180): for spreadsheets and scripts."""

import csv
import io
from collections.abc import Iterator

from calque.model import Status
from calque.reports import figures
from calque.reports.reading import readable_lines

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
)


def render_csv(status: Status) -> str:
    """Return a header and a row for each segment outstanding, first to do first, lines ended by CR LF.

    A text that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, tab or CR first) gets an
    apostrophe in front. Spreadsheets expect a byte order mark: encode with `utf-8-sig` for them.
    """
    return "".join(csv_parts(status))


def csv_parts(status: Status) -> Iterator[str]:
    """Yield the same row by row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for page, unit in figures.worklist(status):
        yield out.getvalue()
        out.seek(0)
        out.truncate()
        days = figures.age(unit.since, status)
        row = (
            page.locale,
            page.key,
            page.title,
            page.state,
            unit.state,
            unit.words,
            unit.change or "",
            "" if unit.since is None else f"{unit.since:%Y-%m-%dT%H:%M:%SZ}",
            "yes" if unit.bounded else "no",
            "" if days is None else days,
            unit.source,
            unit.confirmed or "",
            unit.target,
            unit.context or "",
            page.url,
            page.edit_url,
            page.catalog,
            unit.line or "",
            unit.reference,
            unit.reason,
        )
        writer.writerow(_inert(_shown(cell)) if isinstance(cell, str) else cell for cell in row)
    yield out.getvalue()


def _shown(text: str) -> str:
    """Return a cell with what would be obeyed made visible; the line ends of a text are part of it (RFC 4180)."""
    return "\r".join(map(readable_lines, text.split("\r")))


def _inert(text: str) -> str:
    """Keep a spreadsheet from running a text that somebody wrote on a site."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
