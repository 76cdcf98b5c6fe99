"""A locale's row as a person reads it in a narrow table: words instead of zeros, and nothing that does not occur."""

from collections.abc import Callable, Mapping
from datetime import datetime

from calque.model import SegmentState, Status
from calque.reports import figures
from calque.reports.reading import printable

__all__ = ["failure_rows", "overview_rows", "shares"]

_LOOKED_AT = (
    SegmentState.NEEDS_REVIEW,
    SegmentState.FUZZY,
    SegmentState.INVALID,
    SegmentState.CONFLICT,
    SegmentState.COPY,
    SegmentState.WRONG_LANGUAGE,
)
"""States that want a look before, or instead of, work."""


def overview_rows(
    status: Status, broken: Mapping[str, str], *, names: Callable[[str], str] = str
) -> list[dict[str, str]]:
    """Return one row for each locale, the same columns in each; `broken` is what a policy says of a locale.

    `{"Language": "French (fr)", "Translated": "47%", "Published": "40%", "Words to do": "1,204", "Stale": "12", …}`
    A column in which nothing stands in any row is left out.
    """
    rows = []
    for row in figures.by_locale(status):
        tag, counts = row.status.locale, dict(row.status.counts)
        looked = sum(counts[state].segments for state in _LOOKED_AT if state in counts)
        name = names(tag)
        rows.append(
            {
                "Language": tag if name == tag else f"{name} ({tag})",
                "Translated": figures.percent(row.status.percent),
                "Published": figures.percent(row.status.percent_published),
                "Words to do": f"{row.outstanding.words:,}",
                "Missing": _count(
                    counts[SegmentState.MISSING].segments if SegmentState.MISSING in counts else 0
                ),
                "Stale": _count(counts[SegmentState.STALE].segments if SegmentState.STALE in counts else 0),
                "Needs a look": _count(looked),
                "To publish": _count(figures.waiting_pages(row.status)),
                "Stale since": _since(row.oldest, status, bounded=row.bounded),
                "In hand": _count(row.status.in_hand.words),
                "Policy": broken.get(tag, ""),
            }
        )
    filled = [key for key in (rows[0] if rows else {}) if any(one[key] for one in rows)]
    return [{key: one[key] for key in filled} for one in rows]


def failure_rows(status: Status) -> list[dict[str, str]]:
    """Return what could not be read, or is asked: where, what, and the code by which the documentation explains it."""
    return [
        {"Where": printable(finding.place), "What": printable(finding.message), "Code": str(finding.code)}
        for finding in status.errors
    ]


def shares(status: Status) -> str:
    """Return how much of each locale is translated, for a line that is cut short: `fr 47%, de 43%`."""
    return ", ".join(f"{row.locale} {figures.percent(row.percent)}" for row in status.locales)


def _count(number: int) -> str:
    return f"{number:,}" if number else ""


def _since(since: datetime | None, status: Status, *, bounded: bool) -> str:
    """Return `2 June, 180 days`; empty where nothing is stale, or nobody knows since when."""
    if since is None:
        return ""
    day = figures.moment(since)
    if since.year == status.measured.year:
        day = day.rpartition(" ")[0]
    return f"{day}, {figures.waiting(since, status, bounded=bounded)}"
