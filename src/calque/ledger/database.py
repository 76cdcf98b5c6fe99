"""What the ledger asks of its database, whichever it is.

Both are given the same statements, with values at `:name`. So a site whose ledger is a file loads no SQLAlchemy, which
takes longer than all else of a run with nothing new.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

__all__ = ["LedgerDatabase", "Row"]

Row = Mapping[str, object]
"""Values of a statement, by name."""


class LedgerDatabase(Protocol):
    """An open database in one transaction."""

    def rows(self, statement: str, values: Row | None = None) -> Iterable[Sequence[Any]]:
        """Return the rows that a statement finds."""

    def execute(self, statement: str, values: Row | None = None) -> None:
        """Run a statement."""

    def execute_each(self, statement: str, rows: Iterable[Row]) -> None:
        """Run a statement with each of the rows, none of which is held longer than that takes."""

    def insert_row(self, statement: str, values: Row) -> int:
        """Insert a row into a table that numbers its rows, and return the number."""

    def create(self, statement: str) -> None:
        """Make a table or an index, by a statement with what this database calls `{serial}` and `{bytes}` left out."""

    def columns(self, table: str) -> Collection[str]:
        """Return the names of a table's columns; none where there is no such table."""

    def hold(self) -> None:
        """Have others wait who would make tables at the same time."""
