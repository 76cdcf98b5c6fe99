"""The cluster: the workers of a Dask scheduler that batches are sent to.

A parcel is a task of its own. Where a worker dies, the scheduler gives its tasks to another; a result counts once.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Lock
from time import monotonic
from typing import Any, Self, TypeVar
from uuid import uuid4

from calque.errors import CalqueError, ConfigError, reason_of
from calque.model import Site
from calque.pipeline.runner.parcels import Landmark, carry_out, pack, unpack
from calque.places import landmark_path
from calque.store import write_atomic

__all__ = ["Cluster"]

_PATIENCE = 10.0
"""Seconds for a scheduler to answer, and for one worker to be there."""
_LOOK = 5.0
"""Seconds after which it is looked whether anybody is there who does what is waited for."""
_MOST = 64
"""Batches at a time, at most."""
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class Cluster:
    """The workers of a scheduler, for the length of a block; `tell` is told of each that dies over batches.

    Errors: ConfigError where Dask is not installed; CalqueError where the scheduler does not answer or has no worker.
    """

    def __init__(self, site: Site, tell: Callable[[str], None]) -> None:
        self.width = 1
        """How many batches are done at a time."""
        self._site = site
        self._tell = tell
        self._name = f"calque-{uuid4().hex}"
        self._client = _connect(site.running.dask)
        self._landmark: Landmark | None = None
        self._lock = Lock()

    def __enter__(self) -> Self:
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            self._client.close(timeout=_PATIENCE)
            raise _without_workers(self._site) from error
        self.width = min(_MOST, sum(self._client.nthreads().values()))
        self._client.subscribe_topic("all", self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the cluster; what it has not done yet is of no use any more."""
        with suppress(Exception):
            self._client.unsubscribe_topic("all")
            self._client.close(timeout=_PATIENCE)

    def carry_out(
        self, step: Callable[[Site, Sequence[_Item]], _Result], site: Site, batch: Sequence[_Item]
    ) -> _Result:
        """Do a step on a batch on the cluster.

        Errors: those of the step; CalqueError where the cluster fails, or where a worker has another calque or does not
        see the workspace.
        """
        if site.root != self._site.root:  # a rehearsal, in a folder of this machine alone
            return step(site, batch)
        parcel = pack(step, site, batch, self._mark())
        key = f"{self._name}-{step.__name__}-{uuid4().hex}"
        future = self._client.submit(carry_out, parcel, key=key, pure=False)
        return unpack(self._result(future))  # type: ignore[no-any-return]  # what a step returns comes back as it was

    def _result(self, future: Any) -> bytes:
        seen = monotonic()
        try:
            while not self._is_done(future) and monotonic() - seen <= _PATIENCE:
                if self._client.nthreads():
                    seen = monotonic()
            if future.done():
                return bytes(future.result())
        except Exception as error:
            raise CalqueError(
                f"{self._site.running.dask}: the cluster did not do a batch of posts ({reason_of(error)}); see to it,"
                " and sync again, or leave dask out under [run]"
            ) from error
        raise _without_workers(self._site)

    def _is_done(self, future: Any) -> bool:
        """Wait some seconds for a batch, and tell whether it is done, or has failed."""
        with suppress(TimeoutError):
            future.result(timeout=_LOOK)
        return bool(future.done())

    def _mark(self) -> Landmark:
        """Write once what a worker is to find in the workspace. Whoever sends a batch holds the workspace."""
        with self._lock:
            if self._landmark is None:
                path = landmark_path(self._site.root)
                write_atomic(path, self._name.encode())
                self._landmark = Landmark(str(path), self._name)
        return self._landmark

    def _hear(self, event: tuple[float, Any]) -> None:
        match event[1]:
            case {"action": "remove-worker", "processing-tasks": tasks, "worker": address} if any(
                str(key).startswith(self._name) for key in tasks
            ):
                self._tell(f"the worker {address} of the cluster ended; its batches are done again")


def _connect(address: str) -> Any:
    """Return a client of a scheduler; Dask's own types say little of it."""
    try:
        from distributed import Client  # noqa: PLC0415 — for sites that name a scheduler alone
    except ImportError as error:
        raise ConfigError(
            f"[run] dask: Dask is not installed here ({error}); install the extra calque[dask], or leave the key out"
        ) from error
    try:
        return Client(address, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise CalqueError(
            f"{address}: no Dask scheduler answers ({reason_of(error)}); start it, mend dask under [run], or leave the "
            "key out"
        ) from error


def _without_workers(site: Site) -> CalqueError:
    return CalqueError(
        f"{site.running.dask}: the scheduler has no worker; start one (`dask worker`), or leave dask out under [run]"
    )
