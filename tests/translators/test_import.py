"""What translators send back goes everywhere it belongs, and overwrites nobody."""

import re
from datetime import UTC, date, datetime

import pytest

from calque.handoffs.wishes import Wish
from calque.model import SegmentState, Severity
from calque.pipeline.translators.hand_out import cancel, hand_out
from calque.pipeline.translators.take_back import import_answers
from calque.po import AnswerKind, Prefer, edit, is_fuzzy, read_catalog, rivals_of, write_catalog
from calque.store import locked


def at() -> datetime:
    return datetime(2026, 6, 8, 12, tzinfo=UTC)


def codes(imported) -> list[str]:
    return [finding.code for finding in imported.findings]


def archived(desk) -> str:
    """Return all that the archive keeps in French."""
    files = sorted((desk.root / "locales" / "archive").rglob("*.po"))
    return "\n".join(re.sub(r'"\n"', "", path.read_text(encoding="utf-8")) for path in files)


def test_every_place_of_an_answer_is_filled_once_and_nothing_else_is_touched(desk, texts, answered) -> None:
    _, file = desk.give()
    before = {name: data for name, data in desk.workspace.files().items() if name.startswith("fr/")}
    done = desk.take_one(answered(file, texts.SHARE))
    assert (done.counts[AnswerKind.FILLED], done.places) == (1, 2)
    after = desk.workspace.files()
    for number in (2, 3):
        assert desk.entry(number, texts.SHARE).msgstr == texts.FRENCH[texts.SHARE]
    changed = sorted(name for name, data in before.items() if after[name] != data)
    assert changed == ["fr/LC_MESSAGES/post-2-post-2.po", "fr/LC_MESSAGES/post-3-post-3.po"]
    for name in changed:
        old, new = before[name].decode().splitlines(), after[name].decode().splitlines()
        gone = [line for line in old if line not in new]
        assert gone == ['"PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\\n"']


def test_a_file_that_is_wholly_answered_closes_its_handoff(desk, answered) -> None:
    given, file = desk.give()
    done = desk.take_one(answered(file))
    assert (done.handoff, done.left, done.closed) == (given.ticket.id, 0, True)
    assert desk.states() == {}
    assert desk.status().handoffs == ()
    assert (desk.root / "locales/handoffs/closed" / f"{given.ticket.id}.po").read_bytes() == file


@pytest.mark.parametrize("is_known", [True, False], ids=["with its handoff", "with a new header"])
def test_a_file_that_lost_its_contexts_is_answered_all_the_same(desk, answered, *, is_known: bool) -> None:
    """As a converter to another format and back writes it."""
    given, file = desk.give()
    back = answered(file).decode()
    bare = re.sub(r"^msgctxt .*\n", "", back, flags=re.MULTILINE)
    assert bare != back
    if not is_known:
        bare = re.sub(r'^"X-Calque-.*\n', "", bare, flags=re.MULTILINE)
    done = desk.take_one(bare.encode())
    assert (done.handoff, done.left, done.closed) == (given.ticket.id, 0, True)
    assert desk.states() == {}


def test_a_part_of_a_file_leaves_the_rest_in_hand(desk, texts, answered) -> None:
    given, file = desk.give(due=date(2026, 6, 20))
    done = desk.take_one(answered(file, texts.SHARE, texts.GATES))
    assert (done.left, done.closed) == (4, False)
    (handoff,) = desk.status().handoffs
    assert (handoff.id, handoff.in_hand.segments) == (given.ticket.id, 4)
    rest = desk.take_one(answered(file))
    assert (rest.counts[AnswerKind.FILLED], rest.closed) == (4, True)


def test_after_an_import_a_sync_writes_nothing_and_nothing_is_stale(desk, answered) -> None:
    _, file = desk.give()
    desk.take(answered(file))
    before = desk.workspace.files()
    assert desk.workspace.sync("2026-06-09").files == ()
    assert desk.workspace.files() == before


def test_importing_twice_is_importing_once(desk, answered) -> None:
    _, file = desk.give()
    back = answered(file)
    desk.take(back)
    before = desk.workspace.files()
    again = desk.take(back)
    assert again.written == ()
    assert again.files[0].counts == {AnswerKind.UNCHANGED: 6}
    assert desk.workspace.files() == before


