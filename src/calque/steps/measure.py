"""Measure: the status from posts, catalogs and ledger as they stand."""

from dataclasses import replace
from datetime import datetime

from calque.model import Site, Status
from calque.steps.memory import read_memory
from calque.steps.progress import progress
from calque.steps.read import read_content
from calque.steps.runner import InTurn
from calque.steps.track import page_histories, track
from calque.tracking.mass import mass_change

__all__ = ["measure"]


def measure(site: Site, moment: datetime) -> Status:
    """Read everything and judge it; nothing is written, so catalogs behind their posts are judged as merged."""
    content = read_content(site, InTurn())
    memory = read_memory(site)
    histories = page_histories(site, content.sources(site), memory.histories, now=moment)
    status = track(site, content, histories, content.findings, moment, memory)
    held = mass_change(site, status, memory.histories)
    return progress(site, replace(status, findings=(held, *status.findings)) if held else status)
