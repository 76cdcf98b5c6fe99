"""Handoffs on disk: each is a copy of the file that was given to a translator."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from calque.disk import is_there
from calque.errors import CatalogError
from calque.handoffs.wishes import Record, record_of
from calque.locales import gettext_name
from calque.model import Finding, FindingCode, Site
from calque.pipeline.findings import finding_of
from calque.places import closed_path, list_handoffs, path_below, record_path
from calque.po import ticket_of
from calque.po.read import read_catalog
from calque.store import read_bytes

__all__ = ["find_record", "new_id", "read_records"]

_NAME_LENGTH = 40


def read_records(site: Site) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
    """Read the open handoffs; one that cannot be read is a finding, and its texts count as not handed out."""
    records: list[Record] = []
    findings: list[Finding] = []
    for path in list_handoffs(site):
        try:
            record = _read(site, path)
        except CatalogError as error:
            findings.append(finding_of(error, code=FindingCode.UNREADABLE_HANDOFF))
        else:
            records += [record] if record else []
    return tuple(records), tuple(findings)


def find_record(site: Site, name: str) -> Record | None:
    """Return the handoff of this id, open or closed; None where there is none.

    Errors: CatalogError where its file cannot be read.
    """
    if not re.fullmatch(r"[\w@.-]+", name):
        return None
    return _read(site, record_path(site, name)) or _read(site, closed_path(site, name))


def new_id(site: Site, locale: str, to: str, day: date) -> str:
    """Return an id that no handoff has had: `fr-marie-2026-11-22`, then `fr-marie-2026-11-22.2`."""
    name = "-".join(filter(None, (locale, _safe(to), day.isoformat())))
    number, free = 1, name
    while is_there(record_path(site, free)) or is_there(closed_path(site, free)):
        number += 1
        free = f"{name}.{number}"
    return free


def _read(site: Site, path: Path) -> Record | None:
    """Read one record; None where there is no file, or where it is of a locale that the site has no more."""
    data = read_bytes(path)
    if data is None:
        return None
    file = path_below(site, path)
    catalog = read_catalog(data, place=file)
    language = ticket_of(catalog).language
    locale = next((one.tag for one in site.locales if gettext_name(one.tag) == language), None)
    return record_of(catalog, locale=locale, file=file) if locale else None


def _safe(name: str) -> str:
    """Return a person's name as a part of a file name: `Marie Curie <m@x.org>` → `marie-curie`."""
    name = re.sub(r"<[^>]*>|@.*", "", name)
    plain: Sequence[str] = [
        letter if letter.isalnum() or unicodedata.category(letter).startswith("M") else "-" for letter in name
    ]
    return re.sub("-+", "-", "".join(plain))[:_NAME_LENGTH].strip("-").lower()
