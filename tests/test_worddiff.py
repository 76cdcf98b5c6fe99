"""The word diff: what an editor reads, and the laws behind it."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.worddiff import Edit, diff_words


def shown(old: str, new: str) -> str:
    """Return the diff as `same [-del-] {+ins+}`."""
    marks = {Edit.SAME: "{}", Edit.DEL: "[-{}-]", Edit.INS: "{{+{}+}}"}
    return "".join(marks[edit].format(text) for edit, text in diff_words(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("the ten words", "the two words", "the [-ten-]{+two+} words"),
        ("the words", "the two words", "the {+two +}words"),
        ("the two words", "the words", "the [-two -]words"),
        ("a b c d", "a x y d", "a [-b c-]{+x y+} d"),
        ("Don’t panic", "Do panic", "[-Don’t-]{+Do+} panic"),
        ("costs 3.50 a day", "costs 3.75 a day", "costs [-3.50-]{+3.75+} a day"),
        ("see <b>here</b>", "see <i>here</i>", "see [-<b>-]{+<i>+}here[-</b>-]{+</i>+}"),
        ('<a id="1">x</a>', '<a id="2">x</a>', '[-<a id="1">-]{+<a id="2">+}x</a>'),
        ("图书馆出借自行车", "图书馆出借汽车", "图书馆出借[-自行-]{+汽+}车"),
        ("تُعير المكتبة الدراجات", "تُعير المدينة الدراجات", "تُعير [-المكتبة-]{+المدينة+} الدراجات"),
        ("same", "same", "same"),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("", "", ""),
    ],
)
def test_words_are_compared_whole(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


TEXTS = (
    st.lists(st.sampled_from(["the", "ten", "two", " ", " ", "\n", "<b>", ".", "图", ""])).map("".join)
    | st.text()
)


@given(old=TEXTS, new=TEXTS)
def test_both_texts_can_be_read_from_the_runs(old: str, new: str) -> None:
    runs = diff_words(old, new)
    assert "".join(text for edit, text in runs if edit is not Edit.INS) == old
    assert "".join(text for edit, text in runs if edit is not Edit.DEL) == new


@given(old=TEXTS, new=TEXTS)
def test_runs_are_neither_empty_nor_split(old: str, new: str) -> None:
    runs = diff_words(old, new)
    assert all(text for _, text in runs)
    assert all(one[0] is not other[0] for one, other in itertools.pairwise(runs))
    assert (Edit.INS, Edit.DEL) not in [(one[0], other[0]) for one, other in itertools.pairwise(runs)]


def test_a_text_rewritten_at_great_length_counts_as_one_change() -> None:
    old, new = " ".join(f"a{n}" for n in range(5000)), " ".join(f"b{n}" for n in range(5000))
    assert diff_words(old, new) == ((Edit.DEL, old), (Edit.INS, new))
