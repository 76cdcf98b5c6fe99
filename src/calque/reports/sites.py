"""Several sites at a glance, a row each: for a terminal, another program, and Prefect's page."""

from collections.abc import Iterable, Sequence
from typing import Any

from calque.codec import write_moment
from calque.model import SiteRow
from calque.reports import figures
from calque.reports.reading import printable

__all__ = ["SITE", "sites_for_people", "sites_to_json"]

SITE = "Site"
"""The heading of the column that names the site."""


def sites_for_people(rows: Sequence[SiteRow]) -> list[dict[str, str]]:
    """Return the columns of a table, the same in each row; those in which nothing would stand are left out.

    A site that could not be measured has no figures: a nought would say that nothing is to do.
    """
    below, stale = any(row.broken for row in rows), any(row.stale for row in rows)
    waiting = any(row.to_publish for row in rows)
    return [
        {
            SITE: printable(row.name),
            "Last good night": f"{row.good:%Y-%m-%d %H:%M} UTC" if row.good else "none",
            "Translated": ", ".join(f"{tag} {figures.percent(share)}" for tag, share in row.percents),
            "Words to do": f"{row.words:,}" if row.percents else "",
            **({"Stale words": f"{row.stale:,}" if row.percents else ""} if stale else {}),
            **({"To publish": f"{row.to_publish:,}" if row.percents else ""} if waiting else {}),
            **({"Below policy": printable("; ".join(row.broken))} if below else {}),
            "Held or failed": printable(row.problem),
        }
        for row in rows
    ]


def sites_to_json(rows: Iterable[SiteRow]) -> list[dict[str, Any]]:
    """Return the same as JSON values."""
    return [
        {
            "site": row.name,
            "last_good": write_moment(row.good) if row.good else None,
            "locales": [{"locale": tag, "percent": share} for tag, share in row.percents],
            "words": row.words,
            "stale_words": row.stale,
            "to_publish": row.to_publish,
            "problem": row.problem,
            "below_policy": list(row.broken),
        }
        for row in rows
    ]
