"""The figures that every report shows: worked out once from a status, so that all formats agree."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from shlex import quote

from calque.counts import plural
from calque.model import (
    LocaleStatus,
    PageRow,
    PageState,
    PageStatus,
    SegmentState,
    Status,
    Tally,
    UnitStatus,
    Verb,
)
from calque.reports import labels
from calque.states.outstanding import outstanding
from calque.states.rows import rows_of

__all__ = [
    "LocaleFigures",
    "Thing",
    "age",
    "by_locale",
    "chosen",
    "confirm_command",
    "day",
    "day_within",
    "enumerated",
    "in_each",
    "left",
    "moment",
    "outstanding",
    "percent",
    "plural",
    "queue",
    "queued",
    "span",
    "things_to_do",
    "waiting",
    "waiting_pages",
]


def queue(status: Status) -> Iterator[PageRow]:
    """Yield the pages that need work, the first to do first."""
    return (row for row in rows_of(status.pages) if row.wants)


def queued(status: Status) -> Iterator[PageStatus]:
    """Yield the same with their texts; of pages on disk no other is read."""
    for place, row in enumerate(rows_of(status.pages)):
        if row.wants:
            yield status.pages[place]


def chosen(page: PageStatus, only: Collection[SegmentState]) -> tuple[UnitStatus, ...]:
    """Return the texts of a page that are in some states; all of them where none is named."""
    return tuple(unit for unit in page.units if unit.state in only) if only else page.units


def left(status: Status) -> Tally:
    """Return what needs work on all pages; a text that stands on several pages of a locale counts once."""
    return sum((locale.outstanding for locale in status.locales), Tally())


def confirm_command(page: PageStatus) -> str:
    """Return what says of a stale page that its translation is still right, ready to paste; empty for any other."""
    if not any(unit.state is SegmentState.STALE for unit in page.units):
        return ""
    return f"calque confirm --post {quote(page.key)} --locale {page.locale}"


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

    pages: tuple[PageRow, ...]
    """The same page in each locale where the same is to be done; never empty."""
    places: tuple[int, ...] = ()
    """Where these pages stand among those of the status."""

    def holders(self, status: Status) -> tuple[tuple[str, str], ...]:
        """Return the handoffs by which texts of it are in hand, each once with its locale; this reads its pages."""
        if not status.handoffs:
            return ()
        pages = (status.pages[place] for place in self.places)
        return tuple(
            dict.fromkeys(
                (page.locale, unit.handoff) for page in pages for unit in page.units if unit.handoff
            )
        )


_FIRST = 10
"""Things to do that the report begins with."""


def things_to_do(status: Status) -> tuple[Thing, ...]:
    """Return the first things to do: the queue, with one row where a page needs the same work in many locales."""
    groups: dict[tuple[object, ...], list[tuple[int, PageRow]]] = {}
    for place, page in enumerate(rows_of(status.pages)):
        if not page.wants:
            continue
        deed = (page.verb, page.state, page.publication if page.state is PageState.CURRENT else None)
        name = (page.key, page.source_url or page.locale, *deed)
        if name in groups or len(groups) < _FIRST:
            groups.setdefault(name, []).append((place, page))
    return tuple(Thing(tuple(page for _, page in own), tuple(at for at, _ in own)) for own in groups.values())


def percent(value: int | None) -> str:
    """Return `82%`, or `n/a` where there is nothing to take a percentage of."""
    return "n/a" if value is None else f"{value}%"


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
    """Return how long something waits: `203 days`, `at least 19 years`, `today`, or empty where unknown."""
    days = age(since, status)
    if days is None:
        return ""
    if days == 0:
        return "today or earlier" if bounded else "today"
    return f"{'at least ' if bounded else ''}{span(days)}"


def span(days: int) -> str:
    """Return a length of time as people tell it, whole units that are full: `203 days`, `13 months`, `19 years`."""
    if days < _YEAR:
        return plural(days, "day")
    years = days // _YEAR
    return plural(years, "year") if years > 1 else plural(days * 12 // _YEAR, "month")


_YEAR = 365


def in_each(words: Sequence[int]) -> str:
    """Return the words that one text asks for in some languages: `3 words in each of 5 languages`; of one its words.

    Where they are not as many in each, `14 words in 5 languages` are their sum.
    """
    if len(words) == 1:
        return plural(words[0], "word")
    of = plural(len(words), "language")
    return (
        f"{plural(words[0], 'word')} in each of {of}"
        if len(set(words)) == 1
        else f"{plural(sum(words), 'word')} in {of}"
    )


def day_within(value: datetime, now: datetime) -> str:
    """Return `12 June`; of another year than today's, that too."""
    told = moment(value)
    return told if value.year != now.year else told.rpartition(" ")[0]


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
