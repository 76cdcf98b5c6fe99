"""A site among several: how its last night was, and what is to do."""

from dataclasses import dataclass
from datetime import datetime

__all__ = ["SiteRow"]


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site in a table of several."""

    name: str
    good: datetime | None = None
    """When the last sync that came to its end did; None where none did."""
    percents: tuple[tuple[str, int | None], ...] = ()
    """Of the segments of each locale, how many per cent are translated."""
    words: int = 0
    """Words outstanding, over all locales."""
    stale: int = 0
    """Of the texts that are stale, the words."""
    to_publish: int = 0
    """Pages that are translated and wait to be published, over all locales."""
    problem: str = ""
    """Why the last sync stopped, what it is held for, or what could not be read; empty where all is well."""
    broken: tuple[str, ...] = ()
    """A sentence for each policy of the site that does not hold."""
