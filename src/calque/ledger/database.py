"""The ledger's database behind SQLAlchemy: SQLite in a file, PostgreSQL by URL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from calque.errors import LedgerError
from calque.ledger.advice import refusal, sound_rows
from calque.ledger.tables import SCHEMA_VERSION
from calque.ledger.values import bytes_unless_utf8
from calque.ledger.version import check_version
from calque.model import Site
from calque.places import ledger_path

__all__ = ["connected", "rows_of"]

_DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}


@contextmanager
def connected(site: Site) -> Iterator[tuple[Connection, str]]:
    """Connect to the site's ledger for the length of the block, in one transaction; also say where it is.

    All that the block writes lands at its end, or nothing does.
    Errors: LedgerError where the database cannot be reached, read or written.
    """
    path = ledger_path(site)
    url = _url(site.ledger) if path is None else URL.create("sqlite", database=str(path))
    place = str(path or url.render_as_string(hide_password=True))
    engine = _engine(url, place)
    try:
        with engine.begin() as connection:
            yield connection, place
    except SQLAlchemyError as error:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())
        raise refusal(place, "cannot be used", reason, is_file=path is not None) from error
    finally:
        engine.dispose()


def rows_of(site: Site, query: str, *, since: int) -> Sequence[Any]:
    """Return the rows of a query on tables that schema `since` brought; none where the ledger is older.

    Nothing is created or migrated: reading writes nothing.
    """
    with connected(site) as (connection, place):
        if not inspect(connection).has_table(SCHEMA_VERSION.name):
            return ()
        with sound_rows(place, is_file=ledger_path(site) is not None):
            version = check_version(place, connection.execute(select(SCHEMA_VERSION.c.version)).scalar_one())
        return connection.execute(text(query)).fetchall() if version >= since else ()


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
        engine = create_engine(url)
    except ModuleNotFoundError as error:
        raise LedgerError(
            f'{place}: needs the package {error.name}; for PostgreSQL run `pip install "calque[postgresql]"`'
        ) from error
    except NoSuchModuleError as error:
        raise LedgerError(f"{place}: no such kind of database; use sqlite or postgresql") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin after the tables are made, not before
    connection.text_factory = bytes_unless_utf8
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA busy_timeout = 5000")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
