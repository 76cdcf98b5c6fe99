"""The state of a unit and of a page, as pure functions over what was read and judged."""

from collections.abc import Collection, Sequence

from calque.language import Judgement, Verdict
from calque.model import PageState, SegmentState, Tally, Unit
from calque.states.changes import grade_change

__all__ = ["add_up", "page_state", "unit_states"]


def unit_states(unit: Unit, judgement: Judgement | None, *, invalid: bool) -> tuple[SegmentState, ...]:
    """Return every state that holds for a unit; the first is its state.

    `judgement` is of the target's language beside its source; None where the target is empty.
    """
    if unit.empty:
        return (SegmentState.MISSING,)
    states: list[SegmentState] = [SegmentState.CONFLICT] if unit.rivals else []
    if judgement is not None and judgement.is_error:
        states.append(SegmentState.COPY if judgement.verdict is Verdict.COPY else SegmentState.WRONG_LANGUAGE)
    if unit.fuzzy and not unit.origin and _differs(unit):
        states.append(SegmentState.STALE)
    if unit.fuzzy and unit.origin:
        states.append(SegmentState.NEEDS_REVIEW)
    elif unit.fuzzy and unit.confirmed in (None, unit.source):  # the same text may stand in another role now
        states.append(SegmentState.FUZZY)
    if invalid and _UNCHECKED.isdisjoint(states):
        states.append(SegmentState.INVALID)
    return tuple(states) or (SegmentState.TRANSLATED,)


_UNCHECKED = frozenset({SegmentState.NEEDS_REVIEW, SegmentState.STALE})
"""States of texts whose markup is not asked for: a suggestion stands on no page; a stale text has its old source's."""


def _differs(unit: Unit) -> bool:
    return unit.confirmed is not None and grade_change(unit.confirmed, unit.source) is not None


def add_up(rows: Sequence[tuple[SegmentState, int]]) -> tuple[tuple[SegmentState, Tally], ...]:
    """Add up states and words: one row for each state that occurs, in the order of the states."""
    counts: dict[SegmentState, Tally] = {}
    for state, words in rows:
        counts[state] = counts.get(state, Tally()) + Tally(1, words)
    return tuple((state, counts[state]) for state in SegmentState if state in counts)


_BY_UNITS = (
    (SegmentState.INVALID, PageState.INVALID),
    (SegmentState.STALE, PageState.STALE),
    (SegmentState.CONFLICT, PageState.PARTIAL),
    (SegmentState.COPY, PageState.PARTIAL),
    (SegmentState.WRONG_LANGUAGE, PageState.PARTIAL),
    (SegmentState.MISSING, PageState.PARTIAL),
    (SegmentState.FUZZY, PageState.FUZZY),
    (SegmentState.NEEDS_REVIEW, PageState.NEEDS_REVIEW),
)
"""The states of units that decide the state of their page, the strongest first; a copy counts as missing."""


def page_state(
    *,
    live: PageState | None,
    is_live: bool,
    firsts: Collection[SegmentState],
    flags: Collection[SegmentState],
) -> PageState:
    """Return the state of a page that can be measured.

    `live` is the state that follows from the live page's texts (a copy, a wrong or a mixed language); None where they
    are right. `firsts` and `flags` are the states, and all the flags, of its units. Where the catalog has a translation
    of every text, what readers still see is no reason to translate: it is why the page is to be published.
    """
    if set(firsts) == {SegmentState.TRANSLATED} == set(flags):
        return PageState.CURRENT
    if live is not None:
        return live
    if SegmentState.MISSING in firsts and set(firsts) <= {SegmentState.MISSING, SegmentState.NEEDS_REVIEW}:
        # What a memory suggests of other pages is nobody's translation of this one.
        return PageState.UNADOPTED if is_live else PageState.NO_TRANSLATION
    return next((state for unit, state in _BY_UNITS if unit in flags), PageState.CURRENT)
