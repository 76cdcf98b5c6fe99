"""Rows of the ledger, as every part of the writer puts them in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from itertools import islice

from calque.ledger.database import LedgerDatabase, Row
from calque.ledger.read import odd_rows_of
from calque.ledger.tables import REVISIONS, TEXTS, LedgerTable
from calque.model import PageKey, Site

__all__ = ["LedgerRows", "hash_of", "optional_hash", "sortable"]


_AT_ONCE = 400
"""Rows that are compared with what is known at once; SQLite before 3.32 takes 999 parameters."""


class LedgerRows:
    """The open database of one site."""

    def __init__(self, database: LedgerDatabase, site: Site) -> None:
        self._database = database
        self._site = site.name
        self._source = site.source
        self._reading = partial(odd_rows_of, site)

    def _record_texts(self, texts: Iterable[str]) -> None:
        self._database.execute_each(TEXTS.add, ({"hash": hash_of(words), "text": words} for words in texts))

    def _of(self, key: PageKey) -> dict[str, object]:
        """Return by which values the row of a page is found."""
        return {"site": self._site, "locale": key[0], "post": key[1]}

    def _pages_in(self, table: LedgerTable) -> set[PageKey]:
        """Return the pages that a table knows."""
        found = self._rows(f"SELECT locale, post FROM {table.name} WHERE site = :site")  # noqa: S608 — a name
        return {(str(locale), str(post)) for locale, post in found}

    def _put_changed(self, table: LedgerTable, rows: Iterable[Row]) -> None:
        """Put those rows into a table of pages that say something else than it knows.

        That is asked of some hundred pages at a time: what is known of all pages of a large site is more than a sync
        should hold.
        """
        waiting = iter(rows)
        while batch := list(islice(waiting, _AT_ONCE)):
            known = self._known(table, batch)
            other = [row for row in batch if known.get(_page_of(row)) != tuple(row.values())]
            self._database.execute_each(table.put, other)

    def _known(self, table: LedgerTable, rows: Sequence[Row]) -> Mapping[PageKey, tuple[object, ...]]:
        """Return what a table knows of the pages of some rows, in the columns of these."""
        locales = {
            f"l{number}": one for number, one in enumerate(sorted({str(row["locale"]) for row in rows}))
        }
        posts = {f"p{number}": one for number, one in enumerate(sorted({str(row["post"]) for row in rows}))}
        found = self._database.rows(
            f"SELECT {', '.join(rows[0])} FROM {table.name} WHERE site = :site"  # noqa: S608 — names of this file
            f" AND locale IN ({_marks(locales)}) AND post IN ({_marks(posts)})",
            {"site": self._site, **locales, **posts},
        )
        return {(str(row[1]), str(row[2])): tuple(row) for row in found}

    def _delete_pages(self, table: LedgerTable, pages: Collection[PageKey]) -> None:
        statement = f"DELETE FROM {table.name} WHERE site = :site AND locale = :locale AND post = :post"  # noqa: S608 — a name
        self._database.execute_each(statement, map(self._of, sorted(pages)))

    def _delete(self, table: LedgerTable, condition: str, values: Row) -> None:
        """Delete rows; those of revisions with the texts that belong to them."""
        if table is REVISIONS:
            numbers = f"SELECT id FROM revisions WHERE {condition}"  # noqa: S608 — what is asked for stands in this file
            self._run(f"DELETE FROM revision_units WHERE revision IN ({numbers})", values)  # noqa: S608 — the same
        self._run(f"DELETE FROM {table.name} WHERE {condition}", values)  # noqa: S608 — the same

    def _run(self, statement: str, values: Row) -> None:
        self._database.execute(statement, {"site": self._site, **values})

    def _rows(self, statement: str) -> Iterable[Sequence[object]]:
        return self._database.rows(statement, {"site": self._site})


def _page_of(row: Row) -> PageKey:
    return str(row["locale"]), str(row["post"])


def _marks(names: Iterable[str]) -> str:
    return ", ".join(f":{name}" for name in names)


def sortable(moment: datetime | None) -> str | None:
    """Write a moment as sortable text in UTC, alike in every database."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds")


def hash_of(words: str) -> str:
    """Return by which a text is known."""
    return sha256(words.encode()).hexdigest()


def optional_hash(words: str | None) -> str | None:
    """Return the same of a text that may be none."""
    return None if words is None else hash_of(words)
