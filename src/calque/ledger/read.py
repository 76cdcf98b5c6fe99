"""Reads the history of source pages, without loading SQLAlchemy where the ledger is a file."""

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from datetime import datetime
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from calque.disk import is_there, is_utf8, may_write
from calque.ledger.advice import refusal, sound_rows
from calque.ledger.odd import OnOddRow, ignored, sound
from calque.ledger.values import bytes_of, bytes_unless_utf8, moment_of, number_of, optional, text_of
from calque.ledger.version import check_version
from calque.model import History, PageKey, PublicationBase, Site, SourceRevision
from calque.places import ledger_path
from calque.po.digests import is_packed
from calque.po.returned import Flagged, HandedOut
from calque.po.units import Key

__all__ = [
    "has_odd_names",
    "odd_rows_of",
    "read_bases",
    "read_contents",
    "read_handed_out",
    "read_history",
    "read_known",
    "read_pairs",
    "read_presence",
    "read_rows",
    "read_translated",
]

_HISTORY = """
SELECT r.locale, r.post, r.id, r.modified, r.first_seen, u.position, u.context, t.text
FROM revisions r
LEFT JOIN revision_units u ON u.revision = r.id
LEFT JOIN texts t ON t.hash = u.text
WHERE r.site = '{site}'{chosen}
ORDER BY r.locale, r.post, COALESCE(r.modified, r.first_seen), r.id, u.position
"""

_KNOWN = "SELECT DISTINCT locale, post FROM revisions WHERE site = '{site}'"
_NAMES = (
    ("SELECT DISTINCT locale, post FROM revisions WHERE site = '{site}'", 1),
    ("SELECT locale, post FROM contents WHERE site = '{site}'", 2),
    ("SELECT locale, post FROM publications WHERE site = '{site}'", 8),
    ("SELECT DISTINCT path FROM flagged WHERE site = '{site}'", 2),
    ("SELECT path FROM translated WHERE site = '{site}'", 4),
)
"""What rows are found by, each with the version since which the table is there."""
_BASES = """
SELECT locale, post, live, catalog, ready, bounded, {accepted} FROM publications WHERE site = '{site}'{chosen}
"""
_CONTENTS = "SELECT locale, post, sha256 FROM contents WHERE site = '{site}'{chosen}"
_FLAGGED = """
SELECT f.path, f.position, f.revised, f.context, s.text, f.target, f.previous_context, f.previous, p.text, f.origin,
    {plural}
FROM flagged f
LEFT JOIN texts s ON s.hash = f.source
LEFT JOIN texts p ON p.hash = f.previous
LEFT JOIN texts q ON q.hash = {hashed}
WHERE f.site = '{site}'{chosen}
ORDER BY f.path, f.position
"""
_PLURAL = "f.previous_plural, q.text", "f.previous_plural"
_NO_PLURAL = "NULL, NULL", "NULL"
"""In ledgers of before version 7."""
_TRANSLATED = "SELECT path, packed FROM translated WHERE site = '{site}'{chosen}"
_NAMED = 500
"""Values that one query names."""
_BEGUN = "SELECT 1 FROM sqlite_master WHERE name = 'schema_version'"
"""No row where a run was killed, or the disk was full, before the ledger's first transaction landed."""
_PAIRS = "SELECT locale, post, source FROM pairs WHERE site = '{site}'"
_PRESENCE = "SELECT locale, post, absences FROM posts WHERE site = '{site}'"


def read_history(
    site: Site, posts: Collection[str] | None = None, *, on_odd: OnOddRow = ignored
) -> Mapping[PageKey, History]:
    """Return the source revisions that the ledger knows, of these `posts` or of all; none where there is no ledger yet.

    A page of which a row cannot be read has no history: `on_odd` is called with it.
    Errors: LedgerError where the database cannot be read.
    """
    known: dict[PageKey, History] = {}
    for chosen, values in _choices("r.post", posts, site, "r.locale"):
        rows = read_rows(site, _HISTORY.replace("{chosen}", chosen), values=values)
        pages = (list(page) for _, page in groupby(rows, key=lambda row: tuple(row[:2])))
        known |= sound(
            ((*page[0][:2], page) for page in pages), _history, table="revisions", key=2, on_odd=on_odd
        )
    return known


def read_known(site: Site) -> Collection[PageKey]:
    """Return the pages for which the ledger knows a text.

    Errors: LedgerError where the database cannot be read.
    """
    return {(str(locale), str(post)) for locale, post in read_rows(site, _KNOWN)}


def has_odd_names(site: Site) -> bool:
    """Tell whether there are rows under a name that is no text: whoever asks for the rows of a post never sees them.

    Errors: LedgerError where the database cannot be read.
    """
    return any(
        not isinstance(name, str)
        for query, since in _NAMES
        for row in read_rows(site, query, since=since)
        for name in row
    )


