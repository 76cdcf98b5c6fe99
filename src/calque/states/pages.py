"""One source page in one locale, or one page that translates nothing known: from values to its status."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from calque.adoption.offers import Obstacle
from calque.html import plain
from calque.model import (
    TITLE,
    History,
    Page,
    PageState,
    PageStatus,
    Pairing,
    Post,
    Publication,
    PublicationBase,
    SegmentState,
    Site,
    SplitPost,
    Tally,
    UnitFlaw,
    UnitStatus,
)
from calque.po.units import Key
from calque.states.age import Age, missing_since
from calque.states.drift import drift_flaws
from calque.states.judged_units import JudgedUnit, judge_units
from calque.states.live import LivePage, judge_live
from calque.states.moved import moved_flaws
from calque.states.page_flags import flags_of, outdated_since
from calque.states.page_reading import Reading
from calque.states.precedence import add_up, page_state
from calque.states.priority import page_priority
from calque.states.privacy import is_named
from calque.states.publication import PublicationVerdict, Targets, judge_publication
from calque.states.sums import percent
from calque.states.verbs import is_waiting
from calque.states.verdicts import Verdicts

__all__ = ["MeasuredPage", "measure_page"]

_UNCOUNTED = frozenset({PageState.UNADOPTED, PageState.UNMEASURED, PageState.ORPHAN})
"""States without a percentage: the translation is not in the catalog, cannot be read, or has no source any more."""
_COMPARED = frozenset({None, PageState.MIXED_LANGUAGE})
"""What a live page is by its texts where it is a translation, if only in part."""
_WITHDRAWN = frozenset({"trash", "hidden"})
"""Of a page that was on the site and is there no more: hidden is what visitors got and do not get now."""
_ON_SITE = {"publish": "published", "private": "private", "trash": "trashed"}
_TRANSLATED = frozenset({SegmentState.TRANSLATED, SegmentState.STALE})
"""States of a text whose translation somebody confirmed, of today's source or of an earlier one."""


class MeasuredPage(NamedTuple):
    """The status of a page, and what the ledger is to remember of it."""

    status: PageStatus
    base: PublicationBase | None
    """None where there is nothing to remember."""
    passing: bool = False
    """The next look may tell more."""


def measure_page(
    reading: Reading, site: Site, *, now: datetime, verdicts: Verdicts, looked: datetime | None = None
) -> MeasuredPage:
    """Judge a page in a locale, and count its units and words by state.

    `looked` is when this run looked at the live page, as the ledger writes it; where it is not given, `now`.
    """
    page = reading.group.translation(reading.locale)
    live = (
        judge_live(reading.live, locale=reading.locale, site=site, sources=_sources(reading))
        if reading.live
        else None
    )
    judged = _judge(reading, live, site, verdicts)
    counts = add_up([(unit.state, tally.words) for unit, tally, _ in judged])
    state = _state(reading, live, judged)
    measured = state not in _UNCOUNTED
    total = sum((tally for _, tally in counts), Tally()) if measured else Tally()
    done = dict(counts).get(SegmentState.TRANSLATED, Tally())
    outstanding = (
        tuple(unit for unit, _, _ in judged if unit.state is not SegmentState.TRANSLATED) if measured else ()
    )
    age = _oldest(outstanding) if measured else outdated_since(reading, page)
    pairing, reason = _pairing(reading)
    subject = _subject(reading, page)
    named = page is not None and is_named(page.post, site)
    verdict = _publication(reading, page, live, judged)
    status = PageStatus(
        locale=reading.locale,
        key=reading.group.gone or subject.key,
        title=_title(reading.source or reading.live) or subject.slug or subject.key,
        state=state,
        flags=flags_of(reading, page, live, judged, site, measured=measured),
        source_url=reading.source.post.link if reading.source else "",
        url=page.post.link if page and named else "",
        edit_url=_edit_url(page.post if page else subject, site),
        publication=verdict.state,
        on_site=_ON_SITE.get(page.post.status, "draft") if page else "never published",
        pairing=pairing,
        pairing_reason=reason,
        declared=(page.locale or "") if page else "",
        observed=(page.observed or "") if page else "",
        evidence=_evidence(live, page),
        catalog=reading.catalog,
        total=total,
        counts=counts if measured else (),
        percent=percent(done.segments, total.segments) if measured else None,
        percent_words=percent(done.words, total.words) if measured else None,
        since=age.since,
        bounded=age.bounded,
        priority=page_priority(outstanding, now=now),
        units=outstanding,
        live=live.wrong_texts if live and named and reading.source else (),
        flaws=_flaws(reading, live, judged, site) if measured else (),
        publication_reason=verdict.reason,
        built=reading.built and not reading.unreadable,
        readable=_readable(judged, verdict) if measured else Tally(),
    )
    return _with_readiness(status, reading.base, verdict, looked or now)


def _publication(
    reading: Reading, page: Page | None, live: LivePage | None, judged: Sequence[JudgedUnit]
) -> PublicationVerdict:
    """Judge how the live page stands beside the catalog; where there is no catalog to judge by, it is unknown."""
    if reading.source is None or reading.unreadable:
        return PublicationVerdict(Publication.UNKNOWN, base=reading.base)
    targets: Targets = {
        (one.status.context, one.status.source): unit.target[0]
        for one, unit in zip(judged, reading.units, strict=True)
        if one.status.state in _TRANSLATED and len(unit.target) == 1
    }
    return judge_publication(
        page,
        reading.source,
        reading.live,
        targets,
        complete=len(targets) == len(judged) > 0,
        foreign=live.foreign_texts if live else (),
        past=reading.past | reading.history.texts,
        base=reading.base,
        is_newer=partial(_came_after, reading.history, page.post.modified if page else None),
        is_ordered=not reading.is_own,
    )


