"""What a sync holds of a whole site: little of each page and file, and nothing of it while the report is written."""

import gc
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import many_posts
from calque.cache.values import KeptPage
from calque.model import Page, PageGroup, PublicationBase
from calque.pipeline.catalogs.bundles import Bundle
from calque.pipeline.ingest.facts import PostFacts
from calque.pipeline.runner import InTurn
from calque.pipeline.status.inputs import list_inputs
from calque.pipeline.sync import noted, sync

POSTS = 150
_FACTS = (Bundle, Page, PageGroup, PostFacts)


@pytest.fixture
def counted(workspace: Any) -> Iterator[Callable[[], dict[str, dict[type, int]]]]:
    """Yield what syncs a site of many posts, and counts the objects of each kind that are in memory at each step."""
    workspace.configure(many_posts.CONFIG)
    for number in range(POSTS):
        workspace.post(number + 1, f"<p>Door {number} opens at nine.</p>")

    def count() -> dict[str, dict[type, int]]:
        seen: dict[str, dict[type, int]] = {}

        def watch(step: str, _done: int, _total: int) -> None:
            gc.collect()
            alive = [type(one) for one in gc.get_objects()]
            own = seen.setdefault(step, {})
            for kind in (*_FACTS, KeptPage, PublicationBase):
                own[kind] = max(alive.count(kind), own.get(kind, 0))

        sync(workspace.site, InTurn(watch), now=lambda: many_posts.NOON)
        return seen

    gc.freeze()  # what earlier tests left is not looked through at each step
    yield count
    gc.unfreeze()


def test_what_was_read_is_gone_when_the_report_is_written(counted) -> None:
    seen = counted()
    assert all(seen["track"][kind] >= POSTS for kind in _FACTS)
    for step in ("report", "record"):
        assert dict.fromkeys(_FACTS, 0).items() <= seen[step].items()


def test_what_the_cache_and_the_ledger_are_told_is_made_when_they_are_told(
    counted, workspace: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a first sync, and in one in which everything is judged anew."""
    monkeypatch.setattr(noted, "_PARTS", 1)
    for config in (many_posts.CONFIG, many_posts.CONFIG + '[html]\nexclude = [".none"]\n'):
        workspace.configure(config)
        for step, alive in counted().items():
            assert alive[KeptPage] <= 1, step
            assert alive[PublicationBase] <= 2 * 2 * 50, step


def test_the_state_of_a_file_is_small(counted, workspace: Any) -> None:
    """Seven files a post in five locales are held."""
    counted()
    files = list_inputs(workspace.site).files
    assert len(files) > POSTS * 3
    assert all(sys.getsizeof(one.stamp) <= 36 for one in files.values())
