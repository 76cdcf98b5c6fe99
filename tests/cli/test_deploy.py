"""`calque deploy --dry-run` prints the file, `calque init --prefect` writes it, and one broken site stops no other."""

import json
from pathlib import Path

import pytest
import yaml

from calque.cli import main
from calque.errors import SourceError

CONFIG = '[site]\nname = "{}"\nurl = "https://example.org"\nsource = "en"\n[locales.fr]\nprefix = "fr"\n'


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capfd.readouterr()
    with pytest.raises(SystemExit) as end:
        main(arguments)
    told = capfd.readouterr()
    return int(end.value.code or 0), told.out, told.err


@pytest.fixture
def sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "calque.toml").write_text(CONFIG.format(name))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "home"))
    return tmp_path


def test_a_dry_run_prints_the_file_of_several_sites_and_writes_nothing(
    sites: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capfd, "deploy", "one", "two/calque.toml", "--dry-run")
    assert (code, err) == (0, "")
    names = [row["name"] for row in yaml.safe_load(out)["deployments"]]
    assert names == ["one-nightly", "one-digest", "two-nightly", "two-digest", "sites"]
    assert not list(sites.rglob("prefect.yaml"))


def test_one_broken_site_is_told_and_stops_no_other(sites: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (sites / "one" / "calque.toml").write_text(CONFIG.format("one") + "prefx = 3\n")
    (sites / "three").mkdir()
    (sites / "three" / "calque.toml").write_text(CONFIG.format("two"))
    code, out, err = run(capfd, "deploy", "one", "two", "three", "nowhere", "--dry-run")
    assert code == 2
    assert [row["name"] for row in yaml.safe_load(out)["deployments"]] == ["two-nightly", "two-digest"]
    told = err.splitlines()
    assert told[0].startswith("calque: one/calque.toml:7: unknown key 'prefx'")
    assert told[1].startswith("calque: nowhere/calque.toml: cannot be read") or told[1].startswith(
        "calque: three"
    )
    assert any("its site has the name 'two', as that of" in line for line in told)
    assert len(told) == 3


def test_without_a_server_it_says_how_to_start_one(sites: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capfd, "deploy", "one")
    assert (code, out) == (2, "")
    assert err == (
        f"{sites}/prefect.yaml: written.\n"
        "calque: no Prefect server is named: start one with `prefect server start`, then say "
        "`prefect config set PREFECT_API_URL=http://127.0.0.1:4200/api`\n"
    )


def test_a_time_at_which_the_clock_changes_is_told(sites: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = CONFIG.format("one") + '[prefect]\ntime = "02:30"\ntimezone = "Europe/Paris"\n'
    (sites / "one" / "calque.toml").write_text(text)
    code, _, err = run(capfd, "deploy", "one", "--dry-run")
    assert code == 0
    assert err.startswith("one: at 02:30 in Europe/Paris the clock changes on ")


def test_init_writes_it_beside_calque_toml_where_it_is_asked_to(
    workspace, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    workspace.post(1, "<p>We open the doors at nine in the morning and close them again in the evening.</p>")
    (workspace.root / "calque.toml").unlink()
    monkeypatch.chdir(workspace.root)
    code, out, err = run(capfd, "init", "posts", "--source", "en", "--target", "fr", "--prefect")
    assert code == 0, err
    assert "prefect.yaml: a sync every night; `calque deploy` puts it on a server." in out
    (nightly, _) = yaml.safe_load((workspace.root / "prefect.yaml").read_text())["deployments"]
    assert nightly["parameters"] == {"config": str(workspace.root / "calque.toml")}


def test_the_status_of_several_sites_is_a_row_a_site_whatever_is_wrong_with_one(
    sites: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    post = {
        "id": 1,
        "type": "post",
        "slug": "one",
        "status": "publish",
        "modified_gmt": "2026-01-01T10:00:00",
        "link": "https://example.org/one/",
        "title": {"rendered": ""},
        "content": {"rendered": "<p>We open the doors at nine in the morning.</p>"},
    }
    for name in ("one", "two"):
        (sites / name / "posts").mkdir()
        (sites / name / "posts" / "1.json").write_text(json.dumps(post))
        config = sites / name / "calque.toml"
        text = config.read_text().replace('source = "en"', 'source = "en"\nposts = ["posts/*.json"]')
        config.write_text(f'{text}truth = "po"\n')
    assert run(capfd, "sync", "--config", "one/calque.toml")[0] == 0
    code, out, err = run(capfd, "status", "one", "two", "nowhere", "--format", "json")
    assert code == 2
    assert "nowhere/calque.toml: cannot be read" in err
    one, two = json.loads(out)
    assert (one["site"], one["words"], one["stale_words"], one["problem"]) == ("one", 9, 0, "")
    assert one["last_good"].startswith("20")
    assert (two["site"], two["last_good"]) == ("two", None)
    (sites / "one" / "posts" / "2.json").write_text("{")
    code, out, _ = run(capfd, "status", "one", "two")
    assert code == 3
    assert "Site" in out
    assert "posts/2.json" in out.replace("\n", "").replace(" ", "")
    code, _, err = run(capfd, "status", "one", "--format", "svg")
    assert code == 2
    assert "several sites are shown as table or json" in err


def test_what_a_held_site_is_held_for_is_in_its_row(workspace, capfd: pytest.CaptureFixture[str]) -> None:
    for number in range(1, 13):
        workspace.post(number, f"<p>House {number} opens the doors at nine in the morning.</p>", title="")
    workspace.sync(day="2026-06-01")
    for number in range(2, 13):
        (workspace.root / "posts" / f"en-{number}.json").unlink()
    with pytest.raises(SourceError):
        workspace.sync(day="2026-06-02")
    _, out, _ = run(capfd, "status", str(workspace.root), "--format", "json")
    (row,) = json.loads(out)
    assert row["last_good"].startswith("2026-06-01T12:00:00")
    assert "12 posts are not there any more" in row["problem"]
