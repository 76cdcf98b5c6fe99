"""The memory of a locale: which row is suggested for a text, and how it is put into a catalog."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calque.po import Catalog, read_catalog, write_catalog
from calque.po.memory import (
    Hit,
    MemoryRow,
    MissingText,
    Place,
    best_of,
    fill,
    missing_texts,
    rows_of,
    search_words,
    suits,
    undisputed,
)

HEADER = 'msgid ""\nmsgstr "Language: fr\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
NINE = "We open the doors of the house at nine in the morning."
TEN = "We open the doors of the house at ten in the morning."


def read(text: str) -> Catalog:
    return read_catalog((HEADER + text).encode(), place="fr.po")


def filled(text: str, *rows: MemoryRow, sure: bool = False) -> str:
    catalog = read(text)
    hits = {one: hit for one in missing_texts(catalog) if (hit := best_of(rows, one))}
    known = {one: undisputed(rows, one) for one in hits} if sure else {}
    done = fill(catalog, hits, {one: own for one, own in known.items() if own})
    return write_catalog(done).decode().removeprefix(HEADER)


def test_the_same_text_is_suggested_to_be_reviewed_with_its_origin() -> None:
    assert filled('msgid "Appearance"\nmsgstr ""\n', MemoryRow("Appearance", "Aspect", "post-7-menu")) == (
        "# calque: memory 1.00 post-7-menu\n"
        '#, fuzzy\n#| msgid "Appearance"\nmsgid "Appearance"\nmsgstr "Aspect"\n'
    )


def test_a_near_text_is_suggested_with_what_differs() -> None:
    assert filled(f'msgid "{TEN}"\nmsgstr ""\n', MemoryRow(NINE, "À neuf heures.", "post-7-menu")) == (
        "# calque: memory 0.94 post-7-menu\n"
        "#. changed: … the doors of the house at [-nine-] {+ten+} in the morning.\n"
        f'#, fuzzy\n#| msgid "{NINE}"\nmsgid "{TEN}"\nmsgstr "À neuf heures."\n'
    )


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("Save the file", "Save the form"),
        (f'{NINE} <a id="1">More</a>', f"{NINE} More"),
        (NINE, "Behind the house lies a garden with old apple trees and a pond."),
    ],
    ids=["short", "other placeholders", "another text"],
)
def test_what_is_not_alike_enough_is_not_suggested(row: str, text: str) -> None:
    assert best_of([MemoryRow(row, "X", "a")], MissingText(text)) is None


@pytest.mark.parametrize(
    ("best", "other"),
    [
        (Place("title"), Place(None, "heading", "b", "a")),
        (Place("title", "x", "b", "a"), Place("title", "heading", "b", "")),
        (Place("title", "heading"), Place("title", "x")),
    ],
    ids=["context before neighbours", "neighbours before the element", "the element"],
)
def test_of_equals_the_one_that_stands_most_alike_wins(best: Place, other: Place) -> None:
    rows = [MemoryRow("Home", "Autre", "a", other), MemoryRow("Home", "Celui-ci", "b", best)]
    text = MissingText("Home", Place("title", "heading", "b", "a"))
    for order in (rows, rows[::-1]):
        assert best_of(order, text) == Hit(rows[1], 1.0)


def test_the_very_text_comes_before_a_near_one_in_its_context() -> None:
    rows = [MemoryRow(TEN, "dix", "a", Place("title")), MemoryRow(NINE, "neuf", "b")]
    assert best_of(rows, MissingText(NINE, Place("title"))) == Hit(rows[1], 1.0)


def test_a_text_in_use_comes_first_then_what_most_say() -> None:
    gone = [MemoryRow("Home", "Maison", name, live=False) for name in "abc"]
    assert best_of([*gone, MemoryRow("Home", "Accueil", "z")], MissingText("Home")).row.target == "Accueil"
    rows = [MemoryRow("Home", "Maison", "a"), *(MemoryRow("Home", "Accueil", name) for name in "yz")]
    assert best_of(rows, MissingText("Home")).row.target == "Accueil"


def test_only_what_somebody_translated_is_a_row() -> None:
    catalog = read(
        'msgid "Confirmed"\nmsgstr "Confirmé"\n\n'
        '#, fuzzy\n#| msgid "Before"\nmsgid "Stale"\nmsgstr "Avant"\n\n'
        '#, fuzzy\nmsgid "Flagged"\nmsgstr "Marqué"\n\n'
        '# calque: memory 1.00 a\n#, fuzzy\n#| msgid "Remembered"\nmsgid "Remembered"\nmsgstr "Connu"\n\n'
        '# calque: recut 0.62\n#, fuzzy\nmsgid "Cut"\nmsgstr "Coupé"\n\n'
        'msgid "One"\nmsgid_plural "Many"\nmsgstr[0] "Un"\nmsgstr[1] "Des"\n\n'
        'msgid "Empty"\nmsgstr ""\n\n'
        '#~ msgid "Gone"\n#~ msgstr "Parti"\n'
    )
    rows = {row.source: (row.target, row.live) for row in rows_of(catalog, "a")}
    assert rows == {"Confirmed": ("Confirmé", True), "Before": ("Avant", True), "Gone": ("Parti", False)}
    assert [one.source for one in missing_texts(catalog)] == ["Empty"]


def test_a_suggestion_that_somebody_emptied_is_not_made_again() -> None:
    text = '# calque: memory 1.00 post-7-menu\nmsgid "Appearance"\nmsgstr ""\n'
    assert filled(text, MemoryRow("Appearance", "Aspect", "post-7-menu")) == text


def test_it_is_filled_in_as_a_translation_only_where_two_catalogs_agree_in_its_context() -> None:
    two = [MemoryRow("Home", "Accueil", name) for name in "ab"]
    empty = 'msgid "Home"\nmsgstr ""\n'
    assert filled(empty, *two, sure=True) == (
        '# calque: filled from a and 1 more\nmsgid "Home"\nmsgstr "Accueil"\n'
    )
    disputed = (
        two[:1],
        [two[0], MemoryRow("Home", "Maison", "b")],
        [two[0], MemoryRow("Home", "Accueil", "b", Place("title"))],
        [two[0], MemoryRow("Home", "Accueil", "b", filled=True)],
        [MemoryRow("Home", "Home", name) for name in "ab"],
    )
    for rows in disputed:
        assert "#, fuzzy\n" in filled(empty, *rows, sure=True)


def test_what_memory_filled_in_says_so() -> None:
    catalog = read('# calque: filled from a and 1 more\nmsgid "Home"\nmsgstr "Accueil"\n')
    assert [row.filled for row in rows_of(catalog, "c")] == [True]


WORDS = st.lists(
    st.sampled_from("we open the doors of house at nine ten in morning evening 図書館は九時 <br/>".split()),
    min_size=1,
    max_size=9,
)


@given(WORDS, WORDS)
@example(NINE.split(), TEN.split())
def test_texts_that_suit_are_found_by_their_search_words(one: list[str], other: list[str]) -> None:
    row, text = " ".join(one), " ".join(other)
    if suits(row, text) and row != text:
        assert set(search_words(row)) & set(search_words(text))
    assert suits(row, text) == suits(text, row)
