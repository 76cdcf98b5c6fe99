"""What the flow's runner holds in memory: the batch that is at work, not those before it."""

from collections.abc import Sequence
from typing import Any
from weakref import ReferenceType, ref

import pytest
from prefect import flow

from calque.flows import tasks
from calque.model import Site

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


class Batch:
    """A result that can be watched."""


def test_a_batch_is_let_go_before_the_next_is_made(
    prefect_server: None,  # noqa: ARG001 — that there is one
    workspace: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[ReferenceType[Batch]] = []
    alive: list[int] = []

    def track(_site: Site, _batch: Sequence[int]) -> Batch:
        alive.append(sum(one() is not None for one in made))
        result = Batch()
        made.append(ref(result))
        return result

    monkeypatch.setattr(tasks, "TASKS", {**tasks.TASKS, track: tasks._as_task(track)})  # noqa: SLF001

    @flow
    def walk() -> None:
        for result in tasks.Tasks().map(track, workspace.site, tuple(range(1000))):
            assert isinstance(result, Batch)
            del result

    walk()
    assert alive == [0] * 5
