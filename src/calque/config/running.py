"""`[run]`: which processes a sync uses."""

from calque.addresses import split_url
from calque.config.tables import Table
from calque.model import Running

__all__ = ["read_running"]

_MOST = 64
_SCHEMES = ("tcp", "tls")


def read_running(table: Table) -> Running:
    """Read `[run]`, which may be missing."""
    table.only("workers", "dask")
    workers = table.number("workers", Running().workers, low=1, high=_MOST)
    dask = table.text("dask")
    if dask and "workers" in table:
        table.fail(
            "dask", "workers is there, too", "keep one: processes of this machine, or those of a cluster"
        )
    if dask and not _is_scheduler(dask):
        table.fail(
            "dask", f"{dask!r} is no address of a Dask scheduler", "write it as in tcp://10.0.0.5:8786"
        )
    return Running(workers, dask)


def _is_scheduler(address: str) -> bool:
    parts = split_url(address)
    return bool(
        parts and parts.scheme in _SCHEMES and parts.host and parts.port and not (parts.path or parts.query)
    )
