"""The units of a catalog, judged one by one."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from calque.checks import CheckSetting, check_unit, setting_of
from calque.html import count_words
from calque.language import Judgement, judge
from calque.model import (
    Change,
    Flaw,
    History,
    SegmentState,
    Severity,
    Site,
    Tally,
    Unit,
    UnitFlaw,
    UnitStatus,
)
from calque.states.age import Age, stale_since, wanted_since
from calque.states.changes import changed_words, grade_change
from calque.states.precedence import unit_states
from calque.states.verdicts import TextVerdict, Verdicts

__all__ = ["CHECKED_STATES", "JudgedUnit", "judge_units"]

_TOLD_BY_STATE = frozenset({"untranslated-copy", "wrong-language"})
"""Checks whose findings are states of a unit."""
CHECKED_STATES = frozenset({SegmentState.INVALID, SegmentState.TRANSLATED})
"""States of a text that somebody confirmed as a translation. What the checks find is reported in these states alone."""


class JudgedUnit(NamedTuple):
    """A unit's status, its size, and what the checks say of it."""

    status: UnitStatus
    size: Tally
    """One segment, and the words of its source text."""
    flaws: tuple[UnitFlaw, ...] = ()


def judge_units(
    units: Sequence[Unit],
    *,
    locale: str,
    site: Site,
    history: History,
    verdicts: Verdicts,
    published: datetime | None = None,
) -> tuple[JudgedUnit, ...]:
    """Judge each unit of a page's catalog, in the order given; of texts that were judged before, only their age.

    `published` is when their source page came to visitors, as far as that is known.
    """
    past = history.texts
    setting = setting_of(site, locale)
    found = verdicts.of_page(
        units, locale, past, lambda: (_verdict(unit, setting, site, past) for unit in units)
    )
    return tuple(
        _judge_unit(unit, one, site, history, published) for unit, one in zip(units, found, strict=True)
    )


def _verdict(unit: Unit, setting: CheckSetting, site: Site, past: Collection[str]) -> TextVerdict:
    """Judge what depends on the texts and the rules alone; all that is read here is in the key of `Verdicts`."""
    if unit.empty:
        return TextVerdict(None, ())
    judgement = _judge_language(unit, setting.target_locale, site, past)
    return TextVerdict(judgement, check_unit(unit, setting, judgement=judgement))


def _judge_unit(
    unit: Unit, verdict: TextVerdict, site: Site, history: History, published: datetime | None
) -> JudgedUnit:
    judgement, flaws = verdict.judgement, verdict.flaws
    errors = tuple(flaw for flaw in flaws if flaw.severity is Severity.ERROR)
    states = unit_states(unit, judgement, invalid=bool(errors))
    change = None
    if SegmentState.STALE in states and unit.confirmed is not None:
        change = grade_change(unit.confirmed, unit.source, language=site.source.partition("-")[0])
    age = _age(unit, states[0], history, published)
    status = UnitStatus(
        state=states[0],
        flags=states,
        source=unit.source,
        target="\n".join(unit.target),
        context=unit.context,
        confirmed=unit.confirmed if any(unit.target) else None,
        change=change,
        words=_outstanding_words(unit, states[0]),
        since=age.since,
        bounded=age.bounded,
        reference=unit.reference,
        line=unit.line,
        reason=unit.rivals[0] if unit.rivals else _reason(unit, states, judgement, errors, change),
        question=unit.question,
    )
    return JudgedUnit(status, Tally(1, unit.words), _told(flaws, status))


def _told(flaws: Sequence[Flaw], status: UnitStatus) -> tuple[UnitFlaw, ...]:
    """Return the flaws of a text that somebody confirmed as a translation, with its place."""
    if status.state not in CHECKED_STATES:
        return ()
    return tuple(
        UnitFlaw(
            flaw.code,
            flaw.severity,
            flaw.message,
            status.reference,
            status.line,
            status.source,
            status.target,
        )
        for flaw in flaws
        if flaw.code not in _TOLD_BY_STATE
    )


def _judge_language(unit: Unit, locale: str, site: Site, past: Collection[str]) -> Judgement:
    return judge(
        unit.target[0],
        unit.source,
        source_locale=site.source,
        target_locale=locale,
        candidates=site.tags,
        past_sources=past,
    )


def _outstanding_words(unit: Unit, state: SegmentState) -> int:
    if state is SegmentState.STALE and unit.confirmed is not None:
        return changed_words(unit.confirmed, unit.source)
    return 0 if state is SegmentState.TRANSLATED else unit.words or count_words(unit.source)


def _age(unit: Unit, state: SegmentState, history: History, published: datetime | None) -> Age:
    if state is SegmentState.STALE and unit.confirmed is not None:
        return stale_since(history, unit.context, unit.confirmed)
    if state in (SegmentState.MISSING, SegmentState.COPY):
        return wanted_since(history, unit.context, unit.source, published)
    return Age(None)


def _reason(
    unit: Unit,
    states: Sequence[SegmentState],
    judgement: Judgement | None,
    errors: Sequence[Flaw],
    change: Change | None,
) -> str:
    """Return the reason for the first state as a phrase; empty where the name of the state says everything."""
    match states[0]:
        case SegmentState.INVALID:
            return errors[0].message
        case SegmentState.COPY | SegmentState.WRONG_LANGUAGE:
            return judgement.reason if judgement else ""
        case SegmentState.STALE:
            told = f"{change} change" if change else ""
            lacks = f"the page was edited, which does not answer it: {unit.remark}"
            return "; ".join(filter(None, (told, lacks if unit.remark else "")))
        case SegmentState.NEEDS_REVIEW:
            return unit.remark
        case _:
            return ""
