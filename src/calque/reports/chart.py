"""The burn-down as numbers that a template draws: the words left after each run, for the site and for each locale."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from calque.model import LocaleWords, Status
from calque.reports import figures

__all__ = ["AxisMark", "BurnDown", "LocaleLine", "burn_down"]

SIZE = 1000
"""The side of the square on which lines are drawn; the page stretches it."""
_TABLE = 30
"""Runs in the table of figures, the last ones."""


@dataclass(frozen=True, slots=True)
class AxisMark:
    """A line of the grid, or a day on the axis: its place in hundredths, and its label."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class LocaleLine:
    """A locale's row below the chart."""

    name: str
    words: str
    since: str
    """`30 fewer`, compared with the first point; empty where there is no difference."""
    points: str
    described: str
    pace: str
    """`9 days (12 pages)`, or empty where no page was done of late."""


@dataclass(frozen=True, slots=True)
class BurnDown:
    """The chart, what it says, and the figures that it is drawn from."""

    summary: str
    described: str
    line: str
    area: str
    grid: tuple[AxisMark, ...]
    days: tuple[AxisMark, ...]
    locales: tuple[LocaleLine, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def burn_down(status: Status, names: Callable[[str], str]) -> BurnDown | None:
    """Return the chart; None where the ledger knows of one day alone."""
    runs = status.runs
    if len(runs) < 2:  # noqa: PLR2004 — a line has two ends
        return None
    tags = [row.locale for row in status.locales]
    lines = {tag: [_words(run.locales, tag) for run in runs] for tag in tags}
    totals = [sum(lines[tag][number] for tag in tags) for number in range(len(runs))]
    moments = [run.measured for run in runs]
    top = _ceiling(max(totals, default=0))
    across = _across(moments)
    points = _points(across, totals, top)
    return BurnDown(
        summary=_summary(totals, moments[0]),
        described=_described("All locales", totals, moments),
        line=points,
        area=f"0,{SIZE} {points} {SIZE},{SIZE}",
        grid=tuple(AxisMark(100 - 100 * part / 4, f"{top * part // 4:,}") for part in (4, 2, 0)),
        days=_days(moments),
        locales=tuple(
            _locale(names(tag), tag, lines[tag], moments, status, _points(across, lines[tag], None))
            for tag in tags
        ),
        head=("Day", "All", *map(names, tags)),
        rows=tuple(
            (figures.moment(moment), f"{total:,}", *(f"{lines[tag][number]:,}" for tag in tags))
            for number, (moment, total) in list(enumerate(zip(moments, totals, strict=True)))[-_TABLE:]
        ),
    )


def _words(rows: Sequence[LocaleWords], tag: str) -> int:
    return next((row.words for row in rows if row.locale == tag), 0)


def _ceiling(most: int) -> int:
    """Return a round number above, that can be quartered: 7,298 → 8,000."""
    if most <= 4:  # noqa: PLR2004 — a grid of quarters
        return 4
    step = 10.0 ** int(math.log10(most))
    return round(step * next(part for part in (1, 1.2, 1.6, 2, 3, 4, 6, 8, 10) if step * part >= most))


def _across(moments: Sequence[datetime]) -> list[float]:
    """Return where each run stands between the first and the last."""
    span = (moments[-1] - moments[0]).total_seconds() or 1.0
    return [round(SIZE * (moment - moments[0]).total_seconds() / span, 1) for moment in moments]


def _points(across: Sequence[float], words: Sequence[int], top: int | None) -> str:
    """Return the points of a polyline; without `top` between the least and the most of its own words."""
    least = 0 if top is not None else min(words, default=0)
    span = (top if top is not None else max(words, default=0)) - least
    heights = (SIZE - SIZE * (count - least) / span if span else SIZE / 2 for count in words)
    return " ".join(f"{x:g},{round(y, 1):g}" for x, y in zip(across, heights, strict=True))


def _summary(totals: Sequence[int], first: datetime) -> str:
    left = figures.plural(totals[-1], "word")
    moved = totals[-1] - totals[0]
    if not moved:
        return f"{left} left to do, as many as on {figures.moment(first)}."
    return f"{left} left to do, {abs(moved):,} {'more' if moved > 0 else 'fewer'} than on {figures.moment(first)}."


def _described(name: str, words: Sequence[int], moments: Sequence[datetime]) -> str:
    return (
        f"{name}: {figures.plural(words[0], 'word')} left on {figures.moment(moments[0])},"
        f" {words[-1]:,} on {figures.moment(moments[-1])}; at most {max(words):,}, at least {min(words):,}"
    )


def _days(moments: Sequence[datetime]) -> tuple[AxisMark, ...]:
    """Return the first, the middle and the last day; the two ends alone where they are near."""
    first, last = moments[0], moments[-1]
    ends = (AxisMark(0, figures.moment(first)), AxisMark(100, figures.moment(last)))
    if (last - first).days < 4:  # noqa: PLR2004 — a label in the middle would repeat its neighbours
        return ends
    return ends[0], AxisMark(50, figures.moment(first + (last - first) / 2)), ends[1]


def _locale(
    name: str, tag: str, words: Sequence[int], moments: Sequence[datetime], status: Status, points: str
) -> LocaleLine:
    moved = words[-1] - words[0]
    pace = next((row for row in status.pace if row.locale == tag), None)
    return LocaleLine(
        name=name,
        words=f"{words[-1]:,}",
        since=f"{abs(moved):,} {'more' if moved > 0 else 'fewer'}" if moved else "",
        points=points,
        described=_described(name, words, moments),
        pace=f"{figures.span(pace.days)} ({figures.plural(pace.pages, 'page')})" if pace else "",
    )
