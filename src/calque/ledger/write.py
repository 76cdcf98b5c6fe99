"""Opens the ledger and writes to it; one transaction a sync."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from calque.ledger.database import LedgerDatabase, Row
from calque.ledger.file import in_file
from calque.ledger.migrations import migrate
from calque.ledger.odd import OddRow
from calque.ledger.read import odd_rows_of
from calque.ledger.tables import CONTENTS, FLAGGED, REVISIONS, TABLES, TEXTS, TRANSLATED, LedgerTable
from calque.ledger.values import bytes_unless_utf8
from calque.ledger.write_catalogs import CatalogTables
from calque.ledger.write_posts import PostTables
from calque.ledger.write_runs import RunTables
from calque.model import PageKey, Site
from calque.places import ledger_path
from calque.store import make_state_folder

__all__ = ["Ledger", "open_ledger"]


@contextmanager
def open_ledger(site: Site) -> Iterator["Ledger"]:
    """Open the site's ledger, created or migrated where needed.

    All that the block writes lands at its end, or nothing does. The caller holds the workspace's lock.
    Errors: LedgerError where the database cannot be opened or is of a newer calque.
    """
    if ledger_path(site) is not None:
        make_state_folder(site.root)
    with _connected(site) as (database, place):
        with odd_rows_of(site):
            migrate(database, place)
        yield Ledger(database, site)


@contextmanager
def _connected(site: Site) -> Iterator[tuple[LedgerDatabase, str]]:
    """Connect to the database that calque.toml says, a file of the workspace or PostgreSQL; also say where it is."""
    path = ledger_path(site)
    if path is not None:
        with in_file(path) as database:
            yield database, str(path)
        return
    from calque.ledger.server import on_server  # noqa: PLC0415 — loads SQLAlchemy

    with on_server(site.ledger) as found:
        yield found


class Ledger(PostTables, CatalogTables, RunTables):
    """The open ledger of one site."""

    def rename(self, pages: Mapping[PageKey, PageKey]) -> None:
        """Give what is known of these pages to their new keys; what was measured of source pages, too.

        What is known under a new key already is deleted, as `pipeline.catalogs.history` passes it over.
        """
        for (locale, old), (_, new) in pages.items():
            values = {"site": self._site, "locale": locale, "old": old, "new": new}
            here = "site = :site AND locale = :locale"
            for table in (REVISIONS, CONTENTS):
                self._delete(table, f"{here} AND post = :new", values)
                self._rename(table, "post", here, values)
            if (
                locale == self._source
            ):  # what runs measured is noted by the key of the source page, in each locale
                for statement in _RENAMED:
                    self._run(statement, values)

    def rename_catalogs(self, paths: Mapping[str, str]) -> None:
        """Give what is known of these catalogs, old paths below the workspace → new ones, to their new paths."""
        for old, new in paths.items():
            for table in (FLAGGED, TRANSLATED):
                self._delete(table, "site = :site AND path = :path", {"path": new})
                self._rename(table, "path", "site = :site", {"old": old, "new": new})

    def drop(self, odd: Collection[OddRow]) -> None:
        """Delete rows that cannot be read, and texts that are none: the same is noted anew, but for its dates."""
        tables = {table.name: table for table in TABLES}
        for row in odd:
            table = tables[row.table]
            names = ("locale", "post") if table is REVISIONS else table.key[1:]  # the first is the site
            values = dict(zip(names, row.key, strict=True))
            conditions = (_equals(name, value) for name, value in values.items())
            self._delete(table, " AND ".join(("site = :site", *conditions)), values)
        texts = self._database.rows("SELECT hash, text FROM texts") if odd else ()
        for key in [key for key, words in texts if not isinstance(words, str)]:
            self._delete(TEXTS, _equals("hash", key), {"hash": key})

    def _rename(self, table: LedgerTable, column: str, condition: str, values: Row) -> None:
        """Give the rows of a condition whose `column` says `old` to `new`."""
        self._run(
            f"UPDATE {table.name} SET {column} = :new WHERE {condition} AND {column} = :old",  # noqa: S608 — names of this file
            values,
        )


_RENAMED = (
    "UPDATE confirmations SET post = :new WHERE site = :site AND post = :old",
    "DELETE FROM publications WHERE site = :site AND post = :new",
    "UPDATE publications SET post = :new WHERE site = :site AND post = :old",
    """
    DELETE FROM pages WHERE post = :new AND (run, locale) IN (
        SELECT run, locale FROM pages WHERE post = :old AND run IN (SELECT id FROM runs WHERE site = :site)
    )
    """,
    "UPDATE pages SET post = :new WHERE post = :old AND run IN (SELECT id FROM runs WHERE site = :site)",
)
"""What gives the key of a source page to its new one, wherever runs and people noted it."""


def _equals(column: str, value: object) -> str:
    """Return the condition that a column holds a value as it was read: a text that is no UTF-8 was read as bytes."""
    was_text = isinstance(value, bytes) and isinstance(bytes_unless_utf8(value), bytes)
    return f"CAST({column} AS BLOB) = :{column}" if was_text else f"{column} = :{column}"
