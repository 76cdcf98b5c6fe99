"""What the ledger holds of earlier runs: what each measured, and which pages had changed."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from calque.ledger.read import odd_rows_of, read_rows
from calque.ledger.values import OUTSTANDING, moment_of, number_of, text_of
from calque.model import PageRecord, PageState, Publication, RunRecord, SegmentState, Site
from calque.states.sums import percent

__all__ = ["read_runs", "runs_of"]

_RUNS = """
SELECT r.id, r.finished, c.locale, c.segments, c.counts
FROM runs r
LEFT JOIN coverage c ON c.run = r.id
WHERE r.site = '{site}' AND r.outcome = ''
ORDER BY r.id
"""
_PAGES = """
SELECT p.*
FROM pages p
JOIN runs r ON r.id = p.run
WHERE r.site = '{site}'
ORDER BY p.run, p.locale, p.post
"""
"""In the order of the table; an older ledger has no column for the publication state, which is the last."""


def read_runs(site: Site) -> Sequence[RunRecord]:
    """Return the finished runs, oldest first, with the pages that had changed in each.

    Errors: LedgerError where the database cannot be read.
    """
    with odd_rows_of(site):
        return runs_of(lambda query: read_rows(site, query, since=3))


def runs_of(rows: Callable[[str], Iterable[Any]]) -> Sequence[RunRecord]:
    """Return the same by a reader of rows; the site's name is for the reader to put in at `{site}`."""
    words: dict[int, list[tuple[str, int]]] = {}
    percents: dict[int, list[tuple[str, int | None]]] = {}
    measured: dict[int, datetime] = {}
    for run, finished, locale, segments, counts in rows(_RUNS):
        measured[run] = moment_of(finished)
        own = percents.setdefault(run, [])
        if locale is not None:
            tallies = json.loads(counts)
            done = tallies.get(SegmentState.TRANSLATED, (0, 0))[0]
            if left := tallies.get(OUTSTANDING):
                words.setdefault(run, []).append((text_of(locale), number_of(left[1])))
            own.append((text_of(locale), percent(number_of(done), number_of(segments))))
    pages = _pages(rows(_PAGES))
    first = min(pages, default=None)  # runs of an earlier calque kept no pages
    return tuple(
        RunRecord(moment, tuple(pages.get(run, ())), tuple(percents[run]), tuple(words.get(run, ())))
        for run, moment in measured.items()
        if first is not None and run >= first
    )


_STATES = {str(state): state for state in PageState}
_PUBLICATIONS = {str(state): state for state in Publication}


def _pages(rows: Iterable[Any]) -> dict[int, list[PageRecord]]:
    """Return the records of each run."""
    found: dict[int, list[PageRecord]] = {}
    for run, locale, key, title, state, wants, segments, words, since, *publication in rows:
        record = PageRecord(
            locale=text_of(locale),
            key=text_of(key),
            title=text_of(title),
            state=_STATES.get(state),
            wants=bool(wants),
            segments=number_of(segments),
            words=number_of(words),
            since=moment_of(since) if since else None,
            publication=_PUBLICATIONS.get(publication[0]) if publication else None,
        )
        found.setdefault(run, []).append(record)
    return found
