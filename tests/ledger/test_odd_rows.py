"""A row that calque did not write so costs what it said, and nothing else of the ledger."""

import sqlite3
from contextlib import closing

import pytest

from calque.ledger.odd import OddRow
from calque.ledger.read import read_contents, read_handed_out, read_history, read_presence, read_translated
from calque.ledger.runs import read_runs
from calque.pipeline.status import status

FIRST = "We open the doors at nine in the morning and close them when the last visitor has left."
SECOND = "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs."
FRENCH = {
    FIRST: "Nous ouvrons les portes à neuf heures du matin et fermons quand le dernier visiteur est parti.",
    SECOND: "Derrière la maison s'étend un jardin avec de vieux pommiers, deux bancs et un étang.",
}
WHERE = {"{one}": "post = 'posts/1'", "{catalog}": "path LIKE '%post-1-%'"}
ODD = {
    "a hash that is none": "UPDATE contents SET sha256 = x'00' WHERE {one}",
    "a hash that is no UTF-8": "UPDATE contents SET sha256 = CAST(x'ff' AS TEXT) WHERE {one}",
    "digests in words": "UPDATE translated SET packed = 'many' WHERE {catalog}",
    "a number of digests": "UPDATE translated SET packed = 7 WHERE {catalog}",
    "digests that are none": "UPDATE translated SET packed = x'00' WHERE {catalog}",
    "an origin of bytes": "UPDATE flagged SET origin = x'00' WHERE {catalog}",
    "a target of bytes": "UPDATE flagged SET target = x'00' WHERE {catalog}",
    "a previous context of bytes": "UPDATE flagged SET previous_context = x'00' WHERE {catalog}",
    "a flag of a text that is not there": "UPDATE flagged SET source = 'none' WHERE {catalog}",
    "a flag of an earlier text that is not there": "UPDATE flagged SET previous = 'none' WHERE {catalog}",
    "a date that is none": "UPDATE revisions SET first_seen = 'yesterday' WHERE {one}",
    "a date without zone": "UPDATE revisions SET first_seen = '2026-05-05' WHERE {one}",
    "a date of saving that is none": "UPDATE revisions SET modified = '2026-13-01' WHERE {one}",
    "a text that is missing": "DELETE FROM revision_units WHERE position = 0 AND revision IN "
    "(SELECT id FROM revisions WHERE {one})",
    "a text that is nowhere": "UPDATE revision_units SET text = 'none' WHERE position = 1 AND revision IN "
    "(SELECT id FROM revisions WHERE {one})",
    "a context of bytes": "UPDATE revision_units SET context = x'00' WHERE revision IN "
    "(SELECT id FROM revisions WHERE {one})",
    "a text of bytes": "UPDATE texts SET text = x'00' WHERE text LIKE '%gates%'",
    "absences in words": "UPDATE posts SET absences = 'many' WHERE {one}",
    "a post in posts that is no UTF-8": "UPDATE posts SET post = CAST(x'ff' AS TEXT) WHERE {one}",
    "a post in posts of bytes": "UPDATE posts SET post = x'00' WHERE {one}",
    "a locale in posts that is no UTF-8": "UPDATE posts SET locale = CAST(x'ff' AS TEXT) WHERE {one}",
    "a locale in posts of bytes": "UPDATE posts SET locale = x'00' WHERE {one}",
    "a post in contents that is no UTF-8": "UPDATE contents SET post = CAST(x'ff' AS TEXT) WHERE {one}",
    "a post in contents of bytes": "UPDATE contents SET post = x'00' WHERE {one}",
    "a locale in contents that is no UTF-8": "UPDATE contents SET locale = CAST(x'ff' AS TEXT) WHERE {one}",
    "a locale in contents of bytes": "UPDATE contents SET locale = x'00' WHERE {one}",
    "a post in revisions that is no UTF-8": "UPDATE revisions SET post = CAST(x'ff' AS TEXT) WHERE {one}",
    "a post in revisions of bytes": "UPDATE revisions SET post = x'00' WHERE {one}",
    "a locale in revisions that is no UTF-8": "UPDATE revisions SET locale = CAST(x'ff' AS TEXT) WHERE {one}",
    "a locale in revisions of bytes": "UPDATE revisions SET locale = x'00' WHERE {one}",
    "a path in flagged that is no UTF-8": "UPDATE flagged SET path = CAST(x'ff' AS TEXT) WHERE {catalog}",
    "a path in flagged of bytes": "UPDATE flagged SET path = x'00' WHERE {catalog}",
    "a path in translated that is no UTF-8": "UPDATE translated SET path = CAST(x'ff' AS TEXT) WHERE {catalog}",
    "a path in translated of bytes": "UPDATE translated SET path = x'00' WHERE {catalog}",
    "a place in words": "UPDATE flagged SET position = 'first' WHERE {catalog}",
    "a text that is no UTF-8": "UPDATE texts SET text = CAST(x'ff' AS TEXT) WHERE text LIKE '%gates%'",
}


