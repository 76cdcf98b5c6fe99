"""A sync with processes of its own gives what it gives without, byte for byte, whatever becomes of them."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from ctypes import string_at
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from calque.errors import CalqueError
from calque.model import Running
from calque.pipeline.ingest.fetch import fetch
from calque.pipeline.runner import InTurn
from calque.pipeline.runner.crew import Sharing
from calque.pipeline.runner.workers import Workers
from calque.pipeline.sync import sync
from calque.pipeline.sync.shared import SHARED
from calque.pipeline.sync.sharing import runner_of
from many_posts import COUNT, DAYS, NOON, copied, give_work, lay_out, synced


@pytest.fixture
def workspace(workspace):
    return lay_out(workspace)


def test_two_workers_leave_what_one_process_leaves_day_after_day(
    workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    told: list[str] = []
    other = type(workspace)(copied(workspace, tmp_path_factory.mktemp("other")))
    for day in DAYS:
        day(workspace)
        day(other)
        alone = synced(workspace.root, workspace.site, InTurn())
        there = replace(other.site, running=Running(workers=2))
        with runner_of(there, told.append) as runner:
            assert isinstance(runner, Sharing)
            assert synced(other.root, there, runner) == alone
    assert told == []


@pytest.mark.parametrize("step", sorted(step.__name__ for step in SHARED))
def test_a_batch_of_a_killed_worker_is_done_again_and_nothing_twice(
    workspace, tmp_path_factory: pytest.TempPathFactory, step: str
) -> None:
    give_work(workspace, step)
    site = replace(workspace.site, root=copied(workspace, tmp_path_factory.mktemp("other")))
    alone = synced(workspace.root, workspace.site, InTurn())
    told: list[str] = []
    killed: set[int] = set()

    def kill(name: str, done: int, _total: int) -> None:
        if name == step and done and not killed:
            killed.update(workers.numbers)
            for number in killed:
                os.kill(number, signal.SIGKILL)

    with Workers(2, told.append) as workers:
        assert synced(site.root, site, Sharing(workers, SHARED, kill)) == alone
    assert killed
    assert set(told) == {"a worker process ended (SIGKILL); its batch is done again"}
    assert len(told) <= len(killed)


def test_a_worker_that_is_killed_over_a_batch_is_told_and_another_does_it(workspace) -> None:
    told: list[str] = []
    with Workers(1, told.append) as workers, ThreadPoolExecutor() as threads:
        names = ["posts/en-1.json"]
        expected = workers.carry_out(fetch, workspace.site, names)
        (first,) = workers.numbers
        os.kill(first, signal.SIGSTOP)
        waiting = threads.submit(workers.carry_out, fetch, workspace.site, names)
        os.kill(first, signal.SIGKILL)
        assert waiting.result(timeout=60) == expected
        assert first not in workers.numbers
    assert told == ["a worker process ended (SIGKILL); its batch is done again"]
    assert workers.numbers == ()


def test_a_batch_that_kills_every_worker_ends_the_sync_in_a_sentence() -> None:
    told: list[str] = []
    address: Any = 1  # where no process may read
    with (
        Workers(1, told.append) as workers,
        pytest.raises(
            CalqueError, match=r"3 worker processes ended over one batch of posts \(SIGSEGV\); see"
        ),
    ):
        workers.carry_out(string_at, address, address)
    assert told == ["a worker process ended (SIGSEGV); its batch is done again"] * 2


def test_workers_write_nothing(workspace) -> None:
    """A dry run writes nothing itself, so whatever is other afterwards, they would have written."""
    workspace.sync()
    workspace.post(1, "<p>We close the doors at ten.</p>")
    (workspace.root / ".calque" / "cache.sqlite").unlink()
    stamps = {path: path.stat().st_mtime_ns for path in workspace.root.rglob("*")}
    told: list[str] = []
    with runner_of(replace(workspace.site, running=Running(workers=2)), told.append) as runner:
        outcome = sync(workspace.site, runner, now=lambda: NOON, dry_run=True)
    assert len(outcome.files) == 3  # the template and both catalogs
    after = {path: path.stat().st_mtime_ns for path in workspace.root.rglob("*")}
    # Locks and journals of the process itself come and go.
    assert {path: stamp for path, stamp in after.items() if ".calque" not in path.parts} == {
        path: stamp for path, stamp in stamps.items() if ".calque" not in path.parts
    }


def test_no_worker_is_left_where_its_sync_is_killed(workspace) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from calque.config import read_site\n"
        "from calque.pipeline.ingest.fetch import fetch\n"
        "from calque.pipeline.runner.workers import Workers\n"
        "workers = Workers(1, print)\n"
        "workers.carry_out(fetch, read_site(Path('calque.toml')), ['posts/en-1.json'])\n"
        "print(*workers.numbers, flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command, cwd=workspace.root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        number = int(process.stdout.readline())
        assert is_at_work(number)
        process.kill()
    deadline = monotonic() + 30
    while is_at_work(number) and monotonic() < deadline:
        sleep(0.05)
    assert not is_at_work(number)


def is_at_work(number: int) -> bool:
    """Tell whether a process is there, and no mere entry that nobody asked for."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_few_items_start_no_process(workspace) -> None:
    for number in range(3, COUNT + 1):
        for locale in ("en", "fr"):
            (workspace.root / "posts" / f"{locale}-{number}.json").unlink()
    with Workers(2, print) as workers:
        sync(workspace.site, Sharing(workers, SHARED), now=lambda: NOON)
        assert workers.numbers == ()
