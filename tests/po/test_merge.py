"""Merging: the cases of `cases/merge.txt`, and what a merge says about itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from calque.po import (
    Catalog,
    EntryChangeKind,
    Merge,
    merge,
    no_loss,
    read_catalog,
    write_catalog,
)

CASES = Path(__file__).parents[1] / "cases" / "merge.txt"
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
)


def cases() -> list[tuple[str, str, str, str]]:
    """Title, catalog, template, expected; without the header."""
    found = []
    for case in CASES.read_text(encoding="utf-8").split("\n=== ")[1:]:
        title, rest = case.split("\n.\n", 1)
        old, new, expected = rest.rstrip("\n").removesuffix("\n.").split("\n.\n")
        found.append((title, old, new, expected))
    return found


def read(text: str, header: str = HEADER) -> Catalog:
    return read_catalog((header + text).encode(), place="fr.po")


def merged(old: str, new: str, **options: object) -> Merge:
    return merge(read(old), read(new), locale="fr", language="fr", **options)


def text(result: Merge) -> str:
    return write_catalog(result.catalog).decode().removeprefix(HEADER)


NINE = 'msgid "We open every morning at nine."\nmsgstr "Nous ouvrons chaque matin à neuf heures."\n'
TEN = 'msgid "We open every morning at ten."\nmsgstr ""\n'


@pytest.mark.parametrize(("title", "old", "new", "expected"), cases(), ids=lambda value: str(value)[:60])
def test_case(title: str, old: str, new: str, expected: str) -> None:
    first = merged(old + "\n", new + "\n")
    assert text(first).rstrip("\n") == expected, title
    again = merged(expected + "\n", new + "\n")
    assert text(again).rstrip("\n") == expected, "merging again changes nothing"
    assert no_loss([read(old + "\n")], [first.catalog], kept=first.archived) == ()


def test_each_suggestion_names_its_predecessor_score_and_reason() -> None:
    (change,) = merged(NINE, TEN).changes
    assert change.kind is EntryChangeKind.STALE
    assert change.source == "We open every morning at ten."
    assert change.predecessor == "We open every morning at nine."
    assert change.score == pytest.approx(0.89, abs=0.01)
    assert change.reason == "the only change between two unchanged texts"


OLD_ONE = 'msgid "one"\nmsgid_plural "{}"\nmsgstr[0] "un"\nmsgstr[1] "plusieurs"\n'
NEW_ONE = 'msgid "one"\nmsgid_plural "{}"\nmsgstr[0] ""\nmsgstr[1] ""\n'
GONE = NINE.replace("msg", "#~ msg")


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        pytest.param(NINE, NINE, [], id="unchanged"),
        pytest.param(f"{TEN}\n{GONE}", TEN, [], id="obsolete since long"),
        pytest.param("", TEN, [("new", None, None, "")], id="new"),
        pytest.param(NINE, "", [("obsolete", None, None, "")], id="gone"),
        pytest.param(TEN, "", [("removed", None, None, "")], id="gone without a translation"),
        pytest.param(
            GONE.replace("Nous ouvrons chaque matin à neuf heures.", ""),
            "",
            [("removed", None, None, "")],
            id="obsolete and untranslated",
        ),
        pytest.param(
            GONE, NINE, [("revived", 1.0, "same", "the same text among the obsolete ones")], id="revived"
        ),
        pytest.param(
            NINE,
            NINE + "\n" + TEN,
            [("memory", 0.89, "We open every morning at nine.", "the most similar text in use")],
            id="like one in use",
        ),
        pytest.param(
            GONE,
            TEN,
            [("stale", 0.89, "We open every morning at nine.", "the most similar obsolete text")],
            id="like an obsolete one",
        ),
        pytest.param(
            '#, fuzzy\n#| msgid "We open every morning at ten."\n' + NINE,
            TEN,
            [
                (
                    "reverted",
                    1.0,
                    "We open every morning at nine.",
                    "the text that its translation was made from",
                )
            ],
            id="reverted",
        ),
        pytest.param(
            OLD_ONE.format("many"),
            NEW_ONE.format("lots"),
            [("reshaped", 1.0, "same", "the same text, with another plural")],
            id="another plural",
        ),
        pytest.param(
            '#, fuzzy\n#| msgid "one"\n#| msgid_plural "lots"\n' + OLD_ONE.format("many"),
            NEW_ONE.format("lots"),
            [("reverted", 1.0, "same", "the text that its translation was made from")],
            id="the first plural again",
        ),
        pytest.param(
            '#| msgid "one"\n#| msgid_plural "lots"\n' + OLD_ONE.format("many"),
            NEW_ONE.format("lots"),
            [("reshaped", 1.0, "same", "the same text, with another plural")],
            id="the first plural again, and somebody confirmed the second",
        ),
        pytest.param(NEW_ONE.format("many"), NEW_ONE.format("lots"), [], id="another plural of nothing"),
        pytest.param(
            '#, fuzzy\n#| msgid "one"\n#| msgid_plural "some"\n' + OLD_ONE.format("many"),
            NEW_ONE.format("lots"),
            [("reshaped", 1.0, "same", "the same text, with another plural")],
            id="a third plural",
        ),
        pytest.param(
            '#, fuzzy\n#| msgid "two"\n#| msgid_plural "lots"\n' + OLD_ONE.format("many"),
            NEW_ONE.format("lots"),
            [("reshaped", 1.0, "same", "the same text, with another plural")],
            id="the plural of another text",
        ),
        pytest.param(
            '#, fuzzy\n#| msgid "one"\n' + OLD_ONE.format("many").replace("plusieurs", "un"),
            'msgid "one"\nmsgstr ""\n',
            [("reverted", 1.0, "same", "the text that its translation was made from")],
            id="no plural, as at first",
        ),
        pytest.param(
            '#, fuzzy\n#| msgid "We open every morning at ten."\n' + NINE,
            'msgid "We open every morning at ten."\nmsgid_plural "ten"\nmsgstr[0] ""\nmsgstr[1] ""\n',
            [
                (
                    "stale",
                    0.89,
                    "We open every morning at nine.",
                    "the only change between two unchanged texts",
                )
            ],
            id="the first text again, but with a plural",
        ),
        pytest.param(
            '#, fuzzy\n#| msgid "one"\n#| msgid_plural "lots"\n'
            + OLD_ONE.format("many").replace('"one', '"two', 1),
            NEW_ONE.format("lots"),
            [("reverted", 1.0, "two", "the text that its translation was made from")],
            id="the first text again, with its plural",
        ),
    ],
)
def test_a_merge_tells_what_became_of_each_entry_that_is_not_as_it_was(
    old: str, new: str, rows: list[tuple[str, float | None, str | None, str]]
) -> None:
    changes = merged(old, new).changes
    assert [
        (
            change.kind.value,
            change.score if change.score is None else round(change.score, 2),
            "same" if change.predecessor == change.source else change.predecessor,
            change.reason,
        )
        for change in changes
    ] == rows


def test_an_untranslated_entry_that_is_gone_leaves_nothing_behind() -> None:
    result = merged(TEN, NINE.replace("Nous ouvrons chaque matin à neuf heures.", ""))
    assert (result.archived, result.catalog.obsolete) == ((), ())


def test_of_two_texts_that_one_translation_was_made_from_the_first_takes_it() -> None:
    """The other one is new: a translation stands in one entry."""
    old = '#, fuzzy\n#| msgctxt "{0}"\n#| msgid "We open every morning at ten."\nmsgctxt "{0}"\n' + NINE
    kept = NINE.replace("nine", "noon").replace("neuf heures", "midi")
    result = merged(old.format("door") + "\n" + kept, f'msgctxt "door"\n{TEN}\n{TEN}\n{kept}')
    assert [(change.kind.value, change.context) for change in result.changes if change.score == 1] == [
        ("reverted", "door")
    ]


def test_two_translations_are_reverted_at_once() -> None:
    row = '#, fuzzy\n#| msgid "{0} at ten."\nmsgid "{0} at nine."\nmsgstr "{0} T"\n\n'
    new = 'msgid "{0} at ten."\nmsgstr ""\n\n'
    texts = ("The mill opens", "A shop closes", "Our school begins")
    result = merged(
        "".join(map(row.format, texts)),
        'msgid "First of all"\nmsgstr ""\n\n' + "".join(map(new.format, texts)),
    )
    assert [change.kind.value for change in result.changes] == ["new", "reverted", "reverted", "reverted"]
    assert [entry.flags for entry in result.catalog.entries] == [[], [], [], []]


def test_a_text_that_has_its_own_translation_takes_none_that_was_made_from_it() -> None:
    made = '#, fuzzy\n#| msgid "We open every morning at ten."\n' + NINE
    own = TEN.replace('msgstr ""', 'msgstr "À dix heures."')
    for old in (f"{own}\n{made}", f"{made}\n{own}"):
        result = merged(old, TEN)
        assert [entry.msgstr for entry in result.catalog.entries] == ["À dix heures."]
        assert [entry.msgstr for entry in result.catalog.obsolete] == [
            "Nous ouvrons chaque matin à neuf heures."
        ]


def test_what_is_obsolete_in_a_template_is_no_text_of_it() -> None:
    result = merged("", f"{TEN}\n{GONE}").catalog
    assert [entry.msgid for entry in result.entries] == ["We open every morning at ten."]
    assert result.obsolete == ()


def test_a_text_that_came_back_from_the_obsolete_ones_tells_nothing_of_places() -> None:
    """It stood at the end, wherever it stands now: the text between its neighbours is found all the same."""
    between, anew = "The shop in the old mill opens every morning at nine", "The shop in town closes at six"
    rows = {
        text: f'msgid "{text}"\nmsgstr "{text} T"\n\n' for text in ("First of all", between, "At the end")
    }
    back = '#~ msgid "Dogs wait outside"\n#~ msgstr "Les chiens attendent dehors"\n'
    new = "".join(
        f'msgid "{text}"\nmsgstr ""\n\n' for text in ("First of all", "Dogs wait outside", anew, "At the end")
    )
    changes = merged("".join(rows.values()) + back, new).changes
    assert [(change.kind.value, change.predecessor) for change in changes] == [
        ("revived", "Dogs wait outside"),
        ("stale", between),
    ]


@pytest.mark.parametrize(
    ("forms", "count"),
    [
        ("Plural-Forms: nplurals=3; plural=(n > 1);", 3),
        ("Plural-Forms: nplurals = 1; plural=0;", 1),
        ("Plural-Forms: INTEGER", 2),
    ],
)
def test_a_new_plural_has_as_many_forms_as_the_catalog_says(forms: str, count: int) -> None:
    header = HEADER.replace("Plural-Forms: nplurals=2; plural=(n > 1);", forms)
    result = merge(read("", header), read(NEW_ONE.format("many")), locale="fr", language="fr").catalog
    assert result.entries[0].msgstr_plural == dict.fromkeys(range(count), "")


def test_the_note_of_a_text_that_is_gone_goes_along_with_its_translation() -> None:
    """Of one that stays in use it does not: it would stand twice."""
    note = "# ask Ana\n"
    (gone,) = merged(note + NINE, TEN).catalog.entries
    _, like = merged(note + NINE, NINE + "\n" + TEN).catalog.entries
    assert (gone.tcomment, like.tcomment) == ("ask Ana", "calque: memory 0.89")


def test_without_suggestions_an_edited_text_is_new_and_the_old_one_obsolete() -> None:
    result = merged(NINE, TEN, fuzzy=False)
    assert [change.kind for change in result.changes] == [EntryChangeKind.NEW, EntryChangeKind.OBSOLETE]
    assert 'msgid "We open every morning at ten."\nmsgstr ""\n' in text(result)


def test_without_explaining_no_comment_says_what_changed() -> None:
    assert "changed:" not in text(merged(NINE, TEN, explain=False))


def test_a_forgotten_note_of_an_untranslated_text_is_archived() -> None:
    result = merged('# ask Ana\nmsgid "Good morning"\nmsgstr ""\n', "")
    assert [entry.tcomment for entry in result.archived] == ["ask Ana"]
    assert [change.kind for change in result.changes] == [EntryChangeKind.REMOVED, EntryChangeKind.ARCHIVED]


def test_another_translation_of_the_same_text_is_archived() -> None:
    old = 'msgid "Open"\nmsgstr "Ouvrir"\n\nmsgid "Open"\nmsgstr "Ouvert"\n\n#~ msgid "Open"\n#~ msgstr "Ouverte"\n'
    result = merged(old, 'msgid "Open"\nmsgstr ""\n')
    assert [entry.msgstr for entry in result.catalog.entries] == ["Ouvrir"]
    assert sorted(entry.msgstr for entry in result.archived) == ["Ouvert", "Ouverte"]


def test_the_lost_plural_forms_of_a_singular_text_are_archived() -> None:
    old = 'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "un"\nmsgstr[1] "plusieurs"\n'
    result = merged(old, 'msgid "one"\nmsgstr ""\n')
    assert [entry.msgstr_plural for entry in result.archived] == [{0: "un", 1: "plusieurs"}]


def test_a_new_catalog_has_the_locales_header() -> None:
    template = read_catalog(
        b'msgid ""\nmsgstr ""\n"Project-Id-Version: site\\n"\n"POT-Creation-Date: 2026-11-02 09:30+0000\\n"\n'
        b'"Language: \\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        b'"X-Source-Language: en\\n"\n"X-Calque-Post: posts/1\\n"\n\nmsgid "Hello"\nmsgstr ""\n',
        place="t.pot",
    )
    result = merge(None, template, locale="pt-BR", language="pt_BR").catalog
    assert list(result.header.items()) == [
        ("Project-Id-Version", "site"),
        ("POT-Creation-Date", "2026-11-02 09:30+0000"),
        ("Language", "pt_BR"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Language-Team", "Portuguese (Brazil)"),
        ("Plural-Forms", "nplurals=2; plural=(n > 1);"),
        ("X-Source-Language", "en"),
        ("X-Calque-Post", "posts/1"),
    ]


def test_the_header_keeps_its_lines_and_its_date() -> None:
    """Case 24: also the lines that are longer than the width stay as they are.

    A template's date stands above that of the translator, who changes it on another branch: git cannot merge both.
    """
    old = (
        '# Translators: Ana\nmsgid ""\nmsgstr ""\n"X-Generator: Poedit 3.4\\n"\n'
        '"POT-Creation-Date: 2020-01-01 00:00+0000\\n"\n"Language: fr\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"X-Long: ' + "word " * 20 + '\\n"\n'
    )
    new = (
        'msgid ""\nmsgstr ""\n"POT-Creation-Date: 2026-11-02 09:30+0000\\n"\n"Report-Msgid-Bugs-To: \\n"\n'
        '\nmsgid "Good morning"\nmsgstr ""\n'
    )
    result = merge(read(old, ""), read(new, ""), locale="fr", language="fr").catalog
    assert write_catalog(result).decode() == old + '\nmsgid "Good morning"\nmsgstr ""\n'


def test_what_the_template_says_of_the_file_is_written_with_a_change_of_its_entries_only() -> None:
    header = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    entry = '\nmsgid "Good morning"\nmsgstr "%s"\n'
    old = read(header + entry % "Bonjour", "")
    source = header.replace('"Language: fr', '"X-Source-Language: en')
    assert merge(old, read(source + entry % "", ""), locale="fr", language="fr").catalog is old
    more = entry.replace("morning", "evening") % ""
    result = merge(old, read(source + entry % "" + more, ""), locale="fr", language="fr").catalog
    assert result.header["X-Source-Language"] == "en"


def test_a_note_that_another_program_took_away_comes_back_with_the_next_change_of_its_entry_only() -> None:
    """Weblate's msgmerge writes the comments of the template: else each night would undo what each day does."""
    stale = '#. in p\n%s#, fuzzy\n#| msgid "three weeks"\nmsgid "four weeks"\nmsgstr "trois semaines"\n'
    stripped, template = read(stale % ""), '#. in %s\nmsgid "four weeks"\nmsgstr ""\n'
    assert merge(stripped, read(template % "p"), locale="fr", language="fr").catalog is stripped
    moved = merge(stripped, read(template % "li"), locale="fr", language="fr").catalog
    assert moved.entries[0].comment == "in li\nchanged: [-three-] {+four+} weeks"


