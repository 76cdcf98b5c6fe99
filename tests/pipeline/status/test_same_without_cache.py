"""A sync with the cache leaves what one without it leaves: each case here was found by random days."""

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from calque.pipeline.runner import InTurn
from calque.pipeline.status import status
from calque.pipeline.sync import sync

CONFIG = """\
[site]
name = "example"
url = "https://example.org"
source = "en"
posts = ["posts/*.json"]

[locales.fr]
prefix = "fr"
truth = "po"
"""
SINCE = re.compile(rb'<section id="since".*?</section>', re.DOTALL)
"""On a day without changes it is not written a second time."""
TEXTS = (
    "We open the doors of the house at nine in the morning and close them in the evening.",
    "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs.",
)
FRENCH = "Derrière la maison se trouve un jardin avec de vieux pommiers, deux bancs et un étang plein de grenouilles."


@pytest.fixture
def sync_twice(workspace, tmp_path_factory: pytest.TempPathFactory):
    """Sync the workspace, and a copy of it without the cache; return what each left."""

    def run(**options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        twin = type(workspace)(tmp_path_factory.mktemp("twin"))
        shutil.copytree(workspace.root, twin.root, dirs_exist_ok=True)
        for path in (twin.root / ".calque").glob("cache.sqlite*"):
            path.unlink()
        return left(workspace, **options), left(twin, **options)

    return run


def left(workspace, **options: Any) -> dict[str, Any]:
    done = workspace.sync(**options)
    findings = {(one.code, one.place, one.message) for one in done.status.findings}
    return {
        "written": done.files,
        "findings": findings,
        "files": workspace.files(),
        "report": SINCE.sub(b"", (workspace.root / "report.html").read_bytes()),
        "ledger": rows(workspace.root / ".calque" / "ledger.sqlite"),
    }


def rows(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as ledger:
        return [row for row in ledger.iterdump() if "sqlite_sequence" not in row]


def look(workspace) -> None:
    """Let somebody ask for the status between two syncs."""
    moment = workspace.sync(dry_run=True).status.measured
    status(workspace.site, now=lambda: moment)


@pytest.mark.parametrize("layout", ["section", "site"])
def test_an_edit_leaves_the_posts_of_a_shared_catalog_in_the_order_of_their_files(
    workspace, sync_twice, layout: str
) -> None:
    """One that came later may stand in a file between those of the others."""
    workspace.configure(f'{CONFIG}\n[catalogs]\nlayout = "{layout}"\n')
    for number in (1, 3):
        workspace.post(number, f"<p>{TEXTS[0]}</p>")
    workspace.sync()
    workspace.post(2, f"<p>{TEXTS[1]}</p>")
    workspace.sync()
    workspace.sync()
    workspace.post(3, f"<p>{TEXTS[0]} There is more.</p>")
    with_cache, without = sync_twice()
    assert with_cache == without


def test_an_edit_of_a_page_without_a_locale_that_a_status_saw_first_leaves_the_same_ledger(
    workspace, sync_twice
) -> None:
    workspace.post(1, f"<p>{TEXTS[0]}</p>")
    workspace.post(2, f"<p>{TEXTS[0]}</p>", link="https://example.org/es/post-2/", lang="es")
    workspace.sync()
    workspace.post(2, f"<p>{TEXTS[1]}</p>", link="https://example.org/es/post-2/", lang="es")
    look(workspace)
    with_cache, without = sync_twice()
    assert with_cache == without


def test_a_report_is_written_of_what_a_status_saw_first(workspace, sync_twice) -> None:
    """The status forgets the page that is gone, so the sync finds nothing to look at; nobody expects such a page."""
    for number in (1, 2):
        workspace.post(number, f"<p>{TEXTS[0]}</p>")
    workspace.post(3, f"<p>{FRENCH}</p>", title="Les portes de la maison")
    workspace.sync()
    (workspace.root / "posts" / "en-3.json").write_text("[]")
    look(workspace)
    with_cache, without = sync_twice()
    assert with_cache == without
    assert b"over 2 posts" in with_cache["report"]


def test_a_report_is_written_where_a_page_of_no_locale_is_hidden(workspace, sync_twice) -> None:
    """Everything is said of it as before, and no report may name it any more."""
    link = {"link": "https://example.org/es/post-2/", "lang": "es"}
    workspace.post(1, f"<p>{TEXTS[0]}</p>")
    workspace.post(2, f"<p>{TEXTS[0]}</p>", **link)
    workspace.sync()
    workspace.post(2, f"<p>{TEXTS[0]}</p>", **link, status="draft")
    with_cache, without = sync_twice()
    assert with_cache == without
    assert b"/es/post-2/" not in with_cache["report"]


def test_a_post_that_stands_in_two_files_keeps_its_place_in_a_shared_catalog(workspace, sync_twice) -> None:
    workspace.configure(f'{CONFIG}\n[catalogs]\nlayout = "site"\n')
    for number in (1, 2):
        workspace.post(number, f"<p>{TEXTS[number - 1]}</p>")
    workspace.post(1, f"<p>{TEXTS[0]}</p>", file="zz.json", modified_gmt="2026-03-01T10:00:00")
    for _ in range(3):
        workspace.sync()
    path = workspace.root / "locales" / "fr" / "LC_MESSAGES" / "example.po"
    path.write_text(f"# a note\n{path.read_text()}")
    with_cache, without = sync_twice()
    assert with_cache == without


@pytest.mark.parametrize("done", [0, 1], ids=["before", "after"])
@pytest.mark.parametrize("step", ["renew", "write", "track", "report", "record"])
def test_a_run_that_was_interrupted_hides_nothing_from_the_next_one(
    workspace, sync_twice, step: str, done: int
) -> None:
    """Catalogs and ledger may be those of the interrupted run, and the cache that of the one before."""
    for number in (1, 2, 3):
        workspace.post(number, f"<p>{TEXTS[0]}</p>")
    workspace.sync()
    workspace.post(1, f"<p>{TEXTS[1]}</p>")
    workspace.post(4, f"<p>{TEXTS[1]}</p>")
    (workspace.root / "posts" / "en-3.json").unlink()

    def interrupt(name: str, finished: int, _total: int) -> None:
        if (name, bool(finished)) == (step, bool(done)):
            raise KeyboardInterrupt

    moment = datetime(2026, 6, 1, 13, tzinfo=UTC)
    with pytest.raises(KeyboardInterrupt):
        sync(workspace.site, InTurn(interrupt), now=lambda: moment, accept=("vanished",))
    with_cache, without = sync_twice(accept=("vanished",))
    assert with_cache == without


def test_the_ledger_notes_edits_in_the_order_of_the_files(workspace, sync_twice) -> None:
    """A status saw that of the first file, and the sync reads the other one at first."""
    for number in (1, 2):
        workspace.post(number, f"<p>{TEXTS[0]}</p>")
    for _ in range(2):
        workspace.sync()
    workspace.post(1, f"<p>{TEXTS[1]}</p>")
    look(workspace)
    workspace.post(2, f"<p>{TEXTS[0]} There is more.</p>")
    with_cache, without = sync_twice()
    assert with_cache == without
