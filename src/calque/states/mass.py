"""Many pages that turn stale at once: seldom an editor, often a theme, a plugin or a rule."""

from collections.abc import Mapping, Sequence

from calque.model import (
    Finding,
    FindingCode,
    History,
    PageKey,
    SegmentState,
    Site,
    SplitPost,
    Status,
)

__all__ = ["edited_pages", "is_edited", "is_mass", "mass_change"]

_SHARE = 0.2
_PAGES = 10
"""On a small site, a usual day's work can change more than a fifth of the pages."""


def is_mass(pages: int, whole: int) -> bool:
    """Tell whether so many pages of the whole are no usual day: at least ten, and more than a fifth."""
    return pages >= _PAGES and pages > _SHARE * whole


def edited_pages(site: Site, sources: Sequence[SplitPost], known: Mapping[PageKey, History]) -> int:
    """Count the source pages with a text replaced since the last sync: not more pages than that can turn stale."""
    return sum(is_edited(split, known.get((site.source, split.post.key), History())) for split in sources)


def mass_change(site: Site, status: Status, known: Mapping[PageKey, History]) -> Finding | None:
    """Return the finding that asks for confirmation where too many pages turned stale since the last sync.

    A page did so if a stale unit's translation was made from a text that stood on the page at that sync.
    """
    pages: dict[str, str] = {}
    for page in status.pages:
        history = known.get((site.source, page.key), History())
        last = {text for _, text in history.revisions[-1].units} if history.revisions else set()
        if any(unit.state is SegmentState.STALE and unit.confirmed in last for unit in page.units):
            pages.setdefault(page.key, page.source_url or page.key)
    whole = len({page.key for page in status.pages if page.source_url})
    if not is_mass(len(pages), whole):
        return None
    shown = ", ".join(sorted(pages.values())[:3])
    return Finding.of(
        FindingCode.MASS_CHANGE,
        place=site.url,
        message=f"{len(pages)} of {whole} pages became stale at once, {shown} among them; nothing is written before "
        "somebody confirms it: check the source, then sync with --accept-changes",
    )


def is_edited(split: SplitPost, history: History) -> bool:
    """Tell whether a text of the page was replaced since the last sync."""
    if not history.revisions:
        return False
    before = set(history.revisions[-1].units)
    now = {(segment.context, segment.text) for segment in split.segments}
    return bool(before - now) and bool(now - before)
