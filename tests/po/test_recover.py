"""Taking translations back: as they were where the text is the same, fuzzy where it is like it, over nobody's work."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.po import Catalog, RecoveryKind, read_catalog, recover

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
NINE, TEN, NOON = (f"We open every morning at {hour}." for hour in ("nine", "ten", "noon"))


def po(*rows: tuple[str, str], note: str = "", flags: str = "", mark: str = "") -> str:
    return "".join(
        f'{note}#: posts/1:content#abc\n{flags}{mark}msgid "{source}"\n{mark}msgstr "{target}"\n\n'
        for source, target in rows
    )


def read(text: str) -> Catalog:
    return read_catalog((HEADER + text).encode(), place="fr.po")


def taken(there: str, kept: str) -> tuple[list[str], list[tuple[str, str, list[str], str]]]:
    """What became of each entry, and what the catalog says then: source, target, flags, note."""
    catalog, blocks = read(there), read(kept).blocks[1:]
    found = recover(catalog, blocks)
    again = recover(found.catalog, blocks)
    assert again.catalog is found.catalog, "recovering again changes nothing"
    rows = [(entry.msgid, entry.msgstr, entry.flags, entry.tcomment) for entry in found.catalog.entries]
    return [str(kind) for kind in found.kinds], rows


def test_an_untranslated_text_is_filled_and_what_else_stands_there_stays() -> None:
    kinds, rows = taken(po((NINE, ""), (TEN, "À dix heures.")), po((NINE, "À neuf heures.")))
    assert kinds == ["filled"]
    assert rows == [(NINE, "À neuf heures.", [], ""), (TEN, "À dix heures.", [], "")]


@pytest.mark.parametrize(
    ("there", "kept", "kind", "target"),
    [
        pytest.param("À neuf heures.", "À neuf heures.", "there", "À neuf heures.", id="the same"),
        pytest.param("Dès neuf heures.", "À neuf heures.", "kept both", "Dès neuf heures.", id="another"),
        pytest.param("", "", "there", "", id="nothing for nothing"),
        pytest.param("Dès neuf heures.", "", "there", "Dès neuf heures.", id="nothing for something"),
    ],
)
def test_a_translation_in_use_is_never_overwritten(there: str, kept: str, kind: str, target: str) -> None:
    kinds, ((_, said, *_),) = taken(po((NINE, there)), po((NINE, kept)))
    assert (kinds, said) == ([kind], target)


def test_the_notes_of_both_are_kept_once_and_those_of_a_clash_stay_where_they_are() -> None:
    _, ((*_, note),) = taken(
        po((NINE, ""), note="# hers\n# ours\n"), po((NINE, "À neuf heures."), note="# ours\n# his\n")
    )
    assert note == "hers\nours\nhis"
    _, ((*_, note),) = taken(po((NINE, "Dès neuf heures.")), po((NINE, "À neuf heures."), note="# his\n"))
    assert note == ""
    _, ((*_, note),) = taken(po((NINE, "À neuf heures.")), po((NINE, ""), note="# his\n"))
    assert note == "his", "a note alone is taken, too"


MEMORY = "calque: memory 0.83"
CLASH = "calque: conflict with marie.po: Dès neuf heures."


@pytest.mark.parametrize(
    ("there", "flags", "expected"),
    [
        pytest.param("", "#, fuzzy\n", f"his\n{MEMORY}", id="still a suggestion"),
        pytest.param("", "", "his", id="confirmed"),
        pytest.param("À neuf heures.", "#, fuzzy\n", "his", id="in use"),
    ],
)
def test_what_calque_wrote_in_a_comment_is_no_note(there: str, flags: str, expected: str) -> None:
    """The mark of a memory would have a person's translation reviewed, and a conflict settled anew."""
    kept = po((NINE, "À neuf heures."), note=f"# his\n# {MEMORY}\n# {CLASH}\n", flags=flags)
    _, ((*_, note),) = taken(po((NINE, there)), kept)
    assert note == expected


def test_of_two_texts_with_one_key_the_translated_one_is_in_use() -> None:
    kinds, rows = taken(po((NINE, "Dès neuf heures."), (NINE, "")), po((NINE, "À neuf heures.")))
    assert kinds == ["kept both"]
    assert [said for _, said, *_ in rows] == ["Dès neuf heures.", ""]


def test_of_two_entries_with_one_text_the_first_fills_it() -> None:
    kinds, ((_, said, *_),) = taken(po((NINE, "")), po((NINE, "À neuf heures."), (NINE, "Dès neuf heures.")))
    assert (kinds, said) == (["filled", "kept both"], "À neuf heures.")


def test_a_text_like_it_gets_it_as_a_fuzzy_suggestion() -> None:
    kinds, ((_, said, flags, _),) = taken(po((TEN, "")), po((NINE, "À neuf heures.")))
    assert (kinds, said, flags) == (["suggested"], "À neuf heures.", ["fuzzy"])


@pytest.mark.parametrize(
    "there",
    [
        pytest.param(po((TEN, "À dix heures.")), id="translated"),
        pytest.param(po(("Dogs wait outside.", "")), id="another text"),
        pytest.param(po((NINE, "Dès neuf heures."), mark="#~ "), id="obsolete"),
        pytest.param("", id="nothing"),
    ],
)
def test_an_entry_without_an_untranslated_text_like_it_stays_in_the_archive(there: str) -> None:
    catalog = read(there)
    found = recover(catalog, read(po((NINE, "À neuf heures."))).blocks[1:])
    assert found.kinds == (RecoveryKind.NO_TEXT,)
    assert found.catalog is catalog


