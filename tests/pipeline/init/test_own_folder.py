"""`calque init .` in the folder of the posts themselves: what calque writes there is none of them."""

from pathlib import Path

import pytest

from calque.pipeline.init.files import find_holding
from calque.pipeline.init.folder import propose_from_folder

PAGE = """<!doctype html><html lang="{lang}"><head><title>Doors</title></head><body><main><p>{text}</p></main></body>
</html>"""
ENGLISH = "We open the doors at nine in the morning and close them when the last visitor has left."
FRENCH = "Nous ouvrons les portes à neuf heures et nous les fermons quand le dernier visiteur est parti."


def page(folder: Path, name: str, lang: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(lang=lang, text=text), encoding="utf-8")


@pytest.fixture
def pages(workspace):
    """A workspace whose folder holds an English and a French page."""
    for path in workspace.root.iterdir():
        if path.is_file():
            path.unlink()
    page(workspace.root, "about/index.html", "en", ENGLISH)
    page(workspace.root, "fr/about/index.html", "fr", FRENCH)
    return workspace


def configured(workspace) -> str:
    text = propose_from_folder(workspace.root, workspace.root).text
    workspace.configure(text)
    return text


def synced_twice(workspace) -> set[str]:
    """Return the sources of the second sync, which sees what the first one wrote."""
    for _ in range(2):
        outcome = workspace.sync()
        assert not outcome.status.findings
    return {one.source_url for one in outcome.status.pages}


def test_the_report_among_the_pages_is_no_page(pages) -> None:
    text = configured(pages)
    assert 'exclude = ["report.html"]' in text
    assert synced_twice(pages) == {"https://example.org/about/"}
    assert (pages.root / "report.html").exists()


def test_a_report_of_an_earlier_time_is_no_page_wherever_it_stands(pages) -> None:
    text = configured(pages)
    pages.sync()
    assert configured(pages) == text
    (pages.root / "status.html").write_bytes((pages.root / "report.html").read_bytes())
    (finding,) = pages.sync().status.findings
    assert (finding.code, finding.place) == ("no_page", "status.html")
    assert "reports of calque" in finding.message


def test_a_report_above_a_folder_of_output_leaves_the_addresses_as_they_are(workspace) -> None:
    (workspace.root / "calque.toml").unlink()
    page(workspace.root, "public/about/index.html", "en", ENGLISH)
    page(workspace.root, "public/fr/about/index.html", "fr", FRENCH)
    text = configured(workspace)
    assert 'posts = ["public/**/*.html"]' in text
    workspace.sync()
    assert (workspace.root / "report.html").exists()
    (workspace.root / "calque.toml").unlink()
    assert 'posts = ["public/**/*.html"]' in configured(workspace)
    assert synced_twice(workspace) == {"https://example.org/about/"}


def test_a_page_that_has_the_name_of_the_report_keeps_it(pages) -> None:
    page(
        pages.root,
        "report.html",
        "en",
        "What we saw in the first year, and what we want to do in the next one.",
    )
    before = (pages.root / "report.html").read_bytes()
    text = configured(pages)
    assert 'file = "calque-report.html"' in text
    assert 'exclude = ["calque-report.html"]' in text
    assert synced_twice(pages) == {"https://example.org/about/", "https://example.org/report.html"}
    assert (pages.root / "report.html").read_bytes() == before
    assert (pages.root / "calque-report.html").exists()


@pytest.mark.parametrize(
    "own",
    [
        '<!doctype html><meta http-equiv="refresh" content="0; url=/about/"><title>Moved</title>',
        '{"figures": [1, 2, 3]}',
        "",
    ],
    ids=["sends its reader on", "is no page", "is empty"],
)
def test_a_file_that_has_the_name_of_the_report_and_gives_no_post_is_not_written_over(
    pages, own: str
) -> None:
    path = pages.root / "report.html"
    path.write_text(own, encoding="utf-8")
    configured(pages)
    pages.sync()
    assert path.read_text(encoding="utf-8") == own
    assert (pages.root / "calque-report.html").exists()


def test_a_file_outside_the_folder_of_the_posts_is_not_written_over(workspace) -> None:
    workspace.post(1, f"<p>{ENGLISH}</p>")
    workspace.post(2, f"<p>{FRENCH}</p>", locale="fr")
    (workspace.root / "calque.toml").unlink()
    (workspace.root / "report.html").write_text("figures of the year", encoding="utf-8")
    (workspace.root / "calque-report.html").mkdir()
    workspace.configure(propose_from_folder(workspace.root / "posts", workspace.root).text)
    workspace.sync()
    assert (workspace.root / "report.html").read_text(encoding="utf-8") == "figures of the year"
    assert workspace.site.report == "calque-calque-report.html"


def test_posts_as_json_beside_their_workspace(workspace) -> None:
    workspace.post(1, f"<p>{ENGLISH}</p>")
    workspace.post(2, f"<p>{FRENCH}</p>", locale="fr")
    (workspace.root / "calque.toml").unlink()
    configured(workspace)
    assert synced_twice(workspace) == {"https://example.org/post-1/", ""}


def test_pages_below_an_output_folder_keep_their_addresses_beside_what_is_no_page(pages) -> None:
    for name in ("about", "fr"):
        (pages.root / "public").mkdir(exist_ok=True)
        (pages.root / name).rename(pages.root / "public" / name)
    (pages.root / "public/feed").mkdir()
    (pages.root / "public/feed/index.html").write_text("<?xml version='1.0'?><rss/>", encoding="utf-8")
    assert find_holding(pages.root).patterns == ("public/**/*.html",)
    page(pages.root, "public/docs/fr/about/index.html", "fr", FRENCH)
    for path in ("about", "fr"):
        (pages.root / "public" / path / ("index.html" if path == "about" else "about/index.html")).unlink()
    assert find_holding(pages.root).patterns == ("public/**/*.html",)
