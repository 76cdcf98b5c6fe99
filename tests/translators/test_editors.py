"""What translators' programs do to a file, each as a function of its text; no word is lost, and every state is right.

Each takes the file as calque wrote it, and what the translator wants: texts to translate, by source, and texts
whose fuzzy translation is good as it is.
"""

import re
from collections.abc import Callable, Collection, Mapping

import polib
import pytest

from calque.model import SegmentState
from calque.po import AnswerKind, read_catalog

Editor = Callable[[str, Mapping[str, str], Collection[str]], bytes]

CLEARS_PREVIOUS, KEEPS_PREVIOUS = True, False


def opened(
    text: str, answers: Mapping[str, str], good: Collection[str], *, clears: bool, wrap: int = 78
) -> polib.POFile:
    """Parse a file and do the translator's work; `clears` says whether `#|` goes with the fuzzy flag."""
    file = polib.pofile(text, wrapwidth=wrap)
    for entry in file:
        if entry.msgid in answers:
            entry.msgstr = answers[entry.msgid]
        if entry.msgid in answers or entry.msgid in good:
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
            entry.previous_msgid = None if clears else entry.previous_msgid
    return file


def dated(file: polib.POFile, generator: str, **more: str) -> str:
    """Return the file as text, with the header fields that an editor writes when it saves."""
    file.metadata |= {
        "PO-Revision-Date": "2026-06-07 18:20+0200",
        "Last-Translator": "Marie <marie@example.org>",
        "X-Generator": generator,
    } | {name.replace("_", "-"): value for name, value in more.items()}
    return str(file)


def poedit(text: str, answers: Mapping[str, str], good: Collection[str]) -> bytes:
    """Poedit drops `#|` when it clears a flag (`CatalogItem::SetFuzzy`), dates the file, and lays it out by msgcat at
    the width that it found (`POCatalog::Save`); what it does not know in the header it keeps."""
    return dated(opened(text, answers, good, clears=CLEARS_PREVIOUS), "Poedit 3.4.2").encode()


def poedit_on_windows(text: str, answers: Mapping[str, str], good: Collection[str]) -> bytes:
    """With `crlf_format` set to Windows Poedit writes CR LF (`GetDesiredCRLFFormat`)."""
    return poedit(text, answers, good).replace(b"\n", b"\r\n")


def poedit_purged(text: str, answers: Mapping[str, str], good: Collection[str]) -> bytes:
    """Poedit's “Purge deleted translations” drops what is obsolete."""
    file = opened(text, answers, good, clears=CLEARS_PREVIOUS)
    for entry in file.obsolete_entries():
        file.remove(entry)
    return dated(file, "Poedit 3.4.2").encode()


def weblate(text: str, answers: Mapping[str, str], good: Collection[str]) -> bytes:
    """Weblate clears the previous text with the flag (`PoUnit.mark_fuzzy`), wraps at 77, maintains the header (its
    “PO file header” documentation), and marks what needs editing as fuzzy, without a previous text."""
    file = opened(text, answers, good, clears=CLEARS_PREVIOUS, wrap=77)
    header = {"Language_Team": "French <https://weblate.example.org/projects/example/fr/>", "Language": "fr"}
    written = dated(file, "Weblate 5.9", **header)
    return f"# Marie <marie@example.org>, 2026.\n{written}".encode()


def lokalize(text: str, answers: Mapping[str, str], good: Collection[str]) -> bytes:
    """Lokalize takes `fuzzy` out of the flags and leaves `#|` where it is (`CatalogItem::unsetFuzzy`); it fills the
    team and the plural forms in (`updateHeader`)."""
    file = opened(text, answers, good, clears=KEEPS_PREVIOUS)
    return dated(file, "Lokalize 23.08.5", Language_Team="French <kde-i18n-doc@kde.org>").encode()


def virtaal(text: str, answers: Mapping[str, str], good: Collection[str]) -> bytes:
    """Virtaal writes by translate-toolkit, which leaves `#|` where it is when a flag is cleared (seen with
    `pypo.pounit.markfuzzy` of 3.14) and adds notes as `#` comments."""
    file = opened(text, answers, good, clears=KEEPS_PREVIOUS)
    return dated(file, "Virtaal 0.7.1").encode()


