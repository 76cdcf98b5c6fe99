"""The flags of a page beside its state: what is stale, unaligned, outdated or in doubt of it."""

from collections import Counter
from collections.abc import Sequence

from calque.adoption.offers import Obstacle
from calque.html.cosmetic import look_of
from calque.model import QUIET, Page, Post, SegmentState, Site, SourceRevision
from calque.states.age import Age
from calque.states.judged_units import JudgedUnit
from calque.states.live import LivePage
from calque.states.moved_links import has_other_links
from calque.states.page_reading import Reading

__all__ = ["flags_of", "outdated_since"]

_TOLD = frozenset({SegmentState.STALE, SegmentState.CONFLICT})
_UNALIGNED = frozenset(
    {Obstacle.UNALIGNED, Obstacle.SPLIT, Obstacle.JOINED, Obstacle.UNSURE, Obstacle.MARKUP}
)


def flags_of(
    reading: Reading,
    page: Page | None,
    live: LivePage | None,
    judged: Sequence[JudgedUnit],
    site: Site,
    *,
    measured: bool,
) -> tuple[str, ...]:
    """Return the flags beside the state: `stale` and `unaligned` units, an outdated live page, a doubted locale."""
    units = [unit for unit, _, _ in judged]
    flags = {str(flag) for unit in units for flag in unit.flags if flag in _TOLD and measured}
    if live and _has_old_copies(reading, live):
        flags.add(str(SegmentState.STALE))
    if any(unit.waivers for unit in reading.units):
        flags.add("waived")
    if reading.is_quiet:
        flags.add(QUIET)
    if page and page.conflicts:
        flags.add("locale_conflict")
    if (
        page
        and reading.source
        and not flags & {SegmentState.STALE, "waived"}
        and _is_older(page.post, reading.source.post)
        and not _is_of_this_text(page.post, reading, site)
    ):
        flags.add("possibly_stale")
    if (page and page.post.builder) or (reading.source and reading.source.post.builder):
        flags.add("page_builder")
    if any(
        reading.obstacles.get((unit.context, unit.source)) in _UNALIGNED for unit in units if not unit.target
    ):
        flags.add("unaligned")
    return tuple(sorted(flags))


def _has_old_copies(reading: Reading, live: LivePage) -> bool:
    """Tell whether the page has copies of texts that its source had once and has no longer."""
    today = {segment.text for segment in reading.source.segments} if reading.source else set()
    return bool((live.copies & reading.history.texts) - today)


def outdated_since(reading: Reading, page: Page | None) -> Age:
    """Date the first revision of the source after the live page was saved; unknown where none is known."""
    if (
        not page
        or not reading.source
        or page.post.modified is None
        or not _is_older(page.post, reading.source.post)
    ):
        return Age(None)
    later = [revision for revision in reading.history.revisions if revision.since > page.post.modified]
    first_known = bool(later) and later[0] == reading.history.revisions[0]
    return Age(later[0].since, bounded=first_known) if later else Age(None)


def _is_older(translation: Post, source: Post) -> bool:
    return bool(translation.modified and source.modified and translation.modified < source.modified)


def _is_of_this_text(translation: Post, reading: Reading, site: Site) -> bool:
    """Tell whether the source looked as today, links included, when its translation was saved: its date alone moved."""
    saved, revisions = translation.modified, reading.history.revisions
    standing = [one for one in revisions if saved and one.since <= saved]
    if not standing or not (reading.source and reading.live):
        return False
    if standing[-1] is not revisions[-1] and _looks(standing[-1]) != _looks(revisions[-1]):
        return False
    return not has_other_links(reading.source, reading.live, site)


def _looks(revision: SourceRevision) -> Counter[tuple[str | None, str]]:
    return Counter((context, look_of(text)) for context, text in revision.units)
