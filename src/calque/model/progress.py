"""The progress of a site: what changed since an earlier report, the words left after each run, how long work took."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from calque.model.states import PageState, Publication

__all__ = [
    "Comparison",
    "LocaleBefore",
    "LocaleWords",
    "Pace",
    "PageRecord",
    "PageTurn",
    "Run",
    "RunRecord",
    "Turn",
]


class Turn(StrEnum):
    """What became of a page since the earlier report."""

    NEW = "new"
    """It needs work now, and did not before."""
    WORSE = "worse"
    """It needs more work than before."""
    BETTER = "better"
    """It needs less work than before."""
    TRANSLATED = "translated"
    """It needed translators before; everything is translated now, and waits to be published."""
    FIXED = "fixed"
    """It needed work before, and does not any more: what visitors read is as it should be."""


@dataclass(frozen=True, slots=True)
class PageTurn:
    """A page in a locale that changed since the earlier report."""

    turn: Turn
    locale: str
    key: str
    title: str
    before: PageState | None
    """None where the page was not known yet."""
    after: PageState | None
    """None where the page is gone."""
    words_before: int
    """Words outstanding."""
    words: int
    publication_before: Publication | None = None
    """None where it was not known."""
    publication: Publication | None = None
    """None where the page is gone."""


@dataclass(frozen=True, slots=True)
class LocaleBefore:
    """A locale as it stood in the earlier report."""

    locale: str
    percent_before: int | None
    """Of segments translated, floored; None is n/a."""
    words_before: int
    """Words outstanding."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed since an earlier report."""

    since: datetime
    """When that one was measured, in UTC."""
    pages: tuple[PageTurn, ...]
    """By turn, and by priority within one."""
    locales: tuple[LocaleBefore, ...]
    """One row for each locale that is in both reports."""
    began: tuple[str, ...] = ()
    """The locales that were not in the earlier report: their pages are no change."""

    def only(self, locale: str) -> "Comparison":
        """Return what changed in one locale."""
        return replace(
            self,
            pages=tuple(page for page in self.pages if page.locale == locale),
            locales=tuple(row for row in self.locales if row.locale == locale),
            began=tuple(tag for tag in self.began if tag == locale),
        )


@dataclass(frozen=True, slots=True)
class LocaleWords:
    """The words outstanding in a locale."""

    locale: str
    words: int


@dataclass(frozen=True, slots=True)
class Run:
    """What was left to do after a run: a point of the burn-down."""

    measured: datetime
    locales: tuple[LocaleWords, ...]

    def only(self, locale: str) -> "Run":
        """Return what was left in one locale."""
        return replace(self, locales=tuple(row for row in self.locales if row.locale == locale))


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a page waited in a locale until nothing was left to do."""

    locale: str
    pages: int
    """The finished pages whose waiting time is known."""
    days: int
    """The median of the whole days that they waited."""


class PageRecord(NamedTuple):
    """What the ledger keeps of a page in a locale, from the run in which this changed.

    Each run makes and compares some ten thousand, and a tuple does that in a third of the time.
    """

    locale: str
    key: str
    title: str
    state: PageState | None
    """None where the page was gone."""
    wants: bool
    """It needed work."""
    segments: int
    """Segments outstanding."""
    words: int
    """Words outstanding."""
    since: datetime | None
    """Since when it waited; None where that is not known to the day."""
    publication: Publication | None = None
    """How its live page stood beside its catalog; None where the page was gone, or that was not looked at yet."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What the ledger keeps of a run."""

    measured: datetime
    pages: tuple[PageRecord, ...]
    """The pages that had changed since the run before."""
    percents: tuple[tuple[str, int | None], ...]
    """Locale and percentage of segments translated."""
    words: tuple[tuple[str, int], ...] = ()
    """Locale and words outstanding, each text once; empty for a run of a calque that counted each page's."""
