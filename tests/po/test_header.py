"""Headers: lines in their order, plural forms from CLDR."""

import pytest

from calque.po.header import plural_forms, with_metadata


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", "nplurals=2; plural=(n > 1);"),
        ("pt_BR", "nplurals=2; plural=(n > 1);"),
        ("pt_PT", "nplurals=2; plural=(n != 1);"),
        ("ja", "nplurals=1; plural=0;"),
        ("zh_CN", "nplurals=1; plural=0;"),
        ("tr", "nplurals=2; plural=(n != 1);"),
        ("tlh", "nplurals=2; plural=(n != 1);"),
    ],
)
def test_plural_forms(language: str, expected: str) -> None:
    assert plural_forms(language) == expected


@pytest.mark.parametrize(
    ("language", "number"), [("ru", 3), ("sr@latin", 3), ("pl", 3), ("ar", 6), ("cy", 6), ("sl", 4)]
)
def test_languages_with_more_forms(language: str, number: int) -> None:
    assert plural_forms(language).startswith(f"nplurals={number}; plural=(")


def test_lines_are_replaced_in_place_and_new_ones_come_last() -> None:
    assert with_metadata("A: 1\nodd line\nB: 2\n", {"A": "3", "C": "4"}) == "A: 3\nodd line\nB: 2\nC: 4\n"
    assert with_metadata("", {"A": "1"}) == "A: 1\n"
