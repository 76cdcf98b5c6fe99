"""Slots: what in a kept entry changes by itself, left open where it is written and filled where the report is made.

How long something waits, who has it in hand, and what a language is called stand in no kept text. A slot is its kind
and its value between two marks, in JSON as in HTML; the mark is a character that Unicode sets aside for such uses.
"""

import re
from collections.abc import Callable
from datetime import datetime

from calque.errors import CalqueError
from calque.model import Status
from calque.reports import figures

__all__ = ["day", "fill", "filler", "hand", "is_sound", "name", "waits", "without_marks"]

_MARK = "\ufdd0"
_VALUE = re.compile(r"n[A-Za-z0-9-]*|h\d+|w[01][0-9T:.+-]+|d[0-9T:.+-]+")


def name(tag: str) -> str:
    """Leave open what a language is called."""
    return _slot("n", tag)


def waits(since: datetime | None, *, bounded: bool) -> str:
    """Leave open for how long something waits since a moment; nothing where that is unknown."""
    return "" if since is None else _slot("w", f"{bounded:d}{since.isoformat()}")


def day(value: datetime) -> str:
    """Leave open how the day of a moment is told: of another year than today's, with that."""
    return _slot("d", value.isoformat())


def hand(unit: int) -> str:
    """Leave open who has a unit of the page in hand."""
    return _slot("h", str(unit))


def _slot(kind: str, value: str) -> str:
    return f"{_MARK}{kind}{value}{_MARK}"


def is_sound(text: str) -> bool:
    """Tell whether all marks in a text are those of slots: a text of a site may hold anything."""
    parts = text.split(_MARK)
    return len(parts) % 2 == 1 and all(map(_VALUE.fullmatch, parts[1::2]))


def without_marks(text: str) -> str:
    """Return a foreign text with another sign in place of each mark."""
    return text.replace(_MARK, "\N{REPLACEMENT CHARACTER}")


def fill(text: str, value: Callable[[str], str]) -> str:
    """Fill the slots of a text.

    `in French, <since 3 May>`, with a slot where `<…>` stands → `in French, 203 days`
    """
    parts = text.split(_MARK)
    parts[1::2] = map(value, parts[1::2])
    return "".join(parts)


def filler(
    status: Status, names: Callable[[str], str], escape: Callable[[str], str]
) -> Callable[[tuple[str, ...]], Callable[[str], str]]:
    """Return how slots are filled in an entry whose units are in hand by these handoffs."""
    to = {one.id: one.to for one in status.handoffs}
    known = _Values(lambda slot: escape(_value(slot, status, names)))

    def of(holders: tuple[str, ...]) -> Callable[[str], str]:
        if not any(holders):
            return known.__getitem__

        def held(slot: str) -> str:
            number = int(slot[1:]) if slot[:1] == "h" else len(holders)
            holder = holders[number] if number < len(holders) else ""
            return escape(f", in hand with {to.get(holder) or 'somebody'}") if holder else known[slot]

        return held

    return of


class _Values(dict[str, str]):
    """What slots are filled with, each worked out once; a large report has half a million."""

    def __init__(self, value: Callable[[str], str]) -> None:
        super().__init__()
        self._value = value

    def __missing__(self, slot: str) -> str:
        filled = self[slot] = self._value(slot)
        return filled


def _value(slot: str, status: Status, names: Callable[[str], str]) -> str:
    """Return what a slot is filled with; nothing where a foreign text has marks as ours, around what is no value."""
    try:
        match slot[:1]:
            case "n":
                return names(slot[1:])
            case "w":
                since = datetime.fromisoformat(slot[2:])
                return figures.waiting(since, status, bounded=slot[1] == "1")
            case "d":
                return figures.day_within(datetime.fromisoformat(slot[1:]), status.measured)
            case _:
                return ""
    except (CalqueError, ValueError, TypeError):
        return ""
