"""What stands in the workspace itself and in `.calque/`, its disposable state."""

from __future__ import annotations  # a command that has no site loads nothing of one

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from calque.disk import glob_names

if TYPE_CHECKING:
    from calque.model import Site

__all__ = [
    "CONFIG",
    "IGNORED",
    "cache_path",
    "clock_path",
    "damaged_ledger_path",
    "landmark_path",
    "ledger_path",
    "list_published",
    "lock_path",
    "path_below",
    "published_path",
    "state_folder",
    "sync_lock_path",
]

IGNORED = "/.calque/\n/inbox/\n/report*.html\n/report-previews/\n*.mo\n"
"""What is disposable, what people put in, and what editors write beside a catalog (Poedit writes `.mo` files)."""
CONFIG = "calque.toml"


def path_below(site: Site, path: Path) -> str:
    """Return the path of a file below the workspace as it is told: `locales/fr/LC_MESSAGES/posts-12.po`.

    `Path.relative_to` takes ten times as long, and a sync asks for each catalog several times, and keeps it.
    """
    above, name = os.path.join(site.root, ""), os.fspath(path)  # noqa: PTH118
    below = name.removeprefix(above) if name.startswith(above) else path.relative_to(site.root).as_posix()
    return sys.intern(below if os.sep == "/" else below.replace(os.sep, "/"))


def state_folder(root: Path) -> Path:
    """Return the folder of what is disposable; `store` makes it."""
    return root / ".calque"


def clock_path(root: Path) -> Path:
    """Return the file that is there for a moment, to tell which time the file system gives to what is written."""
    return state_folder(root) / "clock"


def lock_path(root: Path) -> Path:
    """Return the file by which one command at a time holds the workspace's files."""
    return state_folder(root) / "lock"


def sync_lock_path(root: Path) -> Path:
    """Return the file by which one sync at a time is at work, also while it waits for a site."""
    return state_folder(root) / "sync.lock"


def landmark_path(root: Path) -> Path:
    """Return the file by which a worker elsewhere tells that it sees this workspace."""
    return state_folder(root) / "landmark"


def cache_path(root: Path) -> Path:
    """Return the file of the cache."""
    return state_folder(root) / "cache.sqlite"


def ledger_path(site: Site) -> Path | None:
    """Return the file of the site's ledger, or None where calque.toml names a database."""
    return None if site.ledger else state_folder(site.root) / "ledger.sqlite"


def damaged_ledger_path(site: Site) -> Path:
    """Return where a ledger goes that cannot be read; it gets a number where one is there already."""
    return state_folder(site.root) / "ledger.damaged.sqlite"


def published_path(root: Path, run: str) -> Path:
    """Return the journal of what a run of `calque publish` sent."""
    return state_folder(root) / "published" / f"{run}.jsonl"


def list_published(root: Path) -> list[Path]:
    """Return the journals of all runs, oldest first."""
    found = glob_names(published_path(root, "x").parent, "*.jsonl")
    # Runs of one second are numbered behind it: 120000Z, 120000Z-2, 120000Z-10.
    return sorted(found, key=lambda path: (path.stem.partition("Z")[0], len(path.stem), path.stem))
