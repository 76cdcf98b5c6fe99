"""Sites on loopback that answer as a plugin for languages does."""

from collections.abc import Callable

import pytest

from plugin_sites import Site, Visits


@pytest.fixture
def visit(workspace, loopback, given) -> Callable[[type[Site]], Visits]:
    """Put up a site of some kind, to be configured by `calque init`."""

    def up(kind: type[Site]) -> Visits:
        site = kind(loopback.url, given)
        loopback.answer = site
        return Visits(workspace, site, loopback.asked)

    return up
