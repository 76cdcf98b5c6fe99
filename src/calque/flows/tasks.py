"""The steps of a sync as Prefect's tasks: each step on each batch of posts is a task run."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from itertools import islice
from typing import Any, Generic, ParamSpec, TypeVar, cast

from prefect import Task, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture
from prefect.utilities.annotations import quote

from calque.flows.long_steps import LongStep
from calque.model import Site
from calque.pipeline.catalogs.index_texts import index_texts
from calque.pipeline.catalogs.renew import renew
from calque.pipeline.catalogs.write import write
from calque.pipeline.crawl.live import network_steps
from calque.pipeline.ingest.detect import detect
from calque.pipeline.ingest.fetch import fetch
from calque.pipeline.ingest.locate import locate
from calque.pipeline.ingest.relate import relate
from calque.pipeline.ingest.split_files import split_files
from calque.pipeline.ingest.sweep import sweep
from calque.pipeline.runner import BATCH, batches
from calque.pipeline.runner.crew import Crew, batch_size, is_worth_sharing
from calque.pipeline.status.track import track
from calque.pipeline.sync.record import record, report
from calque.pipeline.sync.shared import SHARED
from calque.sources.wordpress.failures import OutageError

__all__ = ["TASKS", "Tasks"]

_Args = ParamSpec("_Args")
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_AT_A_TIME = 4
"""Batches of a step that waits for a site. One that computes does one: threads of a process share a core."""
_BATCHES = 12
"""Task runs at most of a step that computes here, and for each process of a crew: each run takes about 45 ms of CPU,
and 15 KB of Prefect's database."""
_RETRY_AFTER = [30.0, 120.0, 600.0]
"""Seconds before a step that asks a site is begun again; a site under maintenance asks for 600."""


class _Once(Generic[_Item]):
    """A value that is taken once.

    Prefect keeps what a task run was given and what it gave in a circle of objects, which stands until Python collects
    such circles: with all batches of a site in it, if they were there themselves.
    """

    def __init__(self, value: _Item) -> None:
        self._values = [value]

    def take(self) -> _Item:
        return self._values.pop()


def _as_task(step: Callable[..., Any], crew: Crew | None = None) -> "Task[..., Any]":
    """Make a step a task, done by a crew or here; its result is not kept, since posts and catalogs are on disk.

    What it takes and what it gives are values that are taken once.
    """
    done = _by(crew, step) if crew else step

    @wraps(step)
    def once(*args: "_Once[Any]", **kwargs: Any) -> "_Once[Any]":
        return _Once(done(*(one.take() for one in args), **kwargs))

    return task(
        name=step.__name__,
        description=(step.__doc__ or "").partition("\n")[0],
        cache_policy=NO_CACHE,
        persist_result=False,
    )(once)


def _by(crew: Crew, step: Callable[..., Any]) -> Callable[..., Any]:
    """Return a step that is done by a crew."""

    def done(site: Site, batch: Sequence[Any]) -> Any:
        return crew.carry_out(step, site, batch)

    return done


def _as_network_task(step: Callable[..., Any]) -> "Task[..., Any]":
    """Make a step that asks a site a task: begun again where the site was out, not where it refused.

    The client itself repeats a request for seconds; this waits minutes.
    """
    return task(
        name=step.__name__,
        description=(step.__doc__ or "").partition("\n")[0],
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=len(_RETRY_AFTER),
        retry_delay_seconds=_RETRY_AFTER,
        retry_jitter_factor=0.3,
        retry_condition_fn=_was_out,
    )(step)


def _was_out(_task: "Task[..., Any]", _run: TaskRun, state: "State[Any]") -> bool:
    """Tell whether a step failed because the site was out: 429, 503, no answer in time."""
    return isinstance(state.result(raise_on_failure=False), OutageError)


TASKS: Mapping[Callable[..., Any], "Task[..., Any]"] = {
    step: _as_task(step)
    for step in (
        sweep,
        fetch,
        relate,
        locate,
        split_files,
        detect,
        renew,
        write,
        index_texts,
        track,
        record,
        report,
    )
} | {step: _as_network_task(step) for step in network_steps()}
_WAITING = frozenset(network_steps())