def test_a_header_without_language_or_plural_forms_gets_those_that_are_needed() -> None:
    new = 'msgid "one"\nmsgid_plural "many"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    result = merge(read("", header), read(new, header), locale="ru", language="ru").catalog
    assert result.header["Language"] == "ru"
    assert result.header["Plural-Forms"].startswith("nplurals=3;")
    assert result.entries[0].msgstr_plural == {0: "", 1: "", 2: ""}


def test_a_catalog_without_a_header_gets_one() -> None:
    result = merge(
        read('msgid "a"\nmsgstr "b"\n', ""), read('msgid "a"\nmsgstr ""\n'), locale="fr", language="fr"
    )
    assert result.catalog.header["Language"] == "fr"
    assert result.catalog.entries[0].msgstr == "b"


def test_a_merge_does_not_hang_on_the_order_of_sets() -> None:
    """Python's hashes of strings differ from run to run."""
    code = (
        "from calque.po import merge, read_catalog, write_catalog\n"
        "words = 'open every morning at nine the library lends books and games to all'.split()\n"
        "rows = [' '.join(words[n % 13 :] + words[: n % 7] + [str(n % 11)]) for n in range(150)]\n"
        'head = \'msgid ""\\nmsgstr "Content-Type: text/plain; charset=UTF-8\\\\n"\\n\\n\'\n'
        "old = head + ''.join(f'msgid \"{row} {n}\"\\nmsgstr \"T{n}\"\\n\\n' for n, row in enumerate(rows))\n"
        "new = head + ''.join(f'msgid \"{row} {n} now\"\\nmsgstr \"\"\\n\\n' for n, row in enumerate(rows[::-1]))\n"
        "old, new = (read_catalog(text.encode(), place='x') for text in (old, new))\n"
        "print(write_catalog(merge(old, new, locale='fr', language='fr').catalog).decode())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1


def test_unchanged_is_the_very_catalog_given() -> None:
    catalog = read(NINE)
    assert merge(catalog, read(NINE), locale="fr", language="fr").catalog is catalog


def test_text_that_the_charset_lacks_makes_the_file_utf_8() -> None:
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=ISO-8859-1\\n"\n\n'
    catalog = read_catalog((header + 'msgid "coffee"\nmsgstr "café"\n').encode("latin-1"), place="fr.po")
    written = write_catalog(
        merge(catalog, read('msgid "coffee €"\nmsgstr ""\n'), locale="fr", language="fr").catalog
    )
    again = read_catalog(written, place="fr.po")
    assert again.header["Content-Type"] == "text/plain; charset=UTF-8"
    assert [entry.msgstr for entry in again.entries] == ["café"]
