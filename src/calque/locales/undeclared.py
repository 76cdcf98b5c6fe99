"""Pages that nothing declares a locale of: their text's locale, and their prefix."""

from calque.locales.paths import UrlPlace, read_address
from calque.locales.tags import language_of
from calque.model import Site

__all__ = ["observed_locale", "unconfigured_prefix"]


def observed_locale(language: str, site: Site) -> str:
    """Return the target locale that is a language, by langdetect's names; empty where the site has none or several."""
    tags = [locale.tag for locale in site.locales if language_of(locale.tag) == language]
    return tags[0] if len(tags) == 1 else ""


def unconfigured_prefix(url: str, site: Site) -> str:
    """Return the first segment of a path where a locale's prefix would stand, and none that is configured does.

    ::

        /si/library/  ->  si        /about/  ->  about        /fr/library/, configured  ->  empty
    """
    address = read_address(url, site)
    if address.place is not UrlPlace.PAGE or address.prefix or address.host_locale:
        return ""
    base = tuple(filter(None, site.base.split("/")))
    below = address.segments[len(base) :] if address.segments[: len(base)] == base else address.segments
    return below[0] if below else ""
