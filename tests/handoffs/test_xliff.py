"""XLIFF: what is handed out in it comes back with other targets and states, and nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from calque.errors import CatalogError
from calque.handoffs.inline import PieceKind, from_pieces, pieces_of
from calque.handoffs.xliff import catalog_of, read_xliff, write_xliff
from calque.po import Block, Catalog
from calque.po.entries import NOTHING, Fields

PIECES = st.sampled_from(
    [
        *(
            "open",
            "  ",
            "\n",
            "\t",
            "Q &amp; A",
            "a &lt; b",
            "&foo;",
            "é",
            "\u00a0",
            "\u200f",
            "\x0b",
            "&nbsp;",
        ),
        *('<a id="1">', "</a>", "<strong>", "</strong>", "<br/>", '<x id="2"/>', '<img id="3"/>', "<my-el>"),
        *("</my-el>", "<br />", "<", ">", "&", "<Odd>", "]]>", '"'),
    ]
)
TEXTS = st.lists(PIECES, max_size=8).map("".join)
STATES = st.sampled_from(["translated", "final", "needs-review-translation", "needs-translation"])


@st.composite
def entries(draw: st.DrawFn) -> Fields:
    target = draw(TEXTS)
    fuzzy = bool(target) and draw(st.booleans())
    return NOTHING._replace(
        tcomment=draw(st.sampled_from(["", "a note", "calque: memory 0.83"])),
        comment=draw(st.sampled_from(["", "list item\npage: https://example.org/?a=1&b=2"])),
        flags=("fuzzy",) if fuzzy else (),
        previous_msgid=draw(st.none() | TEXTS.filter(bool)) if fuzzy else None,
        msgctxt=draw(st.sampled_from([None, "", "title"])),
        msgid=draw(TEXTS.filter(bool)),
        msgstr=target,
    )


def file_of(*rows: Fields) -> Catalog:
    unique = {row.key: row for row in rows}
    header = NOTHING._replace(
        tcomment="what to do",
        msgstr="Language: fr\nX-Calque-Handoff: fr-marie-2026-11-22\nX-Calque-Site: alder\n",
    )
    return Catalog().with_blocks([Block(header), *map(Block, unique.values())])


def rows_of(catalog: Catalog) -> list[Fields]:
    return [block.fields for block in catalog.blocks]


def written(catalog: Catalog) -> bytes:
    return write_xliff(catalog, source="en", target="fr")


def read(data: bytes, given: Catalog | None, **options: bool) -> Catalog:
    return catalog_of(read_xliff(data, place="back.xlf"), given, **options)


@given(TEXTS)
def test_a_text_is_its_pieces(text: str) -> None:
    pieces = pieces_of(text)
    again = from_pieces(pieces)
    assert [piece for piece in pieces_of(again) if piece.kind is not PieceKind.TEXT] == [
        piece for piece in pieces if piece.kind is not PieceKind.TEXT
    ]
    assert from_pieces(pieces_of(again)) == again


@pytest.mark.parametrize(
    "text",
    [
        'Ring us, or <a id="1">come <strong>by</strong></a>.<br/>',
        "Q &amp; A, a &lt; b",
        '<x id="1"/>Two <img id="2"/><em>and <em>more</em></em>',
        "<strong>one",
        "two</strong> <em>three",
    ],
)
def test_a_text_in_msgid_form_comes_back_as_it_was(text: str) -> None:
    assert from_pieces(pieces_of(text)) == text


@given(st.lists(entries(), max_size=4))
def test_what_nobody_touched_comes_back_as_it_was_handed_out(rows: list[Fields]) -> None:
    handed = file_of(*rows)
    assert rows_of(read(written(handed), handed)) == rows_of(handed)
    assert written(handed) == written(handed)


@given(st.lists(entries(), min_size=1, max_size=4), st.data())
def test_nothing_but_targets_and_states_changes(rows: list[Fields], data: st.DataObject) -> None:
    """A program that writes targets and states, and drops all else that it likes to drop."""
    handed = file_of(*rows)
    root = etree.fromstring(written(handed))
    drops = data.draw(st.booleans())
    changed = {}
    for unit in root.iter("{*}trans-unit"):
        for one in [*unit.iterfind("{*}note"), *unit.iterfind("{*}alt-trans")] if drops else []:
            unit.remove(one)
        if data.draw(st.booleans()):
            target = unit.find("{*}target")
            source = unit.find("{*}source")
            assert target is not None
            assert source is not None
            for child in target:
                target.remove(child)
            target.text = "Neu & gut <"
            target.extend(list(etree.fromstring(etree.tostring(source))))
            target.set("state", data.draw(STATES))
            changed[unit.get("id")] = target.get("state")
    back = rows_of(read(etree.tostring(root), handed))
    assert len(back) == len(rows_of(handed))
    for before, after in zip(rows_of(handed), back, strict=True):
        same = {"msgstr": after.msgstr, "flags": after.flags}
        assert before._replace(**same) == after
        assert {flag for flag in after.flags if flag != "fuzzy"} == {
            flag for flag in before.flags if flag != "fuzzy"
        }


ROW = NOTHING._replace(msgctxt="title", msgid='Ring <a id="1">us</a>')
STALE = NOTHING._replace(msgid="Open at ten", msgstr="À neuf heures", flags=("fuzzy",), previous_msgid="nine")


def test_a_text_reads_well_in_any_program() -> None:
    text = written(file_of(ROW._replace(comment="list item\npage: https://example.org/"))).decode()
    assert '<source xml:lang="en">Ring <g id="a#1">us</g></source>' in text
    assert '<target xml:lang="fr" state="needs-translation"/>' in text
    assert '<note from="calque">list item</note>' in text
    assert 'original="fr-marie-2026-11-22"' in text


@pytest.mark.parametrize(
    ("old", "new", "target", "fuzzy"),
    [
        ('state="needs-translation"/>', 'state="translated">Appelez</target>', "Appelez", False),
        ('state="needs-translation"/>', 'state="needs-review-translation">Appelez</target>', "Appelez", True),
        ('state="needs-translation"/>', 'state="needs-translation">Appelez</target>', "Appelez", False),
        ('state="needs-translation"/>', '><g id="a#1">Appelez</g></target>', '<a id="1">Appelez</a>', False),
        ('state="needs-translation"/>', '><g id="b#7">Oui</g></target>', '<b id="7">Oui</b>', False),
        ('state="needs-translation"/>', '><mrk mtype="seg">Oui</mrk></target>', "Oui", False),
        (
            'state="needs-translation"/>',
            "><g id='&quot;/&gt;'>Oui</g></target>",
            '&lt;"/&gt;&gt;Oui&lt;"/&gt;&gt;',
            False,
        ),
    ],
    ids=["finished", "to review", "no states", "tags", "foreign tag", "segments", "no tag at all"],
)
def test_an_answer_is_as_finished_as_the_file_says(old: str, new: str, target: str, *, fuzzy: bool) -> None:
    handed = file_of(ROW)
    (row,) = rows_of(read(written(handed).decode().replace(old, new).encode(), handed))[1:]
    assert (row.msgstr, row.is_fuzzy) == (target, fuzzy)


def test_a_program_without_states_confirms_what_it_changed_alone() -> None:
    handed = file_of(STALE, ROW)
    untouched = written(handed)
    assert rows_of(read(untouched, handed))[1].is_fuzzy
    assert not rows_of(read(untouched, handed, confirmed=True))[1].is_fuzzy
    changed = untouched.decode().replace(">À neuf heures</target>", ">À dix heures</target>").encode()
    row = rows_of(read(changed, handed))[1]
    assert (row.msgstr, row.is_fuzzy) == ("À dix heures", False)


def test_where_states_are_kept_a_change_with_the_old_state_confirms_nothing() -> None:
    text = (
        written(file_of(STALE, ROW)).decode().replace(">À neuf heures</target>", ">À neuf heures !</target>")
    )
    text = text.replace('state="needs-translation"/>', 'state="final">Appelez</target>')
    back = rows_of(read(text.encode(), file_of(STALE, ROW)))
    assert [(row.msgstr, row.is_fuzzy) for row in back[1:]] == [("À neuf heures !", True), ("Appelez", False)]


def test_a_note_of_a_translator_comes_along() -> None:
    handed = file_of(ROW)
    text = (
        written(handed)
        .decode()
        .replace("</trans-unit>", '<note from="marie">On Sundays, too?</note></trans-unit>')
    )
    assert rows_of(read(text.encode(), handed))[1].tcomment == "On Sundays, too?"


def test_a_file_of_an_unknown_handoff_is_read_by_its_own_texts() -> None:
    text = (
        written(file_of(ROW))
        .decode()
        .replace('state="needs-translation"/>', 'state="final">Appelez</target>')
    )
    back = read(text.encode(), None)
    assert back.header["X-Calque-Handoff"] == "fr-marie-2026-11-22"
    assert back.header["Language"] == "fr"
    assert rows_of(back)[1].key == ROW.key
    assert rows_of(back)[1].msgstr == "Appelez"


BOMB = '<!DOCTYPE xliff [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
FILE = '<!DOCTYPE xliff [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (f'{BOMB}<xliff version="1.2"><a>&b;</a></xliff>', "back.xlf:1: it declares an entity"),
        (f'{FILE}<xliff version="1.2"><a>&a;</a></xliff>', "back.xlf:1: it declares an entity"),
        ("<xliff", "back.xlf:1: not well-formed XML"),
        ("<xliff version='2.0'/>", "it is XLIFF 2.0; have it saved as XLIFF 1.2"),
        ("<xliff version='1.2'/>", "it holds no file, or several"),
        ("<tmx/>", "<tmx> is no XLIFF"),
    ],
    ids=["billion laughs", "a file of this machine", "cut off", "of a newer form", "empty", "another format"],
)
def test_a_file_that_is_none_is_refused_in_one_sentence(data: str, message: str) -> None:
    with pytest.raises(CatalogError, match=re.escape(message)):
        read_xliff(data.encode(), place="back.xlf")


def test_an_entity_of_a_dtd_is_refused_in_one_sentence() -> None:
    """Left out, a word of the translation would be gone without anybody knowing."""
    handed = file_of(ROW)
    text = written(handed).decode().replace("<xliff", '<!DOCTYPE xliff PUBLIC "a" "x.dtd"><xliff', 1)
    text = text.replace('state="needs-translation"/>', 'state="translated">D&eacute;part</target>')
    with pytest.raises(CatalogError, match=r"^back\.xlf:[0-9]+: it has the entity &eacute;"):
        read(text.encode(), handed)


def test_a_comment_in_a_target_is_passed_over() -> None:
    handed = file_of(ROW)
    text = written(handed).decode()
    text = text.replace('state="needs-translation"/>', 'state="translated">Dé<!-- c -->p<?a b?>art</target>')
    assert rows_of(read(text.encode(), handed))[1].msgstr == "Départ"
