"""The open cache: what is asked of its tables, and put into them, one transaction a run."""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from calque.cache.connection import connect, connect_in_memory, delete
from calque.cache.facts import FactTables
from calque.cache.forms import (
    read_status,
    read_summary,
    write_group,
    write_summary,
)
from calque.cache.memory import MemoryTables
from calque.cache.page_links import LinkTables
from calque.cache.pages import KeptPages
from calque.cache.values import Input, InputKind, KeptGroup, KeptMember, Summary
from calque.codec import ShapeError
from calque.errors import CalqueError
from calque.model import PageGroup, PageKey, PageStatus, Tally
from calque.places import cache_path, state_folder
from calque.states.linked import addresses_of
from calque.states.priority import DatedWork, priority_on
from calque.states.sums import Sums

__all__ = ["Cache", "key_of", "open_cache", "using_cache"]

_TABLES = (
    "summary", "files", "reads", "documents", "posts", "names", "located", "earlier", "members", "pages", "rows",
    "work", "verdicts", "addresses", "links",
)  # fmt: skip
_MEMBERS = "SELECT number, locale, key, bundle, body, rules FROM members"


def key_of(group: PageGroup) -> PageKey:
    """Return what a group is known by: the key of its source, else of its one page."""
    page = group.source or next(iter(group.translations), None)
    return page.key if page else ("", "")


def open_cache(root: Path | None, *, wait: bool, anew: bool = False) -> "Cache":
    """Open the workspace's cache; an empty one in memory where there is no `.calque/` or it cannot be written.

    With `wait` the cache is held for writing until it is closed; without, whoever writes at the time goes first.
    A cache that is damaged or of another calque is begun anew; with `anew`, whatever it is.
    """
    if root is None or not state_folder(root).is_dir():
        return Cache(connect_in_memory(), "")
    path = cache_path(root)
    if anew:
        delete(path)
    for _ in range(2):
        try:
            return Cache(connect(path, wait=wait), str(path))
        except sqlite3.OperationalError:
            return Cache(connect_in_memory(), "")
        except sqlite3.DatabaseError:
            delete(path)
    return Cache(connect_in_memory(), "")


@contextmanager
def using_cache(root: Path, *, wait: bool, apart: bool = False) -> Iterator["Cache"]:
    """Open the cache for the length of the block; pages of it live on. With `apart` nothing is kept.

    Errors: CalqueError where it cannot be read or written.
    """
    cache = open_cache(root, wait=wait)
    if apart:
        cache = cache.copy()
    try:
        yield cache
    except (sqlite3.Error, zlib.error, ShapeError) as error:
        cache.close()
        raise CalqueError(
            f"{cache.place}: cannot be used ({error}); free space, or delete it, then try again"
        ) from error
    except BaseException:
        cache.close()
        raise


