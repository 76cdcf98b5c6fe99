"""A catalog that was cut off, at any byte: whole entries are read, all else is refused."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest

from calque.errors import CatalogError
from calque.po import read_catalog, refuse_cut_off, write_catalog
from calque.po.catalog import Catalog
from calque.po.entries import Fields

RICH = """\
# About this file.
#
# It is long.
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

# note
#. in p
#: posts/1:content#3f9c1e posts/2:content#3f9c1e
#: posts/3:content#3f9c1e
#, fuzzy, c-format
#| msgctxt "above"
#| msgid ""
#| "The \\"old\\" garden "
#| "behind the house"
msgctxt "title"
msgid ""
"The \\"new\\" garden "
"behind the house\\n"
msgstr ""
"Le «\\\\nouveau» jardin "
"derrière la maison\\n"

#| msgid "one frog"
#| msgid_plural "many frogs"
msgid "a frog"
msgid_plural "%d frogs"
msgstr[0] "une grenouille"
msgstr[1] ""
"%d grenouilles dans "
"l’étang"

msgid "Not yet."
msgstr ""

#. in li
msgid "Benches stand under old apple trees."
msgstr "Des bancs sont sous de vieux pommiers."

# note
#~ msgctxt "door"
#~ msgid "closed"
#~ msgstr "fermé"

#, fuzzy
#~| msgid "one door"
#~ msgid "a door"
#~ msgid_plural ""
#~ "%d doors, "
#~ "all open"
#~ msgstr[0] "une porte"
#~ msgstr[1] ""
#~ "%d portes, "
#~ "toutes ouvertes"

# the last word
"""
FORMS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "tight": lambda text: re.sub(
        r"^(.*(?:msgctxt|msgid|_plural|msgstr|\])) \"", r'\1"', text, flags=re.MULTILINE
    ),
    "without the obsolete": lambda text: text[: text.index("# note\n#~")],
}
IN_A_TARGET = re.compile(rb'(?:^|\n)(?:#~ ?)?(?:msgstr(?:\[\d\])? ?)?"[^\n]*"\r?(?:\n(?:#~? ?)?)?$')
"""What ends behind a line of a translation, or within the mark of the next."""


@dataclass(frozen=True)
class Cut:
    """A catalog's first bytes, as they were read."""

    data: bytes
    catalog: Catalog
    whole: tuple[Fields, ...]
    """The first of the whole file's entries, as many as there are here."""

    @property
    def last(self) -> tuple[Fields, Fields] | None:
        """The last entry, and what it is in the whole file, where it is something else."""
        fields = [block.fields for block in self.catalog.blocks]
        assert fields[:-1] == list(self.whole[:-1])
        return (fields[-1], self.whole[-1]) if fields != list(self.whole) else None


@pytest.fixture(params=FORMS.values(), ids=FORMS)
def text(request: pytest.FixtureRequest) -> str:
    return str(request.param(RICH))


@cache
def cuts_of(text: str) -> tuple[list[Cut], list[tuple[bytes, str]]]:
    """Cut a catalog off at each byte; return what is read and what is refused."""
    data = text.encode()
    whole = tuple(block.fields for block in read_catalog(data, place="fr.po").blocks)
    read: list[Cut] = []
    refused: list[tuple[bytes, str]] = []
    for end in range(len(data) + 1):
        try:
            catalog = read_catalog(data[:end], place="fr.po")
        except CatalogError as error:
            refused.append((data[:end], str(error)))
        else:
            read.append(Cut(data[:end], catalog, whole[: len(catalog.blocks)]))
    return read, refused


