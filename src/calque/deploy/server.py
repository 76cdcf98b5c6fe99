"""A Prefect server gets what prefect.yaml says: pools, deployments, and schemas that refuse unknown keys."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentUpdate, WorkPoolCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.responses import DeploymentResponse
from prefect.exceptions import ObjectNotFound
from prefect.settings import get_current_settings
from prefect.workers.process import ProcessWorker

from calque.deploy.automations import renew_automations
from calque.deploy.manifest import tag_of
from calque.errors import CalqueError, ConfigError
from calque.model import Site

__all__ = ["connect", "deploy", "refuse_other_workspace", "refuse_unknown_keys"]

_TIMEOUT = 600
"""Seconds that `prefect deploy` may take; it needs some five, and a server under load many times that."""
_RUN = (sys.executable, "-m", "prefect", "--no-prompt")


@contextmanager
def connect() -> Iterator[SyncPrefectClient]:
    """Give a client of the server that PREFECT_API_URL, or the profile in use, names.

    Errors: ConfigError where none is named, since a deployment in an embedded server would end with the command;
    CalqueError where it does not answer.
    """
    url = get_current_settings().api.url
    if not url:
        raise ConfigError(
            "no Prefect server is named: start one with `prefect server start`, then say "
            "`prefect config set PREFECT_API_URL=http://127.0.0.1:4200/api`"
        )
    with get_client(sync_client=True) as client:
        failure = client.api_healthcheck()
        if failure is not None:
            reason = (str(failure) or type(failure).__name__).splitlines()[0].rstrip(".")
            raise CalqueError(
                f"{url}: the Prefect server does not answer ({reason}); start it with `prefect server start`"
            )
        yield client


def deploy(
    client: SyncPrefectClient, sites: Sequence[Site], file: Path, *, automations: bool = False
) -> tuple[list[str], list[CalqueError]]:
    """Make or renew the deployments of a prefect.yaml; return what was done, and which sites have no automations.

    A second time it changes nothing.
    Errors: ConfigError where another workspace has deployments under a site's name; CalqueError where Prefect refuses
    the file.
    """
    for site in sites:
        refuse_other_workspace(client, site)
    told = [
        f"Made the work pool {pool}."
        for pool in sorted({site.nightly.pool for site in sites})
        if _make_pool(client, pool)
    ]
    _run_prefect_deploy(file)
    for site in sites:
        names = []
        for deployment in _deployments(client, site):
            refuse_unknown_keys(client, deployment)
            names.append(deployment.name)
        told.append(f"{site.name}: {', '.join(sorted(names))}.")
    if len(sites) > 1:
        for deployment in _tagged(client, "sites"):
            refuse_unknown_keys(client, deployment)
    failures: list[CalqueError] = []
    for site in sites if automations else ():
        try:
            told.append(f"{site.name}: {len(renew_automations(client, site))} automations.")
        except CalqueError as error:
            failures.append(error)
    return told, failures


def _deployments(client: SyncPrefectClient, site: Site) -> list[DeploymentResponse]:
    return _tagged(client, tag_of(site.name))


def _tagged(client: SyncPrefectClient, tag: str) -> list[DeploymentResponse]:
    tags = DeploymentFilterTags(all_=["calque", tag])
    return client.read_deployments(deployment_filter=DeploymentFilter(tags=tags))


def refuse_other_workspace(client: SyncPrefectClient, site: Site) -> None:
    """Refuse to take over the deployments of a workspace elsewhere, whose site has the same name."""
    for deployment in _deployments(client, site):
        config = str(deployment.parameters.get("config", ""))
        if Path(config).is_absolute() and Path(config).parent != site.root:
            raise ConfigError(
                f"{site.root}: the server has {deployment.name} of the workspace {Path(config).parent}; give this "
                f"site another name under [site], or, if the workspace has moved, delete the deployment first: "
                f"prefect deployment delete {deployment.id}"
            )


def _make_pool(client: SyncPrefectClient, name: str) -> bool:
    """Make a pool of processes where there is no pool of the name; return whether it was made."""
    try:
        client.read_work_pool(name)
    except ObjectNotFound:
        template = ProcessWorker.get_default_base_job_template()
        client.create_work_pool(WorkPoolCreate(name=name, type="process", base_job_template=template))
        return True
    return False


def _run_prefect_deploy(file: Path) -> None:
    done = subprocess.run(  # noqa: S603 — Prefect's own command, and a file that calque wrote or a person edited
        [*_RUN, "deploy", "--all", "--prefect-file", str(file)],
        cwd=file.parent,
        env=os.environ | get_current_settings().to_environment_variables(exclude_unset=True),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=_TIMEOUT,
        check=False,
    )
    if done.returncode:
        lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        reason = (lines[-1] if lines else f"exit code {done.returncode}").rstrip(".")
        raise CalqueError(f"{file}: prefect deploy refused it ({reason}); mend the file, or move it away")


def refuse_unknown_keys(client: SyncPrefectClient, deployment: DeploymentResponse) -> None:
    """Have the server refuse a run with a parameter that the flow has not; `prefect deploy` leaves that open."""
    schema = dict(deployment.parameter_openapi_schema or {})
    if schema.get("additionalProperties") is not False:
        schema["additionalProperties"] = False
        client.update_deployment(deployment.id, DeploymentUpdate(parameter_openapi_schema=schema))
