"""A `prefect.yaml` as text: what `prefect deploy` reads, and `calque deploy` writes and reads again.

It names the flows by module, so that a worker needs calque and no checkout, and everything else in full.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from calque.deploy.plan import Planned, tag_of
from calque.deploy.sites import SiteFile
from calque.errors import ConfigError

__all__ = [
    "FILE",
    "HEARTBEAT",
    "DeploymentEntry",
    "entry_of",
    "files_of",
    "is_untouched",
    "parse_manifest",
    "read_entries",
    "render_manifest",
]

FILE = "prefect.yaml"
HEARTBEAT = 30
"""Seconds between the heartbeats of a run, Prefect's least."""


@dataclass(frozen=True, slots=True)
class DeploymentEntry:
    """A deployment of any such file, edited or not: as much of it as says whose it is."""

    name: str
    tags: tuple[str, ...]
    files: tuple[str, ...]
    """The calque.toml, or those of several sites, that its parameters name."""

    def is_of(self, sites: Sequence[SiteFile]) -> bool:
        """Tell whether it is of one of these sites, by its tag, or is the table of several, one of them among these."""
        own = {tag_of(of.site.name) for of in sites}
        tagged = {tag for tag in self.tags if tag.startswith(tag_of(""))}
        return bool(tagged & own if tagged else {str(of.file) for of in sites} & {*self.files})


def entry_of(one: Planned) -> DeploymentEntry:
    """Return a planned deployment as one of a file."""
    return DeploymentEntry(one.name, one.tags, files_of(one.parameters))


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


def read_entries(text: str, place: str) -> tuple[DeploymentEntry, ...]:
    """Return the deployments of a file that anybody may have edited; what is none is left to Prefect to refuse.

    Errors: ConfigError where it is no YAML.
    """
    import yaml  # noqa: PLC0415 — a file that nobody edited is read without it

    try:
        held = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{place}:{mark.line + 1}" if mark else place
        reason = getattr(error, "problem", None) or "it cannot be read"
        raise ConfigError(f"{where}: no YAML ({reason}); mend the file, or move it away") from None
    rows = held.get("deployments") if isinstance(held, dict) else None
    return tuple(_entries(rows if isinstance(rows, list) else ()))


def _entries(rows: Sequence[Any]) -> Iterator[DeploymentEntry]:
    for row in rows:
        match row:
            case {"name": str(name), **rest}:
                tags = rest.get("tags")
                given = rest.get("parameters")
                files = files_of(given) if isinstance(given, dict) else ()
                yield DeploymentEntry(name, tuple(map(str, tags)) if isinstance(tags, list) else (), files)


def files_of(parameters: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the calque.toml, or those of several sites, that a deployment's parameters name."""
    several = parameters.get("configs")
    found = [parameters.get("config"), *(several if isinstance(several, list | tuple) else ())]
    return tuple(one for one in found if isinstance(one, str))


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
        *_schedules(one),
    ]


def _schedules(one: Planned) -> list[str]:
    if not one.cron:
        return ["    schedules: []"]
    return [
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
        slug=keys.get("slug", ""),
        cron=json.loads(keys.get("cron", '""')),
        timezone=json.loads(keys.get("timezone", '""')),
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
