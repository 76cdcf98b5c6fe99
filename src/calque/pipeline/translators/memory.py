"""The memory of a locale as a file: given to other programs, and taken from them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from calque.config.overlaps import why_not_written
from calque.disk import is_there
from calque.errors import CatalogError, ConfigError
from calque.handoffs.tmx import TmxRow, read_tmx, write_tmx
from calque.html import first_error
from calque.locales import gettext_name
from calque.model import Finding, FindingCode, Site
from calque.pipeline.findings import finding_of
from calque.places import (
    imported_memory_path,
    list_archived,
    list_catalogs,
    list_imported_memories,
    path_below,
)
from calque.po import Catalog, read_catalog, write_catalog
from calque.po.block import Block
from calque.po.entries import NOTHING
from calque.po.header import header_text
from calque.po.memory import rows_of
from calque.store import BRIEF, Staged, locked, read_bytes, write_atomic
from calque.store.contract import write_without_loss

__all__ = ["ImportedMemory", "export_memory", "import_memory", "tmx_of"]


@dataclass(frozen=True, slots=True)
class ImportedMemory:
    """What became of a memory that somebody brought."""

    locale: str
    taken: int
    """Texts with a translation that is suggested from the next sync on."""
    broken: int
    """Translations that have other tags than their text: they are left out."""
    file: str
    """Where it is kept, relative to the workspace; empty where nothing of it is in these languages."""


def export_memory(site: Site, locale: str, path: Path) -> tuple[int, tuple[Finding, ...]]:
    """Write what a locale's catalogs and its archive translate as TMX; return how many rows that are.

    Errors: ConfigError where the file stands already, or would be written over what calque reads; CatalogError where
    it cannot be written.
    """
    if why := why_not_written(site, path.absolute()):
        raise ConfigError(f"{path}: {why}; give another name")
    if is_there(path):
        raise ConfigError(f"{path}: stands already; give another name")
    data, count, findings = tmx_of(site, locale)
    write_atomic(path, data)
    return count, findings


def tmx_of(site: Site, locale: str) -> tuple[bytes, int, tuple[Finding, ...]]:
    """Return a locale's memory as TMX, and how many rows it has; a catalog that cannot be read is a finding."""
    findings: list[Finding] = []
    rows = dict.fromkeys(_rows(site, locale, findings))
    return write_tmx(rows, source=site.source, target=locale), len(rows), tuple(findings)


def import_memory(site: Site, locale: str, path: Path, *, dry_run: bool = False) -> ImportedMemory:
    """Keep what a TMX file has for a locale in `locales/memory/`, from which every sync suggests; see catalogs.md.

    The same file twice is kept once. Errors: CatalogError where it cannot be read, or is no TMX; BusyError.
    """
    data = read_bytes(path)
    if data is None:
        raise CatalogError(f"{path}: no such file; give a memory as TMX that a program exported")
    found = read_tmx(data, place=str(path), source=site.source, target=locale)
    shortcodes = site.rules.shortcodes
    rows = [row for row in found if not first_error(row.source, row.target, shortcodes=shortcodes)]
    if not rows:
        return ImportedMemory(locale, 0, len(found), "")
    name = f"{_safe(path.stem)}-{sha256(data).hexdigest()[:8]}"
    to = imported_memory_path(site, locale, name)
    if not dry_run:
        with locked(site.root, patience=BRIEF):
            write_without_loss(
                [Staged(to, write_catalog(_kept(site, locale, rows), wrap=site.wrap), read_bytes(to))]
            )
    return ImportedMemory(locale, len(rows), len(found) - len(rows), path_below(site, to))


def _rows(site: Site, locale: str, findings: list[Finding]) -> Iterator[TmxRow]:
    for path in (
        *list_catalogs(site, locale),
        *list_archived(site, locale),
        *list_imported_memories(site, locale),
    ):
        place = path_below(site, path)
        try:
            catalog = read_catalog(read_bytes(path) or b"", place=place)
        except CatalogError as error:
            findings.append(finding_of(error, code=FindingCode.UNREADABLE_CATALOG, locale=locale))
            continue
        for row in rows_of(catalog, PurePosixPath(place).stem):
            yield TmxRow(row.source, row.target)


def _kept(site: Site, locale: str, rows: Sequence[TmxRow]) -> Catalog:
    said = {
        "Project-Id-Version": site.name,
        "Language": gettext_name(locale),
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": site.source,
    }
    entries = (NOTHING._replace(msgid=row.source, msgstr=row.target) for row in rows)
    return Catalog().with_blocks([Block(NOTHING._replace(msgstr=header_text(said))), *map(Block, entries)])


def _safe(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").lower()[:40] or "memory"
