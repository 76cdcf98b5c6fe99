"""What the tests of what is kept between two runs have in common."""

from collections.abc import Callable
from typing import Any

import pytest

from twins import located_by_both


@pytest.fixture
def sync_twice(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., int]:
    """Sync a workspace, and a copy of it without the cache: the same is left. Return how many posts were located."""

    def run(workspace: Any, **options: Any) -> int:
        return located_by_both(workspace, tmp_path_factory.mktemp("twin"), **options)

    return run
