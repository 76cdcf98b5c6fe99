"""The HTML page in a browser: its script filters, builds the rows that the page was written with, and stays inside."""

import dataclasses
import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from calque.model import Status
from calque.reports.html import render_page

pytestmark = pytest.mark.e2e

Open = Callable[..., BeautifulSoup]


def titles(page: BeautifulSoup) -> list[str]:
    """Return the titles in the worklist, with their locales."""
    return [
        f"{entry.select_one('.title').string} {entry.select_one('.where').string}"
        for entry in page.select("#entries > .entry")
    ]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("#locale=ar", ["Borrow a bicycle Arabic", "A garden on the roof Arabic"]),
        ("#state=stale", ["Opening hours French", "Borrow a bicycle Arabic"]),
        ("#locale=de&state=fuzzy", ["House rules German"]),
        ("#text=STATION+square", ["The market moves German"]),
        ("#text=reparacion", []),
        ("#text=lamparas", ["The repair workshop French"]),
        ("#text=%D8%A7%D9%84%D8%AF%D8%B1%D8%A7%D8%AC%D8%A7%D8%AA", ["Borrow a bicycle Arabic"]),
        ("#state=stale&sort=days", ["Opening hours French", "Borrow a bicycle Arabic"]),
        ("#sort=words", ["A garden on the roof French"]),
        ("#sort=title", ["</script>"]),
        ("#at=de/posts/6", ["The market moves German"]),
        ("#checks=warnings", ["House rules French"]),
        ("#checks=notes&locale=fr", ["House rules French"]),
        ("#at=fr/posts/7", ["House rules French"]),
        ("#turn=new", ["Opening hours French"]),
        (
            "#page=posts/1",
            ["Opening hours French", "Opening hours German", "Opening hours Portuguese (Brazil)"],
        ),
        ("#locale=xx", ["Opening hours French"]),
    ],
)
def test_the_filter_stands_in_the_address(browse: Open, address: str, expected: list[str]) -> None:
    found = titles(browse(address))
    assert [title[: len(start)] for title, start in zip(found, expected, strict=False)] == expected
    assert bool(found) == bool(expected)


def test_the_matrix_follows_the_filter(browse: Open) -> None:
    page = browse("#locale=pt-BR&state=orphan")
    assert [row.string for row in page.select("#matrix th")] == ["Carnival 2019"]
    assert page.select_one("#count").string == "1 of 19 pages"


def test_an_entry_that_is_linked_to_stands_open(browse: Open) -> None:
    entry = browse("#at=de/posts/6").select_one(".entry")
    assert entry.has_attr("open")
    assert len(entry.select(".row")) == 2


def test_without_a_filter_the_page_stays_as_it_was_written(browse: Open, status: Status) -> None:
    written = BeautifulSoup(render_page(status), "html.parser")
    shown = browse()
    assert str(shown.select_one("#entries")).split() == str(written.select_one("#entries")).split()
    assert not shown.select_one("#filters").has_attr("hidden")


def test_the_script_builds_the_rows_that_the_page_is_written_with(browse: Open, status: Status) -> None:
    written = BeautifulSoup(render_page(status), "html.parser")
    for entry in written.select("#entries > .entry")[:3] + written.select("#entries > .entry")[-4:]:
        built = browse(f"#{entry['id']}").select_one("#entries > .entry")
        del built["open"]
        assert plain(built) == plain(entry)
    rebuilt = browse("#sort=")
    assert [plain(row) for row in rebuilt.select("#matrix tr")] == [
        plain(row) for row in browse().select("#matrix tr")
    ]


def plain(node: object) -> str:
    """Return the markup without the white space between tags."""
    return re.sub(r"\s*\n\s*", "", str(node))


def test_further_rows_wait_for_a_button(browse: Open, status: Status) -> None:
    pages = tuple(dataclasses.replace(status.pages[0], key=f"posts/{number}") for number in range(100))
    page = browse("", dataclasses.replace(status, pages=pages))
    assert len(page.select("#entries > .entry")) == 40
    assert page.select_one("#more-entries").string == "Show 40 more of 60"
    assert page.select_one("#more-pages").string == "Show 40 more of 60"


def test_a_site_without_anything_needs_no_filter(browse: Open, nothing: Status) -> None:
    page = browse("", nothing)
    assert page.select_one("#filters").has_attr("hidden")
    assert page.select_one("#more-entries").has_attr("hidden")


def test_nothing_hostile_runs(browse: Open) -> None:
    page = browse("#text=alert")
    assert [title for title in titles(page) if title.startswith("</script>")]
    assert not page.select("img, [onload], [onerror]")
