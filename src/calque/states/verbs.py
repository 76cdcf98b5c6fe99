"""What people do with a page next, in one verb."""

from collections.abc import Collection

from calque.model import PageState, PageStatus, Publication, SegmentState, Severity, Verb

__all__ = ["WAITING", "is_done", "is_waiting", "verb_of"]

WAITING = frozenset(
    {
        Publication.NOT_PUBLISHED,
        Publication.DRAFTED,
        Publication.TO_PUBLISH,
        Publication.AHEAD,
        Publication.CONFLICT,
    }
)
"""The publication states of a translated page that somebody has to do something about."""
_TO_CHECK = frozenset({SegmentState.NEEDS_REVIEW, SegmentState.FUZZY, SegmentState.INVALID})
_TO_DECIDE = frozenset({Publication.AHEAD, Publication.CONFLICT})


def is_done(page: PageStatus) -> bool:
    """Tell whether everything of a page is translated, and visitors can read it; or it is built, where nothing is live.

    Of a page whose publication state is unknown, nobody can say so.
    """
    if page.state is not PageState.CURRENT or page.units:
        return False
    return page.publication is Publication.PUBLISHED or _is_built(page)


def is_waiting(page: PageStatus) -> bool:
    """Tell whether everything of a page is translated, and it is not what visitors read."""
    if page.state is not PageState.CURRENT or page.units or page.publication not in WAITING:
        return False
    return not _is_built(page)


def verb_of(page: PageStatus) -> Verb | None:
    """Return what is to be done with a page first; None where nothing is.

    Texts missing, stale, copied or in another language → translate; two translations of a text → decide; texts to be
    looked at → check; all translated and not live → publish; all translated and edited on the site → decide.
    """
    match page.state:
        case PageState.CURRENT if not page.units:
            if not is_waiting(page):
                return None
            return Verb.DECIDE if page.publication in _TO_DECIDE else Verb.PUBLISH
        case PageState.ORPHAN:
            return Verb.DECIDE
        case PageState.UNMEASURED:
            return Verb.CHECK
        case PageState.UNADOPTED if not page.units:
            return Verb.CHECK if page.flags else None
    return _of_texts({unit.state for unit in page.units}, page)


def _is_built(page: PageStatus) -> bool:
    return page.built and page.publication is Publication.NOT_PUBLISHED


def _of_texts(states: Collection[SegmentState], page: PageStatus) -> Verb:
    if set(states) - _TO_CHECK - {SegmentState.CONFLICT}:
        return Verb.TRANSLATE
    if SegmentState.CONFLICT in states:
        return Verb.DECIDE
    wrong = any(text.severity is Severity.ERROR for text in page.live)
    return Verb.CHECK if states and not wrong else Verb.TRANSLATE