def test_a_stale_translation_that_gives_way_is_in_the_archive(desk, texts, answered) -> None:
    _, file = desk.give()
    desk.take(answered(file))
    assert desk.entry(1, texts.GATES).msgstr == texts.FRENCH[texts.GATES]
    assert texts.FRENCH[texts.DOORS] in archived(desk)


def test_a_flag_cleared_beside_flags_that_stay_confirms(desk, texts) -> None:
    """The translator looked at one of two stale texts and found its translation good as it is."""
    desk.workspace.translate(2, {texts.GARDEN: texts.FRENCH[texts.GARDEN]})
    desk.edit_source(2, texts.GARDEN.replace("two benches", "three benches"), texts.SHARE)
    _, file = desk.give()
    catalog = read_catalog(file, place="file")
    first = next(index for index, entry in enumerate(catalog.entries) if is_fuzzy(entry))
    done = desk.take_one(write_catalog(edit(catalog, first, fuzzy=False)))
    assert done.counts[AnswerKind.CONFIRMED] == 1
    assert done.unconfirmed == 0
    assert list(desk.states().values()).count(SegmentState.STALE) == 1
    assert desk.workspace.sync("2026-06-09").files == ()


def test_a_file_that_lost_every_flag_confirms_nothing(desk, texts, answered) -> None:
    """OmegaT leaves `#|` and drops the flag; only what was changed or filled counts as done."""
    _, file = desk.give()
    back = answered(file, texts.SHARE).replace(b"#, fuzzy\n", b"")
    imported = desk.take(back)
    assert imported.files[0].unconfirmed == 1
    assert codes(imported) == ["unconfirmed"]
    assert desk.states()[texts.GATES] is SegmentState.STALE
    assert imported.files[0].left == 5


def test_such_a_file_confirms_when_somebody_says_so_and_a_sync_leaves_it_at_that(
    desk, texts, answered
) -> None:
    _, file = desk.give()
    back = answered(file, texts.SHARE).replace(b"#, fuzzy\n", b"")
    done = desk.take_one(back, confirmed=True)
    assert (done.counts[AnswerKind.CONFIRMED], done.unconfirmed) == (1, 0)
    assert texts.GATES not in desk.states()
    desk.workspace.sync("2026-06-09")
    assert texts.GATES not in desk.states()


def test_an_answer_to_a_text_that_moved_on_is_stale_and_kept(desk, texts, answered) -> None:
    _, file = desk.give()
    later = texts.GATES.replace("nine", "ten")
    desk.edit_source(1, later)
    done = desk.take_one(answered(file))
    assert done.counts[AnswerKind.STALE] == 1
    entry = desk.entry(1, later)
    assert (entry.msgstr, entry.previous_msgid) == (texts.FRENCH[texts.GATES], texts.GATES)
    assert desk.states() == {later: SegmentState.STALE}
    assert "[-nine-] {+ten+}" in entry.comment
    assert desk.workspace.sync("2026-06-09").files == ()


def test_an_answer_to_a_new_text_that_moved_on_goes_to_its_successor(desk, texts, answered) -> None:
    _, file = desk.give()
    later = texts.GARDEN.replace("two benches", "three benches")
    desk.edit_source(2, later, texts.SHARE)
    assert desk.take_one(answered(file)).counts[AnswerKind.STALE] == 1
    entry = desk.entry(2, later)
    assert (entry.msgstr, entry.previous_msgid) == (texts.FRENCH[texts.GARDEN], texts.GARDEN)


def test_an_answer_to_a_text_that_is_gone_comes_back_with_it(desk, texts, answered) -> None:
    _, file = desk.give()
    desk.edit_source(3, texts.SHARE)
    done = desk.take_one(answered(file))
    assert done.counts[AnswerKind.UNKNOWN] == 1
    assert texts.ATTIC not in desk.states()
    desk.edit_source(3, texts.ATTIC, texts.SHARE)
    assert desk.entry(3, texts.ATTIC).msgstr == texts.FRENCH[texts.ATTIC]
    assert desk.states() == {}


def test_an_answer_for_a_post_that_is_gone_is_in_the_archive(desk, texts, answered) -> None:
    _, file = desk.give()
    (desk.root / "posts" / "en-3.json").unlink()
    for _ in range(2):
        desk.workspace.sync(accept=["vanished"])
    imported = desk.take(answered(file))
    assert imported.files[0].counts[AnswerKind.UNKNOWN] == 2
    assert texts.FRENCH[texts.ATTIC] in archived(desk)
    assert desk.take(answered(file)).written == ()


