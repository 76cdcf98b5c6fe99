"""A sync whose batches a Dask cluster does leaves what it leaves without one, whatever becomes of a worker."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Timer

import pytest
from distributed import LocalCluster

from calque.errors import CalqueError
from calque.model import Running, Site
from calque.pipeline.ingest.fetch import fetch
from calque.pipeline.runner import InTurn
from calque.pipeline.runner.cluster import Cluster
from calque.pipeline.runner.crew import Sharing
from calque.pipeline.sync import sync
from calque.pipeline.sync.shared import SHARED
from calque.pipeline.sync.sharing import runner_of
from calque.places import landmark_path
from many_posts import DAYS, NOON, copied, give_work, lay_out, synced

# Dask's own code warns; ours may not.
pytestmark = [
    pytest.mark.e2e,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    """One for each test: Dask may be long about a worker in place of one that was killed."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as made:
        yield made


@pytest.fixture
def workspace(workspace):
    return lay_out(workspace)


def on(cluster: LocalCluster, site: Site, root: Path) -> Site:
    return replace(site, root=root, running=Running(dask=cluster.scheduler_address))


def test_a_cluster_leaves_what_one_process_leaves_day_after_day(
    cluster: LocalCluster, workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    told: list[str] = []
    other = type(workspace)(copied(workspace, tmp_path_factory.mktemp("other")))
    for day in DAYS:
        day(workspace)
        day(other)
        alone = synced(workspace.root, workspace.site, InTurn())
        there = on(cluster, other.site, other.root)
        with runner_of(there, told.append) as runner:
            assert isinstance(runner, Sharing)
            assert synced(other.root, there, runner) == alone
    assert told == []


@pytest.mark.parametrize("step", sorted(step.__name__ for step in SHARED))
def test_the_batches_of_a_killed_worker_are_done_again_and_nothing_twice(
    cluster: LocalCluster, workspace, tmp_path_factory: pytest.TempPathFactory, step: str
) -> None:
    """One worker does not get on with what it is given, and is killed over it."""
    give_work(workspace, step)
    other = copied(workspace, tmp_path_factory.mktemp("other"))
    alone = synced(workspace.root, workspace.site, InTurn())
    told: list[str] = []
    number = next(iter(cluster.workers.values())).process.pid
    timers: list[Timer] = []

    def stop(name: str, done: int, _total: int) -> None:
        if name == step and not done:
            os.kill(number, signal.SIGSTOP)
            timers.append(Timer(3, os.kill, (number, signal.SIGKILL)))
            timers[0].start()

    there = on(cluster, workspace.site, other)
    with Cluster(there, told.append) as crew:
        assert crew.width == 2
        assert synced(other, there, Sharing(crew, SHARED, stop)) == alone
    assert len(timers) == len(told) == 1
    assert told[0].startswith("the worker tcp://127.0.0.1:")
    assert told[0].endswith(" of the cluster ended; its batches are done again")


def test_a_worker_that_does_not_see_the_workspace_ends_the_sync_and_nothing_is_written(
    cluster: LocalCluster, workspace
) -> None:
    """On another machine another folder may stand under the same path."""
    there = on(cluster, workspace.site, workspace.root)
    with Cluster(there, print) as crew:
        assert crew.carry_out(fetch, there, []) == ()
        landmark_path(workspace.root).write_text("of another workspace")
        with pytest.raises(CalqueError, match="share the folder with it, under the same path"):
            sync(there, Sharing(crew, SHARED), now=lambda: NOON)
    assert workspace.files() == {}


def test_a_scheduler_without_workers_is_a_sentence(workspace) -> None:
    with LocalCluster(n_workers=0, dashboard_address=":0") as empty:
        there = on(empty, workspace.site, workspace.root)
        with (
            pytest.raises(CalqueError, match="the scheduler has no worker; start one"),
            Cluster(there, print),
        ):
            pytest.fail("there is one")


def test_a_scheduler_that_does_not_answer_is_one_sentence_and_exit_code_3(workspace) -> None:
    with closing(socket.socket()) as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
        workspace.configure((workspace.root / "calque.toml").read_text() + f'[run]\ndask = "{address}"\n')
        command = [sys.executable, "-m", "calque", "sync"]
        done = subprocess.run(command, cwd=workspace.root, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"calque: {address}: no Dask scheduler answers (")
    assert line.endswith("); start it, mend dask under [run], or leave the key out")
    assert workspace.files() == {}
