"""Reads `calque.toml` into a frozen, validated `Site`; a wrong key is an error that names the line."""

from pathlib import Path

from calque.config.site import parse_site
from calque.errors import ConfigError
from calque.model import Site
from calque.places import CONFIG

__all__ = ["FILE_NAME", "find_config", "parse_site", "read_site"]

FILE_NAME = CONFIG


def find_config(folder: Path) -> Path:
    """Return the `calque.toml` in `folder` or the nearest folder above it.

    Errors: ConfigError where there is none.
    """
    for candidate in (folder.resolve(), *folder.resolve().parents):
        if (candidate / FILE_NAME).is_file():
            return candidate / FILE_NAME
    raise ConfigError(f"{folder}: no {FILE_NAME} here or above; `calque init` writes one")


def read_site(path: Path) -> Site:
    """Read the configuration at `path`; its folder is the workspace."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error}); check the file") from error
    return parse_site(text, place=str(path), root=path.resolve().parent)