def test_a_cut_off_entry_is_refused_with_its_line_unless_whole_lines_of_its_translation_stand(
    text: str,
) -> None:
    read, refused = cuts_of(text)
    for cut in read:
        assert write_catalog(cut.catalog) == cut.data
        if cut.last:
            short, entire = cut.last
            assert IN_A_TARGET.search(cut.data), cut.data[-40:]
            assert short._replace(msgstr="", msgstr_plural=()) == entire._replace(msgstr="", msgstr_plural=())
            assert all(
                full.startswith(part) for part, full in zip(short.targets, entire.targets, strict=False)
            )
    assert len(refused) > len(text) / 2
    for data, message in refused:
        line = re.match(r"fr\.po:(\d+): ", message)
        assert line, message
        assert data.rstrip().count(b"\n") - 5 <= int(line[1]) <= data.count(b"\n") + 1


def test_the_entry_that_a_file_ends_in_is_refused_with_a_word_about_a_backup(text: str) -> None:
    """Whatever token the cut leaves; half of a charset is no charset, and the file is not read any further."""
    for data, message in cuts_of(text)[1]:
        if not data.rpartition(b"\n")[2].startswith(b'"Content-Type'):
            assert re.search("backup|restore the file", message), message


def test_beside_its_template_no_cut_off_translation_is_taken_for_whole(text: str) -> None:
    """An entry of which no word is left is untranslated; of the very last in use nothing tells that it goes on."""
    whole = read_catalog(text.encode(), place="fr.po")
    read, _ = cuts_of(text)
    in_use = [block.fields for block in whole.blocks if not block.fields.obsolete]
    taken, refused = [], list[tuple[bytes, str]]()
    for cut in read:
        try:
            refuse_cut_off(cut.catalog, [fields.key for fields in in_use], lambda: whole)
        except CatalogError as error:
            refused.append((cut.data, str(error)))
        else:
            taken.append(cut)
    for data, message in refused:
        line = max(len(data.decode().split("\n")) - data.endswith(b"\n"), 1)
        assert message.startswith(f"fr.po:{line}: the file is cut off: ")
    short = [cut.last[0] for cut in taken if cut.last]
    assert [fields for fields in short if all(fields.targets) and not fields.obsolete] == []
    assert {len(cut.whole) for cut in taken} == set(range(2, len(whole.blocks) + 1))


def catalog_of(*entries: str, end: str = "\n") -> Catalog:
    text = "\n\n".join((RICH[RICH.index('msgid ""') : RICH.index("\n\n")], *entries)) + end
    return read_catalog(text.encode(), place="fr.po")


def entry(source: str, *lines: str) -> str:
    first, *more = lines or ("",)
    return f'msgid "{source}"\nmsgstr "{first}"' + "".join(f'\n"{line}"' for line in more)


ALL = ("one", "two", "three", "four")
TEMPLATE = catalog_of(*(entry(source) for source in ALL))
KEYS = [(None, source) for source in ALL]


@pytest.mark.parametrize(
    ("catalog", "line", "why", "then"),
    [
        (catalog_of(entry("one", "un"), end=""), 8, "its last line has no end", "end that line"),
        (catalog_of(entry("one", "un"), end="\n\n# no"), 10, "its last line has no end", "end that line"),
        (
            catalog_of(entry("one", "un"), end="\n\n#: a.c:1\n"),
            10,
            "its last comments have no entry",
            "delete these",
        ),
        (
            catalog_of(entry("one", "un"), end="\n\n#. in\n"),
            10,
            "its last comments have no entry",
            "delete these",
        ),
        (
            catalog_of(entry("one", "un"), end="\n\n#, c\n"),
            10,
            "its last comments have no entry",
            "delete these",
        ),
        (
            catalog_of(entry("one", "", "un ")),
            9,
            "its last translation may go on",
            "write all of that one, each text on one line",
        ),
        (
            catalog_of(entry("one", "", "un\\n")),
            9,
            "its last translation may go on",
            "write all of that one, each text on one line",
        ),
        (
            catalog_of(entry("one", "", "門" * 37)),
            9,
            "its last translation may go on",
            "write all of that one, each text on one line",
        ),
        (
            catalog_of('msgid "one"\nmsgid_plural "ones"\nmsgstr[0] "un"'),
            9,
            "its last translation may go on",
            "write all of that one, each text on one line",
        ),
        (catalog_of(), 5, "it has no entry", "delete it to begin anew"),
        (read_catalog(b"", place="fr.po"), 1, "it has no entry", "delete it to begin anew"),
        (read_catalog(b"# A no", place="fr.po"), 1, "it has no entry", "delete it to begin anew"),
    ],
    ids=lambda value: (
        value.tail + value.blocks[-1].raw[-12:] if isinstance(value, Catalog) and value.blocks else ""
    ),
)
def test_a_doubtful_end_is_refused_where_all_that_should_follow_is_missing(
    catalog: Catalog, line: int, why: str, then: str
) -> None:
    with pytest.raises(CatalogError) as caught:
        refuse_cut_off(catalog, KEYS, lambda: TEMPLATE)
    missing = 4 if catalog.entries == () else 3
    assert str(caught.value).startswith(
        f"fr.po:{line}: the file is cut off: {why}, and all that should follow is missing (entries: {missing}); "
        f"restore it from a backup, or {then}"
    )


