"""The report as it is used: by keyboard, in the dark, on a phone, on paper, from right to left, by everybody."""

import base64
import dataclasses
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from calque.model import Status
from calque.reports.html import render_page
from chromium import Tab

pytestmark = pytest.mark.e2e

AXE = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = "axe.run(document, {resultTypes: ['violations']}).then((found) => JSON.stringify(found.violations))"


def serious(tab: Tab) -> list[str]:
    """Return what axe-core finds against the page that keeps somebody from using it, with the places."""
    tab.run(f"{AXE}; true")
    found: list[dict[str, Any]] = json.loads(tab.run(RULES))
    return [
        f"{one['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["", "#page=posts/1"], ids=["closed", "open"])
def test_nothing_keeps_anybody_out(show, tab: Tab, width: int, scheme: str, address: str) -> None:
    tab.size(width).media(prefers_color_scheme=scheme)
    show(address)
    assert serious(tab) == []


def test_the_rules_find_what_is_wrong(show, tab: Tab) -> None:
    """So that the test above can fail."""
    show()
    tab.run("for (const label of document.querySelectorAll('#filters label > span')) label.remove()")
    assert [one for one in serious(tab) if one.startswith("select-name")]


OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("width", [1280, 768, 390, 320])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("address", ["", "#page=posts/1"], ids=["closed", "open"])
def test_the_page_never_scrolls_sideways(show, tab: Tab, width: int, direction: str, address: str) -> None:
    tab.size(width)
    show(address).run(f"document.documentElement.dir = '{direction}'")
    assert tab.run(OVERFLOW) == 0


def test_a_right_to_left_text_stands_on_its_own_side(show, tab: Tab) -> None:
    show("#at=ar/posts/2")
    style = "getComputedStyle(document.querySelector('.row .target .text'))"
    assert tab.run(f"{style}.direction") == "rtl"
    assert tab.run(f"{style}.textAlign") == "right"
    places = tab.run(
        "[...document.querySelectorAll('.row .side')].slice(0, 2).map((side) => side.getBoundingClientRect().left)"
    )
    assert places == sorted(places)


def test_a_mirrored_page_begins_on_the_right(show, tab: Tab) -> None:
    show("#at=fr/posts/1").run("document.documentElement.dir = 'rtl'")
    right = "(selector) => Math.round(document.querySelector(selector).getBoundingClientRect().right)"
    edge = tab.run(f"({right})('h1')")
    assert tab.run(f"({right})('.entry > summary')") == edge
    number = "getComputedStyle(document.querySelector('.things > li'), '::before').right"
    assert tab.run(number) == "0px"


def test_nothing_leaves_the_page_and_nothing_is_complained_of(show, tab: Tab) -> None:
    show("#page=posts/1")
    tab.run("window.scrollTo(0, document.body.scrollHeight)")
    assert [url for url in tab.requests if not url.startswith("file:")] == []
    assert len(tab.requests) == 1
    assert tab.complaints == []


FOCUS = "(document.activeElement.name || document.activeElement.className || document.activeElement.tagName)"


def test_everything_is_reached_by_keyboard(show, tab: Tab) -> None:
    show().run("document.querySelector('#filters select').focus()")
    seen = []
    for _ in range(8):
        seen.append(tab.run(FOCUS))
        tab.press("Tab")
    assert seen[:6] == ["locale", "state", "turn", "checks", "text", "sort"]
    assert tab.run("document.activeElement.tagName") == "SUMMARY"
    assert not tab.run("document.activeElement.parentElement.open")
    tab.press("Enter")
    assert tab.run("document.activeElement.parentElement.open")


def test_the_focus_can_be_seen(show, tab: Tab) -> None:
    show().press("Tab")
    assert tab.run("document.activeElement.tagName") == "A"
    assert tab.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert tab.run("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2


def test_a_filter_that_is_chosen_goes_into_the_address_and_back(show, tab: Tab) -> None:
    show()
    choose = """
        const field = document.querySelector("[name=state]");
        field.value = "stale";
        field.dispatchEvent(new Event("input", { bubbles: true }));
        new Promise((done) => setTimeout(() => done(location.hash), 50));
    """
    assert tab.run(choose) == "#state=stale"
    assert tab.run("document.querySelector('#count').textContent") == "2 of 19 pages"
    tab.run("document.querySelector('#clear').click()")
    assert tab.run("location.hash") == ""
    assert tab.run("document.querySelectorAll('#entries > .entry').length") == 19


def test_a_figure_leads_to_the_entries_behind_it(show, tab: Tab) -> None:
    show().run("document.querySelector('.locale [data-filter] a').click()")
    tab.run("new Promise((done) => setTimeout(done, 50))")
    assert tab.run("location.hash") == "#locale=fr"
    assert set(
        tab.run("[...document.querySelectorAll('#entries .where')].map((one) => one.textContent)")
    ) == {"French"}


def test_in_the_dark_the_paper_is_dark(show, tab: Tab) -> None:
    tab.media(prefers_color_scheme="dark")
    shade = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    assert max(show().run(shade)) < 60


def test_on_paper_an_entry_is_a_line_unless_it_was_opened_and_controls_are_gone(show, tab: Tab) -> None:
    """The whole worklist with its texts would be dozens of sheets, which nobody asked for."""
    show()
    tab.run("document.querySelector('#entries > .entry').open = true")
    tab.media("print")
    assert tab.run(
        "[...document.querySelectorAll('nav, .filters')].map((one) => getComputedStyle(one).display)"
    ) == [
        "none",
        "none",
    ]
    assert tab.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    sheets = base64.b64decode(tab.call("Page.printToPDF", printBackground=False)["data"])
    assert tab.run("document.querySelectorAll('#entries > .entry[open]').length") == 1
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) <= 8  # 19 pages to do, and findings


def test_without_its_script_the_page_can_be_read(show, tab: Tab) -> None:
    tab.scripts(on=False)
    show()
    text = tab.run("document.body.innerText")
    assert "Since Friday: 2 new" in text
    assert "Ten things to do" in text
    assert tab.run("document.querySelectorAll('#entries > .entry').length") == 19
    assert tab.run("getComputedStyle(document.querySelector('#filters')).display") == "none"
    tab.run("document.querySelector('#entries > .entry > summary').click()")
    assert "stays open until" in tab.run("document.querySelector('#entries > .entry .body').innerText")


def test_of_a_large_site_only_what_is_looked_at_is_built(tab: Tab, status: Status, tmp_path: Path) -> None:
    first = status.pages[0]
    pages = tuple(
        dataclasses.replace(first, key=f"posts/{number}", title=f"Post {number}") for number in range(3_000)
    )
    page = tmp_path / "report.html"
    page.write_text(render_page(dataclasses.replace(status, pages=pages)), encoding="utf-8")
    tab.open(page, "#text=post+29")
    assert tab.run("document.querySelector('#count').textContent") == "159 of 3,000 pages"
    assert tab.run("document.querySelectorAll('#entries > .entry').length") == 40
    assert tab.run("document.querySelectorAll('#entries .row').length") == 0
    tab.run("document.querySelector('#more-entries').click()")
    assert tab.run("document.querySelectorAll('#entries > .entry').length") == 80
