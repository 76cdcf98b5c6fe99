"""How long `calque status` takes on the sample site: after a sync, and measured anew.

    python bench/status.py [--runs 9]

Each run is a process of its own, in turn with a bare interpreter and with Prefect's import; medians of CPU and
wall seconds. Prefect's import alone is what every command would cost if the library imported it.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        for name in ("sample", "locales"):
            shutil.copytree(ROOT / name, workspace / name)
        shutil.copy(ROOT / "calque.toml", workspace)
        calque = [sys.executable, "-m", "calque"]
        run([*calque, "sync"], workspace)
        kept = workspace / ".calque" / "cache.sqlite"
        cases: dict[str, tuple[list[str], Callable[[], None]]] = {
            "bare interpreter": ([sys.executable, "-c", "pass"], lambda: None),
            "import prefect": ([sys.executable, "-c", "from prefect import flow"], lambda: None),
            "status, nothing changed": ([*calque, "status"], lambda: None),
            "status, measured anew": ([*calque, "status"], lambda: kept.unlink(missing_ok=True)),
        }
        figures: dict[str, list[tuple[float, float]]] = {name: [] for name in cases}
        for _ in range(runs + 1):
            for name, (command, prepare) in cases.items():
                prepare()
                figures[name].append(run(command, workspace))
            run([*calque, "sync"], workspace)
    print(f"{'':26} {'CPU s':>7} {'wall s':>7}   medians of {runs}")
    for name, rows in figures.items():
        cpu, wall = (statistics.median(row[part] for row in rows[1:]) for part in (0, 1))
        print(f"{name:26} {cpu:7.2f} {wall:7.2f}")


def run(command: list[str], folder: Path) -> tuple[float, float]:
    """Run a command and return the CPU and wall seconds it took."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = {**os.environ, "DO_NOT_TRACK": "1"}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


if __name__ == "__main__":
    main()
