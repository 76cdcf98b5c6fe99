"""How steps are run: one after another in this process, or as a caller's tasks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, ParamSpec, Protocol, TypeVar, overload

from calque.model import Site

__all__ = ["BATCH", "InTurn", "Prepared", "Runner", "batches"]

BATCH = 200
"""Posts in a batch that is sent away: a task run costs about 45 ms of orchestration, 200 posts some seconds of work."""
_HERE = 50
"""Posts in a batch of this process, to which a further batch costs nothing: less of them is in memory at a time."""

_Args = ParamSpec("_Args")
_Row = TypeVar("_Row")
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class Prepared(Sequence[_Item], Generic[_Row, _Item]):
    """Items that are made of rows when their batch is due, so that not all are in memory at once."""

    def __init__(self, rows: Sequence[_Row], prepare: Callable[[Sequence[_Row]], Sequence[_Item]]) -> None:
        """`prepare` makes the items of a batch of rows, in their order; it may be asked twice for the same."""
        self._rows = rows
        self._prepare = prepare

    @overload
    def __getitem__(self, at: int) -> _Item: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[_Item, ...]: ...
    def __getitem__(self, at: int | slice) -> _Item | tuple[_Item, ...]:
        if isinstance(at, slice):
            return tuple(self._prepare(self._rows[at]))
        return self._prepare([self._rows[at]])[0]

    def __len__(self) -> int:
        return len(self._rows)


class Runner(Protocol):
    """Runs the steps of the pipeline; `calque sync` and the Prefect flow each have one of their own."""

    def run(self, step: Callable[_Args, _Result], /, *args: _Args.args, **kwargs: _Args.kwargs) -> _Result:
        """Run a step in this process; steps that write files are run this way."""

    def map(
        self, step: Callable[[Site, Sequence[_Item]], _Result], site: Site, items: Sequence[_Item], /
    ) -> Iterable[_Result]:
        """Run a step on batches of the items; the results come in the items' order."""


class InTurn:
    """Runs everything one after another in this process.

    `watch` is told of each step: its name, the items done and the items in all.
    """

    def __init__(self, watch: Callable[[str, int, int], None] | None = None) -> None:
        self._watch = watch or (lambda _name, _done, _total: None)

    def run(self, step: Callable[_Args, _Result], /, *args: _Args.args, **kwargs: _Args.kwargs) -> _Result:
        """Call the step."""
        self._watch(step.__name__, 0, 1)
        result = step(*args, **kwargs)
        self._watch(step.__name__, 1, 1)
        return result

    def map(
        self, step: Callable[[Site, Sequence[_Item]], _Result], site: Site, items: Sequence[_Item], /
    ) -> Iterator[_Result]:
        """Call the step on one batch after another."""
        done = 0
        for batch in batches(items):
            self._watch(step.__name__, done, len(items))
            yield step(site, batch)
            done += len(batch)
        self._watch(step.__name__, done, len(items))


def batches(items: Sequence[_Item], *, size: int = _HERE) -> Iterator[Sequence[_Item]]:
    """Cut a sequence into parts of at most `size`, in order; an empty one has no part."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