def test_an_old_export_of_a_catalog_fills_what_is_empty(desk, texts, answered) -> None:
    old = desk.workspace.catalog(2).read_bytes()
    done = desk.take_one(answered(old))
    assert (done.handoff, done.counts[AnswerKind.FILLED]) == ("", 3)
    assert desk.entry(3, texts.SHARE).msgstr == texts.FRENCH[texts.SHARE]


def test_an_older_export_confirms_the_text_of_its_time(desk, texts, answered) -> None:
    """Exported before the source was edited, translated anew, and back after it."""
    desk.edit_source(1, texts.DOORS)
    old = desk.workspace.catalog(1).read_bytes()
    desk.edit_source(1, texts.GATES)
    before = texts.FRENCH[texts.DOORS]
    back = answered(old, texts.DOORS, DOORS=before.replace("visiteur", "lecteur"))
    imported = desk.take(back)
    entry = desk.entry(1, texts.GATES)
    assert (entry.previous_msgid, desk.states()[texts.GATES]) == (texts.DOORS, SegmentState.STALE)
    kept = archived(desk) + entry.msgstr
    assert before.replace("visiteur", "lecteur") in kept
    assert before in kept
    assert imported.files[0].refused == ""


def test_an_old_export_brings_back_nothing_that_was_replaced_since(desk, answered) -> None:
    """What the catalog had before, and has in the archive now, is no new answer."""
    old = desk.workspace.catalog(1).read_bytes()
    _, file = desk.give()
    desk.take(answered(file))
    confirmed = re.sub(rb"#\. changed.*\n|#, fuzzy\n|(?m:^#\| .*\n)", b"", old)
    imported = desk.take(confirmed)
    assert codes(imported) == []
    assert desk.states() == {}


def test_a_translation_made_meanwhile_is_never_overwritten(desk, texts, answered) -> None:
    _, file = desk.give()
    meanwhile = "Sous le toit, un grenier garde cent ans de journaux."
    desk.workspace.translate(3, {texts.ATTIC: meanwhile})
    imported = desk.take(answered(file))
    assert codes(imported) == ["conflict"]
    assert imported.findings[0].severity is Severity.WARNING
    entry = desk.entry(3, texts.ATTIC)
    assert entry.msgstr == meanwhile
    assert [rival.text for rival in rivals_of(entry)] == [texts.FRENCH[texts.ATTIC]]
    assert texts.FRENCH[texts.ATTIC] in archived(desk)
    assert desk.states() == {texts.ATTIC: SegmentState.CONFLICT}


@pytest.mark.parametrize("prefer", [Prefer.ANSWER, Prefer.CATALOG])
def test_a_conflict_can_be_settled_by_importing_again(desk, texts, answered, prefer: Prefer) -> None:
    _, file = desk.give()
    meanwhile = "Sous le toit, un grenier garde cent ans de journaux."
    desk.workspace.translate(3, {texts.ATTIC: meanwhile})
    desk.take(answered(file))
    desk.take(answered(file), prefer=prefer)
    stands, other = meanwhile, texts.FRENCH[texts.ATTIC]
    stands, other = (other, stands) if prefer is Prefer.ANSWER else (stands, other)
    assert desk.entry(3, texts.ATTIC).msgstr == stands
    assert other in archived(desk)
    assert desk.states() == {}


def test_the_same_text_translated_in_another_way_elsewhere_is_left_alone(desk, texts, answered) -> None:
    """Only the places that were handed out are answered, and empty ones."""
    desk.workspace.translate(2, {texts.SHARE: "Dites-le à vos amis, cette page leur plaira."})
    _, file = desk.give()
    imported = desk.take(answered(file))
    assert codes(imported) == []
    assert desk.entry(2, texts.SHARE).msgstr.startswith("Dites-le")
    assert desk.entry(3, texts.SHARE).msgstr == texts.FRENCH[texts.SHARE]


def test_two_files_with_different_entries_are_both_taken(desk, texts, answered) -> None:
    _, file = desk.give()
    imported = desk.take(answered(file, texts.GARDEN), answered(file, texts.ATTIC))
    assert [one.counts[AnswerKind.FILLED] for one in imported.files] == [1, 1]
    assert desk.entry(2, texts.GARDEN).msgstr
    assert desk.entry(3, texts.ATTIC).msgstr


