"""The library for scripts: `import calque` gives these names, and loads each only when it is asked for.

They are the functions that the commands call; what they take more than one needs every day has a default here.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path

from calque import config, language, locales, po
from calque.errors import CalqueError
from calque.html import check_markup, count_words, join, split
from calque.model import Site, Status
from calque.pipeline import status as measurement
from calque.pipeline.sync import Outcome
from calque.pipeline.sync import sync as run_sync
from calque.pipeline.sync.sharing import runner_of
from calque.po import Catalog, Merge, write_catalog

__all__ = [
    "CalqueError",
    "check_markup",
    "count_words",
    "detect",
    "join",
    "locate",
    "merge",
    "read_catalog",
    "read_site",
    "split",
    "status",
    "sync",
    "write_catalog",
]


def read_catalog(data: bytes, *, place: str = "catalog") -> Catalog:
    r"""Return what a PO file says; `write_catalog` gives the same bytes back.

    `b'msgid "Hello"\nmsgstr "Bonjour"\n'` → a catalog with one entry. `place` is how errors name the file.
    Errors: CatalogError, with place and line.
    """
    return po.read_catalog(data, place=place)


def merge(catalog: Catalog | None, template: Catalog, *, locale: str = "", fuzzy: bool = True) -> Merge:
    """Bring a catalog up to a template; what has no place any more is in `archived` of the result.

    `locale` is a BCP 47 tag; without one it is read from the catalog's header. None for a catalog begins a new one,
    which needs the tag. `fuzzy` suggests translations for edited texts.
    Errors: ConfigError where the tag is none.
    """
    named = catalog.header.get("Language", "").strip() if catalog else ""
    tag = locale or (locales.parse_tag(named) if named else "")
    return po.merge(
        catalog, template, locale=tag, language=locales.gettext_name(tag) if tag else "", fuzzy=fuzzy
    )


def locate(url: str, site: Site) -> locales.Declared:
    """Return the locale that a URL declares, with the evidence: `/fr/about/` → `Declared("fr", …)`."""
    return locales.locate(url, site)


def detect(text: str, *, among: Sequence[str] = ()) -> str | None:
    """Return the language that a text is in: `Where have you been?` → `en`; None where it cannot be told.

    `among` are the tags to choose from; without them, all languages that have a profile.
    Errors: ConfigError where one of them names no locale.
    """
    return language.observe(text, among).language


def read_site(path: str | PathLike[str] = "calque.toml") -> Site:
    """Read a calque.toml; its folder is the workspace.

    Errors: ConfigError, with the line.
    """
    return config.read_site(Path(path))


def sync(
    site: Site,
    *,
    dry_run: bool = False,
    accept: Iterable[str] = (),
) -> Outcome:
    """Bring templates and catalogs in step with the site's posts, as `calque sync` does, and measure the result.

    `accept` answers guards by their codes: `["mass_change"]`.

    Errors: ConfigError where a code names no guard; BusyError where another sync is at work; SourceError where too
    many posts are gone at once; LedgerError. What concerns one post or one file is a finding of the status.
    """
    with runner_of(site, logging.getLogger("calque").warning) as runner:
        return run_sync(site, runner, now=_now, dry_run=dry_run, accept=accept)


def status(site: Site) -> Status:
    """Measure a site as its files stand, as `calque status` does; nothing is fetched, nothing is written."""
    return measurement.status(site, now=_now)


def _now() -> datetime:
    return datetime.now(UTC)
