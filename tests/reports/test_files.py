"""A report too large for one page: an overview and pages for each locale, with the same figures."""

import dataclasses
import json
from typing import Any

import pytest
from bs4 import BeautifulSoup

from calque.model import PageStatus, SegmentState, Status, Truth, UnitStatus
from calque.reports.files import report_files
from calque.reports.html import render_page
from calque.sources.no_pages import is_own_report
from calque.states.outstanding import outstanding
from calque.states.sums import Sums, measure_locale, page_sums

LIMIT = 120_000
"""Bytes a page in these tests: little more than style, script and sections take."""


def pages_of(status: Status, limit: int = LIMIT) -> dict[str, str]:
    """Return the text of each file of a report."""
    return {one.name: "".join(one.parts) for one in report_files(status, "report.html", limit=limit)}


def data_of(text: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(BeautifulSoup(text, "html.parser").select_one("#data").string)
    return data


def many(status: Status, count: int, words: int = 30) -> Status:
    """Return a status with so many pages of each locale, each with a text to translate."""
    first = status.pages[0]
    made = tuple(
        dataclasses.replace(
            first,
            key=f"posts/{number}",
            locale=tag,
            title=f"Post {number}",
            units=(_unit(number, words),),
            live=(),
        )
        for number in range(count)
        for tag in ("fr", "de")
    )
    return _summed(dataclasses.replace(status, comparison=None, pages=made, handoffs=()))


def _unit(number: int, words: int) -> UnitStatus:
    return UnitStatus(
        state=SegmentState.MISSING,
        flags=(SegmentState.MISSING,),
        source=f"{number} " + "word " * words,
        target="",
        context=None,
        confirmed=None,
        change=None,
        words=words,
        since=None,
        bounded=False,
        reference="",
        line=0,
    )


def _summed(status: Status) -> Status:
    tags = dict.fromkeys(page.locale for page in status.pages)
    rows = (
        measure_locale(
            tag,
            Truth.PO,
            sum((page_sums(one) for one in _of(status, tag)), Sums()),
            outstanding(_of(status, tag)),
        )
        for tag in tags
    )
    return dataclasses.replace(status, locales=tuple(rows))


def _of(status: Status, tag: str) -> list[PageStatus]:
    return [page for page in status.pages if page.locale == tag]


def test_a_small_report_is_one_page(status: Status) -> None:
    assert pages_of(status, 5_000_000) == {"report.html": render_page(status)}


def test_a_large_report_is_an_overview_and_a_page_for_each_locale(status: Status) -> None:
    pages = pages_of(many(status, 60))
    assert list(pages) == ["report-fr.html", "report-de.html", "report.html"]
    overview = BeautifulSoup(pages["report.html"], "html.parser")
    assert [link["href"] for link in overview.select(".files a")] == ["report-fr.html", "report-de.html"]
    for template in overview("template"):  # soupsieve before 4 looks into what the script copies
        template.decompose()
    assert not overview.select("#filters, .entry")
    french = BeautifulSoup(pages["report-fr.html"], "html.parser")
    assert french.title.string == "Translations of Quarter Gazette: French"
    assert french.select_one("nav a")["href"] == "report.html"
    assert not french.select("#pages")
    assert {entry["locale"] for entry in data_of(pages["report-fr.html"])["entries"]} == {"fr"}


def test_what_leads_to_an_entry_leads_to_the_page_of_its_locale(status: Status) -> None:
    overview = BeautifulSoup(pages_of(many(status, 60))["report.html"], "html.parser")
    assert overview.select_one(".things a.title")["href"] == "report-fr.html#at=fr/posts/0"
    assert overview.select_one("#matrix td a")["href"] == "report-fr.html#at=fr/posts/0"
    filters = overview.select("#locales [data-filter]")
    assert {node["data-file"] for node in filters} == {"report-fr.html", "report-de.html"}
    assert data_of(str(overview))["files"] == {"fr": "report-fr.html", "de": "report-de.html"}


def test_a_locale_too_large_for_a_page_is_split_in_the_order_of_the_work(status: Status) -> None:
    large = many(status, 400)
    pages = pages_of(large)
    french = [name for name in pages if name.startswith("report-fr")]
    assert french[:2] == ["report-fr.html", "report-fr.2.html"]
    listed = [entry["id"] for name in french for entry in data_of(pages[name])["entries"]]
    assert listed == [f"at=fr/{page.key}" for page in _of(large, "fr")]
    assert [data_of(pages[name]).get("next") for name in french] == [*french[1:], None]
    second = BeautifulSoup(pages["report-fr.2.html"], "html.parser")
    assert [link["href"] for link in second.select("#worklist .lead a")] == [
        name for name in french if name != "report-fr.2.html"
    ]
    assert second.select_one(".things a.title")["href"].startswith("report-fr.html#at=fr/")


def test_every_page_is_known_as_a_report_of_calque(status: Status) -> None:
    assert all(map(is_own_report, pages_of(many(status, 400)).values()))


def test_the_matrix_of_a_large_site_is_cut_and_says_so(status: Status) -> None:
    page = BeautifulSoup(pages_of(many(status, 700, 1), 250_000)["report.html"], "html.parser")
    rows = data_of(str(page))["matrix"]
    assert 40 < len(rows) < 700
    assert f"These are the first {len(rows):,} of 700 pages" in page.select_one("#pages > .count").string


@pytest.mark.parametrize("words", [1, 3_000])
def test_no_page_is_larger_than_it_may_be(status: Status, words: int) -> None:
    for name, text in pages_of(many(status, 150, words), 160_000).items():
        assert len(text.encode()) <= 160_000, name
