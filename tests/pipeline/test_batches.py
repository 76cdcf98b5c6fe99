"""No run holds the texts of a site: few stay in memory, and which they are changes nothing that it says."""

import gc
from typing import Any

import pytest

import many_posts
from calque.model import SplitPost
from calque.pipeline.runner import InTurn
from calque.pipeline.sync import sync
from calque.store import shelf

POSTS = 450


def test_a_sync_of_many_posts_holds_the_texts_of_few(
    workspace: Any, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """The first one, and one in which everything is judged anew: at each step, no more than some batches."""
    monkeypatch.setattr(shelf, "_HELD", 50)
    seen: dict[str, int] = {}
    gc.freeze()  # what earlier tests left is not looked through at each step
    request.addfinalizer(gc.unfreeze)

    def watch(step: str, _done: int, _total: int) -> None:
        gc.collect()
        alive = sum(isinstance(one, SplitPost) and bool(one.documents) for one in gc.get_objects())
        seen[step] = max(alive, seen.get(step, 0))

    workspace.configure(many_posts.CONFIG)
    for number in range(POSTS):
        workspace.post(number + 1, f"<p>Door {number} opens at nine.</p>")
    for config in (many_posts.CONFIG, many_posts.CONFIG + '[html]\nexclude = [".none"]\n'):
        seen.clear()
        workspace.configure(config)
        sync(workspace.site, InTurn(watch), now=lambda: many_posts.NOON)
        assert {"detect", "renew", "track"} <= seen.keys()
        assert max(seen.values()) <= 2 * 50 + 2 * 50


def test_what_is_held_changes_nothing(
    workspace: Any, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Days of a site by a sync that holds all texts, and by one that reads each from its file when it is needed."""
    many_posts.lay_out(workspace)
    other = type(workspace)(many_posts.copied(workspace, tmp_path_factory.mktemp("other")))
    for day in many_posts.DAYS:
        day(workspace)
        day(other)
        left = many_posts.synced(workspace.root, workspace.site, InTurn())
        with monkeypatch.context() as few:
            few.setattr(shelf, "_HELD", 1)
            assert many_posts.synced(other.root, other.site, InTurn()) == left
