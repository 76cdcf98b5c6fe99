"""The first hour and nights of two sites' own deployment: each command, a kill in each state, one site broken."""

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from calque.store import locked
from prefect_server import LOST, PrefectServer

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    made = PrefectServer(tmp_path_factory.mktemp("prefect"))
    try:
        made.wait()
        yield made
    finally:
        made.end()


def write_posts(workspace: Path) -> None:
    posts = workspace / "posts"
    posts.mkdir(parents=True)
    for number in range(1, 6):
        row = {
            "id": number,
            "type": "post",
            "slug": f"post-{number}",
            "status": "publish",
            "modified_gmt": "2026-01-01T10:00:00",
            "link": f"https://{workspace.name}.example/post-{number}/",
            "title": {"rendered": f"House {number}"},
            "content": {"rendered": f"<p>House {number} opens at nine and closes late in the evening.</p>"},
        }
        (posts / f"{number}.json").write_text(json.dumps(row), encoding="utf-8")


@pytest.fixture(scope="module")
def sites(server: PrefectServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make two sites by `calque init`, and deploy both with every minute for their night; then break one."""
    root = tmp_path_factory.mktemp("sites")
    for name in ("lane", "mill"):
        write_posts(root / name)
        told = server.run(
            *("calque", "init", "posts", "--source", "en", "--target", "fr", "--prefect"), cwd=root / name
        ).stdout
        assert "prefect.yaml: a sync every night" in told
        config = root / name / "calque.toml"
        config.write_text(re.sub(r'(?m)^name = ".*"$', f'name = "{name}"', config.read_text()))
    told = server.run("calque", "deploy", "lane", "mill", cwd=root).stdout
    assert "lane: lane-digest, lane-nightly.\nmill: mill-digest, mill-nightly.\n" in told
    file = root / "prefect.yaml"
    file.write_text(re.sub(r'cron: "\d+ 4 \* \* \*"', 'cron: "* * * * *"', file.read_text()))
    server.run("calque", "deploy", "lane", "mill", cwd=root)
    mill = root / "mill" / "calque.toml"
    mill.write_text(mill.read_text() + "prefx = 3\n")
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
            server.kill(worker)
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
    assert (
        server.complaints(LOST) == []
    )  # SQLite may be locked for a moment, with two runs a minute and three kills


def files_of(workspace: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return what a sync writes for people: a file that is written again is another inode, whatever it holds."""
    found = {}
    for path in (workspace / "locales").rglob("*"):
        if path.is_file():
            stat = path.stat()
            found[path.relative_to(workspace).as_posix()] = (stat.st_ino, stat.st_mtime_ns, path.read_bytes())
    return found


@pytest.mark.xdist_group("outages")
def test_after_the_server_is_killed_in_each_state_and_after_its_database_is_lost_the_next_night_completes(
    server: PrefectServer, sites: Path, tmp_path: Path
) -> None:
    """The worker is left alone; what a site knows stands in its own folder, so Prefect may forget everything."""
    server.run("calque", "sync", "--config", str(sites / "lane" / "calque.toml"), cwd=tmp_path)
    before = files_of(sites / "lane")

    def next_night(earlier: set[str]) -> dict:
        return server.wait_for(
            lambda: [
                run
                for run in server.runs("COMPLETED")
                if run["id"] not in earlier and run["name"].startswith("lane ")
            ]
        )[0]

    with server.worker(tmp_path):
        for state in ("PENDING", "RUNNING"):
            server.wait_for(lambda state=state: server.runs(state), pause=0.02)
            server.restart_killed()
            known = {run["id"] for run in server.runs("PENDING", "RUNNING", "COMPLETED")}
            check_the_good_run(server, sites, next_night(known))
    assert files_of(sites / "lane") == before
    assert server.complaints(LOST) == []
    server.restart_killed(wiped=True)
    server.run("calque", "deploy", "lane", "mill", cwd=sites, code=2)
    post = sites / "lane" / "posts" / "3.json"
    post.write_text(
        post.read_text(encoding="utf-8").replace("opens at nine", "opens at ten"), encoding="utf-8"
    )
    with server.worker(tmp_path):
        check_the_good_run(server, sites, next_night(set()))
    after = files_of(sites / "lane")
    written = {name for name in after if after[name] != before.get(name)}
    assert written == {name for name in after if "post-3" in name}
    assert any(b"opens at ten" in after[name][2] for name in written)
    assert after.keys() == before.keys()
    assert server.complaints(LOST) == []


def check_the_good_run(server: PrefectServer, sites: Path, run: dict) -> None:
    assert re.fullmatch(r"lane \d{4}-\d\d-\d\d \d\d:\d\d", run["name"])
    assert run["state"]["message"] == "all read and measured"
    assert {"calque", "sync", "site:lane"} <= set(run["tags"])
    assert len(list((sites / "lane" / "locales" / "fr" / "LC_MESSAGES").glob("*.po"))) == 5
    assert [line["message"] for line in server.logs(run["id"]) if line["level"] >= 40] == []


def check_the_broken_run(server: PrefectServer, run: dict) -> None:
    """One red line: what, where, and what to do; no traceback."""
    assert "unknown key 'prefx'" in run["state"]["message"]
    red = server.wait_for(  # a run's log comes a moment after its state
        lambda: [line["message"] for line in server.logs(run["id"]) if line["level"] >= 40]
    )
    assert red == [run["state"]["message"]]
    assert not any("Traceback" in line["message"] for line in server.logs(run["id"]))


def configure(workspace: Path, more: str = "") -> None:
    write_posts(workspace)
    text = f'[site]\nname = "{workspace.name}"\nurl = "https://{workspace.name}.example"\nsource = "en"\n'
    text += 'posts = ["posts/*.json"]\n[locales.fr]\nprefix = "fr"\ntruth = "po"\n'
    (workspace / "calque.toml").write_text(text + more, encoding="utf-8")


def test_one_box_does_without_a_worker(server: PrefectServer, tmp_path: Path) -> None:
    configure(tmp_path / "pond")
    calque = str(Path(sys.executable).with_name("calque"))
    with (tmp_path / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [calque, "serve", "pond"], env=server.environment, cwd=tmp_path, stdout=log, stderr=log
        )
        try:
            server.wait_for(
                lambda: "pond-digest" in {row["name"] for row in server.post("deployments/filter")}
            )
            time.sleep(2)  # it listens a moment after it has made them
            server.prefect("deployment", "run", "sync-site/pond-nightly")
            (run, *_) = server.wait_for(
                lambda: [run for run in server.runs("COMPLETED", "FAILED") if run["name"].startswith("pond ")]
            )
        finally:
            process.terminate()
            process.wait(60)
    assert run["state"]["message"] == "all read and measured"
    assert len(list((tmp_path / "pond" / "locales" / "fr" / "LC_MESSAGES").glob("*.po"))) == 5
    (nightly,) = [row for row in server.post("deployments/filter") if row["name"] == "pond-nightly"]
    assert nightly["paused"] is True  # nobody serves it, so no nights pile up


RENEW = """
import sys
from datetime import timedelta
from pathlib import Path
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from calque.config import read_site
from calque.deploy.automations import renew_automations
from calque.deploy.server import connect
block = CustomWebhookNotificationBlock(name="desk", url=sys.argv[2], json_data={"subject": "{{subject}}"})
block.save("desk", overwrite=True)
with connect() as client:
    site = read_site(Path(sys.argv[1]))
    renew_automations(client, site, night=timedelta(seconds=10), silence=timedelta(seconds=50))
"""


@pytest.mark.xdist_group("silence")
def test_a_night_that_does_not_come_is_told(server: PrefectServer, tmp_path: Path, loopback, given) -> None:
    """The server itself looks every few seconds for what did not happen; an embedded one does not."""
    loopback.answer = lambda _: given({})
    configure(tmp_path / "brook", '[prefect]\nnotify = "custom-webhook/desk"\n')
    config = str(tmp_path / "brook" / "calque.toml")
    server.run("python", "-c", RENEW, config, loopback.url, cwd=tmp_path)
    server.wait_for(lambda: [asked for asked in loopback.asked if b"brook: no good night" in asked.body])


@pytest.mark.xdist_group("silence")
def test_a_run_whose_process_was_killed_is_ended_and_told(
    server: PrefectServer, tmp_path: Path, loopback, given
) -> None:
    """It sends no heartbeat any more; until then it holds nobody up."""
    loopback.answer = lambda _: given({})
    config = '[prefect]\npool = "quick"\nnotify = "custom-webhook/desk"\n[wordpress]\n'
    with silent_site() as url:
        configure(tmp_path / "creek", f'{config}root = "{url}/wp-json/"\n')
        path = tmp_path / "creek" / "calque.toml"
        path.write_text(path.read_text().replace("https://creek.example", url))
        server.run("calque", "deploy", "creek", cwd=tmp_path)
        server.run("python", "-c", RENEW, str(path), loopback.url, cwd=tmp_path)
        server.prefect("deployment", "run", "sync-site/creek-nightly")
        with server.worker(tmp_path, "quick") as worker:
            (run,) = server.wait_for(
                lambda: [run for run in server.runs("RUNNING") if run["name"].startswith("creek ")]
            )
            time.sleep(5)
            server.kill(worker)
        with locked(tmp_path / "creek"):
            pass  # the lock went with the process
        ended = server.wait_for(lambda: [one for one in server.runs("CRASHED") if one["id"] == run["id"]])
    assert ended[0]["state"]["message"] == "its process ended; what was written stands"
    server.wait_for(lambda: [asked for asked in loopback.asked if b"creek: a run failed" in asked.body])


@contextmanager
def silent_site() -> Iterator[str]:
    """Accept connections and answer none of them, as a site does that hangs."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(50)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
