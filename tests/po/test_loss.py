"""The check before every write: nothing that a person wrote is lost."""

from calque.po import Loss, edit, no_loss, read_catalog

TEXT = """\
# a note
msgid "a"
msgstr "A"

# calque: memory 0.83
#, fuzzy
msgid "b"
msgstr "B"

#~ msgid "c"
#~ msgid_plural "cs"
#~ msgstr[0] "C"
#~ msgstr[1] ""
"""


def test_what_stays_anywhere_is_not_lost() -> None:
    catalog = read_catalog(TEXT.encode(), place="fr.po")
    elsewhere = read_catalog(b'# a note\nmsgid "x"\nmsgstr "A"\n', place="archive.po")
    changed = edit(catalog, 0, msgstr="other", tcomment="")
    assert no_loss([catalog], [catalog]) == ()
    assert no_loss([catalog], [changed, elsewhere]) == ()
    assert no_loss([catalog], [changed], kept=elsewhere.entries) == ()


def test_each_lost_text_is_named_with_its_place() -> None:
    catalog = read_catalog(TEXT.encode(), place="fr.po")
    assert no_loss([catalog], []) == (
        Loss("fr.po:2", "a", "A", "translation"),
        Loss("fr.po:2", "a", "a note", "comment"),
        Loss("fr.po:7", "b", "B", "translation"),
        Loss("fr.po:10", "c", "C", "translation"),
    )


def test_a_comment_after_the_last_entry_is_a_persons_too() -> None:
    """It has no entry of its own, so it is named with the file alone; marks without words say nothing."""
    text = 'msgid "a"\nmsgstr "A"\n\n# the last word\n#\n# \n#~ # of an entry\n#  and another  \n'
    catalog = read_catalog(text.encode(), place="fr.po")
    without = read_catalog(b'msgid "a"\nmsgstr "A"\n', place="fr.po")
    assert no_loss([catalog], [catalog]) == ()
    assert no_loss([catalog], [without]) == (
        Loss("fr.po", "", "the last word", "comment"),
        Loss("fr.po", "", "and another", "comment"),
    )
    for other in (
        b'# the last word\n# and another\nmsgid "b"\nmsgstr ""\n',
        b"# the last word\n# and another\n",
    ):
        assert no_loss([catalog], [without, read_catalog(other, place="archive.po")]) == ()


def test_a_header_may_be_written_anew_and_its_notes_may_not_be_lost() -> None:
    text = (
        '# Translators: Ana\nmsgid ""\nmsgstr "Language: fr\\nContent-Type: text/plain; charset=UTF-8\\n"\n'
    )
    catalog = read_catalog(text.encode(), place="fr.po")
    anew = read_catalog(text.replace("Language: fr", "Language: fr_CA").encode(), place="fr.po")
    assert no_loss([catalog], [anew]) == ()
    assert no_loss([catalog], []) == (Loss("fr.po:2", "", "Translators: Ana", "comment"),)


def test_a_comment_of_blanks_says_nothing() -> None:
    catalog = read_catalog(b'#   \n# a note\n#\nmsgid "a"\nmsgstr "A"\n', place="fr.po")
    after = read_catalog(b'# a note\nmsgid "a"\nmsgstr "A"\n', place="fr.po")
    assert no_loss([catalog], [after]) == ()
