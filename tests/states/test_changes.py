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
        pytest.param("It\u2019s the mill\u2018s", "It's the mill's", None, id="an apostrophe"),
        pytest.param("From May \u2013 or June", "From May -- or June", None, id="a dash"),
        pytest.param("From May \u2014 or June", "From May - or June", None, id="another dash"),
        pytest.param(
            'He said "no" to it', "He said \u00ab\u00a0no\u00a0\u00bb to it", None, id="French quotes"
        ),
        pytest.param('He said "no" to it', "He said \u00bbno\u00ab to it", None, id="German quotes"),
        pytest.param("An e-mail", "An e\u2011mail", None, id="a hyphen that keeps a word together"),
        pytest.param(LONG, LONG.replace("garden", "gar\u00adden"), None, id="a soft hyphen"),
        pytest.param("A  door\u00a0here", "A door here", None, id="other spaces"),
        pytest.param(LONG, LONG.replace("small garden", "little park"), Change.MINOR, id="two words of many"),
        pytest.param(
            LONG,
            LONG.replace("small garden behind", "little park before"),
            Change.MAJOR,
            id="three words of many",
        ),
        pytest.param("The old mill pond", "The old mill garden", Change.MINOR, id="a quarter of the words"),
        pytest.param(
            "The old mill pond lies behind the barn",
            "The old mill garden lies before the barn",
            Change.MINOR,
            id="two words of eight",
        ),
        pytest.param(
            "The old mill pond lies behind barns",
            "The old mill garden lies before barns",
            Change.MAJOR,
            id="two words of seven",
        ),
        pytest.param(f"Always {LONG}", f"Never {LONG}", Change.MAJOR, id="a negation in front"),
        pytest.param(f"{LONG} on 1/5", f"{LONG} on 1/6", Change.MAJOR, id="a date"),
    ],
)
def test_an_edit_is_graded(old: str, new: str, change: Change | None) -> None:
    assert grade_change(old, new) is change
    assert grade_change(new, old) is change


@pytest.mark.parametrize(
    ("language", "change"),
    [("fr", Change.MAJOR), ("nl", Change.MINOR), ("en", Change.MINOR)],
    ids=["French", "no rule for Dutch", "another language's rule"],
)
def test_a_negation_is_one_in_the_language_of_the_source(language: str, change: Change) -> None:
    old = "Le petit jardin derrière la maison reste ouvert tous les jours jusqu'au dernier visiteur du soir"
    assert grade_change(old, old.replace("tous", "jamais"), language=language) is change


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("We open", "We open at nine", 2),
        ("We open at nine", "We open", 2),
        ("We open at nine", "We close at ten", 2),
        ("at nine", "at half past nine", 2),
        ("at ten", "at half past nine", 3),
        ("a b c d", "x b c y z", 3),
        ("a <em>b</em>", "a <strong>b</strong>", 1),
        ("", "a b", 2),
    ],
)
def test_of_each_changed_place_the_longer_side_is_counted(old: str, new: str, words: int) -> None:
    assert changed_words(old, new) == words


def test_words_are_counted_on_the_longer_side() -> None:
    assert changed_words("the old grey house", "the new house") == 2
    assert changed_words("a b c", "a b c") == 1


@given(st.text(alphabet="ab <>&;é日", max_size=40), st.text(alphabet="ab <>&;é日", max_size=40))
def test_grading_never_fails_and_is_none_for_equal_texts(old: str, new: str) -> None:
    assert grade_change(old, old) is None
    grade_change(old, new)
    assert changed_words(old, new) >= 1
    assert same_words(old, old)
