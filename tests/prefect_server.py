"""A Prefect server of a test's own, as a scheduler has one: for the tests that need a worker, and for nothing else."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

LOST = "bulk DML|[Dd]ropping"
"""What a server says where it makes no scheduled runs any more, or records of runs are lost."""
_COMPLAINTS = f"{LOST}|ERROR|CRITICAL|locked|Traceback"
_RECORD = re.compile(r"(?m)^(?=\d\d:\d\d:\d\d\.\d+ \||[A-Z]+:  )")
"""Where a record begins: of Prefect, or of the web server below it. Its traceback follows in lines of its own."""
_EXCUSED = 2
PREFECT = str(Path(sys.executable).with_name("prefect"))


class PrefectServer:
    """A server with a home, a port and a log of its own; `folder` holds all of them."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/api"
        self.folder = folder
        self.environment = {
            **os.environ,
            "PREFECT_HOME": str(folder / "home"),
            "PREFECT_API_URL": self.url,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "COLUMNS": "200",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        self.log = (folder / "server.log").open("ab")
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(self.port)],
            env=self.environment,
            cwd=self.folder,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,  # so that killing it ends whatever it started
        )

    def restart_killed(self, *, wiped: bool = False) -> None:
        """End the server as a power cut does, and start it again; with `wiped`, its database is gone."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(60)
        if wiped:
            for path in (self.folder / "home").glob("prefect.db*"):
                path.unlink()
        time.sleep(3)  # whoever speaks to it finds nobody
        self.process = self._start()
        self.wait()

    def wait(self) -> None:
        """Wait until the server is healthy."""
        for _ in range(120):
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=2):
                    return
            except OSError:
                time.sleep(1)
        raise TimeoutError((Path(self.log.name)).read_text())

    def end(self) -> None:
        """End the server, whatever it does."""
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(30)
        self.log.close()

    def run(
        self, *command: str, cwd: Path, code: int = 0, timeout: int = 300
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command of this environment's, and expect its exit code."""
        done = subprocess.run(
            [str(Path(sys.executable).with_name(command[0])), *command[1:]],
            env=self.environment,
            cwd=cwd,
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done

    def prefect(self, *arguments: str, cwd: Path | None = None) -> str:
        """Run a command of Prefect's and return what it prints."""
        return self.run("prefect", "--no-prompt", *arguments, cwd=cwd or self.folder).stdout

    @contextmanager
    def worker(self, cwd: Path, pool: str = "calque") -> Iterator["subprocess.Popen[bytes]"]:
        """Have a worker, as it is started on a machine that is then left alone."""
        with (self.folder / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                [PREFECT, "worker", "start", "--pool", pool],
                env=self.environment,
                cwd=cwd,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.terminate()
                    try:
                        process.wait(120)
                    except subprocess.TimeoutExpired:  # it waits for the run that it began
                        self.kill(process)

    def kill(self, worker: "subprocess.Popen[bytes]") -> None:
        """End a worker and the runs that it began, as a power cut does: nothing of it can say a word more.

        A run is no child of its worker, and outlives one that is killed alone; it is known by this server's home.
        """
        home = f"PREFECT_HOME={self.environment['PREFECT_HOME']}".encode()
        worker.kill()
        worker.wait(60)
        ended = []
        for path in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if home in (path / "environ").read_bytes() and b"prefect.engine" in _command(path):
                    os.kill(int(path.name), signal.SIGKILL)
                    ended.append(path)
        self.wait_for(lambda: not any(map(_command, ended)), seconds=60, pause=0.05)

    def runs(self, *states: str) -> list[dict[str, Any]]:
        """Return the runs that are in one of these states, the last that ended first."""
        chosen = {"state": {"type": {"any_": list(states)}}}
        return self.post("flow_runs/filter", flow_runs=chosen, sort="END_TIME_DESC")

    def wait_for(self, what: Callable[[], Any], *, seconds: int = 300, pause: float = 1.0) -> Any:
        """Ask until there is an answer that is not empty, and return it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = what()
            if found:
                return found
            time.sleep(pause)
        log = self.folder / "worker.log"
        raise TimeoutError(
            self.prefect("flow-run", "ls") + (log.read_text(errors="replace") if log.exists() else "")
        )

    def logs(self, run: str) -> list[dict[str, Any]]:
        """Return the log of a run, as its page shows it."""
        return self.post("logs/filter", logs={"flow_run_id": {"any_": [run]}}, sort="TIMESTAMP_ASC")

    def complaints(self, pattern: str | None = None) -> list[str]:
        """Return what the server's log says of its services that do not do their work."""
        log = Path(self.log.name).read_text(encoding="utf-8")
        return find_complaints(log, pattern or _COMPLAINTS)

    def post(self, path: str, **body: object) -> list[dict[str, Any]]:
        """Ask the server's API."""
        request = urllib.request.Request(
            f"{self.url}/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            rows: list[dict[str, Any]] = json.load(answer)
        return rows


def find_complaints(log: str, pattern: str = _COMPLAINTS) -> list[str]:
    """Return the records of a server's log in which the pattern is found.

    Two heartbeats of a worker that SQLite did not take at that moment are none: the next one comes in seconds. More of
    them are a server that is not well, and a lock over anything else is work that was not done.
    """
    found = [one for one in _RECORD.split(log) if re.search(pattern, one)]
    late = [number for number, one in enumerate(found) if _is_late_heartbeat(one)][:_EXCUSED]
    return [one for number, one in enumerate(found) if number not in late]


def _is_late_heartbeat(record: str) -> bool:
    return "heartbeat" in record and "database is locked" in record and not re.search(LOST, record)


def _command(process: Path) -> bytes:
    """Return the command of a process in /proc; empty where it has ended, though its parent may not know yet."""
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""
