"""Status: the report from what is on disk, without network and without writing."""

from collections.abc import Callable
from datetime import datetime

from calque.model import Site, Status
from calque.steps.snapshot import read_snapshot

__all__ = ["status"]


def status(site: Site, *, now: Callable[[], datetime]) -> Status:
    """Measure the site as its files stand; the last sync's figures where no file has changed since."""
    moment = now()
    kept = read_snapshot(site, moment)
    if kept is not None:
        return kept
    from calque.steps.measure import measure  # noqa: PLC0415 — loads what only a measurement needs

    return measure(site, moment)
