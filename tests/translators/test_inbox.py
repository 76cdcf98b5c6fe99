"""People without a shell put files into a folder; the nightly sync imports them, and lays the answer beside."""

import os
import time
from datetime import date

from calque.pipeline.translators.answer import covering_note
from calque.po import read_catalog
from calque.reports.digest import digest_to_json, render_digest


def codes(done) -> list[str]:
    return [finding.code for finding in done.status.findings]


def put(root, name: str, data: bytes):
    path = root / "inbox" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (time.time() - 60,) * 2)
    return path


def test_a_file_in_the_inbox_ends_as_an_import_would(desk, texts, answered) -> None:
    _, data = desk.give()
    back = answered(data)
    path = put(desk.root, "from marie.po", back)
    done = desk.workspace.sync()
    assert not path.exists()
    assert (desk.root / "inbox" / "done" / "from marie.po").read_bytes() == back
    answer = (desk.root / "inbox" / "done" / "from marie.po.txt").read_text()
    assert answer.startswith("from marie.po: ")
    assert "fr-marie-2026-06-01 is done." in answer
    assert "Thank you for from marie.po: " in answer
    assert str(desk.root) not in answer
    assert desk.entry(3, texts.ATTIC).msgstr == texts.FRENCH[texts.ATTIC]
    assert not {"refused_file", "quarantined", "conflict"} & set(codes(done))
    assert desk.status().handoffs == ()
    assert desk.workspace.sync().files == ()


def test_what_is_refused_lies_apart_with_the_reason(desk) -> None:
    put(desk.root, "other.po", b'msgid ""\nmsgstr "Language: xx\\n"\n\nmsgid "a"\nmsgstr "b"\n')
    put(desk.root, "broken.po", b'msgid "a\n')
    done = desk.workspace.sync()
    assert codes(done).count("refused_file") == 2
    folder = desk.root / "inbox" / "refused"
    assert sorted(path.name for path in folder.iterdir()) == [
        "broken.po", "broken.po.txt", "other.po", "other.po.txt",
    ]  # fmt: skip
    assert "refused" in (folder / "other.po.txt").read_text()
    assert str(desk.root) not in (folder / "broken.po.txt").read_text()
    assert codes(desk.workspace.sync()).count("refused_file") == 0


def test_two_files_of_one_name_are_both_kept(desk, answered) -> None:
    _, data = desk.give()
    for back in (data, answered(data)):
        put(desk.root, "back.po", back)
        desk.workspace.sync()
    assert {path.name for path in (desk.root / "inbox" / "done").glob("*.po")} == {"back.po", "back.2.po"}


def test_a_dry_run_leaves_the_inbox(desk, answered) -> None:
    _, data = desk.give()
    path = put(desk.root, "back.po", answered(data))
    desk.workspace.sync(dry_run=True)
    assert path.exists()


def test_a_handoff_dropped_among_the_catalogs_takes_the_road_of_an_import(desk, texts, answered) -> None:
    _, data = desk.give()
    path = desk.root / "locales" / "fr" / "LC_MESSAGES" / "fr-marie-2026-06-01.po"
    path.write_bytes(answered(data))
    done = desk.workspace.sync()
    assert not path.exists()
    assert "dropped_handoff" in codes(done)
    assert not {"quarantined", "conflict"} & set(codes(done))
    assert desk.entry(3, texts.ATTIC).msgstr == texts.FRENCH[texts.ATTIC]
    assert (desk.root / "inbox" / "done" / path.name).exists()
    for number in (1, 2, 3):
        header = read_catalog(desk.workspace.catalog(number).read_bytes(), place="").header_entry
        assert "texts to translate" not in header.tcomment


def test_a_handoff_in_the_place_of_a_catalog_changes_nothing(desk, answered) -> None:
    _, data = desk.give()
    path = desk.workspace.catalog(3)
    path.write_bytes(answered(data))
    done = desk.workspace.sync()
    (finding,) = (one for one in done.status.findings if one.code == "unreadable_catalog")
    assert "the handoff fr-marie-2026-06-01" in finding.message
    assert path.read_bytes() == answered(data)


def test_a_copy_beside_a_catalog_is_told_with_what_takes_it(desk) -> None:
    path = desk.workspace.catalog(2)
    copy = path.with_name(f"{path.stem} copy.po")
    copy.write_bytes(path.read_bytes())
    done = desk.workspace.sync()
    (finding,) = (one for one in done.status.findings if one.code == "stray_catalog")
    assert f"calque import 'locales/fr/LC_MESSAGES/{copy.name}'" in finding.message
    assert copy.exists()
    copy.unlink()
    assert "stray_catalog" not in codes(desk.workspace.sync())


def test_what_the_checks_say_of_an_answer_is_told_and_drafted(desk, texts, answered) -> None:
    _, data = desk.give()
    broken = texts.FRENCH[texts.ATTIC].replace("cent", "300")
    one = desk.take_one(answered(data, ATTIC=broken + " !"))
    assert [text for _, text, _ in one.remarks] == [texts.ATTIC]


def test_the_digest_says_how_much_is_left_and_how_long(desk) -> None:
    done, _ = desk.give(due=date(2026, 6, 12))
    found = desk.status()
    (row,) = digest_to_json(found)["handoffs"]
    assert (row["words"], row["words_left"], row["days_left"]) == (done.total.words, done.total.words, 3)
    words = done.total.words
    assert f"- marie, in fr: {words} of {words} words left, due 12 June 2026, 3 days left\n" in render_digest(
        found
    )


def test_the_mail_says_what_is_in_the_file(desk) -> None:
    done, _ = desk.give(due=date(2026, 6, 12))
    mail = "\n".join(covering_note(done))
    assert mail.startswith(f"Subject: example, fr: {done.total.words} words to translate\n\nHello marie,\n")
    assert "We would like to have it back by 2026-06-12." in mail
