"""One box without a worker: this process waits for the nights of its sites, and begins their runs itself."""

import asyncio
from collections.abc import Sequence
from typing import cast
from uuid import UUID

from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner

from calque.deploy.manifest import HEARTBEAT
from calque.deploy.plan import Planned, plan
from calque.deploy.server import connect, nights_on, refuse_other_file, refuse_unknown_keys
from calque.deploy.sites import SiteFile

__all__ = ["serve"]


def serve(sites: Sequence[SiteFile]) -> None:
    """Make the deployments of the sites on the server, and do their runs here until a signal ends it.

    Schedules pause while nobody serves them, so that nights do not pile up.
    Errors: as for `connect`; ConfigError where another calque.toml has deployments under a site's name.
    """
    runner = Runner(name="calque", limit=max(2, len(sites)), heartbeat_seconds=HEARTBEAT)
    with connect() as client:
        for site in sites:
            refuse_other_file(client, site)
        for planned in plan(sites, nights=nights_on(client, sites)):
            made = cast(
                UUID, runner.add_deployment(_deployment(planned))
            )  # outside an event loop, the id itself
            refuse_unknown_keys(client, client.read_deployment(made))
    asyncio.run(runner.start())


def _deployment(planned: Planned) -> RunnerDeployment:
    schedule = DeploymentScheduleCreate(
        schedule=CronSchedule(cron=planned.cron, timezone=planned.timezone), slug=planned.slug
    )
    return RunnerDeployment.from_entrypoint(
        planned.flow.replace(":", "."),  # a dotted path is imported, whatever folder this runs in
        planned.name,
        schedules=[schedule],
        parameters={
            key: list(value) if isinstance(value, tuple) else value
            for key, value in planned.parameters.items()
        },
        description=planned.description,
        tags=list(planned.tags),
        enforce_parameter_schema=True,
    )
