"""Drift: what of a live translation has no language, and is not what its source has.

A page of its own keeps its links, files, images, embeds, code and numbers when those of its source change; no text
shows it. Where a page is built from its catalog, it has those of its source.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import accumulate
from typing import NamedTuple

from calque.checks import CheckSetting
from calque.checks.links import Hosts
from calque.checks.numbers import numbers
from calque.checks.pair import Pair
from calque.model import Document, Segment, Severity, Site, SplitPost, UnitFlaw
from calque.po.units import Key
from calque.states.judged_units import CHECKED_STATES, JudgedUnit
from calque.states.marks import PageMark, PageMarkKind, marks_of, without_digits

__all__ = ["DRIFT", "drift_flaws"]

DRIFT = "drift"
"""The code of what is said of it, among flaws and findings."""
_WARNING, _NOTE = Severity.WARNING, Severity.NOTE
_HAS = {
    PageMarkKind.LINK: "links to",
    PageMarkKind.FILE: "links to",
    PageMarkKind.IMAGE: "shows",
    PageMarkKind.EMBED: "embeds",
    PageMarkKind.CODE: "has the code",
}
_MOST = 200
"""Differences of a kind that are looked at: with more, the pages have nothing to do with each other."""
_KEPT = 0.5
"""With more than this share of a page's links to the site itself, translations have the addresses of their sources."""


class MarkDifference(NamedTuple):
    """A mark of the source and the other one that the live page has in its place; one of them may be missing."""

    source: PageMark | None
    live: PageMark | None
    severity: Severity


