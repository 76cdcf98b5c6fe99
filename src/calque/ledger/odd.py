"""Odd rows: those that calque did not write so are passed over, each reported, and cost what they said alone."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

__all__ = ["WRONG", "OddRow", "OnOddRow", "ignored", "reason_of", "sound"]

WRONG = (ValueError, TypeError, AttributeError, LookupError)
"""What reading an odd value raises: a date that is none, a word for a number."""

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class OddRow:
    """A row that cannot be read, or all rows of a page where one of them cannot."""

    table: str
    key: tuple[Any, ...]
    """The values of its primary key but for the site's; of a page, its locale and its post."""
    reason: str


OnOddRow = Callable[[OddRow], None]
"""What is called with each odd row."""


def ignored(_row: OddRow) -> None:
    """Do nothing with an odd row."""


def sound(
    rows: Iterable[Any], read: Callable[..., _Value], *, table: str, key: int, on_odd: OnOddRow
) -> Iterator[_Value]:
    """Yield what is read of each row; the first `key` columns name a row that cannot be read, and it is left out."""
    for row in rows:
        try:
            value = read(*row)
        except WRONG as error:
            on_odd(OddRow(table, tuple(row[:key]), reason_of(error)))
            continue
        yield value


def reason_of(error: Exception) -> str:
    """Return on one line what is wrong with a row."""
    return " ".join(str(error).split())
