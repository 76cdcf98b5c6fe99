"""Pages in the cache without their texts: rows for lists and sums, entries for the report, marks of their texts."""

import json
import sqlite3
import sys
import zlib
from collections.abc import Callable
from datetime import datetime

from calque.cache.forms import write_record, write_status
from calque.cache.numbers import number_for
from calque.cache.values import WrittenPage
from calque.handoffs.marks import marks_of
from calque.model import PageRow, PageState, PageStatus, Publication, Tally, Verb
from calque.states.outstanding import work_on
from calque.states.priority import dated_work, page_rank
from calque.states.progress import record_of
from calque.states.rows import row_of
from calque.states.sums import page_findings, page_sums

__all__ = ["read_row", "texts_of", "write_page"]

_WANTS = 2
"""In the column `shown`: the page needs work. 1 is another page that has flaws, 0 any other."""


def write_page(page: PageStatus, source: str, *, texts: bool = False) -> WrittenPage:
    """Return a page as the cache keeps it, with the `texts` of its entry, or without them.

    Of a large site the report shows few texts. `source` is the language of the site's source.
    """
    from calque.reports.entry import size_of, write_head, write_texts  # noqa: PLC0415 — for new entries alone

    row = row_of(page)
    shown = _WANTS if row.wants else int(bool(page.flaws))
    head, instead = write_head(page, source) if shown else ("", "")
    return WrittenPage(
        locale=page.locale,
        key=page.key,
        body=write_status(page),
        record=write_record(record_of(page)),
        work=tuple(dated_work(page.units)),
        outstanding=tuple((number_for(*one.name), one.words) for one in work_on(page)),
        rank=page_rank(page.state, page.publication),
        shown=shown,
        size=len(head.encode()) + size_of(page),
        row=_body(row),
        marks=marks_of(page),
        head=head,
        instead=instead,
        texts=_packed(write_texts(page, source)) if texts and shown else None,
        sums=page_sums(page),
        findings=tuple(page_findings(page)),
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
    packed = _packed(written)
    try:
        connection.execute("UPDATE rows SET texts = ? WHERE number = ?", (packed, number))
    except sqlite3.OperationalError:  # the cache is not ours to write now
        return written, False
    return written, True


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode(), 1)  # more would take twice the time, for a tenth of the bytes


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
    # Pages have most of their names in common: the same object stands for each, as thousands are held.
    locale, key, title, state, source_url, url, edit_url, catalog = map(sys.intern, values[:8])
    wants, segments, words, units = values[8:12]
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
