"""`calque deploy --dry-run` prints the file, `calque init --prefect` writes it, and one broken site stops no other."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from calque.model.site import Nightly

CONFIG = '[site]\nname = "{}"\nurl = "https://example.org"\nsource = "en"\n[locales.fr]\nprefix = "fr"\n'


Run = Callable[..., Any]


@pytest.fixture
def sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "calque.toml").write_text(CONFIG.format(name))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "home"))
    return tmp_path


def test_a_dry_run_prints_the_file_of_several_sites_and_writes_nothing(sites: Path, run: Run) -> None:
    code, out, err = run("deploy", "one", "two/calque.toml", "--dry-run")
    assert (code, err) == (0, "")
    names = [row["name"] for row in yaml.safe_load(out)["deployments"]]
    assert names == ["one-nightly", "one-digest", "two-nightly", "two-digest", "one-sites"]
    assert not list(sites.rglob("prefect.yaml"))


def test_one_broken_site_is_told_and_stops_no_other(sites: Path, run: Run) -> None:
    (sites / "one" / "calque.toml").write_text(CONFIG.format("one") + "prefx = 3\n")
    (sites / "three").mkdir()
    (sites / "three" / "calque.toml").write_text(CONFIG.format("two"))
    code, out, err = run("deploy", "one", "two", "three", "nowhere", "--dry-run")
    assert code == 2
    assert [row["name"] for row in yaml.safe_load(out)["deployments"]] == ["two-nightly", "two-digest"]
    told = err.splitlines()
    assert told[0].startswith("calque: one/calque.toml:7: unknown key 'prefx'")
    assert told[1].startswith("calque: nowhere/calque.toml: there is no such file") or told[1].startswith(
        "calque: three"
    )
    assert any("its site has the name 'two', as that of" in line for line in told)
    assert len(told) == 3


def test_without_a_server_it_says_how_to_start_one(sites: Path, run: Run) -> None:
    code, out, err = run("deploy", "one")
    assert (code, out) == (2, "")
    assert err == (
        f"{sites}/one/prefect.yaml: written.\n"
        "calque: no Prefect server is named: start one with `prefect server start`, then say "
        "`prefect config set PREFECT_API_URL=http://127.0.0.1:4200/api`\n"
    )


def test_a_time_at_which_the_clock_changes_is_told(sites: Path, run: Run) -> None:
    text = CONFIG.format("one") + '[prefect]\ntime = "02:30"\ntimezone = "Europe/Paris"\n'
    (sites / "one" / "calque.toml").write_text(text)
    code, _, err = run("deploy", "one", "--dry-run")
    assert code == 0
    assert err.startswith("one: at 02:30 in Europe/Paris the clock changes on ")
    assert err.endswith("set a time from 03:00 on under [prefect] in its calque.toml\n")
    (sites / "one" / "calque.toml").write_text(text.replace("02:30", "03:10").replace("Paris", "Helsinki"))
    _, _, err = run("deploy", "one", "--dry-run")
    assert "set a time from 04:00 on" in err
    text = CONFIG.format("one") + '[prefect]\ntimezone = "Europe/Helsinki"\n'
    (sites / "one" / "calque.toml").write_text(text)
    assert run("deploy", "one", "--dry-run")[2] == ""


def test_one_folder_is_written_into_itself_and_the_file_of_several_keeps_its_sites(
    sites: Path, run: Run
) -> None:
    run("deploy", "one", "two")
    both = (sites / "prefect.yaml").read_bytes()
    _, _, err = run("deploy", "one")
    assert err.startswith(f"{sites}/one/prefect.yaml: written.\n")
    assert (sites / "prefect.yaml").read_bytes() == both


def test_another_configuration_in_a_workspace_is_deployed_as_what_it_is(sites: Path, run: Run) -> None:
    (sites / "one" / "staging.toml").write_text(CONFIG.format("staging"))
    _, out, _ = run("deploy", "one/staging.toml", "--dry-run")
    nightly, _ = yaml.safe_load(out)["deployments"]
    assert nightly["name"] == "staging-nightly"
    assert nightly["parameters"] == {"config": str(sites / "one" / "staging.toml")}
    (sites / "one" / "staging.toml").write_text(CONFIG.format("one"))
    code, _, err = run("deploy", "one", "one/staging.toml", "--dry-run")
    assert code == 2
    assert f"its site has the name 'one', as that of {sites}/one/calque.toml" in err


def test_init_writes_it_beside_calque_toml_where_it_is_asked_to(workspace, run: Run) -> None:
    workspace.post(1, "<p>We open the doors at nine in the morning and close them again in the evening.</p>")
    (workspace.root / "calque.toml").unlink()
    code, out, err = run("init", "posts", "--source", "en", "--target", "fr", "--prefect")
    assert code == 0, err
    assert "prefect.yaml: a sync every night; `calque deploy` puts it on a server." in out
    (nightly, _) = yaml.safe_load((workspace.root / "prefect.yaml").read_text())["deployments"]
    assert nightly["parameters"] == {"config": str(workspace.root / "calque.toml")}


def test_init_calls_the_site_as_it_is_told_and_names_what_a_scheduler_may_set(workspace, run: Run) -> None:
    workspace.post(1, "<p>We open the doors at nine in the morning and close them again in the evening.</p>")
    path = workspace.root / "calque.toml"
    path.unlink()
    made = ("init", "posts", "--source", "en", "--target", "fr")
    code, _, err = run(*made, "--name", "The Lane")
    assert (code, path.exists()) == (2, False)
    assert "--name The Lane: no name of a site; use small letters, digits and dashes" in err
    assert run(*made, "--name", "lane", "--prefect")[0] == 0
    planned = yaml.safe_load((workspace.root / "prefect.yaml").read_text())["deployments"]
    assert [one["name"] for one in planned] == ["lane-nightly", "lane-digest"]
    # What stands there as a comment is read where its sign is taken away.
    head, mark, rest = path.read_text().partition("# [prefect]")
    path.write_text(head + (mark + rest).replace("# ", "", 1).replace("\n# ", "\n"))
    assert workspace.site.nightly == Nightly("04:15", "Europe/Paris", notify="slack-webhook/editors")
