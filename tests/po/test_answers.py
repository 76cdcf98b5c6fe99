"""What becomes of an entry when an answer to it comes back: nobody's words are overwritten unseen, none are lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.po import AnswerKind, Prefer, rivals_of, rule, rule_moved
from calque.po.entries import NOTHING, Fields

SOURCE = "The new house"
ENTRY = NOTHING._replace(msgid=SOURCE, comment="in p", occurrences=(("posts/1:content#1", ""),))
FUZZY = {"flags": ("fuzzy",), "previous_msgid": "The old house"}


def entry(target: str = "", **more: object) -> Fields:
    return ENTRY._replace(msgstr=target, **more)


STALE = entry("La vieille maison", comment="in p\nchanged: The [-old-] {+new+} house", **FUZZY)
SUGGESTED = entry("Un jardin", flags=("fuzzy",), tcomment="calque: memory 0.83")
NEW, OTHER = entry("La nouvelle maison"), entry("La maison neuve")

TABLE = {
    "an empty answer empties nothing": (NEW, entry(), None, AnswerKind.UNCHANGED, NEW),
    "an answer that ends with another line end is made to fit": (
        entry(),
        entry("La nouvelle maison\n"),
        entry(),
        AnswerKind.FILLED,
        NEW,
    ),
    "an answer that differs by its line end alone is the same again": (
        NEW,
        entry("La nouvelle maison\r\n"),
        entry(),
        AnswerKind.UNCHANGED,
        NEW,
    ),
    "what was handed out and comes back as it was is no answer, whatever line end it has": (
        OTHER,
        entry("La nouvelle maison\n"),
        entry("La nouvelle maison\n"),
        AnswerKind.UNCHANGED,
        OTHER,
    ),
    "an empty entry is filled": (entry(), NEW, entry(), AnswerKind.FILLED, NEW),
    "a fuzzy answer fills, and stays fuzzy": (
        entry(),
        entry("La nouvelle maison", flags=("fuzzy",)),
        entry(),
        AnswerKind.FILLED,
        entry("La nouvelle maison", flags=("fuzzy",)),
    ),
    "the same again is nothing": (NEW, NEW, entry(), AnswerKind.UNCHANGED, NEW),
    "a flag that was cleared confirms": (
        STALE,
        entry("La vieille maison"),
        STALE,
        AnswerKind.CONFIRMED,
        entry("La vieille maison"),
    ),
    "a flag that was cleared confirms, whatever was handed out": (
        STALE,
        entry("La vieille maison"),
        None,
        AnswerKind.CONFIRMED,
        entry("La vieille maison"),
    ),
    "a stale translation gives way to an answer": (STALE, NEW, STALE, AnswerKind.UPDATED, NEW),
    "a typo mended with the flag left on stays stale": (
        STALE,
        STALE._replace(msgstr="La vieille maizon"),
        STALE,
        AnswerKind.UPDATED,
        STALE._replace(msgstr="La vieille maizon"),
    ),
    "a suggestion gives way to a person": (SUGGESTED, NEW, SUGGESTED, AnswerKind.UPDATED, NEW),
    "a fuzzy answer to a suggestion is a person's": (
        SUGGESTED,
        entry("Une maison", flags=("fuzzy",)),
        SUGGESTED,
        AnswerKind.UPDATED,
        entry("Une maison", flags=("fuzzy",)),
    ),
    "what the translator did not touch changes nothing": (OTHER, STALE, STALE, AnswerKind.UNCHANGED, OTHER),
    "a doubt comes along": (
        NEW,
        entry("La nouvelle maison", flags=("fuzzy",)),
        NEW,
        AnswerKind.FLAGGED,
        entry("La nouvelle maison", flags=("fuzzy",)),
    ),
    "an old export's doubt does not": (
        NEW,
        entry("La nouvelle maison", flags=("fuzzy",)),
        None,
        AnswerKind.UNCHANGED,
        NEW,
    ),
    "a confirmed translation beats an unconfirmed answer": (
        NEW,
        entry("La maison", flags=("fuzzy",)),
        STALE,
        AnswerKind.KEPT,
        NEW,
    ),
    "a copy of the source is no translation": (entry(SOURCE), NEW, None, AnswerKind.UPDATED, NEW),
    "a comment comes along with nothing else": (
        NEW,
        entry("", tcomment="which house?"),
        entry(),
        AnswerKind.NOTED,
        NEW._replace(tcomment="which house?"),
    ),
    "a comment that was handed out comes back as it was": (
        NEW._replace(tcomment="ours"),
        NEW._replace(tcomment="ours\nmine"),
        NEW._replace(tcomment="ours"),
        AnswerKind.NOTED,
        NEW._replace(tcomment="ours\nmine"),
    ),
    "a silenced check stays silenced": (
        entry(),
        entry("La maison", flags=("ignore-numbers",)),
        entry(),
        AnswerKind.FILLED,
        entry("La maison", flags=("ignore-numbers",)),
    ),
}


@pytest.mark.parametrize(
    ("present", "answer", "handed", "kind", "expected"), TABLE.values(), ids=TABLE.keys()
)
def test_an_answer(
    present: Fields, answer: Fields, handed: Fields | None, kind: AnswerKind, expected: Fields
) -> None:
    ruling = rule(present, answer, handed, name="marie")
    assert (ruling.kind, ruling.fields) == (kind, expected)


@pytest.mark.parametrize("handed", [None, entry(), STALE], ids=["unknown", "empty", "stale"])
def test_a_translation_made_meanwhile_is_a_conflict_and_both_are_kept(handed: Fields | None) -> None:
    ruling = rule(OTHER, NEW, handed, name="marie.po")
    assert ruling.kind is AnswerKind.CONFLICT
    assert ruling.fields.targets == OTHER.targets
    assert [(rival.name, rival.text) for rival in rivals_of(ruling.fields)] == [("marie.po", NEW.msgstr)]
    assert ruling.spare == NEW


def test_a_conflict_is_told_once() -> None:
    once = rule(OTHER, NEW, None, name="marie.po").fields
    assert rule(once, NEW, None, name="marie.po").fields == once


def test_a_conflict_ends_as_it_is_asked_to() -> None:
    both = rule(OTHER, NEW, None, name="marie.po").fields
    taken = rule(both, NEW, None, name="marie.po", prefer=Prefer.ANSWER)
    assert (taken.kind, taken.fields) == (AnswerKind.UPDATED, NEW)
    assert taken.spare is not None
    kept = rule(both, NEW, None, name="marie.po", prefer=Prefer.CATALOG)
    assert (kept.kind, kept.fields, kept.spare) == (AnswerKind.KEPT, OTHER, NEW)


def test_words_that_give_way_are_handed_back() -> None:
    assert rule(STALE, NEW, STALE, name="marie").spare == STALE
    assert rule(SUGGESTED, NEW, SUGGESTED, name="marie").spare == SUGGESTED
    assert rule(STALE, entry("La vieille maison"), STALE, name="marie").spare is None


def plural(*forms: str) -> Fields:
    return ENTRY._replace(msgid_plural="The new houses", msgstr_plural=tuple(enumerate(forms)))


def test_an_empty_plural_form_empties_nothing() -> None:
    ruling = rule(plural("une maison", ""), plural("", "des maisons"), plural("une maison", ""), name="marie")
    assert ruling.fields.targets == ("une maison", "des maisons")


def test_an_answer_without_plural_forms_fills_each_of_them() -> None:
    assert rule(plural("", ""), entry("une maison"), None, name="marie").fields.targets == ("une maison",) * 2


MOVED = entry(msgid="The very new house")


def test_an_answer_to_an_earlier_text_is_stale_and_says_which() -> None:
    ruling = rule_moved(MOVED, NEW)
    assert ruling.kind is AnswerKind.STALE
    assert ruling.fields.flags == ("fuzzy",)
    assert (ruling.fields.targets, ruling.fields.previous_msgid) == (NEW.targets, SOURCE)
    assert ruling.fields.comment == "in p\nchanged: The {+very+} new house"


def test_an_unconfirmed_answer_to_an_earlier_text_keeps_the_text_that_it_was_made_from() -> None:
    assert rule_moved(MOVED, STALE).fields.previous_msgid == "The old house"


def test_a_stale_translation_gives_way_to_an_answer_to_a_later_text() -> None:
    stale = MOVED._replace(msgstr="La vieille maison", **FUZZY)
    ruling = rule_moved(stale, NEW, STALE)
    assert (ruling.fields.targets, ruling.fields.previous_msgid) == (NEW.targets, SOURCE)
    assert ruling.spare == stale


def test_another_answer_to_the_same_earlier_text_does_not_give_way() -> None:
    stale = MOVED._replace(msgstr="La maison neuve", flags=("fuzzy",), previous_msgid=SOURCE)
    ruling = rule_moved(stale, NEW, STALE)
    assert (ruling.kind, ruling.fields, ruling.spare) == (AnswerKind.KEPT, stale, NEW)


TARGETS = st.sampled_from(["", "un", "deux", "trois", SOURCE])
ENTRIES = st.builds(
    lambda target, fuzzy, previous, note: entry(
        target,
        flags=("fuzzy",) if fuzzy and target else (),
        previous_msgid=previous if fuzzy and target else None,
        tcomment=note,
    ),
    TARGETS,
    st.booleans(),
    st.none() | st.just("The old house"),
    st.sampled_from(["", "a note", "another", "calque: memory 0.83"]),
)


@given(present=ENTRIES, answer=ENTRIES, handed=st.none() | ENTRIES, prefer=st.sampled_from(Prefer))
def test_whatever_comes_back_no_word_is_lost_and_nothing_is_emptied(
    present: Fields, answer: Fields, handed: Fields | None, prefer: Prefer
) -> None:
    ruling = rule(present, answer, handed, name="marie", prefer=prefer)
    kept = {*ruling.fields.targets, *(ruling.spare.targets if ruling.spare else ())}
    assert set(present.targets) - {""} <= kept
    assert bool(ruling.fields.msgstr) >= bool(present.msgstr)
    if answer.targets not in (present.targets, ("",), *([handed.targets] if handed else [])):
        assert set(answer.targets) <= kept
    again = rule(ruling.fields, answer, handed, name="marie", prefer=prefer)
    assert again.fields == ruling.fields


@given(present=ENTRIES, answer=ENTRIES, handed=st.none() | ENTRIES)
def test_a_confirmed_translation_gives_way_only_to_an_answer_to_itself(
    present: Fields, answer: Fields, handed: Fields | None
) -> None:
    if present.is_fuzzy or present.msgstr in ("", SOURCE) or "calque" in present.tcomment:
        return
    ruling = rule(present, answer, handed, name="marie")
    if ruling.fields.targets != present.targets:
        assert handed is not None
        assert handed.targets == present.targets
