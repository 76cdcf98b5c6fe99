"""What a reader reads as the same text: the golden cases of `tests/cases/shown.txt`, and the laws behind them."""

import re
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.html.typography import as_shown

CASES = Path(__file__).parent.parent / "cases" / "shown.txt"


class Case(NamedTuple):
    title: str
    catalog: str
    live: str
    verdict: str


def read_cases() -> list[Case]:
    found = re.findall(
        r"^(\S.*)\n\.\n(.*)\n\.\n(.*)\n\.\n(same|other)\n\.$", CASES.read_text("utf-8"), re.MULTILINE
    )
    return [Case(*row) for row in found]


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.title.replace(" ", "-"))
def test_case(case: Case) -> None:
    same = as_shown(case.catalog) == as_shown(case.live)
    assert same is (case.verdict == "same"), (as_shown(case.catalog), as_shown(case.live))


def test_every_case_is_read() -> None:
    assert len(read_cases()) == CASES.read_text("utf-8").count("\n.\nsame\n") + CASES.read_text(
        "utf-8"
    ).count("\n.\nother\n")


WORDS = st.lists(
    st.sampled_from(
        ["l'été", '"mot"', "--", "9x5", "...", "a", "<b>b</b>", "&amp;", ":)", "«", "»", "<br/>", "-", "d’or"]
    ),
    min_size=1,
).map(" ".join)

TEXTURIZED = {
    "'": ["'", "’", "&#8217;"],
    '"': ['"', "“", "”", "&#8220;", "«\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}»", "„"],
    "--": ["--", "–", "—", "&#8212;"],
    "...": ["...", "…", "&#8230;"],
    " ": [" ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "  ", "\n"],
    "&amp;": ["&amp;", "&#038;"],
}
"""What WordPress, or an editor's keyboard, puts in place of a sign."""


@given(text=WORDS, data=st.data())
def test_what_wordpress_makes_of_signs_is_the_same_text(text: str, data: st.DataObject) -> None:
    shown = re.sub(
        "|".join(map(re.escape, TEXTURIZED)),
        lambda found: data.draw(st.sampled_from(TEXTURIZED[found[0]])),
        text,
    )
    assert as_shown(shown) == as_shown(text)


@given(text=WORDS)
def test_what_is_made_equal_is_equal_to_itself(text: str) -> None:
    shown = as_shown(text)
    assert as_shown(shown.replace("&", "&amp;")) == shown
    assert as_shown(f"  {text}\n") == shown


LETTERS = st.text(st.characters(categories=("L", "N")), min_size=1)


@given(text=LETTERS, other=LETTERS)
def test_letters_and_digits_are_never_made_equal(text: str, other: str) -> None:
    same = normalize("NFC", text) == normalize("NFC", other)
    assert (as_shown(text) == as_shown(other)) is same
