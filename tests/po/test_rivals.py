"""A second translation of an entry stands in its comment until the entry says the same."""

import pytest

from calque.po import changed_since, handed_out, merge, read_catalog, write_catalog
from calque.po.rivals import Rival, add_rival, rivals_of, with_rival, without_rivals, without_settled_rivals

PAGE = "https://example.org/fr/a/"
OTHER = "https://example.org/fr/b/"


def po(comment: str, target: str, *, fuzzy: bool | None = None) -> str:
    """Return an entry; it is fuzzy where it has a rival, unless something else is said."""
    lines = "".join(f"# {line}\n" for line in comment.split("\n") if line)
    flag = "#, fuzzy\n" if ("calque: conflict" in comment if fuzzy is None else fuzzy) else ""
    return f'{lines}{flag}msgid "Open the door"\nmsgstr "{target}"\n'


def settle(text: str) -> str:
    return write_catalog(without_settled_rivals(read_catalog(text.encode(), place="fr.po"))).decode()


@pytest.mark.parametrize(
    ("said", "target"),
    [
        pytest.param("Ouvrez la porte", "Ouvrez la porte", id="the same"),
        pytest.param("Ouvrez  la porte ", "Ouvrez la porte", id="other white space"),
        pytest.param("Ouvrez la\\nporte", "Ouvrez la porte", id="a line break for a space"),
        pytest.param("Ouvrez la\u00a0porte", "Ouvrez la porte", id="a space that does not break"),
        pytest.param(
            'Ouvrez <a id="2">la porte</a>',
            'Ouvrez <a id=\\"1\\">la porte</a>',
            id="other placeholder numbers",
        ),
    ],
)
def test_a_conflict_ends_where_the_entry_says_what_its_rival_said(said: str, target: str) -> None:
    rival = f"calque: conflict with {PAGE}: {said}"
    assert settle(po(f"a note\n{rival}", target)) == po("a note", target)


@pytest.mark.parametrize("target", ["Ouvrez la fenêtre", "ouvrez la porte", "Ouvrezlaporte", ""])
def test_a_conflict_stays_while_the_entry_says_something_else(target: str) -> None:
    text = po(f"calque: conflict with {PAGE}: Ouvrez la porte", target)
    catalog = read_catalog(text.encode(), place="fr.po")
    assert without_settled_rivals(catalog) is catalog


def test_a_conflict_ends_where_somebody_clears_the_flag() -> None:
    """Weblate has no way to edit a comment; and what is fuzzy does not count as translated there."""
    text = po(f"a note\ncalque: conflict with {PAGE}: Ouvrez la porte", "Entrez donc")
    assert settle(text.replace("#, fuzzy\n", "")) == po("a note", "Entrez donc")


@pytest.mark.parametrize(
    ("target", "settled"), [("Entrez donc", False), ("Ouvrez la porte", True), ("", False)]
)
def test_a_conflict_of_a_file_that_nobody_touched_since_an_earlier_version_wrote_it_is_one_still(
    target: str, *, settled: bool
) -> None:
    """It flagged none: that this one is not fuzzy tells nothing of a person."""
    rival = f"a note\ncalque: conflict with {PAGE}: Ouvrez la porte"
    catalog = read_catalog(po(rival, target, fuzzy=False).encode(), place="fr.po")
    left = write_catalog(without_settled_rivals(catalog, untouched=True)).decode()
    assert left == (po("a note", target) if settled else po(rival, target, fuzzy=bool(target)))


@pytest.mark.parametrize("more", ['#| msgid "Open the gate"\n', "# calque: memory 0.83\n"])
def test_what_is_fuzzy_for_another_reason_stays_so_when_its_conflict_ends(more: str) -> None:
    text = po(f"calque: conflict with {PAGE}: Ouvrez", "Ouvrez")
    text = more + text if more.startswith("# ") else text.replace("msgid", more + "msgid", 1)
    assert "#, fuzzy" in settle(text)
    assert "conflict" not in settle(text)