def _readable(judged: Sequence[JudgedUnit], verdict: PublicationVerdict) -> Tally:
    """Return the translated segments that visitors read though the catalog went on: of an older page those it has."""
    if verdict.absent is None or verdict.state is Publication.PUBLISHED:
        return Tally()
    away = frozenset(verdict.absent)
    there = (
        size
        for unit, size, _ in judged
        if unit.state is SegmentState.TRANSLATED and (unit.context, unit.source) not in away
    )
    return sum(there, Tally())


def _came_after(history: History, saved: datetime | None, key: Key) -> bool:
    """Tell whether a text of the source is known to have come to its page after a moment."""
    age = missing_since(history, *key)
    return saved is not None and age.since is not None and not age.bounded and age.since > saved


def _with_readiness(
    status: PageStatus, base: PublicationBase | None, verdict: PublicationVerdict, looked: datetime
) -> MeasuredPage:
    """Return the page with since when it waits to be published: since the first look that found it so."""
    waits = is_waiting(status)
    ready, bounded = (base.ready, base.bounded) if base else (None, False)
    if waits and ready is None:
        ready, bounded = looked, base is None
    status = replace(status, ready=ready if waits else None, ready_bounded=bounded if waits else False)
    if verdict.base is None:
        return MeasuredPage(status, None, verdict.passing)
    remembered = replace(verdict.base, ready=status.ready, bounded=status.ready_bounded)
    return MeasuredPage(status, remembered, verdict.passing)


def _flaws(
    reading: Reading, live: LivePage | None, judged: Sequence[JudgedUnit], site: Site
) -> tuple[UnitFlaw, ...]:
    """Return what the checks say of the catalog's texts, and the drift of a live page that is written on the site."""
    flaws = tuple(flaw for one in judged for flaw in one.flaws)
    if reading.source is None or reading.live is None or live is None or live.state not in _COMPARED:
        return flaws
    if not reading.is_own:
        return flaws
    drifted = drift_flaws(judged, reading.source, reading.live, reading.locale, site, reading.pages)
    return flaws + drifted + moved_flaws(judged, reading.live, reading.locale, site)


def _sources(reading: Reading) -> frozenset[str]:
    """Return every text that the source page has or had."""
    today = (segment.text for segment in reading.source.segments) if reading.source else ()
    return reading.history.texts | frozenset(today)


def _judge(reading: Reading, live: LivePage | None, site: Site, verdicts: Verdicts) -> tuple[JudgedUnit, ...]:
    if reading.source is None:
        return live.units() if live else ()
    judged = judge_units(
        reading.units,
        locale=reading.locale,
        site=site,
        history=reading.history,
        verdicts=verdicts,
        published=reading.source.post.published,
    )
    return tuple(one._replace(status=_explained(one.status, reading.obstacles)) for one in judged)


def _explained(unit: UnitStatus, obstacles: Mapping[Key, Obstacle]) -> UnitStatus:
    """Return a missing unit with the reason why the live page could not give its translation."""
    obstacle = obstacles.get((unit.context, unit.source)) if unit.state is SegmentState.MISSING else None
    return unit if obstacle is None else replace(unit, reason=obstacle.phrase)


def _state(reading: Reading, live: LivePage | None, judged: Sequence[JudgedUnit]) -> PageState:
    if reading.group.gone:
        return PageState.ORPHAN
    if reading.unreadable:
        return PageState.UNMEASURED
    firsts = {unit.state for unit, _, _ in judged}
    flags = {flag for unit, _, _ in judged for flag in unit.flags}
    page = reading.group.translation(reading.locale)
    withdrawn = reading.source and page and page.post.status in _WITHDRAWN
    if withdrawn and firsts != {SegmentState.TRANSLATED}:
        return PageState.NO_TRANSLATION
    return page_state(live=live.state if live else None, is_live=live is not None, firsts=firsts, flags=flags)


def _oldest(units: Sequence[UnitStatus]) -> Age:
    """Return the earliest age, of the stale units where there are any."""
    stale = [unit for unit in units if unit.state is SegmentState.STALE] or units
    dated = [Age(unit.since, bounded=unit.bounded) for unit in stale if unit.since]
    return min(dated, key=lambda age: (age.since, age.bounded), default=Age(None))


def _pairing(reading: Reading) -> tuple[str, str]:
    row = next((row for row in reading.group.pairing if row[0] == reading.locale), None)
    if row:
        return str(row[1]), row[2]
    return (str(Pairing.UNPAIRED) if reading.source is None else "", "")


def _subject(reading: Reading, page: Page | None) -> Post:
    """Return the post that the row is about: the source, else the page itself."""
    if reading.source:
        return reading.source.post
    if page is None:
        message = "a reading has a source or a live page"
        raise ValueError(message)
    return page.post


def _edit_url(post: Post, site: Site) -> str:
    """Return where WordPress edits a post; nothing for a page from a file, nor for a term."""
    if post.collection in {"files", "categories", "tags"}:
        return ""
    return f"{site.url}/wp-admin/post.php?post={post.id}&action=edit"


def _title(split: SplitPost | None) -> str:
    segments = split.segments if split else ()
    return next((plain(segment.text) for segment in segments if segment.context == TITLE), "")


def _evidence(live: LivePage | None, page: Page | None) -> tuple[str, ...]:
    """Return what the texts of the page show, then why the page counts as one of its locale."""
    if live is None or page is None:
        return ()
    return (*live.evidence, *page.evidence, *page.conflicts)
