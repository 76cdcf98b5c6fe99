"""The ledger's database, as calque.toml says: a file of the workspace, or PostgreSQL by URL."""

from collections.abc import Iterator
from contextlib import contextmanager

from calque.ledger.database import LedgerDatabase
from calque.ledger.file import in_file
from calque.model import Site
from calque.places import ledger_path

__all__ = ["connected"]


@contextmanager
def connected(site: Site) -> Iterator[tuple[LedgerDatabase, str]]:
    """Connect to the site's ledger for the length of the block, in one transaction; also say where it is.

    All that the block writes lands at its end, or nothing does.
    Errors: LedgerError where the database cannot be reached, read or written.
    """
    path = ledger_path(site)
    if path is not None:
        with in_file(path) as database:
            yield database, str(path)
        return
    from calque.ledger.server import on_server  # noqa: PLC0415 — loads SQLAlchemy

    with on_server(site.ledger) as found:
        yield found
