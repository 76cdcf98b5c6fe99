"""Which text stands for which: by its state and the policy, and never one that breaks the page."""

import pytest

from calque.building.choice import JudgedText, choose_texts, why_held
from calque.model import BuildPolicy, SegmentState, Unfinished, Unit

STATE = SegmentState


def text(source: str, target: str, state: SegmentState, *, origin: str = "", words: int = 1) -> JudgedText:
    return JudgedText(Unit(source, None, (target,), origin=origin, words=words), state, "")


TEXTS = (
    text("One.", "Un.", STATE.TRANSLATED),
    text("Two new.", "Deux.", STATE.STALE),
    text("Three.", "", STATE.MISSING),
    text("Four.", "Quatre ?", STATE.FUZZY),
    text("Five.", "Cinq ?", STATE.NEEDS_REVIEW, origin="memory 0.83"),
    text("Six.", "Six !", STATE.CONFLICT),
    text("Seven <b>b</b>.", "Sept <script>x</script>.", STATE.INVALID),
)


@pytest.mark.parametrize(
    ("policy", "wanted"),
    [
        (Unfinished.HOLD, {"One."}),
        (Unfinished.SOURCE, {"One."}),
        (Unfinished.LAST_GOOD, {"One.", "Two new.", "Six."}),
    ],
)
def test_what_stands_for_a_text_that_is_not_finished(policy: Unfinished, wanted: set[str]) -> None:
    choice = choose_texts(TEXTS, policy)
    assert {source for _, source in choice.targets} == wanted
    assert len(choice.unfinished) == 6
    assert choice.percent == 14


@pytest.mark.parametrize("policy", list(Unfinished))
def test_what_breaks_the_page_is_never_chosen_whatever_its_state(policy: Unfinished) -> None:
    hostile = '<img src=x onerror="alert(1)"> [gallery ids="1"] <!-- wp:html -->'
    texts = [text("A <b>b</b>.", hostile, state) for state in (STATE.TRANSLATED, STATE.STALE, STATE.INVALID)]
    choice = choose_texts(texts, policy)
    assert choice.targets == {}
    assert len(choice.unfinished) == 3
    assert [one.state for one, _ in choice.invalid] == [STATE.TRANSLATED, STATE.INVALID]


def test_a_page_is_held_until_it_is_finished_or_as_far_as_is_asked_for() -> None:
    done = text("One two three.", "Un deux trois.", STATE.TRANSLATED, words=3)
    choice = choose_texts([done, text("Four.", "", STATE.MISSING)], Unfinished.SOURCE)
    assert choice.percent == 75
    policy = BuildPolicy(Unfinished.SOURCE, create=80, update=70)
    assert "75%" in why_held(choice, policy, exists=False)
    assert why_held(choice, policy, exists=True) == ""
    assert why_held(choice, BuildPolicy(), exists=True) == "1 text is not finished"
    nothing = choose_texts([text("Four.", "", STATE.MISSING)], Unfinished.SOURCE)
    assert why_held(nothing, BuildPolicy(Unfinished.SOURCE), exists=False) == "nothing of it is translated"
    assert why_held(choose_texts([done], Unfinished.HOLD), BuildPolicy(), exists=False) == ""
    assert why_held(choose_texts([], Unfinished.HOLD), BuildPolicy(), exists=False) == ""
