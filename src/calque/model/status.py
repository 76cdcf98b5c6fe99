"""The status of a site: what every report is rendered from."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime

from calque.model.findings import Finding, Severity
from calque.model.progress import Comparison, Pace, PageRecord, Run
from calque.model.states import Change, PageState, Publication, SegmentState, Verb

__all__ = [
    "QUIET",
    "Handoff",
    "LiveText",
    "LocaleStatus",
    "PageEntry",
    "PageRow",
    "PageStatus",
    "PagesOnDemand",
    "Status",
    "Tally",
    "UnitFlaw",
    "UnitStatus",
]

QUIET = "quiet"
"""The flag of a page whose source was saved a short while ago."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many segments, and how many words of source text."""

    segments: int = 0
    words: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.segments + other.segments, self.words + other.words)


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One segment in one locale that still needs work: a row of the worklist."""

    state: SegmentState
    flags: tuple[SegmentState, ...]
    """Every state that holds, the first included."""
    source: str
    target: str
    context: str | None
    confirmed: str | None
    """The source text that the translation was made from; None where there is none."""
    change: Change | None
    words: int
    """Words outstanding: all of a missing text, the changed ones of a stale text."""
    since: datetime | None
    """Since when; None where unknown."""
    bounded: bool
    """`since` is only the latest that it can be ("at least")."""
    reference: str
    """`posts/55162:content#3f9c1e`."""
    line: int
    """The line of the entry in the PO file; 0 where there is none."""
    reason: str = ""
    handoff: str = ""
    """The id of the handoff that it is in hand by; empty where nobody has it in hand."""
    question: str = ""
    """What its translator asks, and nobody has answered."""


@dataclass(frozen=True, slots=True)
class UnitFlaw:
    """What a check says of a text that stands in the catalog, translated or not."""

    code: str
    """The check: `numbers`, `ending-punctuation`."""
    severity: Severity
    """`error` where the unit is invalid; else the text counts as translated all the same."""
    message: str
    reference: str
    """`posts/55162:content#3f9c1e`."""
    line: int
    """The line of the entry in the PO file; 0 where there is none."""
    source: str = ""
    """The text, for readers that have only the status."""
    target: str = ""


@dataclass(frozen=True, slots=True)
class LiveText:
    """A text on the live page that is not in the page's language."""

    state: SegmentState
    """`copy` or `wrong_language`."""
    text: str
    language: str
    """The language observed in it."""
    words: int
    severity: Severity = Severity.ERROR
    """An error where the text is surely not in the page's language, a warning where it is likely not."""


@dataclass(frozen=True, slots=True)
class PageStatus:
    """One source page in one target locale, or one page that translates nothing known."""

    locale: str
    key: str
    """The source post's key, or for an unpaired page its own: `posts/55162`."""
    title: str
    state: PageState
    flags: tuple[str, ...]
    """Further facts: `stale`, `possibly_stale`, `conflict`, `locale_conflict`."""
    source_url: str
    url: str
    """The live page in the locale; empty where there is none."""
    edit_url: str
    publication: Publication
    """How the live page stands beside the catalog; where texts are outstanding, beside what the catalog has of it."""
    on_site: str
    """What the site has: `published`, `private`, `draft`, `never published`, `trashed`."""
    pairing: str
    """`confirmed`, `proposed`, `unpaired`."""
    pairing_reason: str
    declared: str
    """The locale that the live page declares."""
    observed: str
    """The language observed in the live page; empty where undetermined or there is none."""
    evidence: tuple[str, ...]
    """Why: `16 of 16 texts observed as English under /fr/`."""
    catalog: str
    """The PO file, relative to the workspace; empty where there is none."""
    total: Tally
    counts: tuple[tuple[SegmentState, Tally], ...]
    """One row for each state that occurs, in the order of SegmentState."""
    percent: int | None
    """Of segments translated, floored; None is n/a."""
    percent_words: int | None
    since: datetime | None
    """The earliest `since` of its units."""
    bounded: bool
    priority: float
    units: tuple[UnitStatus, ...]
    live: tuple[LiveText, ...] = ()
    """The texts of the live page that are not in its language."""
    flaws: tuple[UnitFlaw, ...] = ()
    """What the checks say of its texts, in document order."""
    publication_reason: str = ""
    """Why, where the name of its publication state does not say it: `3 of 9 texts are not on the live page`."""
    ready: datetime | None = None
    """Since when it is translated and waits to be published; None where it does not wait."""
    ready_bounded: bool = False
    """`ready` is only the latest that it can be."""
    built: bool = False
    """Its translation is built from today's texts, in a locale whose translations live in PO files."""
    readable: Tally = Tally()
    """Of a live page that is not published as it stands: its translated segments that visitors read all the same."""

    @property
    def is_quiet(self) -> bool:
        """Whether its source was saved so short a while ago that its changes are no work yet (`[scope] quiet`)."""
        return QUIET in self.flags


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page as lists and sums show it: without its texts, so that a large site's are read by the thousand."""

    locale: str
    key: str
    title: str
    state: PageState
    source_url: str
    url: str
    edit_url: str
    catalog: str
    wants: bool
    """It needs work."""
    left: Tally
    """The segments and words that need work."""
    units: int
    """Its texts in the worklist."""
    since: datetime | None
    bounded: bool
    warnings: int
    notes: int
    verb: Verb | None
    """What is to be done with it first, also where that has time yet; None where nothing is."""
    publication: Publication
    built: bool
    ready: datetime | None
    """Since when it is translated and waits to be published; None where it does not wait."""
    ready_bounded: bool
    languages: tuple[str, ...]
    """The languages observed in texts of its live page that are not in its own, sorted."""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page's entry in the report for people, written once; `reports.entry` says in what form."""

    row: PageRow
    head: str
    """What is shown of it at any rate."""
    instead: str
    """What stands in the place of its texts where the report has no room for them."""
    size: int
    """About how many bytes its head and its texts are."""
    texts: Callable[[], str]
    """Reads its texts."""
    page: Callable[[], PageStatus]
    """Reads all of it."""
    holders: tuple[str, ...] = ()
    """The id of the handoff that each of its units is in hand by; empty where none is."""


