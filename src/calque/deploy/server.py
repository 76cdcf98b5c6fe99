"""A Prefect server gets what prefect.yaml says: pools, deployments, and schemas that refuse unknown keys."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import time
from pathlib import Path

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentUpdate, WorkPoolCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterName
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import CronSchedule
from prefect.exceptions import ObjectNotFound
from prefect.settings import get_current_settings
from prefect.workers.process import ProcessWorker

from calque.counts import plural
from calque.deploy.automations import lacks_automations, renew_automations
from calque.deploy.leftovers import tagged, told_of_earlier_names, told_of_tables
from calque.deploy.manifest import DeploymentEntry, files_of
from calque.deploy.plan import NIGHTLY, TABLE, tag_of
from calque.deploy.schedule import parse_night
from calque.deploy.sites import SiteFile
from calque.deploy.write import FileStanding, Manifest
from calque.errors import CalqueError, ConfigError, reason_of
from calque.model import Site

__all__ = [
    "connect",
    "deploy",
    "nights_on",
    "refuse_other_file",
    "refuse_unknown_keys",
    "run_prefect_deploy",
    "tell_somebody",
]

_TIMEOUT = 600
"""Seconds that `prefect deploy` may take; it needs some five, and a server under load many times that."""
_RUN = (sys.executable, "-m", "prefect", "--no-prompt")


@contextmanager
def connect() -> Iterator[SyncPrefectClient]:
    """Give a client of the server that PREFECT_API_URL, or the profile in use, names.

    Errors: ConfigError where none is named, since a deployment in an embedded server would end with the command;
    CalqueError where it does not answer, wants a password, or refuses what is asked of it.
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
            raise CalqueError(
                f"{url}: the Prefect server does not answer ({reason_of(failure)}); start it with"
                " `prefect server start`"
            )
        try:
            yield client
        except httpx.HTTPError as error:
            raise CalqueError(f"{url}: {_told_of(error)}") from error


_FORBIDDEN = (401, 403)


def _told_of(error: httpx.HTTPError) -> str:
    """Return what a server that answered at first refused, and what to do."""
    if not isinstance(error, httpx.HTTPStatusError):
        return f"the Prefect server does not answer any more ({reason_of(error)}); look at its log, then run it again"
    status, request = error.response.status_code, error.request
    if status in _FORBIDDEN:
        return (
            f"the Prefect server refuses who asks ({status}); say `prefect config set PREFECT_API_AUTH_STRING=…` with "
            "what the server has as PREFECT_SERVER_API_AUTH_STRING, or set PREFECT_API_KEY for Prefect Cloud"
        )
    said = " ".join(error.response.text.split())
    return (
        f"the Prefect server answers {status} to {request.method} {request.url.path} "
        f"({said[:_SHOWN] or 'without a word'}); look at its log, then run it again"
    )


def nights_on(client: SyncPrefectClient, sites: Sequence[SiteFile]) -> Mapping[str, time]:
    """Return at which time the server has the nightly sync of each of these sites that it knows."""
    return {
        of.site.name: night
        for of in sites
        for deployment in tagged(client, tag_of(of.site.name))
        for one in deployment.schedules
        if one.slug == NIGHTLY and isinstance(one.schedule, CronSchedule)
        if (night := parse_night(one.schedule.cron))
    }


def deploy(
    client: SyncPrefectClient, sites: Sequence[SiteFile], manifest: Manifest, *, automations: bool = False
) -> tuple[list[str], list[CalqueError]]:
    """Make or renew the deployments of sites by their prefect.yaml; return what was done, and what could not be.

    What a file has of other sites is left as it is on the server, whoever wrote it. A second time it changes nothing.
    Errors: ConfigError where another calque.toml has deployments under a site's name, or one of a name that the file
    gives to a deployment; CalqueError where Prefect refuses the file.
    """
    for of in sites:
        refuse_other_file(client, of)
    entries = [one for one in manifest.entries if one.is_of(sites)]
    names = [one.name for one in entries]
    _refuse_taken_names(client, manifest.path, entries, sites)
    told = [
        f"Made the work pool {pool}."
        for pool in sorted({of.site.nightly.pool for of in sites} | _pools(manifest, names))
        if _make_pool(client, pool)
    ]
    left = told_of_tables(client, entries)
    run_prefect_deploy(manifest.path, names)
    for of in sites:
        found = tagged(client, tag_of(of.site.name))
        for deployment in found:
            refuse_unknown_keys(client, deployment)
        told.append(f"{of.site.name}: {', '.join(sorted(one.name for one in found))}.")
        told += [
            f"{one.name} is paused, so it does not run by itself; resume it on Prefect's page."
            for one in found
            if one.paused or any(not schedule.active for schedule in one.schedules)
        ]
    for deployment in tagged(client, TABLE):
        if deployment.name in names:
            configs = deployment.parameters.get("configs", ())
            refuse_unknown_keys(client, deployment)
            told.append(f"The table of {plural(len(configs), 'site')}: {deployment.name}.")
    told += [*_told_of_the_rest(manifest), *left]
    told += told_of_earlier_names(client, sites)
    automated, failures = tell_somebody(client, sites, "deploy", automations=automations)
    return [*told, *automated], failures


def tell_somebody(
    client: SyncPrefectClient, sites: Sequence[SiteFile], command: str, *, automations: bool
) -> tuple[list[str], list[CalqueError]]:
    """Make the sites' automations where it is asked for; return sentences on them and on the sites that have none.

    Those may be told of by somebody's own, of which calque knows nothing.
    """
    told: list[str] = []
    lacking: list[Site] = []
    failures: list[CalqueError] = []
    for of in sites:
        try:
            if automations:
                told.append(_renew(client, of.site))
            elif lacks_automations(client, of.site):
                lacking.append(of.site)
        except CalqueError as error:
            failures.append(error)
            lacking += [of.site] if lacks_automations(client, of.site) else []
    return [*told, *_untold(lacking, command)], failures


