"""A table of a TOML file whose values are read by type; a wrong one is an error with the line it stands on."""

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn, Self, TypeVar

from calque.config.durations import parse_days
from calque.errors import ConfigError
from calque.visible import visible

__all__ = ["Table", "parse_table"]

_Choice = TypeVar("_Choice", bound=StrEnum)
_Default = TypeVar("_Default")

_LONGEST = 4_000
_NAME_BYTES = 255
"""Bytes of a file's name that every file system takes."""
_SHOWN = 60
_YEARS = (1900, 2200)
_KEY = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
_HEADER = re.compile(r"\s*+\[++([^\]]+)\]")
_ASSIGNED = re.compile(rf"\s*+({_KEY}(?:\s*\.\s*{_KEY})*)\s*=")
_TYPE_NAMES = {str: "a string", int: "a whole number", bool: "true or false", list: "a list", dict: "a table"}


def parse_table(text: str, *, place: str) -> "Table":
    """Parse a TOML file; `place` is its name in errors."""
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits; lists in lists in lists
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
        self._refuse_unwritable(key, value)
        return value

    def path(self, key: str, default: str = "") -> str:
        """Return the path of a file or folder below the workspace."""
        value = self.text(key, default)
        self._refuse_unnamable(key, value)
        if Path(value).is_absolute() or ".." in Path(value).parts:
            self.fail(key, f"{value!r} leaves the workspace", "give a path below the folder of calque.toml")
        return value

    def folder(self, key: str) -> str:
        """Return the path of a folder anywhere; what is relative is below the workspace."""
        value = self.text(key)
        if value:
            self._refuse_unnamable(key, value)
        return value

    def globs(self, key: str) -> tuple[str, ...]:
        """Return a list of files and globs; each could be the name of a file."""
        values = self.texts(key)
        for value in values:
            if not value.strip():
                self.fail(
                    key, f"{value!r} names no file", "write a file, a folder or a glob, or leave it out"
                )
            self._refuse_unnamable(key, value)
        return values

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
        if value is not None:
            self.refuse_year(key, value)
        return value

    def refuse_year(self, key: str, day: date) -> None:
        """Refuse a date that no post can have; others overflow where they are reckoned with."""
        if not _YEARS[0] <= day.year <= _YEARS[1]:
            self.fail(key, f"{day.year} is no year of a post", f"give one from {_YEARS[0]} to {_YEARS[1]}")

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
        values = self._items(key, str)
        for value in values:
            self._refuse_unwritable(key, value)
        return values

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

    def _refuse_unwritable(self, key: str, value: str) -> None:
        if (
            visible(value, lines=True) != value
        ):  # no address, path, selector or name; a newline may be in a reason
            self.fail(key, f"{value[:_SHOWN]!r} holds a control character", "write it without")
        if len(value) > _LONGEST:
            self.fail(key, f"{key} has {len(value):,} characters", f"give one of at most {_LONGEST:,}")

    def _refuse_unnamable(self, key: str, value: str) -> None:
        if any(len(part.encode()) > _NAME_BYTES for part in Path(value).parts):
            shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
            self.fail(
                key,
                f"{shown!r} has a part of more than {_NAME_BYTES} bytes",
                "no file has such a name; shorten it",
            )

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
        header = _HEADER.match(line)
        assigned = _ASSIGNED.match(line)
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
