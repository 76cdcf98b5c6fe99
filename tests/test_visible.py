"""What is shown of foreign text: no more of it than a message quotes."""

import pytest

from calque.visible import shortened


@pytest.mark.parametrize(
    ("text", "shown"), [("", ""), ("mill", "mill"), ("mills", "mills"), ("mill stone", "mill…")]
)
def test_of_a_long_text_the_beginning_is_quoted(text: str, shown: str) -> None:
    assert shortened(text, 5) == shown
