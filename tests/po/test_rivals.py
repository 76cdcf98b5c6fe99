"""A second translation of an entry stands in its comment until the entry says the same."""

import pytest

from calque.po import read_catalog, write_catalog
from calque.po.rivals import Rival, add_rival, rivals_of, with_rival, without_agreed_rivals, without_rivals

PAGE = "https://example.org/fr/a/"
OTHER = "https://example.org/fr/b/"


def po(comment: str, target: str) -> str:
    lines = "".join(f"# {line}\n" for line in comment.split("\n") if line)
    return f'{lines}msgid "Open the door"\nmsgstr "{target}"\n'


def settle(text: str) -> str:
    return write_catalog(without_agreed_rivals(read_catalog(text.encode(), place="fr.po"))).decode()


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
    assert without_agreed_rivals(catalog) is catalog


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