def read_presence(site: Site, *, on_odd: OnOddRow = ignored) -> Mapping[PageKey, int]:
    """Return every post that is expected, with how many runs in a row did not find it.

    `on_odd` is called with each row that cannot be read.
    Errors: LedgerError where the database cannot be read.
    """

    def read(locale: object, post: object, absences: object) -> tuple[PageKey, int]:
        return (text_of(locale), text_of(post)), number_of(absences)

    return dict(sound(read_rows(site, _PRESENCE), read, table="posts", key=2, on_odd=on_odd))


def read_pairs(site: Site) -> Mapping[PageKey, str]:
    """Return the source of each page that addresses alone paired at the last sync; of an odd row nothing is known.

    Errors: LedgerError where the database cannot be read.
    """

    def read(locale: object, post: object, source: object) -> tuple[PageKey, str]:
        return (text_of(locale), text_of(post)), text_of(source)

    rows = read_rows(site, _PAIRS, since=6)
    return dict(sound(rows, read, table="pairs", key=2, on_odd=ignored))


def read_contents(
    site: Site, posts: Collection[str] | None = None, *, on_odd: OnOddRow = ignored
) -> Mapping[PageKey, str]:
    """Return the hash of each post's fields, as the last sync found them; of these `posts` or of all."""

    def read(locale: object, post: object, sha256: object) -> tuple[PageKey, str]:
        return (text_of(locale), text_of(post)), text_of(sha256)

    known: dict[PageKey, str] = {}
    for chosen, values in _choices("post", posts, site, "locale"):
        rows = read_rows(site, _CONTENTS.replace("{chosen}", chosen), since=2, values=values)
        known |= sound(rows, read, table="contents", key=2, on_odd=on_odd)
    return known


def read_bases(
    site: Site, posts: Collection[str] | None = None, *, on_odd: OnOddRow = ignored
) -> Mapping[PageKey, PublicationBase]:
    """Return what was noted of live pages and their catalogs, by locale and source; of these `posts` or of all."""

    def read(
        locale: object,
        post: object,
        live: object,
        catalog: object,
        ready: object,
        bounded: object,
        accepted: object,
    ) -> tuple[PageKey, PublicationBase]:
        base = PublicationBase(
            text_of(live),
            text_of(catalog),
            optional(moment_of, ready),
            bounded=bool(number_of(bounded)),
            accepted=bool(number_of(accepted)),
        )
        return (text_of(locale), text_of(post)), base

    known: dict[PageKey, PublicationBase] = {}
    for chosen, values in _choices("post", posts, site, "locale"):
        query = _BASES.replace("{chosen}", chosen)
        queries = ((query.replace("{accepted}", "accepted"), 10), (query.replace("{accepted}", "0"), 8))
        rows = _first_rows(site, queries, values)
        known |= sound(rows, read, table="publications", key=2, on_odd=on_odd)
    return known


def read_handed_out(
    site: Site, catalogs: Collection[str] | None = None, *, on_odd: OnOddRow = ignored
) -> Mapping[str, HandedOut]:
    """Return what the last sync left fuzzy in these catalogs or in all, by path below the workspace."""
    revisions: dict[str, str] = {}
    entries: dict[str, list[Flagged]] = {}
    for chosen, values in _choices("f.path", catalogs, site):
        query = _FLAGGED.replace("{chosen}", chosen)
        queries = ((_with_plural(query, *_PLURAL), 7), (_with_plural(query, *_NO_PLURAL), 2))
        rows = _first_rows(site, queries, values)
        for path, revised, flag in sound(rows, _flag, table="flagged", key=2, on_odd=on_odd):
            revisions[path] = revised
            entries.setdefault(path, []).append(flag)
    return {path: HandedOut(revised, tuple(entries[path])) for path, revised in revisions.items()}


def read_translated(
    site: Site, catalogs: Collection[str] | None = None, *, on_odd: OnOddRow = ignored
) -> Mapping[str, bytes]:
    """Return what these catalogs or all translated at the last sync, by path, as `po.digests` packs it."""

    def read(path: object, packed: object) -> tuple[str, bytes]:
        digests = bytes_of(packed)
        if not is_packed(digests):
            raise ValueError(f"{len(digests)} bytes are no digests")
        return text_of(path), digests

    known: dict[str, bytes] = {}
    for chosen, values in _choices("path", catalogs, site):
        rows = read_rows(site, _TRANSLATED.replace("{chosen}", chosen), since=4, values=values)
        known |= sound(rows, read, table="translated", key=1, on_odd=on_odd)
    return known


def _with_plural(query: str, plural: str, hashed: str) -> str:
    return query.replace("{plural}", plural).replace("{hashed}", hashed)


def _flag(
    path: object,
    position: object,
    revised: object,
    context: object,
    source: object,
    target: object,
    previous_context: object,
    hashed: object,
    previous: object,
    origin: object,
    plural_hash: object,
    previous_plural: object,
) -> tuple[str, str, Flagged]:
    number_of(position)
    flag = Flagged(
        optional(text_of, context),
        text_of(source),
        text_of(target),
        optional(text_of, previous_context),
        None if hashed is None else text_of(previous),
        None if plural_hash is None else text_of(previous_plural),
        text_of(origin),
    )
    return text_of(path), text_of(revised), flag


