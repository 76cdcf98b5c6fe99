"""Opens the ledger and writes to it; one transaction a sync."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    Connection,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import SQLAlchemyError

from calque.errors import LedgerError
from calque.ledger.read import ledger_path
from calque.ledger.tables import (
    COVERAGE,
    FILES,
    METADATA,
    POSTS,
    REVISION_UNITS,
    REVISIONS,
    RUNS,
    SCHEMA_VERSION,
    TEXTS,
)
from calque.model import History, PageKey, Site, Status
from calque.store import state_folder

__all__ = ["Ledger", "open_ledger"]

_VERSION = 1


@contextmanager
def open_ledger(site: Site) -> Iterator["Ledger"]:
    """Open the site's ledger, created or migrated where needed.

    All that the block writes lands at its end, or nothing does.
    Errors: LedgerError where the database cannot be opened or is of a newer calque.
    """
    path = ledger_path(site)
    if path is not None:
        state_folder(site.root)
    engine = create_engine(site.ledger or f"sqlite:///{path}")
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    place = str(path or engine.url)
    try:
        with engine.begin() as connection:
            _migrate(connection, place)
            yield Ledger(connection, site.name)
    except SQLAlchemyError as error:
        reason = getattr(error, "orig", None) or error
        raise LedgerError(
            f"{place}: cannot be used ({reason}); mend the database, or delete it: dates alone are lost"
        ) from error
    finally:
        engine.dispose()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin after the tables are made, not before
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA busy_timeout = 5000")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _migrate(connection: Connection, place: str) -> None:
    """Bring the schema to this version; a newer one is refused."""
    if not inspect(connection).has_table(SCHEMA_VERSION.name):
        METADATA.create_all(connection)
        connection.execute(insert(SCHEMA_VERSION).values(version=_VERSION))
    version = connection.execute(select(SCHEMA_VERSION.c.version)).scalar_one()
    if version > _VERSION:
        raise LedgerError(
            f"{place}: has schema {version}, this calque knows {_VERSION}; use the newer calque"
        )


class Ledger:
    """The open ledger of one site."""

    def __init__(self, connection: Connection, site: str) -> None:
        self._connection = connection
        self._site = site

    def rows(self, query: str) -> Sequence[Any]:
        """Return the rows of a query written out."""
        return self._connection.execute(text(query)).fetchall()

    def record_revisions(self, histories: Mapping[PageKey, History]) -> int:
        """Add the revisions that the ledger does not hold yet; return how many those were.

        A revision is known by its page, its texts and its date; an undated one by when it was first seen.
        """
        dated = func.coalesce(REVISIONS.c.modified, REVISIONS.c.first_seen)
        columns = (REVISIONS.c.locale, REVISIONS.c.post, REVISIONS.c.digest, dated)
        query = select(*columns).where(REVISIONS.c.site == self._site)
        known = {tuple(row) for row in self._connection.execute(query)}
        added = 0
        for (locale, post), history in histories.items():
            for revision in history.revisions:
                modified, first_seen = _written(revision.modified), _written(revision.first_seen)
                identity = (locale, post, _digest(revision.units), modified or first_seen)
                if identity in known:
                    continue
                known.add(identity)
                self._insert_revision(
                    revision.units,
                    site=self._site,
                    locale=locale,
                    post=post,
                    modified=modified,
                    first_seen=first_seen,
                    digest=_digest(revision.units),
                )
                added += 1
        return added

    def record_presence(self, presence: Mapping[PageKey, int]) -> None:
        """Replace what is expected: posts that are here with 0, posts that are not with their count."""
        query = select(POSTS.c.locale, POSTS.c.post, POSTS.c.absences).where(POSTS.c.site == self._site)
        known = {(locale, post): absences for locale, post, absences in self._connection.execute(query)}
        changed = {key for key in known.keys() | presence.keys() if known.get(key) != presence.get(key)}
        for locale, post in changed & known.keys():
            here = (POSTS.c.site == self._site, POSTS.c.locale == locale, POSTS.c.post == post)
            self._connection.execute(delete(POSTS).where(*here))
        rows = [
            {"site": self._site, "locale": locale, "post": post, "absences": presence[locale, post]}
            for locale, post in sorted(changed & presence.keys())
        ]
        self._insert(POSTS, rows)

    def record_files(self, hashes: Mapping[str, str]) -> None:
        """Note the SHA-256 of each file last written, by its path below the workspace."""
        for path in hashes:
            self._connection.execute(delete(FILES).where(FILES.c.site == self._site, FILES.c.path == path))
        self._insert(
            FILES, [{"site": self._site, "path": path, "sha256": sha} for path, sha in hashes.items()]
        )

    def record_run(self, status: Status, *, started: datetime, version: str, written: int) -> None:
        """Add one row for the run, and one a locale for its coverage."""
        run = self._insert_row(
            RUNS,
            site=self._site,
            started=_written(started),
            finished=_written(status.measured),
            version=version,
            posts=status.posts,
            written=written,
            findings=len(status.findings),
        )
        rows = [
            {
                "run": run,
                "locale": locale.locale,
                "segments": locale.total.segments,
                "words": locale.total.words,
                "counts": json.dumps(
                    {state: [tally.segments, tally.words] for state, tally in locale.counts}
                ),
            }
            for locale in status.locales
        ]
        self._insert(COVERAGE, rows)

    def _insert_revision(self, units: Sequence[tuple[str | None, str]], **values: object) -> None:
        self._record_texts(text for _, text in units)
        number = self._insert_row(REVISIONS, **values)
        rows = [
            {"revision": number, "position": position, "context": context, "text": _hash(words)}
            for position, (context, words) in enumerate(units)
        ]
        self._insert(REVISION_UNITS, rows)

    def _record_texts(self, texts: Iterable[str]) -> None:
        wanted = {_hash(words): words for words in texts}
        query = select(TEXTS.c.hash).where(TEXTS.c.hash.in_(sorted(wanted)))
        known = set(self._connection.execute(query).scalars())
        self._insert(
            TEXTS, [{"hash": key, "text": words} for key, words in wanted.items() if key not in known]
        )

    def _insert(self, table: Any, rows: Sequence[Mapping[str, object]]) -> None:
        if rows:
            self._connection.execute(insert(table), rows)

    def _insert_row(self, table: Any, **values: object) -> int:
        key = self._connection.execute(insert(table).values(**values)).inserted_primary_key
        return int(key[0]) if key else 0


def _written(moment: datetime | None) -> str | None:
    """Write a moment as sortable text in UTC, alike in every database."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds")


def _digest(units: Sequence[tuple[str | None, str]]) -> str:
    return _hash(json.dumps(units, ensure_ascii=False))


def _hash(words: str) -> str:
    return sha256(words.encode()).hexdigest()
