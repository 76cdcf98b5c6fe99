"""`calque preview`, the report's link to it, and the page beside a handed-out file."""

import pytest
from bs4 import BeautifulSoup

from calque.cli import main
from calque.po import read_catalog
from calque.reports.preview import render_previews
from calque.sources.no_pages import is_own_report

DAY = "The old mill stands beside the river and opens every morning."
NIGHT = "In the evening the miller closes the heavy wooden doors himself."
JOUR = "Le vieux moulin se dresse au bord de la rivière et ouvre chaque matin."


@pytest.fixture
def mill(workspace, monkeypatch):
    for number in (1, 2):
        workspace.post(number, f"<p>{DAY}</p><p>{NIGHT}</p>", title=f"The mill {number}")
    workspace.sync()
    workspace.translate(1, {DAY: JOUR})
    monkeypatch.chdir(workspace.root)
    return workspace


def calque(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(list(arguments))
    return int(end.value.code or 0)


def test_a_page_a_post_and_locale_that_is_written_once(mill, capsys) -> None:
    assert calque("preview") == 0
    folder = mill.root / "report-previews/fr"
    assert sorted(path.name for path in folder.iterdir()) == ["posts-1.html", "posts-2.html"]
    html = BeautifulSoup((folder / "posts-1.html").read_text(encoding="utf-8"), "html.parser")
    catalog = mill.catalog(1)
    (line,) = (
        entry.linenum for entry in read_catalog(catalog.read_bytes(), place="x").entries if entry.msgid == DAY
    )
    assert JOUR in html.select_one(f"#L{line}").get_text()
    before = (folder / "posts-1.html").stat().st_mtime_ns
    assert calque("preview", "posts/1") == 0
    assert (folder / "posts-1.html").stat().st_mtime_ns == before
    assert "1 stood there already" in capsys.readouterr().out


def test_the_report_links_to_the_previews_that_there_are(mill) -> None:
    report = mill.root / "report.html"
    assert "report-previews" not in report.read_text(encoding="utf-8")
    assert calque("preview", "posts/2") == 0
    mill.sync("2026-06-02")
    text = report.read_text(encoding="utf-8")
    assert "report-previews/fr/posts-2.html" in text
    assert "report-previews/fr/posts-1.html" not in text


def test_a_handed_out_file_has_a_page_beside_it_with_its_own_lines(mill) -> None:
    assert calque("handoff", "--locale", "fr", "--to", "marie", "-o", "marie.po", "--preview") == 0
    entries = read_catalog((mill.root / "marie.po").read_bytes(), place="marie.po").entries
    html = BeautifulSoup((mill.root / "marie.html").read_text(encoding="utf-8"), "html.parser")
    assert entries
    for entry in entries:
        assert entry.msgid in html.select_one(f"#L{entry.linenum}").get_text()
    assert JOUR in html.get_text()


@pytest.mark.usefixtures("mill")
def test_no_preview_is_written_among_what_is_read() -> None:
    assert calque("preview", "-o", "posts") == 2
    assert calque("preview", "-o", "locales/x") == 2


def test_a_preview_is_no_page_of_a_folder() -> None:
    assert is_own_report(render_previews([]))
