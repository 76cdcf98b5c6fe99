"""Writing: only what changed is laid out anew."""

import polib
import pytest

from calque.errors import CatalogError
from calque.po import altered, edit, edited, read_catalog, write_catalog
from calque.po.block import Block
from calque.po.catalog import Catalog
from calque.po.entries import NOTHING, fields_of, new_entry

ODD = """\
#note without a space
#.extracted
#:a.c:1
#:b.c:2
#,fuzzy,max-length:20
#= no-wrap
#| msgid "old "
#| "text"
msgid"a "
"long" " one"
msgstr "b"

msgid "other"
msgstr "untouched"
"""


def read(text: str) -> Catalog:
    return read_catalog(text.encode(), place="fr.po")


def write(catalog: Catalog, **options: int) -> str:
    return write_catalog(catalog, **options).decode()


def test_another_translation_changes_its_line_alone() -> None:
    assert write(edit(read(ODD), 0, msgstr="c")) == ODD.replace('msgstr "b"', 'msgstr "c"')


def test_clearing_fuzzy_drops_what_hangs_on_it() -> None:
    expected = ODD.replace("#,fuzzy,max-length:20", "#, max-length:20").replace(
        '#| msgid "old "\n#| "text"\n', ""
    )
    assert write(edit(read(ODD), 0, fuzzy=False)) == expected


def test_setting_fuzzy_twice_sets_it_once() -> None:
    assert write(edit(read(ODD), 0, fuzzy=True)) == ODD
    assert write(edit(read(ODD), 1, fuzzy=True)).endswith('#, fuzzy\nmsgid "other"\nmsgstr "untouched"\n')


def test_a_new_flag_goes_to_the_flags_and_sticky_ones_stay() -> None:
    catalog = read(ODD)
    flags = (*catalog.entries[0].flags, "ignore-links")
    expected = ODD.replace("#,fuzzy,max-length:20", "#, fuzzy, max-length:20, ignore-links")
    assert write(edit(catalog, 0, flags=flags)) == expected


def test_a_sticky_flag_can_be_taken_away() -> None:
    assert "#=" not in write(edit(read(ODD), 0, flags=("fuzzy",)))


def test_a_new_field_finds_its_place() -> None:
    written = write(edit(read(ODD), 1, tcomment="note", msgctxt="menu"))
    assert written.endswith('\n# note\nmsgctxt "menu"\nmsgid "other"\nmsgstr "untouched"\n')


def test_references_and_comments_are_replaced_as_a_whole() -> None:
    written = write(
        edit(read(ODD), 0, occurrences=(("c.c", "3"),), comment="in p\nunder: x", tcomment="one\n\ntwo")
    )
    assert written.startswith("# one\n#\n# two\n#. in p\n#. under: x\n#: c.c:3\n#,fuzzy")


def test_an_entry_that_becomes_obsolete_is_marked_on_every_line() -> None:
    written = write(edit(read(ODD), 1, obsolete=True))
    assert written.endswith('#~ msgid "other"\n#~ msgstr "untouched"\n')


def test_two_entries_on_a_line_are_parted_when_one_changes() -> None:
    catalog = read('msgid "a" msgstr "b" msgid "c" msgstr "d"\n')
    assert write(edit(catalog, 1, msgstr="e")) == 'msgid "a" msgstr "b" msgid "c"\nmsgstr "e"\n'


def test_a_changed_entry_without_a_final_line_end_gets_one() -> None:
    assert write(edit(read('msgid "a"\nmsgstr "b"'), 0, msgstr="c")) == 'msgid "a"\nmsgstr "c"\n'


def test_a_field_behind_an_unended_line_stands_on_its_own() -> None:
    assert write(edit(read('msgid "a"\nmsgstr "b"'), 0, flags=("fuzzy",))).endswith(
        '#, fuzzy\nmsgid "a"\nmsgstr "b"'
    )


def test_crlf_files_get_crlf_lines() -> None:
    text = ODD.replace("\n", "\r\n")
    assert write(edit(read(text), 0, msgstr="c\nd")) == text.replace(
        'msgstr "b"', 'msgstr ""\r\n"c\\n"\r\n"d"'
    )


def test_only_the_changed_line_of_a_header_is_laid_out() -> None:
    long = '"X-Long: ' + "word " * 20 + '\\n"\n'
    text = f'msgid ""\nmsgstr ""\n"Language: fr\\n"\n{long}"X-A: 1\\n"\n'
    catalog = read(text)
    assert catalog.header_entry is not None
    header = altered(catalog.header_entry, msgstr=catalog.header_entry.msgstr.replace("X-A: 1", "X-A: 2"))
    changed = catalog.with_blocks([catalog.blocks[0].saying(header)])
    assert write(changed) == text.replace("X-A: 1", "X-A: 2")


def test_an_entry_changed_in_place_is_written_anew() -> None:
    """Editors' tools and polib's users do that; calque itself never does."""
    catalog = read(ODD)
    catalog.entries[0].msgstr = "c"
    assert write(catalog) == ODD.replace('msgstr "b"', 'msgstr "c"')


def test_editing_gives_a_new_catalog_and_leaves_the_old() -> None:
    catalog = read(ODD)
    edit(catalog, 0, msgstr="c")
    assert catalog.entries[0].msgstr == "b"
    assert write(catalog) == ODD


def test_clearing_fuzzy_drops_the_origin_but_no_note() -> None:
    entry = read('# mine\n# calque: memory 0.83\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n').entries[0]
    assert edited(entry, fuzzy=False).tcomment == "mine"


def test_several_entries_change_at_once() -> None:
    catalog = read(ODD)
    changes = {index: edited(entry, msgstr="x") for index, entry in enumerate(catalog.entries)}
    assert write(catalog.with_entries(changes)).count('msgstr "x"\n') == 2


@pytest.mark.parametrize("width", [0, 79])
def test_the_width_is_a_parameter(width: int) -> None:
    text = "word " * 30
    lines = write(edit(read(ODD), 1, msgstr=text), wrap=width).splitlines()
    assert max(map(len, lines)) <= 79 if width else f'msgstr "{text}"' in lines


def test_entries_are_polibs_and_have_all_of_its_attributes() -> None:
    entry = new_entry(NOTHING._replace(msgid="a"))
    assert isinstance(entry, polib.POEntry)
    assert vars(entry).keys() == vars(polib.POEntry()).keys()
    assert fields_of(polib.POEntry()) == fields_of(new_entry(NOTHING))


def test_half_a_character_is_refused_in_one_sentence() -> None:
    """No charset has it, so that a file which becomes UTF-8 for it cannot be written either."""
    catalog = Catalog(place="fr.po").with_blocks([Block(NOTHING._replace(msgid="a", msgstr="b\ud800"))])
    with pytest.raises(CatalogError, match=r"^fr.po: a text holds half a character"):
        write_catalog(catalog)
