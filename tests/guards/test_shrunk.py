"""When a catalog has lost more translations than is believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.guards.shrunk import Shrinkage, Standing, judge_shrinkage


def rows(count: int) -> dict[bytes, bytes]:
    return {b"k%d" % number: b"t%d" % number for number in range(count)}


def standing(keys, *, moved=()) -> Standing:
    known = rows(100)
    translations = {key: known[key] for key in keys}
    return Standing(translations, frozenset([*translations.values(), *moved]))


@pytest.mark.parametrize(
    ("known", "gone", "held"),
    [
        (16, 11, True),
        (16, 5, True),
        (16, 4, False),
        (25, 5, True),
        (26, 5, False),
        (30, 6, True),
        (5, 5, True),
    ],
)
def test_five_and_a_fifth_are_not_believed(known: int, gone: int, *, held: bool) -> None:
    before = rows(known)
    expected = Shrinkage(gone, known) if held else None
    assert judge_shrinkage(before, standing(list(before)[gone:])) == expected


def test_what_stands_elsewhere_or_was_moved_or_translated_otherwise_is_not_lost() -> None:
    before = rows(16)
    nothing = standing(())
    assert judge_shrinkage(before, nothing, set(before.values()).__contains__) is None
    assert judge_shrinkage(before, standing((), moved=before.values())) is None
    anew = Standing(dict.fromkeys(before, b"other"), frozenset({b"other"}))
    assert judge_shrinkage(before, anew) is None
    assert judge_shrinkage(before, nothing, list(before.values())[5:].__contains__) == Shrinkage(5, 16)
    assert judge_shrinkage(before, nothing, list(before.values())[4:].__contains__) is None


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_more_work_left_is_never_less_believed(some: set[int], more: set[int]) -> None:
    before = rows(31)
    keys = list(before)
    few, many = (standing([keys[one] for one in sorted(left)]) for left in (some, some | more))
    if judge_shrinkage(before, few) is None:
        assert judge_shrinkage(before, many) is None
