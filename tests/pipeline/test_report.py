"""What a sync writes for people: one page, or several; and what it reads of pages for it."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import calque.cache.pages
from calque.handoffs.wishes import Wish
from calque.model import PagesOnDemand, Tally
from calque.pipeline.status import status as measure
from calque.pipeline.sync.record import report
from calque.pipeline.translators.hand_out import hand_out
from calque.states.progress import record_of, records_of


def _noon() -> datetime:
    return datetime(2026, 6, 1, 12, tzinfo=UTC)


TEXT = "<p>We open the doors at nine in the morning of {}.</p>"


@pytest.fixture
def untranslated(workspace):
    """A site of three posts, nothing translated."""
    for number in (1, 2, 3):
        workspace.post(number, TEXT.format(number))
    workspace.sync()
    return workspace


def names(workspace) -> list[str]:
    return sorted(path.name for path in workspace.root.glob("*.html"))


def test_a_report_of_several_pages_is_one_again_where_it_fits(untranslated) -> None:
    status = measure(untranslated.site, now=_noon)
    assert report(untranslated.site, status, limit=1) == ()
    assert names(untranslated) == ["report-fr.2.html", "report-fr.3.html", "report-fr.html", "report.html"]
    assert report(untranslated.site, status) == ()
    assert names(untranslated) == ["report.html"]


def test_what_somebody_else_called_like_a_page_of_the_report_stays(untranslated) -> None:
    strange = untranslated.root / "report-de.html"
    strange.write_text("<title>Our report on Germany</title>", encoding="utf-8")
    status = measure(untranslated.site, now=_noon)
    assert report(untranslated.site, status, limit=1) == ()
    assert report(untranslated.site, status) == ()
    assert names(untranslated) == ["report-de.html", "report.html"]


def test_a_strangers_file_in_the_place_of_a_page_leaves_the_report_one_page(untranslated) -> None:
    strange = untranslated.root / "report-fr.html"
    strange.write_text("<title>Our report on France</title>", encoding="utf-8")
    (finding,) = report(untranslated.site, measure(untranslated.site, now=_noon), limit=1)
    assert (finding.code, finding.place) == ("unwritable", str(strange))
    assert strange.read_text(encoding="utf-8") == "<title>Our report on France</title>"
    assert names(untranslated) == ["report-fr.html", "report.html"]
    assert len(_data(untranslated, "report.html")["entries"]) == 3


@pytest.fixture
def copied(untranslated, tmp_path_factory: pytest.TempPathFactory):
    """The same, with a folder that others read."""
    folder = tmp_path_factory.mktemp("served")
    config = untranslated.root / "calque.toml"
    config.write_text(f'{config.read_text("utf-8")}\n[report]\ncopy_to = "{folder}"\n', encoding="utf-8")
    return untranslated, folder


def _bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("report*.html")}


def test_the_report_is_copied_whole_for_others_to_read(copied) -> None:
    """What a copy has and the report has no more goes; what is not calque's stays."""
    workspace, folder = copied
    (folder / "index.html").write_text("<title>Our intranet</title>", encoding="utf-8")
    status = measure(workspace.site, now=_noon)
    for limit, count in ((1, 4), (5_000_000, 1)):
        assert report(workspace.site, status, limit=limit) == ()
        assert _bytes_of(folder) == _bytes_of(workspace.root)
        assert len(_bytes_of(folder)) == count
    assert (folder / "index.html").exists()


def test_where_others_read_the_report_its_pages_lead_there(copied) -> None:
    """A page of it that is mailed has nothing beside it."""
    workspace, _ = copied
    config = workspace.root / "calque.toml"
    url = "https://intranet.example/t/report.html"
    config.write_text(f'{config.read_text("utf-8")}url = "{url}"\n', encoding="utf-8")
    report(workspace.site, measure(workspace.site, now=_noon), limit=1)
    overview = BeautifulSoup((workspace.root / "report.html").read_text("utf-8"), "html.parser")
    assert overview.select_one(".files a")["href"] == "https://intranet.example/t/report-fr.html"
    assert _data(workspace, "report.html")["files"] == {"fr": "https://intranet.example/t/report-fr.html"}
    page = BeautifulSoup((workspace.root / "report-fr.2.html").read_text("utf-8"), "html.parser")
    assert page.select_one("nav a")["href"] == url


def test_the_previews_are_copied_with_the_report(copied) -> None:
    workspace, folder = copied
    preview = workspace.root / "report-previews" / "fr" / "posts-1.html"
    preview.parent.mkdir(parents=True)
    preview.write_text('<meta name="generator" content="calque preview">', encoding="utf-8")
    report(workspace.site, measure(workspace.site, now=_noon))
    assert (folder / "report-previews" / "fr" / "posts-1.html").read_bytes() == preview.read_bytes()
    preview.unlink()
    report(workspace.site, measure(workspace.site, now=_noon))
    assert not (folder / "report-previews" / "fr" / "posts-1.html").exists()


def test_a_strangers_file_is_never_copied_over(copied) -> None:
    workspace, folder = copied
    strange = folder / "report-fr.html"
    strange.write_text("<title>Our report on France</title>", encoding="utf-8")
    (finding,) = report(workspace.site, measure(workspace.site, now=_noon), limit=1)
    assert (finding.code, finding.place) == ("unwritable", str(strange))
    assert [path.name for path in folder.iterdir()] == ["report-fr.html"]
    assert strange.read_text(encoding="utf-8") == "<title>Our report on France</title>"