def test_two_files_that_say_the_same_are_one(desk, answered) -> None:
    _, file = desk.give()
    imported = desk.take(answered(file), answered(file))
    assert codes(imported) == []
    assert imported.files[1].counts == {AnswerKind.UNCHANGED: 6}


def test_two_files_that_clash_are_both_kept_and_somebody_is_asked(desk, texts, answered) -> None:
    _, file = desk.give()
    other = "On trouve sous le toit un grenier plein de vieux journaux."
    imported = desk.take(answered(file), answered(file, texts.ATTIC, ATTIC=other))
    assert codes(imported) == ["conflict"]
    entry = desk.entry(3, texts.ATTIC)
    assert (entry.msgstr, [rival.text for rival in rivals_of(entry)]) == (texts.FRENCH[texts.ATTIC], [other])
    assert other in archived(desk)


def test_comments_of_translators_come_along(desk, texts, answered) -> None:
    _, file = desk.give()
    back = answered(file).replace(
        b"#. also on 1 more page", b"# is this polite enough?\n#. also on 1 more page"
    )
    desk.take(back)
    for number in (2, 3):
        assert desk.entry(number, texts.SHARE).tcomment == "is this polite enough?"


def test_who_translated_and_when_comes_along(desk, answered) -> None:
    _, file = desk.give()
    back = answered(file).replace(b'"Last-Translator: ', b'"Last-Translator: Marie <marie@example.org>')
    back = re.sub(rb"PO-Revision-Date: [^\\]*", b"PO-Revision-Date: 2026-06-07 18:20+0200", back)
    desk.take(back)
    header = read_catalog(desk.workspace.catalog(3).read_bytes(), place="").header
    assert (header["Last-Translator"], header["PO-Revision-Date"]) == (
        "Marie <marie@example.org>",
        "2026-06-07 18:20+0200",
    )


def test_a_memorys_suggestion_that_comes_back_is_a_persons_work(desk, texts) -> None:
    similar = texts.GARDEN.replace("two benches", "three old benches")
    desk.workspace.translate(2, {texts.GARDEN: texts.FRENCH[texts.GARDEN]})
    desk.edit_source(2, texts.GARDEN, similar, texts.SHARE)
    assert desk.states()[similar] is SegmentState.NEEDS_REVIEW
    _, file = desk.give()
    edited = file.replace(b"deux bancs", b"trois vieux bancs")
    desk.take(edited)
    entry = desk.entry(2, similar)
    assert ("trois vieux bancs" in entry.msgstr, "calque: memory" in entry.tcomment) == (True, False)
    assert desk.states()[similar] is SegmentState.FUZZY


def test_source_text_in_place_of_an_answer_is_not_taken(desk, texts, answered) -> None:
    """An OmegaT set so writes the source where nobody translated."""
    _, file = desk.give()
    back = answered(file, texts.GARDEN, GARDEN=texts.GARDEN)
    done = desk.take_one(back)
    assert done.counts[AnswerKind.COPIED] == 1
    assert desk.states()[texts.GARDEN] is SegmentState.MISSING


def test_a_remark_on_source_text_in_place_of_an_answer_comes_along(desk, texts, answered) -> None:
    _, file = desk.give()
    back = answered(file, texts.GARDEN, GARDEN=texts.GARDEN).decode()
    at = back.rindex("\n\n", 0, back.index("Behind the house")) + 2
    done = desk.take_one(f"{back[:at]}# Frogs or toads? Please ask.\n{back[at:]}".encode())
    assert done.counts[AnswerKind.NOTED] == 1
    entry = desk.entry(2, texts.GARDEN)
    assert (entry.msgstr, entry.tcomment) == ("", "Frogs or toads? Please ask.")


def test_what_a_translator_says_at_the_ends_of_a_file_is_kept(desk, texts, answered) -> None:
    _, file = desk.give()
    back = answered(file, texts.GARDEN)
    said = b"# Jean: ours is a formal tone.\n" + back + b"\n# I could not do more this week.\n"
    assert desk.take_one(said).counts[AnswerKind.FILLED] == 1
    kept = archived(desk)
    assert ("# Jean: ours is a formal tone." in kept, "# I could not do more" in kept) == (True, True)
    files = desk.workspace.files()
    desk.take_one(said)
    assert desk.workspace.files() == files


