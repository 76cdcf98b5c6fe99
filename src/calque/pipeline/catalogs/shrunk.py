"""Shrunk catalogs: one that lost translations since the last sync is left as it is, until a person says."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from calque.errors import CatalogError
from calque.guards.questions import Guard, answers
from calque.guards.shrunk import Standing, judge_shrinkage
from calque.locales import gettext_name
from calque.model import Finding, FindingCode, Site
from calque.pipeline.catalogs.bundles import Bundle
from calque.pipeline.findings import finding_of
from calque.places import gettext_folder, list_archived, list_catalogs, list_quarantined, path_below
from calque.po import Catalog, read_catalog
from calque.po.digests import is_of_file, standing_of, unpack_translations
from calque.store import read_bytes

__all__ = ["Elsewhere", "ShrunkError", "catalog_finding", "oddities", "refuse_shrunk"]


class ShrunkError(CatalogError):
    """A catalog lost more than is believed."""


class Elsewhere:
    """The translations of all catalogs of a locale, archived ones and those in the quarantine too; read when needed."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._known: dict[str, dict[bytes, set[Path]]] = {}

    def beside(self, path: Path, locale: str) -> Callable[[bytes], bool]:
        """Return what tells whether a translation, by its digest, stands in another file than this."""
        if locale not in self._known:
            places: dict[bytes, set[Path]] = {}
            for other in _files(self._site, locale):
                for target in _targets(other):
                    places.setdefault(target, set()).add(other)
            self._known[locale] = places
        places = self._known[locale]

        def stands(target: bytes) -> bool:
            files = places.get(target, set())
            return len(files) > (path in files)

        return stands


def refuse_shrunk(
    site: Site,
    bundle: Bundle,
    locale: str,
    path: Path,
    data: bytes | None,
    catalog: Catalog | None,
    elsewhere: Elsewhere,
) -> None:
    """Refuse a catalog that lost more than is believed since the last sync, or its whole file.

    Nothing is known of it, and nothing is refused, where there is no ledger, or a person accepted it.
    Errors: ShrunkError.
    """
    packed = bundle.translated.get(locale, b"")
    if bundle.shrinks or not packed or (data is not None and is_of_file(packed, data)):
        return
    before = unpack_translations(packed)
    now = standing_of(catalog) if catalog else Standing()
    if judge_shrinkage(before, now) is None:
        return  # all other files of the locale are read only for a catalog that lost more than is believed
    found = judge_shrinkage(before, now, elsewhere.beside(path, locale))
    if found is None:
        return
    place = path_below(site, path)
    cause = ", because the file is gone" if data is None else ""
    raise ShrunkError.at(
        place,
        f"{found.lost} of the {found.known} translations that it had at the last sync stand nowhere any more{cause}; "
        "is that meant? It is left as it is: "
        f"{answers(Guard.CATALOG_SHRANK, 'restore the file from version control or a backup')}",
    )


def catalog_finding(error: CatalogError, locale: str) -> Finding:
    """Say why a catalog is left as it is."""
    if isinstance(error, ShrunkError):
        return finding_of(error, code=FindingCode.CATALOG_SHRANK, locale=locale)
    return finding_of(error, code=FindingCode.UNREADABLE_CATALOG, locale=locale)


def oddities(catalog: Catalog, locale: str) -> Iterator[Finding]:
    """Say what the reader took and warns of: `fr.po:3: conflict markers, …` is a finding at `fr.po:3`."""
    for warning in catalog.warnings:
        place, _, message = warning.removeprefix(catalog.place).partition(": ")
        yield Finding.of(FindingCode.ODD_CATALOG, catalog.place + place, message, locale)


def _files(site: Site, locale: str) -> Iterator[Path]:
    yield from list_catalogs(site, locale)
    yield from list_archived(site, locale)
    folder = gettext_name(locale)
    yield from (path for path in list_quarantined(site) if gettext_folder(site, path) == folder)


def _targets(path: Path) -> AbstractSet[bytes]:
    try:
        return standing_of(read_catalog(read_bytes(path) or b"", place=path.name)).targets
    except CatalogError:
        return frozenset()
