"""A page of the report in headless Chromium."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from calque.model import Status
from calque.reports.html import render_page
from chromium import Browser, Tab, chromium

Browse = Callable[..., BeautifulSoup]
Show = Callable[..., Tab]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return one browser for all tests."""
    with chromium() as running:
        yield running


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """Return a tab of a desktop's width."""
    with browser.tab() as opened:
        yield opened.size(1280)


@pytest.fixture
def show(tab: Tab, tmp_path: Path, status: Status) -> Show:
    """Return how to open the report at an address."""

    def show(address: str = "", shown: Status = status) -> Tab:
        page = tmp_path / "report.html"
        page.write_text(render_page(shown), encoding="utf-8")
        return tab.open(page, address)

    return show


@pytest.fixture
def browse(show: Show) -> Browse:
    """Return how to open the report at an address and read it after its script ran."""

    def browse(address: str = "", *shown: Status) -> BeautifulSoup:
        return BeautifulSoup(show(address, *shown).run("document.documentElement.outerHTML"), "html.parser")

    return browse
