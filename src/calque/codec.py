"""Frozen dataclasses to JSON values and back, by their type hints.

A field that is added to the model is written and read without a word here; only a field of a
kind that none of the rules below knows stops, when the codec is built.

=============================  ==========================================
hint                           JSON
=============================  ==========================================
``str``, ``int``, ``bool``     itself
``float``                      a number
``datetime`` (aware)           ``"2026-11-22T12:00:00Z"``
``date``                       ``"2026-11-22"``
a ``StrEnum``                  its value
``X | None``                   ``null`` or X
a dataclass                    an object, keys in the order of the fields
``tuple[X, ...]``              an array
``Sequence[X]``                an array, read as a tuple
``tuple[X, Y]``                an array of its parts
``tuple[tuple[E, X], ...]``    an object from E's value to X, E a StrEnum
=============================  ==========================================
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from calque.visible import shortened

__all__ = ["Codec", "ShapeError", "codec_of", "write_moment"]


class ShapeError(ValueError):
    """A JSON value is not of the shape asked for; the message says where, as `pages[3].since: …`."""

    def __init__(self, problem: str, path: str = "") -> None:
        self.problem = problem
        self.path = path
        super().__init__(f"{path.removeprefix('.') or 'the whole'}: {problem}")

    def within(self, step: str) -> "ShapeError":
        """Return the same problem, seen from one step above: `.since` within `[3]`."""
        return ShapeError(self.problem, step + self.path)


class Codec(NamedTuple):
    """How values of one type are written as JSON values, and read."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]
    """Raises ShapeError."""


@cache
def codec_of(hint: Any) -> Codec:
    """Return the codec of a type hint; raise TypeError where no rule knows the hint."""
    if isinstance(hint, type):
        return _of_class(hint)
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is types.UnionType and arguments[1:] == (types.NoneType,):
        return _optional(codec_of(arguments[0]))
    if typing.get_origin(hint) is tuple and arguments[1:] == (...,):
        row = typing.get_args(arguments[0])
        if row and isinstance(row[0], type) and issubclass(row[0], StrEnum):
            return _table(codec_of(row[0]), codec_of(row[1]))
        return _array(codec_of(arguments[0]))
    if typing.get_origin(hint) is Sequence:
        return _array(codec_of(arguments[0]))
    if typing.get_origin(hint) is tuple:
        return _row(tuple(map(codec_of, arguments)))
    raise TypeError(f"no JSON form is known for {hint!r}; add a rule to calque.codec")


def _of_class(kind: type) -> Codec:
    if kind in (str, int, bool, float):
        return _scalar(kind)
    if kind is datetime:
        return Codec(write_moment, _read_moment)
    if kind is date:
        return Codec(date.isoformat, _read_day)
    if issubclass(kind, StrEnum):
        return _enum(kind)
    if dataclasses.is_dataclass(kind):
        return _dataclass(kind)
    raise TypeError(f"no JSON form is known for {kind!r}; add a rule to calque.codec")


def _scalar(kind: type) -> Codec:
    accepted = (int, float) if kind is float else (kind,)

    def read(value: object) -> Any:
        if type(value) not in accepted:
            raise ShapeError(f"expected {kind.__name__}, found {_shown(value)}")
        return kind(value)

    return Codec(kind, read)


def write_moment(value: datetime) -> str:
    """Return a moment as the status has it: `2026-11-22T06:30:00Z`; raise ValueError where it has no time zone."""
    if value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone; a status has moments in UTC")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _read_moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ShapeError(f"expected a moment such as 2026-11-22T12:00:00Z, found {_shown(value)}")
    return moment


def _read_day(value: object) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None:
        raise ShapeError(f"expected a day such as 2026-11-22, found {_shown(value)}")
    return day


def _enum(kind: type[StrEnum]) -> Codec:
    members = {str(member): member for member in kind}

    def read(value: object) -> StrEnum:
        if isinstance(value, str) and value in members:
            return members[value]
        raise ShapeError(f"{_shown(value)} is none of {', '.join(members)}")

    return Codec(str, read)


def _dataclass(kind: type) -> Codec:
    hints = typing.get_type_hints(kind)
    fields = {field.name: codec_of(hints[field.name]) for field in dataclasses.fields(kind)}
    required = [
        field.name
        for field in dataclasses.fields(kind)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]

    def write(value: object) -> dict[str, Any]:
        return {name: codec.write(getattr(value, name)) for name, codec in fields.items()}

    def read(value: object) -> Any:
        if not isinstance(value, dict):
            raise ShapeError(f"expected an object, found {_shown(value)}")
        if missing := [name for name in required if name not in value]:
            raise ShapeError(f"the key {missing[0]!r} is missing")
        arguments = {}
        for name, codec in fields.items():
            if name in value:
                try:
                    arguments[name] = codec.read(value[name])
                except ShapeError as error:
                    raise error.within(f".{name}") from None
        return kind(**arguments)

    return Codec(write, read)


def _optional(inner: Codec) -> Codec:
    return Codec(
        lambda value: None if value is None else inner.write(value),
        lambda value: None if value is None else inner.read(value),
    )


def _array(inner: Codec) -> Codec:
    def read(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise ShapeError(f"expected an array, found {_shown(value)}")
        items = []
        for index, item in enumerate(value):
            try:
                items.append(inner.read(item))
            except ShapeError as error:
                raise error.within(f"[{index}]") from None
        return tuple(items)

    return Codec(lambda items: [inner.write(item) for item in items], read)


def _row(parts: tuple[Codec, ...]) -> Codec:
    def read(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) != len(parts):
            raise ShapeError(f"expected an array of {len(parts)}, found {_shown(value)}")
        return tuple(part.read(item) for part, item in zip(parts, value, strict=True))

    return Codec(
        lambda items: [part.write(item) for part, item in zip(parts, items, strict=True)],
        read,
    )


def _table(keys: Codec, values: Codec) -> Codec:
    def read(value: object) -> tuple[tuple[Any, Any], ...]:
        if not isinstance(value, dict):
            raise ShapeError(f"expected an object, found {_shown(value)}")
        rows = []
        for key, item in value.items():
            state = keys.read(key)
            try:
                rows.append((state, values.read(item)))
            except ShapeError as error:
                raise error.within(f".{key}") from None
        return tuple(rows)

    return Codec(lambda rows: {keys.write(key): values.write(item) for key, item in rows}, read)


def _shown(value: object) -> str:
    return shortened(repr(value), 40)
