"""When a site was last synced well, and why its last run was not, as the ledger has it."""

from dataclasses import dataclass
from datetime import datetime

from calque.ledger.read import odd_rows_of, read_rows
from calque.ledger.values import moment_of, text_of
from calque.model import Site

__all__ = ["LastNight", "read_last_night"]

_GOOD = (
    "SELECT finished FROM runs WHERE site = '{site}' AND outcome = '' AND errors = 0 ORDER BY id DESC LIMIT 1"
)
_LAST = "SELECT outcome FROM runs WHERE site = '{site}' ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class LastNight:
    """How the last runs of a site ended."""

    good: datetime | None
    """When the last run ended that came to its end and could read, measure and write everything; None without one."""
    reason: str
    """Why the last run of all stopped, or what it is held for; empty where it came to its end."""


def read_last_night(site: Site) -> LastNight:
    """Return how the last runs of a site ended.

    Errors: LedgerError where the database cannot be read.
    """
    with odd_rows_of(site):
        good = [moment_of(finished) for (finished,) in read_rows(site, _GOOD, since=5)]
        last = [text_of(outcome) for (outcome,) in read_rows(site, _LAST)]
    return LastNight(good[0] if good else None, last[0] if last else "")