class Tasks:
    """Runs the steps of a sync as Prefect task runs; see `calque.pipeline.runner.Runner`.

    Batches go to the flow's task runner. What runs alone runs in the flow's own process, and so do all steps
    that write. Arguments are quoted: Prefect would otherwise walk through every segment looking for futures.
    With a `crew`, a task run of a step that is worth it has its batch done there, and waits for it.
    """

    def __init__(self, crew: Crew | None = None) -> None:
        self._crew = crew

    def run(self, step: Callable[_Args, _Result], /, *args: _Args.args, **kwargs: _Args.kwargs) -> _Result:
        """Run a step as one task run, here."""
        named = TASKS[step].with_options(task_run_name=step.__name__)
        if step in _WAITING:
            return cast(_Result, named(*map(quote, args), **kwargs))
        return cast("_Once[_Result]", named(*map(_given, args), **kwargs)).take()

    def map(
        self, step: Callable[[Site, Sequence[_Item]], _Result], site: Site, items: Sequence[_Item], /
    ) -> Iterable[_Result]:
        """Run a step on batches of the items, several at a time where they wait for a site or a crew.

        Few batches run ahead of the one that is asked for, so that not all results wait in memory. What computes here
        does so in the flow's own thread: another would not make it faster, and two batches would be in memory.
        """
        crew = self._crew if step in SHARED and is_worth_sharing(items) else None
        size = _size_of(len(items), crew, waits=step in _WAITING)
        named = _as_task(step, crew) if crew else TASKS[step]
        long = LongStep(step.__name__, len(items))

        def task_of(number: int, batch: Sequence[_Item]) -> "Task[..., Any]":
            name = _batch_name(step.__name__, number * size + 1, len(batch), len(items))
            return named.with_options(task_run_name=name)

        waiting = enumerate(batches(items, size=size))
        if crew or step in _WAITING:
            results = _ahead(site, waiting, task_of, 2 * crew.width if crew else _AT_A_TIME, once=bool(crew))
        else:
            results = (
                cast("_Once[_Result]", task_of(*one)(_given(site), _given(one[1]))).take() for one in waiting
            )
        done = 0
        for result in results:
            done = min(done + size, len(items))
            if line := long.line(done):
                get_run_logger().info(line)
            yield result
            del result  # the next one is made before the name is bound to it


def _ahead(
    site: Site,
    waiting: Iterator[tuple[int, Sequence[_Item]]],
    task_of: "Callable[[int, Sequence[_Item]], Task[..., Any]]",
    count: int,
    *,
    once: bool,
) -> Iterator[Any]:
    """Yield the results of batches in their order, where so many of them are done ahead.

    A step that asks a site may be begun again, with the same values; another takes them `once`.
    """
    given = _given if once else quote

    def submit(number: int, batch: Sequence[_Item]) -> "PrefectFuture[Any]":
        return task_of(number, batch).submit(given(site), given(batch))

    futures = deque(submit(*one) for one in islice(waiting, count))
    while futures:
        result = futures.popleft().result()
        result = result.take() if once else result
        futures.extend(submit(*one) for one in islice(waiting, 1))
        yield result
        del result


def _given(value: object) -> quote:
    """Return a value as a task takes it."""
    return quote(_Once(value))


def _size_of(count: int, crew: Crew | None, *, waits: bool) -> int:
    """Return how many items a task run has; a large site's has more, so that a sync makes a hundred or so."""
    if waits:
        return BATCH
    return max(batch_size(count, crew), -(-count // (_BATCHES * (crew.width if crew else 1))))


def _batch_name(step: str, first: int, size: int, total: int) -> str:
    """Return what a batch's task run is called: `fetch 201–250 of 250`; the step alone where one batch is all."""
    return step if size == total else f"{step} {first:,}–{first + size - 1:,} of {total:,}"