def test_the_report_of_another_site_is_never_copied_over(copied) -> None:
    """Two sites that name one folder would have each other's report there every night."""
    workspace, folder = copied
    assert report(workspace.site, measure(workspace.site, now=_noon), limit=1) == ()
    before = _bytes_of(folder)
    config = workspace.root / "calque.toml"
    config.write_text(config.read_text("utf-8").replace('"example"', '"other"'), encoding="utf-8")
    (finding,) = report(workspace.site, measure(workspace.site, now=_noon))
    assert (finding.code, finding.place) == ("unwritable", str(folder / "report.html"))
    assert "of example" in finding.message
    assert _bytes_of(folder) == before


def test_a_folder_that_is_not_there_is_not_made(copied) -> None:
    """A disk of another machine that is not mounted would get a folder in its place."""
    workspace, folder = copied
    folder.rmdir()
    (finding,) = report(workspace.site, measure(workspace.site, now=_noon))
    assert (finding.code, finding.place) == ("unwritable", str(folder))
    assert not folder.exists()


def test_a_page_that_is_as_it_was_is_not_written_again(untranslated) -> None:
    status = measure(untranslated.site, now=_noon)
    report(untranslated.site, status, limit=1)
    before = {path: path.stat().st_ino for path in untranslated.root.glob("*.html")}
    report(untranslated.site, status, limit=1)
    assert before == {path: path.stat().st_ino for path in untranslated.root.glob("*.html")}


def test_a_sync_reads_the_pages_that_stand_in_the_report_from_the_start_and_no_other(
    workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody makes a tuple of `Status.pages` on the road of a sync: the report is put together from what is kept."""
    for number in range(1, 61):
        workspace.post(number, TEXT.format(number))
    workspace.sync()
    read: list[bool] = []
    whole = calque.cache.pages.read_status

    def counted(body: bytes):
        read.append(True)
        return whole(body)

    monkeypatch.setattr(calque.cache.pages, "read_status", counted)
    workspace.post(7, TEXT.format("another seven"))
    outcome = workspace.sync("2026-06-02")
    assert isinstance(outcome.status.pages, PagesOnDemand)
    assert len(read) == 40, "those that stand in the page"
    assert len(_data(workspace, "report.html")["entries"]) == 60


def test_what_a_report_shows_is_read_by_hundreds(workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is asked for of it: all, or those that stand on one of its pages."""
    for number in range(1, 31):
        workspace.post(number, TEXT.format(number))
    pages = workspace.sync().status.pages
    every = [(one.row, one.head, one.instead, one.size, one.texts()) for one in pages.entries()]
    assert len(every) == 30
    monkeypatch.setattr(calque.cache.pages, "_ROWS_AT_ONCE", 7)
    asked: list[str] = []
    pages._connection.set_trace_callback(asked.append)  # noqa: SLF001 — what is asked, not what is answered
    for first, stop in ((0, None), (0, 7), (6, 15), (29, 40), (30, None)):
        found = [(one.row, one.head, one.instead, one.size) for one in pages.entries(first, stop)]
        assert found == [one[:4] for one in every[first:stop]]
    assert len(asked) == 5 + 1 + 2 + 1, "seven at a time; their order and their rows are known"


def test_what_is_in_hand_is_found_without_reading_all_pages(
    workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 21):
        workspace.post(number, TEXT.format(number), title=f"Title of post {number}")
    workspace.sync()
    hand_out(
        workspace.site,
        "fr",
        Wish(posts=frozenset({"posts/4"})),
        to="marie",
        output=workspace.root / "fr.po",
        now=_noon,
    )
    read: list[bool] = []
    whole = calque.cache.pages.read_status

    def counted(body: bytes):
        read.append(True)
        return whole(body)

    monkeypatch.setattr(calque.cache.pages, "read_status", counted)
    status = measure(workspace.site, now=_noon)
    assert 1 <= len(read) <= 2
    assert [row.in_hand for row in status.locales] == [Tally(2, 15)]
    assert [page.key for page in status.pages if any(unit.handoff for unit in page.units)] == ["posts/4"]
    report(workspace.site, status)
    facts = [
        row["facts"] for entry in _data(workspace, "report.html")["entries"] for row in entry.get("rows", ())
    ]
    assert sum("in hand with marie" in one for one in facts) == 2


def test_an_entry_is_the_same_kept_and_new(untranslated) -> None:
    untranslated.post(2, TEXT.format("two and more"))
    untranslated.sync("2026-06-02")
    kept = (untranslated.root / "report.html").read_text(encoding="utf-8")
    (untranslated.root / ".calque" / "cache.sqlite").unlink()
    untranslated.sync("2026-06-02")
    assert _bare(kept) == _bare((untranslated.root / "report.html").read_text(encoding="utf-8"))


def _bare(text: str) -> str:
    return re.sub(r"Measured on <time[^<]*</time>", "", text)


def _data(workspace, name: str) -> dict[str, list[dict[str, list[dict[str, str]]]]]:
    text = (workspace.root / name).read_text(encoding="utf-8")
    return json.loads(BeautifulSoup(text, "html.parser").select_one("#data").string)


def test_a_page_of_the_report_that_somebody_deleted_is_written_again(workspace) -> None:
    sentence = "We open the doors of the house at nine in the morning and close them in the evening. "
    for number in range(1, 26):
        workspace.post(number, f"<p>{number} {sentence * 2_500}</p>")
    workspace.sync()
    (part,) = workspace.root.glob("report-*.html")
    part.unlink()
    workspace.sync()
    assert part.is_file()


def test_what_the_ledger_keeps_of_each_page_is_read_once_and_is_what_the_page_says(untranslated) -> None:
    """Each run asks for it twice: to compare, and to note what changed."""
    pages = untranslated.sync("2026-06-02").status.pages
    assert records_of(pages) is records_of(pages)
    assert tuple(records_of(pages)) == tuple(map(record_of, pages))
    french = pages.of_locale("fr")
    assert tuple(records_of(french)) == tuple(map(record_of, french))
