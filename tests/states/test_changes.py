"""How an edit is graded: what a translator must look at, and how much of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.model import Change
from calque.states.changes import changed_words, grade_change, same_words

LONG = "We keep the small garden behind the house open until the last visitor has found the way out again"


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        pytest.param(LONG, LONG, None, id="nothing"),
        pytest.param('He said "no" to it', "He said “no” to it", None, id="curly quotes"),
        pytest.param("Wait... and see", "Wait… and see", None, id="an ellipsis sign"),
        pytest.param(
            "Take <em>this</em> one", "Take <strong>this</strong> one", Change.MARKUP, id="other tags"
        ),
        pytest.param(LONG, LONG.replace("small", "little"), Change.MINOR, id="one word of many"),
        pytest.param("A red door", "A blue door", Change.MAJOR, id="one word of three"),
        pytest.param(LONG, LONG.replace("We keep", "We do not keep"), Change.MAJOR, id="a negation"),
        pytest.param(
            LONG, LONG.replace("We keep", "We don't keep"), Change.MAJOR, id="a contracted negation"
        ),
        pytest.param(f"{LONG} at 9", f"{LONG} at 10", Change.MAJOR, id="a number"),
        pytest.param(f"{LONG} for €4.50", f"{LONG} for €4.80", Change.MAJOR, id="a price"),
        pytest.param(LONG, f"{LONG}, and it has a pond with frogs", Change.MAJOR, id="many words more"),
    ],
)
def test_an_edit_is_graded(old: str, new: str, change: Change | None) -> None:
    assert grade_change(old, new) is change
    assert grade_change(new, old) is change


def test_words_are_counted_on_the_longer_side() -> None:
    assert changed_words("the old grey house", "the new house") == 2
    assert changed_words("a b c", "a b c") == 1


@given(st.text(alphabet="ab <>&;é日", max_size=40), st.text(alphabet="ab <>&;é日", max_size=40))
def test_grading_never_fails_and_is_none_for_equal_texts(old: str, new: str) -> None:
    assert grade_change(old, old) is None
    grade_change(old, new)
    assert changed_words(old, new) >= 1
    assert same_words(old, old)
