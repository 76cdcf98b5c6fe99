"""A ledger that cannot be read costs dates alone: it is set aside or passed over, and everything else goes on."""

from collections.abc import Sequence
from dataclasses import replace

from calque.errors import DamagedLedgerError
from calque.ledger.odd import OddRow
from calque.model import Finding, FindingCode, Site, Status
from calque.places import damaged_ledger_path, ledger_path
from calque.store import set_aside
from calque.visible import visible

__all__ = ["damaged_ledger", "odd_rows", "with_finding", "without_ledger"]

_NOWHERE = "sqlite://"
"""A database in memory: a ledger that knows nothing and keeps nothing."""


def damaged_ledger(site: Site, error: DamagedLedgerError, *, aside: bool) -> Finding:
    """Return what is said of a damaged ledger; put it `aside` where the run may write."""
    path = ledger_path(site)
    place = path.relative_to(site.root).as_posix() if path else error.place
    message = str(error).removeprefix(f"{error.place}: ")
    if path and aside:
        kept = set_aside(path, damaged_ledger_path(site)).relative_to(site.root).as_posix()
        reason = message.rpartition("; ")[0]
        message = f"{reason}; it is kept as {kept}, another is begun, and dates alone are lost: nothing is to be done"
    return Finding.of(FindingCode.UNREADABLE_LEDGER, place, message)


def odd_rows(site: Site, odd: Sequence[OddRow], *, deleted: bool) -> tuple[Finding, ...]:
    """Return one finding for all rows of the ledger that cannot be read; `deleted` says that this run deletes them."""
    if not odd:
        return ()
    first = odd[0]
    key = ", ".join(str(value) for value in first.key)
    path = ledger_path(site)
    then = (
        "they are deleted, and dates alone are lost: nothing is to be done"
        if deleted
        else "the next sync deletes them"
    )
    message = (
        f"rows that cannot be read are passed over: {len(odd)}, the first in the table {first.table} under the key "
        f"{key} ({first.reason}); {then}"
    )
    place = path.relative_to(site.root).as_posix() if path else "[ledger] url"
    return (Finding.of(FindingCode.UNREADABLE_LEDGER, visible(place), visible(message)),)


def without_ledger(site: Site) -> Site:
    """Return the site as if it had no ledger yet."""
    return replace(site, ledger=_NOWHERE)


def with_finding(status: Status, finding: Finding) -> Status:
    """Return the status with one more finding, once a code and place."""
    known = {(one.code, one.place) for one in status.findings}
    if (finding.code, finding.place) in known:
        return status
    return replace(status, findings=(*status.findings, finding))
