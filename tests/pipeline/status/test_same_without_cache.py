"""A sync with the cache leaves what one without it leaves: each case here was found by random days."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from calque.pipeline.status import status

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
TEXTS = (
    "We open the doors of the house at nine in the morning and close them in the evening.",
    "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs.",
)


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
