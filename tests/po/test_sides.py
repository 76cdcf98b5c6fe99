"""Two sides of a catalog that git merges: both sides' work is kept, the newest translation of a text wins."""

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calque.po import (
    Catalog,
    changed_since,
    handed_out,
    merge_sides,
    read_catalog,
    rivals_of,
    write_catalog,
)
from calque.po.block import Block
from calque.po.entries import NOTHING, Fields, new_entry
from calque.po.rivals import Rival, disputed, is_held, without_settled_rivals

HEAD = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n%s\n'
DATED = (
    '"POT-Creation-Date: 2026-03-0%d 09:00+0000\\n"\n"PO-Revision-Date: 2026-03-0%d 09:00+0000\\n"\n'
    '"X-Generator: %s\\n"\n'
)


def read(text: str) -> Catalog:
    whole = text if text.startswith('msgid ""\n') else HEAD % "" + text
    return read_catalog(whole.encode(), place="fr.po")


def sides(base: str, ours: str, theirs: str) -> str:
    merged = merge_sides(read(base), read(ours), read(theirs))
    assert merged.conflicts == ()
    return write_catalog(merged.catalog).decode().removeprefix(HEAD % "").rstrip("\n") + "\n"


def entry(source: str, target: str, *, more: str = "") -> str:
    return f'{more}msgid "{source}"\nmsgstr "{target}"\n\n'


A, B, C = entry("a", "A"), entry("b", "B"), entry("c", "C")
PAGE = "https://example.org/fr/a/"
FUZZY, LONG = "#, fuzzy\n", "#, max-length:9\n"
CASES = {
    "two texts": (entry("a", "") + entry("b", ""), A + entry("b", ""), entry("a", "") + B, A + B),
    "two new texts": (A, A + B, A + C, A + C + B),
    "removed and added": (A + B, B, A + B + C, B + C),
    "removed and edited": (A + B, A + entry("b", "BB"), A, A + entry("b", "BB")),
    "confirmed and remarked": (
        entry("a", "A", more=FUZZY),
        A,
        entry("a", "A", more="# why?\n" + FUZZY),
        entry("a", "A", more="# why?\n"),
    ),
    "remarks": (
        entry("a", "A", more="# one\n# two\n"),
        entry("a", "A", more="# one\n"),
        entry("a", "A", more="# one\n# two\n# three\n"),
        entry("a", "A", more="# one\n# three\n"),
    ),
    "a flag and a text": (A, entry("a", "A", more=LONG), entry("a", "AA"), entry("a", "AA", more=LONG)),
    "obsolete and edited": (
        A,
        entry("a", "AA"),
        '#~ msgid "a"\n#~ msgstr "A"\n',
        '#~ msgid "a"\n#~ msgstr "AA"\n',
    ),
    "emptied": (A, entry("a", ""), entry("a", "A", more="# kept\n"), entry("a", "", more="# kept\n")),
    "a memory and a person": ("", entry("a", "A", more="# calque: memory 0.83\n" + FUZZY), A, A),
    "last remarks": (
        A + "# last\n",
        A + "# last\n# mine\n",
        A + "# last\n# yours\n",
        A + "# last\n# mine\n# yours\n",
    ),
}


@pytest.mark.parametrize(("base", "ours", "theirs", "wanted"), CASES.values(), ids=CASES)
def test_the_work_of_both_sides_is_kept(base: str, ours: str, theirs: str, wanted: str) -> None:
    assert sides(base, ours, theirs).rstrip("\n") == wanted.rstrip("\n")


STALE = '#, fuzzy\n#| msgid "three weeks"\nmsgid "four weeks"\nmsgstr "%s"\n'


@pytest.mark.parametrize("order", [1, -1], ids=["ours is edited", "theirs is edited"])
def test_a_translation_that_was_improved_while_its_text_became_stale_is_the_suggestion(order: int) -> None:
    base = entry("three weeks", "trois semaines")
    better = entry("three weeks", "trois belles semaines", more="# checked\n")
    ours, theirs = (better, STALE % "trois semaines")[::order]
    assert sides(base, ours, theirs) == "# checked\n" + STALE % "trois belles semaines"


def test_a_suggestion_whose_text_was_confirmed_meanwhile_is_made_from_that() -> None:
    base = '#, fuzzy\n#| msgid "two weeks"\nmsgid "three weeks"\nmsgstr "deux semaines"\n'
    theirs = base.replace("three", "four")
    assert sides(base, entry("three weeks", "trois semaines"), theirs) == STALE % "trois semaines"


