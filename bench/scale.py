"""What a first sync of a large site costs, by `calque sync` and by the Prefect flow, with one worker and with more.

    python bench/scale.py FOLDER [--posts 1000 10000] [--workers 1 2] [--roads sync flow]

A site of so many posts in five locales is made up in FOLDER for each size (`tracking_data.py`), and synced from nothing
by each road with so many workers. Each is a process tree of its own, of which every fifth of a second is looked at:
CPU seconds and peak memory (PSS, so that shared pages count once) are sums over all its processes, Prefect's server
too. The flow runs against a server of its own, whose database holds one small run already.

What is asked: orchestration (what the flow takes beyond `calque sync`) is at most 5% of the flow's CPU at 10,000 posts;
two workers take at most 0.6 of the time of one. On a machine where others are at work, time says little: then look at
`alone` and `others`, the CPU seconds of the sync's own process and of its workers. On idle cores the time is at least
`alone` + `others` / workers, but for what the first does while the others are at work.
"""

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import tracking_data

COMMANDS = {"sync": ["-m", "calque", "sync"], "flow": ["-m", "calque.flows.sync"]}
TICKS = os.sysconf("SC_CLK_TCK")
WORKER = b"calque.pipeline.runner.worker"


@dataclass
class Cost:
    seconds: float
    alone: float
    """CPU seconds of the process that syncs."""
    others: float
    """Those of its workers."""
    rest: float
    """Those of all others: Prefect's server."""
    megabytes: float
    task_runs: int = 0
    database: float = 0.0
    """Megabytes that Prefect's database grew by."""

    @property
    def cpu(self) -> float:
        return self.alone + self.others + self.rest


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--roads", nargs="+", choices=COMMANDS, default=list(COMMANDS))
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores; load before: {os.getloadavg()[0]:.1f}", flush=True)
    print(
        "   posts road  workers      time   CPU  alone  others  rest   memory  task runs  database",
        flush=True,
    )
    for posts in options.posts:
        site = options.folder / str(posts)
        if not site.exists():
            tracking_data.lay_out(site, posts)
        costs = {}
        for road in options.roads:
            for workers in options.workers:
                cost = costs[road, workers] = measure(site, road, workers)
                print(
                    f"{posts:8,} {road} {workers:8} {cost.seconds:8.0f} s {cost.cpu:5.0f} {cost.alone:6.0f} "
                    f"{cost.others:7.0f} {cost.rest:5.0f} {cost.megabytes:5.0f} MB {cost.task_runs:10} "
                    f"{cost.database:6.1f} MB   load {os.getloadavg()[0]:.1f}",
                    flush=True,
                )
        judge(costs)


def judge(costs: dict[tuple[str, int], Cost]) -> None:
    """Say how far what is asked is met."""
    for (road, workers), cost in costs.items():
        first = costs.get((road, 1))
        if workers > 1 and first:
            ideal = cost.alone + cost.others / workers + cost.rest
            print(
                f"{road}: {workers} workers take {cost.seconds / first.seconds:.2f} of the time of one here, and "
                f"{ideal / first.cpu:.2f} of it or less on idle cores (asked: 0.6)"
            )
        plain = costs.get(("sync", workers))
        if road == "flow" and plain:
            share = (cost.cpu - plain.cpu) / cost.cpu
            print(
                f"flow: orchestration is {share:.1%} of its CPU with {workers} workers (asked at 10,000: 5%)"
            )


def measure(site: Path, road: str, workers: int) -> Cost:
    """Sync a site from nothing."""
    for name in ("locales", ".calque"):
        shutil.rmtree(site / name, ignore_errors=True)
    (site / "report.html").unlink(missing_ok=True)
    config = tracking_data.CONFIG + (f"[run]\nworkers = {workers}\n" if workers > 1 else "")
    (site / "calque.toml").write_text(config, encoding="utf-8")
    if road == "sync":
        return run(site, road, {})
    home = site.parent / "prefect"
    shutil.rmtree(home, ignore_errors=True)
    environment = {
        "PREFECT_HOME": str(home),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    }
    small = site.parent / "one"
    shutil.rmtree(small, ignore_errors=True)
    tracking_data.lay_out(small, 1)
    run(small, road, environment)
    database = home / "prefect.db"
    runs, size = task_runs(database), size_of(database)
    cost = run(site, road, environment)
    cost.task_runs, cost.database = task_runs(database) - runs, size_of(database) - size
    return cost


def run(site: Path, road: str, environment: dict[str, str]) -> Cost:
    command = [sys.executable, *COMMANDS[road]]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    cpu: dict[int, tuple[str, float]] = {}
    peak = 0.0
    started = time.monotonic()
    with (site.parent / "log.txt").open("w") as log:
        process = subprocess.Popen(command, cwd=site, env=kept | environment, stdout=log, stderr=log)
        while process.poll() is None:
            memory = 0.0
            for number in tree(process.pid):
                kind, seconds, size = look(number)
                if kind:
                    own = "alone" if number == process.pid else kind
                    cpu[number] = (own, seconds)
                    memory += size
            peak = max(peak, memory)
            time.sleep(0.2)
    if process.returncode:
        sys.exit(f"{' '.join(command)} in {site} ended with {process.returncode}; see {site.parent}/log.txt")
    sums = {
        kind: sum(seconds for own, seconds in cpu.values() if own == kind)
        for kind in ("alone", "others", "rest")
    }
    return Cost(time.monotonic() - started, **sums, megabytes=peak)


def tree(number: int) -> Iterator[int]:
    """Yield a process and all below it."""
    yield number
    try:
        for task in Path(f"/proc/{number}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from tree(int(child))
    except OSError:
        return


def look(number: int) -> tuple[str, float, float]:
    """Return what a process is, its CPU seconds and its megabytes; nothing of one that has ended."""
    try:
        words = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        rollup = Path(f"/proc/{number}/smaps_rollup").read_text()
        line = Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return "", 0.0, 0.0
    size = next((int(row.split()[1]) for row in rollup.splitlines() if row.startswith("Pss:")), 0)
    return "others" if WORKER in line else "rest", (int(words[11]) + int(words[12])) / TICKS, size / 1024


def task_runs(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM task_run").fetchone()[0])


def size_of(database: Path) -> float:
    """Return the megabytes of a database, with what its journal holds."""
    return sum(path.stat().st_size for path in database.parent.glob(f"{database.name}*")) / 2**20


if __name__ == "__main__":
    main()
