"""What is left of a text for judging, and the form in which copies are compared."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.language import normalise, prose


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Plain words, as they are.", "Plain words, as they are."),
        ('Ask <a id="1">us</a> now', "Ask us now"),
        ("Write to info@example.org or see https://example.org/a_b?c=d.", "Write to or see"),
        ("Set <code>x</code>, `y` and {z}", "Set , and"),
        ("Hello %s, %(name)s and %1$s", "Hello , and"),
        ("See /etc/passwd and wp-config.php and/or my_function()", "See and and/or"),
        ('[gallery ids="1,2"] A picture [/gallery]', "A picture"),
        ("A remark [by the editor] stays", "A remark [by the editor] stays"),
        ("Salt &amp; pepper", "Salt & pepper"),
        ("请访问https://example.com。你好", "请访问 。你好"),
    ],
)
def test_what_is_no_language_is_left_out(text: str, left: str) -> None:
    assert " ".join(prose(text).split()) == left


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It's", "It’s"),
        ('a "b" c', "a “b” c"),
        ("a  b\n", "a b"),
        ("a\u00a0b", "a b"),
        ("caf\u00e9", "cafe\u0301"),
        ("a \u2013 b", "a - b"),
        ("a...", "a…"),
        ("soft\u00adhyphen", "softhyphen"),
        ('the "sett", and', "the «\u00a0sett\u00a0», and"),
        ("the 'sett'", "the \u2039\u202fsett\u202f\u203a"),
        ("Why? Yes: so", "Why\u202f? Yes\u00a0: so"),
    ],
)
def test_what_a_cms_changes_makes_no_difference(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Polish", "polish"), ("5 days", "6 days"), ("a b", "ab"), ("é", "e")]
)
def test_what_a_writer_changes_does(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    "piece", ['<a b="', "`", "{", "[a ", "%(", "<code>", "a.", "/a", "=[a ", "&lt;", "中a_"]
)
def test_time_is_linear(piece: str) -> None:
    start = process_time()
    prose(piece * 20_000)
    assert process_time() - start < 2
