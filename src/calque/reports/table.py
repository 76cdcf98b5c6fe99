"""The status as rows of plain values, a locale each: for tables that another program draws."""

from collections.abc import Callable
from typing import Any

from calque.model import Status
from calque.reports import figures

__all__ = ["rows_of_locales"]


def rows_of_locales(status: Status, *, names: Callable[[str], str] = str) -> list[dict[str, Any]]:
    """Return one row for each locale with the figures of every other format; a state that does not occur has no key."""
    return [
        {
            "locale": row.status.locale,
            "language": names(row.status.locale),
            "percent": row.status.percent,
            "percent of words": row.status.percent_words,
            "segments": row.status.total.segments,
            "words": row.status.total.words,
            **{str(state): tally.segments for state, tally in row.status.counts},
            "words to do": row.outstanding.words,
            "warnings": row.status.warnings,
            "notes": row.status.notes,
            "words in hand": row.status.in_hand.words,
            "not wanted": row.status.not_wanted.segments,
            "unadopted pages": row.status.unadopted,
            "stale since": row.oldest.date().isoformat() if row.oldest else "",
        }
        for row in figures.by_locale(status)
    ]
