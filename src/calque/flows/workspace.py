"""Which site a flow run is of, what it is called, and which runs are refused: those that would sync another site."""

import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from prefect import runtime
from prefect.client.orchestration import get_client
from pydantic import Field

from calque.config import FILE_NAME, read_site
from calque.deploy.plan import tag_of
from calque.deploy.schedule import machine_zone, zone_of
from calque.disk import is_there
from calque.errors import CalqueError, ConfigError
from calque.model import Site

__all__ = ["Config", "name_digest", "name_publish", "name_sites", "name_sync", "site_of_run"]

Config = Annotated[str, Field(min_length=1, max_length=4_000)]
"""The parameter `config`, as the server checks it when a run is created."""

_SAMPLE = "https://sample.example"
"""The site that calque ships, so that it can be tried; no other has this address."""


def site_of_run(config: str) -> Site:
    """Read the site of a run, which must be that of its deployment.

    A worker's folder is nobody's choice. So in a deployment a relative `config` needs a pull step that says what it is
    relative to, a tag `site:NAME` must name the site that is there, and the sample needs such a tag. Without a
    deployment everything goes.
    Errors: ConfigError.
    """
    deployment = runtime.deployment.id
    if deployment and not Path(config).is_absolute() and not _has_pull_step(str(deployment)):
        raise ConfigError(
            f"config {config!r} is a path below whatever folder the worker was started in; deploy the site with "
            "`calque deploy`, or give the whole path"
        )
    path = Path.cwd() / config
    if not is_there(path):
        raise ConfigError(
            f"{path}: there is no such file that the worker's user can see on {socket.gethostname()}; the parameter "
            "config is the whole path of a calque.toml there, as `calque deploy` writes it"
        )
    site = read_site(path)
    if not deployment:
        return site
    tags = {tag for tag in runtime.flow_run.tags or () if tag.startswith(tag_of(""))}
    if tags and tag_of(site.name) not in tags:
        named = ", ".join(sorted(tag.removeprefix(tag_of("")) for tag in tags))
        raise ConfigError(
            f"{path}: its site is {site.name}, and this deployment is that of {named}; "
            "deploy it anew with `calque deploy`"
        )
    if site.url == _SAMPLE and not tags:
        raise ConfigError(
            f"{path}: this is the sample that calque ships, no site of yours; deploy your site with `calque deploy` "
            "in its folder"
        )
    return site


def _has_pull_step(deployment: str) -> bool:
    with get_client(sync_client=True) as client:
        return bool(client.read_deployment(UUID(deployment)).pull_steps)


def name_sync() -> str:
    """Return what a run of the sync is called: `alder-lane 2026-11-29 04:15`, in the site's time zone."""
    return _name("%Y-%m-%d %H:%M")


def name_digest() -> str:
    """Return what a run of the digest is called: `alder-lane digest 2026-11-30`."""
    return _name("digest %Y-%m-%d")


def name_publish() -> str:
    """Return what a run that publishes is called: `alder-lane publish 2026-11-30 16:20`."""
    return _name("publish %Y-%m-%d %H:%M")


def name_sites() -> str:
    """Return what a run over several sites is called: `sites 2026-11-30`."""
    moment = runtime.flow_run.scheduled_start_time or datetime.now(UTC)
    return f"sites {moment.astimezone(ZoneInfo(machine_zone())):%Y-%m-%d}"


def _name(form: str) -> str:
    """Return the site's name, or its folder's where calque.toml cannot be read, and in a form when it was to begin."""
    path = Path.cwd() / str((runtime.flow_run.parameters or {}).get("config") or FILE_NAME)
    moment = runtime.flow_run.scheduled_start_time or datetime.now(UTC)
    try:
        site = read_site(path)
    except CalqueError:
        name, zone = path.parent.name or "calque", machine_zone()
    else:
        name, zone = site.name, zone_of(site)
    return f"{name} {moment.astimezone(ZoneInfo(zone)):{form}}"