class Cache(FactTables):
    """The open cache, in a transaction: nothing that is put in lands before `commit`."""

    def __init__(self, connection: sqlite3.Connection, place: str) -> None:
        super().__init__(connection)
        self._place = place
        self._pages: KeptPages | None = None

    def close(self) -> None:
        """Leave the cache as it was before, or after the last commit."""
        self._connection.close()

    def pages(self) -> KeptPages:
        """Return all pages; they take the connection over."""
        if self._pages is None:
            self._pages = KeptPages.of(self._connection, self._place)
        return self._pages

    @property
    def memory(self) -> MemoryTables:
        """What the catalogs translate and lack; it says itself of which files, and is not cleared with the rest."""
        return MemoryTables(self._connection)

    @property
    def links(self) -> LinkTables:
        """Which pages link to which."""
        return LinkTables(self._connection)

    def summary(self) -> Summary | None:
        """Return what is known of the site as a whole; None where nothing is kept, or it cannot be read."""
        try:
            row = self._connection.execute("SELECT body FROM summary").fetchone()
            return read_summary(row[0]) if row else None
        except (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError):
            return None

    def files_unlike(self, now: Mapping[str, Input]) -> Mapping[str, Input | None]:
        """Return the files that were read and stood otherwise than `now`, or whose bytes tell; None for new ones."""
        found: dict[str, Input | None] = {}
        rest = set(now)
        for path, kind, stamp, digest in self._connection.execute(
            "SELECT path, kind, stamp, digest FROM files"
        ):
            rest.discard(path)
            one = now.get(path)
            if digest or one is None or one.digest or one.stamp != stamp or one.kind != kind:
                found[path] = Input(InputKind(kind), stamp, digest)
        return found | dict.fromkeys(rest)

    def members(self) -> Mapping[PageKey, KeptMember]:
        """Return all groups, by the key of their source, else of their one page."""
        rows = self._connection.execute(_MEMBERS)
        return {one.key: one for one in map(_member_of, rows)}

    def members_with(self, numbers: Iterable[int]) -> tuple[KeptMember, ...]:
        """Return these groups."""
        return tuple(map(_member_of, self._each(f"{_MEMBERS} WHERE number = ?", numbers)))

    def with_catalogs(self, sources: Iterable[PageKey]) -> set[PageKey]:
        """Return those of some source pages that have catalogs."""
        asked = "SELECT 1 FROM members WHERE locale = ? AND key = ? AND bundle != ''"
        return {key for key in sources if self._connection.execute(asked, key).fetchone()}

    def last_member(self) -> int:
        """Return the highest number of a group; -1 where there is none."""
        return int(self._connection.execute("SELECT coalesce(max(number), -1) FROM members").fetchone()[0])

    def has_pages_alone(self, source: str) -> bool:
        """Tell whether a page has no source page, but those in the language of the `source`."""
        sql = "SELECT 1 FROM members WHERE locale != ? LIMIT 1"
        return self._connection.execute(sql, (source,)).fetchone() is not None

    def files_numbered(self, number: str) -> tuple[str, ...]:
        """Return the files but those of posts whose names have a number as catalogs have: `post-12-hello.po`."""
        sql = "SELECT path FROM files WHERE path GLOB ? AND kind != 'posts'"
        return tuple(path for (path,) in self._connection.execute(sql, (f"*-{number}[-.]*",)))

    def members_of(self, bundles: Iterable[str]) -> set[int]:
        """Return the groups of these bundles."""
        rows = self._each("SELECT number FROM members WHERE bundle = ?", bundles)
        return {number for (number,) in rows}

    def passing(self) -> set[int]:
        """Return the groups that were dated by the time of the run."""
        return {number for (number,) in self._connection.execute("SELECT number FROM members WHERE passing")}

    def unsynced(self) -> set[int]:
        """Return the groups whose bundles the next sync looks at, whatever changed."""
        return {
            number for (number,) in self._connection.execute("SELECT number FROM members WHERE NOT synced")
        }

    def edited(self) -> set[int]:
        """Return the groups of which a page has another text than at the last sync."""
        return {number for (number,) in self._connection.execute("SELECT number FROM members WHERE edited")}

    def sources(self) -> int:
        """Return how many source pages have catalogs."""
        return int(self._connection.execute("SELECT count(*) FROM members WHERE bundle != ''").fetchone()[0])

    def pages_of(self, number: int) -> tuple[PageStatus, ...]:
        """Return the pages of a group."""
        rows = self._connection.execute("SELECT body FROM pages WHERE member = ? ORDER BY number", (number,))
        return tuple(read_status(body) for (body,) in rows)

    def verdicts_of(self, group: PageKey) -> Mapping[bytes, bytes]:
        """Return what language and checks said of a group's pages, by the digest of what they were judged from."""
        sql = (
            "SELECT verdicts.key, verdicts.body FROM members JOIN verdicts ON member = number "
            "WHERE members.locale = ? AND members.key = ?"
        )
        return dict(self._connection.execute(sql, group))

    def verdict_of(self, key: bytes) -> bytes | None:
        """Return what language and checks said of a page, by the digest of what it was judged from."""
        row = self._connection.execute("SELECT body FROM verdicts WHERE key = ? LIMIT 1", (key,)).fetchone()
        return row[0] if row else None

    def work(self) -> Mapping[str, Tally]:
        """Return what is outstanding in each locale: each text once, with the least words that it needs anywhere."""
        rows = self._connection.execute(
            "SELECT locale, count(*), sum(words) FROM "
            "(SELECT locale, min(words) AS words FROM work GROUP BY locale, text) GROUP BY locale"
        )
        return {locale: Tally(segments, words) for locale, segments, words in rows}

    def apart_of(self, number: int) -> Mapping[str, Sums]:
        """Return what a group adds to the locales whose scope leaves it out."""
        row = self._connection.execute("SELECT apart FROM members WHERE number = ?", (number,)).fetchone()
        return {tag: Sums(counts) for tag, counts in json.loads(row[0]).items()}

    def writable(self) -> "Cache":
        """Return the cache to write to: this one, or where another process writes, a copy of it in memory."""
        try:
            self._connection.execute("UPDATE summary SET body = body WHERE 0")
        except sqlite3.OperationalError:
            return self.copy()
        return self

    def copy(self) -> "Cache":
        """Return a copy in memory, in place of this one."""
        copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        with suppress(sqlite3.OperationalError):
            self._connection.execute("ROLLBACK")  # a copy waits for the end of a transaction
        self._connection.backup(copy)
        copy.execute("BEGIN")
        self.close()
        return Cache(copy, "")

    @property
    def place(self) -> str:
        """Return where the cache is; empty where that is in memory."""
        return self._place

    def commit(self) -> None:
        """Keep what was put in, and go on with the cache as it is now."""
        with suppress(sqlite3.OperationalError):  # the disk is full: the next run measures it again
            self._connection.execute("COMMIT")
            self._connection.execute("BEGIN")
            self._connection.execute("SELECT count(*) FROM summary").fetchone()

    def clear(self) -> None:
        """Forget everything."""
        for table in _TABLES:
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 — the names above

    def put_summary(self, summary: Summary) -> None:
        """Replace what is known of the site as a whole."""
        self._connection.execute("DELETE FROM summary")
        self._connection.execute("INSERT INTO summary VALUES (?)", (write_summary(summary),))

    def put_files(self, files: Mapping[str, Input], gone: Iterable[str] = ()) -> None:
        """Note how files stand, and which are gone."""
        self._connection.executemany("DELETE FROM files WHERE path = ?", ((path,) for path in gone))
        self._connection.executemany(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)",
            ((path, one.kind, one.stamp, one.digest) for path, one in files.items()),
        )

    def drop_group(self, number: int) -> None:
        """Forget a group, its pages and what was said of them."""
        self._connection.execute("DELETE FROM members WHERE number = ?", (number,))
        for table in ("pages", "rows", "work", "verdicts", "addresses", "links"):
            self._connection.execute(f"DELETE FROM {table} WHERE member = ?", (number,))  # noqa: S608 — names

    def put_groups(self, groups: Sequence[tuple[int, KeptGroup]], day: date, source: str) -> None:
        """Replace groups, by their numbers, with their pages and what was said of them.

        `source` is the language of the site's source. Rows go in table by table, and in the order of the table: one by
        one they cost twice as much.
        """
        run = self._connection.executemany
        numbers = [(number,) for number, _ in groups]
        run("DELETE FROM members WHERE number = ?", numbers)
        for table in ("pages", "rows", "work", "verdicts", "addresses", "links"):
            run(f"DELETE FROM {table} WHERE member = ?", numbers)  # noqa: S608 — names
        run(
            "INSERT INTO members VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    *(
                        number,
                        *key_of(kept.group),
                        kept.bundle,
                        write_group(kept.group),
                        json.dumps(kept.apart),
                    ),
                    *(kept.passing, kept.edited, kept.synced, kept.rules),
                )
                for number, kept in groups
            ),
        )
        self.links.put((number, addresses_of(kept.group), kept.links) for number, kept in groups)
        run(
            "INSERT INTO verdicts VALUES (?, ?, ?)",
            sorted((key, number, body) for number, kept in groups for key, body in kept.verdicts.items()),
        )
        self._put_pages(groups, day, source)

    def _put_pages(self, groups: Sequence[tuple[int, KeptGroup]], day: date, source: str) -> None:
        """Put in the pages of groups."""
        run = self._connection.executemany
        (last,) = self._connection.execute("SELECT coalesce(max(number), 0) FROM pages").fetchone()
        pages = tuple(
            (place, number, page)
            for place, (number, page) in enumerate(
                ((number, page) for number, kept in groups for page in kept.written), last + 1
            )
        )
        run(
            "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    *(place, number, page.locale, page.key, page.rank, priority_on(page.work, day)),
                    *(_dated(page.work), page.record, page.body),
                )
                for place, number, page in pages
            ),
        )
        run(
            "INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    *(place, number, source, page.shown, page.size),
                    *(page.row, page.marks, page.head, page.instead, page.texts),
                )
                for place, number, page in pages
            ),
        )
        run(
            "INSERT OR IGNORE INTO work VALUES (?, ?, ?, ?)",
            sorted(
                (page.locale, name, words, number)
                for _, number, page in pages
                for name, words in page.outstanding
            ),
        )

    def rank_for(self, day: date) -> None:
        """Work out the priorities anew for another day: what waits grows older."""
        rows = self._connection.execute(
            "SELECT number, work, priority FROM pages WHERE work LIKE '%-%'"
        ).fetchall()
        changed: list[tuple[float, int]] = []
        for number, text, before in rows:
            work = tuple((since and date.fromisoformat(since), words) for since, words in json.loads(text))
            priority = priority_on(work, day)
            if priority != before:
                changed.append((priority, number))
        self._connection.executemany("UPDATE pages SET priority = ? WHERE number = ?", changed)


def _dated(work: DatedWork) -> str:
    return json.dumps([(since and since.isoformat(), words) for since, words in work])


def _member_of(row: tuple[Any, ...]) -> KeptMember:
    number, locale, key, *rest = row
    return KeptMember(number, (locale, key), *rest)
