"""Measure: the status from posts, catalogs and ledger as they stand."""

from datetime import datetime

from calque.ledger.read import read_history
from calque.model import Site, Status
from calque.steps.read import read_content
from calque.steps.runner import InTurn
from calque.steps.track import page_histories, track

__all__ = ["measure"]


def measure(site: Site, moment: datetime) -> Status:
    """Read everything and judge it; nothing is written, so catalogs behind their posts are judged as merged."""
    content = read_content(site, InTurn())
    histories = page_histories(site, content.sources(site), read_history(site), now=moment)
    return track(site, content, histories, content.findings, moment)
