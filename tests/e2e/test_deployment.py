"""`prefect.yaml` as a scheduler uses it: server, pool, deploy, run by a worker, artifacts."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from calque.config import read_site
from calque.pipeline.status import status

ROOT = Path(__file__).parents[2]
PREFECT = str(Path(sys.executable).with_name("prefect"))

pytestmark = pytest.mark.e2e


class Server:
    """A Prefect server of the test's own, and a workspace beside it."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/api"
        self.workspace = folder / "workspace"
        self.workspace.mkdir()
        for name in ("sample", "flows", "locales"):
            shutil.copytree(ROOT / name, self.workspace / name)
        for name in ("calque.toml", "prefect.yaml", "prefect.toml"):
            shutil.copy(ROOT / name, self.workspace)
        self.environment = {
            **os.environ,
            "PREFECT_HOME": str(folder / "home"),
            "PREFECT_API_URL": self.url,
            "DO_NOT_TRACK": "1",
            "COLUMNS": "200",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        self.log = (folder / "server.log").open("wb")
        self.process = subprocess.Popen(
            [PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(self.port)],
            env=self.environment,
            cwd=self.workspace,
            stdout=self.log,
            stderr=self.log,
        )

    def wait(self) -> None:
        """Wait until the server is healthy."""
        for _ in range(120):
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=2):
                    return
            except OSError:
                time.sleep(1)
        raise TimeoutError((Path(self.log.name)).read_text())

    def prefect(self, *arguments: str) -> str:
        """Run a command of Prefect's and return what it prints."""
        done = subprocess.run(
            [PREFECT, "--no-prompt", *arguments],
            env=self.environment,
            cwd=self.workspace,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def deploy_every_minute(self) -> None:
        """Deploy what prefect.yaml says, with every minute for its night."""
        shipped = (self.workspace / "prefect.yaml").read_text(encoding="utf-8")
        nightly = 'cron: "15 4 * * *"'
        assert nightly in shipped
        (self.workspace / "minutely.yaml").write_text(
            shipped.replace(nightly, 'cron: "* * * * *"'), encoding="utf-8"
        )
        self.prefect("deploy", "--all", "--prefect-file", "minutely.yaml")

    @contextmanager
    def worker(self) -> Iterator[None]:
        """Have a worker, as it is started on a machine that is then left alone."""
        with (self.workspace.parent / "worker.log").open("wb") as log:
            process = subprocess.Popen(
                [PREFECT, "worker", "start", "--pool", "calque"],
                env=self.environment,
                cwd=self.workspace,
                stdout=log,
                stderr=log,
            )
            try:
                yield
            finally:
                process.terminate()
                try:
                    process.wait(120)
                except subprocess.TimeoutExpired:  # it waits for the run that it began
                    process.kill()
                    process.wait(60)

    def wait_for_a_scheduled_run(self) -> dict[str, Any]:
        """Return the first run of the server's own making that came to an end; wait five minutes at most."""
        for _ in range(150):
            runs = self.post(
                "flow_runs/filter",
                flow_runs={"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}},
                sort="END_TIME_DESC",
            )
            scheduled = [run for run in runs if run["auto_scheduled"]]
            if scheduled:
                return scheduled[0]
            time.sleep(2)
        raise TimeoutError(self.prefect("flow-run", "ls") + Path(self.log.name).read_text())

    def complaints(self) -> list[str]:
        """Return the lines of the server's log that say that one of its services does not do its work."""
        lines = Path(self.log.name).read_text(encoding="utf-8").splitlines()
        return [
            line for line in lines if re.search("ERROR|CRITICAL|bulk DML|locked|[Dd]ropping|Traceback", line)
        ]

    def post(self, path: str, **body: object) -> list[dict[str, Any]]:
        """Ask the server's API."""
        request = urllib.request.Request(
            f"{self.url}/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            rows: list[dict[str, Any]] = json.load(answer)
        return rows


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("prefect"))
    try:
        made.wait()
        made.prefect("work-pool", "create", "calque", "--type", "process")
        yield made
    finally:
        made.process.terminate()
        made.process.wait(30)
        made.log.close()


def test_deploying_twice_leaves_each_deployment_with_one_schedule(server: Server) -> None:
    for _ in range(2):
        server.prefect("deploy", "--all")
    deployments = {str(one["name"]): one for one in server.post("deployments/filter")}
    schedules = {name: one["schedules"] for name, one in deployments.items()}
    assert {name: [row["schedule"]["cron"] for row in rows] for name, rows in schedules.items()} == {
        "nightly": ["15 4 * * *"],
        "weekly-digest": ["30 6 * * 1"],
    }
    assert {row["schedule"]["timezone"] for rows in schedules.values() for row in rows} == {"Europe/Paris"}
    assert deployments["nightly"]["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"


def test_the_server_makes_runs_from_the_schedule_and_a_worker_completes_them(server: Server) -> None:
    """Nobody starts a run here: what is waited for is what a scheduler waits for, every minute instead of at night."""
    server.deploy_every_minute()
    with server.worker():
        run = server.wait_for_a_scheduled_run()
    assert (run["state_name"], run["state"]["message"]) == ("Completed", "all read and measured")
    assert str(run["name"]) in server.prefect("flow-run", "ls", "--state-type", "COMPLETED")
    (table,) = server.post(
        "artifacts/latest/filter", artifacts={"key": {"any_": ["translation-status-alder-lane"]}}
    )
    rows = json.loads(str(table["data"]))
    measured = status(read_site(server.workspace / "calque.toml"), now=lambda: datetime.now(UTC))
    assert {row["locale"]: (row["percent"], row["segments"]) for row in rows} == {
        locale.locale: (locale.percent, locale.total.segments) for locale in measured.locales
    }
    assert server.post("artifacts/filter", artifacts={"key": {"any_": ["translation-worklist-alder-lane"]}})
    assert server.complaints() == []
