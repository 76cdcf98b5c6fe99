"""The first hour and nights of two sites' own deployment: each command, a kill in each state, one site broken."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from calque.store import locked
from prefect_server import PrefectServer, kill

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    made = PrefectServer(tmp_path_factory.mktemp("prefect"))
    try:
        made.wait()
        yield made
    finally:
        made.end()


@pytest.fixture(scope="module")
def sites(server: PrefectServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make two sites by `calque init`, and deploy both; then break one, and have every minute for its night."""
    root = tmp_path_factory.mktemp("sites")
    for name in ("lane", "mill"):
        posts = root / name / "posts"
        posts.mkdir(parents=True)
        for number in range(1, 6):
            row = {
                "id": number,
                "type": "post",
                "slug": f"post-{number}",
                "status": "publish",
                "modified_gmt": "2026-01-01T10:00:00",
                "link": f"https://{name}.example/post-{number}/",
                "title": {"rendered": f"House {number}"},
                "content": {
                    "rendered": f"<p>House {number} opens at nine and closes late in the evening.</p>"
                },
            }
            (posts / f"{number}.json").write_text(json.dumps(row), encoding="utf-8")
        told = server.run(
            *("calque", "init", "posts", "--source", "en", "--target", "fr", "--prefect"), cwd=root / name
        ).stdout
        assert "prefect.yaml: a sync every night" in told
        config = root / name / "calque.toml"
        config.write_text(re.sub(r'(?m)^name = ".*"$', f'name = "{name}"', config.read_text()))
    told = server.run("calque", "deploy", "lane", "mill", cwd=root).stdout
    assert "lane: lane-digest, lane-nightly.\nmill: mill-digest, mill-nightly.\n" in told
    mill = root / "mill" / "calque.toml"
    mill.write_text(mill.read_text() + "prefx = 3\n")
    file = root / "prefect.yaml"
    file.write_text(re.sub(r'cron: "\d+ 4 \* \* \*"', 'cron: "* * * * *"', file.read_text()))
    done = server.run("calque", "deploy", "lane", "mill", cwd=root, code=2)
    assert "edited by hand, and deployed as it stands" in done.stderr
    assert "mill/calque.toml" in done.stderr
    return root


def test_after_a_kill_in_pending_and_one_in_running_the_next_night_completes(
    server: PrefectServer, sites: Path, tmp_path: Path
) -> None:
    """Nothing is freed by hand, and the worker's folder is nobody's workspace."""
    for state in ("PENDING", "RUNNING"):
        with server.worker(tmp_path) as worker:
            server.wait_for(lambda state=state: server.runs(state), pause=0.02)
            kill(worker)
    killed = {run["id"] for run in server.runs("PENDING", "RUNNING", "COMPLETED", "FAILED")}
    with server.worker(tmp_path):
        done, broken = server.wait_for(
            lambda: (
                [
                    found[0]
                    for name, state in (("lane", "COMPLETED"), ("mill", "FAILED"))
                    if (
                        found := [
                            run
                            for run in server.runs(state)
                            if run["id"] not in killed and run["name"].startswith(name)
                        ]
                    )
                ][:2]
                if {
                    run["name"].split()[0]
                    for run in server.runs("COMPLETED", "FAILED")
                    if run["id"] not in killed
                }
                >= {"lane", "mill"}
                else []
            )
        )
        check_the_good_run(server, sites, done)
        check_the_broken_run(server, broken)
        with locked(sites / "lane"):
            earlier = {run["id"] for run in server.runs("CANCELLED")}
            beside = server.wait_for(
                lambda: [run for run in server.runs("CANCELLED") if run["id"] not in earlier]
            )[0]
        assert "another sync holds the lock" in beside["state"]["message"]
        later = server.wait_for(
            lambda: [run for run in server.runs("COMPLETED") if run["end_time"] > beside["end_time"]]
        )
        assert later[0]["name"].startswith("lane ")
    assert (
        server.post("flow_runs/filter", flow_runs={"id": {"any_": [beside["id"]]}})[0]["state_type"]
        == "CANCELLED"
    )
    assert server.complaints() == []


def check_the_good_run(server: PrefectServer, sites: Path, run: dict) -> None:
    assert re.fullmatch(r"lane \d{4}-\d\d-\d\d \d\d:\d\d", run["name"])
    assert run["state"]["message"] == "all read and measured"
    assert {"calque", "sync", "site:lane"} <= set(run["tags"])
    assert len(list((sites / "lane" / "locales" / "fr" / "LC_MESSAGES").glob("*.po"))) == 5
    assert [line["message"] for line in server.logs(run["id"]) if line["level"] >= 40] == []


def check_the_broken_run(server: PrefectServer, run: dict) -> None:
    """One red line: what, where, and what to do; no traceback."""
    assert "unknown key 'prefx'" in run["state"]["message"]
    red = [line["message"] for line in server.logs(run["id"]) if line["level"] >= 40]
    assert red == [run["state"]["message"]]
    assert not any("Traceback" in line["message"] for line in server.logs(run["id"]))
