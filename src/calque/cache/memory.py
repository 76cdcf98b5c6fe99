"""The memory in the cache: which texts each catalog translates and lacks; only catalogs that changed are read."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from calque.cache.numbers import number_for
from calque.cache.values import Input, InputKind
from calque.po.memory import MemoryRow, MissingText, Place, search_words

__all__ = ["KeptMissing", "KeptText", "KeptTexts", "MemoryTables", "kept_texts"]

_AT_ONCE = 500
"""How many texts are asked for at once; SQLite before 3.32 takes 999 parameters."""
_DECODED = 1 << 12
"""How many texts are kept as they were decoded: the same are near to many others."""
_BEHIND = """
SELECT f.path FROM files f LEFT JOIN memory_files m ON m.path = f.path
WHERE f.path GLOB '*.po' AND (m.path IS NULL OR m.stamp != f.stamp OR m.digest NOT IN ('', f.digest))
UNION SELECT path FROM memory_files WHERE path NOT IN (SELECT path FROM files)
"""
_NEAR = """
SELECT near.missing, lacking.body, known.body
FROM (
    SELECT m.number AS missing, r.number AS known
    FROM texts m
    CROSS JOIN text_words w ON w.text = m.text
    CROSS JOIN text_words v ON v.word = (w.word | 1)
    CROSS JOIN texts r ON r.text = v.text AND r.locale = m.locale
    WHERE m.path = :path AND NOT m.text & 1
    UNION
    SELECT m.number, r.number
    FROM texts m
    CROSS JOIN texts r ON r.text = (m.text | 1) AND r.locale = m.locale
    WHERE m.path = :path AND NOT m.text & 1
) near
CROSS JOIN texts lacking ON lacking.number = near.missing
CROSS JOIN texts known ON known.number = near.known
ORDER BY near.missing, near.known
"""
"""The number of a translated text is that of the same text where it is missing, and 1 more: see `_number`."""
_UNUSED = "DELETE FROM text_words WHERE text = ? AND text NOT IN (SELECT text FROM texts)"


@dataclass(frozen=True, slots=True)
class KeptMissing:
    """A text that is missing, and the file in which it is."""

    path: str
    text: MissingText


class KeptText(NamedTuple):
    """A text as the tables keep it."""

    text: int
    """The number of the source text, which all locales share: even where it is missing, odd where it is translated."""
    body: str
    words: tuple[int, ...]


class KeptTexts(NamedTuple):
    """All texts of a file, as it was looked at."""

    path: str
    locale: str
    found: Input
    texts: Sequence[KeptText]


class MemoryTables:
    """The tables of the memory; a file's rows are those of its bytes at a look that is kept beside them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def begin(self, settings: str) -> None:
        """Begin it anew, unless it was made under these settings."""
        if self._connection.execute("SELECT body FROM memory_made").fetchone() == (settings,):
            return
        for table in ("memory_made", "memory_files", "texts", "text_words"):
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 — the names above
        self._connection.execute("INSERT INTO memory_made VALUES (?)", (settings,))

    def files(self, names: Iterable[str]) -> Mapping[str, Input]:
        """Return those of some files whose texts are known, as each was looked at."""
        asked = "SELECT path, kind, stamp, digest FROM memory_files WHERE path = ?"
        rows = (row for name in names for row in self._connection.execute(asked, (name,)))
        return {path: Input(InputKind(kind), stamp, digest) for path, kind, stamp, digest in rows}

    def behind(self) -> set[str]:
        """Return the catalogs that may be other than when their texts were read, as the cache has its files."""
        return {path for (path,) in self._connection.execute(_BEHIND)}

    def note(self, path: str, found: Input) -> None:
        """Note how a file stands that is as it was."""
        self._connection.execute(
            "UPDATE memory_files SET stamp = ?, digest = ? WHERE path = ?", (found.stamp, found.digest, path)
        )

    def rows_in(self, path: str) -> tuple[MemoryRow, ...]:
        """Return what a file translates."""
        rows = self._connection.execute("SELECT body FROM texts WHERE path = ? AND text & 1", (path,))
        return tuple(_row_of(body) for (body,) in rows)

    def forget(self, path: str) -> None:
        """Forget a file and its texts."""
        known = self._connection.execute("DELETE FROM memory_files WHERE path = ?", (path,)).rowcount
        if not known:
            return
        texts = self._connection.execute("SELECT DISTINCT text FROM texts WHERE path = ?", (path,)).fetchall()
        self._connection.execute("DELETE FROM texts WHERE path = ?", (path,))
        self._connection.executemany(_UNUSED, texts)

    def put(self, files: Sequence[KeptTexts]) -> None:
        """Replace what is known of some files.

        Words are put in once for a text, whatever the number of its locales, and in the order of their table: to put
        them in one by one costs more than all else of a first sync's memory.
        """
        for one in files:
            self.forget(one.path)
        self._connection.executemany(
            "INSERT INTO memory_files VALUES (?, ?, ?, ?)",
            ((one.path, one.found.kind, one.found.stamp, one.found.digest) for one in files),
        )
        self._connection.executemany(
            "INSERT INTO texts (path, locale, text, body) VALUES (?, ?, ?, ?)",
            ((one.path, one.locale, text.text, text.body) for one in files for text in one.texts),
        )
        words = {(word, text.text) for one in files for text in one.texts for word in text.words}
        self._connection.executemany("INSERT OR IGNORE INTO text_words VALUES (?, ?)", sorted(words))

    def translates(self) -> bool:
        """Tell whether any catalog translates any text."""
        return self._connection.execute("SELECT 1 FROM texts WHERE text & 1 LIMIT 1").fetchone() is not None

    def near_missing(self, path: str) -> Iterator[tuple[KeptMissing, tuple[MemoryRow, ...]]]:
        """Yield each text missing in a file that some row may suit, with those rows: see `rows_for`."""
        found = self._connection.execute(_NEAR, {"path": path})
        for _, rows in groupby(found, key=itemgetter(0)):
            (_, body, first), *others = rows
            yield _missing_of(path, body), tuple(_row_of(row) for row in (first, *(one[2] for one in others)))

    def rows_for(self, locale: str, source: str) -> Iterator[MemoryRow]:
        """Yield the rows of a locale that may suit a text: those of the same, and those with words of it."""
        return (_row_of(body) for _, body in self._near(locale, source, translated=True))

    def missing_for(
        self, locale: str, source: str, *, without: Collection[str] = frozenset()
    ) -> Iterator[KeptMissing]:
        """Yield the missing texts of a locale that the row of a text may suit, but for those of some files."""
        near = self._near(locale, source, translated=False)
        return (_missing_of(path, body) for path, body in near if path not in without)

    def _near(self, locale: str, source: str, *, translated: bool) -> list[tuple[str, str]]:
        asked = (
            "SELECT number FROM text_words w JOIN texts t ON t.text = w.text WHERE word = ? AND locale = ?"
        )
        numbers = {
            number
            for word in _words_of(source, translated=translated)
            for (number,) in self._connection.execute(asked, (word, locale))
        }
        asked = "SELECT number FROM texts WHERE text = ? AND locale = ?"
        text = _number("text", source, translated=translated)
        numbers |= {number for (number,) in self._connection.execute(asked, (text, locale))}
        wanted = sorted(numbers)
        return [
            row for at in range(0, len(wanted), _AT_ONCE) for row in self._bodies(wanted[at : at + _AT_ONCE])
        ]

    def _bodies(self, numbers: Collection[int]) -> Iterable[tuple[str, str]]:
        marks = ", ".join("?" * len(numbers))
        asked = f"SELECT path, body FROM texts WHERE number IN ({marks}) ORDER BY number"  # noqa: S608 — marks alone
        return self._connection.execute(asked, tuple(numbers))


