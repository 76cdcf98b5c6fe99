"""Differences between the marks of a source and those of its live translation: which two are one in two languages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from calque.checks import CheckSetting
from calque.checks.links import Hosts
from calque.checks.numbers import numbers
from calque.checks.pair import Pair
from calque.model import Severity
from calque.states.marks import PageMark, PageMarkKind, without_digits

__all__ = ["MarkDifference", "compare_marks"]

_WARNING, _NOTE = Severity.WARNING, Severity.NOTE
_MOST = 200
"""Differences of a kind that are looked at: with more, the pages have nothing to do with each other."""
_KEPT = 0.5
"""With more than this share of a page's links to the site itself, translations have the addresses of their sources."""


class MarkDifference(NamedTuple):
    """A mark of the source and the other one that the live page has in its place; one of them may be missing."""

    source: PageMark | None
    live: PageMark | None
    severity: Severity


def compare_marks(
    kind: PageMarkKind,
    wanted: Sequence[PageMark],
    given: Sequence[PageMark],
    setting: CheckSetting,
    pages: Mapping[str, str],
) -> Iterator[MarkDifference]:
    """Yield the marks of one kind that a page has otherwise than its source, or has not, or has beside it.

    `pages` are those of the site that are translated: place → key.
    """
    match kind:
        case PageMarkKind.NUMBER:
            yield from _numbers(wanted, given, setting)
        case PageMarkKind.LINK:
            yield from _links([one for one in wanted if not one.own], [one for one in given if not one.own])
            yield from _pages([one for one in wanted if one.own], [one for one in given if one.own], pages)
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


def _pages(
    wanted: Sequence[PageMark], given: Sequence[PageMark], pages: Mapping[str, str]
) -> Iterator[MarkDifference]:
    """Compare links to pages of the site itself; where a page is known, its source and its translations are one page.

    Translations may have other addresses than their sources. They have not where most of the page's links say so: then
    each address is compared. Else an address that is not known may lead to the counterpart of any other, and of two
    that differ in numbers alone, `/v1/` and `/v2/`, it is known that they are two versions of one page.
    """
    here, there = ({_page_of(one, pages): one for one in marks} for marks in (wanted, given))
    keys, others = ({one.key for one in marks} for marks in (wanted, given))
    missing = [one for name, one in here.items() if not _is_among(name, one, there, others)][:_MOST]
    further = [one for name, one in there.items() if not _is_among(name, one, here, keys)][:_MOST]
    if len(keys & others) > _KEPT * len(keys):
        yield from _paired(missing, further)
        return
    for one in [*missing]:
        twin = next((other for other in further if _is_version(one, other, pages)), None)
        if twin:
            yield MarkDifference(one, twin, _WARNING)
            missing.remove(one)
            further.remove(twin)
    yield from _known(missing, further, pages)


def _known(
    missing: Sequence[PageMark], further: Sequence[PageMark], pages: Mapping[str, str]
) -> Iterator[MarkDifference]:
    """Yield the links that surely lead to different pages: both pages are known, or no link is left for one."""
    if len(missing) == len(further):  # each stands in the place of the other
        for one, other in zip(missing, further, strict=True):
            if _is_known(one, pages) and _is_known(other, pages):
                yield MarkDifference(one, other, _WARNING)
        return
    led = [one for one in further if _is_known(one, pages)]
    unsure = len(further) - len(led)
    for one in [one for one in missing if _is_known(one, pages)]:
        twin = _nearest(one, led)
        if twin:
            led.remove(twin)
        elif unsure:
            unsure -= 1
            continue
        yield MarkDifference(one, twin, _WARNING)
    own = sum(not _is_known(one, pages) for one in missing)  # these may be what the others lead to
    yield from (MarkDifference(None, other, _NOTE) for other in led[own:])


class _PageName(NamedTuple):
    """What a link to a page of the site leads to: the key of the page, or its address where no page is known."""

    is_known: bool
    name: str


def _page_of(mark: PageMark, pages: Mapping[str, str]) -> _PageName:
    key = next((pages[place] for place in mark.places if place in pages), "")
    return _PageName(bool(key), key or mark.key)


def _is_known(mark: PageMark, pages: Mapping[str, str]) -> bool:
    return _page_of(mark, pages).is_known


def _is_version(one: PageMark, other: PageMark, pages: Mapping[str, str]) -> bool:
    """Tell whether two addresses without a known page differ in numbers alone."""
    known = _is_known(one, pages) or _is_known(other, pages)
    return not known and without_digits(one.key) == without_digits(other.key)


def _is_among(
    name: _PageName, mark: PageMark, others: Mapping[_PageName, PageMark], addresses: AbstractSet[str]
) -> bool:
    """Tell whether a page is linked to on the other side, by the page or, where one is not known, by its address."""
    if name in others:
        return True
    if not name.is_known:
        return mark.key in addresses
    return _PageName(is_known=False, name=mark.key) in others


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
