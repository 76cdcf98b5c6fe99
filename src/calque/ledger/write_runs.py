"""What the ledger remembers of runs: when, what was left in each locale, and what had changed of which page."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from calque.ledger.runs import runs_of
from calque.ledger.tables import COVERAGE, PAGES, RUNS
from calque.ledger.values import OUTSTANDING
from calque.ledger.write_rows import LedgerRows, sortable
from calque.model import PageKey, PageRecord, RunRecord, Status
from calque.states.progress import records_of

__all__ = ["RunTables"]


class RunTables(LedgerRows):
    """The tables of runs, of their coverage, and of the pages that changed in each."""

    def record_failure(self, sentence: str, *, started: datetime, finished: datetime, version: str) -> None:
        """Add one row for a run that ended before it measured anything: why, and no coverage."""
        values = {
            "site": self._site,
            "started": sortable(started),
            "finished": sortable(finished),
            "version": version,
            "outcome": sentence,
        }
        self._run(RUNS.insert, values | dict.fromkeys(("posts", "written", "findings", "errors"), 0))

    def record_run(
        self,
        status: Status,
        *,
        started: datetime,
        version: str,
        written: int,
        runs: Sequence[RunRecord] | None = None,
    ) -> None:
        """Add one row for the run, one for the coverage of each locale, and one for each page that changed.

        `runs` are those so far, where the caller has just read them: all of them are read else.
        """
        before = {
            (record.locale, record.key): record
            for one in (self._runs() if runs is None else runs)
            for record in one.pages
        }
        values = {
            "site": self._site,
            "started": sortable(started),
            "finished": sortable(status.measured),
            "version": version,
            "posts": status.posts,
            "written": written,
            "findings": len(status.findings),
            "outcome": "",
            "errors": len(status.errors),
        }
        run = self._database.insert_row(RUNS.insert, values)
        rows = (
            {
                "run": run,
                "locale": locale.locale,
                "segments": locale.total.segments,
                "words": locale.total.words,
                "counts": json.dumps(
                    {state: [tally.segments, tally.words] for state, tally in locale.counts}
                    | {OUTSTANDING: [locale.outstanding.segments, locale.outstanding.words]}
                ),
            }
            for locale in status.locales
        )
        self._database.execute_each(COVERAGE.insert, rows)
        changed = _changed(records_of(status.pages), before)
        self._database.execute_each(PAGES.put, (_row(record, run) for record in changed))

    def _runs(self) -> Sequence[RunRecord]:
        """Return the runs so far, with the pages that had changed in each."""
        with self._reading():
            return runs_of(lambda query: self._database.rows(query.format(site=self._site)))


def _changed(records: Iterable[PageRecord], before: dict[PageKey, PageRecord]) -> Iterator[PageRecord]:
    """Yield the records of pages that are other than they were, and of those that are gone; empty `before`."""
    for record in records:
        if before.pop((record.locale, record.key), None) != record:
            yield record
    for record in before.values():
        if record.state is not None:
            yield record._replace(state=None, wants=False, segments=0, words=0, since=None, publication=None)


def _row(record: PageRecord, run: int) -> dict[str, object]:
    return {
        "run": run,
        "locale": record.locale,
        "post": record.key,
        "title": record.title,
        "state": record.state,
        "wants": int(record.wants),
        "segments": record.segments,
        "words": record.words,
        "since": sortable(record.since),
        "publication": record.publication or "",
    }
