"""What of a machine's answer is read, whatever it is."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.checks import CheckSetting
from calque.handoffs.suggestions import Question, nearest, read_suggestions, why_refused
from calque.po.entries import NOTHING

ASKED = (Question("a1", "One house"), Question("b2", "Two houses"))
NAMES = st.sampled_from(["a1", "b2", "c3", ""])
ROWS = st.lists(st.fixed_dictionaries({"id": NAMES, "text": st.text(max_size=5)}) | st.none() | st.integers())


@given(ROWS)
def test_a_text_has_one_answer_or_none_and_every_other_row_is_a_stranger(rows: list[object]) -> None:
    said = read_suggestions(json.dumps({"translations": rows}), ASKED)
    names = [row["id"] for row in rows if isinstance(row, dict)]
    assert set(said.targets) == {name for name in ("a1", "b2") if names.count(name) == 1}
    assert len(said.targets) + said.strangers == len(rows)


@given(st.text())
def test_whatever_is_said_is_read_or_answers_nothing(text: str) -> None:
    assert read_suggestions(text, ASKED).targets == {}


@pytest.mark.parametrize("text", ["{" * 300_000, "}" * 300_000, "{" * 300_000 + "}" * 300_000])
def test_a_hostile_answer_takes_no_time(text: str) -> None:
    begun = time.process_time()
    assert not read_suggestions(text, ASKED).is_readable
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("text", ["x" * 3_000_000, "a@" * 1_500_000, "<a " * 1_000_000])
def test_a_hostile_translation_takes_no_time(text: str) -> None:
    setting = CheckSetting(source_locale="en", target_locale="fr")
    begun = time.process_time()
    refused = dict(why_refused({"a1": NOTHING._replace(msgid="One house")}, {"a1": text}, setting))
    assert refused == {"a1": "it is much longer than the text"}
    assert time.process_time() - begun < 10


def test_of_a_long_neighbour_goes_what_is_nearest() -> None:
    text = "a" * 300 + "b" * 300
    assert nearest(text, before=True) == "…" + "b" * 200
    assert nearest(text, before=False) == "a" * 200 + "…"
    assert nearest("short", before=True) == "short"