def test_a_line_without_an_end_in_mid_text_is_refused_whatever_follows() -> None:
    catalog = catalog_of(
        *(entry(source, source) for source in ALL[:3]), entry("four", "", "a ", "b "), end=""
    )
    with pytest.raises(CatalogError, match=r"^fr\.po:19: the file is cut off: .* white space; restore it"):
        refuse_cut_off(catalog, KEYS, lambda: TEMPLATE)


@pytest.mark.parametrize(
    ("catalog", "wanted", "template"),
    [
        (catalog_of(*(entry(source, "x") for source in ALL), end=""), KEYS, TEMPLATE),
        (catalog_of(entry("one", "un"), end=""), [*KEYS, (None, "five")], catalog_of(entry("one"))),
        (catalog_of(entry("one", "un"), end=""), KEYS[:1], TEMPLATE),
        (catalog_of(entry("one", "un"), end=""), KEYS, None),
        (catalog_of(entry("one", "un")), KEYS, TEMPLATE),
        (catalog_of(entry("one", "un "), end="\n"), KEYS, TEMPLATE),
        (catalog_of(entry("one", "", "a ", "b"), end="\n# the last word\n"), KEYS, TEMPLATE),
        (catalog_of(entry("three", "x"), entry("one", "un"), end=""), KEYS, TEMPLATE),
        (catalog_of(entry("five", "cinq"), end=""), KEYS, TEMPLATE),
        (catalog_of(entry("one", "un"), '#~ msgid "five"\n#~ msgstr "cinq"', end=""), KEYS, TEMPLATE),
        (catalog_of('msgid "one" msgstr "un"\n', end=""), KEYS, TEMPLATE),
        (catalog_of('msgid "one"\nmsgid_plural "ones"\nmsgstr[0] "un"\nmsgstr[1] "uns"'), KEYS, TEMPLATE),
        (
            read_catalog(
                (
                    f'msgid ""\nmsgstr "Plural-Forms: nplurals={"3" * 5000};\\n"\n\n'
                    'msgid "one"\nmsgid_plural "ones"\nmsgstr[0] "un"\n'
                ).encode(),
                place="fr.po",
            ),
            KEYS,
            TEMPLATE,
        ),
        (catalog_of(), [], TEMPLATE),
    ],
    ids=[
        "nothing missing",
        "what is missing is new",
        "what is missing is wanted no more",
        "no template",
        "a whole end",
        "one line",
        "a translator's last word",
        "another order",
        "an entry that nobody knows",
        "obsolete entries behind",
        "all on one line",
        "all plural forms",
        "a number of forms that is none",
        "nothing wanted",
    ],
)
def test_what_may_be_whole_is_taken(
    catalog: Catalog, wanted: list[tuple[str | None, str]], template: Catalog | None
) -> None:
    refuse_cut_off(catalog, wanted, lambda: template)


def test_the_template_is_read_where_the_end_is_in_doubt_alone() -> None:
    def never() -> Catalog:
        raise AssertionError

    refuse_cut_off(catalog_of(entry("one", "un")), KEYS, never)
