"""The site and its workspace."""

from collections.abc import Callable
from typing import Any

import pytest

from wordpress_circle import Circle, circle_of


@pytest.fixture
def circle(workspace, loopback, given, monkeypatch) -> Circle:
    """The site with nothing on it."""
    return circle_of(workspace, loopback, given, monkeypatch)


@pytest.fixture
def codes() -> Callable[[Any], list[str]]:
    """Return the codes of an outcome's findings."""
    return lambda outcome: [one.code for one in outcome.findings]
