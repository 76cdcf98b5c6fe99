"""A ledger of an older calque is brought up to date, with every row that it has."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from calque.config import parse_site
from calque.errors import LedgerError
from calque.ledger.read import read_bases, read_contents, read_handed_out, read_history, read_presence
from calque.ledger.version import VERSION
from calque.ledger.write import open_ledger
from calque.model import PublicationBase, Site
from calque.po.returned import Flagged, HandedOut

CONFIG = """
[site]
name = "example"
url = "https://example.org"
source = "en"
[locales.fr]
prefix = "fr"
"""

FIRST = """
CREATE TABLE schema_version (version INTEGER NOT NULL);
INSERT INTO schema_version VALUES (1);
CREATE TABLE posts (
    site VARCHAR(63) NOT NULL, locale VARCHAR(35) NOT NULL, post VARCHAR(255) NOT NULL, absences INTEGER NOT NULL,
    PRIMARY KEY (site, locale, post)
);
INSERT INTO posts VALUES ('example', 'en', 'posts/1', 0), ('example', 'en', 'posts/2', 1);
CREATE TABLE texts (hash VARCHAR(64) NOT NULL, text TEXT NOT NULL, PRIMARY KEY (hash));
INSERT INTO texts VALUES ('h1', 'The house'), ('h2', 'The garden');
CREATE TABLE revisions (
    id INTEGER NOT NULL, site VARCHAR(63) NOT NULL, locale VARCHAR(35) NOT NULL, post VARCHAR(255) NOT NULL,
    modified VARCHAR(32), first_seen VARCHAR(32) NOT NULL, digest VARCHAR(64) NOT NULL, PRIMARY KEY (id)
);
CREATE INDEX revisions_by_page ON revisions (site, locale, post);
INSERT INTO revisions VALUES
    (1, 'example', 'en', 'posts/1', '2026-05-01T08:00:00+00:00', '2026-05-02T08:00:00+00:00', 'd1');
