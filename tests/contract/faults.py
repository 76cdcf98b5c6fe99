"""Runs `calque` in children that are each hit by one fault, at the N-th thing they do to the disk.

Started once: every order, a line of JSON on standard input, is carried out by a fork of this process, which has
loaded all of calque already. Nothing of calque is replaced. The operations are seen from outside: opening for
writing, renaming, removing and making folders by Python's audit events, writing, syncing and the ledger's
statements as calls from Python into C.
"""

import ctypes
import errno
import io
import json
import os
import resource
import shutil
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from calque.cli import main

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_AUDITED = {
    "os.rename": "rename",
    "os.remove": "remove",
    "os.mkdir": "mkdir",
    "os.rmdir": "rmdir",
    "os.chmod": "chmod",
    "os.link": "link",
    "os.truncate": "truncate",
}
TORN = b'msgid "half a'
_LEDGER = ("execute", "executemany", "commit")


class Disk:
    """Counts what is done to the disk below a folder, and tells its fault of each operation first."""

    def __init__(self, root: Path, fault: "Fault") -> None:
        self.root = str(root)
        self.trace: list[str] = []
        self._fault = fault
        self._busy = False

    def watch(self) -> None:
        sys.addaudithook(self._audit)
        sys.setprofile(self._profile)

    def _audit(self, event: str, values: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = values
            writes = set("wax+") & set(mode) if isinstance(mode, str) else flags & _WRITES
            if writes:
                self._operation("open", path)
        elif event in _AUDITED:
            self._operation(_AUDITED[event], values[1] if event == "os.rename" else values[0])

    def _profile(self, _frame: object, event: str, called: Any) -> None:
        if event != "c_call":
            return
        name, owner = getattr(called, "__name__", ""), getattr(called, "__self__", None)
        if name == "write" and isinstance(owner, io.BufferedWriter) and isinstance(owner.name, str):
            self._operation("write", owner.name, owner)
        elif name == "fsync":
            self._operation("fsync", self.root)
        elif name in _LEDGER and isinstance(owner, sqlite3.Connection | sqlite3.Cursor):
            self._operation(name, self.root)

    def _operation(self, kind: str, place: Any, file: io.BufferedWriter | None = None) -> None:
        if self._busy or isinstance(place, int):
            return
        path = str(Path(os.fsdecode(place)).absolute())
        if not path.startswith(self.root):
            return
        self._busy = True
        try:
            self.trace.append(f"{kind} {path.removeprefix(self.root).lstrip('/')}".rstrip())
            self._fault(len(self.trace), kind, path, file)
        finally:
            self._busy = False
            sys.setprofile(self._profile)  # an exception switches it off


Fault = Callable[[int, str, str, io.BufferedWriter | None], None]


def killed(at: int) -> Fault:
    """End the process without a word; what is being written stands there half."""

    def fault(number: int, _kind: str, _path: str, file: io.BufferedWriter | None) -> None:
        if number != at:
            return
        if file is not None:
            os.write(file.fileno(), TORN)
        os.kill(os.getpid(), signal.SIGKILL)

    return fault


def photographed(root: Path, album: Path) -> Fault:
    """Keep the disk as a kill would leave it at each operation, in a folder named by the first that finds it so."""
    seen: list[object] = [None]

    def photograph(name: str) -> None:
        rows = (Path(folder, name).lstat() for folder, _, names in os.walk(root) for name in names)
        state = [(row.st_ino, row.st_mtime_ns, row.st_size) for row in rows]
        if state != seen[0]:
            seen[0] = state
            shutil.copytree(root, album / name)

    def fault(number: int, _kind: str, _path: str, file: io.BufferedWriter | None) -> None:
        photograph(f"{number:04}")
        if file is not None:
            os.write(file.fileno(), TORN)
            photograph(f"{number:04} torn")
            os.lseek(file.fileno(), 0, os.SEEK_SET)
            os.ftruncate(file.fileno(), 0)

    return fault


def full(at: int, *, lasting: bool) -> Fault:
    """Let the disk be full: for one operation, or from then on for all that would take room."""

    def fault(number: int, kind: str, path: str, file: io.BufferedWriter | None) -> None:
        if number < at or (number > at and (not lasting or kind in {"remove", "rmdir"})):
            return
        if file is not None:
            os.write(file.fileno(), TORN)
        if kind in _LEDGER:
            raise sqlite3.OperationalError("database or disk is full")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)

    return fault


def saved(at: int, path: Path, data: bytes) -> Fault:
    """Let a translator save a file, as an editor does, before the N-th operation."""

    def fault(number: int, _kind: str, _path: str, _file: io.BufferedWriter | None) -> None:
        if number == at:
            new = path.with_name("as-the-editor-saves")
            new.write_bytes(data)
            new.replace(path)

    return fault


def paused(at: int, sign: Path) -> Fault:
    """Wait before the N-th operation until the file `sign` is gone."""

    def fault(number: int, _kind: str, _path: str, _file: io.BufferedWriter | None) -> None:
        if number == at:
            sign.write_bytes(b"")
            while sign.exists():
                time.sleep(0.005)

    return fault


def bare_rights() -> None:
    """Give up what lets root write into any folder; nothing to do for anybody else."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    if ctypes.CDLL(None, use_errno=True).capset(header, (ctypes.c_uint32 * 6)()) != 0:
        raise OSError(ctypes.get_errno(), "capset")


FAULTS: dict[str, Callable[[dict[str, Any]], Fault]] = {
    "none": lambda _: lambda *_: None,
    "killed": lambda order: killed(order["at"]),
    "photographed": lambda order: photographed(Path(order["root"]), Path(order["album"])),
    "full once": lambda order: full(order["at"], lasting=False),
    "full": lambda order: full(order["at"], lasting=True),
    "saved": lambda order: saved(order["at"], Path(order["path"]), order["data"].encode()),
    "paused": lambda order: paused(order["at"], Path(order["sign"])),
}


def carry_out(order: dict[str, Any]) -> int:
    """Run a command in this process, with standard output and error in files; returns its exit code."""
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(order[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    os.chdir(order["root"])
    if order.get("bare"):
        bare_rights()
    if "room" in order:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what is told has no room either
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["room"], resource.RLIM_INFINITY))
    disk = Disk(Path(order["root"]), FAULTS[order["fault"]](order))
    disk.watch()
    try:
        main(order["command"])
    except SystemExit as end:
        code = int(end.code or 0)
    except Exception:  # noqa: BLE001 — whatever it is, the test that asked is told
        traceback.print_exc()
        code = 99
    sys.setprofile(None)
    sys.stdout.flush()
    sys.stderr.flush()
    if "trace" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        Path(order["trace"]).write_text("\n".join(disk.trace), encoding="utf-8")
    return code


def load_all(folder: Path) -> None:
    """Sync a site that nobody needs, so that no child has anything to import."""
    order = {"root": str(folder), "fault": "none", "command": ["sync"]}
    here, kept = Path.cwd(), [(number, os.dup(number)) for number in (1, 2)]
    with suppress(SystemExit), Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        for number, _ in kept:
            os.dup2(nowhere.fileno(), number)
        os.chdir(order["root"])
        main(order["command"])
    os.chdir(here)
    for number, copy in kept:
        os.dup2(copy, number)


def serve() -> None:
    load_all(Path(sys.argv[1]))
    children: dict[str, int] = {}
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            _, status = os.waitpid(children.pop(order["wait"]), 0)
            sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
            sys.stdout.flush()
            continue
        child = os.fork()
        if child == 0:
            os._exit(carry_out(order))
        children[order["name"]] = child


if __name__ == "__main__":
    serve()
