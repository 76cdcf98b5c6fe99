"""Report: the status as a file for people."""

from calque.model import Site, Status
from calque.places import report_path
from calque.reports.html import render_page
from calque.store import write_atomic

__all__ = ["report"]


def report(site: Site, status: Status) -> None:
    """Write the HTML page."""
    write_atomic(report_path(site), render_page(status).encode())
