"""The ledger's database in a file: SQLite, by Python's own driver."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from calque.ledger.advice import refusal
from calque.ledger.database import LedgerDatabase, Row
from calque.ledger.values import bytes_unless_utf8

__all__ = ["in_file"]


@contextmanager
def in_file(path: Path) -> Iterator[LedgerDatabase]:
    """Open a ledger for the length of the block, in one transaction; a new one where there is none.

    Errors: LedgerError where the file cannot be read or written.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection, _transaction(connection):
            yield _File(connection)
    except sqlite3.Error as error:
        raise refusal(str(path), "cannot be used", " ".join(str(error).split()), is_file=True) from error


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Begin at once: the driver would only after the tables are made."""
    connection.text_factory = bytes_unless_utf8
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # a full disk ends it by itself
            connection.rollback()
        raise
    connection.commit()


class _File:
    """SQLite in a file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, statement: str, values: Row | None = None) -> Iterable[Sequence[Any]]:
        return self._connection.execute(statement, values or {})

    def execute(self, statement: str, values: Row | None = None) -> None:
        self._connection.execute(statement, values or {})

    def execute_each(self, statement: str, rows: Iterable[Row]) -> None:
        self._connection.executemany(statement, rows)

    def insert_row(self, statement: str, values: Row) -> int:
        return int(self._connection.execute(statement, values).lastrowid or 0)

    def create(self, statement: str) -> None:
        self._connection.execute(statement.format(serial="INTEGER", bytes="BLOB"))

    def columns(self, table: str) -> Collection[str]:
        return [str(row[1]) for row in self._connection.execute(f"PRAGMA table_info({table})")]

    def hold(self) -> None:
        """Do nothing: the transaction has the file."""
