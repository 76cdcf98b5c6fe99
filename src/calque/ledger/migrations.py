"""Brings a ledger's schema to the present version, a step a version, in the transaction that opened it."""

from collections.abc import Callable

from calque.ledger.database import LedgerDatabase
from calque.ledger.tables import (
    CONFIRMATIONS,
    CONTENTS,
    FLAGGED,
    PAGES,
    PAIRS,
    PUBLICATIONS,
    SCHEMA_VERSION,
    TABLES,
    TRANSLATED,
    LedgerTable,
)
from calque.ledger.version import VERSION, check_version

__all__ = ["migrate"]


def migrate(database: LedgerDatabase, place: str) -> None:
    """Make all tables where there are none, else run the steps from the ledger's version to this one.

    A run that fails leaves the schema as it was. Errors: LedgerError where a newer calque wrote the ledger.
    """
    database.hold()
    if not database.columns(SCHEMA_VERSION.name):
        for table in TABLES:
            if not database.columns(table.name):
                _create(database, table)
        database.execute("INSERT INTO schema_version (version) VALUES (:version)", {"version": VERSION})
        return
    ((found,),) = database.rows("SELECT version FROM schema_version")
    version = check_version(place, found)
    for step in _STEPS[version - 1 :]:
        step(database)
    if version < VERSION:
        database.execute("UPDATE schema_version SET version = :version", {"version": VERSION})


def _create(database: LedgerDatabase, table: LedgerTable) -> None:
    for statement in table.statements:
        database.create(statement)


def _to_2(database: LedgerDatabase) -> None:
    """Content hashes of posts, how a run ended, and what was fuzzy in each catalog."""
    database.execute("ALTER TABLE runs ADD COLUMN outcome TEXT DEFAULT '' NOT NULL")
    _create(database, CONTENTS)
    _create(database, FLAGGED)


def _to_3(database: LedgerDatabase) -> None:
    """Add the progress of each page."""
    _create(database, PAGES)


def _to_4(database: LedgerDatabase) -> None:
    """Digests of what each catalog translated."""
    _create(database, TRANSLATED)


def _to_5(database: LedgerDatabase) -> None:
    """How much a run could not read, measure or write."""
    database.execute("ALTER TABLE runs ADD COLUMN errors INTEGER DEFAULT '0' NOT NULL")


def _to_6(database: LedgerDatabase) -> None:
    """Pairs that addresses showed."""
    _create(database, PAIRS)


def _to_7(database: LedgerDatabase) -> None:
    """Add the plural text that a fuzzy translation was made from."""
    if "previous_plural" not in database.columns(
        FLAGGED.name
    ):  # one of the first version got the table of today a moment ago
        database.execute("ALTER TABLE flagged ADD COLUMN previous_plural VARCHAR(64) REFERENCES texts (hash)")


def _to_8(database: LedgerDatabase) -> None:
    """Add what live pages and catalogs said when they last agreed, and the publication states at each run."""
    _create(database, PUBLICATIONS)
    if "publication" not in database.columns(PAGES.name):
        # A ledger from before the table had its table made by the step to 3, as it is today.
        database.execute("ALTER TABLE pages ADD COLUMN publication TEXT DEFAULT '' NOT NULL")


def _to_9(database: LedgerDatabase) -> None:
    """Who said of which translation that it is still right."""
    _create(database, CONFIRMATIONS)


def _to_10(database: LedgerDatabase) -> None:
    """Add which live pages somebody confirmed as they are."""
    if "accepted" not in database.columns(PUBLICATIONS.name):
        # A ledger from before the table had its table made by the step to 8, as it is today.
        database.execute("ALTER TABLE publications ADD COLUMN accepted INTEGER DEFAULT '0' NOT NULL")


_STEPS: tuple[Callable[[LedgerDatabase], None], ...] = (
    _to_2,
    _to_3,
    _to_4,
    _to_5,
    _to_6,
    _to_7,
    _to_8,
    _to_9,
    _to_10,
)
"""The step at position n brings version n + 1 to n + 2."""
