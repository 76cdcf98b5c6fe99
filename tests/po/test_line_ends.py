"""Line ends at the ends of a translation: a merge makes them those of the text, and changes no word."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.po import Block, Catalog, EntryChangeKind, merge, no_loss, read_catalog, write_catalog
from calque.po.entries import NOTHING, Fields

HEADER = NOTHING._replace(
    msgstr="Language: fr\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n > 1);\n"
)
ENDS = st.sampled_from(["", "\n", "\n\n", "\r\n"])
TEXTS = st.builds("{}{}{}".format, ENDS, st.sampled_from(["a mill", "two\nlines", ""]), ENDS)


def catalog(*rows: Fields) -> Catalog:
    return Catalog().with_blocks(Block(row) for row in (HEADER, *rows))


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Mill\n", "Moulin", "Moulin\n"),
        ("Mill", "Moulin\n", "Moulin"),
        ("Mill", "Moulin\r\n", "Moulin"),
        ("\nMill", "Moulin\n\n", "\nMoulin"),
        ("Mill\r\n", "Moulin", "Moulin\r\n"),
        ("Mill\n", "Moulin\n\n", "Moulin\n\n"),
        ("Mill\n", "Moulin ", "Moulin \n"),
        ("A\nmill", "Un\nmoulin", "Un\nmoulin"),
        ("Mill", "\n", "\n"),
        ("Mill\n", "", ""),
    ],
)
def test_the_line_ends_of_a_translation_are_those_of_its_text(
    source: str, target: str, expected: str
) -> None:
    result = merge(
        catalog(NOTHING._replace(msgid=source, msgstr=target)),
        catalog(NOTHING._replace(msgid=source)),
        locale="fr",
        language="fr",
    )
    (entry,) = result.catalog.entries
    assert (entry.msgstr, entry.flags) == (expected, [])
    kinds = [change.kind for change in result.changes]
    assert kinds == ([EntryChangeKind.FITTED] if target != expected else [])


def test_the_translation_of_an_edited_text_gets_the_line_ends_of_the_new_one() -> None:
    result = merge(
        catalog(NOTHING._replace(msgid="Our old mill\n", msgstr="Notre vieux moulin\n")),
        catalog(NOTHING._replace(msgid="Our older mill")),
        locale="fr",
        language="fr",
    )
    assert [entry.msgstr for entry in result.catalog.entries] == ["Notre vieux moulin"]
    assert [change.kind for change in result.changes] == [EntryChangeKind.STALE]


def test_each_plural_form_gets_the_line_ends_of_the_text() -> None:
    row = NOTHING._replace(
        msgid="one\n", msgid_plural="many\n", msgstr_plural=((0, "un"), (1, "plusieurs\n"))
    )
    result = merge(catalog(row), catalog(row), locale="fr", language="fr")
    assert result.catalog.entries[0].msgstr_plural == {0: "un\n", 1: "plusieurs\n"}


@given(TEXTS.map(lambda text: f"{text}s" if not text.strip() else text), TEXTS, TEXTS)
def test_whatever_the_line_ends_no_word_is_lost_and_merging_twice_is_merging_once(
    source: str, target: str, other: str
) -> None:
    rows = [
        NOTHING._replace(msgid=source, msgstr=target),
        NOTHING._replace(msgid=f"{source}.", msgid_plural="many", msgstr_plural=((0, other), (1, target))),
    ]
    before = catalog(*rows)
    once = merge(before, before, locale="fr", language="fr")
    assert no_loss([before], [once.catalog], kept=once.archived) == ()
    written = read_catalog(write_catalog(once.catalog), place="fr.po")
    assert merge(written, before, locale="fr", language="fr").catalog is written


def test_a_lost_word_is_seen_whatever_line_ends_stand_beside_it() -> None:
    row = NOTHING._replace(msgid="Mill", msgstr="Moulin")
    assert no_loss([catalog(row)], [catalog(row._replace(msgstr="Moulin\n"))]) == ()
    (loss,) = no_loss([catalog(row)], [catalog(row._replace(msgstr="Mouli\nn"))])
    assert loss.text == "Moulin"


@pytest.mark.e2e  # with gettext
def test_msgfmt_takes_what_it_refused_before() -> None:
    before = catalog(
        NOTHING._replace(msgid="Mill\n", msgstr="Moulin"), NOTHING._replace(msgid="Old", msgstr="\nVieux\n")
    )
    after = merge(before, before, locale="fr", language="fr").catalog
    command = ["msgfmt", "-c", "-o", "/dev/null", "-"]
    codes = [
        subprocess.run(command, input=write_catalog(one), capture_output=True, check=False).returncode
        for one in (before, after)
    ]
    assert codes == [1, 0]