@pytest.fixture
def site(workspace):
    """Two posts with a stale text each, so that every table has a row of both."""
    for number in (1, 2):
        workspace.post(number, f"<p>{FIRST}</p><p>{SECOND}</p>")
    workspace.sync("2026-05-01")
    for number in (1, 2):
        workspace.translate(number, FRENCH)
    workspace.sync("2026-05-02")
    for number, word in ((1, "gates"), (2, "windows")):
        workspace.post(
            number,
            f"<p>{FIRST.replace('doors', word)}</p><p>{SECOND}</p>",
            modified_gmt="2026-05-04T08:00:00",
        )
    workspace.sync("2026-05-05")
    return workspace


def put(site, statement: str) -> None:
    for name, condition in WHERE.items():
        statement = statement.replace(name, condition)
    with closing(sqlite3.connect(site.root / ".calque" / "ledger.sqlite")) as connection, connection:
        assert connection.execute(statement).rowcount


def known(site) -> list[dict]:
    """Return all that the ledger says of the second post and of the runs."""
    rows = [
        read(site.site)
        for read in (read_history, read_contents, read_presence, read_handed_out, read_translated)
    ]
    named = [{key: value for key, value in some.items() if "2" in str(key)} for some in rows]
    assert all(named)
    return named


def odd_rows(site) -> list[OddRow]:
    """Return the rows of the ledger that cannot be read: a sync of what changed does not look at all."""
    odd: list[OddRow] = []
    for read in (read_history, read_contents, read_presence, read_handed_out, read_translated):
        read(site.site, on_odd=odd.append)
    return odd


@pytest.mark.parametrize("statement", ODD.values(), ids=ODD)
def test_it_is_told_once_and_the_rest_is_kept(site, statement: str) -> None:
    before, runs, files = known(site), read_runs(site.site), site.files()
    put(site, statement)
    tried = site.sync("2026-05-06", dry_run=True)
    outcome = site.sync("2026-05-06")
    for one, then in ((tried, "the next sync deletes them"), (outcome, "they are deleted")):
        (told,) = (row for row in one.status.findings if row.severity == "error")
        assert (told.code, told.place) == ("unreadable_ledger", ".calque/ledger.sqlite")
        assert "cannot be read" in told.message
        assert then in told.message
    assert site.files() == files
    assert not list((site.root / ".calque").glob("*damaged*"))
    assert known(site) == before
    assert read_runs(site.site)[: len(runs)] == runs
    assert [one.code for one in site.sync("2026-05-07").status.findings] == []
    assert odd_rows(site) == []
    assert site.files() == files


def test_a_status_says_it_and_leaves_the_ledger_as_it_is(site) -> None:
    put(site, ODD["a date that is none"])
    for _ in range(2):
        found = status(site.site, now=lambda: site.sync("2026-05-06", dry_run=True).status.measured)
        assert [one.code for one in found.findings if one.severity == "error"] == ["unreadable_ledger"]
