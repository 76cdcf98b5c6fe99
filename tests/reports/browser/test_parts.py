"""A report of several pages in a browser: every address leads to the page where its entry stands."""

import dataclasses
from pathlib import Path

import pytest

from calque.model import Status
from calque.reports.files import report_files
from chromium import Tab

pytestmark = pytest.mark.e2e


@pytest.fixture
def report(tmp_path: Path, status: Status) -> Path:
    """A report in which French has two pages."""
    first = status.pages[0]
    pages = tuple(dataclasses.replace(first, key=f"posts/{number}") for number in range(130))
    large = dataclasses.replace(status, pages=pages, comparison=None)
    for one in report_files(large, "report.html", limit=150_000):
        (tmp_path / one.name).write_text("".join(one.parts), encoding="utf-8")
    assert (tmp_path / "report-fr.2.html").exists()
    return tmp_path / "report.html"


def place(tab: Tab) -> str:
    tab.run("new Promise((done) => setTimeout(done, 500))")
    return str(tab.run("location.pathname.split('/').pop() + location.hash"))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", "report.html"),
        ("#locale=fr&state=stale", "report-fr.html#locale=fr&state=stale"),
        ("#at=fr/posts/1", "report-fr.html#at=fr/posts/1"),
        ("#at=fr/posts/129", "report-fr.2.html#at=fr/posts/129"),
        ("#locale=xx", "report.html#locale=xx"),
    ],
)
def test_an_address_of_the_overview_leads_to_the_page_of_its_locale(
    tab: Tab, report: Path, address: str, expected: str
) -> None:
    tab.open(report, address)
    assert place(tab) == expected
    assert tab.complaints == []


def test_an_entry_further_down_stands_open_on_its_own_page(tab: Tab, report: Path) -> None:
    tab.open(report, "#at=fr/posts/129")
    place(tab)
    assert tab.run("document.querySelector('.entry[open]').id") == "at=fr/posts/129"


def test_the_figures_of_the_overview_lead_to_what_they_count(tab: Tab, report: Path) -> None:
    tab.open(report)
    link = tab.run("document.querySelector('#locales [data-filter] a').getAttribute('href')")
    assert link == "report-fr.html#locale=fr"
