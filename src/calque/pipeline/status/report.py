"""Report: the status as a file for people."""

from calque.model import Site, Status
from calque.reports.html import render_page
from calque.store import write_atomic

__all__ = ["report"]


def report(site: Site, status: Status) -> None:
    """Write the HTML page."""
    write_atomic(site.root / site.report, render_page(status).encode())
