"""Writing prefect.yaml for sites, without writing over what a person edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from calque.deploy.manifest import FILE, is_untouched, names_site, render_manifest
from calque.errors import ConfigError
from calque.model import Site
from calque.store import read_bytes, write_atomic

__all__ = ["FileStanding", "Manifest", "write_manifest"]


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


def write_manifest(sites: Sequence[Site], folder: Path) -> Manifest:
    """Write the file into a folder; one that somebody edited, or wrote, is left where it has all of the sites.

    Errors: ConfigError where an edited file lacks a site.
    """
    text, path = render_manifest(sites), folder / FILE
    there = (read_bytes(path) or b"").decode("utf-8", "replace")
    if not there or is_untouched(there):
        written = write_atomic(path, text.encode())
        return Manifest(path, FileStanding.WRITTEN if written else FileStanding.UNCHANGED)
    lacking = [site.name for site in sites if not names_site(there, site.name)]
    if lacking:
        raise ConfigError(
            f"{path}: it was edited by hand, and no deployment in it has the tag site:{lacking[0]}; add one as "
            "`calque deploy --dry-run` prints it, or move the file away to have it written anew"
        )
    return Manifest(path, FileStanding.EDITED)
