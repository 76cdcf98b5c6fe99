"""Reads the history of source pages, without loading SQLAlchemy where the ledger is a file."""

import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from calque.errors import LedgerError
from calque.model import History, PageKey, Site, SourceRevision
from calque.po.returned import Flagged, HandedOut

__all__ = [
    "VERSION",
    "ledger_path",
    "newer_ledger",
    "read_contents",
    "read_handed_out",
    "read_history",
    "read_presence",
    "read_rows",
]

VERSION = 3
"""Of the schema; `migrations` brings older ledgers to it."""

_HISTORY = """
SELECT r.locale, r.post, r.id, r.modified, r.first_seen, u.context, t.text
FROM revisions r
JOIN revision_units u ON u.revision = r.id
JOIN texts t ON t.hash = u.text
WHERE r.site = '{site}'
ORDER BY r.locale, r.post, COALESCE(r.modified, r.first_seen), r.id, u.position
"""

_CONTENTS = "SELECT locale, post, sha256 FROM contents WHERE site = '{site}'"
_FLAGGED = """
SELECT f.path, f.revised, f.context, s.text, f.target, f.previous_context, p.text, f.origin
FROM flagged f
JOIN texts s ON s.hash = f.source
LEFT JOIN texts p ON p.hash = f.previous
WHERE f.site = '{site}'
ORDER BY f.path, f.position
"""
_BEGUN = "SELECT 1 FROM sqlite_master WHERE name = 'schema_version'"
"""No row where a run was killed, or the disk was full, before the ledger's first transaction landed."""
_PRESENCE = "SELECT locale, post, absences FROM posts WHERE site = '{site}'"


def read_history(site: Site) -> Mapping[PageKey, History]:
    """Return all source revisions that the ledger knows; none where there is no ledger yet.

    Errors: LedgerError where the database cannot be read.
    """
    return _histories(read_rows(site, _HISTORY))


def read_presence(site: Site) -> Mapping[PageKey, int]:
    """Return every post that is expected, with how many runs in a row did not find it.

    Errors: LedgerError where the database cannot be read.
    """
    return {(locale, post): absences for locale, post, absences in read_rows(site, _PRESENCE)}


def read_contents(site: Site) -> Mapping[PageKey, str]:
    """Return the hash of each post's fields, as the last sync found them."""
    return {(locale, post): sha256 for locale, post, sha256 in read_rows(site, _CONTENTS, since=2)}


def read_handed_out(site: Site) -> Mapping[str, HandedOut]:
    """Return what the last sync left fuzzy in each catalog, by its path below the workspace."""
    found: dict[str, HandedOut] = {}
    for path, revised, *flag in read_rows(site, _FLAGGED, since=2):
        entries = found[path].entries if path in found else ()
        found[path] = HandedOut(revised, (*entries, Flagged(*flag)))
    return found


def read_rows(site: Site, query: str, *, since: int = 1) -> Sequence[Any]:
    """Run a portable query through the plain database interface; no rows where the ledger is older than `since`.

    Loading SQLAlchemy takes longer than all the rest of `calque status`.
    """
    path = ledger_path(site)
    query = query.format(site=site.name)  # a site's name is small letters, digits and dashes
    if path is None:
        from calque.ledger.database import rows_of  # noqa: PLC0415 — only a database that is no file needs it

        return rows_of(site, query, since=since)
    if not path.exists():
        return ()
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?{_mode(path)}", uri=True)) as connection:
            if not connection.execute(_BEGUN).fetchall():
                return ()
            (version,) = connection.execute("SELECT version FROM schema_version").fetchone()
            if version > VERSION:
                raise newer_ledger(str(path), version)
            return connection.execute(query).fetchall() if version >= since else ()
    except sqlite3.Error as error:
        raise LedgerError(
            f"{path}: cannot be read ({error}); delete it and sync again, dates alone are lost"
        ) from error


def newer_ledger(place: str, version: int) -> LedgerError:
    """Return the error for a ledger whose schema is of a later version than this."""
    return LedgerError(f"{place}: has schema {version}, this calque knows {VERSION}; use the newer calque")


def _mode(path: Path) -> str:
    """Return how to open the file for reading: SQLite needs to write beside it, unless told that nobody does."""
    return "mode=ro" if os.access(path.parent, os.W_OK) else "immutable=1"


def ledger_path(site: Site) -> Path | None:
    """Return the file of the site's ledger, or None where calque.toml names a database."""
    return None if site.ledger else site.root / ".calque" / "ledger.sqlite"


def _histories(rows: Iterable[Any]) -> Mapping[PageKey, History]:
    pages: dict[PageKey, dict[int, SourceRevision]] = {}
    units: dict[int, list[tuple[str | None, str]]] = {}
    for locale, post, number, modified, first_seen, context, text in rows:
        if number not in units:
            units[number] = []
            moment = None if modified is None else datetime.fromisoformat(modified)
            pages.setdefault((locale, post), {})[number] = SourceRevision(
                moment, datetime.fromisoformat(first_seen), ()
            )
        units[number].append((context, text))
    return {
        key: History(
            tuple(
                SourceRevision(revision.modified, revision.first_seen, tuple(units[number]))
                for number, revision in revisions.items()
            )
        )
        for key, revisions in pages.items()
    }
