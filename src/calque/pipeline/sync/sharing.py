"""Sharing: by which other processes steps of a sync are done, as `[run]` says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from calque.model import Site
from calque.pipeline.runner import InTurn, Runner

if TYPE_CHECKING:
    from calque.pipeline.runner.crew import Crew

__all__ = ["crew_of", "runner_of"]


@contextmanager
def crew_of(site: Site, tell: Callable[[str], None]) -> "Iterator[Crew | None]":
    """Return the processes that a sync of the site uses, for the length of the block; None for its own alone.

    `tell` is told of each that dies.
    Errors: ConfigError and CalqueError where there is no cluster at the address that `[run] dask` gives.
    """
    if site.running.dask:
        from calque.pipeline.runner.cluster import Cluster  # noqa: PLC0415 — loads Dask

        with Cluster(site, tell) as cluster:
            yield cluster
    elif site.running.workers > 1:
        from calque.pipeline.runner.workers import Workers  # noqa: PLC0415 — for sites that ask for them alone

        with Workers(site.running.workers, tell) as workers:
            yield workers
    else:
        yield None


@contextmanager
def runner_of(
    site: Site, tell: Callable[[str], None], watch: Callable[[str, int, int], None] | None = None
) -> Iterator[Runner]:
    """Return what runs a sync of the site without Prefect, for the length of the block.

    `tell` is told of each process that dies, `watch` of each step: its name, the items done and the items in all.
    """
    with crew_of(site, tell) as crew:
        if crew is None:
            yield InTurn(watch)
            return
        from calque.pipeline.runner.crew import Sharing  # noqa: PLC0415 — for sites that ask for it alone
        from calque.pipeline.sync.shared import SHARED  # noqa: PLC0415 — the same

        yield Sharing(crew, SHARED, watch)
