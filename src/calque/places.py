"""Where every file of a workspace stands: the only module that knows, and that looks into the folders of catalogs.

::

    calque.toml                            its folder is the workspace, `site.root`
    report.html                            `site.report`
    report-<locale>.html                   the pages of a report that is too large for one
    report-previews/<locale>/<key>.html    source and translation side by side
    build/                                 `site.build_folder`
        manifest.json                      what was built, and from what
        <locale>/<collection>/<id>.json    a translated post; a page of a folder stands in its place in the site
    locales/                               `site.catalogs`
        templates/<name>.pot               the template of a bundle
        <ll_CC>/LC_MESSAGES/<name>.po      its catalog in a locale
        archive/templates/<name>.pot       the template of a source that is gone
        archive/<ll_CC>/<name>.po          a catalog that is in use no more
        archive/<ll_CC>/<name>.entries.po  single entries that a catalog has no place for
        quarantine/<ll_CC>/…               what gave way to something else, under the same names
        memory/<ll_CC>/<name>.po           what another program's memory translates, to be suggested
        handoffs/<id>.po                   what is in somebody's hands
        handoffs/closed/<id>.po            what came back, or was taken back
    inbox/<file>.po                        what somebody sent back, put there to be imported
        done/, refused/                    what was, and what was not, each with the answer in <file>.po.txt
    .calque/                               disposable
        ledger.sqlite, cache.sqlite        what the ledger remembers; what need not be measured again
        lock, sync.lock                    who works on the files; which sync is at work
        ledger.damaged.sqlite              a ledger that could not be read
        published/<run>.jsonl              what was sent to the site, and what stood there
        posts/<collection>/<id>.json       fetched from a WordPress site, with posts/index.jsonl
        revisions/<collection>/<id>.json   earlier texts of the same posts
        pages/<collection>/<tag>-<id>.html what live pages link to

A file that would stand in another's place gets a number: `<name>.2.po`. What a catalog is named after:
`pipeline/names.py`.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from glob import escape
from itertools import count
from pathlib import Path

from calque.disk import glob_names, is_utf8
from calque.locales import gettext_name
from calque.model import Site

__all__ = [
    "CONFIG",
    "FETCHED",
    "IGNORED",
    "KEPT_PAGES",
    "KEPT_POSTS",
    "KEPT_REVISIONS",
    "archive_folder",
    "archive_path",
    "archived_path",
    "archived_template_path",
    "aside_folders",
    "build_folder",
    "built_page",
    "built_post",
    "cache_path",
    "catalog_path",
    "catalogs_folder",
    "closed_path",
    "damaged_ledger_path",
    "entries_name",
    "fetched_index",
    "fetched_page",
    "fetched_post",
    "fetched_revisions",
    "fetched_sizes",
    "gettext_folder",
    "imported_memory_path",
    "inbox_folder",
    "inbox_path",
    "is_archived",
    "is_imported_memory",
    "is_in_git",
    "is_kept_page",
    "is_of_bundle",
    "is_of_entries",
    "is_of_handoff",
    "is_quarantined",
    "landmark_path",
    "language_folder",
    "ledger_path",
    "list_all_archived",
    "list_all_catalogs",
    "list_archived",
    "list_archived_templates",
    "list_aside",
    "list_below",
    "list_catalog_folders",
    "list_catalogs",
    "list_closed",
    "list_entries",
    "list_handoffs",
    "list_imported_memories",
    "list_inbox",
    "list_previews",
    "list_published",
    "list_quarantined",
    "list_report_parts",
    "list_templates",
    "list_unnamed_catalogs",
    "lock_path",
    "manifest_path",
    "memory_folder",
    "numbered",
    "preview_beside",
    "preview_path",
    "previews_folder",
    "published_path",
    "quarantine_path",
    "record_path",
    "report_path",
    "state_folder",
    "sync_lock_path",
    "template_path",
    "unlisted_folders",
    "walk_files",
]

IGNORED = "/.calque/\n/inbox/\n/report.html\n*.mo\n"
"""What is disposable, what people put in, and what editors write beside a catalog (Poedit writes `.mo` files)."""
CONFIG = "calque.toml"
FETCHED = ".calque/posts"
"""Where the posts fetched from a WordPress site are kept: one file for each post, below its collection."""
KEPT_POSTS = f"{FETCHED}/*/*.json"
KEPT_PAGES = ".calque/pages/*/*.html"
"""What was kept of live pages that were loaded for their hreflang links."""
KEPT_REVISIONS = ".calque/revisions/*/*.json"
"""The same, of their earlier texts."""

_ARCHIVE = "archive"
_QUARANTINE = "quarantine"
_MEMORY = "memory"
_TEMPLATES = "templates"


def state_folder(root: Path) -> Path:
    """Return the folder of what is disposable; `store` makes it."""
    return root / ".calque"


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


def is_in_git(folder: Path) -> bool:
    """Tell whether a folder stands in the work tree of a git repository."""
    whole = folder.absolute()
    return any((one / ".git").exists() for one in (whole, *whole.parents))


def ledger_path(site: Site) -> Path | None:
    """Return the file of the site's ledger, or None where calque.toml names a database."""
    return None if site.ledger else state_folder(site.root) / "ledger.sqlite"


