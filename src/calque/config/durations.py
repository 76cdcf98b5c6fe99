"""Lengths of time as people write them: `30d`, `4w`."""

import re
from datetime import timedelta

__all__ = ["LAST", "LONGEST", "parse_days", "parse_quiet"]

LAST = "last"
"""Instead of a length of time: since the last report of an earlier day."""

LONGEST = 36_500
"""Days that can be reckoned back from any date."""
_DAYS = {"d": 1, "w": 7}


def parse_days(text: str) -> int:
    """Return the days in a length of time: `30d` → 30, `4w` → 28; raise ValueError where it is none."""
    found = re.fullmatch(r"(\d{1,5})([dw])", text.strip().lower())
    if found is None:
        raise ValueError(f"{text!r} is no length of time; write days or weeks: 30d, 4w")
    days = int(found[1]) * _DAYS[found[2]]
    if days > LONGEST:
        raise ValueError(f"{text!r} is longer than a hundred years; write fewer days")
    return days


def parse_quiet(text: str) -> timedelta:
    """Return a length of time in minutes, hours or days: `90m`, `6h`, `2d`; raise ValueError where it is none."""
    found = re.fullmatch(r"(\d{1,4})([mhd])", text.strip().lower())
    if found is None:
        raise ValueError(f"{text!r} is no length of time; write minutes, hours or days: 90m, 6h, 2d")
    number = int(found[1])
    return timedelta(minutes=number * {"m": 1, "h": 60, "d": 24 * 60}[found[2]])
