"""What the ledger remembers of a source page."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

__all__ = ["Confirmation", "History", "PageKey", "PublicationBase", "SourceRevision"]

PageKey = tuple[str, str]
"""Locale and post key: sites with one id for all languages differ in the locale alone."""


@dataclass(frozen=True)  # without slots: its units are indexed once, when first asked for
class SourceRevision:
    """The segments of a source page as they stood from `modified` on."""

    modified: datetime | None
    """When the site says that it was saved, in UTC; None where it does not say."""
    first_seen: datetime
    """When calque first read it, in UTC."""
    units: tuple[tuple[str | None, str], ...]
    """Context and text of each segment, in document order."""

    @property
    def since(self) -> datetime:
        """From when on this text stood on the site, as well as it is known."""
        return self.modified or self.first_seen

    def holds(self, context: str | None, text: str) -> bool:
        """Tell whether the page had this text in this role."""
        return (context, text) in self._held

    @cached_property
    def _held(self) -> frozenset[tuple[str | None, str]]:
        return frozenset(self.units)


@dataclass(frozen=True, slots=True)
class History:
    """All known revisions of a source page, oldest first; the last one is today's."""

    revisions: tuple[SourceRevision, ...] = ()

    @property
    def texts(self) -> frozenset[str]:
        """Every source text that the page ever had."""
        return frozenset(text for revision in self.revisions for _, text in revision.units)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That somebody said of a translation that it is still right."""

    page: PageKey
    """The locale of the translation, and the key of its source post."""
    source: str
    """The source text of then."""
    confirmed: str | None
    """The one that the translation was made from, as far as that was known."""
    by: str
    """Who said so; empty where no name was given."""
    moment: datetime


@dataclass(frozen=True, slots=True)
class PublicationBase:
    """What the ledger remembers of a live page and its catalog, to tell which of the two went on.

    As they were when they last agreed; where they never did, as they were first seen.
    """

    live: str
    """A digest of the live page's texts; empty where there was no live page."""
    catalog: str
    """A digest of what the catalog gave for it."""
    ready: datetime | None = None
    """The first sync that found everything translated and something to be published; None where nothing waits."""
    bounded: bool = False
    """That sync was the first that looked: it may have waited before."""
    accepted: bool = False
    """A person confirmed the live page as it was beside this catalog, though it says other than that."""
