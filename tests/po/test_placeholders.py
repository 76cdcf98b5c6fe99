"""Headers that are a mere copy of a template's: what is known is filled in, what a person wrote stays."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.po import Catalog, EntryChangeKind, Merge, merge, no_loss, read_catalog, write_catalog

COPIED = {
    "Project-Id-Version": "PACKAGE VERSION",
    "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
    "Last-Translator": "FULL NAME <EMAIL@ADDRESS>",
    "Language-Team": "LANGUAGE <LL@li.org>",
    "Language": "",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=CHARSET",
    "Content-Transfer-Encoding": "ENCODING",
    "Plural-Forms": "nplurals=INTEGER; plural=EXPRESSION;",
}
HATS = 'msgid "one hat"\nmsgid_plural "%d hats"\n'
EMPTY = HATS + 'msgstr[0] ""\nmsgstr[1] ""\n'


def po(entries: str, **header: str) -> Catalog:
    """A catalog; the names of header lines have `_` in the place of `-`."""
    lines = COPIED | {name.replace("_", "-"): value for name, value in header.items()}
    text = "".join(f'"{name}: {value}\\n"\n' for name, value in lines.items())
    return read_catalog(f'#, fuzzy\nmsgid ""\nmsgstr ""\n{text}\n{entries}'.encode(), place="x.po")


def merged(catalog: Catalog, template: Catalog | None = None, language: str = "fr") -> Merge:
    result = merge(catalog, template or catalog, locale=language.replace("_", "-"), language=language)
    assert no_loss([catalog], [result.catalog], kept=result.archived) == ()
    written = read_catalog(write_catalog(result.catalog), place="x.po")
    again = merge(written, template or catalog, locale=language, language=language)
    assert again.catalog is written, "merging again changes nothing"
    return result


def forms(result: Merge) -> tuple[list[str], list[str]]:
    (entry,) = result.catalog.entries
    return [*entry.msgstr_plural.values()], entry.flags


def test_what_the_language_tells_is_filled_in_and_the_rest_stays() -> None:
    header = merged(po("")).catalog.header
    assert header == COPIED | {
        "Language-Team": "French",
        "Language": "fr",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
    }


def test_without_a_language_only_what_needs_none_is_filled_in() -> None:
    header = merged(po(""), language="").catalog.header
    assert header == COPIED | {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }


PERSONS = {
    "Language": "de",
    "Language-Team": "Les moulins <moulins@example.org>",
    "Content-Type": "text/x-po; charset=UTF-8",
    "Content-Transfer-Encoding": "quoted-printable",
    "Plural-Forms": "nplurals=2; plural=n>1;",
}


@given(st.sets(st.sampled_from(sorted(PERSONS))), st.sampled_from(["fr", "pl", "ja", "pt_BR", ""]))
def test_what_a_person_wrote_in_a_header_is_never_changed(names: set[str], language: str) -> None:
    said = {name: PERSONS[name] for name in names}
    header = merged(po(EMPTY, **{name.replace("-", "_"): said[name] for name in said}), language=language)
    assert {name: header.catalog.header[name] for name in said} == said


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("nplurals=INTEGER; plural=EXPRESSION;", "nplurals=3;"),
        ("nplurals = INTEGER ; plural = EXPRESSION", "nplurals=3;"),
        ("nplurals=3; plural=EXPRESSION;", "nplurals=3; plural=(n"),
        ("", "nplurals=3;"),
        ("nplurals=4; plural=EXPRESSION;", "nplurals=4; plural=EXPRESSION;"),
        ("nplurals=2; plural=(n != 1);", "nplurals=2; plural=(n != 1);"),
    ],
)
def test_plural_forms_are_filled_in_where_nobody_wrote_another_number(written: str, expected: str) -> None:
    header = merged(po("", Plural_Forms=written), language="ru").catalog.header
    assert header["Plural-Forms"].startswith(expected)


@pytest.mark.parametrize(
    ("language", "written", "expected", "flags"),
    [
        ("fr", ["un chapeau", "%d chapeaux"], ["un chapeau", "%d chapeaux"], []),
        ("pl", ["", ""], ["", "", ""], []),
        ("pl", ["kapelusz", "%d kapelusze"], ["kapelusz", "%d kapelusze", "%d kapelusze"], ["fuzzy"]),
        ("pl", ["kapelusz", ""], ["kapelusz", "", "kapelusz"], ["fuzzy"]),
        ("ja", ["", ""], [""], []),
        ("ja", ["帽子", "帽子"], ["帽子"], []),
        ("ja", ["帽子", ""], ["帽子"], []),
        ("ja", ["帽子", "%d 帽子"], ["帽子", "%d 帽子"], []),
    ],
)
def test_an_entry_gets_as_many_forms_as_the_language_has_and_loses_no_word(
    language: str, written: list[str], expected: list[str], flags: list[str]
) -> None:
    rows = "".join(f'msgstr[{number}] "{text}"\n' for number, text in enumerate(written))
    result = merged(po(HATS + rows), po(EMPTY), language=language)
    assert forms(result) == (expected, flags)
    told = [(change.kind, change.reason) for change in result.changes]
    reason = "the same text, in more plural forms"
    assert told == ([(EntryChangeKind.RESHAPED, reason)] if flags else [])


THREE = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"


@pytest.mark.parametrize("header", [THREE, COPIED["Plural-Forms"]], ids=["a person's header", "a template's"])
@pytest.mark.parametrize(
    ("written", "expected", "flags"),
    [
        ({0: "a", 1: "b", 2: "c"}, {0: "a", 1: "b", 2: "c"}, []),
        ({0: "a", 1: "b"}, {0: "a", 1: "b", 2: "b"}, ["fuzzy"]),
        ({0: "a", 2: "c"}, {0: "a", 1: "a", 2: "c"}, ["fuzzy"]),
        ({1: "b", 2: "c"}, {0: "b", 1: "b", 2: "c"}, ["fuzzy"]),
        ({0: "a", 2: "c", 3: "d"}, {0: "a", 1: "a", 2: "c", 3: "d"}, ["fuzzy"]),
        ({0: "a", 1: "b", 3: "d"}, {0: "a", 1: "b", 2: "b", 3: "d"}, ["fuzzy"]),
        ({0: "a", 2: "c", 3: "c"}, {0: "a", 1: "a", 2: "c"}, ["fuzzy"]),
        ({0: "a", 1: "", 2: "c"}, {0: "a", 1: "", 2: "c"}, []),
        ({0: "", 1: ""}, {0: "", 1: "", 2: ""}, []),
    ],
)
def test_a_form_keeps_its_number_and_one_that_is_missing_is_to_be_looked_at(
    header: str, written: dict[int, str], expected: dict[int, str], flags: list[str]
) -> None:
    rows = "".join(f'msgstr[{number}] "{text}"\n' for number, text in written.items())
    result = merged(po(HATS + rows, Plural_Forms=header), po(EMPTY), language="pl")
    (entry,) = result.catalog.entries
    assert (entry.msgstr_plural, entry.flags) == (expected, flags)


@pytest.mark.parametrize(
    "start", ["", 'msgid ""\nmsgstr "Language: pl\\n"\n\n'], ids=["no header", "no forms in it"]
)
def test_the_header_that_a_merge_writes_counts_at_once(start: str) -> None:
    rows = 'msgstr[0] "kapelusz"\nmsgstr[1] "%d kapelusze"\n'
    catalog = read_catalog(f"{start}{HATS}{rows}".encode(), place="x.po")
    result = merged(catalog, po(EMPTY), language="pl")
    assert result.catalog.header["Plural-Forms"].startswith("nplurals=3")
    assert forms(result) == (["kapelusz", "%d kapelusze", "%d kapelusze"], ["fuzzy"])


@pytest.mark.parametrize("number", [6, 9, 100_000_000])
def test_an_entry_with_a_form_that_no_language_has_stays_as_it_is(number: int) -> None:
    """A form for each number below would be made up, as many as somebody wrote by mistake."""
    rows = f'msgstr[0] "kapelusz"\nmsgstr[{number}] "%d kapelusze"\n'
    catalog = po(HATS + rows, Plural_Forms=THREE)
    (entry,) = merged(catalog, po(EMPTY), language="pl").catalog.entries
    assert (entry.msgstr_plural, entry.flags) == ({0: "kapelusz", number: "%d kapelusze"}, [])


@pytest.mark.parametrize(
    "header",
    ["nplurals=60; plural=0;", "nplurals=0;", "plural forms", f"nplurals=3{'0' * 5000}; plural=0;"],
    ids=["sixty", "none", "no number", "a long number"],
)
def test_a_header_that_is_mistaken_changes_no_entry(header: str) -> None:
    entries = HATS + 'msgstr[0] "kapelusz"\nmsgstr[1] "%d kapelusze"\n'
    result = merged(po(entries, Plural_Forms=header), po(EMPTY), language="pl")
    assert forms(result) == (["kapelusz", "%d kapelusze"], [])


def test_the_forms_of_a_header_that_a_person_filled_in_change_no_entry() -> None:
    entries = HATS + 'msgstr[0] "kapelusz"\nmsgstr[1] "%d kapelusze"\n'
    catalog = po(entries, Plural_Forms=PERSONS["Plural-Forms"])
    assert forms(merged(catalog, language="pl")) == (["kapelusz", "%d kapelusze"], [])


def test_a_catalog_without_a_header_gets_none_of_its_templates_placeholders() -> None:
    bare = read_catalog(EMPTY.encode(), place="x.po")
    header = merged(bare, po(EMPTY)).catalog.header
    assert header["Content-Transfer-Encoding"] == "8bit"
    assert header["Plural-Forms"] == "nplurals=2; plural=(n > 1);"


@pytest.mark.e2e  # with gettext
@pytest.mark.parametrize("language", ["fr", "pl", "ja", "ar", "pt_BR"])
def test_msgfmt_takes_a_copy_of_a_template_that_was_translated(language: str) -> None:
    entries = 'msgid "Our mill"\nmsgstr "été"\n\n' + HATS + 'msgstr[0] "a"\nmsgstr[1] "a"\n'
    result = merged(po(entries), po('msgid "Our old mill"\nmsgstr ""\n\n' + EMPTY), language=language)
    command = ["msgfmt", "-c", "-o", "/dev/null", "-"]
    done = subprocess.run(command, input=write_catalog(result.catalog), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
