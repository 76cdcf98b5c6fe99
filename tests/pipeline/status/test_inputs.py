"""What a status is measured from: files, the configuration, and calque itself."""

import os
import shutil
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path
from time import time_ns

import pytest

import calque
from calque.model import Nightly, Running, Site, Suggesting
from calque.pipeline.status.inputs import ledger_files, list_inputs, look_again, same_input, settings_of

PACKAGE = Path(calque.__file__).parent


@pytest.mark.parametrize(
    "changed",
    [
        "errors.py",
        "po/merging.py",
        "pipeline/sync/run.py",
        "pipeline/status/inputs.py",
        "reports/templates/report.css",
    ],
)
def test_another_calque_has_everything_measured_anew(
    workspace, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    """A checkout changes without another version: every module of the package is an input."""

    def settings(package: Path):
        monkeypatch.setattr(calque, "__file__", str(package / "__init__.py"))
        return list_inputs(workspace.site).settings

    one, other, third = (tmp_path_factory.mktemp("installed") / "calque" for _ in range(3))
    for copy in (one, other, third):
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (other / changed).write_text("# another\n", encoding="utf-8")
    assert settings(third) == settings(one), "where it is installed says nothing"
    assert settings(other) != settings(one)


READING = {
    *("base", "exclude", "exports", "fields", "languages", "pages", "parameter", "posts", "prefix"),
    *("revisions", "sitemaps"),
}
BOTH = {"catalogs", "locales", "report", "root", "rules", "source", "url", "wordpress"}
ABOUT_NOTHING = {
    *(
        "build_policies",
        "fail_under",
        "max_age",
        "nightly",
        "no_stale",
        "running",
        "suggesting",
        "unpublished_days",
    ),
}
ABOUT_SOME = {"compare_days", "report_copy", "report_url", "scopes", "waivers"}
OTHER = {
    "languages": {"posts/1": "fr"},
    "scopes": {"fr": 1},
    "pairs": {"posts/1": {"fr": "posts/2"}},
    "nightly": Nightly("04:15"),
    "running": Running(workers=2),
    "suggesting": Suggesting("http://localhost:1/v1", "small-1"),
}


@pytest.mark.parametrize("name", [one.name for one in fields(Site)])
def test_a_key_of_the_configuration_is_part_of_all_that_depends_on_it(workspace, name: str) -> None:
    """What is read and what is judged holds under a key that neither depends on, and under no other."""
    site = workspace.site
    changed = replace(site, **{name: OTHER.get(name, "another value")})
    before, now = settings_of(site), settings_of(changed)
    assert (before.all != now.all) == (name not in ABOUT_NOTHING)
    assert (before.groups != now.groups) == (name not in ABOUT_NOTHING | ABOUT_SOME | {"pairs"})
    assert (before.pages != now.pages) == (name not in ABOUT_NOTHING | ABOUT_SOME)
    assert (before.scopes != now.scopes) == (name == "scopes")
    assert (before.reading != now.reading) == (name in READING | BOTH)
    assert (before.verdicts != now.verdicts) == (name in BOTH | {"checks"})


def test_the_digests_are_the_same_in_every_process(workspace) -> None:
    """Python gives the names of a set in another order in each process."""
    text = (workspace.root / "calque.toml").read_text(encoding="utf-8")
    workspace.configure(text + '[html]\nattributes = ["!data-a", "!data-b", "!data-c", "data-d"]\n')
    code = (
        "from pathlib import Path; from calque.config import read_site;"
        "from calque.pipeline.status.inputs import settings_of; print(settings_of(read_site(Path('calque.toml'))))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=workspace.root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1


@pytest.fixture
def ledger(workspace):
    """A ledger that a sync has just written: what looks at it, and what changes a byte of it."""
    workspace.post(1, "<p>We open the doors at nine in the morning.</p>")
    workspace.sync()
    site = workspace.site
    name, _ = ledger_files(site)

    def write(number: int) -> None:
        with (site.root / name).open("r+b") as file:
            file.seek(-1, os.SEEK_END)
            file.write(bytes([number]))

    return site, name, write


def test_every_change_of_a_ledger_that_was_looked_at_a_moment_ago_leaves_other_times(ledger) -> None:
    site, name, write = ledger
    for number in range(50):
        found = look_again(site, [name])[name]
        write(number)
        assert found
        assert not found.digest, "it is not read"
        assert not same_input(site, name, found, look_again(site, [name])[name])


def test_a_sync_does_not_read_its_ledger_to_know_it_again(ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    site, name, _ = ledger
    assert not list_inputs(site).files[name].digest
    monkeypatch.setattr("calque.pipeline.status.inputs.time_ns", lambda: time_ns() + 10**10)
    assert not list_inputs(site).files[name].digest


@pytest.mark.parametrize("clock", [0, None], ids=["it stands still", "nobody can tell"])
def test_where_the_times_of_a_ledger_may_stay_its_bytes_tell(
    ledger, monkeypatch: pytest.MonkeyPatch, clock: int | None
) -> None:
    site, name, write = ledger
    monkeypatch.setattr("calque.pipeline.status.inputs.written_now", lambda _: clock)
    found = look_again(site, [name])[name]
    assert found
    assert found.digest
    write(7)
    assert not same_input(site, name, found, replace(found, digest=""))


@pytest.mark.parametrize("name", [b"a\xff.json", b"a.json"], ids=["no UTF-8", "a pipe"])
def test_a_file_that_nobody_can_read_is_told_when_it_comes_and_no_more_when_it_is_gone(
    workspace, name: bytes
) -> None:
    """It is no input, so that nothing else has changed."""
    workspace.post(1, "<p>We open the doors at nine.</p>")
    workspace.sync()
    workspace.sync()
    path = os.path.join(os.fsencode(workspace.root / "posts"), name)  # noqa: PTH118 — a name of bytes
    os.mkfifo(path)
    for _ in range(2):
        assert "unreadable_source" in {one.code for one in workspace.sync().status.findings}
    os.unlink(path)  # noqa: PTH108
    assert "unreadable_source" not in {one.code for one in workspace.sync().status.findings}