def omegat(text: str, answers: Mapping[str, str], good: Collection[str], *, untranslated: str = "") -> bytes:
    """OmegaT drops every fuzzy flag, whatever the translator did, keeps all other lines, the header's among them, and
    writes each msgstr on one line (`PoFilter.processPoFile`); what is good needs no doing there."""
    del good
    out: list[str] = []
    for block in text.split("\n\n"):
        entry = next(iter(polib.pofile(block)), None) if "msgid" in block else None
        if entry is None or entry.obsolete or not entry.msgid:
            out.append(block)
            continue
        lines = [re.sub(r"^(#,.*), fuzzy", r"\1", line) for line in block.split("\n") if line != "#, fuzzy"]
        start = next(number for number, line in enumerate(lines) if line.startswith("msgstr"))
        target = answers.get(entry.msgid, entry.msgstr) or (entry.msgid if untranslated == "source" else "")
        out.append("\n".join([*lines[:start], f'msgstr "{polib.escape(target)}"']))
    return ("\n\n".join(out).rstrip("\n") + "\n").encode()


def omegat_with_sources(text: str, answers: Mapping[str, str], good: Collection[str]) -> bytes:
    """Without “allow blank translations” OmegaT writes the source text where there is no translation."""
    return omegat(text, answers, good, untranslated="source")


def sorted_and_bare(text: str, answers: Mapping[str, str], good: Collection[str]) -> bytes:
    """`msgcat --sort-output --no-location --no-wrap`, as build scripts do: another order, no `#:` lines."""
    file = opened(text, answers, good, clears=CLEARS_PREVIOUS, wrap=10_000)
    file.sort(key=lambda entry: (entry.obsolete, entry.msgid, entry.msgctxt or ""))
    for entry in file:
        entry.occurrences = []
    return dated(file, "msgcat").encode()


def with_byte_order_mark(text: str, answers: Mapping[str, str], good: Collection[str]) -> bytes:
    """Plain editors on Windows put a byte order mark before the text, and end lines with CR LF."""
    return b"\xef\xbb\xbf" + poedit_on_windows(text, answers, good)


def without_header(text: str, answers: Mapping[str, str], good: Collection[str]) -> bytes:
    """Converters through XLIFF, TMX or a spreadsheet write a header of their own: the language and no more."""
    file = opened(text, answers, good, clears=CLEARS_PREVIOUS)
    file.metadata = {"Language": "fr", "Content-Type": "text/plain; charset=UTF-8"}
    file.header = ""
    return str(file).encode()


TRUE_TO_FLAGS: dict[str, Editor] = {
    one.__name__: one
    for one in (
        poedit,
        poedit_on_windows,
        poedit_purged,
        weblate,
        lokalize,
        virtaal,
        sorted_and_bare,
        with_byte_order_mark,
        without_header,
    )
}
DROP_FLAGS: dict[str, Editor] = {one.__name__: one for one in (omegat, omegat_with_sources)}
ALL = TRUE_TO_FLAGS | DROP_FLAGS


def words(desk) -> set[str]:
    """Return every translation below locales/, wherever it stands."""
    files = [path for path in (desk.root / "locales").rglob("*.po") if "handoffs" not in path.parts]
    catalogs = [read_catalog(path.read_bytes(), place=path.name) for path in files]
    return {
        text
        for catalog in catalogs
        for block in catalog.blocks
        if not block.is_header
        for text in block.fields.targets
        if text
    }


@pytest.mark.parametrize("editor", ALL.values(), ids=ALL.keys())
def test_a_handoff_comes_back_whole_through(editor: Editor, desk, texts) -> None:
    """Each text answered: nothing is left to do, nothing in hand, and nothing is lost."""
    _, file = desk.give()
    before = words(desk)
    imported = desk.take(editor(file.decode(), texts.FRENCH, ()))
    assert imported.findings == ()
    assert desk.states() == {}
    assert imported.files[0].closed
    assert before | set(texts.FRENCH.values()) - {texts.FRENCH[texts.DOORS]} <= words(desk)
    after = desk.workspace.files()
    assert desk.workspace.sync("2026-06-09").files == ()
    assert desk.take(editor(file.decode(), texts.FRENCH, ())).written == ()
    assert desk.workspace.files() == after


