"""Which page of a report is written: all of it, its overview, or a part of a locale's entries."""

from dataclasses import dataclass

__all__ = ["LIMIT", "LocalePages", "Sheet"]

LIMIT = 5_000_000
"""Bytes that a page of the report has at most."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Which page of a report is written; by itself it is the whole report."""

    heading: str = ""
    """What the page shows of the site, where that is a part: `French`."""
    overview: bool = False
    """The entries stand on other pages."""
    part: int = 1
    """Which of the pages of its entries it is."""
    first: int = 0
    """The number of its first entry."""
    stop: int | None = None
    """The number after its last entry."""
    back: str = ""
    """The file of the overview."""
    parts: tuple[str, ...] = ()
    """The files of all pages of its entries, where those are several."""
    locales: tuple["LocalePages", ...] = ()
    """On an overview, where the entries stand."""


@dataclass(frozen=True, slots=True)
class LocalePages:
    """The pages of a locale's entries."""

    locale: str
    name: str
    says: str
    """`1,000 pages, 24,000 words`."""
    files: tuple[str, ...]
