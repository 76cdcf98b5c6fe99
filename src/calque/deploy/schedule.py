"""At which minute of the night a site is synced, and in which time zone."""

import os
import zlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from calque.model import Site

__all__ = ["machine_zone", "odd_day", "own_times", "zone_of"]

_HOUR = 4
"""After three: earlier local times come twice, or never, when the clock changes."""
_FIRST, _LAST = 5, 55
"""Minutes that sites are spread over; many other jobs begin at the full hour."""


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
    return next((name for name in names if name and _is_known(name)), "UTC")


def _is_known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def own_times(sites: Iterable[Site]) -> Mapping[str, time]:
    """Return the time of each site by its name: that of calque.toml, else a minute that follows from the name.

    So a site keeps its minute from one deployment to the next, and no two that are deployed together share one.
    """
    times: dict[str, time] = {}
    pending: list[str] = []
    for site in sites:
        if site.nightly.time:
            times[site.name] = time.fromisoformat(site.nightly.time)
        else:
            pending.append(site.name)
    span = _LAST - _FIRST
    for name in pending:
        start = zlib.crc32(name.encode()) % span
        turns = [time(_HOUR, _FIRST + (start + further) % span) for further in range(span)]
        taken = set(times.values())
        times[name] = next((turn for turn in turns if turn not in taken), turns[0])
    return times


def odd_day(moment: time, zone: str) -> datetime | None:
    """Return the next day on which a local time comes twice or never, as the clock changes; None where none does."""
    at = ZoneInfo(zone)
    today = datetime.now(UTC).date()
    for day in range(366):
        local = datetime.combine(today + timedelta(day), moment, at)
        if local.utcoffset() != local.replace(fold=1).utcoffset():
            return local
    return None
