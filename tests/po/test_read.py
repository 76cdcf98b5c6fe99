"""Reading: what gettext takes is taken, what is broken is refused with its line."""

import pytest

from calque.errors import CatalogError
from calque.po import (
    confirmed_of,
    context_of,
    is_fuzzy,
    origin_of,
    plural_of,
    read_catalog,
    source_of,
    target_of,
    write_catalog,
)
from calque.po.catalog import Catalog

UTF8 = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def read(text: str) -> Catalog:
    return read_catalog(text.encode(), place="fr.po")


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ('msgid "a"\nmsgstr "b"\n', "a", ("b",)),
        ('msgid"a"\nmsgstr"b"', "a", ("b",)),
        ('msgid "a" "b"\n"c"\n  "d"\nmsgstr "e"\n', "abcd", ("e",)),
        ('msgid "\\101\\x42"\nmsgstr "\\303\\251\\a\\t"\n', "AB", ("é\a\t",)),
        ('msgid "\\303" "\\251"\nmsgstr ""\n', "é", ("",)),
        ('#~msgid "a"\n#~msgstr "b"\n', "a", ("b",)),
        ('msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr [ 1 ] "c"\n', "a", ("b", "c")),
        ('msgid "a"\nmsgid_plural "as"\nmsgstr[10] "k"\nmsgstr[2] "c"\n', "a", ("c", "k")),
        ('msgid "a\u2028b"\nmsgstr "\u0085"\n', "a\u2028b", ("\u0085",)),
        ('msgid "a"\r\nmsgstr ""\r\n"b\\n"\r\n', "a", ("b\n",)),
        ('msgid "a" msgstr "b" # x', "a", ("b",)),
        ('msgid "a"\nmsgstr ""\n\n"b"\n', "a", ("b",)),
        ('#~ msgid "a"\n#~ msgstr ""\n#~ "b"\n\n#~"c"\n', "a", ("bc",)),
        ('msgid "a\\\nb"\n\\\nmsgstr "c"\n', "ab", ("c",)),
    ],
    ids=[
        "plain",
        "no-spaces",
        "concatenated",
        "escapes",
        "split-bytes",
        "tight-obsolete",
        "plural",
        "ten-forms",
        "line-separators",
        "crlf",
        "one-line",
        "blank-line",
        "obsolete-blank-line",
        "continued-line",
    ],
)
def test_what_gettext_takes_is_taken(text: str, source: str, target: tuple[str, ...]) -> None:
    catalog = read(text)
    (entry,) = (*catalog.entries, *catalog.obsolete)
    assert (source_of(entry), target_of(entry)) == (source, target)
    assert write_catalog(catalog) == text.encode()


def test_comments_of_every_kind_are_told_apart() -> None:
    catalog = read(
        "# one\n#two\n#. extracted\n#: a.c:1 \u2068b c.c\u2069:2 posts/1:content#3f9c1e\n#,fuzzy\n#= no-wrap\n"
        '#! c-format\n#| msgctxt "was"\n#| msgid "old "\n#| "text"\nmsgctxt ""\nmsgid "a"\nmsgstr "b"\n# tail\n'
    )
    (entry,) = catalog.entries
    assert entry.tcomment == "one\ntwo"
    assert entry.comment == "extracted"
    assert entry.occurrences == [("a.c", "1"), ("b c.c", "2"), ("posts/1:content#3f9c1e", "")]
    assert entry.flags == ["fuzzy", "no-wrap", "c-format"]
    assert (entry.previous_msgctxt, entry.previous_msgid) == ("was", "old text")
    assert context_of(entry) == ""
    assert catalog.blocks[0].sticky == ("no-wrap",)
    assert catalog.tail == "# tail\n"


def test_a_comment_above_a_blank_line_belongs_to_the_next_entry() -> None:
    assert read('# far\n\n# near\nmsgid "a"\nmsgstr "b"\n').entries[0].tcomment == "far\nnear"


def test_an_obsolete_entry_keeps_its_comments_and_previous_text() -> None:
    (entry,) = read('# note\n#, fuzzy\n#~| msgid "old"\n#~ msgid "a"\n#~ msgstr "b"\n').obsolete
    assert (entry.tcomment, entry.previous_msgid, entry.flags) == ("note", "old", ["fuzzy"])


