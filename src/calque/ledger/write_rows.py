"""What writing to any table of the ledger needs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select

from calque.ledger.read import odd_rows_of
from calque.ledger.tables import TEXTS
from calque.model import Site

__all__ = ["LedgerRows", "hash_of", "sortable"]

_NAMED = 500
"""Values that one statement names: databases take some ten thousand at most."""


class LedgerRows:
    """The open database, and the site whose rows are written."""

    def __init__(self, connection: Connection, site: Site) -> None:
        self._connection = connection
        self._site = site.name
        self._source = site.source
        self._reading = partial(odd_rows_of, site)

    def _insert(self, table: Any, rows: Sequence[Mapping[str, object]]) -> None:
        if rows:
            self._connection.execute(insert(table), rows)

    def _insert_row(self, table: Any, **values: object) -> int:
        key = self._connection.execute(insert(table).values(**values)).inserted_primary_key
        return int(key[0]) if key else 0

    def _record_texts(self, texts: Iterable[str]) -> None:
        wanted = {hash_of(words): words for words in texts}
        keys = sorted(wanted)
        known: set[str] = set()
        for start in range(0, len(keys), _NAMED):
            query = select(TEXTS.c.hash).where(TEXTS.c.hash.in_(keys[start : start + _NAMED]))
            known.update(self._connection.execute(query).scalars())
        self._insert(
            TEXTS, [{"hash": key, "text": words} for key, words in wanted.items() if key not in known]
        )


def sortable(moment: datetime | None) -> str | None:
    """Write a moment as sortable text in UTC, alike in every database."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds")


def hash_of(words: str) -> str:
    """Return the SHA-256 of a text in hex, by which the table of texts knows it."""
    return sha256(words.encode()).hexdigest()
