"""Many pages that turn stale at once are one question, not an alarm each; nothing is written before it is answered."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from calque.pipeline.status import status
from calque.reports.asked import without_question
from calque.reports.html import render_page

TEXT = "We open the doors of house number {} at nine and close them when the last visitor has left."
FRENCH = "Nous ouvrons les portes de la maison numéro {} à neuf heures et fermons après le dernier visiteur."
POSTS = 40


def edit(workspace, numbers: range, *, day: str = "2026-05-05") -> None:
    for number in numbers:
        text = TEXT.format(number).replace("doors", "gates")
        workspace.post(number, f"<p>{text}</p>", modified_gmt=f"{day}T10:00:00")


@pytest.fixture
def site_of_forty(workspace):
    """Forty posts, each with its one paragraph translated."""
    for number in range(1, POSTS + 1):
        workspace.post(number, f"<p>{TEXT.format(number)}</p>")
    workspace.sync("2026-05-01")
    for number in range(1, POSTS + 1):
        workspace.translate(number, {TEXT.format(number): FRENCH.format(number)})
    workspace.sync("2026-05-02")
    return workspace


def codes(outcome) -> list[str]:
    return [finding.code for finding in outcome.status.findings]


def test_more_than_a_fifth_at_once_is_one_finding_and_nothing_is_written(site_of_forty) -> None:
    before = site_of_forty.files()
    report = (site_of_forty.root / "report.html").read_bytes()
    edit(site_of_forty, range(1, 10))
    for day in ("2026-05-05", "2026-05-06"):
        edit(site_of_forty, range(10, 12))
        outcome = site_of_forty.sync(day)
        assert (codes(outcome), outcome.files) == (["mass_change"], ())
        assert "11 of 40 pages became stale at once" in outcome.status.findings[0].message
        assert site_of_forty.files() == before
    asked = read_report(site_of_forty)
    assert asked.count('id="asked"') == 1
    assert "11 of 40 pages became stale at once" in asked
    assert "The sync of 6 May 2026" in asked
    for answer in ("calque sync", "calque sync --accept mass_change"):
        assert f"<code>{answer}</code>" in asked
    assert "".join(without_question(asked)).encode() == report, (
        "the last good report, and the question on top"
    )
    measured = status(site_of_forty.site, now=lambda: datetime(2026, 5, 6, tzinfo=UTC))
    assert [finding.code for finding in measured.findings] == ["mass_change"]
    with closing(sqlite3.connect(site_of_forty.root / ".calque" / "ledger.sqlite")) as ledger:
        outcomes = [row[0] for row in ledger.execute("SELECT outcome FROM runs ORDER BY id")]
    assert [bool(outcome) for outcome in outcomes] == [False, False, True, True]


def read_report(site) -> str:
    return (site.root / "report.html").read_text(encoding="utf-8")


def test_the_status_of_a_held_site_opens_with_the_question(site_of_forty) -> None:
    edit(site_of_forty, range(1, 12))
    page = render_page(status(site_of_forty.site, now=lambda: datetime(2026, 5, 6, tzinfo=UTC)))
    assert page.index('<section id="asked"') < page.index('<section id="standing"')
    assert "<code>calque sync --accept mass_change</code>" in page


def test_accepted_it_is_written_and_asked_no_more(site_of_forty) -> None:
    edit(site_of_forty, range(1, 12))
    site_of_forty.sync("2026-05-05")
    assert 'id="asked"' in read_report(site_of_forty)
    assert len(site_of_forty.sync("2026-05-05", accept=["mass_change"]).files) == 22
    assert codes(site_of_forty.sync("2026-05-06")) == []
    assert 'id="asked"' not in read_report(site_of_forty)


def test_mended_at_the_source_it_never_happened(site_of_forty) -> None:
    before = site_of_forty.files()
    edit(site_of_forty, range(1, 12))
    site_of_forty.sync("2026-05-05")
    for number in range(1, 12):
        site_of_forty.post(number, f"<p>{TEXT.format(number)}</p>", modified_gmt="2026-05-06T10:00:00")
    outcome = site_of_forty.sync("2026-05-06")
    assert (codes(outcome), outcome.files, site_of_forty.files()) == ([], (), before)
    assert 'id="asked"' not in read_report(site_of_forty)


@pytest.mark.parametrize("last", [8, 9], ids=["eight of forty", "nine of forty, fewer than ten"])
def test_a_days_work_is_none(site_of_forty, last: int) -> None:
    edit(site_of_forty, range(1, last + 1))
    assert codes(site_of_forty.sync("2026-05-05")) == []


def test_pages_that_nobody_translated_do_not_count(site_of_forty) -> None:
    for number in range(1, 20):
        site_of_forty.translate(number, {TEXT.format(number): ""})
    site_of_forty.sync("2026-05-03")
    edit(site_of_forty, range(1, 20))
    assert codes(site_of_forty.sync("2026-05-05")) == []


def test_what_was_stale_before_does_not_count(site_of_forty) -> None:
    for day, numbers in (("2026-05-05", range(1, 8)), ("2026-05-06", range(8, 15))):
        edit(site_of_forty, numbers)
        assert codes(site_of_forty.sync(day)) == []


def test_it_is_a_question_with_both_answers(site_of_forty) -> None:
    edit(site_of_forty, range(1, 12))
    outcome = site_of_forty.sync("2026-05-05")
    (finding,) = outcome.status.findings
    assert outcome.held
    assert finding.message.endswith(
        "is that meant? Nothing is written before somebody answers: mend the source, then `calque sync`; or, where it "
        "is meant, `calque sync --accept mass_change`"
    )
