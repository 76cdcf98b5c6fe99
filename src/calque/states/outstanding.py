"""Which pages need work, and how much of each."""

from collections.abc import Iterable

from calque.model import PageState, PageStatus, Severity, Tally
from calque.states.verbs import verb_of

__all__ = ["needs_work", "outstanding"]


def needs_work(page: PageStatus) -> bool:
    """Tell whether there is something to do on a page.

    An unadopted page needs only the next sync, unless something else is known to be wrong with it.
    """
    return verb_of(page) is not None


def outstanding(pages: Iterable[PageStatus]) -> Tally:
    """Return the number of segments and of words that need work on these pages.

    A page without units counts the texts on the live page that are surely not in its language; where everything is
    translated, those want to be published and no work.
    """
    segments = words = 0
    for page in pages:
        wrong = page.live if page.state is not PageState.CURRENT else ()
        texts = page.units or [text for text in wrong if text.severity is Severity.ERROR]
        segments += len(texts)
        words += sum(text.words for text in texts)
    return Tally(segments, words)