def test_the_header_is_metadata_and_no_entry() -> None:
    catalog = read(
        'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"X-A: b: c\\n"\n\nmsgctxt ""\nmsgid ""\nmsgstr "x"\n'
    )
    assert dict(catalog.header) == {"Language": "fr", "X-A": "b: c"}
    assert [entry.msgstr for entry in catalog.entries] == ["x"]


def test_a_file_without_a_header_and_one_without_anything_can_be_read() -> None:
    assert read('msgid "a"\nmsgstr "b"\n').header == {}
    assert read("").warnings == ("fr.po:1: the file is empty",)
    assert read("# nothing yet\n").entries == ()


def test_each_entry_knows_the_line_of_its_msgid() -> None:
    catalog = read(UTF8 + '# a\n\n#. b\nmsgctxt "c"\nmsgid ""\n"d"\nmsgstr ""\n\n\nmsgid"e"\nmsgstr ""\n')
    assert [entry.linenum for entry in catalog.entries] == [8, 13]


def test_a_declared_charset_is_read_and_written() -> None:
    data = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=Shift_JIS\\n"\n\nmsgid "a"\nmsgstr "ソ表"\n'
    catalog = read_catalog(data.encode("shift_jis"), place="ja.po")
    assert catalog.entries[0].msgstr == "ソ表"
    assert write_catalog(catalog) == data.encode("shift_jis")


def test_a_byte_order_mark_is_kept_with_a_warning() -> None:
    data = b"\xef\xbb\xbf" + UTF8.encode()
    catalog = read_catalog(data, place="fr.po")
    assert catalog.warnings == (
        "fr.po:1: a byte order mark, which gettext refuses; save the file without it",
    )
    assert write_catalog(catalog) == data


def test_the_same_msgid_twice_is_a_warning_with_both_lines() -> None:
    catalog = read('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n')
    assert catalog.warnings == ("fr.po:4: the same msgid as in line 1; keep one of the two",)
    assert len(catalog.entries) == 2


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b'msgid "a"\nmsgstr "b',
            "fr.po:2: a quoted text that does not end on its line; close it, or restore the file",
        ),
        (b'\nmsgid "a"\n', "fr.po:2: the entry has no msgstr; the file is cut off; restore it from a backup"),
        (b'msgid "a"\nmsgctxt', 'fr.po:2: msgctxt without a quoted text; write "" for an empty one'),
        (b'msgctxt "a"\n', "fr.po:2: the file ends behind a msgctxt; restore the rest from a backup"),
        (b'msgid "a"\n# note\nmsgstr "b"\n', "fr.po:2: a comment inside an entry; move it above the entry"),
        (
            b'msgid "a"\nmsgid "b"\n',
            "fr.po:2: a second msgid, and no msgstr between; restore the msgstr of the first",
        ),
        (b'msgstr "b"\n', "fr.po:1: a msgstr without its msgid; restore the msgid above it"),
        (
            b'#~ msgid "a"\nmsgstr "b"\n',
            "fr.po:2: an entry that is obsolete in part; put #~ before all of its lines",
        ),
        (
            b'msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n',
            "fr.po:3: a plural entry without msgstr[0], msgstr[1], …; number",
        ),
        (b'msgid "\\q"\nmsgstr ""\n', "fr.po:1: the unknown escape \\q; write \\\\ for a backslash"),
        (
            b'msgid "\\377"\nmsgstr ""\n',
            "fr.po:1: byte escapes that are no text in UTF-8; write the characters",
        ),
        (b"hello\n", "fr.po:1: the unknown keyword hello; put # before a comment"),
        (
            b'msgid "a"\nmsgstr "b"\n=======\n',
            "fr.po:3: '=', neither a comment nor a keyword; put # before a comment",
        ),
        (b'"a"\n', "fr.po:1: a quoted text without a keyword; put msgid or msgstr before it"),
        (b'domain "x"\n', "fr.po:1: a domain directive; put each domain into a file of its own"),
        (b'msgid "a"\nmsgstr "caf\xe9"\n', "fr.po:2: bytes that are not UTF-8; save the file in the charset"),
        (b'msgid "a"\nmsgstr "b\0"\n', "fr.po:2: a NUL character; restore the file"),
        (
            UTF8.replace("UTF-8", "KLINGON").encode(),
            "fr.po:2: the charset KLINGON is unknown; convert the file to UTF-8",
        ),
        (
            (UTF8.replace("UTF-8", "ISO-8859-1") + 'msgid "a"\nmsgstr "é"\n').encode(),
            "fr.po:5: the header declares iso8859-1, the text is UTF-8; declare charset=UTF-8",
        ),
    ],
    ids=lambda value: value.decode(errors="replace")[-30:] if isinstance(value, bytes) else "",
)
def test_what_is_broken_is_refused_with_its_line(data: bytes, message: str) -> None:
    with pytest.raises(CatalogError) as caught:
        read_catalog(data, place="fr.po")
    assert str(caught.value).startswith(message)