def damaged_ledger_path(site: Site) -> Path:
    """Return where a ledger goes that cannot be read; it gets a number where one is there already."""
    return state_folder(site.root) / "ledger.damaged.sqlite"


def report_path(site: Site) -> Path:
    """Return where the page for people is written."""
    return site.root / site.report


def list_report_parts(site: Site) -> list[Path]:
    """Return what is called as the pages of a large report are: `report-fr.html`, `report-fr.2.html`."""
    path = report_path(site)
    name = re.compile(
        rf"{re.escape(path.stem)}-[A-Za-z]{{2,8}}(-[A-Za-z0-9]+)*(\.\d+)?{re.escape(path.suffix)}"
    )
    found = glob_names(path.parent, f"{escape(path.stem)}-*{escape(path.suffix)}")
    return [one for one in found if name.fullmatch(one.name)]


def published_path(root: Path, run: str) -> Path:
    """Return the journal of what a run of `calque publish` sent."""
    return state_folder(root) / "published" / f"{run}.jsonl"


def list_published(root: Path) -> list[Path]:
    """Return the journals of all runs, oldest first."""
    found = glob_names(published_path(root, "x").parent, "*.jsonl")
    # Runs of one second are numbered behind it: 120000Z, 120000Z-2, 120000Z-10.
    return sorted(found, key=lambda path: (path.stem.partition("Z")[0], len(path.stem), path.stem))


def previews_folder(site: Site) -> Path:
    """Return the folder of previews beside the page for people: `report-previews/` of `report.html`."""
    path = report_path(site)
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


def fetched_index(root: Path) -> Path:
    """Return the index of fetched posts: what the sweep listed of each."""
    return root / FETCHED / "index.jsonl"


def fetched_post(root: Path, collection: str, number: int) -> Path:
    """Return where a fetched post is kept: `.calque/posts/posts/12.json`."""
    return root / FETCHED / collection / f"{number}.json"


def fetched_revisions(root: Path, collection: str, number: int) -> Path:
    """Return where the earlier texts of a fetched post are kept."""
    return state_folder(root) / "revisions" / collection / f"{number}.json"


def fetched_page(root: Path, collection: str, tag: str, number: int) -> Path:
    """Return where it is kept what the live page of a post links to."""
    return state_folder(root) / "pages" / collection / f"{tag}-{number}.html"


def is_kept_page(name: str) -> bool:
    """Tell whether a file below the workspace is what is kept of a live page."""
    return fnmatchcase(name, KEPT_PAGES)


def fetched_sizes(root: Path, collection: str) -> Mapping[str, int]:
    """Return the bytes of each file of a collection's fetched posts, by its name."""
    folder = root / FETCHED / collection
    if not folder.is_dir():
        return {}
    with os.scandir(folder) as entries:
        return {entry.name: entry.stat().st_size for entry in entries}


def catalogs_folder(site: Site) -> Path:
    """Return the folder of everything that translators' work is in."""
    return site.root / site.catalogs


def archive_folder(site: Site) -> str:
    """Return the archive's folder relative to the workspace, as it is told to people."""
    return f"{site.catalogs}/{_ARCHIVE}"


def template_path(site: Site, name: str) -> Path:
    """Return where the template of a bundle stands."""
    return catalogs_folder(site) / _TEMPLATES / f"{name}.pot"


def catalog_path(site: Site, locale: str, name: str) -> Path:
    """Return where the catalog of a bundle stands in a locale: `locales/pt_BR/LC_MESSAGES/<name>.po`."""
    return site.root.joinpath(site.catalogs, gettext_name(locale), "LC_MESSAGES", f"{name}.po")