def test_a_conflict_ends_where_the_translation_changed_after_its_rival_was_noted() -> None:
    text = po(f"a note\ncalque: conflict with {PAGE}: Ouvrez", "Entrez")
    before = handed_out(read_catalog(text.encode(), place="fr.po"))
    edited = read_catalog(text.replace("Entrez", "Poussez").encode(), place="fr.po")
    done = without_settled_rivals(edited, changed_since(edited, before))
    assert write_catalog(done).decode() == po("a note", "Poussez", fuzzy=True), "who edited it left it fuzzy"
    unchanged = read_catalog(text.encode(), place="fr.po")
    assert without_settled_rivals(unchanged, changed_since(unchanged, before)) is unchanged


def test_a_rival_that_is_newer_than_the_edit_stays() -> None:
    before = handed_out(read_catalog(po("", "Entrez", fuzzy=True).encode(), place="fr.po"))
    noted = read_catalog(po(f"calque: conflict with {PAGE}: Ouvrez", "Poussez").encode(), place="fr.po")
    assert without_settled_rivals(noted, changed_since(noted, before)) is noted


def test_an_entry_in_conflict_whose_text_is_edited_is_stale_and_says_since_which_text() -> None:
    old = read_catalog(po(f"calque: conflict with {PAGE}: Ouvrez", "Entrez").encode(), place="fr.po")
    new = read_catalog(b'msgid "Open the doors"\nmsgstr ""\n', place="fr.pot")
    (entry,) = merge(old, new, locale="fr", language="fr").catalog.entries
    assert (entry.previous_msgid, entry.fuzzy, len(rivals_of(entry))) == ("Open the door", True, 1)


def test_of_two_rivals_only_the_one_that_the_entry_agrees_with_goes() -> None:
    stays = f"calque: conflict with {OTHER}: Entrez"
    text = po(f"calque: conflict with {PAGE}: Ouvrez\n{stays}\na note", "Ouvrez")
    assert settle(text) == po(f"a note\n{stays}", "Ouvrez")


@pytest.mark.parametrize("text", ["Ouvert", "two\nlines", "a \\ and \\n as it is", ""])
def test_a_rival_reads_back_as_it_was_written(text: str) -> None:
    (entry,) = read_catalog(po("a note", "Ouvrir").encode(), place="fr.po").entries
    rival = Rival(PAGE, text)
    noted = with_rival(entry, rival)
    assert rivals_of(noted) == (rival,)
    assert without_rivals(noted.tcomment) == "a note"


def test_what_a_page_said_before_gives_way_to_what_it_says_now() -> None:
    (entry,) = read_catalog(po("a note", "Ouvrir").encode(), place="fr.po").entries
    for rival in (Rival(PAGE, "Ouvert"), Rival(OTHER, "Ouverte"), Rival(PAGE, "Entrez")):
        entry = with_rival(entry, rival)
    assert rivals_of(entry) == (Rival(OTHER, "Ouverte"), Rival(PAGE, "Entrez"))
    assert without_rivals(entry.tcomment, name=OTHER) == f"a note\n{Rival(PAGE, 'Entrez')}"


def test_a_rival_is_noted_once() -> None:
    rival = Rival(PAGE, "Ouvert")
    once = add_rival("a note", rival)
    assert once == f"a note\n{rival}"
    assert add_rival(once, rival) == once


def test_what_a_person_translated_beside_a_suggestion_is_no_conflict() -> None:
    """As where a catalog takes in the entries of another: the suggestion gives way, whichever stands first."""
    header = 'msgid ""\nmsgstr "Language: fr\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
    suggested = '# calque: memory 1.00 post-7\n#, fuzzy\n#| msgid "Home"\nmsgid "Home"\nmsgstr "Maison"\n\n'
    person = 'msgid "Home"\nmsgstr "Accueil"\n\n'
    template = read_catalog(f'{header}msgid "Home"\nmsgstr ""\n'.encode(), place="t.pot")
    for text in (suggested + person, person + suggested):
        catalog = read_catalog((header + text).encode(), place="fr.po")
        done = merge(catalog, template, locale="fr", language="fr")
        (entry,) = done.catalog.entries
        assert (entry.msgstr, entry.flags, entry.tcomment) == ("Accueil", [], "")
        assert done.clashing == ()
        assert [one.msgstr for one in done.archived] == ["Maison"]