def test_two_translations_of_one_text_are_a_conflict_that_stands_in_the_file() -> None:
    merged = merge_sides(read(entry("a", "") + B), read(entry("a", "A1") + B), read(entry("a", "A2") + B))
    (conflict,) = merged.conflicts
    assert (conflict.source, conflict.ours, conflict.theirs) == ("a", "A1", "A2")
    written = write_catalog(merged.catalog).decode().removeprefix(HEAD % "")
    noted = "# calque: conflict with another branch: A2\n#, fuzzy\n"
    assert written == noted + entry("a", "A1") + B
    assert conflict.line == read_catalog(write_catalog(merged.catalog), place="").blocks[1].line


@pytest.mark.parametrize("order", [1, -1], ids=["ours is the page's", "theirs is the page's"])
@pytest.mark.parametrize("recorded", [False, True], ids=["no record", "the sync's record"])
def test_a_rival_that_the_other_side_had_not_seen_is_not_settled_by_its_translation(
    order: int, *, recorded: bool
) -> None:
    """The sync noted what the live page says; the translator improved the text on a branch without that note."""
    synced = read(entry("a", "A", more=f"# calque: conflict with {PAGE}: X\n" + FUZZY))
    ours, theirs = (synced, read(entry("a", "AA")))[::order]
    merged = merge_sides(read(A), ours, theirs)
    assert merged.conflicts == ()
    before = handed_out(synced) if recorded else None
    after = without_settled_rivals(merged.catalog, changed_since(merged.catalog, before))
    block = after.blocks[1]
    assert block.fields.targets == ("AA",)
    assert is_held(block.fields)
    assert {rival.text for rival in rivals_of(block.fields)} == {"X"}


def test_a_rival_that_the_translator_saw_is_settled_by_the_translation() -> None:
    """On both branches the rival is noted; the translator cleared the flag, in an editor that leaves the comment."""
    noted = f"# calque: conflict with {PAGE}: X\n"
    merged = merge_sides(
        read(A), read(entry("a", "A", more=noted + FUZZY)), read(entry("a", "AA", more=noted))
    )
    (_, block) = without_settled_rivals(merged.catalog).blocks
    assert (block.fields.targets, block.fields.flags, block.fields.tcomment) == (("AA",), (), "")


@pytest.mark.parametrize("order", [1, -1])
def test_a_rival_beside_a_translation_that_the_other_side_did_not_change_is_noted_once(order: int) -> None:
    base, noted = entry("a", "A", more=FUZZY), f"# calque: conflict with {PAGE}: X\n"
    ours, theirs = (noted, "# why?\n")[::order]
    wanted = entry("a", "A", more=ours + theirs + FUZZY).rstrip("\n") + "\n"
    assert sides(base, entry("a", "A", more=ours + FUZZY), entry("a", "A", more=theirs + FUZZY)) == wanted


def test_the_header_is_merged_line_by_line_and_the_later_translator_signs_it() -> None:
    base, ours, theirs = (
        HEAD % (DATED % row) for row in ((1, 1, "Poedit"), (1, 3, "Weblate"), (2, 2, "Lokalize"))
    )
    merged = merge_sides(read(base), read(ours), read(theirs))
    assert write_catalog(merged.catalog).decode() == HEAD % (DATED % (2, 3, "Weblate"))


def test_a_side_that_changed_nothing_gives_way_to_the_byte() -> None:
    base, other = (A + B).encode(), (B + '#  own  layout\nmsgid "a"   "x"\nmsgstr  "A"').encode()
    empty = merge_sides(*(read_catalog(one, place="") for one in (base, base, other))).catalog
    assert write_catalog(empty) == other
    empty = merge_sides(*(read_catalog(one, place="") for one in (base, other, base))).catalog
    assert write_catalog(empty) == other


TARGETS = st.sampled_from(["", "", "Bonjour", "Bonsoir", "Salut", "Adieu", "un\nautre"])
SOURCES = st.sampled_from(["good day", "good night", "see you", "well"])
REMARKS = st.sampled_from(["", "", "a note", "two\nlines"])


@st.composite
def rows(draw: st.DrawFn) -> list[Fields]:
    keys = draw(st.lists(st.tuples(st.none() | st.just("menu"), SOURCES), max_size=6))
    found = []
    for context, source in keys:  # some stand twice
        fuzzy, plural = draw(st.booleans()), draw(st.integers(0, 4)) == 0
        found.append(
            NOTHING._replace(
                msgctxt=context,
                msgid=source,
                msgid_plural="many" if plural else "",
                msgstr="" if plural else draw(TARGETS),
                msgstr_plural=((0, draw(TARGETS)), (1, draw(TARGETS))) if plural else (),
                flags=("fuzzy",) if fuzzy else (),
                previous_msgid=draw(st.none() | SOURCES) if fuzzy else None,
                tcomment=draw(REMARKS),
                obsolete=draw(st.integers(0, 4)) == 0,
            )
        )
    return found


