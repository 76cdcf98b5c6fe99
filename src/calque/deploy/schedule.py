"""At which minute of the night a site is synced, and in which time zone."""

import os
import re
import zlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from calque.config.nightly import is_zone
from calque.model import Site

__all__ = ["machine_zone", "odd_day", "own_times", "parse_night", "sound_time", "zone_of"]

_HOUR = 4
"""No zone's clock changes between four and five; in many it does before: such a time comes twice, or never."""
_WINDOW = tuple(time(_HOUR, minute) for minute in range(5, 55))
"""The times that sites are spread over; many other jobs begin at the full hour."""


def zone_of(site: Site) -> str:
    """Return the zone that a site's night is reckoned in: that of calque.toml, else the machine's."""
    return site.nightly.timezone or machine_zone()


def machine_zone() -> str:
    """Return the name of this machine's time zone: `Europe/Paris`; `UTC` where it has none that is known."""
    names = [os.environ.get("TZ", "").lstrip(":")]
    try:
        names.append(os.path.realpath("/etc/localtime").partition("zoneinfo/")[2])
        names.append(Path("/etc/timezone").read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        pass  # few systems have all of these
    return next((name for name in names if name and is_zone(name)), "UTC")


def own_times(sites: Iterable[Site], kept: Mapping[str, time] | None = None) -> Mapping[str, time]:
    """Return the time of each site by its name: that of calque.toml, else the minute that it has, else one of its own.

    `kept` are the minutes that sites have by earlier deployments, of sites that are not among these, too. A minute of
    one's own follows from the site's name; where it is taken, it is the next free one. So a site keeps its minute
    whatever sites come and go beside it, and no two that are known here share one.
    """
    kept = {name: at for name, at in (kept or {}).items() if at in _WINDOW}
    times: dict[str, time] = {}
    pending: list[str] = []
    for site in sites:
        if site.nightly.time:
            times[site.name] = time.fromisoformat(site.nightly.time)
        elif site.name in kept:
            times[site.name] = kept[site.name]
        else:
            pending.append(site.name)
    taken = {*kept.values(), *times.values()}
    for name in pending:
        start = zlib.crc32(name.encode()) % len(_WINDOW)
        turns = _WINDOW[start:] + _WINDOW[:start]
        times[name] = next((turn for turn in turns if turn not in taken), turns[0])
        taken.add(times[name])
    return times


def parse_night(cron: str) -> time | None:
    """Return the time of a cron of one time a day: `27 4 * * *` → 04:27; None for any other."""
    found = re.fullmatch(r"([0-5]?[0-9]) ([01]?[0-9]|2[0-3]) \* \* \*", cron)
    return time(int(found[2]), int(found[1])) if found else None


def odd_day(moment: time, zone: str) -> datetime | None:
    """Return the next day on which a local time comes twice or never, as the clock changes; None where none does."""
    at = ZoneInfo(zone)
    today = datetime.now(UTC).date()
    for day in range(366):
        local = datetime.combine(today + timedelta(day), moment, at)
        if local.utcoffset() != local.replace(fold=1).utcoffset():
            return local
    return None


def sound_time(moment: time, zone: str) -> time:
    """Return the first full or half hour from a time on that comes once on each day of the year: 02:30 → 03:00."""
    steps = range(_STEPS_A_DAY)
    first = moment.hour * 2 + (moment.minute + 29) // 30
    turns = [time(step // 2, step % 2 * 30) for step in ((first + step) % _STEPS_A_DAY for step in steps)]
    return next((turn for turn in turns if odd_day(turn, zone) is None), turns[0])


_STEPS_A_DAY = 48
