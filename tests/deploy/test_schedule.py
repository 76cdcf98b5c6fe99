"""A night is reckoned in the site's time zone, and a time that the clock's change touches is told."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from prefect.client.schemas.schedules import CronSchedule

from calque.deploy.schedule import machine_zone, odd_day, parse_night, sound_time


@pytest.mark.parametrize(
    ("moment", "zone", "odd"),
    [
        (time(2, 30), "Europe/Paris", True),
        (time(1, 30), "Europe/London", True),
        (time(4, 15), "Europe/Paris", False),
        (time(2, 30), "UTC", False),
    ],
)
def test_only_a_time_that_comes_twice_or_never_is_odd(moment: time, zone: str, odd: bool) -> None:  # noqa: FBT001 — a table's column
    day = odd_day(moment, zone)
    assert (day is not None) is odd
    if day is not None:
        at = ZoneInfo(zone)
        before, after = (
            datetime.combine(day.date() + timedelta(step), time(12), at).utcoffset() for step in (-1, 0)
        )
        assert before != after


@pytest.mark.parametrize(
    ("moment", "zone", "sound"),
    [
        (time(2, 30), "Europe/Paris", time(3)),
        (time(3, 10), "Europe/Helsinki", time(4)),
        (time(1, 30), "Europe/London", time(2)),
        (time(0, 10), "America/Havana", time(1)),
        (time(23, 59), "UTC", time(0)),
    ],
)
def test_the_time_that_is_offered_instead_is_sound_in_the_site_s_own_zone(
    moment: time, zone: str, sound: time
) -> None:
    assert sound_time(moment, zone) == sound
    assert odd_day(sound, zone) is None


@pytest.mark.parametrize(
    ("cron", "night"),
    [
        ("27 4 * * *", time(4, 27)),
        ("* * * * *", None),
        ("27 4 * * 1", None),
        ("61 4 * * *", None),
        ("", None),
    ],
)
def test_a_cron_of_one_time_a_day_is_a_night(cron: str, night: time | None) -> None:
    assert parse_night(cron) == night


def test_the_machine_s_zone_is_the_environment_s_and_never_an_unknown_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TZ", ":America/New_York")
    assert machine_zone() == "America/New_York"
    monkeypatch.setenv("TZ", "nowhere")
    assert ZoneInfo(machine_zone())


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_night_in_paris_stays_at_its_local_time_across_both_changes_of_the_clock() -> None:
    """Prefect's own reading of the cron that prefect.yaml holds."""
    import asyncio  # noqa: PLC0415 — for this one call

    from prefect.server.schemas.schedules import CronSchedule as ServedCron  # noqa: PLC0415 — the server's, heavy

    shown = CronSchedule(cron="15 4 * * *", timezone="Europe/Paris")
    served = ServedCron(cron=shown.cron, timezone=shown.timezone)
    for first in ("2026-03-27", "2026-10-23"):
        start = datetime.fromisoformat(f"{first}T12:00:00").replace(tzinfo=ZoneInfo("Europe/Paris"))
        nights = asyncio.run(served.get_dates(5, start=start))
        local = [night.astimezone(ZoneInfo("Europe/Paris")) for night in nights]
        assert [f"{night:%H:%M}" for night in local] == ["04:15"] * 5
        assert len({night.date() for night in local}) == 5
        assert len({night.utcoffset() for night in local}) == 2
