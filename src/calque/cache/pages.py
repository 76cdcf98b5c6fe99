"""The pages of a kept status, each read from the disk when it is asked for."""

import sqlite3
import weakref
import zlib
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property, partial
from itertools import chain
from typing import Any, TypeVar, overload

from calque.cache.forms import read_records, read_status
from calque.cache.rows import read_row, texts_of
from calque.codec import ShapeError
from calque.errors import CalqueError
from calque.handoffs.marks import are_marked
from calque.model import PageEntry, PageRecord, PageRow, PagesOnDemand, PageStatus

__all__ = ["KeptPages"]

T = TypeVar("T")

_ORDER = "p.rank, p.priority DESC, p.key, p.locale, p.member, p.number"


_AT_ONCE = 1_000
"""How many records are read as one text."""
_ROWS_AT_ONCE = 500
"""How many rows are read by one query; SQLite before 3.32 takes 999 parameters."""
_KNOWN = 60_000
"""Rows that are remembered at most, some 35 MB: each is gone through a dozen times for a report of many pages.

So many records at most, too, some 8 MB.
"""


class KeptPages(PagesOnDemand):
    """All pages of the cache, or those of one locale, in the order of the work.

    It holds the connection, and with it the cache as it stood, whatever a later run writes.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        place: str,
        locale: str = "",
        holders: Mapping[int, tuple[str, ...]] | None = None,
    ) -> None:
        self._connection = connection
        self._place = place
        self._locale = locale
        self._holders = holders or {}
        self._keeps = True
        """What is written of an entry can be kept: no other process writes, and the disk is not full."""
        self._known: dict[int, PageRow] = {}
        """The rows of the first pages: they are gone through several times."""

    @classmethod
    def of(cls, connection: sqlite3.Connection, place: str) -> "KeptPages":
        """Take a connection over, to be closed with the last of its pages."""
        pages = cls(connection, place)
        weakref.finalize(pages, connection.close)
        return pages

    def of_locale(self, locale: str) -> Sequence[PageStatus]:
        """Return the pages of one locale, in the same order."""
        return self._part(locale, self._holders)

    def marked(
        self, marks: Mapping[str, AbstractSet[int]], posts: Mapping[str, AbstractSet[str]]
    ) -> Iterator[tuple[int, PageStatus]]:
        """Yield the pages that may have a text of these marks, or translate one of these posts, by locale."""
        query = "SELECT p.locale, p.key, r.marks FROM pages p JOIN rows r ON r.number = p.number WHERE p.number = ?"
        for number in self._numbers:
            locale, key, own = self._one(query, number)
            if key in posts.get(locale, ()) or are_marked(own, marks.get(locale, frozenset())):
                yield number, self._page(number)

    def held(self, holders: Mapping[int, tuple[str, ...]]) -> "KeptPages":
        """Return the same pages with who has which of their units in hand, by the numbers that `marked` gives."""
        return self._part(self._locale, holders)

    def _part(self, locale: str, holders: Mapping[int, tuple[str, ...]]) -> "_Part":
        part = _Part(self._connection, self._place, locale, holders)
        part.whole = self
        part._known = self._known  # noqa: SLF001 — its own class
        return part

    def records(self) -> Iterable[PageRecord]:
        """Return what the ledger keeps of each page, in the same order, without reading any.

        Each run compares all, and notes those that are other: they are read once, unless they are too many to hold.
        """
        return self._records if len(self) <= _KNOWN else _Records(self._read_records)

    @cached_property
    def _records(self) -> tuple[PageRecord, ...]:
        return tuple(self._read_records())

    def _read_records(self) -> Iterator[PageRecord]:
        """Read them in one query."""
        try:
            rows = self._connection.execute(
                f"SELECT p.record {self._from('1')} ORDER BY {_ORDER}", (self._locale,)
            )
            batches = iter(lambda: [record for (record,) in rows.fetchmany(_AT_ONCE)], [])
            yield from chain.from_iterable(map(read_records, batches))
        except (sqlite3.Error, ShapeError, ValueError, KeyError, TypeError) as error:
            raise self._damaged(error) from error

    def rows(self) -> Iterator[PageRow]:
        """Yield each page without its texts, in the same order, without reading any."""
        for numbers in _parts(self._numbers):
            rows = self._rows(numbers)
            yield from (rows[number] for number in numbers)

    def entries(self, first: int = 0, stop: int | None = None) -> Iterator[PageEntry]:
        """Yield what the report shows: the pages that need work, then the others that have flaws."""
        for numbers in _parts(self._shown[first:stop]):
            rows, heads = self._rows(numbers), self._many("head, instead, size", numbers)
            for number in numbers:
                head, instead, size = heads[number]
                page, texts = partial(self._page, number), partial(self._texts, number)
                holders = self._holders.get(number, ())
                yield PageEntry(rows[number], head, instead, size, texts, page, holders)

    def _rows(self, numbers: Collection[int]) -> Mapping[int, PageRow]:
        known = {number: self._known[number] for number in numbers if number in self._known}
        new = self._many("body", [number for number in numbers if number not in known])
        try:
            read = {number: read_row(body) for number, (body,) in new.items()}
        except (ShapeError, ValueError, KeyError, TypeError) as error:
            raise self._damaged(error) from error
        if len(self._known) < _KNOWN:
            self._known.update(read)
        return known | read

    def _texts(self, number: int) -> str:
        try:
            texts, self._keeps = texts_of(
                self._connection, number, partial(self._page, number), keep=self._keeps
            )
        except (sqlite3.Error, zlib.error, ShapeError, ValueError, TypeError) as error:
            raise self._damaged(error) from error
        return texts

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
    def _numbers(self) -> "array[int]":
        return self._numbers_where("1", _ORDER)

    @cached_property
    def _shown(self) -> "array[int]":
        return self._numbers_where("r.shown > 0", f"r.shown DESC, {_ORDER}")

    def _numbers_where(self, condition: str, order: str) -> "array[int]":
        """Return the numbers of pages in an order: a few bytes each, where a row would have hundreds."""
        query = f"SELECT p.number {self._from(condition)} ORDER BY {order}"
        try:
            return array("q", (number for (number,) in self._connection.execute(query, (self._locale,))))
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def _from(self, condition: str) -> str:
        """Return the middle of a query for pages, which takes the locale as its parameter."""
        here = "p.locale = ?" if self._locale else "? = ''"
        return f"FROM pages p JOIN rows r ON r.number = p.number WHERE {condition} AND {here}"

    def _page(self, number: int) -> PageStatus:
        (priority,) = self._one("SELECT priority FROM pages WHERE number = ?", number)
        page = self._read(read_status, "SELECT body FROM pages WHERE number = ?", number)
        page = replace(page, priority=priority)
        holders = self._holders.get(number)
        if holders is None:
            return page
        units = zip(page.units, holders, strict=True)
        return replace(page, units=tuple(replace(unit, handoff=holder) for unit, holder in units))

    def _many(self, columns: str, numbers: Collection[int]) -> Mapping[int, tuple[Any, ...]]:
        """Return some columns of the rows of some pages, by their numbers."""
        if not numbers:
            return {}
        marks = ", ".join("?" * len(numbers))
        query = f"SELECT number, {columns} FROM rows WHERE number IN ({marks})"  # noqa: S608 — names and marks alone
        try:
            found = {number: tuple(row) for number, *row in self._connection.execute(query, tuple(numbers))}
        except sqlite3.Error as error:
            raise self._damaged(error) from error
        if len(found) < len(numbers):
            raise self._damaged(ValueError("a page is missing"))
        return found

    def _one(self, query: str, number: int) -> tuple[Any, ...]:
        try:
            row: tuple[Any, ...] | None = self._connection.execute(query, (number,)).fetchone()
        except sqlite3.Error as error:
            raise self._damaged(error) from error
        if row is None:
            raise self._damaged(ValueError("a page is missing"))
        return row

    def _read(self, read: Callable[..., T], query: str, number: int) -> T:
        try:
            return read(*self._one(query, number))
        except (zlib.error, ShapeError, ValueError, KeyError, TypeError) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> CalqueError:
        return CalqueError(f"{self._place}: damaged ({error}); delete it, and everything is measured anew")


def _parts(numbers: "array[int]") -> Iterator["array[int]"]:
    return (numbers[at : at + _ROWS_AT_ONCE] for at in range(0, len(numbers), _ROWS_AT_ONCE))


class _Records(Iterable[PageRecord]):
    """Records that are read anew each time they are gone through."""

    def __init__(self, read: Callable[[], Iterator[PageRecord]]) -> None:
        self._read = read

    def __iter__(self) -> Iterator[PageRecord]:
        return self._read()


class _Part(KeptPages):
    """The pages of one locale, or those with a known holder; they keep the whole, which holds the connection."""

    whole: KeptPages
