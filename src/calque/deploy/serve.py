"""One box without a worker: this process waits for the nights of its sites, and begins their runs itself."""

import asyncio
from collections.abc import Sequence
from typing import cast
from uuid import UUID

from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner

from calque.deploy.leftovers import told_of_earlier_names, told_of_tables
from calque.deploy.manifest import HEARTBEAT, entry_of
from calque.deploy.plan import Planned, plan
from calque.deploy.server import (
    connect,
    nights_on,
    refuse_other_file,
    refuse_unknown_keys,
    tell_somebody,
)
from calque.deploy.sites import SiteFile
from calque.errors import CalqueError

__all__ = ["make_runner", "serve"]


def make_runner(
    sites: Sequence[SiteFile], *, automations: bool = False
) -> tuple[Runner, list[str], list[CalqueError]]:
    """Make the deployments of the sites on the server; return what does their runs, what to say, and what failed.

    Errors: as for `connect`; ConfigError where another calque.toml has deployments under a site's name.
    """
    runner = Runner(name="calque", limit=max(2, len(sites)), heartbeat_seconds=HEARTBEAT)
    with connect() as client:
        for of in sites:
            refuse_other_file(client, of)
        deployments = plan(sites, nights=nights_on(client, sites))
        left = told_of_tables(client, map(entry_of, deployments))
        for planned in deployments:
            made = cast(
                UUID, runner.add_deployment(_deployment(planned))
            )  # outside an event loop, the id itself
            refuse_unknown_keys(client, client.read_deployment(made))
        told = [*left, *told_of_earlier_names(client, sites)]
        automated, failures = tell_somebody(client, sites, "serve", automations=automations)
    return runner, [*told, *automated], failures


def serve(runner: Runner) -> None:
    """Do the runs of the sites here until a signal ends it.

    Schedules pause while nobody serves them, so that nights do not pile up.
    """
    asyncio.run(runner.start())


def _deployment(planned: Planned) -> RunnerDeployment:
    schedules = (
        [
            DeploymentScheduleCreate(
                schedule=CronSchedule(cron=planned.cron, timezone=planned.timezone), slug=planned.slug
            )
        ]
        if planned.cron
        else []
    )
    return RunnerDeployment.from_entrypoint(
        planned.flow.replace(":", "."),  # a dotted path is imported, whatever folder this runs in
        planned.name,
        schedules=schedules,
        parameters={
            key: list(value) if isinstance(value, tuple) else value
            for key, value in planned.parameters.items()
        },
        description=planned.description,
        tags=list(planned.tags),
        enforce_parameter_schema=True,
    )
