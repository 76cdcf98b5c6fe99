"""The units of a catalog, judged one by one."""

from collections.abc import Collection, Sequence

from calque.html import check_text, count_words
from calque.language import Judgement, judge
from calque.model import Change, History, SegmentState, Severity, Site, Tally, Unit, UnitStatus
from calque.tracking.age import Age, missing_since, stale_since
from calque.tracking.changes import changed_words, grade_change
from calque.tracking.states import unit_states

__all__ = ["JudgedUnit", "judge_units"]

JudgedUnit = tuple[UnitStatus, Tally]
"""A unit's status, and its size: one segment and the words of its source text."""


def judge_units(
    units: Sequence[Unit], *, locale: str, site: Site, history: History
) -> tuple[JudgedUnit, ...]:
    """Judge each unit of a page's catalog, in the order given."""
    past = history.texts
    return tuple(_judge_unit(unit, locale, site, history, past) for unit in units)


def _judge_unit(unit: Unit, locale: str, site: Site, history: History, past: Collection[str]) -> JudgedUnit:
    judgement = None if unit.empty else _judge_language(unit, locale, site, past)
    problems = () if unit.empty else tuple(_problems(unit, site.rules.shortcodes))
    states = unit_states(unit, judgement, invalid=bool(problems))
    change = None
    if SegmentState.STALE in states and unit.confirmed is not None:
        change = grade_change(unit.confirmed, unit.source, language=site.source.partition("-")[0])
    age = _age(unit, states[0], history)
    status = UnitStatus(
        state=states[0],
        flags=states,
        source=unit.source,
        target="\n".join(unit.target),
        context=unit.context,
        confirmed=unit.confirmed,
        change=change,
        words=_outstanding_words(unit, states[0]),
        since=age.since,
        bounded=age.bounded,
        reference=unit.reference,
        line=unit.line,
        reason=unit.rivals[0] if unit.rivals else _reason(states, judgement, problems, change),
    )
    return status, Tally(1, unit.words)


def _judge_language(unit: Unit, locale: str, site: Site, past: Collection[str]) -> Judgement:
    return judge(
        unit.target[0],
        unit.source,
        source_locale=site.source,
        target_locale=locale,
        candidates=site.tags,
        past_sources=past,
    )


def _problems(unit: Unit, shortcodes: Collection[str]) -> Sequence[str]:
    return [
        problem.message
        for target in unit.target
        for problem in check_text(unit.source, target, shortcodes=shortcodes)
        if problem.severity is Severity.ERROR
    ]


def _outstanding_words(unit: Unit, state: SegmentState) -> int:
    if state is SegmentState.STALE and unit.confirmed is not None:
        return changed_words(unit.confirmed, unit.source)
    return 0 if state is SegmentState.TRANSLATED else unit.words or count_words(unit.source)


def _age(unit: Unit, state: SegmentState, history: History) -> Age:
    if state is SegmentState.STALE and unit.confirmed is not None:
        return stale_since(history, unit.context, unit.confirmed)
    if state in (SegmentState.MISSING, SegmentState.COPY):
        return missing_since(history, unit.context, unit.source)
    return Age(None)


def _reason(
    states: Sequence[SegmentState],
    judgement: Judgement | None,
    problems: Sequence[str],
    change: Change | None,
) -> str:
    """Say in a phrase why the first state holds, where the state does not say it all."""
    match states[0]:
        case SegmentState.INVALID:
            return problems[0]
        case SegmentState.COPY | SegmentState.WRONG_LANGUAGE:
            return judgement.reason if judgement else ""
        case SegmentState.STALE:
            return f"{change} change" if change else ""
        case _:
            return ""
