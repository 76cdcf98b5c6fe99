"""Which pages want somebody, and how much of each."""

from collections.abc import Iterable

from calque.model import PageState, PageStatus, Tally

__all__ = ["outstanding", "wants_somebody"]


def wants_somebody(page: PageStatus) -> bool:
    """Tell whether there is something to do on a page.

    An unadopted page waits for the next sync alone, unless something is known of it.
    """
    if page.state is PageState.CURRENT:
        return bool(page.units)
    return page.state is not PageState.UNADOPTED or bool(page.units or page.flags)


def outstanding(pages: Iterable[PageStatus]) -> Tally:
    """Return the segments and the words that want somebody on these pages.

    A page without units counts the texts on the live page that are not in its language.
    """
    segments = words = 0
    for page in pages:
        texts = page.units or page.live
        segments += len(texts)
        words += sum(text.words for text in texts)
    return Tally(segments, words)
