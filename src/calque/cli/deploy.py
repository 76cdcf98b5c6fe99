"""`calque deploy` and `calque serve`: a site's own deployments on a Prefect server."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from calque.deploy.manifest import render_manifest
from calque.deploy.plan import NIGHTLY, Planned, plan
from calque.deploy.schedule import odd_day, parse_night, sound_time
from calque.deploy.sites import SiteFile, read_sites
from calque.deploy.write import FileStanding, plan_manifest, write_manifest
from calque.exit_codes import exit_code, worst
from calque.output import say, tell, write_text

__all__ = ["Places", "deploy", "serve"]

Places = Annotated[
    list[str] | None,
    Parameter(help="Folders of sites, each with a calque.toml; else the nearest one above this folder."),
]

Automations = Annotated[
    bool, Parameter(negative="", help="Have somebody told of bad nights, and of nights that do not come.")
]


def deploy(
    sites: Places = None,
    /,
    *,
    dry_run: Annotated[
        bool, Parameter(negative="", help="Print the prefect.yaml; write and deploy nothing.")
    ] = False,
    automations: Automations = False,
) -> int:
    """Write prefect.yaml, and deploy it on a Prefect server."""
    read, errors = read_sites(sites or ())
    for error in errors:
        tell(f"calque: {error}")
    code = worst(map(exit_code, errors))
    if not read:
        return code
    # The file of one site stands in its workspace; that of several in the current folder.
    folder = Path.cwd() if len(sites or ()) > 1 else read[0].site.root
    if dry_run:
        planned = plan_manifest(read, folder)
        _tell_of_odd_days(read, planned)
        write_text(render_manifest(planned))
        return code
    manifest = write_manifest(read, folder)
    tell(f"{manifest.path}: {_STANDING[manifest.standing]}")
    _tell_of_odd_days(read, manifest.planned)
    from calque.deploy.server import connect, nights_on  # noqa: PLC0415 — loads Prefect, which a dry run does without
    from calque.deploy.server import deploy as deploy_on  # noqa: PLC0415 — the same

    with connect() as client:
        manifest = write_manifest(read, folder, nights=nights_on(client, read))
        told, failures = deploy_on(client, read, manifest, automations=automations)
    for sentence in told:
        say(sentence)
    for error in failures:
        tell(f"calque: {error}")
    pools = sorted({one.site.nightly.pool for one in read})
    say("Runs are made by the server and done by a worker: " + ", ".join(map(_worker, pools)))
    return worst([code, *map(exit_code, failures)])


def serve(sites: Places = None, /, *, automations: Automations = False) -> int:
    """Do the nights of one box: schedule and runs in one process."""
    read, errors = read_sites(sites or ())
    for error in errors:
        tell(f"calque: {error}")
    if not read:
        return worst(map(exit_code, errors))
    _tell_of_odd_days(read, plan(read))
    from calque.deploy.serve import make_runner  # noqa: PLC0415 — loads Prefect
    from calque.deploy.serve import serve as serve_sites  # noqa: PLC0415 — the same

    runner, told, failures = make_runner(read, automations=automations)
    for sentence in told:
        say(sentence)
    for error in failures:
        tell(f"calque: {error}")
    say(f"Serving {', '.join(one.site.name for one in read)}; Ctrl+C ends it.")
    serve_sites(runner)
    return worst(map(exit_code, (*errors, *failures)))


_STANDING = {
    FileStanding.WRITTEN: "written.",
    FileStanding.UNCHANGED: "unchanged.",
    FileStanding.EDITED: "edited by hand, and deployed as it stands.",
}


def _worker(pool: str) -> str:
    return f"prefect worker start --pool {pool}"


def _tell_of_odd_days(sites: Sequence[SiteFile], planned: Sequence[Planned]) -> None:
    """Say of each site whose time comes twice, or never, on some day of the year, from when on none does."""
    nights = {one.site: one for one in planned if one.slug == NIGHTLY}
    for name in [one.site.name for one in sites if one.site.name in nights]:
        night, zone = parse_night(nights[name].cron), nights[name].timezone
        day = odd_day(night, zone) if night else None
        if night and day:
            tell(
                f"{name}: at {night:%H:%M} in {zone} the clock changes on {day:%Y-%m-%d}, and the night comes twice or "
                f"never; set a time from {sound_time(night, zone):%H:%M} on under [prefect] in its calque.toml"
            )
