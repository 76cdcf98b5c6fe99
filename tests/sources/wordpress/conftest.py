"""Clients of a site on loopback."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from calque.sources.wordpress.client import Client
from calque.sources.wordpress.limits import Limits


@pytest.fixture
def client_of(loopback) -> Iterator[Callable[..., Client]]:
    """Make clients of the site on loopback, quick and impatient, and close them."""
    made: list[Client] = []

    def make(**options: Any) -> Client:
        limits = {"pause": 0.01, "patience": 2.0, "deadline": 5.0} | options.pop("limits", {})
        options = {"root": f"{loopback.url}/wp-json/", "rate": 1000.0} | options
        made.append(Client(loopback.url, limits=Limits(**limits), **options))
        return made[-1]

    yield make
    for client in made:
        client.close()
