"""The ledger's tables as they are today; a change to one is a new step in `migrations`.

Statements are text that SQLite and PostgreSQL both understand; where they name a thing differently it stands in braces:
`{serial}` is a number that a new row gets by itself, `{bytes}` are bytes.
"""

from dataclasses import dataclass

__all__ = [
    "CONFIRMATIONS",
    "CONTENTS",
    "COVERAGE",
    "FILES",
    "FLAGGED",
    "PAGES",
    "PAIRS",
    "POSTS",
    "PUBLICATIONS",
    "REVISIONS",
    "REVISION_UNITS",
    "RUNS",
    "SCHEMA_VERSION",
    "TABLES",
    "TEXTS",
    "TRANSLATED",
    "LedgerTable",
]


@dataclass(frozen=True, slots=True)
class LedgerTable:
    """A table: its name, its columns as they are declared, and which of them name a row."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...] = ()
    index: tuple[str, ...] = ()

    @property
    def statements(self) -> tuple[str, ...]:
        """What makes the table, and its index where it has one."""
        key = (f"PRIMARY KEY ({', '.join(self.key)})",) if self.key else ()
        made = f"CREATE TABLE {self.name} ({', '.join((*self.columns, *key))})"
        if not self.index:
            return (made,)
        return made, f"CREATE INDEX {self.name}_by_page ON {self.name} ({', '.join(self.index)})"

    @property
    def insert(self) -> str:
        """What adds a row, with the values at `:name`; its number comes by itself."""
        names = tuple(name for name in self._names if name != "id")
        values = ", ".join(f":{name}" for name in names)
        return f"INSERT INTO {self.name} ({', '.join(names)}) VALUES ({values})"  # noqa: S608 — names of this file

    @property
    def put(self) -> str:
        """What adds a row, in place of the one with its key, if there is one."""
        others = ", ".join(f"{name} = excluded.{name}" for name in self._names if name not in self.key)
        return f"{self.insert} ON CONFLICT ({', '.join(self.key)}) DO UPDATE SET {others}"

    @property
    def add(self) -> str:
        """What adds a row, unless there is one with its key."""
        return f"{self.insert} ON CONFLICT ({', '.join(self.key)}) DO NOTHING"

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(column.partition(" ")[0] for column in self.columns)


_NUMBERED = "id {serial} NOT NULL"
_SITE = "site VARCHAR(63) NOT NULL"
_LOCALE = "locale VARCHAR(35) NOT NULL"
_POST = "post VARCHAR(255) NOT NULL"
_PATH = "path VARCHAR(1024) NOT NULL"
_SHA256 = "sha256 VARCHAR(64) NOT NULL"
_OF_PAGE = ("site", "locale", "post")
_OF_TEXT = "REFERENCES texts (hash)"

SCHEMA_VERSION = LedgerTable("schema_version", ("version INTEGER NOT NULL",))
POSTS = LedgerTable("posts", (_SITE, _LOCALE, _POST, "absences INTEGER NOT NULL"), key=_OF_PAGE)
TEXTS = LedgerTable("texts", ("hash VARCHAR(64) NOT NULL", "text TEXT NOT NULL"), key=("hash",))
REVISIONS = LedgerTable(
    "revisions",
    (
        _NUMBERED,
        _SITE,
        _LOCALE,
        _POST,
        "modified VARCHAR(32)",
        "first_seen VARCHAR(32) NOT NULL",
        "digest VARCHAR(64) NOT NULL",
    ),
    key=("id",),
    index=_OF_PAGE,
)
REVISION_UNITS = LedgerTable(
    "revision_units",
    (
        "revision INTEGER NOT NULL REFERENCES revisions (id)",
        "position INTEGER NOT NULL",
        "context VARCHAR(255)",
        f"text VARCHAR(64) NOT NULL {_OF_TEXT}",
    ),
    key=("revision", "position"),
)
CONTENTS = LedgerTable("contents", (_SITE, _LOCALE, _POST, _SHA256), key=_OF_PAGE)
FILES = LedgerTable("files", (_SITE, _PATH, _SHA256), key=("site", "path"))
FLAGGED = LedgerTable(
    "flagged",
    (
        _SITE,
        _PATH,
        "position INTEGER NOT NULL",
        "revised VARCHAR(64) NOT NULL",
        "context TEXT",
        f"source VARCHAR(64) NOT NULL {_OF_TEXT}",
        "target VARCHAR(64) NOT NULL",
        "previous_context TEXT",
        f"previous VARCHAR(64) {_OF_TEXT}",
        "origin TEXT NOT NULL",
        f"previous_plural VARCHAR(64) {_OF_TEXT}",
    ),
    key=("site", "path", "position"),
)
TRANSLATED = LedgerTable("translated", (_SITE, _PATH, "packed {bytes} NOT NULL"), key=("site", "path"))
PAIRS = LedgerTable("pairs", (_SITE, _LOCALE, _POST, "source VARCHAR(255) NOT NULL"), key=_OF_PAGE)
CONFIRMATIONS = LedgerTable(
    "confirmations",
    (
        _NUMBERED,
        _SITE,
        _LOCALE,
        _POST,
        f"source VARCHAR(64) NOT NULL {_OF_TEXT}",
        f"confirmed VARCHAR(64) {_OF_TEXT}",
        "said_by TEXT NOT NULL",
        "said_at VARCHAR(32) NOT NULL",
    ),
    key=("id",),
)
PUBLICATIONS = LedgerTable(
    "publications",
    (
        _SITE,
        _LOCALE,
        _POST,
        "live VARCHAR(64) NOT NULL",
        "catalog VARCHAR(64) NOT NULL",
        "ready VARCHAR(32)",
        "bounded INTEGER NOT NULL",
        "accepted INTEGER DEFAULT '0' NOT NULL",
    ),
    key=_OF_PAGE,
)
RUNS = LedgerTable(
    "runs",
    (
        _NUMBERED,
        _SITE,
        "started VARCHAR(32) NOT NULL",
        "finished VARCHAR(32) NOT NULL",
        "version VARCHAR(32) NOT NULL",
        "posts INTEGER NOT NULL",
        "written INTEGER NOT NULL",
        "findings INTEGER NOT NULL",
        "outcome TEXT DEFAULT '' NOT NULL",
        "errors INTEGER DEFAULT '0' NOT NULL",
    ),
    key=("id",),
)
COVERAGE = LedgerTable(
    "coverage",
    (
        "run INTEGER NOT NULL REFERENCES runs (id)",
        _LOCALE,
        "segments INTEGER NOT NULL",
        "words INTEGER NOT NULL",
        "counts TEXT NOT NULL",
    ),
    key=("run", "locale"),
)
PAGES = LedgerTable(
    "pages",
    (
        "run INTEGER NOT NULL REFERENCES runs (id)",
        _LOCALE,
        _POST,
        "title TEXT NOT NULL",
        "state VARCHAR(32)",
        "wants INTEGER NOT NULL",
        "segments INTEGER NOT NULL",
        "words INTEGER NOT NULL",
        "since VARCHAR(32)",
        "publication VARCHAR(32) DEFAULT '' NOT NULL",
    ),
    key=("run", "locale", "post"),
)
TABLES = (
    SCHEMA_VERSION,
    POSTS,
    TEXTS,
    REVISIONS,
    REVISION_UNITS,
    CONTENTS,
    FILES,
    FLAGGED,
    TRANSLATED,
    PAIRS,
    CONFIRMATIONS,
    PUBLICATIONS,
    RUNS,
    COVERAGE,
    PAGES,
)
"""Each after those that it refers to."""