def _choices(
    column: str, chosen: Collection[str] | None, site: Site, locale: str = ""
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield what a query says more to find some rows alone, with its values; nothing more where all are wanted."""
    if chosen is None:
        yield "", {}
        return
    tags = {f"tag{number}": tag for number, tag in enumerate(site.tags)} if locale else {}
    own = f" AND {locale} IN ({_names(tags)})" if locale else ""  # the index goes by it
    ordered = sorted(filter(is_utf8, chosen))  # no row is under another
    for start in range(0, len(ordered), _NAMED):
        values = {f"v{number}": value for number, value in enumerate(ordered[start : start + _NAMED])}
        yield f"{own} AND {column} IN ({_names(values)})", tags | values


def _names(values: Iterable[str]) -> str:
    return ", ".join(f":{name}" for name in values)


def _first_rows(site: Site, queries: Iterable[tuple[str, int]], values: Mapping[str, str]) -> Sequence[Any]:
    """Return the rows of the first query that the ledger is young enough for, each with its version."""
    return next(
        (found for one, since in queries if (found := read_rows(site, one, since=since, values=values))), ()
    )


def read_rows(
    site: Site, query: str, *, since: int = 1, values: Mapping[str, str] = MappingProxyType({})
) -> Sequence[Any]:
    """Run a portable query through the plain database interface; no rows where the ledger is older than `since`.

    `values` are those that the query names as `:name`.

    Loading SQLAlchemy takes longer than all the rest of `calque status`.
    """
    path = ledger_path(site)
    query = query.format(site=site.name)  # a site's name is small letters, digits and dashes
    if path is None:
        from calque.ledger.server import rows_of  # noqa: PLC0415 — only a database that is no file needs it

        return rows_of(site, query, since=since, values=values)
    if not is_there(path):
        return ()
    try:
        place = f"file:{quote(os.fsencode(path))}?{_mode(path)}"
        with closing(sqlite3.connect(place, uri=True)) as connection:
            if not connection.execute(_BEGUN).fetchall():
                return ()
            (found,) = connection.execute("SELECT version FROM schema_version").fetchone() or (None,)
            with odd_rows_of(site):
                version = check_version(str(path), found)
            return _fetched(connection, query, values) if version >= since else ()
    except sqlite3.Error as error:
        raise refusal(str(path), "cannot be read", str(error), is_file=True) from error


def _fetched(connection: sqlite3.Connection, query: str, values: Mapping[str, str]) -> Sequence[Any]:
    """Run a query; what in its rows is no UTF-8 comes as bytes, which no reader takes for a text."""
    try:
        return connection.execute(query, dict(values)).fetchall()
    except sqlite3.OperationalError as error:
        if "decode" not in str(error):
            raise
        connection.text_factory = bytes_unless_utf8
        return connection.execute(query, dict(values)).fetchall()


def odd_rows_of(site: Site) -> AbstractContextManager[None]:
    """Take what fails on rows of the site's ledger in the block for a ledger that is damaged."""
    path = ledger_path(site)
    return sound_rows(str(path or "[ledger] url"), is_file=path is not None)


def _mode(path: Path) -> str:
    """Return how to open the file for reading: SQLite needs to write beside it, unless told that nobody does."""
    return "mode=ro" if may_write(path.parent) else "immutable=1"


def _history(locale: object, post: object, rows: Iterable[Any]) -> tuple[PageKey, History]:
    revisions: dict[int, SourceRevision] = {}
    units: dict[int, list[Key]] = {}
    for _, _, number, modified, first_seen, position, context, text in rows:
        if number not in units:
            units[number] = []
            revisions[number] = SourceRevision(optional(moment_of, modified), moment_of(first_seen), ())
        if position is None:  # a page without texts
            continue
        if position != len(units[number]):
            raise ValueError(f"its text {len(units[number])} is missing")
        units[number].append((optional(text_of, context), text_of(text)))
    return (text_of(locale), text_of(post)), History(_in_order(revisions, units))


def _in_order(
    revisions: Mapping[int, SourceRevision], units: Mapping[int, Sequence[Key]]
) -> tuple[SourceRevision, ...]:
    """Return a page's revisions by date; each was seen no later than the next one noted, whatever the clock said."""
    dated: dict[int, SourceRevision] = {}
    later: datetime | None = None
    for number in sorted(revisions, reverse=True):
        revision = revisions[number]
        later = revision.first_seen if later is None else min(later, revision.first_seen)
        dated[number] = SourceRevision(revision.modified, later, tuple(units[number]))
    return tuple(dated[number] for number in sorted(dated, key=lambda number: (dated[number].since, number)))