@pytest.mark.parametrize("editor", ALL.values(), ids=ALL.keys())
def test_a_handoff_that_nobody_touched_changes_no_entry_through(editor: Editor, desk) -> None:
    _, file = desk.give()
    before = {name: data for name, data in desk.workspace.files().items() if name.startswith("fr/")}
    imported = desk.take(editor(file.decode(), {}, ()))
    kinds = set(imported.files[0].counts)
    assert kinds <= {AnswerKind.UNCHANGED, AnswerKind.COPIED}
    after = {name: data for name, data in desk.workspace.files().items() if name.startswith("fr/")}
    assert after == before


@pytest.mark.parametrize("editor", TRUE_TO_FLAGS.values(), ids=TRUE_TO_FLAGS.keys())
def test_a_translation_found_good_as_it_is_is_confirmed_through(editor: Editor, desk, texts) -> None:
    _, file = desk.give()
    done = desk.take_one(editor(file.decode(), {}, [texts.GATES]))
    assert (done.counts[AnswerKind.CONFIRMED], done.unconfirmed) == (1, 0)
    assert texts.GATES not in desk.states()
    desk.workspace.sync("2026-06-09")
    assert texts.GATES not in desk.states()


@pytest.mark.parametrize("editor", DROP_FLAGS.values(), ids=DROP_FLAGS.keys())
def test_where_every_flag_is_dropped_somebody_must_say_that_the_work_was_done(
    editor: Editor, desk, texts
) -> None:
    _, file = desk.give()
    back = editor(file.decode(), {}, [texts.GATES])
    done = desk.take_one(back)
    assert (done.counts[AnswerKind.CONFIRMED], done.unconfirmed) == (0, 1)
    assert desk.states()[texts.GATES] is SegmentState.STALE
    assert desk.take_one(back, confirmed=True).counts[AnswerKind.CONFIRMED] == 1
    assert texts.GATES not in desk.states()


@pytest.mark.parametrize("editor", ALL.values(), ids=ALL.keys())
def test_a_catalog_edited_in_its_place_keeps_every_word_through(editor: Editor, desk, texts) -> None:
    """The file below locales/ itself, with an obsolete entry and a note in it, saved between two syncs."""
    desk.workspace.translate(2, {texts.GARDEN: texts.FRENCH[texts.GARDEN]})
    desk.edit_source(2, texts.SHARE, texts.ATTIC)
    path = desk.workspace.catalog(2)
    note = path.read_text(encoding="utf-8").replace("#: posts/2:title", "# a note of ours\n#: posts/2:title")
    path.write_text(note, encoding="utf-8")
    answers = {texts.SHARE: texts.FRENCH[texts.SHARE], texts.ATTIC: texts.FRENCH[texts.ATTIC]}
    path.write_bytes(editor(note, answers, ()))
    desk.workspace.sync("2026-06-07")
    assert set(answers.values()) <= words(desk)
    assert "# a note of ours" in path.read_text(encoding="utf-8")
    if editor is not poedit_purged:
        assert texts.FRENCH[texts.GARDEN] in words(desk)
    assert not {texts.SHARE, texts.ATTIC} & {
        unit.source for page in desk.status().pages if page.key == "posts/2" for unit in page.units
    }
    again = desk.workspace.files()
    assert desk.workspace.sync("2026-06-08").files == ()
    assert desk.workspace.files() == again


@pytest.mark.parametrize("editor", ALL.values(), ids=ALL.keys())
def test_an_old_export_comes_back_against_its_own_text_through(editor: Editor, desk, texts) -> None:
    """Exported, then the source edited, then translated against the old text, then back: stale and kept."""
    old = desk.workspace.catalog(3).read_text(encoding="utf-8")
    later = texts.ATTIC.replace("hundred", "two hundred")
    desk.edit_source(3, later, texts.SHARE)
    desk.take(editor(old, texts.FRENCH, ()))
    entry = desk.entry(3, later)
    assert (entry.msgstr, entry.previous_msgid) == (texts.FRENCH[texts.ATTIC], texts.ATTIC)
    assert desk.states()[later] is SegmentState.STALE
