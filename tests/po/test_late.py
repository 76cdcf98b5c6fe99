"""Translations that were made on a branch which had not yet today's texts, beside what a sync made of these."""

from calque.po import Catalog, Merge, merge, no_loss, read_catalog, write_catalog

HEAD = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
OPEN, CLOSE = 'msgid "We open at nine."\nmsgstr "%s"\n\n', 'msgid "We close at five."\nmsgstr "%s"\n\n'
FORMER = 'msgid "Bring your card for three weeks."\nmsgstr "%s"\n\n'
LATER = 'msgid "Bring your card for four weeks."\nmsgstr "%s"\n\n'
SUGGESTED = '#, fuzzy\n#| msgid "Bring your card for three weeks."\n' + LATER


def read(text: str) -> Catalog:
    return read_catalog((HEAD + text).encode(), place="fr.po")


TEMPLATE = read(OPEN % "" + LATER % "" + CLOSE % "")


def merged(text: str) -> tuple[Merge, str]:
    before = read(text)
    result = merge(before, TEMPLATE, locale="fr", language="fr", last=TEMPLATE, explain=False)
    assert no_loss([before], [result.catalog], kept=result.archived) == ()
    again = merge(result.catalog, TEMPLATE, locale="fr", language="fr", last=TEMPLATE, explain=False)
    assert again.catalog is result.catalog
    return result, write_catalog(result.catalog).decode().removeprefix(HEAD).rstrip("\n") + "\n\n"


def test_the_newest_translation_of_the_former_text_is_the_suggestion() -> None:
    text = OPEN % "Ouvert" + SUGGESTED % "Trois semaines" + FORMER % "NOUVEAU" + CLOSE % "Fermé"
    result, written = merged(text)
    assert written == OPEN % "Ouvert" + SUGGESTED % "NOUVEAU" + CLOSE % "Fermé"
    assert [entry.msgstr for entry in result.archived] == ["Trois semaines"]
    assert [(str(change.kind), change.predecessor) for change in result.changes[:1]] == [
        ("stale", "Bring your card for three weeks.")
    ]


def test_the_same_translation_leaves_no_obsolete_entry() -> None:
    _, written = merged(
        OPEN % "" + "# why?\n" + FORMER % "Trois semaines" + SUGGESTED % "Trois semaines" + CLOSE % ""
    )
    assert written == OPEN % "" + "# why?\n" + SUGGESTED % "Trois semaines" + CLOSE % ""


def test_a_first_translation_that_came_too_late_is_the_suggestion_for_the_text_of_today() -> None:
    _, written = merged(OPEN % "Ouvert" + FORMER % "NOUVEAU" + "# when?\n" + LATER % "" + CLOSE % "Fermé")
    assert written == OPEN % "Ouvert" + "# when?\n" + SUGGESTED % "NOUVEAU" + CLOSE % "Fermé"


def test_it_comes_before_the_memory_of_another_text() -> None:
    memory = "# calque: memory 0.62\n# when?\n#, fuzzy\n" + LATER % "Ouvert"
    _, written = merged(OPEN % "Ouvert" + FORMER % "NOUVEAU" + memory + CLOSE % "Fermé")
    assert written == OPEN % "Ouvert" + "# when?\n" + SUGGESTED % "NOUVEAU" + CLOSE % "Fermé"


def test_what_left_the_site_is_no_suggestion_for_a_text_that_was_empty_before() -> None:
    """The last template had the text: nobody translated it too late."""
    catalog = read(OPEN % "Ouvert" + FORMER % "Trois semaines" + LATER % "" + CLOSE % "Fermé")
    last = read(OPEN % "" + FORMER % "" + LATER % "" + CLOSE % "")
    result = merge(catalog, TEMPLATE, locale="fr", language="fr", last=last).catalog
    assert [entry.msgstr for entry in result.entries] == ["Ouvert", "", "Fermé"]
    assert [entry.msgstr for entry in result.obsolete] == ["Trois semaines"]


def test_a_suggestion_that_a_person_confirmed_stays() -> None:
    _, written = merged(OPEN % "Ouvert" + LATER % "Quatre semaines" + FORMER % "NOUVEAU" + CLOSE % "Fermé")
    assert written.startswith(OPEN % "Ouvert" + LATER % "Quatre semaines" + CLOSE % "Fermé")
    assert '#~ msgstr "NOUVEAU"' in written
