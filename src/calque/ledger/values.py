"""Values of the ledger's rows, read strictly: SQLite keeps anything in any column."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

__all__ = ["OUTSTANDING", "bytes_of", "bytes_unless_utf8", "moment_of", "number_of", "optional", "text_of"]

_Value = TypeVar("_Value")

OUTSTANDING = "outstanding"
"""The key in `coverage.counts`, beside those of the states, of what is left to do: each text of a locale once."""


def bytes_of(value: object) -> bytes:
    """Return bytes; raise TypeError where the value is none."""
    if not isinstance(value, bytes | memoryview):
        raise TypeError(f"{value!r} are no bytes")
    return bytes(value)


def bytes_unless_utf8(data: bytes) -> str | bytes:
    """Return a text as SQLite keeps it; where it is no UTF-8, its bytes."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


def optional(read: Callable[[object], _Value], value: object) -> _Value | None:
    """Return what a value says, or None where there is none."""
    return None if value is None else read(value)


def moment_of(value: object) -> datetime:
    """Return a moment with its zone; raise ValueError where the value is none."""
    moment = datetime.fromisoformat(text_of(value))
    if moment.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone")
    return moment


def number_of(value: object) -> int:
    """Return a whole number; raise TypeError where the value is none."""
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no number")
    return value


def text_of(value: object) -> str:
    """Return a text; raise TypeError where the value is none."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
