"""Brings a ledger's schema to the present version, a step a version, in the transaction that opened it."""

from collections.abc import Callable

from sqlalchemy import Connection, insert, inspect, select, text, update

from calque.ledger.tables import (
    CONFIRMATIONS,
    CONTENTS,
    FLAGGED,
    METADATA,
    PAGES,
    PAIRS,
    PUBLICATIONS,
    SCHEMA_VERSION,
    TRANSLATED,
)
from calque.ledger.version import VERSION, check_version

__all__ = ["migrate"]


def migrate(connection: Connection, place: str) -> None:
    """Make all tables where there are none, else run the steps from the ledger's version to this one.

    A run that fails leaves the schema as it was. Errors: LedgerError where a newer calque wrote the ledger.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtext('calque'))")
        )  # sites may share a database
    if not inspect(connection).has_table(SCHEMA_VERSION.name):
        METADATA.create_all(connection)
        connection.execute(insert(SCHEMA_VERSION).values(version=VERSION))
        return
    version = check_version(place, connection.execute(select(SCHEMA_VERSION.c.version)).scalar_one())
    for step in _STEPS[version - 1 :]:
        step(connection)
    if version < VERSION:
        connection.execute(update(SCHEMA_VERSION).values(version=VERSION))


def _to_2(connection: Connection) -> None:
    """Content hashes of posts, how a run ended, and what was fuzzy in each catalog."""
    connection.execute(text("ALTER TABLE runs ADD COLUMN outcome TEXT DEFAULT '' NOT NULL"))
    CONTENTS.create(connection)
    FLAGGED.create(connection)


def _to_3(connection: Connection) -> None:
    """Add the progress of each page."""
    PAGES.create(connection)


def _to_4(connection: Connection) -> None:
    """Digests of what each catalog translated."""
    TRANSLATED.create(connection)


def _to_5(connection: Connection) -> None:
    """How much a run could not read, measure or write."""
    connection.execute(text("ALTER TABLE runs ADD COLUMN errors INTEGER DEFAULT '0' NOT NULL"))


def _to_6(connection: Connection) -> None:
    """Pairs that addresses showed."""
    PAIRS.create(connection)


def _to_7(connection: Connection) -> None:
    """Add the plural text that a fuzzy translation was made from."""
    known = {column["name"] for column in inspect(connection).get_columns(FLAGGED.name)}
    if "previous_plural" not in known:  # one of the first version got the table of today a moment ago
        connection.execute(
            text("ALTER TABLE flagged ADD COLUMN previous_plural VARCHAR(64) REFERENCES texts (hash)")
        )


def _to_8(connection: Connection) -> None:
    """Add what live pages and catalogs said when they last agreed, and the publication states at each run."""
    PUBLICATIONS.create(connection)
    if "publication" not in {column["name"] for column in inspect(connection).get_columns(PAGES.name)}:
        # A ledger from before the table had its table made by the step to 3, as it is today.
        connection.execute(text("ALTER TABLE pages ADD COLUMN publication TEXT DEFAULT '' NOT NULL"))


def _to_9(connection: Connection) -> None:
    """Who said of which translation that it is still right."""
    CONFIRMATIONS.create(connection)


_STEPS: tuple[Callable[[Connection], None], ...] = (_to_2, _to_3, _to_4, _to_5, _to_6, _to_7, _to_8, _to_9)
"""The step at position n brings version n + 1 to n + 2."""
