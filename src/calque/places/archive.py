"""Where translations stand that are in no catalog any more: the archive and the quarantine."""

from __future__ import annotations  # a command that has no site loads nothing of one

import re
from collections.abc import Iterable
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from calque.disk import glob_names
from calque.locales import gettext_name

if TYPE_CHECKING:
    from calque.model import Site
from calque.places.catalogs import ARCHIVE, QUARANTINE, TEMPLATES, catalogs_folder, gettext_folder

__all__ = [
    "archive_folder",
    "archive_path",
    "archived_path",
    "archived_template_path",
    "aside_folders",
    "entries_name",
    "is_archived",
    "is_of_entries",
    "is_quarantined",
    "list_all_archived",
    "list_archived",
    "list_archived_templates",
    "list_aside",
    "list_entries",
    "list_quarantined",
    "quarantine_path",
]


def archive_folder(site: Site) -> str:
    """Return the archive's folder relative to the workspace, as it is told to people."""
    return f"{site.catalogs}/{ARCHIVE}"


def archive_path(site: Site, locale: str, name: str) -> Path:
    """Return where a bundle's catalog goes when its source is gone or no longer wanted."""
    return catalogs_folder(site) / ARCHIVE / gettext_name(locale) / f"{name}.po"


def archived_path(site: Site, path: Path) -> Path:
    """Return where a catalog in use goes in the archive, whatever locale its folder is of."""
    return catalogs_folder(site) / ARCHIVE / gettext_folder(site, path) / path.name


def archived_template_path(site: Site, name: str) -> Path:
    """Return where the template of a source that is gone is kept; it shows that the source existed."""
    return catalogs_folder(site) / ARCHIVE / TEMPLATES / f"{name}.pot"


def quarantine_path(site: Site, locale: str, name: str) -> Path:
    """Return where a file goes whose place a catalog takes: `locales/quarantine/fr/<name>.po`."""
    return catalogs_folder(site) / QUARANTINE / gettext_name(locale) / f"{name}.po"


def entries_name(name: str) -> str:
    """Return the name of the file of single entries beside a catalog of that name, in archive and quarantine."""
    return f"{name}.entries"


def is_of_entries(path: Path) -> bool:
    """Tell whether a file of the archive or the quarantine holds single entries, not a whole catalog."""
    return re.search(r"\.entries(\.\d+)?$", path.stem) is not None


def is_archived(site: Site, path: Path) -> bool:
    """Tell whether a file stands in the archive."""
    return path.is_relative_to(catalogs_folder(site) / ARCHIVE)


def is_quarantined(site: Site, path: Path) -> bool:
    """Tell whether a file stands in the quarantine."""
    return path.is_relative_to(catalogs_folder(site) / QUARANTINE)


def list_archived(site: Site, locale: str) -> list[Path]:
    """Return the files of a locale in the archive, those of single entries among them."""
    return glob_names(archive_path(site, locale, "x").parent, "*.po")


def list_archived_templates(site: Site) -> list[Path]:
    """Return the templates of the sources that are gone."""
    return glob_names(archived_template_path(site, "x").parent, "*.pot")


def list_all_archived(site: Site) -> list[Path]:
    """Return all files in the archive, templates too; numbered ones after those without a number."""
    found = glob_names(catalogs_folder(site), f"{ARCHIVE}/*/*.po*")
    return sorted(found, key=lambda path: (len(path.name), path))


def list_entries(site: Site, locale: str, name: str) -> Iterable[Path]:
    """Yield the files of single entries beside a catalog: those of the archive, then those of the quarantine."""
    for path in (archive_path(site, locale, name), quarantine_path(site, locale, name)):
        yield from glob_names(path.parent, f"{escape(entries_name(name))}*.po")


def list_quarantined(site: Site) -> list[Path]:
    """Return the files in the quarantine."""
    return glob_names(catalogs_folder(site), f"{QUARANTINE}/*/*.po")


def aside_folders(site: Site) -> tuple[Path, Path]:
    """Return the folders of the archive and of the quarantine, whether they stand or not."""
    return catalogs_folder(site) / ARCHIVE, catalogs_folder(site) / QUARANTINE


def list_aside(site: Site) -> list[Path]:
    """Return the files in the archive, then those in the quarantine, but for templates."""
    return [*glob_names(catalogs_folder(site), f"{ARCHIVE}/*/*.po"), *list_quarantined(site)]
