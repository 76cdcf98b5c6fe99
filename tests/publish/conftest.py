"""The site and its workspace."""

from collections.abc import Callable
from typing import Any

import pytest

from wordpress_circle import CONFIG, Circle
from wordpress_site import PASSWORD, WritableSite


@pytest.fixture
def circle(workspace, loopback, given, monkeypatch) -> Circle:
    """The site with nothing on it."""
    site = WritableSite(loopback.url, given)
    loopback.answer = site
    workspace.configure(CONFIG.format(url=loopback.url))
    monkeypatch.setenv("CALQUE_LANE_USER", "editor")
    monkeypatch.setenv("CALQUE_LANE_PASSWORD", PASSWORD)
    return Circle(workspace, site)


@pytest.fixture
def codes() -> Callable[[Any], list[str]]:
    """Return the codes of an outcome's findings."""
    return lambda outcome: [one.code for one in outcome.findings]
