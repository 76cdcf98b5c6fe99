"""Layout as msgcat has it; `e2e/test_gettext.py` compares with msgcat itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.po.breaks import columns, may_break
from calque.po.latin import is_latin, latin_lines
from calque.po.wrap import quoted, references

_LATIN = st.text("ab é1 -/.,;:!?()[]{}\"'«»’“”–—…%$€#=<>@_|\u00a0\\", max_size=60)


def test_a_short_text_stands_on_the_line_of_its_keyword() -> None:
    assert quoted("msgid", 'a "b" \\ \t') == ['msgid "a \\"b\\" \\\\ \\t"']


def test_a_text_with_lines_begins_on_the_next() -> None:
    assert quoted("msgstr", "a\nb") == ['msgstr ""', '"a\\n"', '"b"']
    assert quoted("msgstr", "a\n") == ['msgstr "a\\n"']


def test_lines_end_behind_spaces_within_the_width() -> None:
    assert quoted("msgid", "one two three four", width=14) == ['msgid ""', '"one two "', '"three four"']


@pytest.mark.parametrize("width", [1, 2, 3])
def test_without_room_for_one_sign_each_place_ends_a_line(width: int) -> None:
    assert quoted("msgid", "one a-b", width=width) == ['msgid ""', '"one "', '"a-"', '"b"']


def test_a_word_that_is_too_long_stays_in_one_piece() -> None:
    assert quoted("msgid", "x" * 90) == [f'msgid "{"x" * 90}"']


def test_the_mark_of_obsolete_and_previous_texts_takes_room() -> None:
    lines = quoted("msgid", "one two three four", mark="#~| ", width=18)
    assert lines == ['#~| msgid ""', '#~| "one two "', '#~| "three four"']


def test_wide_characters_take_two_columns() -> None:
    assert quoted("msgid", "漢字漢字漢字", width=12) == ['msgid ""', '"漢字漢字漢"', '"字"']


def test_no_line_ends_within_an_escape_or_before_the_last_one() -> None:
    lines = quoted("msgid", 'aaaa "bbb" bbbb\n', width=8)
    assert lines == ['msgid ""', '"aaaa "', '"\\"bbb\\" "', '"bbbb\\n"']


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("well-known", [5]),
        ("and/or", [4]),
        ("see: it", [5]),
        (":ref:`x`", [1, 5]),
        ("3.14", []),
        ("10 000", [3]),
        ("10\u00a0000", []),
        ("« oui »", [2, 6]),
        ("(a) b", [4]),
        ("a (b", [2]),
        ("漢字。漢", [1, 3]),
        ("かー", []),
        ("a—b", [1, 2]),
        ("50 %", [3]),
        ("e\u0301 a", [3]),
    ],
)
def test_where_a_line_may_end(text: str, ends: list[int]) -> None:
    assert [at for at in range(1, len(text)) if may_break(text, at)] == ends


def test_references_fill_lines() -> None:
    items = [(f"posts/{number}:content#abcdef", "") for number in range(5)]
    assert [len(line) for line in references(items, 79)] == [71, 48]
    assert references([("a b.c", "3"), ("d.c", "")], 79) == ["#: \u2068a b.c\u2069:3 d.c"]
    assert len(references(items, 0)) == 1


@given(_LATIN, st.integers(1, 30), st.sampled_from(["", "\n"]))
def test_one_expression_finds_the_lines_that_the_rules_for_each_place_give(
    text: str, room: int, end: str
) -> None:
    r"""No line ends within `\"` and `\\`, nor before the last `\n`."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"') + end.replace("\n", "\\n")
    if not escaped or not is_latin(escaped):
        return
    assert columns(escaped) is None
    inside = {
        at + 1 for at, char in enumerate(escaped) if char == "\\" and _slashes(escaped[:at]) % 2 == 0
    } | ({len(escaped) - 2} if end else set())
    ends = [at for at in range(1, len(escaped)) if at not in inside and may_break(escaped, at)]
    lines, start = [], 0
    while start < len(escaped):
        left = [at for at in [*ends, len(escaped)] if at > start]
        stop = max((at for at in left if at <= start + room), default=left[0])
        lines.append(escaped[start:stop])
        start = stop
    assert latin_lines(escaped, room) == lines


def _slashes(text: str) -> int:
    return len(text) - len(text.rstrip("\\"))
