"""Survey: asks the site which posts it has."""

import os
from collections.abc import Mapping

from calque.errors import ConfigError
from calque.model import Site, WordPress
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.credentials import find_credentials
from calque.sources.wordpress.limits import Limits
from calque.sources.wordpress.lookup import find_post
from calque.sources.wordpress.posts import Look
from calque.sources.wordpress.surveys import Survey, survey_site

__all__ = ["look_up", "open_client", "settings_of", "survey"]


def survey(site: Site) -> Survey:
    """Sweep all collections of the site; the password is tried before anything else.

    Errors: SourceError where any part of the site cannot be swept: posts that were not listed would count as gone.
    """
    settings = settings_of(site)
    with open_client(site) as client:
        return survey_site(
            client, types=settings.types, look=_look(site), languages=_languages(site), roots=_roots(site)
        )


def look_up(site: Site, post: str) -> Survey:
    """Ask the site for one post, by its address or its key; nothing is learned of the others.

    Errors: SourceError where it is not listed.
    """
    settings = settings_of(site)
    with open_client(site) as client:
        return find_post(
            client,
            post,
            types=settings.types,
            look=_look(site),
            languages=_languages(site),
            roots=_roots(site),
        )


def _look(site: Site) -> Look:
    settings = settings_of(site)
    return Look(settings.statuses, raw=True, extra=site.fields, batch=settings.batch)


def _roots(site: Site) -> Mapping[str, str]:
    return {locale.tag: locale.root for locale in site.locales if locale.root}


def _languages(site: Site) -> list[str]:
    """Return what `?lang=` may name; a locale with a root of its own is listed there."""
    return [
        locale.parameter or locale.prefix or locale.tag.lower() for locale in site.locales if not locale.root
    ]


def open_client(site: Site, *, root: str = "") -> Client:
    """Return a client of the site, with the credentials that the environment has."""
    settings = settings_of(site)
    return Client(
        site.url,
        hosts=site.hosts,
        root=root or settings.root,
        credentials=find_credentials(site.name, site.url, os.environ),
        rate=settings.rate,
        concurrency=settings.concurrency,
        limits=Limits(deadline=settings.timeout, attempts=settings.attempts),
    )


def settings_of(site: Site) -> WordPress:
    """Return how the site is asked.

    Errors: ConfigError where calque.toml does not say that it is.
    """
    if site.wordpress is None:
        raise ConfigError(f"{site.name}: no WordPress site to ask; add [wordpress] to calque.toml")
    return site.wordpress
