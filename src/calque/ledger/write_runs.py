"""What the ledger keeps of a run: its row, the coverage of each locale, the pages that changed."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import text

from calque.ledger.runs import runs_of
from calque.ledger.tables import COVERAGE, PAGES, RUNS
from calque.ledger.values import OUTSTANDING
from calque.model import PageRecord, RunRecord, Severity, Status
from calque.states.progress import records_of

__all__ = ["RunTables"]

from calque.ledger.write_rows import LedgerRows, sortable


class RunTables(LedgerRows):
    """The tables of runs, of coverage, and of pages as the runs measured them."""

    def record_failure(self, sentence: str, *, started: datetime, finished: datetime, version: str) -> None:
        """Add one row for a run that ended before it measured anything: why, and no coverage."""
        self._insert_row(
            RUNS,
            site=self._site,
            started=sortable(started),
            finished=sortable(finished),
            version=version,
            posts=0,
            written=0,
            findings=0,
            outcome=sentence,
        )

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
        run = self._insert_row(
            RUNS,
            site=self._site,
            started=sortable(started),
            finished=sortable(status.measured),
            version=version,
            posts=status.posts,
            written=written,
            findings=len(status.findings),
            errors=sum(finding.severity is Severity.ERROR for finding in status.findings),
        )
        rows = [
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
        ]
        self._insert(COVERAGE, rows)
        after = {(record.locale, record.key): record for record in records_of(status.pages)}
        gone = [
            replace(record, state=None, wants=False, segments=0, words=0, since=None, publication=None)
            for key, record in before.items()
            if key not in after and record.state is not None
        ]
        changed = [record for key, record in after.items() if before.get(key) != record]
        self._insert(PAGES, [_row(record, run) for record in (*changed, *gone)])

    def _runs(self) -> Sequence[RunRecord]:
        """Return the runs so far, with the pages that had changed in each."""
        with self._reading():
            return runs_of(lambda query: self._connection.execute(text(query.format(site=self._site))))


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
