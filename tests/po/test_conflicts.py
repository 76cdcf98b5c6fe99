"""Conflict markers: resolved entry by entry where they can be."""

import pytest

from calque.errors import CatalogError
from calque.po import read_catalog, write_catalog

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def conflict(ours: str, theirs: str, base: str | None = None) -> str:
    middle = "" if base is None else f"||||||| base\n{base}"
    return f"<<<<<<< HEAD\n{ours}{middle}=======\n{theirs}>>>>>>> fr\n"


def resolved(text: str) -> str:
    catalog = read_catalog((HEADER + text).encode(), place="fr.po")
    line = (HEADER + text)[: (HEADER + text).index("<<<<<<<")].count("\n") + 1
    assert catalog.warnings[0] == f"fr.po:{line}: conflict markers, resolved entry by entry; check the result"
    written = write_catalog(catalog).decode()
    assert "<<<<" not in written
    assert read_catalog(written.encode(), place="fr.po").warnings == ()
    return written.removeprefix(HEADER)


def test_the_notes_of_both_headers_are_kept() -> None:
    header = 'msgid ""\nmsgstr "PO-Revision-Date: 2026-03-0%d 00:00+0000\\n"\n'
    text = conflict("# mine\n" + header % 4, "# yours\n" + header % 3)
    catalog = read_catalog(text.encode(), place="fr.po")
    assert catalog.header_entry.tcomment == "mine\nyours"


def test_entries_of_either_side_are_taken() -> None:
    text = conflict('msgid "a"\nmsgstr "A"\n', 'msgid "b"\nmsgstr "B"\n', 'msgid "z"\nmsgstr "Z"\n')
    assert resolved(text) == 'msgid "b"\nmsgstr "B"\n\nmsgid "a"\nmsgstr "A"\n'


def test_a_translation_beats_none() -> None:
    assert resolved('msgid "a"\n' + conflict('msgstr ""\n', 'msgstr "A"\n')) == 'msgid "a"\nmsgstr "A"\n'


def test_a_confirmed_translation_beats_the_same_fuzzy_one() -> None:
    text = conflict("#, fuzzy\n", "") + 'msgid "a"\nmsgstr "A"\n'
    assert resolved(text) == 'msgid "a"\nmsgstr "A"\n'


def test_the_notes_of_both_sides_are_kept() -> None:
    text = conflict("# mine\n", "# yours\n") + 'msgid "a"\nmsgstr "A"\n'
    assert resolved(text) == '# mine\n# yours\nmsgid "a"\nmsgstr "A"\n'


def test_the_later_header_is_taken() -> None:
    text = (
        'msgid ""\nmsgstr ""\n'
        + conflict(
            '"PO-Revision-Date: 2026-01-02 00:00+0000\\n"\n', '"PO-Revision-Date: 2026-03-04 00:00+0000\\n"\n'
        )
        + '\nmsgid "a"\nmsgstr "A"\n'
    )
    catalog = read_catalog(text.encode(), place="fr.po")
    assert catalog.header["PO-Revision-Date"] == "2026-03-04 00:00+0000"


def test_the_last_comments_of_both_sides_are_kept() -> None:
    text = 'msgid "a"\nmsgstr "A"\n' + conflict("# mine\n", "# yours\n")
    assert resolved(text) == 'msgid "a"\nmsgstr "A"\n# mine\n# yours\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'msgid "a"\n' + conflict('msgstr "A"\n', 'msgstr "B"\n'),
            "fr.po:4: both sides of the conflict translate “a”, in different ways; keep one and remove the markers",
        ),
        (
            'msgid "b"\nmsgstr "B"\n\n' + conflict('msgid "a"\n', 'msgid "a"\nmsgstr "A"\n'),
            "fr.po:7: conflict markers that cut an entry apart; resolve them by hand",
        ),
        ("<<<<<<< HEAD\n", "fr.po:4: a conflict that does not end; resolve it by hand"),
        ("<<<<<<< a\n<<<<<<< b\n", "fr.po:5: a conflict marker out of order; resolve the conflict by hand"),
    ],
    ids=["clash", "cut", "open", "order"],
)
def test_what_cannot_be_resolved_is_refused(text: str, message: str) -> None:
    with pytest.raises(CatalogError) as caught:
        read_catalog((HEADER + text).encode(), place="fr.po")
    assert str(caught.value) == message


def test_markers_in_a_text_are_text() -> None:
    text = 'msgid "<<<<<<< HEAD"\nmsgstr "======="\n'
    assert read_catalog(text.encode(), place="fr.po").warnings == ()
