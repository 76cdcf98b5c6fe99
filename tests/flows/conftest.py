"""What the tests of the flows share: one Prefect server, which takes five seconds of a processor to start."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.testing.utilities import prefect_test_harness

_SERVER = ExitStack()
_STARTED: list[bool] = []
"""Holds one entry while the server runs."""


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """End the server with the last test of this folder: all else is to find none."""
    if nextitem is None or nextitem.path.parent != Path(__file__).parent:
        _STARTED.clear()
        _SERVER.close()


@pytest.fixture(scope="module")
def prefect_server() -> None:
    """Have a server."""
    if not _STARTED:
        _SERVER.enter_context(prefect_test_harness(server_startup_timeout=120))
        _STARTED.append(True)


@pytest.fixture(scope="module")
def empty_server(prefect_server: None) -> None:  # noqa: ARG001 — that there is one
    """Have a server to which nobody deployed."""
    with get_client(sync_client=True) as client:
        for deployment in client.read_deployments():
            client.delete_deployment(deployment.id)
        for automation in client.read_automations():
            client.delete_automation(automation.id)
        for pool in client.read_work_pools():
            client.delete_work_pool(pool.name)