def kept_texts(rows: Iterable[MemoryRow], missing: Iterable[MissingText]) -> tuple[KeptText, ...]:
    """Return what a catalog translates, and what is missing in it, as the tables keep it."""
    return (*map(_known, rows), *map(_lacking, missing))


def _known(row: MemoryRow) -> KeptText:
    body = (row.source, row.target, row.catalog, _place_row(row.place), row.live, row.filled)
    return _kept(row.source, body, translated=True)


@lru_cache(1 << 10)
def _lacking(text: MissingText) -> KeptText:
    """Return a missing text as the tables keep it; catalogs of several locales miss the same."""
    return _kept(text.source, (text.source, _place_row(text.place)), translated=False)


def _kept(source: str, body: object, *, translated: bool) -> KeptText:
    return KeptText(
        _number("text", source, translated=translated),
        json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        _words_of(source, translated=translated),
    )


@lru_cache(1 << 10)
def _words_of(source: str, *, translated: bool) -> tuple[int, ...]:
    """Return the numbers of the words that a text is searched by; catalogs of several locales have the same texts."""
    return tuple(_number("word", word, translated=translated) for word in search_words(source))


@lru_cache(_DECODED)
def _number(kind: str, text: str, *, translated: bool) -> int:
    """Return the number of a text or a word: even where it is missing, and 1 more where it is translated."""
    return number_for(kind, text) & ~1 | translated


def _place_row(place: Place) -> tuple[str | None, str, str, str]:
    return (place.context, place.element, place.before, place.after)


@lru_cache(_DECODED)
def _row_of(body: str) -> MemoryRow:
    source, target, catalog, place, live, filled = json.loads(body)
    return MemoryRow(source, target, catalog, Place(*place), live=live, filled=filled)


@lru_cache(_DECODED)
def _missing_of(path: str, body: str) -> KeptMissing:
    source, place = json.loads(body)
    return KeptMissing(path, MissingText(source, Place(*place)))
