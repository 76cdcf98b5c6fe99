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
