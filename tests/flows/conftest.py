"""What the tests of the flows share: one Prefect server, which takes five seconds of a processor to start."""

from collections.abc import Iterator

import pytest
from prefect.client.orchestration import get_client
from prefect.testing.utilities import prefect_test_harness


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """Have a server for as long as this process runs tests."""
    with prefect_test_harness(server_startup_timeout=120):
        yield


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
