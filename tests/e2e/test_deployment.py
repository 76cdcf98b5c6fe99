"""`prefect.yaml` as a scheduler uses it: server, pool, deploy, run by a worker, artifacts."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from calque.config import read_site
from calque.pipeline.status import status
from prefect_server import PrefectServer

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out what a checkout has of the sample."""
    made = tmp_path_factory.mktemp("workspace")
    for name in ("sample", "flows", "locales"):
        shutil.copytree(ROOT / name, made / name)
    for name in ("calque.toml", "prefect.yaml", "prefect.toml"):
        shutil.copy(ROOT / name, made)
    return made


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    made = PrefectServer(tmp_path_factory.mktemp("prefect"))
    try:
        made.wait()
        made.prefect("work-pool", "create", "calque", "--type", "process")
        yield made
    finally:
        made.end()


def test_deploying_twice_leaves_each_deployment_with_one_schedule(
    server: PrefectServer, workspace: Path
) -> None:
    for _ in range(2):
        server.prefect("deploy", "--all", cwd=workspace)
    deployments = {str(one["name"]): one for one in server.post("deployments/filter")}
    schedules = {name: one["schedules"] for name, one in deployments.items()}
    assert {name: [row["schedule"]["cron"] for row in rows] for name, rows in schedules.items()} == {
        "nightly": ["15 4 * * *"],
        "weekly-digest": ["30 6 * * 1"],
    }
    assert {row["schedule"]["timezone"] for rows in schedules.values() for row in rows} == {"Europe/Paris"}
    assert deployments["nightly"]["global_concurrency_limit"] is None  # a dead worker could hold it


def test_the_server_makes_runs_from_the_schedule_and_a_worker_completes_them(
    server: PrefectServer, workspace: Path
) -> None:
    """Nobody starts a run here: what is waited for is what a scheduler waits for, every minute instead of at night."""
    shipped = (workspace / "prefect.yaml").read_text(encoding="utf-8")
    nightly = 'cron: "15 4 * * *"'
    assert nightly in shipped
    (workspace / "minutely.yaml").write_text(shipped.replace(nightly, 'cron: "* * * * *"'), encoding="utf-8")
    server.prefect("deploy", "--all", "--prefect-file", "minutely.yaml", cwd=workspace)
    with server.worker(workspace):
        run = server.wait_for(
            lambda: [one for one in server.runs("COMPLETED", "FAILED", "CRASHED") if one["auto_scheduled"]]
        )[0]
    assert run["state_name"] == "Completed"
    assert run["state"]["message"].startswith("all read and measured")
    assert re.fullmatch(r"alder-lane \d{4}-\d\d-\d\d \d\d:\d\d", run["name"])
    assert str(run["name"]) in server.prefect("flow-run", "ls", "--state-type", "COMPLETED")
    (table,) = server.post(
        "artifacts/latest/filter", artifacts={"key": {"any_": ["translation-status-alder-lane"]}}
    )
    rows = json.loads(str(table["data"]))
    measured = status(read_site(workspace / "calque.toml"), now=lambda: datetime.now(UTC))
    assert {row["Language"].rpartition("(")[2].rstrip(")"): row["Translated"] for row in rows} == {
        locale.locale: f"{locale.percent}%" for locale in measured.locales
    }
    assert server.post("artifacts/filter", artifacts={"key": {"any_": ["translation-worklist-alder-lane"]}})
    assert server.complaints() == []
