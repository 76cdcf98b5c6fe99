"""Where translated pages are built."""

from __future__ import annotations  # a command that has no site loads nothing of one

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calque.model import Site

__all__ = ["build_folder", "built_page", "built_post", "manifest_path"]


def build_folder(site: Site) -> Path:
    """Return the folder that translated pages are built into."""
    return site.root / site.build_folder


def manifest_path(folder: Path) -> Path:
    """Return the list of what was built into a folder, and from what."""
    return folder / "manifest.json"


def built_post(folder: Path, locale: str, key: str) -> Path:
    """Return where a translated post is built: `build/fr/posts/12.json`."""
    return folder.joinpath(locale, *f"{key}.json".split("/"))


def built_page(folder: Path, place: str) -> Path:
    """Return where a translated page of a folder is built, by its place in the site: `build/fr/about/index.html`."""
    return folder.joinpath(*place.split("/"))
