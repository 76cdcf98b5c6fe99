"""Writing prefect.yaml for sites, without writing over what a person edited, and without losing sites that it has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from pathlib import Path

from calque.deploy.manifest import (
    FILE,
    DeploymentEntry,
    entry_of,
    is_untouched,
    parse_manifest,
    read_entries,
    render_manifest,
)
from calque.deploy.plan import Planned, plan, tag_of
from calque.deploy.sites import SiteFile
from calque.errors import ConfigError
from calque.store import read_bytes, write_atomic

__all__ = ["FileStanding", "Manifest", "plan_manifest", "write_manifest"]


class FileStanding(StrEnum):
    """How the file stands after it was written, or left."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    EDITED = "edited"
    """By a person: it was left as it is."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A prefect.yaml on disk."""

    path: Path
    standing: FileStanding
    entries: Sequence[DeploymentEntry]
    """All of its deployments."""
    planned: Sequence[Planned] = ()
    """The same in full; none where a person edited it, who may have any in it."""


def plan_manifest(
    sites: Sequence[SiteFile], folder: Path, *, nights: Mapping[str, time] | None = None
) -> list[Planned]:
    """Return the deployments of the sites, and of those that the file in a folder has, if nobody edited it.

    `nights` are the times that sites have on a server.
    """
    there = _read(folder / FILE)
    return plan(sites, kept=parse_manifest(there) if is_untouched(there) else (), nights=nights)


def write_manifest(
    sites: Sequence[SiteFile], folder: Path, *, nights: Mapping[str, time] | None = None
) -> Manifest:
    """Write the file into a folder; what it has of other sites stays.

    One that somebody edited, or wrote, is left where it has all of the sites.
    Errors: ConfigError where an edited file lacks a site, or is no YAML.
    """
    path = folder / FILE
    there = _read(path)
    if not there or is_untouched(there):
        planned = plan_manifest(sites, folder, nights=nights)
        written = write_atomic(path, render_manifest(planned).encode())
        standing = FileStanding.WRITTEN if written else FileStanding.UNCHANGED
        return Manifest(path, standing, [*map(entry_of, planned)], planned)
    entries = read_entries(there, str(path))
    tags = {tag for one in entries for tag in one.tags}
    lacking = [one.site.name for one in sites if tag_of(one.site.name) not in tags]
    if lacking:
        raise ConfigError(
            f"{path}: it was edited by hand, and no deployment in it has the tag site:{lacking[0]}; add one as "
            "`calque deploy --dry-run` prints it, or move the file away to have it written anew"
        )
    return Manifest(path, FileStanding.EDITED, entries)


def _read(path: Path) -> str:
    return (read_bytes(path) or b"").decode("utf-8", "replace")
