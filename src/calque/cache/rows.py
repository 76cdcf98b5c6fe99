"""Pages in the cache without their texts: rows for lists and sums, entries for the report, marks of their texts."""

import json
import sqlite3
import zlib
from collections.abc import Callable
from datetime import datetime

from calque.handoffs.marks import marks_of
from calque.model import PageRow, PageState, PageStatus, Publication, Tally, Verb
from calque.states.rows import row_of

__all__ = ["insert_row", "read_row", "texts_of"]

_WANTS = 2
"""In the column `shown`: the page needs work. 1 is another page that has flaws, 0 any other."""


def insert_row(
    connection: sqlite3.Connection, number: int, member: int, page: PageStatus, source: str
) -> None:
    """Put in what is known of the page of a number without its texts; `source` is the language of the site's source.

    The texts of its entry are put in by `keep_texts` when a report first shows them: of a large site it shows few.
    """
    from calque.reports.entry import size_of, write_head  # noqa: PLC0415 — the templates, for new entries alone

    row = row_of(page)
    shown = _WANTS if row.wants else int(bool(page.flaws))
    head, instead = write_head(page, source) if shown else ("", "")
    size = len(head.encode()) + size_of(page)
    connection.execute(
        "INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        (number, member, source, shown, size, _body(row), marks_of(page), head, instead),
    )


def texts_of(
    connection: sqlite3.Connection, number: int, page: Callable[[], PageStatus], *, keep: bool
) -> tuple[str, bool]:
    """Return the texts of an entry, written where they are not yet, and whether more can be kept."""
    packed, source = connection.execute(
        "SELECT texts, source FROM rows WHERE number = ?", (number,)
    ).fetchone()
    if packed is not None:
        return zlib.decompress(packed).decode(), keep
    from calque.reports.entry import write_texts  # noqa: PLC0415 — the same

    written = write_texts(page(), source)
    if not keep:
        return written, False
    packed = zlib.compress(written.encode())
    try:
        connection.execute("UPDATE rows SET texts = ? WHERE number = ?", (packed, number))
    except sqlite3.OperationalError:  # the cache is not ours to write now
        return written, False
    return written, True


def _body(row: PageRow) -> str:
    """Write a row as JSON; escaped, since SQLite takes no half of a character."""
    since = row.since.isoformat() if row.since else ""
    values = (
        *(row.locale, row.key, row.title, row.state, row.source_url, row.url, row.edit_url, row.catalog),
        *(row.wants, row.left.segments, row.left.words, row.units, since, row.bounded),
        *(row.warnings, row.notes, row.languages),
        *(
            row.verb,
            row.publication,
            row.built,
            row.ready.isoformat() if row.ready else "",
            row.ready_bounded,
        ),
    )
    return json.dumps(values, separators=(",", ":"))


def read_row(body: str) -> PageRow:
    """Read the row of a page."""
    values = json.loads(body)
    locale, key, title, state, source_url, url, edit_url, catalog, wants, segments, words, units = values[:12]
    since, bounded, warnings, notes, languages, verb, publication, built, ready, ready_bounded = values[12:]
    return PageRow(
        locale=locale,
        key=key,
        title=title,
        state=_STATES[state],
        source_url=source_url,
        url=url,
        edit_url=edit_url,
        catalog=catalog,
        wants=wants,
        left=Tally(segments, words),
        units=units,
        since=datetime.fromisoformat(since) if since else None,
        bounded=bounded,
        warnings=warnings,
        notes=notes,
        languages=tuple(languages),
        verb=_VERBS[verb] if verb else None,
        publication=_PUBLICATIONS[publication],
        built=built,
        ready=datetime.fromisoformat(ready) if ready else None,
        ready_bounded=ready_bounded,
    )


_STATES = {str(state): state for state in PageState}
_VERBS = {str(verb): verb for verb in Verb}
_PUBLICATIONS = {str(publication): publication for publication in Publication}
