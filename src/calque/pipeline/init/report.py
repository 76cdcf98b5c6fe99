"""Where the report of a new workspace goes: over no file that calque did not write."""

import os
from pathlib import Path

from calque.disk import read_regular
from calque.model import REPORT
from calque.sources.no_pages import is_own_report

__all__ = ["free_report", "is_report"]


def free_report(root: Path) -> str:
    """Return a name for the report at which nothing stands in the workspace, or a report of an earlier time.

    ::

        nothing at report.html  ->  report.html        somebody's own report.html  ->  calque-report.html
    """
    name = REPORT
    while _is_taken(root / name):
        name = f"calque-{name}"
    return name


def is_report(path: Path) -> bool:
    """Tell whether a file is a report that calque wrote."""
    try:
        return is_own_report(read_regular(path).decode("utf-8", "replace"))
    except OSError:
        return False


def _is_taken(path: Path) -> bool:
    return os.path.lexists(path) and not is_report(path)