@st.composite
def changed(draw: st.DrawFn, before: list[Fields]) -> list[Fields]:
    """The rows after the work of a day: translated, confirmed, renamed, dropped, added, in another order."""
    after = []
    for known in before:
        row = known
        what = draw(
            st.sampled_from(
                ["keep", "keep", "translate", "confirm", "stale", "drop", "retire", "remark", "rival"]
            )
        )
        if what == "translate" and not row.msgid_plural:
            row = row._replace(msgstr=draw(TARGETS) + draw(st.sampled_from(["", "!", "?"])))
        elif what == "confirm":
            row = row._replace(flags=(), previous_msgid=None)
        elif what == "stale" and row.is_translated:
            row = row._replace(flags=("fuzzy",), previous_msgid=row.msgid, msgid=row.msgid + " again")
        elif what == "retire":
            row = row._replace(obsolete=True)
        elif what == "remark":
            row = row._replace(tcomment=draw(REMARKS))
        elif what == "rival" and row.is_translated:
            row = disputed(row, Rival(PAGE, draw(TARGETS) + "."))
        if what != "drop":
            after.append(row)
    return [*after, *(draw(rows()) if draw(st.booleans()) else [])]


def file(rows_: list[Fields]) -> bytes:
    header = NOTHING._replace(msgstr="Language: fr\nContent-Type: text/plain; charset=UTF-8\n")
    return write_catalog(Catalog().with_blocks([Block(new_entry(row)) for row in (header, *rows_)]))


def words(data: bytes) -> set[str]:
    """Every translation and every line of a remark in a file, by calque's reader."""
    blocks = read_catalog(data, place="").blocks
    rivals = {
        part for block in blocks for rival in rivals_of(block.fields) for part in rival.text.split(" | ")
    }
    notes = {line for block in blocks for line in block.fields.tcomment.split("\n")}
    return (
        {text for block in blocks if not block.is_header for text in block.fields.targets} | rivals | notes
    ) - {""}


def polibs_words(data: bytes) -> set[str]:
    """The same by polib's parser."""
    found: set[str] = set()
    for one in polib.pofile(data.decode()):
        found |= {one.msgstr, *one.msgstr_plural.values(), *one.tcomment.split("\n")}
        for line in one.tcomment.split("\n"):
            if line.startswith("calque: conflict with another branch: "):
                rival = line.removeprefix("calque: conflict with another branch: ").replace("\\n", "\n")
                found |= set(rival.split(" | "))
    return found - {""}


def pairs(data: bytes) -> set[tuple[str | None, str, str]]:
    """Every text with what it is translated as."""
    entries = polib.pofile(data.decode())
    return {
        (one.msgctxt, one.msgid, text)
        for one in entries
        for text in (one.msgstr, *one.msgstr_plural.values())
    }


def stands_twice(data: bytes) -> bool:
    keys = [(one.msgctxt, one.msgid) for one in polib.pofile(data.decode())]
    return len(set(keys)) < len(keys)


@settings(max_examples=300)
@given(st.data())
def test_no_word_that_either_side_wrote_is_lost(data: st.DataObject) -> None:
    base = data.draw(rows())
    ours, theirs = (file(data.draw(changed(base))) for _ in range(2))
    before = file(base)
    merged = merge_sides(*(read_catalog(one, place="") for one in (before, ours, theirs)))
    written = write_catalog(merged.catalog)
    assert write_catalog(read_catalog(written, place="")) == written
    for judge in (words, polibs_words):
        one, two, three = judge(before), judge(ours), judge(theirs)
        assert (two - one) | (three - one) <= judge(written)
    if not any(stands_twice(one) for one in (before, ours, theirs)):
        assert pairs(before) & pairs(ours) & pairs(theirs) <= pairs(written)


@settings(max_examples=100)
@given(st.data())
def test_a_side_that_is_the_base_or_the_other_side_changes_nothing(data: st.DataObject) -> None:
    base = data.draw(rows())
    before, after = file(base), file(data.draw(changed(base)))
    for three in ((before, before, after), (before, after, before), (before, after, after)):
        merged = merge_sides(*(read_catalog(one, place="") for one in three))
        assert write_catalog(merged.catalog) == after
        assert merged.conflicts == ()
