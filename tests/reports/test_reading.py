"""Texts as a person reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.model import SegmentState, UnitStatus
from calque.reports.reading import excerpt, readable, source_runs
from calque.worddiff import Edit, diff_words


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Open until seven.", "Open until eight.", "Open until [-seven-]{+eight+}."),
        (
            "Every day <b>it is open until seven.</b>",
            "Every day <b>it is open until eight.</b>",
            "… is open until [-seven-]{+eight+}.",
        ),
        (
            "seven or later, as the case may be",
            "eight or later, as the case may be",
            "[-seven-]{+eight+} or later, as …",
        ),
        ("one two three four five", "one 2 three 4 five", "one [-two-]{+2+} three …"),
        ("a b", "a new b", "a {+new +}b"),
        ("see <b>it</b>", "see <i>it</i>", "see [-<b>-]{+<i>+}it …"),
        ("", "w" * 50, "{+" + "w" * 32 + " …+}"),
        ("same", "same", ""),
    ],
    ids=[
        "short",
        "after a tag",
        "long after",
        "a second change",
        "insertion",
        "tags changed",
        "long change",
        "none",
    ],
)
def test_an_excerpt_is_the_first_change_in_few_words(old: str, new: str, expected: str) -> None:
    marks = {Edit.SAME: "{}", Edit.DEL: "[-{}-]", Edit.INS: "{{+{}+}}"}
    runs = excerpt(diff_words(old, new), around=16)
    assert "".join(marks[edit].format(text) for edit, text in runs) == expected


@given(old=st.text(), new=st.text())
def test_an_excerpt_shows_a_change_wherever_there_is_one(old: str, new: str) -> None:
    runs = excerpt(diff_words(old, new))
    assert any(edit is not Edit.SAME for edit, _ in runs) == (old != new)
    assert all(text for _, text in runs)


@given(text=st.text())
def test_reading_undoes_what_the_msgid_form_escapes(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert readable(escaped) == text


def test_a_change_beside_an_escape_is_marked_as_it_is_read() -> None:
    unit = UnitStatus(
        state=SegmentState.STALE,
        flags=(SegmentState.STALE,),
        source="Scanning &amp; Wi-Fi",
        target="",
        context=None,
        confirmed="Scanning &lt; Wi-Fi",
        change=None,
        words=1,
        since=None,
        bounded=False,
        reference="",
        line=0,
    )
    assert source_runs(unit) == (
        (Edit.SAME, "Scanning "),
        (Edit.DEL, "<"),
        (Edit.INS, "&"),
        (Edit.SAME, " Wi-Fi"),
    )