def _renew(client: SyncPrefectClient, site: Site) -> str:
    """Make or renew a site's automations, and return what was done as a sentence.

    Errors: as for `renew_automations`.
    """
    enabled = renew_automations(client, site)
    paused = [name for name, on in enabled.items() if not on]
    return f"{site.name}: {plural(len(enabled), 'automation')}" + (
        f"; somebody paused {', '.join(paused)}." if paused else "."
    )


def _untold(lacking: Sequence[Site], command: str) -> Iterator[str]:
    """Give the sentences on sites without automations of calque, and how it makes them: one for all of a kind."""
    for named in (False, True):
        names = [site.name for site in lacking if bool(site.nightly.notify) is named]
        if names:
            file = "its calque.toml" if len(names) == 1 else "each calque.toml"
            block = "" if named else f"set notify under [prefect] in {file}, then "
            yield (
                f"{', '.join(names)}: calque made no automation that tells of a bad night, or of one that does not "
                f"come; {block}"
                f"say `calque {command} --automations`."
            )


def _pools(manifest: Manifest, names: Sequence[str]) -> set[str]:
    """Return the work pools of these deployments, of a file that calque wrote."""
    return {one.pool for one in manifest.planned if one.name in names}


def _told_of_the_rest(manifest: Manifest) -> Iterator[str]:
    """Give a sentence for the deployments that a person added to the file and that are of no site by tag or file."""
    if manifest.standing is not FileStanding.EDITED:
        return
    rest = [one.name for one in manifest.entries if not (one.files or _sites_of(one))]
    if rest:
        yield (
            f"{manifest.path}: of no site, and not deployed: {', '.join(rest)}; give each the tag site:NAME, or say "
            f"`prefect deploy --prefect-file {manifest.path} --name {rest[0]}`."
        )


def _sites_of(one: DeploymentEntry) -> list[str]:
    return [tag for tag in one.tags if tag.startswith(tag_of(""))]


def refuse_other_file(client: SyncPrefectClient, of: SiteFile) -> None:
    """Refuse to take over the deployments that another calque.toml has, whose site has the same name."""
    for deployment in tagged(client, tag_of(of.site.name)):
        config = str(deployment.parameters.get("config", ""))
        if Path(config).is_absolute() and Path(config) != of.file:
            raise ConfigError(
                f"{of.file}: the server has {deployment.name} of {config}; give this site another name under [site], "
                f"or, if the file has moved, delete the deployment first: prefect deployment delete {deployment.id}"
            )


def _refuse_taken_names(
    client: SyncPrefectClient, file: Path, entries: Sequence[DeploymentEntry], sites: Sequence[SiteFile]
) -> None:
    """Refuse to write over a deployment of other sites' files that has the name of one of these."""
    named = DeploymentFilter(name=DeploymentFilterName(any_=[one.name for one in entries]))
    own = {str(of.file) for of in sites}
    files = {one.name: one.files for one in entries}
    for there in client.read_deployments(deployment_filter=named):
        theirs = files_of(there.parameters)
        if any(map(os.path.isabs, theirs)) and not {*theirs} & {*own, *files[there.name]}:
            raise ConfigError(
                f"{file}: the server has a deployment {there.name} of {theirs[0]}, and this file would write over it; "
                "give the file's another name, or, if the server's is not needed any more, delete it first: "
                f"prefect deployment delete {there.id}"
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


def run_prefect_deploy(file: Path, names: Sequence[str], *, seconds: float = _TIMEOUT) -> None:
    """Deploy these deployments of a file, and no other."""
    chosen = [part for name in names for part in ("--name", name)]
    settings = get_current_settings().to_environment_variables(exclude_unset=True)
    try:
        done = subprocess.run(  # noqa: S603 — Prefect's own command, and a file that calque wrote or a person edited
            [*_RUN, "deploy", *chosen, "--prefect-file", str(file)],
            cwd=file.parent,
            env=os.environ | settings | {"COLUMNS": _COLUMNS},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CalqueError(
            f"{file}: prefect deploy did not end within {seconds:.0f} s; see that the Prefect server is not "
            "overloaded (its log), then run it again: what is deployed already stays as it is"
        ) from None
    if done.returncode:
        reason = _reason(done.stdout, done.stderr) or f"exit code {done.returncode}"
        raise CalqueError(f"{file}: prefect deploy refused it ({reason}); mend the file, or move it away")


_COLUMNS = "10000"
"""So wide that Prefect breaks no sentence into lines."""
_SHOWN = 500
"""Characters of what Prefect said."""


def _reason(out: str, errors: str) -> str:
    """Return why `prefect deploy` failed, in one line: the error of a traceback, else what it said last.

    What it says of deployments that went well before ends with a box.
    """
    if "Traceback (most recent call last)" in errors:
        return errors.strip().splitlines()[-1].rstrip(".")
    said = " ".join(f"{out}\n{errors}".rpartition("╯")[2].split())
    return (said if len(said) <= _SHOWN else f"…{said[-_SHOWN:]}").rstrip(".")


def refuse_unknown_keys(client: SyncPrefectClient, deployment: DeploymentResponse) -> None:
    """Have the server refuse a run with a parameter that the flow has not; `prefect deploy` leaves that open."""
    schema = dict(deployment.parameter_openapi_schema or {})
    if schema.get("additionalProperties") is not False:
        schema["additionalProperties"] = False
        client.update_deployment(deployment.id, DeploymentUpdate(parameter_openapi_schema=schema))