CREATE TABLE revision_units (
    revision INTEGER NOT NULL REFERENCES revisions (id), position INTEGER NOT NULL, context VARCHAR(255),
    text VARCHAR(64) NOT NULL REFERENCES texts (hash), PRIMARY KEY (revision, position)
);
INSERT INTO revision_units VALUES (1, 0, 'title', 'h1'), (1, 1, NULL, 'h2');
CREATE TABLE files (
    site VARCHAR(63) NOT NULL, path VARCHAR(1024) NOT NULL, sha256 VARCHAR(64) NOT NULL, PRIMARY KEY (site, path)
);
INSERT INTO files VALUES ('example', 'locales/fr/LC_MESSAGES/post-1.po', 'abc');
CREATE TABLE runs (
    id INTEGER NOT NULL, site VARCHAR(63) NOT NULL, started VARCHAR(32) NOT NULL, finished VARCHAR(32) NOT NULL,
    version VARCHAR(32) NOT NULL, posts INTEGER NOT NULL, written INTEGER NOT NULL, findings INTEGER NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO runs VALUES (1, 'example', '2026-05-02T08:00:00+00:00', '2026-05-02T08:00:01+00:00', '0.1.0', 2, 1, 0);
CREATE TABLE coverage (
    run INTEGER NOT NULL REFERENCES runs (id), locale VARCHAR(35) NOT NULL, segments INTEGER NOT NULL,
    words INTEGER NOT NULL, counts TEXT NOT NULL, PRIMARY KEY (run, locale)
);
INSERT INTO coverage VALUES (1, 'fr', 2, 4, '{"missing": [2, 4]}');
"""
"""A ledger as the first schema made it, with a row in each table."""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return parse_site(CONFIG, place="calque.toml", root=tmp_path)


def ledger_file(site: Site) -> Path:
    return site.root / ".calque" / "ledger.sqlite"


def make(site: Site, script: str) -> None:
    ledger_file(site).parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(ledger_file(site))) as connection:
        connection.executescript(script)


def table(site: Site, name: str) -> list[tuple[object, ...]]:
    return rows(site, f"SELECT * FROM {name}")  # noqa: S608 — the names stand in this file


def rows(site: Site, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(ledger_file(site))) as connection:
        return connection.execute(query).fetchall()


def tables(site: Site) -> dict[str, list[tuple[object, ...]]]:
    """Return the columns of each table, by what they are called, hold, and may hold."""
    names = rows(site, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {str(name): [row[1:4] for row in rows(site, f"PRAGMA table_info({name})")] for (name,) in names}


def test_a_ledger_of_the_first_schema_keeps_its_rows(site: Site) -> None:
    make(site, FIRST)
    names = ("posts", "texts", "revisions", "revision_units", "files", "coverage")
    before = {name: table(site, name) for name in names}
    with open_ledger(site):
        pass
    assert {name: table(site, name) for name in before} == before
    assert rows(site, "SELECT id, version, outcome FROM runs") == [(1, "0.1.0", "")]
    assert rows(site, "SELECT version FROM schema_version") == [(VERSION,)]


def test_a_migrated_ledger_has_the_tables_of_a_new_one(site: Site, tmp_path: Path) -> None:
    make(site, FIRST)
    with open_ledger(site):
        pass
    (tmp_path / "new").mkdir()
    new = parse_site(CONFIG, place="calque.toml", root=tmp_path / "new")
    with open_ledger(new):
        pass
    assert tables(site) == tables(new)


def test_a_ledger_of_the_first_schema_is_read_without_being_changed(site: Site) -> None:
    make(site, FIRST)
    before = ledger_file(site).read_bytes()
    (revision,) = read_history(site)["en", "posts/1"].revisions
    assert revision.units == (("title", "The house"), (None, "The garden"))
    assert read_presence(site) == {("en", "posts/1"): 0, ("en", "posts/2"): 1}
    assert (read_contents(site), read_handed_out(site)) == ({}, {})
    assert ledger_file(site).read_bytes() == before


def test_a_migration_that_fails_changes_nothing(site: Site) -> None:
    make(site, FIRST + "CREATE TABLE flagged (mine INTEGER);")
    with pytest.raises(LedgerError, match="flagged"), open_ledger(site):
        pass
    assert rows(site, "SELECT version FROM schema_version") == [(1,)]
    assert "contents" not in tables(site)


def test_a_newer_ledger_is_neither_read_nor_written(site: Site) -> None:
    make(site, FIRST.replace("schema_version VALUES (1)", "schema_version VALUES (99)"))
    with pytest.raises(LedgerError, match="schema 99, this calque knows"):
        read_history(site)
    with pytest.raises(LedgerError, match="schema 99, this calque knows"), open_ledger(site):
        pass


FLAGGED_6 = """
CREATE TABLE flagged (
    site VARCHAR(63) NOT NULL, path VARCHAR(1024) NOT NULL, position INTEGER NOT NULL, revised VARCHAR(64) NOT NULL,
    context TEXT, source VARCHAR(64) NOT NULL REFERENCES texts (hash), target VARCHAR(64) NOT NULL,
    previous_context TEXT, previous VARCHAR(64) REFERENCES texts (hash), origin TEXT NOT NULL,
    PRIMARY KEY (site, path, position)
);
INSERT INTO flagged VALUES ('example', 'fr.po', 0, '', 'title', 'h1', 't', 'title', 'h2', '');
CREATE TABLE contents (
    site VARCHAR(63) NOT NULL, locale VARCHAR(35) NOT NULL, post VARCHAR(255) NOT NULL, sha256 VARCHAR(64) NOT NULL,
    PRIMARY KEY (site, locale, post)
);
ALTER TABLE runs ADD COLUMN outcome TEXT DEFAULT '' NOT NULL;
UPDATE schema_version SET version = 2;
"""


def test_what_was_fuzzy_is_known_from_a_ledger_without_plural_texts_before_and_after_it_is_changed(
    site: Site,
) -> None:
    make(site, FIRST + FLAGGED_6)
    flag = Flagged("title", "The house", "t", "title", "The garden")
    expected = {"fr.po": HandedOut("", (flag,))}
    assert read_handed_out(site) == expected
    with open_ledger(site):
        pass
    assert read_handed_out(site) == expected
    assert rows(site, "SELECT version FROM schema_version") == [(VERSION,)]


PUBLICATIONS_9 = """
DROP TABLE publications;
CREATE TABLE publications (
    site VARCHAR(63) NOT NULL, locale VARCHAR(35) NOT NULL, post VARCHAR(255) NOT NULL, live VARCHAR(64) NOT NULL,
    catalog VARCHAR(64) NOT NULL, ready VARCHAR(32), bounded INTEGER NOT NULL, PRIMARY KEY (site, locale, post)
);
INSERT INTO publications VALUES ('example', 'fr', 'posts/1', 'l1', 'c1', NULL, 1);
UPDATE schema_version SET version = 9;
"""


def test_what_was_noted_of_live_pages_is_known_before_and_after_a_ledger_is_changed(site: Site) -> None:
    with open_ledger(site):
        pass
    make(site, PUBLICATIONS_9)
    noted = PublicationBase("l1", "c1", bounded=True)
    expected = {("fr", "posts/1"): noted}
    assert read_bases(site) == expected
    with open_ledger(site) as ledger:
        ledger.record_bases({("fr", "posts/1"): replace(noted, accepted=True)})
    assert read_bases(site) == {("fr", "posts/1"): replace(noted, accepted=True)}
    assert rows(site, "SELECT version FROM schema_version") == [(VERSION,)]
