"""Questions: what a person has to confirm first, as the guards ask it of the pages that changed."""

from collections.abc import Callable, Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from calque.guards.mass import is_mass, mass_change
from calque.guards.questions import Guard
from calque.guards.texts import PageTexts, blank_pages, is_many, texts_vanished
from calque.ledger.read import read_known
from calque.model import Finding, History, PageKey, Site
from calque.pipeline.catalogs.history import read_site_history
from calque.pipeline.ingest.content import Content
from calque.pipeline.runner import Runner, batches
from calque.states.edited import edited_pages, page_texts, turned_pages
from calque.states.scope import is_wanted

if TYPE_CHECKING:
    from calque.pipeline.status.track import Tracked  # which loads all that judges texts

__all__ = ["Compared", "Histories", "ask_of_stale", "ask_of_texts", "blank_rows", "compare", "may_be_asked"]

Histories = Mapping[PageKey, History]
"""What the ledger holds of each page."""


_FEW = 5
"""No guard asks for fewer pages."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Pages beside the last sync."""

    texts: tuple[PageTexts, ...]
    """The public ones with other texts."""
    edited: int
    """The source pages with a text that was replaced: at most so many turned stale."""

    def may_be_mass(self, sources: int) -> bool:
        """Tell whether so many of all source pages were edited that many may be stale."""
        return is_mass(self.edited, sources)


def compare(site: Site, changed: Content, known: Callable[[Collection[str]], Histories]) -> Compared:
    """Compare the pages that changed with the last sync, a batch at a time: `known` reads the history of some posts."""
    texts: list[PageTexts] = []
    edited = 0
    for pages in batches(changed.pages):
        histories = known({page.post.key for page in pages})
        part = replace(changed, pages=tuple(pages))
        texts += page_texts(pages, changed.splits, histories)
        edited += edited_pages(site, part.sources(site), histories)
    return Compared(tuple(texts), edited)


def may_be_asked(
    site: Site, changed: Content, runner: Runner, sources: int, accept: AbstractSet[Guard]
) -> bool:
    """Tell whether so much changed that a guard has to look at all pages, of which so many are `sources`."""
    if len(changed.pages) < _FEW:
        return False
    changed.splits.load(changed.splits, runner)
    found = compare(site, changed, lambda posts: read_site_history(site, posts=posts, catalogs=()).pages)
    if Guard.TEXTS_VANISHED not in accept and blank_rows(found):
        return True
    return Guard.MASS_CHANGE not in accept and found.may_be_mass(sources)


def blank_rows(found: Compared) -> tuple[PageTexts, ...]:
    """Return the pages that lost most of their texts, where they are so many that a large site may have lost them."""
    blank = blank_pages(found.texts)
    return blank if is_many(len(blank), 0) else ()


def ask_of_texts(site: Site, found: Compared, every: Content) -> Finding | None:
    """Return what is asked where many of all pages lost their texts."""
    if not blank_rows(found):
        return None
    known = read_known(site)
    public = (page for page in every.pages if page.post.status == "publish" and not page.post.locked)
    return texts_vanished(found.texts, site=site.url, pages=sum(page.key in known for page in public))


def ask_of_stale(site: Site, tracked: "Tracked", every: Content, histories: Histories) -> Finding | None:
    """Return what is asked where many of all source pages turned stale at once."""
    rows = turned_pages(site, tracked.pages, histories)
    wanted = sum(
        any(is_wanted(page.post, site.scope(locale.tag)) for locale in site.locales)
        for page in every.source_pages(site)
    )
    return mass_change(rows, site=site.url, pages=wanted)
