"""Values of the ledger's rows, read strictly: SQLite keeps anything in any column."""

from datetime import datetime

__all__ = ["moment_of", "number_of", "text_of"]


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
