"""Workers: processes on this machine that batches are sent to.

They are started by hand rather than by `multiprocessing`, which would load the main module of whoever runs a sync in
each of them (Prefect, in a flow), gives up all batches where one process dies, and leaves its own behind where it is
killed itself.
"""

import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from signal import Signals
from threading import Lock
from typing import Self, TypeVar

from calque.errors import CalqueError
from calque.model import Site
from calque.pipeline.runner.parcels import pack, unpack
from calque.pipeline.runner.worker import read_frame, write_frame

__all__ = ["Workers"]

_TRIES = 3
"""So often is a batch done at most, where processes die over it."""
_COMMAND = [sys.executable, "-P", "-m", "calque.pipeline.runner.worker"]
"""`-P`: else Python would look for modules in the folder that the sync was started in."""
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class Workers:
    """So many processes, each started when there is something to do for it, and ended with the block.

    One that dies is reported to `tell`, and another does its batch again.
    """

    def __init__(self, width: int, tell: Callable[[str], None]) -> None:
        self.width = width
        """How many batches are done at a time."""
        self._tell = tell
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self._all: list[subprocess.Popen[bytes]] = []
        self._lock = Lock()
        self._is_open = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End all processes at once: where a sync ends early, what they are at is of no use."""
        with self._lock:
            self._is_open = False
        for process in self._all:
            _close(process)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The process ids of those that were started and have not ended."""
        return tuple(process.pid for process in self._all if process.poll() is None)

    def carry_out(
        self, step: Callable[[Site, Sequence[_Item]], _Result], site: Site, batch: Sequence[_Item]
    ) -> _Result:
        """Do a step on a batch in one of the processes; called by as many threads as there are processes.

        Errors: those of the step; CalqueError where one process after another dies over the batch.
        """
        parcel, reason = pack(step, site, batch), ""
        for number in range(_TRIES):
            process = self._take()
            result = _ask(process, parcel)
            if result is not None:
                self._idle.put(process)
                return unpack(result)  # type: ignore[no-any-return]  # what a step returns comes back as it was
            _close(process)
            if not self._is_open:
                raise CalqueError("the sync ended before this batch did")
            reason = _reason(process.returncode)
            if number < _TRIES - 1:
                self._tell(f"a worker process ended ({reason}); its batch is done again")
        raise CalqueError(
            f"{_TRIES} worker processes ended over one batch of posts ({reason}); see whether memory is short, or "
            "leave workers out under [run]"
        )

    def _take(self) -> "subprocess.Popen[bytes]":
        with suppress(Empty):
            return self._idle.get_nowait()
        with self._lock:
            if not self._is_open:
                raise CalqueError("the sync ended before this batch began")
            process = subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 — calque itself
            self._all.append(process)
        return process


def _ask(process: "subprocess.Popen[bytes]", parcel: bytes) -> bytes | None:
    """Return the result of a parcel; None where the process ended before it gave one."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        write_frame(process.stdin, parcel)
        return read_frame(process.stdout)
    except (OSError, ValueError):  # a pipe that nobody reads any more, or that was closed meanwhile
        return None


def _close(process: "subprocess.Popen[bytes]") -> None:
    """Let go of a process that has ended, or ends now."""
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):  # what was never written is nobody's loss
                stream.close()


def _reason(code: int) -> str:
    """Say how a process ended: `-9` → `SIGKILL`."""
    with suppress(ValueError):
        return Signals(-code).name
    return f"exit code {code}"
