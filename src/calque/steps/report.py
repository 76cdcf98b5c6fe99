"""Report: the status as files, for people and for the next `calque status`."""

from calque.model import Site, Status
from calque.reports.html import render_page
from calque.steps.snapshot import write_snapshot
from calque.store import write_atomic

__all__ = ["report"]


def report(site: Site, status: Status, fingerprint: str) -> None:
    """Write the HTML page, and keep the status until a file that it was measured from changes.

    `fingerprint` is of the files as they stood before the status was measured.
    """
    page = render_page(status)
    write_atomic(site.root / site.report, page.encode())
    write_snapshot(site, status, fingerprint)
