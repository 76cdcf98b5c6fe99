"""Crew: the processes that batches are sent to, on this machine or on a cluster, and the runner that sends them."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any, ParamSpec, Protocol, TypeVar

from calque.model import Site
from calque.pipeline.runner import BATCH, InTurn, batches

__all__ = ["Crew", "Sharing", "batch_size", "is_worth_sharing"]

_LEAST = 50
"""So few items are done sooner than a process has started."""
_ROUNDS = 4
"""Batches that each process gets at least, so that none waits long for the last of them."""

_Args = ParamSpec("_Args")
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class Crew(Protocol):
    """Processes that do a step on a batch."""

    @property
    def width(self) -> int:
        """How many batches are done at a time."""

    def carry_out(
        self, step: Callable[[Site, Sequence[_Item]], _Result], site: Site, batch: Sequence[_Item], /
    ) -> _Result:
        """Do a step on a batch there, and wait for it; called by `width` threads at a time."""


class Sharing:
    """Runs batches of the steps that are worth it by a crew, and everything else one after another in this process."""

    def __init__(
        self,
        crew: Crew,
        steps: Collection[Callable[..., Any]],
        watch: Callable[[str, int, int], None] | None = None,
    ) -> None:
        self._crew = crew
        self._steps = steps
        self._watch = watch or (lambda _name, _done, _total: None)
        self._own = InTurn(watch)

    def run(self, step: Callable[_Args, _Result], /, *args: _Args.args, **kwargs: _Args.kwargs) -> _Result:
        """Call the step."""
        return self._own.run(step, *args, **kwargs)

    def map(
        self, step: Callable[[Site, Sequence[_Item]], _Result], site: Site, items: Sequence[_Item], /
    ) -> Iterable[_Result]:
        """Have the step done on the batches, several at a time; the results come in the items' order."""
        if step not in self._steps or not is_worth_sharing(items):
            return self._own.map(step, site, items)
        return self._share(step, site, items)

    def _share(
        self, step: Callable[[Site, Sequence[_Item]], _Result], site: Site, items: Sequence[_Item]
    ) -> Iterator[_Result]:
        """Few batches are ahead of the one that is asked for, so that not all results wait in memory."""
        waiting = batches(items, size=batch_size(len(items), self._crew))
        width, done = self._crew.width, 0
        self._watch(step.__name__, done, len(items))
        threads = ThreadPoolExecutor(width, thread_name_prefix="calque")
        try:
            ahead = deque(
                (len(batch), threads.submit(self._crew.carry_out, step, site, batch))
                for batch in islice(waiting, 2 * width)
            )
            while ahead:
                count, future = ahead.popleft()
                result = future.result()
                for batch in islice(waiting, 1):
                    ahead.append((len(batch), threads.submit(self._crew.carry_out, step, site, batch)))
                yield result
                done += count
                self._watch(step.__name__, done, len(items))
        finally:
            threads.shutdown(cancel_futures=True)


def is_worth_sharing(items: Sequence[object]) -> bool:
    """Tell whether there are so many items that starting processes for them saves time."""
    return len(items) > _LEAST


def batch_size(count: int, crew: Crew | None) -> int:
    """Return how many items a batch has; a crew gets smaller ones, where there are few."""
    if crew is None:
        return BATCH
    return max(1, min(BATCH, -(-count // (_ROUNDS * crew.width))))
