"""What a catalog confirms that comes back from an editor: what somebody did, and nothing that a tool dropped."""

import re

import pytest

from calque.po import (
    Catalog,
    HandedOut,
    handed_out,
    is_fuzzy,
    read_catalog,
    with_flags_back,
    with_previous_back,
    write_catalog,
)

HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"PO-Revision-Date: 2026-05-01 10:00+0000\\n"

"""
STALE = """\
#, fuzzy
#| msgid "The {0} old house"
msgid "The {0} new house"
msgstr "La vieille maison {0}"

"""
SUGGESTED = """\
# calque: memory 0.83
#, fuzzy
msgid "A garden"
msgstr "Un jardin"
"""
PLURAL = """\
#, fuzzy
#| msgctxt "title"
#| msgid "One old house"
#| msgid_plural "{0} old houses"
msgctxt "title"
msgid "One new house"
msgid_plural "{0} new houses"
msgstr[0] "Une vieille maison"
msgstr[1] "{0} vieilles maisons"

"""
BOTH = HEADER + STALE.format("first") + STALE.format("second")


def read(text: str) -> Catalog:
    return read_catalog(text.encode(), place="fr.po")


def stripped(text: str, *, previous: bool = False, dated: bool = False) -> str:
    """Return a file without a fuzzy flag; also without `#|`, and with a new date, as an editor that clears them."""
    text = text.replace("#, fuzzy\n", "")
    text = re.sub(r"#\| .*\n", "", text) if previous else text
    return text.replace("2026-05-01", "2026-06-01") if dated else text


def test_a_file_as_it_was_handed_out_is_the_very_same() -> None:
    catalog = read(BOTH)
    assert with_flags_back(catalog, handed_out(catalog)) is catalog


@pytest.mark.parametrize("text", [HEADER + STALE.format("only"), BOTH, BOTH + SUGGESTED])
def test_a_file_that_lost_every_flag_confirms_nothing(text: str) -> None:
    back = with_flags_back(read(stripped(text)), handed_out(read(text)))
    assert write_catalog(back) == text.encode()


def test_without_knowing_what_was_handed_out_the_previous_text_tells() -> None:
    assert write_catalog(with_flags_back(read(stripped(BOTH)))) == BOTH.encode()


def test_a_file_that_lost_the_previous_texts_too_confirms_nothing() -> None:
    text = BOTH + SUGGESTED
    gone = stripped(text, previous=True).replace("# calque: memory 0.83\n", "")
    back = with_flags_back(read(gone), handed_out(read(text)))
    assert all(is_fuzzy(entry) for entry in back.entries)
    assert [entry.previous_msgid for entry in back.entries] == [
        "The first old house",
        "The second old house",
        None,
    ]
    assert back.entries[2].tcomment == "calque: memory 0.83"


def test_an_editor_that_clears_the_flags_and_dates_the_file_confirms_them() -> None:
    gone = read(stripped(BOTH, previous=True, dated=True))
    assert with_flags_back(gone, handed_out(read(BOTH))) is gone


@pytest.mark.parametrize("program", ["Lokalize 23.08.5", "Virtaal 0.7.1"])
def test_an_editor_that_leaves_the_previous_text_is_believed_where_it_signed_the_file_anew(
    program: str,
) -> None:
    signed = f'"X-Generator: {program}\\n"\n"PO-Revision-Date: 2026-0'
    text = HEADER.replace('"PO-Revision-Date: 2026-0', signed) + STALE.format("only")
    anew = read(stripped(text, dated=True))
    assert with_flags_back(anew, handed_out(read(text))) is anew
    as_it_was = with_flags_back(read(stripped(text)), handed_out(read(text)))
    assert write_catalog(as_it_was) == text.encode(), "signed by an earlier save: OmegaT keeps the header"


def test_the_only_flag_cleared_with_its_previous_text_is_confirmed() -> None:
    text = HEADER + STALE.format("only")
    gone = read(stripped(text, previous=True))
    assert with_flags_back(gone, handed_out(read(text))) is gone


def test_a_flag_cleared_beside_another_that_stays_is_confirmed() -> None:
    gone = read(BOTH.replace("#, fuzzy\n", "", 1))
    assert with_flags_back(gone, handed_out(read(BOTH))) is gone


def test_a_translation_that_changed_is_confirmed_though_every_flag_is_gone() -> None:
    edited = stripped(BOTH).replace("La vieille maison first", "La nouvelle maison")
    back = with_flags_back(read(edited), handed_out(read(BOTH)))
    assert [is_fuzzy(entry) for entry in back.entries] == [False, True]


CONFIRMED = 'msgid "The old mill"\nmsgstr "Le vieux moulin"\n\n'
UNTRANSLATED = '#, fuzzy\nmsgid "The mill pond"\nmsgstr ""\n\n'


def test_only_fuzzy_translations_are_noted_when_a_file_is_handed_out() -> None:
    found = handed_out(read(HEADER + CONFIRMED + UNTRANSLATED + STALE.format("first")))
    assert [flag.source for flag in found.entries] == ["The first new house"]
    assert found.revised == "2026-05-01 10:00+0000"


@pytest.mark.parametrize("text", [HEADER, HEADER + CONFIRMED, "#, fuzzy\n" + HEADER + UNTRANSLATED])
def test_a_file_without_a_fuzzy_translation_leaves_nothing_to_remember(text: str) -> None:
    """Whatever its date is, and whether its header is marked fuzzy, as in templates."""
    assert handed_out(read(text)) == HandedOut()


def test_two_flags_gone_at_once_with_their_previous_texts_come_back() -> None:
    text = HEADER + CONFIRMED + STALE.format("first") + STALE.format("second")
    back = with_flags_back(read(stripped(text, previous=True)), handed_out(read(text)))
    assert [entry.msgid for entry in back.entries if is_fuzzy(entry)] == [
        "The first new house",
        "The second new house",
    ]


@pytest.mark.parametrize("flag", ["", "#, fuzzy\n"], ids=["a header as it is", "a header that is fuzzy"])
def test_what_is_no_translation_tells_nothing_of_the_flags(flag: str) -> None:
    """Templates mark their header fuzzy, and a flag on nothing is no flag."""
    text = flag + BOTH
    gone = flag + stripped(BOTH) + UNTRANSLATED
    back = with_flags_back(read(gone), handed_out(read(text)))
    assert [is_fuzzy(entry) for entry in back.entries] == [True, True, True]


@pytest.mark.parametrize("program", ["OmegaT 6.0", "Poedit 3.4", ""])
def test_an_editor_that_dates_the_file_and_leaves_the_previous_texts_confirms_nothing(program: str) -> None:
    text = HEADER.replace('"PO-Rev', f'"X-Generator: {program}\\n"\n"PO-Rev') + STALE.format("only")
    back = with_flags_back(read(stripped(text, dated=True)), handed_out(read(text)))
    assert is_fuzzy(back.entries[0])


def test_what_else_an_entry_says_stays_when_its_flag_comes_back() -> None:
    """Its flags, its note, and a previous text that the file has otherwise than it was handed out."""
    entry = '# a note\n# calque: memory 0.83\n#, fuzzy, max-length:80\n#| msgid "The {0}"\nmsgid "{0}"\nmsgstr "x"\n\n'
    text = HEADER + entry.format("mill") + entry.format("pond")
    gone = text.replace("#, fuzzy, ", "#, ").replace("# calque: memory 0.83\n", "")
    gone = gone.replace('#| msgid "The mill"', '#| msgid "A mill"')
    mill, pond = with_flags_back(read(gone), handed_out(read(text))).entries
    assert (mill.flags, mill.tcomment) == (["fuzzy", "max-length:80"], "a note\ncalque: memory 0.83")
    assert (mill.previous_msgid, pond.previous_msgid) == ("A mill", "The pond")


def test_a_previous_text_that_a_tool_dropped_is_put_back() -> None:
    """As msgcat does, and git drivers that call it: the flags stay, the texts that translations were made from go."""
    catalog, before = read(re.sub(r"#\| .*\n", "", BOTH)), handed_out(read(BOTH))
    assert write_catalog(with_previous_back(catalog, before)) == BOTH.encode()
    whole = read(BOTH)
    assert with_previous_back(whole, before) is whole


def test_a_previous_plural_that_a_tool_dropped_is_put_back() -> None:
    text = HEADER + PLURAL + STALE.format("only")
    catalog, before = read(re.sub(r"#\| .*\n", "", text)), handed_out(read(text))
    assert write_catalog(with_previous_back(catalog, before)) == text.encode()
    text = HEADER + PLURAL.replace("One", "A") + PLURAL
    catalog, before = read(stripped(text, previous=True)), handed_out(read(text))
    assert write_catalog(with_flags_back(catalog, before)) == text.encode()


@pytest.mark.parametrize(
    "text",
    [
        re.sub(r"#\| .*\n", "", HEADER + STALE.format("only")).replace("vieille maison", "nouvelle maison"),
        stripped(HEADER + STALE.format("only"), previous=True),
        HEADER + STALE.format("only").replace("{0} old", "other"),
        HEADER + SUGGESTED,
    ],
    ids=["translated anew", "confirmed", "another", "a memory"],
)
def test_nothing_is_put_back_where_somebody_worked_on_the_entry(text: str) -> None:
    catalog = read(text)
    assert with_previous_back(catalog, handed_out(read(HEADER + STALE.format("only") + SUGGESTED))) is catalog
