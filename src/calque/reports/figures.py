"""The figures that every report shows: worked out once from a status, so that all formats agree."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from calque.model import LocaleStatus, PageRow, PageState, PageStatus, SegmentState, Status, Tally, UnitStatus
from calque.reports import labels
from calque.states.outstanding import outstanding
from calque.states.rows import rows_of

__all__ = [
    "LocaleFigures",
    "Thing",
    "age",
    "by_locale",
    "day",
    "enumerated",
    "left",
    "moment",
    "outstanding",
    "percent",
    "plural",
    "queue",
    "states_of_pages",
    "things_to_do",
    "waiting",
    "worklist",
]


def queue(status: Status) -> Iterator[PageRow]:
    """Yield the pages that need work, the first to do first."""
    return (row for row in rows_of(status.pages) if row.wants)


def left(rows: Iterable[PageRow]) -> Tally:
    """Return what needs work on these pages."""
    return sum((row.left for row in rows), Tally())


def worklist(status: Status) -> Iterator[tuple[PageStatus, UnitStatus]]:
    """Yield each segment that needs work beside its page, in the order of the queue."""
    for page in status.pages:
        for unit in page.units:
            yield page, unit


@dataclass(frozen=True, slots=True)
class LocaleFigures:
    """A locale's row in a report."""

    status: LocaleStatus
    outstanding: Tally
    bands: tuple[tuple[labels.Band, Tally], ...]
    """The parts of its bar that are not empty, in the order of `labels.BANDS`."""
    oldest: datetime | None
    """Since when its oldest stale segment waits; None where there is none, or unknown."""
    bounded: bool
    """`oldest` is only the latest that it can be."""
    stale: bool
    """There are stale segments, dated or not."""


def by_locale(status: Status) -> tuple[LocaleFigures, ...]:
    """Return one row for each locale, in the order of the status."""
    rows = []
    for locale in status.locales:
        counts = dict(locale.counts)
        bands = (
            (band, sum((counts.get(state, Tally()) for state in band.states), Tally()))
            for band in labels.BANDS
        )
        rows.append(
            LocaleFigures(
                status=locale,
                outstanding=locale.outstanding,
                bands=tuple((band, tally) for band, tally in bands if tally.segments),
                oldest=locale.since,
                bounded=locale.bounded,
                stale=SegmentState.STALE in counts,
            )
        )
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to do: a page that needs the same work in one or more locales."""

    pages: tuple[PageRow, ...]
    """The same page in each locale where the same is to be done; never empty."""
    words: int
    """Words outstanding, over all its locales."""


def things_to_do(status: Status, *, limit: int = 10) -> tuple[Thing, ...]:
    """Return the first things to do: the queue, with one row where a page needs the same work in many locales."""
    groups: dict[tuple[str, str, PageState], list[PageRow]] = {}
    for page in queue(status):
        name = (page.key, page.source_url or page.locale, page.state)
        if name in groups or len(groups) < limit:
            groups.setdefault(name, []).append(page)
    return tuple(Thing(tuple(pages), sum(page.left.words for page in pages)) for pages in groups.values())


def percent(value: int | None) -> str:
    """Return `82%`, or `n/a` where there is nothing to take a percentage of."""
    return "n/a" if value is None else f"{value}%"


def plural(count: int, one: str, many: str = "") -> str:
    """Return `1 word` or `1,204 words`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def enumerated(names: list[str]) -> str:
    """`["French", "German", "Arabic"]` → `French, German and Arabic`."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def moment(value: datetime) -> str:
    """Return `3 May 2026`: a day in UTC, in words that no reader takes for another."""
    return day(value.date())


def day(value: date) -> str:
    """Return `3 May 2026`."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def age(since: datetime | None, status: Status) -> int | None:
    """Return the whole days from `since` to the measurement; None where unknown."""
    return None if since is None else max(0, (status.measured - since).days)


def waiting(since: datetime | None, status: Status, *, bounded: bool) -> str:
    """Return how long something waits: `203 days`, `at least 1 day`, `today`, or empty where unknown."""
    days = age(since, status)
    if days is None:
        return ""
    if days == 0:
        return "today or earlier" if bounded else "today"
    return f"{'at least ' if bounded else ''}{plural(days, 'day')}"


def states_of_pages(pages: Iterable[PageStatus]) -> tuple[tuple[PageState, int], ...]:
    """Return how many of the pages are in each state that occurs, in the order of the states."""
    count = Counter(page.state for page in pages)
    return tuple((state, count[state]) for state in PageState if count[state])


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
