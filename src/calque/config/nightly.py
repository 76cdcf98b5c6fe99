"""`[prefect]`: when a site is synced by Prefect, in which time zone, and by which workers."""

import re

from calque.config.tables import Table
from calque.model import Nightly

__all__ = ["is_zone", "read_nightly"]


def read_nightly(table: Table) -> Nightly:
    """Read `[prefect]`, which may be missing."""
    table.only("time", "timezone", "pool", "notify")
    time, pool, notify = table.text("time"), table.text("pool", Nightly().pool), table.text("notify")
    if time and not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", time):
        table.fail("time", f"{time!r} is no time of day", "write it as in 04:15")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}", pool):
        table.fail("pool", f"{pool!r} is no name of a work pool", "use letters, digits and dashes")
    if notify and not re.fullmatch(r"[a-z0-9-]+/[A-Za-z0-9_-]+", notify):
        table.fail(
            "notify", f"{notify!r} is no block", "write its type and its name, as in slack-webhook/editors"
        )
    return Nightly(time, _read_zone(table), pool, notify)


def _read_zone(table: Table) -> str:
    name = table.text("timezone")
    if name and not is_zone(name):
        table.fail("timezone", f"{name!r} is no time zone", "write one as in Europe/Paris or UTC")
    return name


def is_zone(name: str) -> bool:
    """Tell whether a name is that of a time zone: `Europe/Paris`."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 — for sites that name one alone

    try:
        ZoneInfo(name)
    except (
        ValueError,
        OSError,
        KeyError,
    ):  # ZoneInfoNotFoundError is a KeyError; a folder of zones, an OSError
        return False
    return True