def drift_flaws(
    judged: Sequence[JudgedUnit], source: SplitPost, live: SplitPost, locale: str, site: Site
) -> tuple[UnitFlaw, ...]:
    """Return a flaw for each mark of the source that its live translation has not, and for each that it has instead.

    A text that is work already, since it is stale or missing, takes its marks along. What a locale has of its own is no
    drift: the host of a country, an address or a file that names the language, pages of the site itself where their
    translations have other addresses.
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
        differences = _compare(kind, own, given[kind], CheckSetting(site.source, locale, site))
        told = (one for one in differences if not _is_ignored(one, ignored))
        flaws += filter(None, (_flaw(one, places, units, source, locale) for one in told))
    return tuple(dict.fromkeys(flaws))


def _by_kind(marks: Sequence[PageMark]) -> Mapping[PageMarkKind, list[PageMark]]:
    return {kind: [one for one in marks if one.kind is kind] for kind in PageMarkKind}


def _compare(
    kind: PageMarkKind, wanted: Sequence[PageMark], given: Sequence[PageMark], setting: CheckSetting
) -> Iterator[MarkDifference]:
    match kind:
        case PageMarkKind.NUMBER:
            yield from _numbers(wanted, given, setting)
        case PageMarkKind.LINK:
            yield from _links([one for one in wanted if not one.own], [one for one in given if not one.own])
            yield from _pages([one for one in wanted if one.own], [one for one in given if one.own])
        case PageMarkKind.EMBED:
            yield from _links(wanted, given)
        case PageMarkKind.FILE | PageMarkKind.IMAGE:
            yield from _files(wanted, given)
        case PageMarkKind.CODE:
            yield from _codes(wanted, given)


def _left(
    wanted: Sequence[PageMark], given: Sequence[PageMark], key: Callable[[PageMark], str]
) -> tuple[list[PageMark], list[PageMark]]:
    """Return what has no counterpart of an equal key on the other side; one that stands twice needs one alone."""
    here, there = {key(one) for one in wanted}, {key(one) for one in given}
    missing = {key(one): one for one in wanted if key(one) not in there}
    further = {key(one): one for one in given if key(one) not in here}
    return [*missing.values()][:_MOST], [*further.values()][:_MOST]


def _links(wanted: Sequence[PageMark], given: Sequence[PageMark]) -> Iterator[MarkDifference]:
    missing, further = _left(wanted, given, lambda one: one.key)
    for one in [*missing]:
        twin = next((other for other in further if _is_counterpart(one, other)), None)
        if twin:
            missing.remove(one)
            further.remove(twin)
    yield from _paired(missing, further)


def _is_counterpart(one: PageMark, other: PageMark) -> bool:
    """Tell whether two addresses are one thing in two languages: `en.wikipedia.org/…`, `fr.wikipedia.org/…`."""
    host, there = (mark.key.partition("/")[0].partition("?")[0] for mark in (one, other))
    return (host != there or other.local) and there in Hosts([host])


def _pages(wanted: Sequence[PageMark], given: Sequence[PageMark]) -> Iterator[MarkDifference]:
    """Compare links to the site's own pages, whose translations may have other addresses than their sources.

    They have not where most of the page's links say so. Else two that differ in numbers alone, `/v1/` and `/v2/`, are
    two versions of one page.
    """
    missing, further = _left(wanted, given, lambda one: one.key)
    keys = {one.key for one in wanted}
    kept = len(keys) - len(missing)
    if kept > _KEPT * len(keys):
        yield from _paired(missing, further)
        return
    for one in missing:
        twin = next(
            (other for other in further if without_digits(other.key) == without_digits(one.key)), None
        )
        if twin:
            yield MarkDifference(one, twin, _WARNING)
            further.remove(twin)


def _files(wanted: Sequence[PageMark], given: Sequence[PageMark]) -> Iterator[MarkDifference]:
    """Compare files by their names; one of another name with the same numbers may be the one of the locale."""
    missing, further = _left(wanted, given, lambda one: one.key)
    for one in missing:
        twin = _nearest(one, further)
        if twin is None:
            yield MarkDifference(one, None, _WARNING)
            continue
        further.remove(twin)
        is_version = without_digits(one.key) == without_digits(twin.key)
        yield MarkDifference(one, twin, _WARNING if is_version else _NOTE)
    yield from (MarkDifference(None, other, _NOTE) for other in further)


def _codes(wanted: Sequence[PageMark], given: Sequence[PageMark]) -> Iterator[MarkDifference]:
    missing, further = _left(wanted, given, lambda one: one.key)
    fewer = len(given) < len(wanted)
    for one in missing:
        twin = _nearest(one, further)
        if twin:
            further.remove(twin)
        yield MarkDifference(one, twin, _WARNING if twin is None and fewer else _NOTE)
    yield from (MarkDifference(None, other, _NOTE) for other in further)


def _numbers(
    wanted: Sequence[PageMark], given: Sequence[PageMark], setting: CheckSetting
) -> Iterator[MarkDifference]:
    """Compare numbers that stand alone, as in the cells of a table, one with the other of its place."""
    if len(wanted) != len(given):
        missing, further = _left(wanted, given, lambda one: "".join(filter(str.isdecimal, one.key)))
        yield from _paired(missing, further)
        return
    for one, other in zip(wanted, given, strict=True):
        pair = Pair(f"= {one.key} =", f"= {other.key} =", setting)
        digits = ["".join(filter(str.isdecimal, mark.key)) for mark in (one, other)]
        if digits[0] != digits[1] and next(iter(numbers(pair)), ""):
            yield MarkDifference(one, other, _WARNING)


def _paired(missing: Sequence[PageMark], further: Sequence[PageMark]) -> Iterator[MarkDifference]:
    """Put what the live page lacks beside what it has most alike in its place."""
    left = [*further]
    for one in missing:
        twin = _nearest(one, left)
        if twin:
            left.remove(twin)
        yield MarkDifference(one, twin, _WARNING)
    yield from (MarkDifference(None, other, _NOTE) for other in left)


def _nearest(one: PageMark, others: Sequence[PageMark]) -> PageMark | None:
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 — 20 ms that only a page with drift needs

    return max(others, key=lambda other: ratio(one.key, other.key), default=None)


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


def _message(one: MarkDifference, locale: str) -> str:
    here, there = one.source, one.live
    if here and there:
        has = _HAS.get(here.kind, "has")
        again = "to " if has == "links to" else ""
        return f"the source {has} {here.shown}, the {locale} page {again}{there.shown}"
    if here:
        return f"the source {_HAS.get(here.kind, 'has')} {here.shown}, the {locale} page does not"
    if there:
        return f"the {locale} page {_HAS.get(there.kind, 'has')} {there.shown}, the source does not"
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