def language_folder(path: Path) -> str:
    """Return the folder that names a catalog's language, in any gettext project: `fr` of `fr/LC_MESSAGES/site.po`.

    Empty where the file stands in no such folder. The name may be that of no locale.
    """
    folder = path.absolute().parent
    return folder.parent.name if folder.name == "LC_MESSAGES" else ""


def archive_path(site: Site, locale: str, name: str) -> Path:
    """Return where a bundle's catalog goes when its source is gone or no longer wanted."""
    return catalogs_folder(site) / _ARCHIVE / gettext_name(locale) / f"{name}.po"


def archived_path(site: Site, path: Path) -> Path:
    """Return where a catalog in use goes in the archive, whatever locale its folder is of."""
    return catalogs_folder(site) / _ARCHIVE / gettext_folder(site, path) / path.name


def archived_template_path(site: Site, name: str) -> Path:
    """Return where the template of a source that is gone is kept; it shows that the source existed."""
    return catalogs_folder(site) / _ARCHIVE / _TEMPLATES / f"{name}.pot"


def quarantine_path(site: Site, locale: str, name: str) -> Path:
    """Return where a file goes whose place a catalog takes: `locales/quarantine/fr/<name>.po`."""
    return catalogs_folder(site) / _QUARANTINE / gettext_name(locale) / f"{name}.po"


def imported_memory_path(site: Site, locale: str, name: str) -> Path:
    """Return where it is kept what another program's memory translates: `locales/memory/fr/<name>.po`."""
    return catalogs_folder(site) / _MEMORY / gettext_name(locale) / f"{name}.po"


def is_imported_memory(site: Site, name: str) -> bool:
    """Tell whether a file, by its path below the workspace, is what another program's memory translates."""
    return name.startswith(f"{site.catalogs}/{_MEMORY}/")


def list_imported_memories(site: Site, locale: str) -> list[Path]:
    """Return what other programs' memories translate into a locale."""
    return glob_names(imported_memory_path(site, locale, "x").parent, "*.po")


def record_path(site: Site, name: str) -> Path:
    """Return where the record of an open handoff stands."""
    return catalogs_folder(site) / "handoffs" / f"{name}.po"


def closed_path(site: Site, name: str) -> Path:
    """Return where the record of a handoff goes that came back or was cancelled."""
    return catalogs_folder(site) / "handoffs" / "closed" / f"{name}.po"


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


def list_unnamed_catalogs(site: Site) -> list[Path]:
    """Return the files among the catalogs of the configured locales that no template is called like."""
    names = {path.stem for path in list_templates(site)}
    return [
        path for locale in site.locales for path in list_catalogs(site, locale.tag) if path.stem not in names
    ]


def entries_name(name: str) -> str:
    """Return the name of the file of single entries beside a catalog of that name, in archive and quarantine."""
    return f"{name}.entries"


def numbered(path: Path) -> Iterator[Path]:
    """Yield a path, then the same with a number: `a.po`, `a.2.po`, `a.3.po`."""
    yield path
    for number in count(2):
        yield path.with_name(f"{path.stem}.{number}{path.suffix}")


def is_of_entries(path: Path) -> bool:
    """Tell whether a file of the archive or the quarantine holds single entries, not a whole catalog."""
    return re.search(r"\.entries(\.\d+)?$", path.stem) is not None


def is_archived(site: Site, path: Path) -> bool:
    """Tell whether a file stands in the archive."""
    return path.is_relative_to(catalogs_folder(site) / _ARCHIVE)


def is_of_handoff(site: Site, path: Path) -> bool:
    """Tell whether a file is the record of a handoff, open or closed."""
    return path.is_relative_to(record_path(site, "x").parent)


def is_quarantined(site: Site, path: Path) -> bool:
    """Tell whether a file stands in the quarantine."""
    return path.is_relative_to(catalogs_folder(site) / _QUARANTINE)


def is_of_bundle(site: Site, name: str) -> bool:
    """Tell whether a file, by its path below the workspace, is a bundle's template or its catalog in a locale."""
    match name.removeprefix(f"{site.catalogs}/").split("/"):
        case [folder, file] if folder == _TEMPLATES:
            return file.endswith(".pot")
        case [_, "LC_MESSAGES", file]:
            return file.endswith(".po")
        case _:
            return False


def memory_folder(site: Site, name: str) -> str:
    """Return the folder of the locale that a catalog is of, by its path below the workspace: `fr`.

    It may be in use, archived, or an imported memory.

    Empty for any other file.
    """
    above = f"{site.catalogs}/"
    match name.removeprefix(above).split("/") if name.startswith(above) else ():
        case [folder, "LC_MESSAGES", file] | ["archive" | "memory", folder, file] if file.endswith(".po"):
            return folder
        case _:
            return ""


