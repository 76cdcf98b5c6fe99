"""The pages of a kept status, each read from the disk when it is asked for."""

import sqlite3
import weakref
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import overload

from calque.cache.forms import read_record, read_status
from calque.codec import ShapeError
from calque.errors import CalqueError
from calque.model import PageRecord, PagesOnDemand, PageStatus

__all__ = ["KeptPages"]

_ORDER = "ORDER BY rank, priority DESC, key, locale, member, number"


class KeptPages(PagesOnDemand):
    """All pages of the cache, or those of one locale, in the order of the work.

    It holds the connection, and with it the cache as it stood, whatever a later run writes.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        place: str,
        put: Mapping[int, PageStatus],
        locale: str = "",
    ) -> None:
        self._connection = connection
        self._place = place
        self._put = put
        self._locale = locale

    @classmethod
    def of(cls, connection: sqlite3.Connection, place: str, put: Mapping[int, PageStatus]) -> "KeptPages":
        """Take a connection over, to be closed with the last of its pages; what was just `put` in is not read back."""
        pages = cls(connection, place, put)
        weakref.finalize(pages, connection.close)
        return pages

    def of_locale(self, locale: str) -> Sequence[PageStatus]:
        """Return the pages of one locale, in the same order."""
        part = _Part(self._connection, self._place, self._put, locale)
        part.whole = self
        return part

    def records(self) -> Iterator[PageRecord]:
        """Yield what the ledger keeps of each page, in the same order, without reading any."""
        try:
            for (text,) in self._connection.execute(*self._select("record")):
                yield read_record(text)
        except (sqlite3.Error, ShapeError, ValueError, TypeError) as error:
            raise self._damaged(error) from error

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[PageStatus]:
        return map(self._page, self._numbers)

    @overload
    def __getitem__(self, index: int) -> PageStatus: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[PageStatus]: ...
    def __getitem__(self, index: int | slice) -> PageStatus | Sequence[PageStatus]:
        if isinstance(index, slice):
            return tuple(map(self._page, self._numbers[index]))
        return self._page(self._numbers[index])

    @cached_property
    def _numbers(self) -> list[int]:
        try:
            return [number for (number,) in self._connection.execute(*self._select("number"))]
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def _select(self, column: str) -> tuple[str, tuple[str, ...]]:
        """Return a query for a column of these pages, in their order."""
        where = "WHERE locale = ?" if self._locale else ""
        query = f"SELECT {column} FROM pages {where} {_ORDER}"  # noqa: S608 — no text from outside
        return query, (self._locale,) if self._locale else ()

    def _page(self, number: int) -> PageStatus:
        try:
            row = self._connection.execute(
                "SELECT body, priority FROM pages WHERE number = ?", (number,)
            ).fetchone()
            return replace(self._put.get(number) or read_status(row[0]), priority=row[1])
        except (sqlite3.Error, zlib.error, ShapeError, ValueError, TypeError) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> CalqueError:
        return CalqueError(f"{self._place}: damaged ({error}); delete it, and everything is measured anew")


class _Part(KeptPages):
    """The pages of one locale; they keep the whole, which holds the connection open."""

    whole: KeptPages
