"""Sharing: which steps of a sync are done by other processes, and by which, as `[run]` says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from calque.model import Site
from calque.pipeline.catalogs.index_texts import index_texts
from calque.pipeline.catalogs.renew import renew
from calque.pipeline.ingest.detect import detect
from calque.pipeline.runner import InTurn, Runner
from calque.pipeline.runner.crew import Crew, Sharing
from calque.pipeline.status.track import track

__all__ = ["SHARED", "crew_of", "runner_of"]

SHARED: frozenset[Callable[..., Any]] = frozenset({detect, renew, index_texts, track})
"""The steps whose work is many times what it costs to send a batch and its result: see decision 38."""


@contextmanager
def crew_of(site: Site, tell: Callable[[str], None]) -> Iterator[Crew | None]:
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
        yield Sharing(crew, SHARED, watch) if crew else InTurn(watch)
