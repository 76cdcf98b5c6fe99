"""A ledger that is lost costs dates; one that cannot be used costs nothing, and says what to do."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from calque.errors import LedgerError
from calque.ledger.read import read_history
from calque.ledger.write import open_ledger
from calque.model import History, LocaleStatus, PageStatus, SegmentState, SourceRevision, Status, UnitStatus
from reading_room import html
from rights import bound_by_rights

TEXTS = (
    "We open the doors at nine in the morning and close them when the last visitor has left.",
    "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs.",
    "Whoever wants to borrow a book needs a card, which costs nothing and lasts for three years.",
)
FRENCH = (
    "Nous ouvrons les portes à neuf heures du matin et fermons quand le dernier visiteur est parti.",
    "Derrière la maison s'étend un jardin avec de vieux pommiers, deux bancs et un étang de grenouilles.",
    "Pour emprunter un livre, il faut une carte qui ne coûte rien et reste valable trois ans.",
)
WAIVER = '[[waive]]\npost = "posts/3"\nrevision = 2026-05-04\nby = "marie"\non = 2026-05-06\n'


@pytest.fixture
def site(workspace):
    """Three posts: stale and missing texts in one, a fuzzy and a twofold one in another, a waived one in the third."""
    answers = dict(zip(TEXTS, FRENCH, strict=True))
    for number in (1, 2, 3):
        workspace.post(number, html(*TEXTS))
    workspace.sync("2026-05-01")
    workspace.translate(1, {TEXTS[0]: FRENCH[0]})
    workspace.translate(2, answers)
    workspace.translate(3, answers)
    workspace.sync("2026-05-02")
    second = workspace.catalog(2)
    text = second.read_text(encoding="utf-8").replace('msgctxt "title"', '#, fuzzy\nmsgctxt "title"')
    second.write_text(f'{text}\nmsgid "{TEXTS[2]}"\nmsgstr "Une carte, trois ans."\n', encoding="utf-8")
    for number in (1, 3):
        texts = (TEXTS[0].replace("doors", "gates"), *TEXTS[1:])
        workspace.post(number, html(*texts), modified_gmt="2026-05-04T08:00:00")
    workspace.sync("2026-05-05")
    workspace.configure((workspace.root / "calque.toml").read_text() + WAIVER)
    workspace.sync("2026-05-06")
    return workspace


def ledger_file(site) -> Path:
    return site.root / ".calque" / "ledger.sqlite"


def lose(site) -> None:
    for path in (site.root / ".calque").glob("*"):
        path.unlink()


def undated(status: Status) -> list[PageStatus]:
    def without(unit: UnitStatus) -> UnitStatus:
        return replace(unit, since=None, bounded=False)

    pages = [
        replace(page, since=None, bounded=False, priority=0.0, units=tuple(map(without, page.units)))
        for page in status.pages
    ]
    return sorted(pages, key=lambda page: page.key)


def figures(status: Status) -> list[LocaleStatus]:
    return [replace(row, since=None, bounded=False) for row in status.locales]


def test_a_lost_ledger_costs_dates_alone(site) -> None:
    before, files = site.sync("2026-05-07").status, site.files()
    states = {unit.state for page in before.pages for unit in page.units}
    assert states >= {SegmentState.STALE, SegmentState.MISSING, SegmentState.CONFLICT}
    lose(site)
    after = site.sync("2026-05-08").status
    assert undated(after) == undated(before)
    assert figures(after) == figures(before)
    assert site.files() == files
    dated = [unit for page in after.pages for unit in page.units if unit.since]
    assert all(unit.bounded for unit in dated if unit.state is not SegmentState.MISSING)
    wanted = {unit.since for unit in dated if unit.state is SegmentState.MISSING}
    assert wanted == {datetime(2026, 5, 8, 12, tzinfo=UTC)}  # as of a page first seen that day
    assert undated(site.sync("2026-05-09").status) == undated(before)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def scribble(path: Path) -> None:
    path.write_bytes(b"this is no database, whatever its name says" * 200)


def empty_table(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + b"\x00" * 4080)


TOLD = [("unreadable_ledger", ".calque/ledger.sqlite")]


@pytest.mark.parametrize("damage", [truncate, scribble, empty_table])
def test_a_damaged_ledger_is_set_aside_and_costs_dates_alone(site, damage: Callable[[Path], None]) -> None:
    for path in (site.root / ".calque").glob("ledger.sqlite-*"):
        path.unlink()
    damage(ledger_file(site))
    damaged, files = ledger_file(site).read_bytes(), site.files()
    tried = site.sync("2026-05-07", dry_run=True)
    assert [(one.code, one.place) for one in tried.status.findings if one.severity == "error"] == TOLD
    assert ledger_file(site).read_bytes() == damaged
    status = site.sync("2026-05-07").status
    (told,) = [one for one in status.findings if one.severity == "error"]
    assert [(told.code, told.place)] == TOLD
    assert "it is kept as .calque/ledger.damaged.sqlite" in told.message
    assert (site.root / ".calque" / "ledger.damaged.sqlite").read_bytes() == damaged
    assert site.files() == files
    assert [one for one in site.sync("2026-05-08").status.findings if one.severity == "error"] == []


@contextmanager
def full_disk(limit: int) -> Iterator[None]:
    """Let no file grow beyond `limit` bytes for the length of the block."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_the_ledger_as_it_was(site) -> None:
    before = read_history(site.site)
    moment = datetime(2026, 5, 7, tzinfo=UTC)
    many = {
        ("en", f"posts/{number}"): History((SourceRevision(moment, moment, ((None, f"{number}" * 500),)),))
        for number in range(100, 400)
    }

    def record() -> None:
        with full_disk(ledger_file(site).stat().st_size), open_ledger(site.site) as ledger:
            ledger.record_revisions(many)

    with pytest.raises(LedgerError, match="free space, then sync again"):
        record()
    assert read_history(site.site) == before
    site.sync("2026-05-08")


def test_a_ledger_that_is_read_only_says_so_and_the_next_sync_notes_what_it_could_not(site) -> None:
    ledger_file(site).chmod(0o444)
    site.post(4, html(*TEXTS))
    with bound_by_rights(), pytest.raises(LedgerError, match="mend the rights"):
        site.sync("2026-05-07")
    for path in (site.root / ".calque").glob("ledger.sqlite*"):
        path.chmod(0o644)
    assert site.sync("2026-05-08").status.posts == 4
    assert ("en", "posts/4") in read_history(site.site)
