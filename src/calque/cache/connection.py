"""The cache's file: its tables, how it is opened, made anew and deleted."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from calque.disk import may_write

__all__ = ["connect", "connect_in_memory", "delete"]

_SHAPE = 17
"""The `user_version` of the tables below; another one is not read."""
_TABLES = """
CREATE TABLE summary (body TEXT NOT NULL);
CREATE TABLE files (path TEXT PRIMARY KEY, kind TEXT NOT NULL, stamp INTEGER NOT NULL, digest TEXT NOT NULL);
CREATE TABLE reads (file TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE documents (kind TEXT NOT NULL, file TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, file));
CREATE TABLE posts (
    file TEXT NOT NULL, number INTEGER NOT NULL, post TEXT NOT NULL, blocks TEXT NOT NULL, PRIMARY KEY (file, number)
);
CREATE TABLE names (name INTEGER NOT NULL, file TEXT NOT NULL);
CREATE INDEX names_by_name ON names (name);
CREATE INDEX names_by_file ON names (file);
CREATE TABLE located (
    locale TEXT NOT NULL, key TEXT NOT NULL, file TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL,
    member INTEGER, decides INTEGER NOT NULL, shape TEXT NOT NULL, PRIMARY KEY (locale, key)
);
CREATE INDEX located_by_file ON located (file);
CREATE INDEX located_by_member ON located (member);
CREATE INDEX located_by_shape ON located (shape, file, number);
CREATE TABLE earlier (key TEXT NOT NULL, file TEXT NOT NULL);
CREATE INDEX earlier_by_key ON earlier (key);
CREATE INDEX earlier_by_file ON earlier (file);
CREATE TABLE members (
    number INTEGER PRIMARY KEY, locale TEXT NOT NULL, key TEXT NOT NULL, bundle TEXT NOT NULL, body TEXT NOT NULL,
    apart TEXT NOT NULL, passing INTEGER NOT NULL, edited INTEGER NOT NULL, synced INTEGER NOT NULL,
    rules TEXT NOT NULL
);
CREATE UNIQUE INDEX members_by_key ON members (locale, key);
CREATE INDEX members_by_bundle ON members (bundle);
CREATE INDEX members_unsynced ON members (synced) WHERE NOT synced;
CREATE INDEX members_edited ON members (edited) WHERE edited;
CREATE INDEX members_passing ON members (passing) WHERE passing;
CREATE TABLE addresses (place TEXT NOT NULL, member INTEGER NOT NULL, key TEXT NOT NULL, locales TEXT NOT NULL);
CREATE INDEX addresses_by_place ON addresses (place);
CREATE INDEX addresses_by_member ON addresses (member);
CREATE TABLE links (place TEXT NOT NULL, member INTEGER NOT NULL, PRIMARY KEY (place, member)) WITHOUT ROWID;
CREATE INDEX links_by_member ON links (member);
CREATE TABLE pages (
    number INTEGER PRIMARY KEY, member INTEGER NOT NULL, locale TEXT NOT NULL, key TEXT NOT NULL,
    rank INTEGER NOT NULL, priority REAL NOT NULL, work TEXT NOT NULL,
    record TEXT NOT NULL, body BLOB NOT NULL
);
CREATE INDEX pages_by_member ON pages (member);
CREATE INDEX pages_in_order ON pages (rank, priority DESC, key, locale, member);
CREATE TABLE rows (
    number INTEGER PRIMARY KEY, member INTEGER NOT NULL, source TEXT NOT NULL, shown INTEGER NOT NULL,
    size INTEGER NOT NULL, body TEXT NOT NULL, marks BLOB NOT NULL, head TEXT NOT NULL,
    instead TEXT NOT NULL, texts BLOB
);
CREATE INDEX rows_by_member ON rows (member);
CREATE TABLE work (
    locale TEXT NOT NULL, text INTEGER NOT NULL, words INTEGER NOT NULL, member INTEGER NOT NULL,
    PRIMARY KEY (locale, text, words, member)
) WITHOUT ROWID;
CREATE INDEX work_by_member ON work (member);
CREATE TABLE verdicts (
    key BLOB NOT NULL, member INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (key, member)
) WITHOUT ROWID;
CREATE INDEX verdicts_by_member ON verdicts (member);
CREATE TABLE memory_made (body TEXT NOT NULL);
CREATE TABLE memory_files (
    path TEXT PRIMARY KEY, kind TEXT NOT NULL, stamp INTEGER NOT NULL, digest TEXT NOT NULL
);
CREATE TABLE texts (
    number INTEGER PRIMARY KEY, path TEXT NOT NULL, locale TEXT NOT NULL, text INTEGER NOT NULL, body TEXT NOT NULL
);
CREATE INDEX texts_by_path ON texts (path);
CREATE INDEX texts_by_text ON texts (text, locale);
CREATE TABLE text_words (word INTEGER NOT NULL, text INTEGER NOT NULL, PRIMARY KEY (word, text)) WITHOUT ROWID;
CREATE INDEX text_words_by_text ON text_words (text);
"""


def connect(path: Path, *, wait: bool) -> sqlite3.Connection:
    """Connect, with the tables of this version of calque, in a transaction on the present state of the cache.

    With `wait` nobody else writes until it is closed; without, whoever writes at the time goes first.
    """
    writable = may_write(path.parent)
    place = f"file:{quote(os.fsencode(path))}?{'mode=rwc' if writable else 'immutable=1'}"
    timeout = 5.0 if wait else 0.1
    connection = sqlite3.connect(
        place, uri=True, isolation_level=None, timeout=timeout, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA cache_size = -8192")
        if writable:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
        if connection.execute("PRAGMA user_version").fetchone()[0] != _SHAPE:
            _begin_anew(connection)
        connection.execute("BEGIN IMMEDIATE" if wait else "BEGIN")
        connection.execute("SELECT count(*) FROM summary").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def delete(path: Path) -> None:
    """Delete the cache, with the files that SQLite keeps beside it."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        with suppress(OSError):
            path.with_name(name).unlink(missing_ok=True)


def connect_in_memory() -> sqlite3.Connection:
    """Connect to an empty cache in memory, in a transaction."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.executescript(_TABLES)
    connection.execute("BEGIN")
    return connection


def _begin_anew(connection: sqlite3.Connection) -> None:
    """Drop the tables of another version of calque, and make those of this one."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    connection.execute("BEGIN IMMEDIATE")
    for (name,) in names:
        connection.execute(f'DROP TABLE "{name}"')
    for statement in _TABLES.split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {_SHAPE}")
    connection.execute("COMMIT")
