"""Which pages need work, and how much of each."""

from collections.abc import Iterable

from calque.model import PageState, PageStatus, Severity, Tally

__all__ = ["needs_work", "outstanding"]


def needs_work(page: PageStatus) -> bool:
    """Tell whether there is something to do on a page.

    An unadopted page needs only the next sync, unless something else is known to be wrong with it.
    """
    if page.is_quiet:
        return False
    if page.state is PageState.CURRENT:
        return bool(page.units)
    return page.state is not PageState.UNADOPTED or bool(page.units or page.flags)


def outstanding(pages: Iterable[PageStatus]) -> Tally:
    """Return the number of segments and of words that need work on these pages.

    A page without units counts the texts on the live page that are surely not in its language; a quiet one none.
    """
    segments = words = 0
    for page in pages:
        if page.is_quiet:
            continue
        texts = page.units or [text for text in page.live if text.severity is Severity.ERROR]
        segments += len(texts)
        words += sum(text.words for text in texts)
    return Tally(segments, words)