@dataclass(frozen=True, slots=True)
class LocaleStatus:
    """The sums over all pages of a locale."""

    locale: str
    truth: str
    pages: tuple[tuple[PageState, int], ...]
    """One row for each state that occurs, in the order of PageState."""
    total: Tally
    counts: tuple[tuple[SegmentState, Tally], ...]
    percent: int | None
    percent_words: int | None
    since: datetime | None
    """The oldest stale unit."""
    not_wanted: Tally
    unadopted: int
    """Pages live in the right language whose catalog is still empty."""
    in_hand: Tally = Tally()
    """Its outstanding segments that are in hand: the sum of its handoffs."""
    outstanding: Tally = Tally()
    """The segments that need work, and their words."""
    bounded: bool = False
    """`since` is only the latest that it can be."""
    published: Tally = Tally()
    """The translated segments that visitors can read, and their words."""
    percent_published: int | None = None
    """Of segments, floored; None is n/a."""
    publications: tuple[tuple[Publication, int], ...] = ()
    """The pages whose texts are all translated: one row for each publication state that occurs among them."""
    verbs: tuple[tuple[Verb, int], ...] = ()
    """The pages that need somebody: one row for each thing to do that occurs, in the order of Verb."""
    warnings: int = 0
    """What the checks warn of in its translations; counted in nothing else."""
    notes: int = 0
    """The notes of the checks on them."""


@dataclass(frozen=True, slots=True)
class Handoff:
    """One file of outstanding texts that somebody has in hand."""

    id: str
    """`fr-marie-2026-11-22`."""
    locale: str
    to: str
    """The person it was given to; empty where none was named."""
    handed: date | None
    """The day it was handed out."""
    due: date | None
    """The day it is wanted back; None where none was set."""
    overdue: bool
    """Something of it is still in hand after the day it was due."""
    file: str
    """Its record, a PO file, relative to the workspace."""
    total: Tally
    """What was handed out, with the words of work in it; a text that stands on many pages counts once."""
    in_hand: Tally
    """What of it is not done yet, with the words of work left."""


@dataclass(frozen=True, slots=True)
class Status:
    """The whole site at one moment."""

    site: str
    source: str
    measured: datetime
    """When it was measured, in UTC."""
    posts: int
    locales: tuple[LocaleStatus, ...]
    pages: Sequence[PageStatus]
    """By priority, the first to do first; of a large site each is read from the disk when it is asked for."""
    findings: tuple[Finding, ...]
    handoffs: tuple[Handoff, ...] = ()
    """What is handed out and not closed, the earliest deadline first."""
    comparison: Comparison | None = None
    """Since an earlier report; None where there is none yet."""
    runs: tuple[Run, ...] = ()
    """What was left to do after each run, a day at most once, oldest first, today last."""
    pace: tuple[Pace, ...] = ()
    """How long pages waited: one row for each locale in which pages were done in the last 90 days."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What could not be read or measured, and what a guard asks."""
        return tuple(one for one in self.findings if one.severity is Severity.ERROR)

    def only(self, locale: str) -> "Status":
        """Return the status of one locale; findings that concern none stay."""
        return replace(
            self,
            locales=tuple(row for row in self.locales if row.locale == locale),
            pages=_of_locale(self.pages, locale),
            findings=tuple(one for one in self.findings if one.locale in ("", locale)),
            handoffs=tuple(one for one in self.handoffs if one.locale == locale),
            comparison=self.comparison and self.comparison.only(locale),
            runs=tuple(run.only(locale) for run in self.runs),
            pace=tuple(row for row in self.pace if row.locale == locale),
        )


class PagesOnDemand(Sequence[PageStatus], ABC):
    """Pages that are read one by one, and know which are of a locale without reading them."""

    @abstractmethod
    def of_locale(self, locale: str) -> Sequence[PageStatus]:
        """Return the pages of one locale, in the same order."""

    @abstractmethod
    def rows(self) -> Iterable[PageRow]:
        """Return each page without its texts, in the same order, without reading any."""

    @abstractmethod
    def entries(self, first: int = 0, stop: int | None = None) -> Iterable[PageEntry]:
        """Return what the report shows, or a part: the pages that need work, then the others that have flaws."""

    @abstractmethod
    def marked(
        self, marks: Mapping[str, AbstractSet[int]], posts: Mapping[str, AbstractSet[str]]
    ) -> Iterable[tuple[int, PageStatus]]:
        """Return the pages that may have a text of these marks, or translate one of these posts, by locale.

        Each comes with a number by which `held` knows it.
        """

    @abstractmethod
    def held(self, holders: Mapping[int, tuple[str, ...]]) -> "PagesOnDemand":
        """Return the same pages with the id of the handoff that each unit is in hand by, of some of the pages."""

    @abstractmethod
    def records(self) -> Iterable[PageRecord]:
        """Return what the ledger keeps of each page, in the same order, without reading any."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # equal to tuples and read from disk: no key of anything


def _of_locale(pages: Sequence[PageStatus], locale: str) -> Sequence[PageStatus]:
    if isinstance(pages, PagesOnDemand):
        return pages.of_locale(locale)
    return tuple(page for page in pages if page.locale == locale)
