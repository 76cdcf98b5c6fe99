"""The state of a unit and of a page: what holds, and what holds first."""

import pytest

from calque.language import Judgement, Verdict
from calque.language.weighing import Certainty
from calque.model import PageState, SegmentState, Tally, Unit
from calque.states.precedence import add_up, page_state, unit_states

OLD = "We open every morning at nine."
NEW = "We open every morning at ten."
S = SegmentState


def unit(*target: str, **more: object) -> Unit:
    return Unit(NEW, None, target or ("Nous ouvrons chaque matin à dix heures.",), **more)


def judged(verdict: Verdict, certainty: Certainty = Certainty.SURE) -> Judgement:
    return Judgement(verdict, "en", certainty)


RIGHT = judged(Verdict.TARGET_LANGUAGE)
STALE = {"fuzzy": True, "confirmed": OLD}
MEMORY = {"fuzzy": True, "confirmed": OLD, "origin": "memory 0.83"}


@pytest.mark.parametrize(
    ("one", "judgement", "invalid", "states"),
    [
        pytest.param(unit(confirmed=NEW), RIGHT, False, (S.TRANSLATED,), id="translated"),
        pytest.param(unit(""), None, True, (S.MISSING,), id="without a target nothing else is asked"),
        pytest.param(unit("", **STALE), None, False, (S.MISSING,), id="a flag on nothing"),
        pytest.param(unit("un", ""), RIGHT, False, (S.MISSING,), id="a plural form is missing"),
        pytest.param(unit("un", "deux"), RIGHT, False, (S.TRANSLATED,), id="all plural forms"),
        pytest.param(unit(**STALE), RIGHT, False, (S.STALE,), id="made from another text"),
        pytest.param(
            unit(fuzzy=True, confirmed=NEW.replace(" ", "  ")),
            RIGHT,
            False,
            (S.TRANSLATED,),
            id="white space",
        ),
        pytest.param(
            unit(confirmed=OLD), RIGHT, False, (S.TRANSLATED,), id="no flag, so somebody cleared it"
        ),
        pytest.param(unit(**MEMORY), RIGHT, False, (S.NEEDS_REVIEW,), id="suggested, and so not stale"),
        pytest.param(unit(fuzzy=True, origin="recut 0.62"), RIGHT, False, (S.NEEDS_REVIEW,), id="cut anew"),
        pytest.param(unit(origin="memory 0.83"), RIGHT, False, (S.TRANSLATED,), id="suggested and confirmed"),
        pytest.param(unit(fuzzy=True), RIGHT, False, (S.FUZZY,), id="a person's flag"),
        pytest.param(
            unit(fuzzy=True, confirmed=NEW), RIGHT, False, (S.FUZZY,), id="the same text in another role"
        ),
        pytest.param(unit(confirmed=NEW), RIGHT, True, (S.INVALID,), id="invalid"),
        pytest.param(unit(**STALE), RIGHT, True, (S.STALE,), id="stale, with the markup of the old source"),
        pytest.param(unit(fuzzy=True), RIGHT, True, (S.FUZZY, S.INVALID), id="fuzzy and invalid"),
        pytest.param(unit(), judged(Verdict.COPY), False, (S.COPY,), id="copy"),
        pytest.param(
            unit(), judged(Verdict.SOURCE_LANGUAGE), False, (S.WRONG_LANGUAGE,), id="source language"
        ),
        pytest.param(
            unit(), judged(Verdict.OTHER_LANGUAGE), False, (S.WRONG_LANGUAGE,), id="a third language"
        ),
        pytest.param(
            unit(), judged(Verdict.COPY, Certainty.NONE), False, (S.TRANSLATED,), id="not for sure a copy"
        ),
        pytest.param(unit(), judged(Verdict.NEUTRAL), False, (S.TRANSLATED,), id="a name"),
        pytest.param(unit(), None, False, (S.TRANSLATED,), id="not judged"),
        pytest.param(unit(**STALE), judged(Verdict.COPY), False, (S.COPY, S.STALE), id="a stale copy"),
        pytest.param(
            unit(rivals=("x",), **STALE),
            judged(Verdict.COPY),
            True,
            (S.CONFLICT, S.COPY, S.STALE),
            id="a conflict before all",
        ),
    ],
)
def test_every_state_that_holds_is_named_the_first_first(
    one: Unit,
    judgement: Judgement | None,
    invalid: bool,  # noqa: FBT001 — a table's column
    states: tuple[SegmentState, ...],
) -> None:
    assert unit_states(one, judgement, invalid=invalid) == states


