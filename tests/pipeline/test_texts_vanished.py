"""A night in which something else stands in the place of the posts changes nothing, on the sample site."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from calque.cli import main
from calque.config import read_site
from calque.model import Site
from calque.pipeline.runner import InTurn
from calque.pipeline.status import status
from calque.pipeline.sync import Outcome, sync
from calque.reports.asked import without_question

ROOT = Path(__file__).parents[2]
WALL = "<p>You must be logged in to view this content.</p>"


def at(day: int) -> Callable[[], datetime]:
    return lambda: datetime(2026, 11, day, 3, tzinfo=UTC)


def catalogs(site: Site) -> dict[str, bytes]:
    folder = site.root / "locales"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def night(site: Site, day: int, *accept: str) -> Outcome:
    return sync(site, InTurn(), now=at(day), accept=accept)


def served(site: Site, text: str, *, folder: str = "en", title: str | None = None) -> None:
    for path in (site.root / "sample" / "posts" / folder).glob("*.json"):
        post = json.loads(path.read_text(encoding="utf-8"))
        post["content"] = {"rendered": text}
        if title is not None:
            post["title"] = {"rendered": title}
        path.write_text(json.dumps(post), encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    for name in ("sample", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "calque.toml", tmp_path)
    found = read_site(tmp_path / "calque.toml")
    night(found, 1)
    return found


@pytest.mark.parametrize(
    ("text", "title", "folder"),
    [(WALL, None, "en"), (WALL, "Log in", "en"), ("", None, "en"), ("", "", "en"), (WALL, None, "es")],
    ids=["login wall", "with its title", "no content", "nothing at all", "live pages alone"],
)
def test_a_night_without_texts_is_held_and_the_next_good_one_is_as_if_nothing_had_been(
    site: Site, tmp_path: Path, text: str, title: str | None, folder: str
) -> None:
    before, report = catalogs(site), (site.root / "report.html").read_bytes()
    shutil.copytree(site.root / "sample", tmp_path / "good")
    served(site, text, title=title, folder=folder)
    for day in (2, 3):
        outcome = night(site, day)
        assert [one.code for one in outcome.status.findings if one.severity == "error"] == ["texts_vanished"]
        assert (outcome.held, outcome.files, outcome.status.comparison) == (True, (), None)
        assert catalogs(site) == before
        asked = (site.root / "report.html").read_text(encoding="utf-8")
        assert "calque sync --accept texts_vanished" in asked
        assert "".join(without_question(asked)).encode() == report
    measured = status(site, now=at(3))
    assert "texts_vanished" in [one.code for one in measured.findings]
    assert measured.comparison is None
    shutil.rmtree(site.root / "sample")
    shutil.copytree(tmp_path / "good", site.root / "sample")
    outcome = night(site, 4)
    assert [one.code for one in outcome.status.findings if one.severity == "error"] == []
    assert outcome.files == ()
    assert catalogs(site) == before
    assert outcome.status.comparison is not None
    assert outcome.status.comparison.pages == ()


def test_the_command_exits_as_for_a_mass_change_and_says_what_is_asked(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    served(site, WALL)
    monkeypatch.chdir(site.root)
    with pytest.raises(SystemExit) as end:
        main(["sync"])
    told = capsys.readouterr().err
    assert end.value.code == 3
    assert "Held: nothing was written" in told
    assert "calque sync --accept texts_vanished" in told
    assert "could not be read" not in told


def test_accepted_it_is_written(site: Site) -> None:
    served(site, WALL)
    assert night(site, 2).files == ()
    assert night(site, 2, "texts_vanished", "mass_change").files != ()
    assert not night(site, 3).held
