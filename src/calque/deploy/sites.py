"""The sites that a command is given, by the folders or files of their calque.toml; one broken site stops no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from calque.config import FILE_NAME, find_config, read_site
from calque.disk import is_there
from calque.errors import CalqueError, ConfigError
from calque.model import Site

__all__ = ["SiteFile", "UnreadSite", "read_each", "read_sites"]


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A site, and the file that configures it: as a rule the calque.toml of its folder."""

    site: Site
    file: Path
    """Its whole path."""


@dataclass(frozen=True, slots=True)
class UnreadSite:
    """A site that was named and cannot be read."""

    name: str
    """Its folder's name, since its own cannot be read; with that of the file where it is no calque.toml."""
    error: CalqueError


def read_sites(places: Sequence[str]) -> tuple[tuple[SiteFile, ...], tuple[CalqueError, ...]]:
    """Return the sites of these folders or files, and an error for each that cannot be read.

    Without any it is the nearest calque.toml above.
    """
    read = read_each(places)
    sites = tuple(one for one in read if isinstance(one, SiteFile))
    return sites, tuple(one.error for one in read if isinstance(one, UnreadSite))


def read_each(places: Sequence[str]) -> tuple[SiteFile | UnreadSite, ...]:
    """Return one for each of these folders or files, in their order; a file that is named again is left out.

    A second file with the name of a site before it cannot be read, too: deployments and artifacts carry that name.
    """
    sites: dict[str, SiteFile] = {}
    read: list[SiteFile | UnreadSite] = []
    for path in [_config_of(place) for place in places] or [find_config(Path.cwd())]:
        try:
            made = _read(path)
        except CalqueError as error:
            read.append(UnreadSite(_called(path), error))
            continue
        name = made.site.name
        other = sites.setdefault(name, made)
        if other is made:
            read.append(made)
        elif other.file != made.file:
            twice = ConfigError(
                f"{path}: its site has the name {name!r}, as that of {other.file}; "
                "give one of them another name under [site]"
            )
            read.append(UnreadSite(_called(path), twice))
    return tuple(read)


def _read(path: Path) -> SiteFile:
    if not is_there(path):
        raise ConfigError(
            f"{path}: there is no such file that this user can see; name a folder with a calque.toml "
            "(`calque init` makes one)"
        )
    return SiteFile(read_site(path), path.resolve())


def _called(path: Path) -> str:
    """`lane/calque.toml` → `lane`; `lane/staging.toml` → `lane/staging.toml`."""
    folder = path.absolute().parent.name
    return folder if path.name == FILE_NAME else f"{folder}/{path.name}"


def _config_of(place: str) -> Path:
    path = Path(place)
    return path if path.suffix == ".toml" and not path.is_dir() else path / FILE_NAME
