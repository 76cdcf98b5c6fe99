"""A site of so many posts that other processes are worth it, and all that a sync of it leaves."""

import json
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from calque.model import Site
from calque.pipeline.runner import InTurn, Runner
from calque.pipeline.sync import sync
from calque.reports.json import to_json

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
CONFIG = """\
[site]
name = "example"
url = "https://example.org"
source = "en"
posts = ["posts/*.json"]

[locales.fr]
prefix = "fr"

[locales.de]
prefix = "de"
truth = "po"
"""
COUNT = 60


def lay_out(workspace: Any) -> Any:
    """Write the posts; each has a live page in French, and none in German."""
    workspace.configure(CONFIG)
    for number in range(1, COUNT + 1):
        english = f"<p>We open the doors at nine in the morning, says sign {number}.</p><p>Come in.</p>"
        french = (
            f"<p>Nous ouvrons les portes à neuf heures du matin, dit le panneau {number}.</p><p>Entrez.</p>"
        )
        workspace.post(number, english)
        workspace.post(number, french, locale="fr")
    return workspace


def left_by(root: Path) -> dict[str, Any]:
    """Return all that a sync leaves: files but for the cache, rows of the ledger, the status."""
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".calque" not in path.parts
    }
    with closing(sqlite3.connect(root / ".calque" / "ledger.sqlite")) as ledger:
        names = [row[0] for row in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: ledger.execute(f"SELECT * FROM {name}").fetchall() for name in names}  # noqa: S608
    return {"files": files, "ledger": {name: sorted(table, key=repr) for name, table in rows.items()}}


def synced(root: Path, site: Site, runner: Runner) -> dict[str, Any]:
    outcome = sync(site, runner, now=lambda: NOON)
    return {**left_by(root), "status": json.dumps(to_json(outcome.status)), "changes": outcome.changes}


def edit(workspace: Any) -> None:
    for number in range(1, COUNT):
        workspace.post(number, f"<p>We close the doors at ten, says sign {number}.</p><p>Come in.</p>")


def translate(workspace: Any) -> None:
    for number in range(2, COUNT, 3):
        workspace.translate(number, {"Come in.": "Herein."}, locale="de")
    workspace.catalog(1, "de").write_bytes(b"no catalog")


def judge_anew(workspace: Any) -> None:
    workspace.configure(CONFIG + '[html]\nexclude = [".none"]\n')


DAYS = (lambda _workspace: None, lambda _workspace: None, edit, translate, judge_anew)
"""The first sync, nothing new, then many edits, a translator's work, other rules."""


def copied(workspace: Any, folder: Path) -> Path:
    subprocess.run(["cp", "-a", f"{workspace.root}/.", str(folder)], check=True)
    return folder


def give_work(workspace: Any, step: str) -> None:
    """Leave a workspace whose next sync has work for a step: of catalogs that it merges it indexes no texts."""
    if step == "index_texts":
        synced(workspace.root, workspace.site, InTurn())
        (workspace.root / ".calque" / "cache.sqlite").unlink()