def test_mojibake_is_refused_and_one_sound_translation_makes_a_sound_file() -> None:
    summer = "été – œuf".encode().decode("cp1252")
    damaged = f'msgid "a"\nmsgstr "plain"\n\nmsgid "summer"\nmsgstr "{summer}"\n'
    with pytest.raises(
        CatalogError, match=r"^fr.po:4: mojibake, UTF-8 that was read in another charset and saved so;"
    ):
        read(damaged)
    assert len(read(damaged + '\nmsgid "winter"\nmsgstr "à l’hiver"\n').entries) == 3


def test_a_lost_character_is_a_warning() -> None:
    catalog = read('msgid "summer"\nmsgstr "\ufffdt\ufffd"\n\nmsgid "\ufffd"\nmsgstr "\ufffd"\n')
    assert catalog.warnings == (
        "fr.po:1: U+FFFD in the translation, where a program lost a character; type it again",
    )


def test_the_confirmed_text_is_the_source_unless_a_flag_says_otherwise() -> None:
    catalog = read(
        'msgid "a"\nmsgstr "b"\n\n#, fuzzy\n#| msgid "was"\nmsgid "c"\nmsgstr "d"\n\n#, fuzzy\nmsgid "e"\nmsgstr "f"\n'
    )
    assert [confirmed_of(entry) for entry in catalog.entries] == ["a", "was", None]
    assert [is_fuzzy(entry) for entry in catalog.entries] == [False, True, True]


def test_the_origin_of_a_suggestion_is_read_from_its_comment() -> None:
    catalog = read(
        '# note\n# calque: memory 0.83\nmsgid "a"\nmsgstr "b"\n\n# calque: yes\nmsgid "c"\nmsgstr ""\n'
    )
    origins = [origin_of(entry) for entry in catalog.entries]
    assert origins[0] is not None
    assert (origins[0].name, origins[0].confidence) == ("memory", 0.83)
    assert origins[1] is None


def test_an_entry_without_a_plural_has_none() -> None:
    catalog = read('msgid "a"\nmsgstr ""\n\nmsgid "b"\nmsgid_plural "bs"\nmsgstr[0] ""\nmsgstr[1] ""\n')
    assert [plural_of(entry) for entry in catalog.entries] == [None, "bs"]


def test_each_reading_of_the_same_bytes_has_entries_of_its_own() -> None:
    text = f'{UTF8}msgid "a"\nmsgstr "b"\n'
    first = read(text)
    first.entries[0].msgstr = "changed"
    again = read_catalog(text.encode(), place="de.po")
    assert [entry.msgstr for entry in again.entries] == ["b"]
    assert (again.place, first.place) == ("de.po", "fr.po")
    assert write_catalog(again) == text.encode()
    assert b"changed" in write_catalog(first)


def test_the_same_broken_file_is_refused_under_each_of_its_names() -> None:
    for place in ("fr.po", "de.po"):
        with pytest.raises(CatalogError, match=f"^{place}:4: "):
            read_catalog(f"{UTF8}msgid oops\n".encode(), place=place)
        assert read_catalog(b"", place=place).warnings == (f"{place}:1: the file is empty",)


def test_a_plural_form_with_a_number_of_thousands_of_digits_is_an_error() -> None:
    text = f'msgid "a"\nmsgid_plural "b"\nmsgstr[{"1" * 5000}] "c"\n'
    with pytest.raises(CatalogError, match=r"x\.po:3: .*number its msgstr lines"):
        read_catalog(text.encode(), place="x.po")
