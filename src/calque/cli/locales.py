"""The locale that a command is about."""

from calque.errors import ConfigError
from calque.model import Site

__all__ = ["target_locale"]


def target_locale(site: Site, asked: str, command: str) -> str:
    """Return the locale that `--locale` names, or the only one. Errors: ConfigError, which names those there are."""
    known = ", ".join(one.tag for one in site.locales)
    if not asked and len(site.locales) == 1:
        return site.locales[0].tag
    if not asked:
        raise ConfigError(f"{command}: which locale? Give --locale, one of {known}")
    if site.locale(asked) is None:
        raise ConfigError(f"--locale {asked}: no target locale of {site.name}; use one of {known}")
    return asked
