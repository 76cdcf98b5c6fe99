"""Opens the ledger and writes to it; one transaction a sync."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Table, cast, delete, select, tuple_, update

from calque.ledger.database import connected
from calque.ledger.migrations import migrate
from calque.ledger.odd import OddRow
from calque.ledger.read import odd_rows_of
from calque.ledger.tables import (
    CONFIRMATIONS,
    CONTENTS,
    FLAGGED,
    METADATA,
    PAGES,
    PUBLICATIONS,
    REVISION_UNITS,
    REVISIONS,
    RUNS,
    TEXTS,
    TRANSLATED,
)
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
    with connected(site) as (connection, place):
        with odd_rows_of(site):
            migrate(connection, place)
        yield Ledger(connection, site)


class Ledger(PostTables, CatalogTables, RunTables):
    """The open ledger of one site."""

    def rename(self, pages: Mapping[PageKey, PageKey]) -> None:
        """Give what is known of these pages to their new keys; what was measured of source pages, too.

        What is known under a new key already is deleted, as `pipeline.catalogs.history` passes it over.
        """
        runs = select(RUNS.c.id).where(RUNS.c.site == self._site)
        for (locale, old), (_, new) in pages.items():
            for table in (REVISIONS, CONTENTS):
                here = (table.c.site == self._site, table.c.locale == locale)
                self._delete(table, *here, table.c.post == new)
                self._connection.execute(update(table).where(*here, table.c.post == old).values(post=new))
            if locale != self._source:
                continue  # what runs measured is noted by the key of the source page, in each locale
            said = update(CONFIRMATIONS).where(
                CONFIRMATIONS.c.site == self._site, CONFIRMATIONS.c.post == old
            )
            self._connection.execute(said.values(post=new))
            before = select(PAGES.c.run, PAGES.c.locale).where(PAGES.c.run.in_(runs), PAGES.c.post == old)
            of_site = PUBLICATIONS.c.site == self._site  # in each locale by the key of the source, too
            self._connection.execute(delete(PUBLICATIONS).where(of_site, PUBLICATIONS.c.post == new))
            self._connection.execute(
                update(PUBLICATIONS).where(of_site, PUBLICATIONS.c.post == old).values(post=new)
            )
            twice = tuple_(PAGES.c.run, PAGES.c.locale).in_(before)
            self._connection.execute(delete(PAGES).where(twice, PAGES.c.post == new))
            of_old = update(PAGES).where(PAGES.c.run.in_(runs), PAGES.c.post == old)
            self._connection.execute(of_old.values(post=new))

    def rename_catalogs(self, paths: Mapping[str, str]) -> None:
        """Give what is known of these catalogs, old paths below the workspace → new ones, to their new paths."""
        for old, new in paths.items():
            for table in (FLAGGED, TRANSLATED):
                here = table.c.site == self._site
                self._connection.execute(delete(table).where(here, table.c.path == new))
                self._connection.execute(update(table).where(here, table.c.path == old).values(path=new))

    def drop(self, odd: Collection[OddRow]) -> None:
        """Delete rows that cannot be read, and texts that are none: the same is noted anew, but for its dates."""
        for row in odd:
            table = METADATA.tables[row.table]
            keys = [column for column in table.primary_key if column is not table.c.site]
            columns = [REVISIONS.c.locale, REVISIONS.c.post] if table is REVISIONS else keys
            here = [table.c.site == self._site]
            here += [_equals(column, value) for column, value in zip(columns, row.key, strict=True)]
            self._delete(table, *here)
        texts = self._connection.execute(select(TEXTS.c.hash, TEXTS.c.text)) if odd else ()
        for key in [key for key, words in texts if not isinstance(words, str)]:
            self._connection.execute(delete(TEXTS).where(_equals(TEXTS.c.hash, key)))

    def _delete(self, table: Table, *here: ColumnElement[bool]) -> None:
        """Delete rows; those of revisions with the texts that belong to them."""
        if table is REVISIONS:
            units = REVISION_UNITS.c.revision.in_(select(REVISIONS.c.id).where(*here))
            self._connection.execute(delete(REVISION_UNITS).where(units))
        self._connection.execute(delete(table).where(*here))


def _equals(column: ColumnElement[Any], value: Any) -> ColumnElement[bool]:
    """Return the condition that a column holds a value as it was read: a text that is no UTF-8 was read as bytes."""
    was_text = isinstance(value, bytes) and isinstance(bytes_unless_utf8(value), bytes)
    equal: ColumnElement[bool] = (cast(column, LargeBinary) if was_text else column) == value
    return equal
