"""Reads `calque.toml` into a frozen, validated `Site`; a wrong key is an error that names the line."""

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlsplit

from calque.errors import ConfigError
from calque.locales import parse_tag
from calque.model import Layout, Rules, Scope, Site, SiteLocale, Truth

__all__ = ["FILE_NAME", "find_config", "parse_site", "read_site"]

FILE_NAME = "calque.toml"

_Choice = TypeVar("_Choice", bound=StrEnum)
_Default = TypeVar("_Default")

_SITE_KEYS = (
    "name",
    "url",
    "source",
    "posts",
    "revisions",
    "exports",
    "sitemaps",
    "pages",
    "parameter",
    "base",
    "prefix",
)
_TYPE_NAMES = {str: "a string", int: "a whole number", bool: "true or false", list: "a list", dict: "a table"}


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


def parse_site(text: str, *, place: str, root: Path) -> Site:
    """Parse the text of a `calque.toml`.

    `[site]` with `name`, `url`, `source` and `posts`, and a `[locales.TAG]` a target, are enough.
    Errors: ConfigError with `place:line`.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        at = f"{place}:{line[1]}" if line else place
        reason = re.sub(r" \(at .*\)$", "", str(error))
        raise ConfigError(f"{at}: not valid TOML ({reason}); mend that line") from error
    return _Reader(text, place).site(data, root)


class _Reader:
    """Turns parsed TOML into values, and wrong values into errors with the line they stand on."""

    def __init__(self, text: str, place: str) -> None:
        self._lines = text.splitlines()
        self._place = place

    def site(self, data: Mapping[str, Any], root: Path) -> Site:
        tables = ("site", "locales", "scope", "html", "catalogs", "pairs", "report", "ledger", "gate")
        self._known((), data, tables)
        site = self._table(data, ("site",))
        self._known(("site",), site, _SITE_KEYS)
        catalogs = self._table(data, ("catalogs",))
        self._known(("catalogs",), catalogs, ("folder", "layout", "wrap"))
        report = self._table(data, ("report",))
        self._known(("report",), report, ("file",))
        ledger = self._table(data, ("ledger",))
        self._known(("ledger",), ledger, ("url",))
        gate = self._table(data, ("gate",))
        self._known(("gate",), gate, ("fail_under", "no_stale"))
        source = self._tag(("site", "source"), self._required(site, ("site", "source")))
        locales = self._locales(data, source)
        return Site(
            name=self._name(("site", "name"), self._required(site, ("site", "name"))),
            root=root,
            url=self._url(("site", "url"), self._required(site, ("site", "url"))),
            source=source,
            locales=locales,
            posts=self._texts(site, ("site", "posts")),
            revisions=self._texts(site, ("site", "revisions")),
            exports=self._texts(site, ("site", "exports")),
            sitemaps=self._texts(site, ("site", "sitemaps")),
            pages=self._texts(site, ("site", "pages")),
            parameter=self._text(site, ("site", "parameter"), ""),
            base=self._text(site, ("site", "base"), "").strip("/"),
            prefix=self._text(site, ("site", "prefix"), "").strip("/"),
            scopes=self._scopes(data, locales),
            rules=self._rules(data),
            pairs=self._pairs(data, locales),
            catalogs=self._inside(
                ("catalogs", "folder"), self._text(catalogs, ("catalogs", "folder"), "locales")
            ),
            layout=self._choice(catalogs, ("catalogs", "layout"), Layout, Layout.POST),
            wrap=self._number(catalogs, ("catalogs", "wrap"), 79, low=0, high=1000),
            report=self._inside(("report", "file"), self._text(report, ("report", "file"), "report.html")),
            ledger=self._ledger(ledger),
            fail_under=self._number(gate, ("gate", "fail_under"), -1, low=0, high=100)
            if "fail_under" in gate
            else None,
            no_stale=self._flag(gate, ("gate", "no_stale")),
        )

    def _locales(self, data: Mapping[str, Any], source: str) -> tuple[SiteLocale, ...]:
        tables = self._table(data, ("locales",))
        if not tables:
            self._fail(
                ("locales",), "no target locale", 'add a table such as [locales.fr] with prefix = "fr"'
            )
        locales: list[SiteLocale] = []
        for name in tables:
            path = ("locales", name)
            table = self._table(tables, path)
            self._known(path, table, ("prefix", "host", "parameter", "truth"))
            tag = self._tag(path, name)
            if tag in (source, *(locale.tag for locale in locales)):
                self._fail(
                    path, f"the locale {tag} stands here a second time", "keep one table a target locale"
                )
            locales.append(
                SiteLocale(
                    tag=tag,
                    prefix=self._text(table, (*path, "prefix"), "").strip("/"),
                    host=self._text(table, (*path, "host"), ""),
                    parameter=self._text(table, (*path, "parameter"), ""),
                    truth=self._choice(table, (*path, "truth"), Truth, None),
                )
            )
        self._unique_prefixes(locales)
        return tuple(locales)

    def _unique_prefixes(self, locales: Sequence[SiteLocale]) -> None:
        seen: dict[str, str] = {}
        for locale in locales:
            prefix = locale.prefix.lower()
            if prefix and prefix in seen:
                path = ("locales", locale.tag, "prefix")
                self._fail(
                    path, f"{seen[prefix]} has the prefix {prefix} already", "give each locale its own"
                )
            seen[prefix] = locale.tag

    def _scopes(self, data: Mapping[str, Any], locales: Sequence[SiteLocale]) -> Mapping[str, Scope]:
        tables = self._table(data, ("scope",))
        scopes: dict[str, Scope] = {}
        for name in tables:
            path = ("scope", name)
            table = self._table(tables, path)
            self._known(path, table, ("types", "categories", "ids", "since", "exclude"))
            since = table.get("since")
            if since is not None and (not isinstance(since, date) or isinstance(since, datetime)):
                self._fail((*path, "since"), "not a date", "write it as since = 2026-01-31, without quotes")
            scopes[self._target(path, name, locales)] = Scope(
                types=self._texts(table, (*path, "types")),
                categories=self._numbers(table, (*path, "categories")),
                ids=self._numbers(table, (*path, "ids")),
                since=since,
                exclude=self._texts(table, (*path, "exclude")),
            )
        return MappingProxyType(scopes)

    def _rules(self, data: Mapping[str, Any]) -> Rules:
        table = self._table(data, ("html",))
        lists = ("include", "exclude", "inline", "opaque", "shortcodes")
        self._known(("html",), table, (*lists, "sentence", "numbers"))
        return Rules(
            **{key: self._texts(table, ("html", key)) for key in lists},
            sentence=self._flag(table, ("html", "sentence")),
            numbers=self._flag(table, ("html", "numbers")),
        )

    def _pairs(
        self, data: Mapping[str, Any], locales: Sequence[SiteLocale]
    ) -> Mapping[str, Mapping[str, str]]:
        tables = self._table(data, ("pairs",))
        pairs: dict[str, Mapping[str, str]] = {}
        for key in tables:
            path = ("pairs", key)
            row = self._table(tables, path)
            pairs[key] = MappingProxyType(
                {self._target(path, name, locales): self._text(row, (*path, name), "") for name in row}
            )
        return MappingProxyType(pairs)

    def _ledger(self, table: Mapping[str, Any]) -> str:
        url = self._text(table, ("ledger", "url"), "")
        if urlsplit(url).password:
            self._fail(
                ("ledger", "url"),
                "it holds a password",
                "leave it out and set PGPASSWORD or a .pgpass file instead",
            )
        return url

    def _target(self, path: tuple[str, ...], name: str, locales: Sequence[SiteLocale]) -> str:
        tag = self._tag(path, name)
        if tag not in {locale.tag for locale in locales}:
            known = ", ".join(locale.tag for locale in locales)
            self._fail(path, f"{name} is no target locale of this site", f"use one of {known}")
        return tag

    def _tag(self, path: tuple[str, ...], value: object) -> str:
        try:
            return parse_tag(str(value))
        except ConfigError:
            self._fail(path, f"{value!r} is no locale tag", "write a BCP 47 tag such as fr or pt-BR")

    def _name(self, path: tuple[str, ...], value: object) -> str:
        if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", value):
            self._fail(path, f"{value!r} is no site name", "use small letters, digits and dashes")
        return value

    def _url(self, path: tuple[str, ...], value: object) -> str:
        if not isinstance(value, str) or urlsplit(value).scheme not in ("http", "https"):
            self._fail(path, f"{value!r} is no URL", "write the home page's, https://…")
        if urlsplit(value).username is not None:
            self._fail(path, "it holds credentials", "leave them out; they come from the environment")
        return value.rstrip("/")

    def _inside(self, path: tuple[str, ...], value: str) -> str:
        if Path(value).is_absolute() or ".." in Path(value).parts:
            self._fail(path, f"{value!r} leaves the workspace", "give a path below the folder of calque.toml")
        return value

    def _required(self, table: Mapping[str, Any], path: tuple[str, ...]) -> object:
        if path[-1] not in table:
            self._fail(path[:-1], f"{path[-1]} is missing", f"add {path[-1]} = … under [{path[0]}]")
        return table[path[-1]]

    def _table(self, data: Mapping[str, Any], path: tuple[str, ...]) -> Mapping[str, Any]:
        value: Mapping[str, Any] = self._typed(data, path, dict, {})
        return value

    def _text(self, table: Mapping[str, Any], path: tuple[str, ...], default: str) -> str:
        value: str = self._typed(table, path, str, default)
        return value

    def _flag(self, table: Mapping[str, Any], path: tuple[str, ...]) -> bool:
        value: bool = self._typed(table, path, bool, default=False)
        return value

    def _number(
        self, table: Mapping[str, Any], path: tuple[str, ...], default: int, *, low: int, high: int
    ) -> int:
        value: int = self._typed(table, path, int, default)
        if path[-1] in table and not low <= value <= high:
            self._fail(path, f"{value} is out of range", f"give a number from {low} to {high}")
        return value

    def _texts(self, table: Mapping[str, Any], path: tuple[str, ...]) -> tuple[str, ...]:
        values = self._typed(table, path, list, [])
        return tuple(self._item(path, value, str) for value in values)

    def _numbers(self, table: Mapping[str, Any], path: tuple[str, ...]) -> tuple[int, ...]:
        values = self._typed(table, path, list, [])
        return tuple(self._item(path, value, int) for value in values)

    def _item(self, path: tuple[str, ...], value: Any, kind: type) -> Any:
        if not isinstance(value, kind) or isinstance(value, bool):
            self._fail(path, f"{value!r} is not {_TYPE_NAMES[kind]}", "mend that item")
        return value

    def _typed(self, table: Mapping[str, Any], path: tuple[str, ...], kind: type, default: Any) -> Any:
        value = table.get(path[-1], default)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self._fail(path, f"{path[-1]} is not {_TYPE_NAMES[kind]}", "mend that value")
        return value

    def _choice(
        self, table: Mapping[str, Any], path: tuple[str, ...], kind: type[_Choice], default: _Default
    ) -> _Choice | _Default:
        if path[-1] not in table:
            return default
        value = self._text(table, path, "")
        if value not in {str(member) for member in kind}:
            self._fail(path, f"{value!r} is not known", f"use one of {', '.join(kind)}")
        return kind(value)

    def _known(self, path: tuple[str, ...], table: Mapping[str, Any], keys: Sequence[str]) -> None:
        for key in table:
            if key in keys:
                continue
            near = difflib.get_close_matches(key, keys, n=1, cutoff=0.0)
            where = f" in [{'.'.join(path)}]" if path else ""
            self._fail((*path, key), f"unknown key {key!r}{where}", f"the nearest right key is {near[0]!r}")

    def _fail(self, path: tuple[str, ...], what: str, then: str) -> NoReturn:
        line = _line_of(self._lines, path)
        raise ConfigError(f"{self._place}:{line}: {what}; {then}")


def _line_of(lines: Sequence[str], path: tuple[str, ...]) -> int:
    """Return the line on which the key `path` is written, else of the nearest table above it, else 1."""
    table: tuple[str, ...] = ()
    best, depth = 1, 0
    for number, line in enumerate(lines, start=1):
        header = re.match(r"\s*\[+([^\]]+)\]", line)
        assigned = re.match(r"""\s*((?:"[^"]*"|'[^']*'|[\w.-]+|\s*\.\s*)+?)\s*=""", line)
        if header:
            table = _split_key(header[1])
            here = table
        elif assigned:
            here = (*table, *_split_key(assigned[1]))
        else:
            continue
        common = len(here) if here == path[: len(here)] else 0
        if common > depth:
            best, depth = number, common
    return best


def _split_key(key: str) -> tuple[str, ...]:
    return tuple(part.strip("\"' ") for part in re.findall(r"""\s*(?:"[^"]*"|'[^']*'|[^."']+)""", key))
