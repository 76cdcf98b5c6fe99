"""Which pages need work, and how much of each: a text that stands on several pages of a locale is work once."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from calque.model import PageState, PageStatus, Severity, Tally
from calque.states.verbs import verb_of

__all__ = ["TextWork", "needs_work", "outstanding", "work_on"]


class TextWork(NamedTuple):
    """A text to work on in a locale; two of the same name are the same work."""

    name: tuple[str, ...]
    words: int


def needs_work(page: PageStatus) -> bool:
    """Tell whether there is something to do on a page.

    An unadopted page needs only the next sync, unless something else is known to be wrong with it.
    """
    return not page.is_quiet and verb_of(page) is not None


def work_on(page: PageStatus) -> Iterator[TextWork]:
    """Yield each text of a page that needs work; one without a source, of a page that nothing pairs, is its own.

    A page without units has the texts of the live page that are surely not in its language, which are its own; where
    everything is translated, those want to be published and no work. A quiet page has none.
    """
    if page.is_quiet:
        return
    for unit in page.units:
        role = () if unit.context is None else (unit.context,)
        name = ("text", unit.source) if unit.source else ("live text", unit.target)
        yield TextWork((*name, *role), unit.words)
    if page.units or page.state is PageState.CURRENT:
        return
    for number, text in enumerate(text for text in page.live if text.severity is Severity.ERROR):
        yield TextWork(("live", page.key, page.source_url, str(number)), text.words)


def outstanding(pages: Iterable[PageStatus]) -> Tally:
    """Return the number of segments and of words that need work on these pages.

    A text that stands on several pages of a locale counts once, with the least words that it needs on any of them.
    """
    least: dict[tuple[str, ...], int] = {}
    for page in pages:
        for text in work_on(page):
            name = (page.locale, *text.name)
            least[name] = min(text.words, least.get(name, text.words))
    return Tally(len(least), sum(least.values()))
