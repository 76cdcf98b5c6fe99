"""`calque status FOLDER…`: a row a site, the same gates as for one, and no option that is left out in silence."""

import inspect
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from calque.cli.report import status
from calque.errors import SourceError
from calque.exit_codes import worst

CONFIG = (
    '[site]\nname = "{}"\nurl = "https://example.org"\nsource = "en"\nposts = ["posts/*.json"]\n'
    '[locales.fr]\nprefix = "fr"\ntruth = "po"\n'
)
SAID = "We open the doors at nine in the morning."


Run = Callable[..., Any]


@pytest.fixture
def sites(lay_out: Callable[[Path], Any], tmp_path: Path) -> Path:
    """Lay out two sites: one has a stale page in French, the other is never synced and has German, too."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        site = lay_out(tmp_path / name)
        site.configure(CONFIG.format(name))
        site.post(1, f"<p>{SAID}</p>", title="")
    two = tmp_path / "two" / "calque.toml"
    two.write_text(two.read_text() + '[locales.de]\nprefix = "de"\ntruth = "po"\n')
    one = lay_out(tmp_path / "one")
    one.configure(CONFIG.format("one"))
    one.sync(day="2026-06-01")
    one.translate(1, {SAID: "Nous ouvrons les portes à neuf heures du matin."})
    one.sync(day="2026-06-02")
    one.post(1, f"<p>{SAID.replace('nine', 'ten')}</p>", title="")
    one.sync(day="2026-06-03")
    return tmp_path


def test_it_is_a_row_a_site_whatever_is_wrong_with_one(sites: Path, run: Run) -> None:
    code, out, err = run("status", "one", "two", "nowhere", "--format", "json")
    assert code == 2
    assert "nowhere/calque.toml: there is no such file that this user can see; name a folder" in err
    one, two, nowhere = json.loads(out)
    assert (one["site"], one["words"], one["stale_words"], one["problem"]) == ("one", 1, 9, "")
    assert one["last_good"].startswith("20")
    assert (two["site"], two["last_good"]) == ("two", None)
    assert (nowhere["site"], nowhere["locales"]) == ("nowhere", [])
    assert nowhere["problem"].startswith("nowhere/calque.toml: there is no such file")
    (sites / "one" / "posts" / "2.json").write_text("{")
    code, out, _ = run("status", "one", "two")
    assert code == 3
    assert "Site" in out
    assert "posts/2.json" in out.replace("\n", "").replace(" ", "")


def test_a_night_on_which_something_could_not_be_read_is_no_good_one(
    sites: Path, lay_out: Callable[[Path], Any], run: Run
) -> None:
    one = lay_out(sites / "one")
    one.configure(CONFIG.format("one"))

    def last_good() -> str:
        _, out, _ = run("status", "one", "--format", "json")
        return str(json.loads(out)[0]["last_good"])[:10]

    assert last_good() == "2026-06-03"
    (sites / "one" / "posts" / "2.json").write_text("{")
    one.sync(day="2026-06-04")
    assert last_good() == "2026-06-03"
    (sites / "one" / "posts" / "2.json").unlink()
    (sites / "one" / "report.html").unlink()
    (sites / "one" / "report.html").mkdir()
    one.post(3, "<p>Another one.</p>")
    assert [row.code for row in one.sync(day="2026-06-05").status.findings] == ["unwritable"]
    assert last_good() == "2026-06-03"
    (sites / "one" / "report.html").rmdir()
    one.sync(day="2026-06-06")
    assert last_good() == "2026-06-06"


def test_a_site_whose_calque_toml_cannot_be_read_has_a_row_called_after_its_folder(
    sites: Path, run: Run
) -> None:
    (sites / "two").rename(sites / "the-harbour-of-the-town")
    (sites / "the-harbour-of-the-town" / "calque.toml").write_text('[site]\nname = "two\n')
    code, out, err = run("status", "the-harbour-of-the-town", "one")
    assert code == 2
    assert "the-harbour-of-the-town/calque.toml:2: not valid TOML" in err
    (row,) = [line for line in out.splitlines() if line.startswith(" the-harbour-of-the-town ")]
    assert "0" not in row  # nothing was counted
    assert out.index("the-harbour-of-the-town") < out.index(" one ")


@pytest.mark.parametrize(
    ("gate", "told"),
    [
        (["--fail-under", "90"], "calque: one: below policy: fr: 0% translated, under the bar of 90%"),
        (["--no-stale"], "calque: one: below policy: fr: 1 stale segment in its catalogs"),
        (["--max-age", "3d"], "calque: one: below policy: fr: 1 segment stale for more than 3 days"),
    ],
    ids=["fail-under", "no-stale", "max-age"],
)
@pytest.mark.parametrize("folders", [["one"], ["one", "two"]], ids=["one folder", "two folders"])
def test_a_gate_holds_for_each_of_the_folders(
    sites: Path, run: Run, gate: list[str], told: str, folders: list[str]
) -> None:
    assert sites
    assert run("status", *folders)[0] == 0
    code, out, err = run("status", *folders, *gate)
    assert code == 1
    assert told in err
    assert {"Below", "policy"} <= {*out.split()}  # the heading of a column, in two lines
    _, out, _ = run("status", *folders, *gate, "--format", "json")
    assert told.partition("policy: ")[2] in json.loads(out)[0]["below_policy"][0]


def test_the_gates_of_a_site_s_own_calque_toml_hold_as_well(sites: Path, run: Run) -> None:
    with (sites / "one" / "calque.toml").open("a") as file:
        file.write("[gate]\nno_stale = true\n")
    code, _, err = run("status", "one", "two")
    assert (code, err) == (1, "calque: one: below policy: fr: 1 stale segment in its catalogs\n")


def test_a_locale_is_shown_alone_and_a_site_without_it_is_told(sites: Path, run: Run) -> None:
    assert sites
    code, out, err = run("status", "one", "two", "--locale", "de", "--format", "json")
    assert (code, err) == (0, "calque: one: left out, since de is no target locale of it\n")
    (two,) = json.loads(out)
    assert [row["locale"] for row in two["locales"]] == ["de"]
    code, _, err = run("status", "one", "two", "--locale", "it")
    assert code == 2
    assert "--locale it: no target locale of any of these sites; use one of de, fr" in err


REFUSED = {
    "config": ["--config", "one/calque.toml"],
    "worklist": ["--worklist"],
    "limit": ["--limit", "20"],
    "only": ["--only", "stale"],
    "rows": ["--rows", "pages"],
    "since": ["--since", "7d"],
    "include_private": ["--include-private"],
    "format": ["--format", "svg"],
}


@pytest.mark.parametrize("option", REFUSED.values(), ids=REFUSED)
def test_an_option_that_a_row_a_site_cannot_follow_is_refused(
    sites: Path, run: Run, option: list[str]
) -> None:
    assert sites
    code, out, err = run("status", "one", *option)
    assert (code, out) == (2, "")
    assert err.startswith(f"calque: {option[0]}")


@pytest.mark.parametrize("form", ["csv", "html", "json", "svg"])
def test_a_worklist_is_refused_in_a_format_that_has_no_other_form(sites: Path, run: Run, form: str) -> None:
    config = str(sites / "one" / "calque.toml")
    for options in (["--worklist"], ["--limit", "3"]):
        done = run("status", "--config", config, "--format", form, *options)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"calque: {options[0]}: --format {form} ")


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_a_limit_without_a_worklist_is_refused(sites: Path, run: Run, form: str) -> None:
    config = str(sites / "one" / "calque.toml")
    done = run("status", "--config", config, "--format", form, "--limit", "3")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("calque: --limit: ")
    assert run("status", "--config", config, "--format", form, "--worklist", "--limit", "3").returncode == 0


def test_every_option_of_the_command_holds_with_folders_or_is_refused() -> None:
    """A new option is thought of here, so that none is left out in silence."""
    held = {"sites", "locale", "fail_under", "no_stale", "max_age"}
    assert set(inspect.signature(status).parameters) == held | set(REFUSED)


def test_of_several_codes_the_one_that_somebody_must_act_on_first_wins() -> None:
    assert [worst(codes) for codes in ([], [0, 1], [3, 1], [3, 4, 1], [4, 2, 3])] == [0, 1, 3, 4, 2]


def test_what_a_held_site_is_held_for_is_in_its_row(workspace, run: Run) -> None:
    for number in range(1, 13):
        workspace.post(number, f"<p>House {number} opens the doors at nine in the morning.</p>", title="")
    workspace.sync(day="2026-06-01")
    for number in range(2, 13):
        (workspace.root / "posts" / f"en-{number}.json").unlink()
    with pytest.raises(SourceError):
        workspace.sync(day="2026-06-02")
    _, out, _ = run("status", str(workspace.root), "--format", "json")
    (row,) = json.loads(out)
    assert row["last_good"].startswith("2026-06-01T12:00:00")
    assert "12 posts are not there any more" in row["problem"]
