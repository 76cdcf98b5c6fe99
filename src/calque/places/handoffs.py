"""Where the records of handoffs stand, and the files that translators send back."""

from __future__ import annotations  # a command that has no site loads nothing of one

from pathlib import Path
from typing import TYPE_CHECKING

from calque.disk import glob_names

if TYPE_CHECKING:
    from calque.model import Site
from calque.places.catalogs import catalogs_folder

__all__ = [
    "closed_path",
    "inbox_folder",
    "inbox_path",
    "is_of_handoff",
    "list_closed",
    "list_handoffs",
    "list_inbox",
    "record_path",
]


def record_path(site: Site, name: str) -> Path:
    """Return where the record of an open handoff stands."""
    return catalogs_folder(site) / "handoffs" / f"{name}.po"


def closed_path(site: Site, name: str) -> Path:
    """Return where the record of a handoff goes that came back or was cancelled."""
    return catalogs_folder(site) / "handoffs" / "closed" / f"{name}.po"


def is_of_handoff(site: Site, path: Path) -> bool:
    """Tell whether a file is the record of a handoff, open or closed."""
    return path.is_relative_to(record_path(site, "x").parent)


def list_handoffs(site: Site) -> list[Path]:
    """Return the records of the open handoffs."""
    return glob_names(record_path(site, "x").parent, "*.po")


def list_closed(site: Site) -> list[Path]:
    """Return the records of the handoffs that came back or were cancelled."""
    return glob_names(closed_path(site, "x").parent, "*.po")


def inbox_folder(site: Site) -> Path:
    """Return the folder into which people put files that translators sent back."""
    return site.root / "inbox"


def inbox_path(site: Site, name: str, folder: str = "") -> Path:
    """Return where a file of the inbox stands: still to be taken, or in its folder `done` or `refused`."""
    return inbox_folder(site) / folder / name


def list_inbox(site: Site) -> list[Path]:
    """Return the files that wait in the inbox: PO, XLIFF and JSON."""
    names = ("*.po", "*.xlf", "*.xliff", "*.json")
    return sorted(path for name in names for path in glob_names(inbox_folder(site), name))