def test_a_damaged_file_of_the_archive_stops_no_import(desk, texts, answered) -> None:
    _, file = desk.give()
    path = desk.root / "locales" / "archive" / "fr" / "post-1-post-1.entries.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b'msgid "half a')
    done = desk.take_one(answered(file, texts.GATES))
    assert done.counts[AnswerKind.UPDATED] == 1
    assert path.read_bytes() == b'msgid "half a'
    beside = path.with_name("post-1-post-1.entries.2.po").read_text(encoding="utf-8")
    assert texts.FRENCH[texts.DOORS] in re.sub(r'"\n"', "", beside)


def test_an_answer_that_breaks_the_markup_is_told_with_its_line_and_kept(desk, texts, answered) -> None:
    desk.edit_source(
        3, texts.ATTIC.replace("attic", "<strong>attic</strong>"), '<a href="/x/">More</a> of this.'
    )
    _, file = desk.give()
    broken = answered(file).replace(
        b'msgid "<a id=\\"1\\">More</a> of this."\nmsgstr ""',
        b'msgid "<a id=\\"1\\">More</a> of this."\nmsgstr "La suite."',
    )
    line = broken.decode().splitlines().index('msgstr "La suite."')
    imported = desk.take(broken)
    (finding,) = imported.findings
    assert (finding.code, finding.place.endswith(f"back-1.po:{line}")) == ("invalid", True)
    assert '<a id="1"> of the source is missing' in finding.message
    assert imported.files[0].invalid == 1
    assert desk.states()['<a id="1">More</a> of this.'] is SegmentState.INVALID


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"Language: fr", b"Language: de", "the header says Language: de, and the handoff"),
        (b"X-Calque-Site: example", b"X-Calque-Site: other", "of the site other, this is example"),
        (b'msgstr ""\n"Project', b'msgstr "\n"Project', "does not end on its line"),
        (b"Language: fr\\n", b"Language: fr\\n", ""),
    ],
    ids=["locale", "site", "damaged", "right"],
)
def test_a_file_that_is_not_this_sites_is_refused_aloud(desk, answered, old, new, message) -> None:
    _, file = desk.give()
    before = desk.workspace.files()
    imported = desk.take(answered(file).replace(old, new, 1))
    assert message in imported.files[0].refused
    assert [finding.severity for finding in imported.findings] == ([Severity.ERROR] if message else [])
    assert (desk.workspace.files() == before) is bool(message)


def test_an_export_of_a_post_that_the_site_does_not_have_is_refused(desk, answered) -> None:
    old = desk.workspace.catalog(2).read_bytes().replace(b"posts/2", b"posts/77")
    assert "which example does not have" in desk.take_one(answered(old)).refused


def test_a_strangers_file_is_refused(desk) -> None:
    data = b'msgid ""\nmsgstr "Language: fr\\n"\n\nmsgid "Quit"\nmsgstr "Quitter"\n'
    assert "not one of its texts is known here" in desk.take_one(data).refused


def test_a_file_without_a_language_is_taken_for_the_one_that_is_named(desk, texts) -> None:
    data = f'msgid ""\nmsgstr ""\n\nmsgid "{texts.GARDEN}"\nmsgstr "{texts.FRENCH[texts.GARDEN]}"\n'.encode()
    assert "give --locale" in desk.take_one(data).refused
    assert desk.take_one(data, locale="fr").counts[AnswerKind.FILLED] == 1


def test_a_region_that_an_editor_added_is_no_other_locale(desk, answered) -> None:
    _, file = desk.give()
    done = desk.take_one(answered(file).replace(b"Language: fr", b"Language: fr_FR"))
    assert (done.locale, done.closed) == ("fr", True)


def test_one_refused_file_does_not_keep_the_others_out(desk, answered) -> None:
    _, file = desk.give()
    imported = desk.take(b"no PO file", answered(file))
    assert [bool(one.refused) for one in imported.files] == [True, False]
    assert desk.states() == {}


def test_a_cancelled_handoff_can_still_come_back(desk, answered) -> None:
    given, file = desk.give()
    cancel(desk.workspace.site, given.ticket.id)
    assert desk.take_one(answered(file)).counts[AnswerKind.FILLED] == 5
    assert desk.states() == {}


def test_a_handoff_whose_record_is_lost_is_taken_as_any_file(desk, answered) -> None:
    given, file = desk.give()
    (desk.root / given.record).unlink()
    imported = desk.take(answered(file))
    assert codes(imported) == ["unknown_handoff"]
    assert desk.states() == {}