@pytest.mark.parametrize(
    ("firsts", "flags", "is_live", "state"),
    [
        pytest.param({S.TRANSLATED}, (), False, PageState.CURRENT, id="all translated"),
        pytest.param((), (), False, PageState.CURRENT, id="nothing to translate"),
        pytest.param({S.MISSING}, (), False, PageState.NO_TRANSLATION, id="all missing"),
        pytest.param({S.MISSING}, (), True, PageState.UNADOPTED, id="all missing, and a live page"),
        pytest.param({S.MISSING, S.TRANSLATED}, (), True, PageState.PARTIAL, id="some missing"),
        pytest.param({S.COPY}, (), False, PageState.PARTIAL, id="a copy is as good as missing"),
        pytest.param({S.CONFLICT}, (), False, PageState.PARTIAL, id="conflict"),
        pytest.param({S.WRONG_LANGUAGE}, (), False, PageState.PARTIAL, id="wrong language"),
        pytest.param({S.FUZZY}, (), False, PageState.FUZZY, id="fuzzy"),
        pytest.param({S.NEEDS_REVIEW}, (), False, PageState.NEEDS_REVIEW, id="needs review"),
        pytest.param({S.NEEDS_REVIEW, S.FUZZY}, (), False, PageState.FUZZY, id="fuzzy before needs review"),
        pytest.param({S.FUZZY, S.MISSING}, (), False, PageState.PARTIAL, id="missing before fuzzy"),
        pytest.param({S.STALE, S.MISSING}, (), False, PageState.STALE, id="stale before missing"),
        pytest.param({S.STALE, S.INVALID}, (), False, PageState.INVALID, id="invalid before stale"),
        pytest.param({S.COPY}, {S.STALE}, False, PageState.STALE, id="a copy that is stale, too"),
        pytest.param(
            {S.FUZZY}, {S.INVALID}, False, PageState.INVALID, id="a fuzzy text that is invalid, too"
        ),
        pytest.param({S.OBSOLETE}, (), False, PageState.CURRENT, id="only what is obsolete"),
    ],
)
def test_a_page_is_what_its_units_make_of_it(
    firsts: set[SegmentState],
    flags: set[SegmentState],
    is_live: bool,  # noqa: FBT001 — a table's column
    state: PageState,
) -> None:
    every = {*firsts, *flags}
    assert page_state(live=None, is_live=is_live, firsts=firsts, flags=every) is state


@pytest.mark.parametrize(
    "live", [PageState.UNTRANSLATED_COPY, PageState.WRONG_LANGUAGE, PageState.MIXED_LANGUAGE]
)
def test_what_readers_see_comes_before_a_catalog_with_work(live: PageState) -> None:
    for firsts in ({S.MISSING}, {S.TRANSLATED, S.MISSING}, {S.STALE}):
        assert page_state(live=live, is_live=True, firsts=firsts, flags=firsts) is live
    assert page_state(live=live, is_live=True, firsts={S.TRANSLATED}, flags={S.TRANSLATED, S.STALE}) is live


@pytest.mark.parametrize(
    "live", [PageState.UNTRANSLATED_COPY, PageState.WRONG_LANGUAGE, PageState.MIXED_LANGUAGE]
)
def test_a_catalog_without_work_is_current_whatever_readers_see(live: PageState) -> None:
    current = page_state(live=live, is_live=True, firsts={S.TRANSLATED}, flags={S.TRANSLATED})
    assert current is PageState.CURRENT


def test_states_are_added_up_in_their_order() -> None:
    rows = [(S.TRANSLATED, 5), (S.MISSING, 2), (S.TRANSLATED, 7), (S.CONFLICT, 0)]
    assert add_up(rows) == (
        (S.CONFLICT, Tally(1, 0)),
        (S.MISSING, Tally(1, 2)),
        (S.TRANSLATED, Tally(2, 12)),
    )
    assert add_up([]) == ()
