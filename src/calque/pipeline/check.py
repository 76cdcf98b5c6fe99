"""Check: makes the checks on catalogs, each one read without the rest of the site."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from calque.checks import CheckSetting, check_unit, setting_of
from calque.checks.consistency import PlacedUnit, inconsistencies
from calque.disk import read_regular
from calque.errors import CatalogError
from calque.locales import parse_tag
from calque.model import Flaw, Site, Unit
from calque.places import list_catalogs
from calque.po import Catalog, read_catalog
from calque.po.units import entry_unit

__all__ = [
    "CheckRequest",
    "CheckedCatalog",
    "CheckedUnit",
    "catalogs_of",
    "check_catalog",
    "with_consistency",
]


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """Options of the command line, which go before what the files and calque.toml say."""

    locale: str = ""
    """The target locale, in place of what the header says."""
    source: str = ""
    """The source locale, in place of what the header or calque.toml says."""
    ignored: frozenset[str] = frozenset()
    fuzzy: bool = False
    """Check fuzzy entries as well."""


@dataclass(frozen=True, slots=True)
class CheckedUnit:
    """A unit that has flaws."""

    unit: Unit
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True, slots=True)
class CheckedCatalog:
    """A catalog's units with flaws, in the order of the file."""

    place: str
    locale: str
    checked: int
    """How many translations were checked."""
    units: tuple[CheckedUnit, ...]
    all_units: tuple[Unit, ...] = ()
    """Those without flaws, too."""
    ignored: frozenset[str] = frozenset()


def catalogs_of(site: Site, locale: str = "") -> tuple[Path, ...]:
    """Return the catalogs of the workspace, by locale in the order of calque.toml."""
    tags = [one.tag for one in site.locales if locale in ("", one.tag)]
    return tuple(path for tag in tags for path in list_catalogs(site, tag))


def check_catalog(path: Path, place: str, site: Site | None, wish: CheckRequest) -> CheckedCatalog:
    """Check every translation of a PO file; empty ones are skipped.

    The locale is the header's `Language`, the source's its `X-Source-Language`, else that of calque.toml, else
    English. Errors: CatalogError where the file cannot be read, or names no locale.
    """
    try:
        data = read_regular(path)
    except OSError as error:
        raise CatalogError(
            f"{place}: cannot be read ({error.strerror}); check the name and its rights"
        ) from error
    catalog = read_catalog(data, place=place)
    setting = _setting(catalog, place, site, wish)
    units = [unit for unit in _units(catalog) if wish.fuzzy or not unit.fuzzy]
    return CheckedCatalog(
        place=place,
        locale=setting.target_locale,
        checked=len(units),
        units=tuple(_flawed(units, setting)),
        all_units=tuple(units),
        ignored=setting.ignored,
    )


def with_consistency(checked: Sequence[CheckedCatalog]) -> tuple[CheckedCatalog, ...]:
    """Return the catalogs with what only all those of a locale show: one text translated twice, in two ways."""
    notes: dict[tuple[int, int], list[Flaw]] = {}
    for locale in dict.fromkeys(one.locale for one in checked):
        places = [
            (number, at, unit)
            for number, one in enumerate(checked)
            if one.locale == locale
            for at, unit in enumerate(one.all_units)
            if not (unit.fuzzy or unit.plural)
        ]
        ignored = frozenset[str]().union(*(one.ignored for one in checked if one.locale == locale))
        rows = [PlacedUnit(checked[number].place, unit) for number, _, unit in places]
        for row, flaw in inconsistencies(rows, ignored):
            notes.setdefault(places[row][:2], []).append(flaw)
    return tuple(
        replace(one, units=tuple(_noted(one, number, notes))) if notes else one
        for number, one in enumerate(checked)
    )


def _noted(
    catalog: CheckedCatalog, number: int, notes: Mapping[tuple[int, int], Sequence[Flaw]]
) -> Iterator[CheckedUnit]:
    flawed = {id(one.unit): one.flaws for one in catalog.units}
    for at, unit in enumerate(catalog.all_units):
        if flaws := (*flawed.get(id(unit), ()), *notes.get((number, at), ())):
            yield CheckedUnit(unit, flaws)


def _units(catalog: Catalog) -> Iterator[Unit]:
    return (unit for unit in map(entry_unit, catalog.entries) if not unit.empty)


def _flawed(units: Iterable[Unit], setting: CheckSetting) -> Iterator[CheckedUnit]:
    for unit in units:
        if flaws := check_unit(unit, setting):
            yield CheckedUnit(unit, flaws)


def _setting(catalog: Catalog, place: str, site: Site | None, wish: CheckRequest) -> CheckSetting:
    """Return what a catalog's texts have in common, by its header, calque.toml and what is asked for."""
    named = catalog.header.get("Language", "").strip()
    if not (wish.locale or named):
        raise CatalogError(
            f"{place}:1: the header names no Language; add one, or give it with --locale, such as --locale fr"
        )
    locale = wish.locale or parse_tag(named)
    source = catalog.header.get("X-Source-Language", "").strip()
    if site and site.locale(locale):
        setting = setting_of(site, locale)
    else:
        setting = CheckSetting(parse_tag(source) if source else site.source if site else "en", locale)
    return replace(
        setting,
        source_locale=wish.source or setting.source_locale,
        ignored=setting.ignored | wish.ignored,
        is_html=bool(source),  # calque writes this header into each catalog of its own
    )
