"""Drift: parts of a live translation that have no language, and are not those of its source.

A page of its own keeps its links, files, images, embeds, code and numbers when those of its source change; no text
shows it. Where a page is built from its catalog, it has those of its source.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import accumulate

from calque.checks import CheckSetting
from calque.locales import locale_name
from calque.model import Document, Segment, Site, SplitPost, UnitFlaw
from calque.po.units import Key
from calque.states.differences import MarkDifference, compare_marks
from calque.states.judged_units import CHECKED_STATES, JudgedUnit
from calque.states.marks import PageMark, PageMarkKind, marks_of

__all__ = ["DRIFT", "drift_flaws"]

DRIFT = "drift"
"""The code of what is said of it, among flaws and findings."""
_HAS = {
    PageMarkKind.LINK: "links to",
    PageMarkKind.FILE: "links to",
    PageMarkKind.IMAGE: "shows",
    PageMarkKind.EMBED: "embeds",
    PageMarkKind.CODE: "has the code",
}
_PLAYED = re.compile(r"\.(?:mp[34]|m4[av]|og[agv]|opus|wav|webm|mov)\Z", re.IGNORECASE)
"""What `<video>` and `<audio>` play."""


def drift_flaws(
    judged: Sequence[JudgedUnit],
    source: SplitPost,
    live: SplitPost,
    locale: str,
    site: Site,
    pages: Mapping[str, str],
) -> tuple[UnitFlaw, ...]:
    """Return a flaw for each mark of the source that its live translation has not, and for each that it has instead.

    A text that is work already, since it is stale or missing, takes its marks along. What a locale has of its own is no
    drift: the host of a country, an address or a file that names the language, the translation of a page that the
    source links to. `pages` are those of the site that have one: place → key, as `states.linked` names them.
    """
    ignored = site.drift.ignored_in(locale)
    languages = frozenset(
        form for tag in (site.source, locale) for form in (tag.casefold(), tag.partition("-")[0].casefold())
    )
    places = [_SegmentEnds(document) for document in source.documents]
    units = {(unit.status.context, unit.status.source): unit for unit in judged}
    wanted = _by_kind(marks_of(source, site, languages))
    given = _by_kind(marks_of(live, site, languages))
    flaws: list[UnitFlaw] = []
    for kind in PageMarkKind:
        if kind in ignored or not (wanted[kind] or given[kind]):
            continue
        own = wanted[kind]
        if (
            kind is not PageMarkKind.NUMBER
        ):  # of two alike, the last one is told: rather one in a text that is no work
            own = sorted(own, key=lambda mark: _is_told(mark, places, units))
        differences = compare_marks(kind, own, given[kind], CheckSetting(site.source, locale, site), pages)
        told = (one for one in differences if not _is_ignored(one, ignored))
        flaws += filter(None, (_flaw(one, places, units, source, locale) for one in told))
    return tuple(dict.fromkeys(flaws))


def _by_kind(marks: Sequence[PageMark]) -> Mapping[PageMarkKind, list[PageMark]]:
    return {kind: [one for one in marks if one.kind is kind] for kind in PageMarkKind}


def _is_told(mark: PageMark, places: Sequence["_SegmentEnds"], units: Mapping[Key, JudgedUnit]) -> bool:
    """Tell whether a mark stands in a text that is translated, or in none."""
    segment = places[mark.document].at(mark.offset)
    unit = units.get((segment.context, segment.text)) if segment else None
    return segment is None or (unit is not None and unit.status.state in CHECKED_STATES)


def _is_ignored(one: MarkDifference, ignored: frozenset[str]) -> bool:
    shown = [mark.shown for mark in (one.source, one.live) if mark]
    return any(fnmatchcase(text, pattern) for text in shown for pattern in ignored)


def _flaw(
    one: MarkDifference,
    places: Sequence["_SegmentEnds"],
    units: Mapping[Key, JudgedUnit],
    source: SplitPost,
    locale: str,
) -> UnitFlaw | None:
    message = _message(one, locale)
    segment = places[one.source.document].at(one.source.offset) if one.source else None
    if segment is None:
        return UnitFlaw(
            DRIFT,
            one.severity,
            message,
            f"{source.post.key}:content",
            0,
            one.source.shown if one.source else "",
            one.live.shown if one.live else "",
        )
    unit = units.get((segment.context, segment.text))
    if unit is None or unit.status.state not in CHECKED_STATES:
        return None
    own = unit.status
    return UnitFlaw(DRIFT, one.severity, message, own.reference, own.line, own.source, own.target)


def _has(mark: PageMark) -> str:
    is_player = mark.kind is PageMarkKind.EMBED and _PLAYED.search(mark.shown.partition("?")[0])
    return "plays" if is_player else _HAS.get(mark.kind, "has")


def _message(one: MarkDifference, locale: str) -> str:
    here, there = one.source, one.live
    name = locale_name(locale)
    if here and there:
        has = _has(here)
        again = "to " if has == "links to" else ""
        return f"the source {has} {here.shown}, the {name} page {again}{there.shown}"
    if here:
        return f"the source {_has(here)} {here.shown}, the {name} page does not"
    if there:
        return f"the {name} page {_has(there)} {there.shown}, the source does not"
    return ""


class _SegmentEnds:
    """Where the segments of a document stand, to find the one around a place, or the one that the place leads into."""

    def __init__(self, document: Document) -> None:
        self._html = document.html
        self._segments = document.segments
        self._ends = [*accumulate((segment.end for segment in document.segments), max)]
        """How far each segment and all before it reach: one may hold the next."""

    def at(self, offset: int) -> Segment | None:
        """Return the segment that a mark stands in, or that stands in the tag of the mark."""
        number = bisect_right(self._ends, offset)
        if number == len(self._segments):
            return None
        segment = self._segments[number]
        inside = segment.start <= offset or self._html.find("<", offset + 1, segment.start) < 0
        return segment if inside else None
