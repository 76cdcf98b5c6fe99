"""A handoff as XLIFF or as JSON: what comes back goes the road of a PO file."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from calque.handoffs.forms import HandoffForm, form_of
from calque.handoffs.wishes import Wish
from calque.model import SegmentState
from calque.pipeline.translators.hand_out import hand_out
from calque.pipeline.translators.take_back import import_answers
from calque.po import AnswerKind
from calque.store import read_bytes


def given(desk, now: Callable, form: HandoffForm) -> tuple[str, bytes]:
    """Hand all of it out; return its id, and the file."""
    path = desk.root / f"out{form.suffix}"
    done = hand_out(desk.workspace.site, "fr", Wish(again=True), to="marie", output=path, now=now, form=form)
    return done.ticket.id, path.read_bytes()


@pytest.fixture
def now() -> Callable:
    from datetime import UTC, datetime  # noqa: PLC0415

    return lambda: datetime(2026, 6, 1, 12, tzinfo=UTC)


def in_xliff(data: bytes, texts, *only: str) -> bytes:
    """Return the file as a program saves it that keeps states: these texts translated."""
    text = data.decode()
    for source in only:
        before, found, behind = text.partition(f">{source}</source>")
        assert found
        start, _, end = behind.partition("<target")
        _, _, rest = end.partition(">")
        if "</target>" in end and end.index("</target>") < end.index("</trans-unit>"):
            _, _, rest = end.partition("</target>")
        text = f'{before}{found}{start}<target state="translated">{texts.FRENCH[source]}</target>{rest}'
    return text.encode()


def test_an_answer_in_xliff_fills_every_place_and_closes_nothing_too_early(desk, texts, now) -> None:
    name, data = given(desk, now, HandoffForm.XLIFF)
    back = desk.take_one(in_xliff(data, texts, texts.SHARE, texts.GATES))
    assert (back.handoff, back.locale, back.places) == (name, "fr", 3)
    assert desk.entry(2, texts.SHARE).msgstr == desk.entry(3, texts.SHARE).msgstr == texts.FRENCH[texts.SHARE]
    assert "fuzzy" not in desk.entry(1, texts.GATES).flags
    assert not back.closed


def test_a_file_that_is_wholly_answered_closes_its_handoff(desk, texts, now) -> None:
    _, data = given(desk, now, HandoffForm.XLIFF)
    rest = [one for one in texts.FRENCH if one not in (texts.DOORS, texts.TITLES[0])]
    back = desk.take_one(in_xliff(data, texts, *rest))
    assert (back.left, back.closed) == (0, True)
    assert desk.states() == {}


def test_an_untouched_file_changes_nothing(desk, now) -> None:
    before = {path: path.read_bytes() for path in desk.root.rglob("*.po")}
    for form in (HandoffForm.XLIFF, HandoffForm.JSON):
        _, data = given(desk, now, form)
        path = desk.root / f"back{form.suffix}"
        path.write_bytes(data)
        (back,) = import_answers(desk.workspace.site, [path], now=now).files
        assert set(back.counts) <= {AnswerKind.UNCHANGED}
    after = {path: path.read_bytes() for path in before}
    assert after == before


def test_an_answer_with_a_foreign_tag_is_told_as_in_a_po_file(desk, texts, now) -> None:
    _, data = given(desk, now, HandoffForm.XLIFF)
    text = in_xliff(data, texts, texts.SHARE).decode()
    french = texts.FRENCH[texts.SHARE]
    back = desk.take_one(text.replace(french, f'{french} <g id="a#7">ici</g>').encode())
    assert back.invalid == 1
    assert desk.states()[texts.SHARE] is SegmentState.INVALID


def test_answers_of_a_script_are_suggestions_with_its_name(desk, texts, now) -> None:
    _, data = given(desk, now, HandoffForm.JSON)
    value = json.loads(data)
    value["by"] = "small model"
    for row in value["texts"]:
        row["target"] = texts.FRENCH[row["source"]]
    back = desk.take_one(json.dumps(value).encode())
    assert set(back.counts) <= {AnswerKind.FILLED, AnswerKind.UPDATED}
    entry = desk.entry(2, texts.SHARE)
    assert (entry.msgstr, entry.flags) == (texts.FRENCH[texts.SHARE], ["fuzzy"])
    assert entry.tcomment == "calque: machine small model"
    assert set(desk.states().values()) == {SegmentState.NEEDS_REVIEW}
    again = desk.take_one(json.dumps(value).encode())
    assert set(again.counts) <= {AnswerKind.UNCHANGED}
    desk.workspace.sync()
    assert desk.entry(2, texts.SHARE).tcomment == "calque: machine small model"


def test_a_script_replaces_no_translation_that_a_person_made_meanwhile(desk, texts, now) -> None:
    _, data = given(desk, now, HandoffForm.JSON)
    desk.workspace.translate(2, {texts.SHARE: "Parlez-en."})
    value = json.loads(data)
    for row in value["texts"]:
        row["target"] = f"{row['source']} (fr)"
    desk.take_one(json.dumps(value).encode())
    assert desk.entry(2, texts.SHARE).msgstr == "Parlez-en."
    assert desk.entry(2, texts.SHARE).flags == []


def test_a_script_that_names_itself_in_odd_characters_puts_none_into_a_catalog(desk, texts, now) -> None:
    """A NUL in a comment had the catalog refused as one that a crash has damaged."""
    _, data = given(desk, now, HandoffForm.JSON)
    value = json.loads(data)
    value["by"] = "a\0\x1b[31m\u202e\nb"
    row = next(one for one in value["texts"] if one["source"] == texts.SHARE)
    row["target"] = texts.FRENCH[texts.SHARE]
    assert not desk.take_one(json.dumps(value).encode()).refused
    assert "calque: machine a[31m b" in desk.entry(2, texts.SHARE).tcomment


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('{"version": 2}', "no file of version 1 that `calque handoff --as json` writes"),
        ('{"version": 1', "not valid JSON"),
        ('{"version": 1, "texts": 3}', "no list “texts”"),
        ('{"version": 1, "texts": [3]}', "texts[0]: a text needs “source” and “target”"),
        ("{" * 5000, "not valid JSON"),
        (
            '{"version": 1, "texts": [{"source": "a", "target": "b\\ud800"}]}',
            "it holds half a character (a lone surrogate)",
        ),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_sentence(desk, data: str, message: str) -> None:
    back = desk.take_one(data.encode())
    assert message in back.refused


def test_the_inbox_takes_each_form(desk, texts, now) -> None:
    _, data = given(desk, now, HandoffForm.XLIFF)
    inbox = desk.root / "inbox"
    inbox.mkdir()
    (inbox / "back.xlf").write_bytes(in_xliff(data, texts, texts.SHARE))
    desk.workspace.sync()
    assert desk.entry(2, texts.SHARE).msgstr == texts.FRENCH[texts.SHARE]
    assert read_bytes(Path(inbox / "done" / "back.xlf"))


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b'msgid ""', HandoffForm.PO),
        (b"", HandoffForm.PO),
        (b"# {a comment}", HandoffForm.PO),
        (b'\xef\xbb\xbf\r\n<?xml version="1.0"?>', HandoffForm.XLIFF),
        ("<xliff/>".encode("utf-16"), HandoffForm.XLIFF),
        (b' {"version": 1}', HandoffForm.JSON),
    ],
)
def test_a_file_is_known_by_how_it_begins(data: bytes, form: HandoffForm) -> None:
    assert form_of(data) is form
