"""The memory in the cache: which texts each catalog translates and lacks; only catalogs that changed are read."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from calque.cache.numbers import number_for
from calque.cache.values import Input, InputKind
from calque.po.memory import MemoryRow, MissingText, Place, search_words

__all__ = ["KeptMissing", "KeptText", "MemoryTables", "kept_texts"]

_AT_ONCE = 500
"""How many texts are asked for at once; SQLite before 3.32 takes 999 parameters."""
_DECODED = 1 << 14
"""How many texts are kept as they were decoded: the same are near to many others."""
_ROWS = "SELECT path, translated, body FROM texts"
_BEHIND = """
SELECT f.path FROM files f LEFT JOIN memory_files m ON m.path = f.path
WHERE f.path GLOB '*.po' AND (m.path IS NULL OR m.stamp != f.stamp OR m.digest NOT IN ('', f.digest))
UNION SELECT path FROM memory_files WHERE path NOT IN (SELECT path FROM files)
"""
_NEAR = """
SELECT near.missing, lacking.body, known.body
FROM (
    SELECT m.number AS missing, v.number AS known
    FROM texts m
    CROSS JOIN text_words w ON w.number = m.number
    CROSS JOIN text_words v ON v.word = (w.word | 1)
    WHERE m.path = :path AND NOT m.translated
    UNION
    SELECT m.number, r.number
    FROM texts m
    CROSS JOIN texts r ON r.text = (m.text | 1)
    WHERE m.path = :path AND NOT m.translated
) near
CROSS JOIN texts lacking ON lacking.number = near.missing
CROSS JOIN texts known ON known.number = near.known
ORDER BY near.missing, near.known
"""
"""The number of a translated text is that of the same text where it is missing, and 1 more: see `_number`."""


@dataclass(frozen=True, slots=True)
class KeptMissing:
    """A text that is missing, and the file in which it is."""

    path: str
    text: MissingText


class KeptText(NamedTuple):
    """A text as the tables keep it."""

    translated: bool
    text: int
    body: str
    words: tuple[int, ...]


class MemoryTables:
    """The tables of the memory; a file's rows are those of its bytes at a look that is kept beside them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def made_by(self, settings: str) -> bool:
        """Tell whether it was made under these settings; else it is begun anew."""
        row = self._connection.execute("SELECT body FROM memory_made").fetchone()
        if row and row[0] == settings:
            return True
        for table in ("memory_made", "memory_files", "texts", "text_words"):
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 — the names above
        self._connection.execute("INSERT INTO memory_made VALUES (?)", (settings,))
        return False

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
        rows = self._connection.execute(f"{_ROWS} WHERE path = ? AND translated", (path,))
        return tuple(_row_of(body) for _, _, body in rows)

    def forget(self, path: str) -> None:
        """Forget a file and its texts."""
        self._connection.execute(
            "DELETE FROM text_words WHERE number IN (SELECT number FROM texts WHERE path = ?)", (path,)
        )
        self._connection.execute("DELETE FROM texts WHERE path = ?", (path,))
        self._connection.execute("DELETE FROM memory_files WHERE path = ?", (path,))

    def put(self, path: str, found: Input, texts: Iterable[KeptText]) -> None:
        """Replace what is known of a file."""
        self.forget(path)
        self._connection.execute(
            "INSERT INTO memory_files VALUES (?, ?, ?, ?)", (path, found.kind, found.stamp, found.digest)
        )
        (last,) = self._connection.execute("SELECT COALESCE(MAX(number), 0) FROM texts").fetchone()
        numbered = tuple(enumerate(texts, last + 1))
        self._connection.executemany(
            "INSERT INTO texts (number, path, translated, text, body) VALUES (?, ?, ?, ?, ?)",
            ((number, path, one.translated, one.text, one.body) for number, one in numbered),
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO text_words VALUES (?, ?)",
            sorted((word, number) for number, one in numbered for word in one.words),
        )

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
        numbers = {
            number
            for word in search_words(source)
            for (number,) in self._connection.execute(
                "SELECT number FROM text_words WHERE word = ?",
                (_number(locale, "word", word, translated=translated),),
            )
        }
        text = _number(locale, "text", source, translated=translated)
        numbers |= {
            number
            for (number,) in self._connection.execute("SELECT number FROM texts WHERE text = ?", (text,))
        }
        wanted = sorted(numbers)
        return [
            row for at in range(0, len(wanted), _AT_ONCE) for row in self._bodies(wanted[at : at + _AT_ONCE])
        ]

    def _bodies(self, numbers: Collection[int]) -> Iterable[tuple[str, str]]:
        marks = ", ".join("?" * len(numbers))
        asked = f"SELECT path, body FROM texts WHERE number IN ({marks}) ORDER BY number"  # noqa: S608 — marks alone
        return self._connection.execute(asked, tuple(numbers))


def kept_texts(
    locale: str, rows: Iterable[MemoryRow], missing: Iterable[MissingText]
) -> tuple[KeptText, ...]:
    """Return what a catalog of a locale translates, and what is missing in it, as the tables keep it."""

    def kept(source: str, body: object, *, translated: bool) -> KeptText:
        return KeptText(
            translated,
            _number(locale, "text", source, translated=translated),
            json.dumps(body, ensure_ascii=False, separators=(",", ":")),
            tuple(_number(locale, "word", word, translated=translated) for word in search_words(source)),
        )

    known = (
        kept(
            row.source,
            (row.source, row.target, row.catalog, _place_row(row.place), row.live, row.filled),
            translated=True,
        )
        for row in rows
    )
    lacking = (kept(text.source, (text.source, _place_row(text.place)), translated=False) for text in missing)
    return (*known, *lacking)


@lru_cache(_DECODED)
def _number(locale: str, kind: str, text: str, *, translated: bool) -> int:
    """Return the number of a text or a word: even where it is missing, and 1 more where it is translated."""
    return number_for(locale, kind, text) & ~1 | translated


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