def test_a_record_that_was_edited_in_place_is_taken_too(desk, answered) -> None:
    given, file = desk.give()
    record = desk.root / given.record
    record.write_bytes(answered(file))
    done = import_answers(desk.workspace.site, [record], now=lambda: desk.status().measured)
    assert done.files[0].closed
    assert desk.states() == {}


def test_a_catalog_that_cannot_be_read_is_left_and_its_answers_are_kept(desk, texts, answered) -> None:
    _, file = desk.give()
    path = desk.workspace.catalog(3)
    path.write_bytes(path.read_bytes()[:300])
    damaged = path.read_bytes()
    imported = desk.take(answered(file))
    assert "unreadable_catalog" in codes(imported)
    assert path.read_bytes() == damaged
    assert not imported.files[0].closed
    assert texts.FRENCH[texts.ATTIC] in archived(desk)
    assert desk.entry(2, texts.SHARE).msgstr


def test_a_dry_run_says_what_would_be_and_writes_nothing(desk, answered) -> None:
    _, file = desk.give()
    before = desk.workspace.files()
    imported = desk.take(answered(file), dry_run=True)
    assert imported.files[0].closed
    assert "locales/fr/LC_MESSAGES/post-3-post-3.po" in imported.written
    assert desk.workspace.files() == before


def test_what_a_colleague_saves_meanwhile_stands_beside_the_answers(desk, texts, answered) -> None:
    """The catalog is saved after it was read and before it is written: it is read and answered again."""
    meanwhile = "Sous le toit, un grenier garde cent ans de journaux."

    class SavedWhileRead(type(desk.root)):
        """A file whose reading takes so long that a colleague saves a catalog."""

        pending = True

        def read_bytes(self) -> bytes:
            if SavedWhileRead.pending:
                SavedWhileRead.pending = False
                desk.workspace.translate(3, {texts.TITLES[2]: meanwhile})
            return super().read_bytes()

    _, file = desk.give()
    files = [desk.root / "one.po", SavedWhileRead(desk.root / "two.po")]
    for path, source in zip(files, (texts.GARDEN, texts.ATTIC), strict=True):
        path.write_bytes(answered(file, source))
    imported = import_answers(desk.workspace.site, files, now=at)
    assert [one.counts[AnswerKind.FILLED] for one in imported.files] == [1, 1]
    assert imported.findings == ()
    assert desk.entry(3, texts.TITLES[2]).msgstr == meanwhile
    assert desk.entry(3, texts.ATTIC).msgstr == texts.FRENCH[texts.ATTIC]
    assert desk.entry(2, texts.GARDEN).msgstr == texts.FRENCH[texts.GARDEN]


def test_a_busy_workspace_is_left_alone(desk, answered) -> None:
    _, file = desk.give()
    with locked(desk.root), pytest.raises(Exception, match="another sync holds the lock"):
        desk.take(answered(file))


@pytest.mark.parametrize("layout", ["post", "section", "site"])
def test_a_handoff_goes_round_in_every_layout(workspace, texts, answered, layout: str) -> None:
    """One catalog a post, a type and year, or the site: the same file goes out, and all is done when it is back."""
    config = (workspace.root / "calque.toml").read_text(encoding="utf-8")
    workspace.configure(f'{config}\n[catalogs]\nlayout = "{layout}"\n')
    for number, own in ((1, texts.GARDEN), (2, texts.ATTIC)):
        workspace.post(number, f"<p>{own}</p>\n\n<p>{texts.SHARE}</p>", title=texts.TITLES[number - 1])
    workspace.sync()
    out = workspace.root / "out.po"
    hand_out(workspace.site, "fr", Wish(), output=out, now=at)
    catalog = read_catalog(out.read_bytes(), place="out.po")
    assert sorted(entry.msgid for entry in catalog.entries) == sorted(
        [texts.GARDEN, texts.ATTIC, texts.SHARE, *texts.TITLES[:2]]
    )
    assert b"also on 1 more page" in out.read_bytes()
    out.write_bytes(answered(out.read_bytes()))
    done = import_answers(workspace.site, [out], now=at)
    assert (done.files[0].closed, done.findings) == (True, ())
    outcome = workspace.sync("2026-06-09")
    assert outcome.files == ()
    assert [page.percent for page in outcome.status.pages] == [100, 100]
