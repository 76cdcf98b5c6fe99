"""The facts in the cache: what was read of files of posts, and the pages that follow from it."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from calque.cache.values import KeptPage, KeptPost
from calque.model import PageKey

__all__ = ["FactTables"]

_COLUMNS = ("locale", "key", "file", "number", "body", "member", "decides", "shape")
"""The columns of a page."""
_LOCATED = f"SELECT {', '.join(_COLUMNS)} FROM located"  # noqa: S608 — names
_SOURCES = f"""
SELECT members.number, rules, {", ".join(f"located.{name}" for name in _COLUMNS)}, post, blocks
FROM members
JOIN located ON located.locale = members.locale AND located.key = members.key
JOIN posts ON posts.file = located.file AND posts.number = located.number
WHERE members.locale = ?
"""  # noqa: S608 — names
_SOME = "AND (rules != '' OR members.key IN (SELECT value FROM json_each(?)))"


class FactTables:
    """The tables of files of posts, of the posts in them, and of pages."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def reads(self) -> Mapping[str, str]:
        """Return what was said of each file that was read for its posts, as JSON."""
        return dict(self._connection.execute("SELECT file, body FROM reads"))

    def documents(self) -> Mapping[tuple[str, str], str]:
        """Return what each document said, by its kind and file, as JSON."""
        rows = self._connection.execute("SELECT kind, file, body FROM documents")
        return {(kind, file): body for kind, file, body in rows}

    def has_documents(self) -> bool:
        """Tell whether a document says anything of which page translates which."""
        return self._connection.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is not None

    def files_named(self, names: Iterable[int]) -> set[str]:
        """Return the files with a post that has one of these names."""
        return {file for (file,) in self._each("SELECT file FROM names WHERE name = ?", names)}

    def shapes(self, *, without: Collection[str]) -> Iterator[tuple[str, int, str, int]]:
        """Yield each shape of pages, but for those in some files: how many have it, and the file and number of one.

        That is the first of them, in the order of files.
        """
        sql = (
            "SELECT shape, count(*), min(file) FROM located "
            "WHERE file NOT IN (SELECT value FROM json_each(?)) GROUP BY shape"
        )
        for shape, count, file in self._connection.execute(sql, (json.dumps(sorted(without)),)):
            first = "SELECT min(number) FROM located WHERE shape = ? AND file = ?"
            yield shape, count, file, self._connection.execute(first, (shape, file)).fetchone()[0]

    def has_pages_in(self, locale: str, *, without: Collection[str]) -> bool:
        """Tell whether there is a page of a locale, but for those in some files."""
        sql = (
            "SELECT 1 FROM located WHERE locale = ? AND file NOT IN (SELECT value FROM json_each(?)) LIMIT 1"
        )
        row = self._connection.execute(sql, (locale, json.dumps(sorted(without)))).fetchone()
        return row is not None

    def said_of(self, file: str) -> str | None:
        """Return what was said of a file that was read for its posts, as JSON; None where it was not."""
        row = self._connection.execute("SELECT body FROM reads WHERE file = ?", (file,)).fetchone()
        return row[0] if row else None

    def posts(self) -> Iterator[KeptPost]:
        """Yield all posts, in the order of their files."""
        rows = self._connection.execute("SELECT file, number, post, blocks FROM posts ORDER BY file, number")
        return (KeptPost(*row) for row in rows)

    def posts_of(self, file: str) -> tuple[KeptPost, ...]:
        """Return the posts of a file, in its order."""
        rows = self._connection.execute(
            "SELECT file, number, post, blocks FROM posts WHERE file = ? ORDER BY number", (file,)
        )
        return tuple(KeptPost(*row) for row in rows)

    def earlier_files(self, keys: Iterable[str]) -> set[str]:
        """Return the files that hold earlier texts of these posts."""
        return {file for (file,) in self._each("SELECT file FROM earlier WHERE key = ?", keys)}

    def earlier_keys(self, files: Iterable[str]) -> set[str]:
        """Return the posts of which these files hold earlier texts."""
        return {key for (key,) in self._each("SELECT key FROM earlier WHERE file = ?", files)}

    def located(self) -> Iterator[KeptPage]:
        """Yield all pages."""
        return map(_page_of, self._connection.execute(_LOCATED))

    def located_in(self, files: Iterable[str]) -> tuple[KeptPage, ...]:
        """Return the pages whose posts stand in these files."""
        return tuple(map(_page_of, self._each(f"{_LOCATED} WHERE file = ?", files)))

    def located_of(self, members: Iterable[int]) -> tuple[KeptPage, ...]:
        """Return the pages of these groups."""
        return tuple(map(_page_of, self._each(f"{_LOCATED} WHERE member = ?", members)))

    def rules(
        self, source: str, posts: Collection[str] | None = None
    ) -> Iterator[tuple[int, str, KeptPage, KeptPost]]:
        """Yield each group with a source page: its number, what calque.toml said of it alone, that page and its post.

        `source` is their language. With `posts`, of those of which it said nothing these alone.
        """
        if posts is None:
            rows = self._connection.execute(_SOURCES, (source,))
        else:
            rows = self._connection.execute(_SOURCES + _SOME, (source, json.dumps(sorted(posts))))
        for number, rules, *page, post, blocks in rows:
            kept = _page_of(page)
            yield number, rules, kept, KeptPost(kept.file, kept.number, post, blocks)

    def put_read(
        self, file: str, body: str, posts: Iterable[KeptPost], names: Iterable[int], earlier: Iterable[str]
    ) -> None:
        """Replace what is known of a file of posts, with their names, or of earlier texts of posts."""
        self.forget([file])
        self._connection.execute("INSERT INTO reads VALUES (?, ?)", (file, body))
        self._connection.executemany(
            "INSERT INTO posts VALUES (?, ?, ?, ?)",
            ((one.file, one.number, one.post, one.blocks) for one in posts),
        )
        self._connection.executemany("INSERT INTO names VALUES (?, ?)", ((name, file) for name in names))
        self._connection.executemany("INSERT INTO earlier VALUES (?, ?)", ((key, file) for key in earlier))

    def put_document(self, kind: str, file: str, body: str) -> None:
        """Replace what a document said."""
        self._connection.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", (kind, file, body))

    def forget(self, files: Iterable[str]) -> None:
        """Forget what was read of these files."""
        for file in files:
            for table in ("reads", "documents", "posts", "names", "earlier"):
                self._connection.execute(f"DELETE FROM {table} WHERE file = ?", (file,))  # noqa: S608 — names

    def put_pages(self, pages: Iterable[KeptPage]) -> None:
        """Note pages in place of what they were."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO located VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            ((*one.key, one.file, one.number, one.body, one.member, one.decides, one.shape) for one in pages),
        )

    def drop_pages(self, keys: Iterable[PageKey]) -> None:
        """Forget pages that are none any more."""
        self._connection.executemany("DELETE FROM located WHERE locale = ? AND key = ?", keys)

    def _each(self, query: str, values: Iterable[object]) -> Iterator[Any]:
        for value in values:
            yield from self._connection.execute(query, (value,))


def _page_of(row: Sequence[Any]) -> KeptPage:
    """Return a page from its columns, as `_COLUMNS` names them."""
    locale, key, file, number, body, member, decides, shape = row
    return KeptPage((locale, key), file, number, body, member, bool(decides), shape)
