"""A table of a TOML file whose values are read by type; a wrong one is an error with the line it stands on."""

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NoReturn, Self, TypeVar
from urllib.parse import urlsplit

from calque.config.durations import parse_days
from calque.errors import ConfigError
from calque.locales import is_address

__all__ = ["Table", "parse_table"]

_Choice = TypeVar("_Choice", bound=StrEnum)
_Default = TypeVar("_Default")

_USER = re.compile(r"[^/?#]*//[^/?#]*@")
_TYPE_NAMES = {str: "a string", int: "a whole number", bool: "true or false", list: "a list", dict: "a table"}


def parse_table(text: str, *, place: str) -> "Table":
    """Parse a TOML file; `place` is its name in errors."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = found[1] if found else len(text.splitlines())
        reason = re.sub(r" \(at .*\)$", "", str(error))
        raise ConfigError(f"{place}:{line}: not valid TOML ({reason}); mend that line") from error
    return Table(data, (), text.splitlines(), place)


class Table:
    """One table of the file, by the path of keys that leads to it; one that is not there is empty.

    Every reader returns its default where the key is not there, and fails where the value is of another type.
    """

    def __init__(self, data: Mapping[str, Any], path: tuple[str, ...], lines: list[str], place: str) -> None:
        self._data = data
        self._path = path
        self._lines = lines
        self._place = place

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def __contains__(self, key: object) -> bool:
        return key in self._data

    def only(self, *keys: str) -> Self:
        """Refuse any other key, naming the nearest right one; return the table itself."""
        for key in self._data:
            if key not in keys:
                near = difflib.get_close_matches(key, keys, n=1, cutoff=0.0)
                where = f" in [{'.'.join(self._path)}]" if self._path else ""
                self.fail(key, f"unknown key {key!r}{where}", f"the nearest right key is {near[0]!r}")
        return self

    def table(self, key: str) -> "Table":
        """Return the table at `key`."""
        return Table(self._typed(key, dict, {}), (*self._path, key), self._lines, self._place)

    def tables(self, key: str) -> tuple["Table", ...]:
        """Return the tables of the list at `key`, written as `[[key]]`; errors name the first one's line."""
        return tuple(
            Table(item, (*self._path, key), self._lines, self._place) for item in self._items(key, dict)
        )

    def required(self, key: str) -> object:
        """Return whatever stands at `key`."""
        if key not in self._data:
            table = ".".join(self._path)
            self._fail(self._path, f"{key} is missing", f"add {key} = … under [{table}]")
        return self._data[key]

    def text(self, key: str, default: str = "") -> str:
        """Return a string."""
        value: str = self._typed(key, str, default)
        return value

    def address(self, key: str, then: str) -> str:
        """Return the address of a site, http or https, without a user; `then` says which one is wanted.

        Empty where nothing is said.
        """
        url = self.text(key)
        if not url:
            return ""
        if _USER.match(url):  # first: no other error shows a password
            self.fail(key, "it holds credentials", "leave them out; they come from the environment")
        if not is_address(url) or urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            self.fail(key, f"{url!r} is no URL", then)
        return url

    def host(self, key: str) -> str:
        """Return a host, with its port where it has one; empty where nothing is said."""
        host = self.text(key)
        if host and (not is_address(f"//{host}") or re.search(r"[/?#@\s]", host)):
            self.fail(key, f"{host!r} is no host", "write it as in fr.example.org or localhost:8080")
        return host

    def flag(self, key: str) -> bool:
        """Return true or false; false where nothing is said."""
        value: bool = self._typed(key, bool, default=False)
        return value

    def number(self, key: str, default: _Default, *, low: int, high: int) -> int | _Default:
        """Return a whole number from `low` to `high`."""
        if key not in self._data:
            return default
        value: int = self._typed(key, int, 0)
        if not low <= value <= high:
            self.fail(key, f"{value} is out of range", f"give a number from {low} to {high}")
        return value

    def day(self, key: str) -> date | None:
        """Return a date."""
        value = self._data.get(key)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            self.fail(key, "not a date", f"write it as {key} = 2026-01-31, without quotes")
        return value

    def days(self, key: str) -> int | None:
        """Return a length of time in days, written as `30d` or `4w`."""
        if key not in self._data:
            return None
        try:
            return parse_days(self.text(key))
        except ValueError:
            self.fail(key, f"{self.text(key)!r} is no length of time", "write days or weeks: 30d, 4w")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings."""
        return self._items(key, str)

    def numbers(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers."""
        return self._items(key, int)

    def choice(self, key: str, kind: type[_Choice], default: _Default) -> _Choice | _Default:
        """Return a member of a closed set."""
        if key not in self._data:
            return default
        value = self.text(key)
        if value not in {str(member) for member in kind}:
            self.fail(key, f"{value!r} is not known", f"use one of {', '.join(kind)}")
        return kind(value)

    def fail(self, key: str, what: str, then: str) -> NoReturn:
        """Raise the error of what is wrong at `key`, and what to do."""
        self._fail((*self._path, key), what, then)

    def _fail(self, path: tuple[str, ...], what: str, then: str) -> NoReturn:
        raise ConfigError(f"{self._place}:{_line_of(self._lines, path)}: {what}; {then}")

    def _items(self, key: str, kind: type) -> tuple[Any, ...]:
        values: list[Any] = self._typed(key, list, [])
        for value in values:
            if not isinstance(value, kind) or isinstance(value, bool):
                self.fail(key, f"{value!r} is not {_TYPE_NAMES[kind]}", "mend that item")
        return tuple(values)

    def _typed(self, key: str, kind: type, default: Any) -> Any:
        value = self._data.get(key, default)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fail(key, f"{key} is not {_TYPE_NAMES[kind]}", "mend that value")
        return value


def _line_of(lines: list[str], path: tuple[str, ...]) -> int:
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
