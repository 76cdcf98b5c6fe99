"""A `prefect.yaml` for one site or several: what `prefect deploy` reads, and `calque deploy` writes.

It names the flows by module, so that a worker needs calque and no checkout, and everything else in full: the folder of
each workspace, its file, the site's name in the deployment's name and tags. So a worker may be started in any folder.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from calque.config import FILE_NAME
from calque.deploy.schedule import own_times, zone_of
from calque.errors import ConfigError
from calque.model import Site

__all__ = ["FILE", "HEARTBEAT", "Planned", "is_untouched", "names_site", "plan", "render_manifest", "tag_of"]

FILE = "prefect.yaml"
HEARTBEAT = 30
"""Seconds between the heartbeats of a run, Prefect's least."""

_HEADER = """\
# Written by `calque deploy`, which writes it anew as long as nobody has edited it: this is version {digest}.
# Times, zones and pools come from [prefect] in each calque.toml. An edited file is deployed as it stands.
"""
_HEADER_FORM = re.compile(r"\A# Written by `calque deploy`.*: this is version ([0-9a-f]{16})\.\n.*\n")


def tag_of(name: str) -> str:
    """Return the tag that every deployment and every run of a site carries."""
    return f"site:{name}"


@dataclass(frozen=True, slots=True)
class Planned:
    """One deployment of a site."""

    site: Site
    """In whose workspace it runs."""
    name: str
    flow: str
    """The flow's module and name: `calque.flows.sync:sync_site`."""
    description: str
    tags: tuple[str, ...]
    parameters: Mapping[str, str | list[str]]
    slug: str
    """The name of its schedule, by which a second deployment finds it again."""
    cron: str
    timezone: str


def plan(sites: Sequence[Site]) -> list[Planned]:
    """Return the deployments of each site: a sync every night, and a digest every Monday; of several, a table, too."""
    times = own_times(sites)
    made = [one for site in sites for one in (_sync(site, times[site.name]), _digest(site, times[site.name]))]
    return [*made, _overview(sites)] if len(sites) > 1 else made


def render_manifest(sites: Sequence[Site]) -> str:
    """Return the text of the file.

    Errors: ConfigError where a workspace's folder has a name that cannot stand in such a file.
    """
    pools = sorted({site.nightly.pool for site in sites})
    lines = ["name: calque", "", "definitions:", "  work_pools:"]
    for pool in pools:
        lines += [
            f"    {pool}: &pool-{pool}",
            f"      name: {_quoted(pool)}",
            "      job_variables:",
            f'        env: {{PREFECT_FLOWS_HEARTBEAT_FREQUENCY: "{HEARTBEAT}"}}  # tells of dead runs',
        ]
    lines += ["", "deployments:"]
    for made in plan(sites):
        lines += _deployment(made)
    body = "\n".join(lines) + "\n"
    return _HEADER.format(digest=_digest_of(body)) + body


def is_untouched(text: str) -> bool:
    """Tell whether a file is as `render_manifest` made it, so that it may be written anew."""
    header = _HEADER_FORM.match(text)
    return header is not None and header[1] == _digest_of(text[header.end() :])


def names_site(text: str, name: str) -> bool:
    """Tell whether a file, edited or not, has a deployment with the tag of a site."""
    return re.search(rf"""\bsite:{re.escape(name)}(?![\w-])""", text) is not None


def _digest_of(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def _sync(site: Site, at: time) -> Planned:
    shown = (
        f"Keep the catalogs of {site.name} in step with its posts. Left by each run: "
        f"[the figures](/artifacts/key/translation-status-{site.name}), "
        f"[what to do first](/artifacts/key/translation-worklist-{site.name})."
    )
    return Planned(
        site,
        name=f"{site.name}-nightly",
        flow="calque.flows.sync:sync_site",
        description=shown,
        tags=("calque", "sync", tag_of(site.name)),
        parameters={"config": str(site.root / FILE_NAME)},
        slug="nightly",
        cron=f"{at.minute} {at.hour} * * *",
        timezone=zone_of(site),
    )


def _digest(site: Site, at: time) -> Planned:
    shown = (
        f"Tell what changed on {site.name} in a week: "
        f"[the digest](/artifacts/key/translation-digest-{site.name}). The message of the run is its sentence."
    )
    return Planned(
        site,
        name=f"{site.name}-digest",
        flow="calque.flows.digest:tell_changes",
        description=shown,
        tags=("calque", "digest", tag_of(site.name)),
        parameters={"config": str(site.root / FILE_NAME), "since": "7d"},
        slug="monday",
        cron=f"{at.minute} {_MORNING} * * 1",
        timezone=zone_of(site),
    )


def _overview(sites: Sequence[Site]) -> Planned:
    shown = "Leave a table with a row a site: [the sites](/artifacts/key/translation-sites)."
    return Planned(
        sites[0],
        name="sites",
        flow="calque.flows.sites:tell_sites",
        description=shown,
        tags=("calque", "sites"),
        parameters={"configs": [str(site.root / FILE_NAME) for site in sites]},
        slug="morning",
        cron=f"30 {_MORNING} * * *",
        timezone=zone_of(sites[0]),
    )


_MORNING = 6


def _deployment(made: Planned) -> list[str]:
    return [
        f"  - name: {made.name}",
        f"    description: {_quoted(made.description)}",
        f"    entrypoint: {made.flow}",
        f"    tags: [{', '.join(map(_quoted, made.tags))}]",
        "    parameters:",
        *(f"      {key}: {_value(value)}" for key, value in made.parameters.items()),
        "    enforce_parameter_schema: true",
        "    pull:",
        "      - prefect.deployments.steps.set_working_directory:",
        f"          directory: {_quoted(str(made.site.root))}",
        f"    work_pool: *pool-{made.site.nightly.pool}",
        "    schedules:",
        f"      - slug: {made.slug}",
        f"        cron: {_quoted(made.cron)}",
        f"        timezone: {_quoted(made.timezone)}",
        "        active: true",
    ]


def _value(value: str | list[str]) -> str:
    return _quoted(value) if isinstance(value, str) else f"[{', '.join(map(_quoted, value))}]"


_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What JSON leaves in a string and YAML refuses there."""


def _quoted(text: str) -> str:
    """Return a text as a YAML string; `prefect deploy` would replace what stands in double braces."""
    if "{{" in text or re.search("[\ud800-\udfff]", text):
        raise ConfigError(
            f"{text}: Prefect cannot be told of a folder with such a name; move the workspace into another"
        )
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
