"""The sites that a command is given, by the folders or files of their calque.toml; one broken site stops no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from calque.config import FILE_NAME, find_config, read_site
from calque.disk import is_there
from calque.errors import CalqueError, ConfigError
from calque.model import Site

__all__ = ["SiteFile", "read_sites"]


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A site, and the file that configures it: as a rule the calque.toml of its folder."""

    site: Site
    file: Path
    """Its whole path."""


def read_sites(places: Sequence[str]) -> tuple[tuple[SiteFile, ...], tuple[CalqueError, ...]]:
    """Return the sites of these folders or files, and an error for each that cannot be read; none is the nearest above.

    A second file with the name of a site before it is an error, too: deployments and artifacts carry that name.
    """
    sites: dict[str, SiteFile] = {}
    errors: list[CalqueError] = []
    for path in [_config_of(place) for place in places] or [find_config(Path.cwd())]:
        if not is_there(path):
            errors.append(
                ConfigError(
                    f"{path}: there is no such file that this user can see; name a folder with a calque.toml "
                    "(`calque init` makes one)"
                )
            )
            continue
        try:
            made = SiteFile(read_site(path), path.resolve())
        except CalqueError as error:
            errors.append(error)
            continue
        name = made.site.name
        other = sites.setdefault(name, made)
        if other.file != made.file:
            errors.append(
                ConfigError(
                    f"{path}: its site has the name {name!r}, as that of {other.file}; "
                    "give one of them another name under [site]"
                )
            )
    return tuple(sites.values()), tuple(errors)


def _config_of(place: str) -> Path:
    path = Path(place)
    return path if path.suffix == ".toml" and not path.is_dir() else path / FILE_NAME
