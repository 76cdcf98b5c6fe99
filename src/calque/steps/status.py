"""Status: the report from what is on disk, without network and without writing."""

from collections.abc import Callable
from datetime import datetime

from calque.ledger.read import read_history
from calque.model import Site, Status
from calque.steps.read import read_content
from calque.steps.runner import InTurn
from calque.steps.snapshot import read_snapshot
from calque.steps.track import page_histories, track

__all__ = ["status"]


def status(site: Site, *, now: Callable[[], datetime]) -> Status:
    """Measure the site as its files stand; the last sync's figures where no file has changed since."""
    moment = now()
    kept = read_snapshot(site, moment)
    return kept or _measure(site, moment)


def _measure(site: Site, moment: datetime) -> Status:
    content = read_content(site, InTurn())
    histories = page_histories(site, content.sources(site), read_history(site), now=moment)
    return track(site, content, histories, content.findings, moment)