def test_each_entry_and_each_text_is_used_once_the_likest_first() -> None:
    far = "We open every second morning at half past nine."
    kept = po((NINE, "À neuf heures."), (NOON, "À midi."))
    kinds, rows = taken(po((far, ""), (TEN, "")), kept)
    assert kinds == ["suggested", "suggested"]
    assert [(source, said) for source, said, *_ in rows] == [(far, "À midi."), (TEN, "À neuf heures.")]
    kinds, rows = taken(po((far, ""), (TEN, "")), po((NINE, "À neuf heures.")))
    assert kinds == ["suggested"]
    assert [said for _, said, *_ in rows] == ["", "À neuf heures."]


def test_what_was_suggested_before_is_not_suggested_to_another_text() -> None:
    """It stays in the archive: nobody said yet whether it fits."""
    there = po((TEN, "")) + po((NOON, "À neuf heures."), flags=f'#, fuzzy\n#| msgid "{NINE}"\n')
    kinds, rows = taken(there, po((NINE, "À neuf heures.")))
    assert kinds == ["no text"]
    assert [said for _, said, *_ in rows] == ["", "À neuf heures."]
    confirmed = po((TEN, "")) + po((NOON, "À neuf heures."), flags=f'#| msgid "{NINE}"\n')
    other = po((TEN, "")) + po((NOON, "Dès midi."), flags=f'#, fuzzy\n#| msgid "{NINE}"\n')
    third = po((TEN, "")) + po((NOON, "À neuf heures."), flags='#, fuzzy\n#| msgid "We open early."\n')
    context = po((TEN, "")) + po(
        (NOON, "À neuf heures."), flags=f'#, fuzzy\n#| msgctxt "x"\n#| msgid "{NINE}"\n'
    )
    for text in (confirmed, other, third, context):
        assert taken(text, po((NINE, "À neuf heures.")))[0] == ["suggested"]
    flags = '#, fuzzy\n#| msgid "We open early."\n'
    assert taken(third, po((NINE, "À neuf heures."), flags=flags))[0] == ["no text"]


def test_a_confirmed_translation_is_not_made_fuzzy_by_a_fuzzy_one_that_says_the_same() -> None:
    kinds, ((_, said, flags, _),) = taken(
        po((NINE, "À neuf heures.")), po((NINE, "À neuf heures."), flags="#, fuzzy\n")
    )
    assert (kinds, said, flags) == (["there"], "À neuf heures.", [])


def test_what_became_of_each_entry_is_told_in_their_order() -> None:
    kept = po(("Dogs wait outside.", "Les chiens attendent."), (NINE, "À neuf heures."), (NOON, "À midi."))
    kinds, rows = taken(po((NOON, "Dès midi."), (NINE, "")), kept)
    assert kinds == ["no text", "filled", "kept both"]
    assert [said for _, said, *_ in rows] == ["Dès midi.", "À neuf heures."]


def test_an_entry_that_was_placed_by_its_own_text_is_no_suggestion_for_another() -> None:
    kinds, rows = taken(po((NINE, ""), (TEN, "")), po((NINE, "À neuf heures.")))
    assert kinds == ["filled"]
    assert [said for _, said, *_ in rows] == ["À neuf heures.", ""]


def test_what_was_fuzzy_comes_back_fuzzy() -> None:
    previous = f'#, fuzzy\n#| msgid "{TEN}"\n'
    _, ((_, said, flags, _),) = taken(po((NINE, "")), po((NINE, "À dix heures."), flags=previous))
    assert (said, flags) == ("À dix heures.", ["fuzzy"])


def test_the_reference_of_the_text_is_the_catalogs_own() -> None:
    catalog = read(po((NINE, "")).replace("posts/1", "posts/7"))
    (entry,) = recover(catalog, read(po((NINE, "À neuf heures."))).blocks[1:]).catalog.entries
    assert entry.occurrences == [("posts/7:content#abc", "")]


@pytest.mark.parametrize(
    ("kind", "is_taken"),
    [("filled", True), ("suggested", True), ("there", True), ("kept both", False), ("no text", False)],
)
def test_what_the_catalog_holds_now_may_leave_the_archive(
    kind: str,
    is_taken: bool,  # noqa: FBT001 — a table's column
) -> None:
    assert RecoveryKind(kind).is_taken is is_taken


@given(st.data())
def test_recovering_any_entries_is_done_at_once_and_overwrites_nothing(pairs, data) -> None:
    one, other = (read_catalog(text, place="fr.po") for text in data.draw(pairs))
    for catalog, kept in ((other, one), (one, one), (one, other)):
        entries = [block for block in kept.blocks if not block.is_header]
        found = recover(catalog, entries)
        assert recover(found.catalog, entries).catalog is found.catalog
        for before, after in zip(catalog.blocks, found.catalog.blocks, strict=True):
            assert not before.fields.is_translated or after.fields.targets == before.fields.targets
            assert set(before.fields.tcomment.split("\n")) <= {*after.fields.tcomment.split("\n"), ""}


def test_many_texts_that_are_like_many_entries_get_one_each() -> None:
    rooms = [f"Room {number} of the old house opens at nine." for number in range(30)]
    kept = po(*((text.replace("nine", "ten"), f"T{number}") for number, text in enumerate(rooms)))
    kinds, rows = taken(po(*((text, "") for text in rooms)), kept)
    assert kinds == ["suggested"] * 30
    assert [said for _, said, *_ in rows] == [f"T{number}" for number in range(30)]


def test_an_entry_that_is_given_twice_goes_to_one_text() -> None:
    catalog = read(po((TEN, ""), ("We open at eleven in the morning.", "")))
    entries = read(po((NINE, "À neuf heures."))).blocks[1:]
    found = recover(catalog, [*entries, *entries])
    assert [block.fields.is_translated for block in found.catalog.blocks[1:]].count(True) == 1
