"""What an entry asks of the checks, in flags and comments."""

import pytest

from calque.po import ignored_of, max_length_of, read_catalog


def entry_of(text: str):
    return read_catalog(f'{text}msgid "a"\nmsgstr "b"\n'.encode(), place="a.po").entries[0]


@pytest.mark.parametrize(
    ("text", "ignored"),
    [
        ("", set()),
        ("#, ignore-numbers, c-format\n", {"numbers"}),
        ("# ignore-numbers, ignore-links\n", {"numbers", "links"}),
        ("# a note\n# ignore-links\n#, fuzzy, ignore-numbers\n", {"numbers", "links"}),
        ("# please ignore-numbers here\n", set()),
        ("#. ignore-numbers\n", set()),
    ],
)
def test_checks_are_switched_off_by_a_flag_or_a_line_of_their_own(text: str, ignored: set[str]) -> None:
    assert ignored_of(entry_of(text)) == ignored


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("#, max-length:20\n", 20),
        ("#. note: max-length: 30\n", 30),
        ("# max-length:40\n", 40),
        ("# max-length:many\n", 0),
    ],
)
def test_a_length_is_read_from_flags_and_comments(text: str, length: int) -> None:
    assert max_length_of(entry_of(text)) == length
