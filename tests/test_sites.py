"""Golden sites: each folder of `tests/cases/sites` is a small site, with the report that is right for it.

A site is added without Python: a folder with a `calque.toml`, what that reads, and `expected.txt`. Its lines are

    page LOCALE STATE PAIRING SOURCE TRANSLATION   a row of the report; addresses without the home page's, `-` for none
    finding SEVERITY CODE PLACE                    a finding; the place without the home page's address

in any order. Empty lines, and those that start with `#`, say what the site is about.
"""

import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from calque.config import read_site
from calque.model import Site, Status
from calque.pipeline.runner import InTurn
from calque.pipeline.sync import sync

SITES = Path(__file__).parent / "cases" / "sites"
NAMES = sorted(path.parent.name for path in SITES.glob("*/calque.toml"))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def expected(name: str) -> list[str]:
    text = (SITES / name / "expected.txt").read_text(encoding="utf-8")
    return sorted(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def found(status: Status, site: Site) -> list[str]:
    def short(url: str) -> str:
        return url.removeprefix(site.url) or "-"

    rows = [
        f"page {row.locale} {row.state} {row.pairing or '-'} {short(row.source_url)} {short(row.url)}"
        for row in status.pages
    ]
    rows += [f"finding {one.severity} {one.code} {short(one.place)}" for one in status.findings]
    return sorted(rows)


@pytest.fixture
def site(name: str, tmp_path: Path) -> Site:
    """A copy of the site, to be written to."""
    shutil.copytree(SITES / name, tmp_path / name)
    return read_site(tmp_path / name / "calque.toml")


@pytest.mark.parametrize("name", NAMES)
def test_a_site_gives_the_report_that_is_right(site: Site, name: str) -> None:
    assert found(sync(site, InTurn(), now=lambda: NOW).status, site) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_site_that_nobody_changed_is_left_as_it_is(site: Site, name: str) -> None:
    first = sync(site, InTurn(), now=lambda: NOW)
    for _ in range(2):
        again = sync(site, InTurn(), now=lambda: NOW)
    assert again.files == ()
    assert found(again.status, site) == found(first.status, site) == expected(name)
    assert not (site.root / "locales" / "archive").exists()


@pytest.mark.parametrize("name", NAMES)
def test_no_address_stands_in_a_report_twice_without_a_finding(site: Site, name: str) -> None:
    status = sync(site, InTurn(), now=lambda: NOW).status
    named = {one.place for one in status.findings if one.code == "duplicate_address"}
    counts = Counter(row.url for row in status.pages if row.url and row.url not in named)
    assert not [url for url, count in counts.items() if count > 1], name


def test_every_folder_is_a_whole_site() -> None:
    assert NAMES
    assert all((SITES / name / "expected.txt").is_file() for name in NAMES)
    assert {path.name for path in SITES.iterdir() if path.is_dir()} == set(NAMES)
