"""Entries of several catalogs on their way into one: confirmed ones first, with what headers say of the work."""

from calque.po import Catalog, read_catalog, write_catalog
from calque.po.gathering import Gathered, gather, with_gathered

HEADER = (
    '{notes}msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"PO-Revision-Date: {day} 10:00+0000\\n"\n"Last-Translator: {name}\\n"\n"Language-Team: {name} and friends\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n"X-Calque-Post: posts/1\\n"\n\n'
)


def catalog(
    entries: str, *, day: str = "2026-05-01", name: str = "Ana", notes: str = "", tail: str = ""
) -> Catalog:
    return read_catalog(
        (HEADER.format(day=day, name=name, notes=notes) + entries + tail).encode(), place="fr.po"
    )


def entry(text: str, *, flags: str = "", mark: str = "") -> str:
    return f'{flags}{mark}msgid "{text}"\n{mark}msgstr "{text.upper()}"\n\n'


def whole(given: Catalog) -> tuple[Catalog, tuple]:
    return given, tuple(block for block in given.blocks if not block.is_header)


def test_confirmed_entries_come_before_fuzzy_and_obsolete_ones_and_else_as_they_were_given() -> None:
    one = catalog(entry("a", flags="#, fuzzy\n") + entry("b") + entry("c", mark="#~ "))
    other = catalog(entry("d", mark="#~ ", flags="#, fuzzy\n") + entry("e", flags="#, fuzzy\n") + entry("f"))
    found = gather([whole(one), whole(other)])
    assert [block.fields.msgid for block in found.blocks] == ["b", "f", "a", "e", "c", "d"]


def test_only_the_entries_that_were_asked_for_are_gathered() -> None:
    one = catalog(entry("a") + entry("b"))
    assert [block.fields.msgid for block in gather([(one, one.blocks[2:])]).blocks] == ["b"]


def test_comments_that_stand_in_no_entry_go_along_once() -> None:
    one = catalog(entry("a"), notes="# by Ana\n# and Marie\n", tail="# the last word\n#~ # no remark\n#\n")
    other = catalog(entry("b"), notes="# by Ana\n#\n")
    found = gather([whole(one), whole(other)])
    assert found.notes == ("by Ana", "and Marie", "the last word")


def test_a_note_goes_with_its_entry_and_with_nothing_else() -> None:
    one = catalog(entry("a", flags="# ask Ana\n") + entry("b"))
    found = gather([(one, one.blocks[2:])])
    assert (found.notes, [block.fields.tcomment for block in found.blocks]) == ((), [""])
    assert [block.fields.tcomment for block in gather([whole(one)]).blocks] == ["ask Ana", ""]


def test_of_the_headers_the_one_revised_last_counts() -> None:
    early, late = catalog(entry("a"), name="Zoe"), catalog(entry("b"), day="2026-06-01", name="Marie")
    for parts in ([early, late], [late, early]):
        found = gather(map(whole, parts))
        assert dict(found.header) == {
            "PO-Revision-Date": "2026-06-01 10:00+0000",
            "Last-Translator": "Marie",
            "Language-Team": "Marie and friends",
            "Plural-Forms": "nplurals=2; plural=(n > 1);",
        }, "what a header says of the file itself, its language and its post, is the new file's own"


def test_what_a_header_does_not_say_is_not_taken_over() -> None:
    bare = read_catalog(
        b'msgid ""\nmsgstr "Language: fr\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n', place="fr.po"
    )
    assert gather([(bare, ())]) == Gathered()


def test_a_new_catalog_takes_over_what_the_headers_say_and_another_keeps_its_own() -> None:
    found = gather([whole(catalog(entry("b"), day="2026-06-01", name="Marie", notes="# by Marie\n"))])
    into = catalog(entry("a"), notes="# by Ana\n")
    new, old = (with_gathered(into, found, new=is_new) for is_new in (True, False))
    assert (new.header["Last-Translator"], old.header["Last-Translator"]) == ("Marie", "Ana")
    for result in (new, old):
        assert result.header["X-Calque-Post"] == "posts/1"
        assert result.header_entry is not None
        assert result.header_entry.tcomment == "by Ana\nby Marie"
        assert [one.msgid for one in result.entries] == ["a", "b"]
        again = read_catalog(write_catalog(result), place="fr.po")
        assert [block.fields for block in again.blocks] == [block.fields for block in result.blocks]


def test_a_note_that_stands_there_already_is_not_given_twice() -> None:
    found = gather([whole(catalog(entry("b"), notes="# by Ana\n"))])
    result = with_gathered(catalog(entry("a"), notes="# by Ana\n# since May\n"), found, new=False)
    assert result.header_entry is not None
    assert result.header_entry.tcomment == "by Ana\nsince May"


def test_nothing_gathered_leaves_a_catalog_as_it_says() -> None:
    into = catalog(entry("a"), notes="# by Ana\n")
    assert write_catalog(with_gathered(into, Gathered(), new=True)) == write_catalog(into)
