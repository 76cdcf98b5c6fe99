"""Reads `calque.toml` into a frozen, validated `Site`; a wrong key is an error that names the line."""

from pathlib import Path

from calque.config.site import is_site_name, parse_site
from calque.disk import is_there, read_regular
from calque.errors import ConfigError
from calque.model import Site
from calque.places import CONFIG

__all__ = ["FILE_NAME", "find_config", "is_site_name", "parse_site", "read_site"]

FILE_NAME = CONFIG


def find_config(folder: Path) -> Path:
    """Return the `calque.toml` in `folder` or the nearest folder above it.

    Errors: ConfigError where there is none.
    """
    for candidate in (folder.resolve(), *folder.resolve().parents):
        if is_there(candidate / FILE_NAME):
            return candidate / FILE_NAME
    raise ConfigError(f"{folder}: no {FILE_NAME} here or above; `calque init` writes one")


def read_site(path: Path) -> Site:
    """Read the configuration at `path`; its folder is the workspace."""
    try:
        text = read_regular(path).decode("utf-8")
    except OSError as error:
        raise ConfigError.at(
            str(path), f"cannot be read ({error.strerror}); check the file and its rights"
        ) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError.at(f"{path}:{line}", "bytes that are not UTF-8; save the file as UTF-8") from error
    return parse_site(text, place=str(path), root=path.resolve().parent)
