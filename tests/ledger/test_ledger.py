"""The ledger remembers revisions and what to expect, and says what to do where it cannot be used."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from calque.config import parse_site
from calque.errors import LedgerError
from calque.ledger.read import (
    read_contents,
    read_handed_out,
    read_history,
    read_presence,
    read_translated,
)
from calque.ledger.runs import read_runs
from calque.ledger.write import open_ledger
from calque.model import (
    History,
    LocaleStatus,
    PageState,
    PageStatus,
    Publication,
    SegmentState,
    Site,
    SourceRevision,
    Status,
    Tally,
    UnitStatus,
)
from calque.po import Flagged, HandedOut
from calque.states.progress import record_of
from rights import bound_by_rights

CONFIG = """
[site]
name = "example"
url = "https://example.org"
source = "en"
[locales.fr]
prefix = "fr"
"""


def moment(day: int) -> datetime:
    return datetime(2026, 5, day, 8, 30, tzinfo=UTC)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return parse_site(CONFIG, place="calque.toml", root=tmp_path)


HISTORY = {
    ("en", "posts/1"): History(
        (
            SourceRevision(moment(1), moment(2), ((None, "a"), ("title", "ü \u2028 日"))),
            SourceRevision(moment(3), moment(4), ((None, "b"), (None, "b"))),
        )
    ),
    ("en", "posts/2"): History((SourceRevision(None, moment(4), ((None, "a"),)),)),
}


def test_revisions_come_back_as_they_went_in(site: Site) -> None:
    with open_ledger(site) as ledger:
        assert ledger.record_revisions(HISTORY) == 3
    assert read_history(site) == HISTORY


def test_a_revision_is_recorded_once(site: Site) -> None:
    for added in (3, 0):
        with open_ledger(site) as ledger:
            assert ledger.record_revisions(HISTORY) == added


def test_an_undated_text_that_comes_back_is_recorded_again(site: Site) -> None:
    texts = ((1, "a"), (2, "b"), (3, "a"))
    again = History(tuple(SourceRevision(None, moment(day), ((None, text),)) for day, text in texts))
    for _ in range(2):
        with open_ledger(site) as ledger:
            ledger.record_revisions({("en", "posts/1"): again})
    assert read_history(site) == {("en", "posts/1"): again}


def test_presence_is_replaced(site: Site) -> None:
    for presence in (
        {("en", "posts/1"): 0, ("en", "posts/2"): 0},
        {("en", "posts/1"): 1, ("fr", "posts/1"): 0},
    ):
        with open_ledger(site) as ledger:
            ledger.record_presence(presence)
        assert read_presence(site) == presence


def test_an_error_leaves_the_ledger_as_it_was(site: Site) -> None:
    with open_ledger(site) as ledger:
        ledger.record_presence({("en", "posts/1"): 0})

    def fail() -> None:
        with open_ledger(site) as ledger:
            ledger.record_presence({})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert read_presence(site) == {("en", "posts/1"): 0}


def test_two_sites_share_a_database_without_mixing(site: Site, tmp_path: Path) -> None:
    other = parse_site(CONFIG.replace('"example"', '"other"'), place="calque.toml", root=tmp_path)
    with open_ledger(site) as ledger:
        ledger.record_revisions(HISTORY)
    assert read_history(other) == {}


def test_no_ledger_yet_is_no_history(site: Site) -> None:
    assert (read_history(site), read_presence(site)) == ({}, {})


def test_a_damaged_ledger_says_what_to_do(site: Site) -> None:
    (site.root / ".calque").mkdir()
    (site.root / ".calque" / "ledger.sqlite").write_bytes(b"this is no database, whatever its name says" * 50)
    with pytest.raises(LedgerError, match="sets it aside"):
        read_history(site)
    with pytest.raises(LedgerError, match="sets it aside"), open_ledger(site):
        pass


def test_a_ledger_of_a_newer_calque_is_refused(site: Site) -> None:
    with open_ledger(site):
        pass
    with sqlite3.connect(site.root / ".calque" / "ledger.sqlite") as connection:
        connection.execute("UPDATE schema_version SET version = 99")
    connection.close()
    with pytest.raises(LedgerError, match="schema 99"), open_ledger(site):
        pass


def test_a_run_killed_before_its_first_transaction_landed_leaves_no_ledger_behind(site: Site) -> None:
    """All tables are made in the one transaction of the run, so there are all of them or none."""

    def killed() -> None:
        with open_ledger(site) as ledger:
            ledger.record_presence({("en", "posts/1"): 0})
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        killed()
    assert (site.root / ".calque" / "ledger.sqlite").exists()
    assert (read_history(site), read_presence(site)) == ({}, {})
    with open_ledger(site) as ledger:
        ledger.record_presence({("en", "posts/1"): 0})
    assert read_presence(site) == {("en", "posts/1"): 0}


def test_a_ledger_in_a_read_only_folder_is_read(site: Site) -> None:
    with open_ledger(site) as ledger:
        ledger.record_presence({("en", "posts/1"): 0})
    folder = site.root / ".calque"
    folder.chmod(0o555)
    try:
        with bound_by_rights():
            assert read_presence(site) == {("en", "posts/1"): 0}
    finally:
        folder.chmod(0o755)


def page_of(number: int, state: PageState, words: int) -> PageStatus:
    missing = (SegmentState.MISSING,)
    unit = UnitStatus(
        state=SegmentState.MISSING,
        flags=missing,
        source="x",
        target="",
        context=None,
        confirmed=None,
        change=None,
        words=words,
        since=moment(1),
        bounded=False,
        reference="",
        line=0,
    )
    return PageStatus(
        locale="fr",
        flags=(),
        source_url="https://example.org",
        publication=Publication.PUBLISHED,
        **dict.fromkeys(("url", "edit_url", "on_site", "pairing", "pairing_reason", "declared"), ""),
        **dict.fromkeys(("observed", "catalog"), ""),
        **dict.fromkeys(("evidence", "counts"), ()),
        key=f"posts/{number}",
        title=f"Post {number}",
        state=state,
        total=Tally(4, 40),
        percent=50,
        percent_words=50,
        since=moment(1),
        bounded=False,
        priority=0.0,
        units=(unit,) if words else (),
    )


def status_of(day: int, *pages: PageStatus) -> Status:
    counts = ((SegmentState.TRANSLATED, Tally(2, 20)),)
    row = LocaleStatus("fr", "po", (), Tally(4, 40), counts, 50, 50, None, Tally(), 0)
    return Status("example", "en", moment(day), 1, (row,), pages, ())


def note(site: Site, status: Status) -> None:
    with open_ledger(site) as ledger:
        ledger.record_run(status, started=status.measured, version="1", written=0)


def test_a_run_keeps_the_pages_that_are_not_as_they_were(site: Site) -> None:
    note(site, status_of(1, page_of(1, PageState.STALE, 3), page_of(2, PageState.CURRENT, 0)))
    note(site, status_of(2, page_of(1, PageState.STALE, 3), page_of(2, PageState.PARTIAL, 5)))
    note(site, status_of(3, page_of(1, PageState.STALE, 3), page_of(2, PageState.PARTIAL, 5)))
    note(site, status_of(4, page_of(2, PageState.PARTIAL, 5)))
    runs = read_runs(site)
    assert [run.measured for run in runs] == [moment(day) for day in (1, 2, 3, 4)]
    assert [[(one.key, one.state, one.words) for one in run.pages] for run in runs] == [
        [("posts/1", "stale", 3), ("posts/2", "current", 0)],
        [("posts/2", "partial", 5)],
        [],
        [("posts/1", None, 0)],
    ]
    assert runs[0].percents == (("fr", 50),)
    assert runs[0].pages[0] == record_of(page_of(1, PageState.STALE, 3))


def test_a_run_that_failed_is_no_report(site: Site) -> None:
    note(site, status_of(1, page_of(1, PageState.STALE, 3)))
    with open_ledger(site) as ledger:
        ledger.record_failure("the disk is full", started=moment(2), finished=moment(2), version="1")
    assert [run.measured for run in read_runs(site)] == [moment(1)]


@pytest.fixture
def of_few_values(monkeypatch: pytest.MonkeyPatch) -> int:
    """Let SQLite take 999 values in a statement, as older builds do; others take 32,766, or 250,000."""
    connect = sqlite3.connect

    def limited(*place: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*place, **options)
        connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
        return connection

    monkeypatch.setattr(sqlite3, "connect", limited)
    return 999


def test_a_page_may_have_more_texts_than_a_statement_takes_values(site: Site, of_few_values: int) -> None:
    units = tuple((None, f"text {number}") for number in range(of_few_values + 1))
    long = {("en", "posts/1"): History((SourceRevision(moment(1), moment(1), units),))}
    flagged = HandedOut("", tuple(Flagged(None, text, "t", previous_plural=f"{text}s") for _, text in units))
    with open_ledger(site) as ledger:
        ledger.record_revisions(long)
        ledger.record_handed_out({"fr.po": flagged})
    assert read_history(site) == long
    assert read_handed_out(site) == {"fr.po": flagged}


def test_a_run_is_noted_the_same_by_runs_that_were_read_before(site: Site) -> None:
    other = replace(site, name="twin")
    for number, page in enumerate((PageState.STALE, PageState.STALE, PageState.CURRENT), start=1):
        found = status_of(number, page_of(1, page, 3), *([page_of(2, page, 5)] if number < 3 else []))
        note(site, found)
        with open_ledger(other) as ledger:
            runs = read_runs(other)
            ledger.record_run(found, started=found.measured, version="1", written=0, runs=runs)
    assert read_runs(other) == read_runs(site)
    assert [len(run.pages) for run in read_runs(other)] == [2, 0, 2]


def test_a_new_key_that_is_noted_already_gives_way_to_the_old_one(site: Site) -> None:
    """As where a run saw both, and the old one is gone now."""
    old, new = ("en", "posts/1"), ("en", "pages/1")
    with open_ledger(site) as ledger:
        ledger.record_revisions(HISTORY)
        ledger.record_revisions({new: History((SourceRevision(moment(2), moment(2), ((None, "new"),)),))})
        ledger.record_contents({old: "a", new: "b"})
        for number in (1, 2):
            page = page_of(1, PageState.STALE, number)
            both = status_of(number, page, replace(page, key="pages/1", title="The new one"))
            ledger.record_run(both, started=moment(number), version="1", written=0)
    with open_ledger(site) as ledger:
        ledger.rename({old: new})
    assert read_contents(site) == {new: "a"}
    assert read_history(site)[new] == HISTORY[old]
    pages = [(page.key, page.title) for run in read_runs(site) for page in run.pages]
    assert pages == [("pages/1", "Post 1")] * 2


def test_a_live_page_of_another_type_renames_no_source_with_its_number(site: Site) -> None:
    """The sites of a multisite count their ids by themselves."""
    note(site, status_of(1, page_of(1, PageState.STALE, 3)))
    with open_ledger(site) as ledger:
        ledger.rename({("fr", "posts/1"): ("fr", "pages/1")})
    assert [page.key for run in read_runs(site) for page in run.pages] == ["posts/1"]


def test_what_is_known_of_a_catalog_goes_to_its_new_name(site: Site) -> None:
    flagged = HandedOut("", (Flagged(None, "a", "b"),))
    with open_ledger(site) as ledger:
        ledger.record_handed_out({"old.po": flagged, "new.po": HandedOut("", (Flagged(None, "x", "y"),))})
        ledger.record_translated({"old.po": b"8 bytes.", "new.po": b"8 others"})
        ledger.rename_catalogs({"old.po": "new.po"})
    assert read_handed_out(site) == {"new.po": flagged}
    assert read_translated(site) == {"new.po": b"8 bytes."}
