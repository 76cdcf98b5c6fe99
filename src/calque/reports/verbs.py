"""What is to be done with a page, in one verb and what it takes: `Translate (135 words)`."""

from collections.abc import Callable, Sequence
from datetime import datetime

from calque.model import PageRow, PageState, Publication, Status, Verb
from calque.reports import figures, labels, slots

__all__ = ["counted_verbs", "deed", "extent", "open_deed", "standing", "waiting_since", "waits"]


def standing(page: PageRow) -> PageState | Publication:
    """Return the state that tells most of a page: of a translated one that waits, how it is published."""
    told = page.state is PageState.CURRENT and page.verb in (Verb.PUBLISH, Verb.DECIDE)
    return page.publication if told else page.state


def deed(page: PageRow, status: Status) -> str:
    """Return what is to be done with a page, and what it takes; empty where nothing is.

    `Translate (135 words)`, `Check (3 words)`, `Publish (ready since 12 June)`, `Decide (two translations)`.
    """
    return _deed(page, lambda value: figures.day_within(value, status.measured))


def open_deed(page: PageRow) -> str:
    """Return the same with its day left open: it is told with its year in another one (`reports.slots`)."""
    return _deed(page, slots.day)


def _deed(page: PageRow, day: Callable[[datetime], str]) -> str:
    if page.verb is None:
        return ""
    takes = _extent([page], day)
    return f"{labels.VERB[page.verb]} ({takes})" if takes else labels.VERB[page.verb]


def extent(pages: Sequence[PageRow], status: Status) -> str:
    """Return what the same deed takes on some pages, all of one verb; empty where nobody knows.

    Of several locales as `3 words in each of 5 languages`.
    """
    return _extent(pages, lambda value: figures.day_within(value, status.measured))


def _extent(pages: Sequence[PageRow], day: Callable[[datetime], str]) -> str:
    first = pages[0]
    words = [page.left.words for page in pages]
    match first.verb:
        case Verb.PUBLISH:
            return _ready(pages, day)
        case Verb.DECIDE if not words[0]:
            return _DECISIONS.get(standing(first), "two translations")
        case Verb.DECIDE if first.state is not PageState.ORPHAN:
            return "two translations"
        case _ if first.state in _DECISIONS:
            return _DECISIONS[first.state]
    return figures.in_each(words)


def counted_verbs(counts: tuple[tuple[Verb, int], ...]) -> str:
    """Return how many pages want what: `12 to translate, 1 to check, 3 to publish`; empty where none does."""
    return ", ".join(f"{count:,} to {verb}" for verb, count in counts)


def waiting_since(page: PageRow) -> tuple[datetime | None, bool]:
    """Return since when a page waits, for its texts or to be published, and whether that is a bound only."""
    if page.state is PageState.CURRENT and not page.units and page.verb:
        return page.ready, page.ready_bounded
    return page.since, page.bounded


def waits(page: PageRow, status: Status) -> str:
    """Return how long a page waits, for its texts or to be published: `203 days`; empty where unknown."""
    since, bounded = waiting_since(page)
    return figures.waiting(since, status, bounded=bounded)


_DECISIONS = {
    PageState.ORPHAN: "its source is gone",
    PageState.UNMEASURED: "the PO file cannot be read",
    PageState.UNADOPTED: "its source may be newer",
    Publication.AHEAD: "edited on the site",
    Publication.CONFLICT: "two translations",
}


def _ready(pages: Sequence[PageRow], day: Callable[[datetime], str]) -> str:
    dated = [(page.ready, page.ready_bounded) for page in pages if page.ready is not None]
    if not dated:
        return ""
    moment, bounded = min(dated)
    return f"ready since {day(moment)}{' or earlier' if bounded else ''}"
