"""Edited pages: whose texts are other than at the last sync, and whose translations turned stale by it."""

from collections.abc import Iterable, Mapping, Sequence

from calque.guards.mass import TurnedPage
from calque.guards.texts import PageTexts
from calque.model import History, Page, PageKey, PageStatus, SegmentState, Site, SplitPost

__all__ = ["edited_pages", "has_other_text", "is_edited", "page_texts", "turned_pages"]


def edited_pages(site: Site, sources: Sequence[SplitPost], known: Mapping[PageKey, History]) -> int:
    """Count the source pages with a text that was replaced since the last sync: at most so many turn stale."""
    return sum(is_edited(split, known.get((site.source, split.post.key), History())) for split in sources)


def is_edited(split: SplitPost, history: History) -> bool:
    """Tell whether a text of the page was replaced since the last sync."""
    if not history.revisions:
        return False
    before = set(history.revisions[-1].units)
    now = {(segment.context, segment.text) for segment in split.segments}
    return bool(before - now) and bool(now - before)


def has_other_text(split: SplitPost, history: History | None) -> bool:
    """Tell whether a page that a sync has read before has another text now."""
    if history is None or not history.revisions:
        return False
    return history.revisions[-1].units != tuple((segment.context, segment.text) for segment in split.segments)


def turned_pages(
    site: Site, rows: Iterable[PageStatus], known: Mapping[PageKey, History]
) -> tuple[TurnedPage, ...]:
    """Return a row a source page: whether it turned stale in some locale since the last sync.

    It did so if a stale unit's translation was made from a text that stood on the page at that sync.
    """
    pages: dict[str, TurnedPage] = {}
    for page in rows:
        history = known.get((site.source, page.key), History())
        last = {text for _, text in history.revisions[-1].units} if history.revisions else set()
        stale = any(unit.state is SegmentState.STALE and unit.confirmed in last for unit in page.units)
        if page.source_url or stale:  # an orphan has no source to have turned
            stale |= page.key in pages and pages[page.key].stale
            pages[page.key] = TurnedPage(page.source_url or page.key, stale)
    return tuple(pages.values())


def page_texts(
    pages: Iterable[Page], splits: Mapping[PageKey, SplitPost], known: Mapping[PageKey, History]
) -> tuple[PageTexts, ...]:
    """Return a row for each public page that a sync has read before and that has other texts: those of then and now."""
    rows: list[PageTexts] = []
    for page in pages:
        history = known.get(page.key)
        if history is None or not history.revisions or page.post.status != "publish" or page.post.locked:
            continue
        before = {text: len(text) for _, text in history.revisions[-1].units}
        now = {segment.text: len(segment.text) for segment in splits[page.key].segments}
        if now.keys() != before.keys():
            rows.append(PageTexts(page.key, page.post.link_or_key, before, now))
    return tuple(rows)
