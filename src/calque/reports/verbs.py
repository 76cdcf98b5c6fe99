"""What is to be done with a page, in one verb and what it takes: `Translate (135 words)`."""

from collections.abc import Sequence
from datetime import datetime

from calque.model import PageState, PageStatus, Publication, Status, Verb
from calque.reports import figures, labels
from calque.states.outstanding import outstanding
from calque.states.verbs import verb_of

__all__ = ["counted_verbs", "deed", "extent", "standing"]


def standing(page: PageStatus) -> PageState | Publication:
    """Return the state that tells most of a page: of a translated one that waits, how it is published."""
    return page.publication if _waits(page) else page.state


def deed(page: PageStatus, status: Status) -> str:
    """Return what is to be done with a page, and what it takes; empty where nothing is.

    `Translate (135 words)`, `Check (3 words)`, `Publish (ready since 12 June)`, `Decide (two translations)`.
    """
    verb = verb_of(page)
    if verb is None:
        return ""
    takes = extent([page], status)
    return f"{labels.VERB[verb]} ({takes})" if takes else labels.VERB[verb]


def extent(pages: Sequence[PageStatus], status: Status) -> str:
    """Return what the same deed takes on some pages, all of one verb; empty where nobody knows.

    Of words those in each, where they are as many in several locales: `3 words in each of 5 languages`.
    """
    first = pages[0]
    words = [outstanding([page]).words for page in pages]
    match verb_of(first):
        case Verb.PUBLISH:
            return _ready(pages, status)
        case Verb.DECIDE if not words[0]:
            return _DECISIONS.get(standing(first), "two translations")
        case Verb.DECIDE if first.state is not PageState.ORPHAN:
            return "two translations"
        case _ if first.state in _DECISIONS:
            return _DECISIONS[first.state]
    if len(pages) > 1 and len(set(words)) == 1:
        return f"{figures.plural(words[0], 'word')} in each of {figures.plural(len(pages), 'language')}"
    return figures.plural(sum(words), "word")


def counted_verbs(counts: tuple[tuple[Verb, int], ...]) -> str:
    """Return how many pages want what: `12 to translate, 1 to check, 3 to publish`; empty where none does."""
    return ", ".join(f"{count:,} to {verb}" for verb, count in counts)


_DECISIONS = {
    PageState.ORPHAN: "its source is gone",
    PageState.UNMEASURED: "the PO file cannot be read",
    PageState.UNADOPTED: "its source may be newer",
    Publication.AHEAD: "edited on the site",
    Publication.CONFLICT: "two translations",
}


def _waits(page: PageStatus) -> bool:
    return page.state is PageState.CURRENT and verb_of(page) in (Verb.PUBLISH, Verb.DECIDE)


def _ready(pages: Sequence[PageStatus], status: Status) -> str:
    dated = [(page.ready, page.ready_bounded) for page in pages if page.ready is not None]
    if not dated:
        return ""
    moment, bounded = min(dated)
    return f"ready since {_day(moment, status.measured)}{' or earlier' if bounded else ''}"


def _day(value: datetime, now: datetime) -> str:
    """Return `12 June`; of another year, that too."""
    day = figures.moment(value)
    return day if value.year != now.year else day.rpartition(" ")[0]
