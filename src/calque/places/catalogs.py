"""Where templates and catalogs stand, below `locales/`."""

from __future__ import annotations  # a command that has no site loads nothing of one

import os
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from calque.disk import glob_names, is_utf8
from calque.locales import gettext_name

if TYPE_CHECKING:
    from calque.model import Site

__all__ = [
    "ARCHIVE",
    "QUARANTINE",
    "TEMPLATES",
    "catalog_path",
    "catalogs_folder",
    "gettext_folder",
    "has_templates",
    "imported_memory_path",
    "is_imported_memory",
    "is_of_bundle",
    "language_folder",
    "list_all_catalogs",
    "list_catalog_folders",
    "list_catalogs",
    "list_imported_memories",
    "list_templates",
    "list_unnamed_catalogs",
    "memory_folder",
    "template_path",
    "unlisted_folders",
]

ARCHIVE = "archive"
QUARANTINE = "quarantine"
TEMPLATES = "templates"
_MEMORY = "memory"


def catalogs_folder(site: Site) -> Path:
    """Return the folder of everything that translators' work is in."""
    return site.root / site.catalogs


def template_path(site: Site, name: str) -> Path:
    """Return where the template of a bundle stands."""
    return catalogs_folder(site) / TEMPLATES / f"{name}.pot"


def catalog_path(site: Site, locale: str, name: str) -> Path:
    """Return where the catalog of a bundle stands in a locale: `locales/pt_BR/LC_MESSAGES/<name>.po`."""
    return _catalog_path(site.root, site.catalogs, locale, name)


@lru_cache(maxsize=1 << 11)
def _catalog_path(root: Path, catalogs: str, locale: str, name: str) -> Path:
    """Return it without a site: a batch of a sync asks ten times for each, and to make a path takes long."""
    return root.joinpath(catalogs, gettext_name(locale), "LC_MESSAGES", f"{name}.po")


def imported_memory_path(site: Site, locale: str, name: str) -> Path:
    """Return where it is kept what another program's memory translates: `locales/memory/fr/<name>.po`."""
    return catalogs_folder(site) / _MEMORY / gettext_name(locale) / f"{name}.po"


def is_imported_memory(site: Site, name: str) -> bool:
    """Tell whether a file, by its path below the workspace, is what another program's memory translates."""
    return name.startswith(f"{site.catalogs}/{_MEMORY}/")


def list_imported_memories(site: Site, locale: str) -> list[Path]:
    """Return what other programs' memories translate into a locale."""
    return glob_names(imported_memory_path(site, locale, "x").parent, "*.po")


def language_folder(path: Path) -> str:
    """Return the folder that names a catalog's language, in any gettext project: `fr` of `fr/LC_MESSAGES/site.po`.

    Empty where the file stands in no such folder. The name may be that of no locale.
    """
    folder = path.absolute().parent
    return folder.parent.name if folder.name == "LC_MESSAGES" else ""


def gettext_folder(site: Site, path: Path) -> str:
    """Return the folder of the locale that a catalog is of, archived ones too: `fr`; `templates` of a template."""
    folder = os.path.join(catalogs_folder(site), "")  # noqa: PTH118 — for each of some ten thousand files
    name = os.fspath(path)
    parts = name.removeprefix(folder).split(os.sep) if name.startswith(folder) else [str(path.parent)]  # noqa: PTH206 — the same
    return parts[1] if parts[0] in (ARCHIVE, QUARANTINE) else parts[0]


def memory_folder(site: Site, name: str) -> str:
    """Return the folder of the locale that a catalog is of, by its path below the workspace: `fr`.

    It may be in use, archived, or an imported memory. Empty for any other file.
    """
    above = f"{site.catalogs}/"
    match name.removeprefix(above).split("/") if name.startswith(above) else ():
        case [folder, "LC_MESSAGES", file] | ["archive" | "memory", folder, file] if file.endswith(".po"):
            return folder
        case _:
            return ""


def is_of_bundle(site: Site, name: str) -> bool:
    """Tell whether a file, by its path below the workspace, is a bundle's template or its catalog in a locale."""
    match name.removeprefix(f"{site.catalogs}/").split("/"):
        case [folder, file] if folder == TEMPLATES:
            return file.endswith(".pot")
        case [_, "LC_MESSAGES", file]:
            return file.endswith(".po")
        case _:
            return False


def list_templates(site: Site) -> list[Path]:
    """Return the templates of the bundles."""
    return glob_names(catalogs_folder(site), f"{TEMPLATES}/*.pot")


def has_templates(site: Site) -> bool:
    """Tell whether there is a template of any bundle."""
    return bool(_names_in(template_path(site, "x").parent, ".pot"))


def list_catalogs(site: Site, locale: str) -> list[Path]:
    """Return the catalogs of a locale that are in use."""
    return glob_names(catalog_path(site, locale, "x").parent, "*.po")


def list_all_catalogs(site: Site) -> list[Path]:
    """Return the catalogs in use, those of locales that calque.toml names no more among them."""
    return glob_names(catalogs_folder(site), "*/LC_MESSAGES/*.po")


def list_catalog_folders(site: Site) -> list[Path]:
    """Return the folder of each locale's catalogs, those of locales that calque.toml names no more among them."""
    return glob_names(catalogs_folder(site), "*/LC_MESSAGES")


def list_unnamed_catalogs(site: Site) -> list[Path]:
    """Return the files among the catalogs of the configured locales that no template is called like.

    Names are compared as they are listed, since a site has some ten thousand.
    """
    known = {f"{name[:-4]}.po" for name in _names_in(template_path(site, "x").parent, ".pot")}
    folders = [catalog_path(site, locale.tag, "x").parent for locale in site.locales]
    return [folder / name for folder in folders for name in sorted(_names_in(folder, ".po", without=known))]


def _names_in(folder: Path, suffix: str, *, without: AbstractSet[str] = frozenset()) -> list[str]:
    """Return the names of what `glob_names` finds by a suffix in one folder, but for some."""
    try:
        names = set(os.listdir(folder)) - without  # noqa: PTH208 — names alone
    except OSError:
        return []
    return [name for name in names if name.endswith(suffix) and not name.startswith(".") and is_utf8(name)]


def unlisted_folders(site: Site) -> Iterator[tuple[str, str]]:
    """Yield what below the folder of catalogs cannot be looked at, relative to the workspace, and why.

    A folder that cannot be listed looks like one that is empty: no catalog and no post in it is taken for gone.
    """
    folders = [site.catalogs]
    while folders:
        here = folders.pop()
        try:
            with os.scandir(site.root / here) as found:
                entries = list(found)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            yield here, f"the folder cannot be listed ({error.strerror}); mend its rights, then sync again"
            continue
        for entry in entries:
            if not is_utf8(entry.name):
                yield f"{here}/{entry.name}", "its name is no UTF-8 and it is not looked at; rename it"
            elif entry.is_dir(follow_symlinks=False):
                folders.append(f"{here}/{entry.name}")
