"""A `prefect.yaml` as text: what `prefect deploy` reads, and `calque deploy` writes and reads again.

It names the flows by module, so that a worker needs calque and no checkout, and everything else in full.
"""

import hashlib
import json
import re
from collections.abc import Sequence

from calque.deploy.plan import Planned
from calque.errors import ConfigError

__all__ = ["FILE", "HEARTBEAT", "is_untouched", "names_site", "parse_manifest", "render_manifest"]

FILE = "prefect.yaml"
HEARTBEAT = 30
"""Seconds between the heartbeats of a run, Prefect's least."""

_HEADER = """\
# Written by `calque deploy`, which writes it anew as long as nobody has edited it: this is version {digest}.
# Times, zones and pools come from [prefect] in each calque.toml. An edited file is deployed as it stands.
"""
_HEADER_FORM = re.compile(r"\A# Written by `calque deploy`.*: this is version ([0-9a-f]{16})\.\n.*\n")
_BEGINS = "  - name: "


def render_manifest(planned: Sequence[Planned]) -> str:
    """Return the text of the file; `parse_manifest` reads the same deployments in it.

    Errors: ConfigError where a workspace's folder has a name that cannot stand in such a file.
    """
    lines = ["name: calque", "", "definitions:", "  work_pools:"]
    for pool in sorted({one.pool for one in planned}):
        lines += [
            f"    {pool}: &pool-{pool}",
            f"      name: {_quoted(pool)}",
            "      job_variables:",
            f'        env: {{PREFECT_FLOWS_HEARTBEAT_FREQUENCY: "{HEARTBEAT}"}}  # tells of dead runs',
        ]
    lines += ["", "deployments:"]
    for one in planned:
        lines += _deployment(one)
    body = "\n".join(lines) + "\n"
    return _HEADER.format(digest=_digest_of(body)) + body


def parse_manifest(text: str) -> list[Planned]:
    """Return the deployments of a file that `render_manifest` made and nobody edited: each value in it is JSON."""
    return [_planned(block) for block in text.split(_BEGINS)[1:]]


def is_untouched(text: str) -> bool:
    """Tell whether a file is as `render_manifest` made it, so that it may be written anew."""
    header = _HEADER_FORM.match(text)
    return header is not None and header[1] == _digest_of(text[header.end() :])


def names_site(text: str, name: str) -> bool:
    """Tell whether a file, edited or not, has a deployment with the tag of a site."""
    return re.search(rf"""\bsite:{re.escape(name)}(?![\w-])""", text) is not None


def _digest_of(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def _deployment(one: Planned) -> list[str]:
    return [
        f"{_BEGINS}{one.name}",
        f"    description: {_quoted(one.description)}",
        f"    entrypoint: {one.flow}",
        f"    tags: [{', '.join(map(_quoted, one.tags))}]",
        "    parameters:",
        *(f"      {key}: {_value(value)}" for key, value in one.parameters.items()),
        "    enforce_parameter_schema: true",
        "    pull:",
        "      - prefect.deployments.steps.set_working_directory:",
        f"          directory: {_quoted(one.folder)}",
        f"    work_pool: *pool-{one.pool}",
        "    schedules:",
        f"      - slug: {one.slug}",
        f"        cron: {_quoted(one.cron)}",
        f"        timezone: {_quoted(one.timezone)}",
    ]


def _planned(block: str) -> Planned:
    name, _, rest = block.partition("\n")
    keys = dict(re.findall(r"^ +(?:- )?([a-z_]+): (.+)$", rest, re.MULTILINE))
    own = rest.partition("    parameters:\n")[2].partition("    enforce_parameter_schema")[0]
    values = {key: json.loads(keys[key]) for key in re.findall(r"^ +([a-z_]+): ", own, re.MULTILINE)}
    return Planned(
        name=name,
        flow=keys["entrypoint"],
        description=json.loads(keys["description"]),
        tags=tuple(json.loads(keys["tags"])),
        parameters={key: tuple(value) if isinstance(value, list) else value for key, value in values.items()},
        folder=json.loads(keys["directory"]),
        pool=keys["work_pool"].removeprefix("*pool-"),
        slug=keys["slug"],
        cron=json.loads(keys["cron"]),
        timezone=json.loads(keys["timezone"]),
    )


def _value(value: str | tuple[str, ...]) -> str:
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
