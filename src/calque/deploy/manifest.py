"""A `prefect.yaml` for one site or several: what `prefect deploy` reads, and `calque deploy` writes.

It names the flows by module, so that a worker needs calque and no checkout, and everything else in full: the folder of
each workspace, its file, the site's name in the deployment's name and tags. So a worker may be started in any folder.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import time

from calque.config import FILE_NAME
from calque.deploy.schedule import own_times, zone_of
from calque.errors import ConfigError
from calque.model import Site

__all__ = ["FILE", "is_untouched", "names_site", "render_manifest", "tag_of"]

FILE = "prefect.yaml"

_HEADER = """\
# Written by `calque deploy`, which writes it anew as long as nobody has edited it: this is version {digest}.
# Times, zones and pools come from [prefect] in each calque.toml. An edited file is deployed as it stands.
"""
_HEADER_FORM = re.compile(r"\A# Written by `calque deploy`.*: this is version ([0-9a-f]{16})\.\n.*\n")


def tag_of(name: str) -> str:
    """Return the tag that every deployment and every run of a site carries."""
    return f"site:{name}"


def render_manifest(sites: Sequence[Site]) -> str:
    """Return the text of the file: for each site a sync every night and a digest every Monday.

    Errors: ConfigError where a workspace's folder has a name that cannot stand in such a file.
    """
    times = own_times(sites)
    pools = sorted({site.nightly.pool for site in sites})
    lines = ["name: calque", "", "definitions:", "  work_pools:"]
    lines += [f"    {pool}: &pool-{pool} {{name: {_quoted(pool)}}}" for pool in pools]
    lines += ["", "deployments:"]
    for site in sites:
        lines += [*_sync(site, times[site.name]), *_digest(site, times[site.name])]
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


def _sync(site: Site, at: time) -> list[str]:
    shown = (
        f"Keep the catalogs of {site.name} in step with its posts. Left by each run: "
        f"[the figures](/artifacts/key/translation-status-{site.name}), "
        f"[what to do first](/artifacts/key/translation-worklist-{site.name})."
    )
    return _deployment(
        site,
        f"{site.name}-nightly",
        entrypoint="calque.flows.sync:sync_site",
        kind="sync",
        shown=shown,
        schedule=("nightly", f"{at.minute} {at.hour} * * *"),
    )


def _digest(site: Site, at: time) -> list[str]:
    shown = (
        f"Tell what changed on {site.name} in a week: "
        f"[the digest](/artifacts/key/translation-digest-{site.name}). The message of the run is its sentence."
    )
    return _deployment(
        site,
        f"{site.name}-digest",
        entrypoint="calque.flows.digest:tell_changes",
        kind="digest",
        shown=shown,
        schedule=("monday", f"{at.minute} {_MORNING} * * 1"),
        more={"since": "7d"},
    )


_MORNING = 6


def _deployment(
    site: Site,
    name: str,
    *,
    entrypoint: str,
    kind: str,
    shown: str,
    schedule: tuple[str, str],
    more: dict[str, str] | None = None,
) -> list[str]:
    slug, cron = schedule
    parameters = {"config": str(site.root / FILE_NAME), **(more or {})}
    tags = ", ".join(_quoted(tag) for tag in ("calque", kind, tag_of(site.name)))
    return [
        f"  - name: {name}",
        f"    description: {_quoted(shown)}",
        f"    entrypoint: {entrypoint}",
        f"    tags: [{tags}]",
        "    parameters:",
        *(f"      {key}: {_quoted(value)}" for key, value in parameters.items()),
        "    enforce_parameter_schema: true",
        "    pull:",
        "      - prefect.deployments.steps.set_working_directory:",
        f"          directory: {_quoted(str(site.root))}",
        f"    work_pool: *pool-{site.nightly.pool}",
        "    schedules:",
        f"      - slug: {slug}",
        f"        cron: {_quoted(cron)}",
        f"        timezone: {_quoted(zone_of(site))}",
        "        active: true",
    ]


_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What JSON leaves in a string and YAML refuses there."""


def _quoted(text: str) -> str:
    """Return a text as a YAML string; `prefect deploy` would replace what stands in double braces."""
    if "{{" in text or re.search("[\ud800-\udfff]", text):
        raise ConfigError(
            f"{text}: Prefect cannot be told of a folder with such a name; move the workspace into another"
        )
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
