"""The figures that every report shows: worked out once from a status, so that all formats agree."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from shlex import quote

from calque.model import (
    LocaleStatus,
    PageState,
    PageStatus,
    SegmentState,
    Status,
    Tally,
    UnitStatus,
    Verb,
)
from calque.reports import labels
from calque.states.outstanding import needs_work, outstanding
from calque.states.verbs import verb_of

__all__ = [
    "LocaleFigures",
    "Thing",
    "age",
    "by_locale",
    "confirm_command",
    "day",
    "enumerated",
    "moment",
    "outstanding",
    "percent",
    "plural",
    "queue",
    "states_of_pages",
    "things_to_do",
    "waiting",
    "waiting_pages",
    "worklist",
]


def queue(status: Status) -> tuple[PageStatus, ...]:
    """Return the pages that need work, the first to do first."""
    return tuple(page for page in status.pages if needs_work(page))


def confirm_command(page: PageStatus) -> str:
    """Return what says of a stale page that its translation is still right, ready to paste; empty for any other."""
    if not any(unit.state is SegmentState.STALE for unit in page.units):
        return ""
    return f"calque confirm --post {quote(page.key)} --locale {page.locale}"


def worklist(status: Status) -> Iterator[tuple[PageStatus, UnitStatus]]:
    """Yield each segment that needs work beside its page, in the order of the queue."""
    for page in status.pages:
        for unit in page.units if not page.is_quiet else ():
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
        bands = ((band, _band(band, counts, locale.published)) for band in labels.BANDS)
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


def _band(band: labels.Band, counts: Mapping[SegmentState, Tally], published: Tally) -> Tally:
    if not band.states:
        return published
    tally = sum((counts.get(state, Tally()) for state in band.states), Tally())
    if SegmentState.TRANSLATED in band.states:
        return Tally(tally.segments - published.segments, tally.words - published.words)
    return tally


def waiting_pages(locale: LocaleStatus) -> int:
    """Return how many pages of a locale are translated and wait to be published."""
    return dict(locale.verbs).get(Verb.PUBLISH, 0)


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to do: a page that needs the same work in one or more locales."""

    pages: tuple[PageStatus, ...]
    """The same page in each locale where the same is to be done; never empty."""
    words: int
    """Words outstanding, over all its locales."""


def things_to_do(status: Status, *, limit: int = 10) -> tuple[Thing, ...]:
    """Return the first things to do: the queue, with one row where a page needs the same work in many locales."""
    groups: dict[tuple[object, ...], list[PageStatus]] = {}
    for page in queue(status):
        deed = (verb_of(page), page.state, page.publication if page.state is PageState.CURRENT else None)
        groups.setdefault((page.key, page.source_url or page.locale, *deed), []).append(page)
    return tuple(Thing(tuple(pages), outstanding(pages).words) for pages in list(groups.values())[:limit])


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
