"""What several commands take: the calque.toml in force, a target locale, the moment."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from calque.config import find_config, read_site
from calque.errors import ConfigError
from calque.model import Site

__all__ = ["Config", "now", "refuse_unknown", "site_of", "target_locale"]

Config = Annotated[Path | None, Parameter(help="The calque.toml; else the nearest one above this folder.")]


def site_of(config: Path | None, locale: str = "") -> Site:
    """Read the calque.toml in force; `locale`, if any, is one of its targets."""
    site = read_site(config or find_config(Path.cwd()))
    if locale:
        refuse_unknown(site, locale)
    return site


def target_locale(site: Site, asked: str, command: str) -> str:
    """Return the locale that `--locale` names, or the only one. Errors: ConfigError, which names those there are."""
    if asked:
        refuse_unknown(site, asked)
        return asked
    if len(site.locales) == 1:
        return site.locales[0].tag
    known = ", ".join(one.tag for one in site.locales)
    raise ConfigError(f"{command}: which locale? Give --locale, one of {known}")


def refuse_unknown(site: Site, locale: str) -> None:
    """Refuse what is no target locale of the site. Errors: ConfigError, which names those there are."""
    if site.locale(locale) is None:
        known = ", ".join(one.tag for one in site.locales)
        raise ConfigError(f"--locale {locale}: no target locale of {site.name}; use one of {known}")


def now() -> datetime:
    """Return the moment that a command reads the clock."""
    return datetime.now(UTC)
