"""How many posts may be gone at once before nobody believes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.errors import SourceError
from calque.guards.vanished import is_vanishing, refuse_vanished


@pytest.mark.parametrize(
    ("new", "known", "read", "asked"),
    [
        (0, 0, False, False),
        (0, 9, False, False),
        (1, 2, False, False),
        (1, 1, True, False),
        (2, 2, True, False),
        (2, 3, True, False),
        (2, 20, False, False),
        (3, 20, True, False),
        (20, 20, True, False),
        (20, 100, True, False),
        (21, 21, True, True),
        (21, 209, True, True),
        (21, 210, False, False),
        (100, 1000, False, False),
        (101, 1000, True, True),
    ],
)
def test_a_tenth_and_a_few_are_believed(new: int, known: int, *, read: bool, asked: bool) -> None:
    assert is_vanishing(new, known, left=known - new) is read
    assert is_vanishing(new, known, left=known - new, asked=True) is asked


def test_the_last_one_of_those_that_were_missed_before_is_not_believed() -> None:
    assert is_vanishing(1, 9, left=0)
    assert not is_vanishing(0, 9, left=0)


def test_the_error_says_how_many_and_what_to_do() -> None:
    message = (
        "example: 3 of 20 posts are not there any more, nothing was written; are they gone on purpose? Mend the "
        "source, then `calque sync`; or, where it is meant, `calque sync --accept vanished`"
    )
    with pytest.raises(SourceError) as error:
        refuse_vanished("example", 3, 20, left=17)
    assert str(error.value) == message
    refuse_vanished("example", 2, 20, left=18)


@given(st.integers(0, 500), st.integers(0, 500))
def test_what_is_not_believed_where_each_was_asked_after_never_is(new: int, rest: int) -> None:
    if is_vanishing(new, new + rest, left=rest, asked=True):
        assert is_vanishing(new, new + rest, left=rest)
        assert is_vanishing(new + 1, new + 1 + rest, left=rest, asked=True)
