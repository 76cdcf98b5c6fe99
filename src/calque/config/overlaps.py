"""What calque writes never lies on what it reads: a report over a PO file, a catalog among the posts.

Paths are compared as they stand on the disk, so that a symbolic link is what it leads to.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from calque.addresses import split_url
from calque.config.tables import Table
from calque.globs import Glob, read_glob
from calque.model import Site
from calque.places import (
    CONFIG,
    archive_path,
    archived_template_path,
    build_folder,
    catalog_path,
    catalogs_folder,
    closed_path,
    quarantine_path,
    record_path,
    report_copy_path,
    report_path,
    state_folder,
    template_path,
)

__all__ = ["refuse_overlaps", "why_not_built", "why_not_written", "written_among_posts"]

_LISTS = ("posts", "revisions", "exports", "sitemaps", "pages")


def refuse_overlaps(site: Site, file: Table) -> None:
    """Refuse a configuration by which calque would write over what it reads, or over what else it keeps.

    Errors: ConfigError with the line of the key that is to be another.
    """
    catalogs, folder = file.table("catalogs"), _real(catalogs_folder(site))
    then = "give it a place of its own"
    if folder == _real(site.root) or _real(site.root).is_relative_to(folder):
        catalogs.fail("folder", f"{site.catalogs!r} is the folder of calque.toml", then)
    if _is_in(folder, _real(state_folder(site.root))):
        catalogs.fail("folder", f"{site.catalogs!r} is in the folder of what is disposable", then)
    for path in _catalogs_of(site):
        for key, pattern in _named(site, path):
            file.table("site").fail(
                key,
                f"{pattern!r} names the files of {site.catalogs}/ too, which calque writes",
                f'name other files, or leave these out: exclude = ["{site.catalogs}/**"]',
            )
    _refuse_report(site, file)
    build = file.table("build")
    if "folder" in build and (why := why_not_built(site, build_folder(site))):
        build.fail("folder", f"{site.build_folder!r} {why}", "give another folder")
    url = split_url(site.ledger) if site.ledger.startswith("sqlite") else None
    database = url.path.removeprefix("/") if url else ""
    if database and (why := why_not_written(site, Path(database))):
        file.table("ledger").fail("url", f"{database!r} {why}", "give another file")


def _refuse_report(site: Site, file: Table) -> None:
    """Refuse a report, or a copy of it, that would be written over something else."""
    report = file.table("report")
    if why := why_not_written(site, report_path(site)):
        if "file" in report:
            report.fail("file", f"{site.report!r} {why}", "give another file")
        key = next((key for key, _ in _named(site, report_path(site))), "posts")
        file.table("site").fail(
            key,
            f"it names {site.report}, which calque writes",
            f'name other files, leave it out (exclude = ["{site.report}"]), or give [report] file another name',
        )
    copy = report_copy_path(site)
    if copy and _real(copy) == _real(report_path(site)):
        report.fail("copy_to", f"{site.report_copy!r} is where the report stands", "give another folder")
    if copy and (why := why_not_written(site, copy)):
        report.fail("copy_to", f"{copy.name} there {why}", "give another folder")


def why_not_written(site: Site, path: Path) -> str:
    """Return why nothing else may be written at a path; empty where it may: `is calque.toml itself`."""
    real = _real(path if path.is_absolute() else site.root / path)
    if real == _real(site.root / CONFIG):
        return f"is {CONFIG} itself"
    for name, what in _read_by_name(site):
        if real == _real(site.root / name):
            return what
    if _is_in(real, _real(catalogs_folder(site))) or real in _real(catalogs_folder(site)).parents:
        return f"lies on {site.catalogs}/, where the catalogs stand"
    if _is_in(real, _real(state_folder(site.root))):
        return "lies in the folder of the ledger and the cache"
    for key, pattern in _named(site, path):
        return f"is among the files that [site] {key} names ({pattern!r})"
    return ""


def why_not_built(site: Site, folder: Path) -> str:
    """Return why no pages may be built into a folder; empty where they may.

    No folder may hold what calque reads, or stand among it: what is built would be read as a post.
    """
    real = _real(folder if folder.is_absolute() else site.root / folder)
    if _real(site.root).is_relative_to(real):
        return "holds calque.toml"
    if real.exists() and not real.is_dir():
        return "is no folder"
    for name, what in _read_by_name(site):
        if _is_in(_real(site.root / name), real):
            return f"holds {name}, which {what}"
    if _is_in(_real(report_path(site)), real):
        return f"holds {site.report}, the report"
    for key in _LISTS:
        for pattern in getattr(site, key):
            if _is_in(_glob(site.root, pattern).base, real):
                return f"holds what [site] {key} names ({pattern!r})"
    whys = (why_not_written(site, path) for path in (real, *(real.joinpath(*parts) for parts in _BUILT)))
    return next(filter(None, whys), "")


_BUILT = (("manifest.json",), ("fr", "posts", "1.json"), ("a.html",), ("fr", "a.html"), ("fr", "a", "b.html"))
"""Files such as are built, to see whether a glob names them."""


def _read_by_name(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the files that calque.toml names and that are no posts or documents, each with what it is."""
    if site.checks.glossary:
        yield site.checks.glossary, "is the glossary"
    yield from ((name, "is a file that [html] wpml_config names") for name in site.rules.wpml_config)


def written_among_posts(site: Site) -> tuple[str, ...]:
    """Return what to leave out of the posts by `exclude`, since calque writes it: `("report.html",)`."""
    catalogs = any(key == "posts" for path in _catalogs_of(site) for key, _ in _named(site, path))
    report = any(key == "posts" for key, _ in _named(site, report_path(site)))
    return (*((f"{site.catalogs}/**",) if catalogs else ()), *((site.report,) if report else ()))


def _catalogs_of(site: Site) -> Iterator[Path]:
    """Yield a path of every kind of file that is written below the folder of catalogs."""
    tag, name = site.locales[0].tag, "post-1-a"
    yield from (template_path(site, name), archived_template_path(site, name))
    yield from (make(site, tag, name) for make in (catalog_path, archive_path, quarantine_path))
    yield from (record_path(site, name), closed_path(site, name))


def _named(site: Site, path: Path) -> Iterator[tuple[str, str]]:
    """Yield the keys of `[site]`, each with its pattern, by which a path is read as a post or a document."""
    real = _real(path if path.is_absolute() else site.root / path)
    for key in _LISTS:
        if key == "posts" and _is_excluded(site, real):
            continue
        for pattern in getattr(site, key):
            glob = _glob(site.root, pattern)
            is_above = real == glob.base if glob.wild else glob.base.is_relative_to(real)
            if is_above or glob.names(real):
                yield key, pattern


def _is_excluded(site: Site, real: Path) -> bool:
    """Tell whether `exclude` leaves a path out of the posts."""
    return any(_glob(site.root, pattern).covers(real) for pattern in site.exclude)


def _glob(root: Path, pattern: str) -> Glob:
    glob = read_glob(root, pattern)
    return replace(glob, base=_real(glob.base))


def _is_in(path: Path, folder: Path) -> bool:
    return path.is_relative_to(folder)


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
