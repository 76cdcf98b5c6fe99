"""Status: the report from what is on disk, without network, and without writing but for the cache."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from calque.cache.database import open_cache
from calque.errors import DamagedLedgerError, LedgerError
from calque.model import Comparison, FindingCode, RunRecord, Site, Status
from calque.pipeline.ingest.meanwhile import LOOKS, ChangedMeanwhileError
from calque.pipeline.status.changes import find_changes
from calque.pipeline.status.inputs import Inputs, list_inputs
from calque.pipeline.status.standing import status_of

__all__ = ["news", "progress", "progress_by", "status"]


def status(site: Site, *, now: Callable[[], datetime], compared: bool = True) -> Status:
    """Measure the site from its files: what changed since the last run is measured anew, the rest is in the cache.

    What changed since the last report is left out unless it is to be `compared`: all pages are gone through for it.
    """
    try:
        found = _measured(site, now)
    except DamagedLedgerError as error:
        from calque.pipeline.status.damaged import damaged_ledger, with_finding, without_ledger  # noqa: PLC0415

        told = damaged_ledger(site, error, aside=False)
        found = with_finding(_measured(without_ledger(site), now), told)
    return progress(site, found) if compared else found


def _measured(site: Site, now: Callable[[], datetime]) -> Status:
    for _ in range(LOOKS):
        with suppress(ChangedMeanwhileError):
            return _looked_at(site, now, anew=False)
    return _looked_at(site, now, anew=True)


def _looked_at(site: Site, now: Callable[[], datetime], *, anew: bool) -> Status:
    """Look at all files, and measure what changed, or everything `anew`."""
    inputs = list_inputs(site)
    try:
        return _status(site, inputs, now(), anew=anew)
    except (sqlite3.DatabaseError, ValueError, KeyError):
        return _status(site, inputs, now(), anew=True, damaged=True)


def progress(site: Site, status: Status) -> Status:
    """Add to a status what changed since the report that `[report] since` names, and how work went on.

    Where texts vanished and nobody accepted that, nothing is compared: less work is no progress.
    """
    return progress_by(site, status)[0]


def progress_by(site: Site, status: Status) -> tuple[Status, Sequence[RunRecord] | None]:
    """Do as `progress`, and return the runs that it read; None where it read none."""
    if any(finding.code == FindingCode.TEXTS_VANISHED for finding in status.findings):
        return status, None
    from calque.ledger.runs import read_runs  # noqa: PLC0415 — for those formats alone that tell it
    from calque.states.progress import with_progress  # noqa: PLC0415 — the same

    try:
        runs = read_runs(site)
    except DamagedLedgerError as error:
        from calque.pipeline.status.damaged import damaged_ledger, with_finding  # noqa: PLC0415

        return with_finding(status, damaged_ledger(site, error, aside=False)), None
    return with_progress(status, runs, days=site.compare_days), runs


def news(site: Site, status: Status) -> Comparison | None:
    """Return what the run that measured a status, and is in the ledger by now, found changed since the run before it.

    None for a first run, and where the ledger cannot be read: then nobody knows what is new.
    """
    from calque.ledger.runs import read_runs  # noqa: PLC0415 — for a run's events alone
    from calque.states.progress import since_run_before  # noqa: PLC0415 — the same

    try:
        return since_run_before(status, read_runs(site))
    except LedgerError:
        return None


def _status(site: Site, inputs: Inputs, moment: datetime, *, anew: bool, damaged: bool = False) -> Status:
    cache = open_cache(site.root, wait=False, anew=damaged)
    try:
        changes = None if anew else find_changes(site, cache, inputs)
        if changes and changes.nothing and changes.summary.measured.date() == moment.date():
            if changes.read_again:
                cache = cache.writable()
                cache.put_files(changes.read_again)
                cache.commit()
            return status_of(site, cache, changes.summary, moment.date())
        from calque.pipeline.status.measure import measure  # noqa: PLC0415 — loads what only a measurement needs

        return measure(site, cache, inputs, changes, moment)
    except BaseException:
        cache.close()
        raise
