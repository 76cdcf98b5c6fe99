"""The sites that a command is given, by the folders or files of their calque.toml; one broken site stops no other."""

from collections.abc import Sequence
from pathlib import Path

from calque.config import FILE_NAME, find_config, read_site
from calque.errors import CalqueError, ConfigError
from calque.model import Site

__all__ = ["read_sites"]


def read_sites(places: Sequence[str]) -> tuple[tuple[Site, ...], tuple[CalqueError, ...]]:
    """Return the sites of these folders or files, and an error for each that cannot be read; none is the nearest above.

    A second workspace with the name of one before it is an error, too: deployments and artifacts carry that name.
    """
    sites: dict[str, Site] = {}
    errors: list[CalqueError] = []
    for path in [_config_of(place) for place in places] or [find_config(Path.cwd())]:
        try:
            site = read_site(path)
        except CalqueError as error:
            errors.append(error)
            continue
        other = sites.get(site.name)
        if other is None:
            sites[site.name] = site
        elif other.root != site.root:
            errors.append(
                ConfigError(
                    f"{path}: its site has the name {site.name!r}, as that of {other.root}; "
                    "give one of them another name under [site]"
                )
            )
    return tuple(sites.values()), tuple(errors)


def _config_of(place: str) -> Path:
    path = Path(place)
    return path if path.suffix == ".toml" else path / FILE_NAME