def gettext_folder(site: Site, path: Path) -> str:
    """Return the folder of the locale that a catalog is of, archived ones too: `fr`; `templates` of a template."""
    folder = catalogs_folder(site)
    parts = path.relative_to(folder).parts if path.is_relative_to(folder) else (str(path.parent),)
    return parts[1] if parts[0] in (_ARCHIVE, _QUARANTINE) else parts[0]


def list_templates(site: Site) -> list[Path]:
    """Return the templates of the bundles."""
    return glob_names(catalogs_folder(site), f"{_TEMPLATES}/*.pot")


def list_catalogs(site: Site, locale: str) -> list[Path]:
    """Return the catalogs of a locale that are in use."""
    return glob_names(catalog_path(site, locale, "x").parent, "*.po")


def list_all_catalogs(site: Site) -> list[Path]:
    """Return the catalogs in use, those of locales that calque.toml names no more among them."""
    return glob_names(catalogs_folder(site), "*/LC_MESSAGES/*.po")


def list_catalog_folders(site: Site) -> list[Path]:
    """Return the folder of each locale's catalogs, those of locales that calque.toml names no more among them."""
    return glob_names(catalogs_folder(site), "*/LC_MESSAGES")


def list_archived(site: Site, locale: str) -> list[Path]:
    """Return the files of a locale in the archive, those of single entries among them."""
    return glob_names(archive_path(site, locale, "x").parent, "*.po")


def list_archived_templates(site: Site) -> list[Path]:
    """Return the templates of the sources that are gone."""
    return glob_names(archived_template_path(site, "x").parent, "*.pot")


def list_all_archived(site: Site) -> list[Path]:
    """Return all files in the archive, templates too; numbered ones after those without a number."""
    found = glob_names(catalogs_folder(site), f"{_ARCHIVE}/*/*.po*")
    return sorted(found, key=lambda path: (len(path.name), path))


def list_entries(site: Site, locale: str, name: str) -> Iterable[Path]:
    """Yield the files of single entries beside a catalog: those of the archive, then those of the quarantine."""
    for path in (archive_path(site, locale, name), quarantine_path(site, locale, name)):
        yield from glob_names(path.parent, f"{escape(entries_name(name))}*.po")


def list_quarantined(site: Site) -> list[Path]:
    """Return the files in the quarantine."""
    return glob_names(catalogs_folder(site), f"{_QUARANTINE}/*/*.po")


def list_aside(site: Site) -> list[Path]:
    """Return the files in the archive, then those in the quarantine, but for templates."""
    return [*glob_names(catalogs_folder(site), f"{_ARCHIVE}/*/*.po"), *list_quarantined(site)]


def aside_folders(site: Site) -> tuple[Path, Path]:
    """Return the folders of the archive and of the quarantine, whether they stand or not."""
    return catalogs_folder(site) / _ARCHIVE, catalogs_folder(site) / _QUARANTINE


def list_handoffs(site: Site) -> list[Path]:
    """Return the records of the open handoffs."""
    return glob_names(record_path(site, "x").parent, "*.po")


def list_closed(site: Site) -> list[Path]:
    """Return the records of the handoffs that came back or were cancelled."""
    return glob_names(closed_path(site, "x").parent, "*.po")


def list_below(root: Path, folder: str) -> Iterator[str]:
    """Yield every file below a folder of the workspace, and a folder that stands where a catalog should."""
    folders = [folder]
    while folders:
        here = folders.pop()
        try:
            with os.scandir(root / here) as found:
                entries = list(found)
        except FileNotFoundError:
            continue
        except OSError:
            yield here  # an input itself: it is looked at again when it can be listed
            continue
        for entry in entries:
            name = f"{here}/{entry.name}"
            if not is_utf8(name):
                continue
            if not _leads_to_folder(entry) or name.endswith((".po", ".pot")):
                yield name
            else:
                folders.append(name)


def _leads_to_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # a link in a circle


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
            name = f"{here}/{entry.name}"
            if not is_utf8(entry.name):
                yield name, "its name is no UTF-8 and it is not looked at; rename it"
            elif entry.is_dir(follow_symlinks=False):
                folders.append(name)


def walk_files(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder, links as they stand."""
    for parent, _, names in os.walk(folder):
        yield from (Path(parent, name) for name in names)
