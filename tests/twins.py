"""A workspace and a copy of it without the cache: what a sync leaves of both."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from calque.pipeline.runner import InTurn
from calque.pipeline.sync import sync

__all__ = ["NOON", "located_by_both", "twin_of"]

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def twin_of(workspace: Any, folder: Path) -> Any:
    """Return a copy of a workspace in a folder, without the cache."""
    shutil.copytree(workspace.root, folder, dirs_exist_ok=True)
    for path in (folder / ".calque").glob("cache.sqlite*"):
        path.unlink()
    return type(workspace)(folder)


def located_by_both(workspace: Any, folder: Path, *, report: bool = False, **options: Any) -> int:
    """Sync a workspace, and a twin of it in a folder: the same is left. Return how many posts were located.

    The report is compared where that is asked for: with a cache it is not written where nothing changed, and then it
    compares with an earlier one.
    """
    twin = twin_of(workspace, folder)
    with_cache, located = _left(workspace, report=report, **options)
    assert with_cache == _left(twin, report=report, **options)[0]
    return located


def _left(workspace: Any, *, report: bool, **options: Any) -> tuple[dict[str, Any], int]:
    """Sync; return what is left, and how many posts were located for it."""
    located: dict[str, int] = {"locate": 0}
    runner = InTurn(lambda name, _done, total: located.update({name: total}))
    done = sync(workspace.site, runner, now=lambda: NOON, accept=("vanished",), **options)
    with closing(sqlite3.connect(workspace.root / ".calque" / "ledger.sqlite")) as ledger:
        rows = [row for row in ledger.iterdump() if "sqlite_sequence" not in row]
    with closing(sqlite3.connect(workspace.root / ".calque" / "cache.sqlite")) as cache:
        memory = sorted(cache.execute("SELECT path, locale, text, body FROM texts"), key=str)
    return {
        "written": done.files,
        "findings": sorted((one.code, one.place, one.locale, one.message) for one in done.status.findings),
        "posts": done.status.posts,
        "locales": done.status.locales,
        "pages": list(done.status.pages),
        "files": workspace.files(),
        "report": (workspace.root / "report.html").read_bytes() if report else b"",
        "ledger": rows,
        "memory": [] if options.get("dry_run") else memory,  # a dry run keeps nothing
    }, located["locate"]
