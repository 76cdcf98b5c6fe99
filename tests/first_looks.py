"""Two runs of one site, a second apart: what they first saw dates from each, and is alike in all else."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from calque.model import LocaleStatus, PageStatus, UnitStatus

Row = TypeVar("Row", PageStatus, LocaleStatus, UnitStatus)


def first_seen_at(moment: datetime, rows: Iterable[Row]) -> list[Row]:
    """Return the rows as if all that was first seen at that moment or later had been seen at that moment."""
    return [_first_seen_at(moment, row) for row in rows]


def _first_seen_at(moment: datetime, row: Row) -> Row:
    if isinstance(row, PageStatus):
        row = replace(row, units=tuple(first_seen_at(moment, row.units)))
    return replace(row, since=moment) if row.since and row.since >= moment else row
