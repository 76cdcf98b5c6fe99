"""`calque deploy` and `calque serve`: a site's own deployments on a Prefect server."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from calque.deploy.manifest import render_manifest
from calque.deploy.schedule import odd_day, own_times, zone_of
from calque.deploy.sites import read_sites
from calque.deploy.write import FileStanding, write_manifest
from calque.exit_codes import exit_code
from calque.model import Site
from calque.output import say, tell, write_text

__all__ = ["Places", "deploy", "serve"]

Places = Annotated[
    list[str] | None,
    Parameter(help="Folders of sites, each with a calque.toml; else the nearest one above this folder."),
]


def deploy(
    sites: Places = None,
    /,
    *,
    dry_run: Annotated[
        bool, Parameter(negative="", help="Print the prefect.yaml; write and deploy nothing.")
    ] = False,
    automations: Annotated[
        bool, Parameter(negative="", help="Have somebody told of bad nights, and of nights that do not come.")
    ] = False,
) -> int:
    """Write prefect.yaml, and deploy it on a Prefect server."""
    read, errors = read_sites(sites or ())
    for error in errors:
        tell(f"calque: {error}")
    code = max((exit_code(error) for error in errors), default=0)
    if not read:
        return code
    _tell_of_odd_days(read)
    if dry_run:
        write_text(render_manifest(read))
        return code
    folder = Path.cwd() if sites else read[0].root
    manifest = write_manifest(read, folder)
    tell(f"{manifest.path}: {_STANDING[manifest.standing]}")
    from calque.deploy.server import connect  # noqa: PLC0415 — loads Prefect, which a dry run does without
    from calque.deploy.server import deploy as deploy_on  # noqa: PLC0415 — the same

    with connect() as client:
        told, failures = deploy_on(client, read, manifest.path, automations=automations)
    for sentence in told:
        say(sentence)
    for error in failures:
        tell(f"calque: {error}")
        code = max(code, exit_code(error))
    pools = sorted({site.nightly.pool for site in read})
    say("Runs are made by the server and done by a worker: " + ", ".join(map(_worker, pools)))
    return code


def serve(sites: Places = None, /) -> int:
    """Do the nights of one box: schedule and runs in one process."""
    read, errors = read_sites(sites or ())
    for error in errors:
        tell(f"calque: {error}")
    if not read:
        return max(exit_code(error) for error in errors)
    _tell_of_odd_days(read)
    from calque.deploy.serve import serve as serve_sites  # noqa: PLC0415 — loads Prefect

    say(f"Serving {', '.join(site.name for site in read)}; Ctrl+C ends it.")
    serve_sites(read)
    return max((exit_code(error) for error in errors), default=0)


_STANDING = {
    FileStanding.WRITTEN: "written.",
    FileStanding.UNCHANGED: "unchanged.",
    FileStanding.EDITED: "edited by hand, and deployed as it stands.",
}


def _worker(pool: str) -> str:
    return f"prefect worker start --pool {pool}"


def _tell_of_odd_days(sites: tuple[Site, ...]) -> None:
    times = own_times(sites)
    for site in sites:
        zone = zone_of(site)
        day = odd_day(times[site.name], zone)
        if day is not None:
            tell(
                f"{site.name}: at {day:%H:%M} in {zone} the clock changes on {day:%Y-%m-%d}, and the night comes twice "
                "or never; set a time after 03:00 under [prefect] in its calque.toml"
            )
