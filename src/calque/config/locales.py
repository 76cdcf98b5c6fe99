"""The target locales, and what `calque.toml` says by locale: scopes and pairs."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

from calque.config.addresses import read_host, read_web
from calque.config.durations import parse_quiet
from calque.config.tables import Table
from calque.errors import ConfigError
from calque.locales import parse_tag
from calque.locales.paths import nearest_tag
from calque.model import Scope, SiteLocale, Truth

__all__ = [
    "read_languages",
    "read_locales",
    "read_pairs",
    "read_quiet",
    "read_scopes",
    "read_tag",
    "read_target",
]


def read_locales(file: Table, source: str) -> tuple[SiteLocale, ...]:
    """Read `[locales.TAG]`, a table a target locale, in the order of the file."""
    tables = file.table("locales")
    if not tables:
        file.fail("locales", "no target locale", 'add a table such as [locales.fr] with prefix = "fr"')
    locales: list[SiteLocale] = []
    for name in tables:
        table = tables.table(name).only("prefix", "host", "parameter", "root", "truth")
        tag = read_tag(tables, name, name)
        if tag in (source, *(locale.tag for locale in locales)):
            tables.fail(name, f"the locale {tag} stands here a second time", "keep one table a target locale")
        locales.append(
            SiteLocale(
                tag=tag,
                prefix=table.text("prefix").strip("/"),
                host=read_host(table, "host"),
                parameter=table.text("parameter"),
                root=_read_root(table),
                truth=table.choice("truth", Truth, None),
            )
        )
    _check_prefixes(tables, locales)
    return tuple(locales)


def _read_root(table: Table) -> str:
    root = table.text("root")
    return root and read_web(table, "root", root, "write the REST root's, https://example.org/fr/wp-json/")


def _check_prefixes(tables: Table, locales: Sequence[SiteLocale]) -> None:
    """Refuse a prefix that two locales share."""
    seen: dict[str, str] = {}
    for locale in locales:
        prefix = locale.prefix.lower()
        if prefix and prefix in seen:
            what = f"{seen[prefix]} has the prefix {prefix} already"
            tables.table(locale.tag).fail("prefix", what, "give each locale its own")
        seen[prefix] = locale.tag


def read_scopes(file: Table, locales: Sequence[SiteLocale]) -> Mapping[str, Scope]:
    """Read `[scope.TAG]`, what is wanted in a locale."""
    tables = file.table("scope")
    scopes: dict[str, Scope] = {}
    for name in tables:
        if name == "quiet":
            continue
        table = tables.table(name).only("types", "categories", "ids", "since", "exclude")
        scopes[read_target(tables, name, locales)] = Scope(
            types=table.texts("types"),
            categories=table.numbers("categories"),
            ids=table.numbers("ids"),
            since=table.day("since"),
            exclude=table.texts("exclude"),
        )
    return MappingProxyType(scopes)


def read_quiet(file: Table) -> timedelta:
    """Read `[scope] quiet`: how long after it was saved a post is no work yet."""
    scope = file.table("scope")
    scope.only("quiet", *(key for key in scope if isinstance(scope.required(key), dict)))
    text = scope.text("quiet")
    try:
        return parse_quiet(text) if text else timedelta()
    except ValueError as error:
        what, _, advice = str(error).partition("; ")
        scope.fail("quiet", what, advice)


def read_pairs(file: Table, locales: Sequence[SiteLocale]) -> Mapping[str, Mapping[str, str]]:
    """Read `[pairs]`: source key → locale → key of its translation."""
    tables = file.table("pairs")
    pairs: dict[str, Mapping[str, str]] = {}
    for key in tables:
        row = tables.table(key)
        pairs[key] = MappingProxyType({read_target(row, name, locales): row.text(name) for name in row})
    return MappingProxyType(pairs)


def read_languages(table: Table, source: str, locales: Sequence[SiteLocale]) -> Mapping[str, str]:
    """Read `[site.languages]`: a post's key, link or path → its locale, `fr-FR` for `fr` as elsewhere."""
    known = (source, *(locale.tag for locale in locales))
    rows: dict[str, str] = {}
    for name in table:
        tag = nearest_tag(read_tag(table, name, table.text(name)), known)
        if tag not in known:
            table.fail(name, f"{tag} is no locale of this site", f"use one of {', '.join(known)}")
        rows[name] = tag
    return MappingProxyType(rows)


def read_target(table: Table, key: str, locales: Sequence[SiteLocale]) -> str:
    """Read a key that is a target locale of the site, in any spelling: `pt_br` → `pt-BR`."""
    tag = read_tag(table, key, key)
    if tag not in {locale.tag for locale in locales}:
        known = ", ".join(locale.tag for locale in locales)
        table.fail(key, f"{key} is no target locale of this site", f"use one of {known}")
    return tag


def read_tag(table: Table, key: str, value: object) -> str:
    """Read a locale's tag, in any spelling."""
    try:
        return parse_tag(str(value))
    except ConfigError:
        table.fail(key, f"{value!r} is no locale tag", "write a BCP 47 tag such as fr or pt-BR")
