"""Where the report for people and its previews stand."""

from __future__ import annotations  # a command that has no site loads nothing of one

import re
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from calque.disk import glob_names

if TYPE_CHECKING:
    from calque.model import Site

__all__ = [
    "list_previews",
    "list_report_parts",
    "preview_beside",
    "preview_path",
    "previews_folder",
    "report_copy_path",
    "report_path",
]


def report_path(site: Site) -> Path:
    """Return where the page for people is written."""
    return site.root / site.report


def report_copy_path(site: Site) -> Path | None:
    """Return where the page for people is copied to, for others to read; None where it is not."""
    return site.root / site.report_copy / report_path(site).name if site.report_copy else None


def list_report_parts(path: Path) -> list[Path]:
    """Return what is called as the further pages of a report are: `report-fr.html`, `report-fr.2.html`."""
    name = re.compile(
        rf"{re.escape(path.stem)}-[A-Za-z]{{2,8}}(-[A-Za-z0-9]+)*(\.\d+)?{re.escape(path.suffix)}"
    )
    found = glob_names(path.parent, f"{escape(path.stem)}-*{escape(path.suffix)}")
    return [one for one in found if name.fullmatch(one.name)]


def previews_folder(path: Path) -> Path:
    """Return the folder of previews beside the page for people: `report-previews/` of `report.html`."""
    return path.with_name(f"{path.stem}-previews")


def list_previews(folder: Path) -> list[Path]:
    """Return the previews that stand in a folder of them."""
    return glob_names(folder, "*/*.html")


def preview_path(folder: Path, locale: str, key: str) -> Path:
    """Return where the preview of a page stands: `report-previews/fr/posts-12.html`."""
    return folder.joinpath(locale, f"{key.replace('/', '-')}.html")


def preview_beside(file: Path) -> Path:
    """Return where the preview of a file for a translator stands: `fr-marie.html` beside `fr-marie.po`."""
    return file.with_suffix(".html")
