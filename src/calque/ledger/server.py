"""The ledger's database on a server, behind SQLAlchemy."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from calque.errors import LedgerError
from calque.ledger.advice import refusal, sound_rows
from calque.ledger.database import LedgerDatabase, Row
from calque.ledger.tables import SCHEMA_VERSION
from calque.ledger.version import check_version
from calque.model import Site

__all__ = ["on_server", "rows_of"]

_DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
_AT_ONCE = 1000
"""Rows that are sent together."""
_TYPES = {"sqlite": {"serial": "INTEGER", "bytes": "BLOB"}}
_OTHERS = {"serial": "SERIAL", "bytes": "BYTEA"}


@contextmanager
def on_server(written: str) -> Iterator[tuple[LedgerDatabase, str]]:
    """Connect to the database at a URL for the length of the block, in one transaction; also say where it is.

    Errors: LedgerError where the database cannot be reached, read or written.
    """
    url = _url(written)
    place = url.render_as_string(hide_password=True)
    engine = _engine(url, place)
    try:
        with engine.begin() as connection:
            yield _Server(connection), place
    except SQLAlchemyError as error:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())
        raise refusal(place, "cannot be used", reason, is_file=False) from error
    finally:
        engine.dispose()


def rows_of(site: Site, query: str, *, since: int, values: Row) -> Sequence[Any]:
    """Return the rows of a query on tables that schema `since` brought; none where the ledger is older.

    Nothing is created or migrated: reading writes nothing.
    """
    with on_server(site.ledger) as (database, place):
        if not database.columns(SCHEMA_VERSION.name):
            return ()
        with sound_rows(place, is_file=False):
            ((found,),) = database.rows("SELECT version FROM schema_version")
            version = check_version(place, found)
        return tuple(database.rows(query, values)) if version >= since else ()


class _Server:
    """A database behind SQLAlchemy."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._types = _TYPES.get(connection.dialect.name, _OTHERS)

    def rows(self, statement: str, values: Row | None = None) -> Iterable[Sequence[Any]]:
        return self._connection.execute(text(statement), values or {})

    def execute(self, statement: str, values: Row | None = None) -> None:
        self._connection.execute(text(statement), values or {})

    def execute_each(self, statement: str, rows: Iterable[Row]) -> None:
        left = iter(rows)
        while some := list(islice(left, _AT_ONCE)):
            self._connection.execute(text(statement), some)

    def insert_row(self, statement: str, values: Row) -> int:
        return int(self._connection.execute(text(f"{statement} RETURNING id"), values).scalar_one())

    def create(self, statement: str) -> None:
        self._connection.execute(text(statement.format(**self._types)))

    def columns(self, table: str) -> Collection[str]:
        found = inspect(self._connection)
        return [column["name"] for column in found.get_columns(table)] if found.has_table(table) else ()

    def hold(self) -> None:
        """Have other sites wait that share the database."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('calque'))"))


def _url(written: str) -> URL:
    """Read a database URL; PostgreSQL is spoken to through psycopg, whatever the URL calls it."""
    try:
        url = make_url(written)
    except ArgumentError as error:
        raise LedgerError(
            "[ledger] url: is no database URL; write one such as postgresql://host/name"
        ) from error
    return url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))


def _engine(url: URL, place: str) -> Engine:
    try:
        return create_engine(url)
    except ModuleNotFoundError as error:
        raise LedgerError(
            f'{place}: needs the package {error.name}; for PostgreSQL run `pip install "calque[postgresql]"`'
        ) from error
    except NoSuchModuleError as error:
        raise LedgerError(f"{place}: no such kind of database; use sqlite or postgresql") from error
