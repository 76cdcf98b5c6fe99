"""A sync brings catalogs in step with posts, and loses nothing whatever comes."""

import json
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from calque.errors import SourceError
from calque.model import Change, PageState, PageStatus, SegmentState
from calque.pipeline.catalogs.bundles import Bundle
from calque.pipeline.catalogs.merge import Merged
from calque.pipeline.catalogs.write import write
from calque.po import read_catalog
from calque.store import Staged

PageOf = Callable[..., PageStatus]

OPENING = "We open the doors at nine in the morning and close them again when the last visitor has left."
GARDEN = "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs."
OPENING_FR = (
    "Nous ouvrons les portes à neuf heures du matin et les refermons quand le dernier visiteur est parti."
)
GARDEN_FR = "Derrière la maison s'étend un jardin avec de vieux pommiers, deux bancs et un étang plein de grenouilles."
TITLE = "The little book of post post-1"
TITLE_FR = "Le petit livre de l'article numéro un"


def _now() -> datetime:
    return datetime(2026, 6, 1, 12, tzinfo=UTC)


def html(*paragraphs: str) -> str:
    return "\n\n".join(f"<p>{text}</p>" for text in paragraphs)


@pytest.fixture
def translated(workspace):
    """A post with two paragraphs, wholly translated into French."""
    workspace.post(1, html(OPENING, GARDEN))
    workspace.sync()
    workspace.translate(1, {TITLE: TITLE_FR, OPENING: OPENING_FR, GARDEN: GARDEN_FR})
    return workspace


def test_a_new_post_gives_a_template_and_an_empty_catalog(workspace, page_of: PageOf) -> None:
    workspace.post(1, html(OPENING, GARDEN))
    outcome = workspace.sync()
    assert outcome.files == ("locales/fr/LC_MESSAGES/post-1-post-1.po", "locales/templates/post-1-post-1.pot")
    page = page_of(outcome, "posts/1")
    assert (page.state, page.percent, page.total.segments) == (PageState.NO_TRANSLATION, 0, 3)
    assert [unit.confirmed for unit in page.units] == [None] * 3


def test_a_translated_post_is_current(translated, page_of: PageOf) -> None:
    page = page_of(translated.sync(), "posts/1")
    assert (page.state, page.percent, page.units) == (PageState.CURRENT, 100, ())


def test_a_second_sync_with_nothing_new_writes_nothing(translated) -> None:
    translated.sync()
    before = {path: path.stat().st_mtime_ns for path in (translated.root / "locales").rglob("*")}
    assert translated.sync("2026-06-02").files == ()
    assert before == {path: path.stat().st_mtime_ns for path in (translated.root / "locales").rglob("*")}


def test_an_edited_paragraph_keeps_its_translation_as_stale(translated, page_of: PageOf) -> None:
    translated.sync()
    edited = OPENING.replace("doors", "gates")
    translated.post(1, html(edited, GARDEN), modified_gmt="2026-05-04T08:00:00")
    page = page_of(translated.sync(), "posts/1")
    (unit,) = page.units
    assert page.state is PageState.STALE
    assert (unit.state, unit.change, unit.words) == (SegmentState.STALE, Change.MINOR, 1)
    assert (unit.confirmed, unit.source, unit.target) == (OPENING, edited, OPENING_FR)
    assert unit.since.date().isoformat() == "2026-05-04"


def test_staleness_counts_from_the_first_edit(translated, page_of: PageOf) -> None:
    translated.sync()
    for day, word in (("2026-05-01", "gates"), ("2026-05-05", "windows")):
        translated.post(1, html(OPENING.replace("doors", word), GARDEN), modified_gmt=f"{day}T08:00:00")
        outcome = translated.sync(day)
    (unit,) = page_of(outcome, "posts/1").units
    assert unit.since.date().isoformat() == "2026-05-01"
    assert unit.confirmed == OPENING


def test_a_reverted_edit_is_translated_again(translated, page_of: PageOf) -> None:
    translated.sync()
    before = translated.files()
    translated.post(1, html(OPENING.replace("doors", "gates"), GARDEN))
    translated.sync()
    translated.post(1, html(OPENING, GARDEN))
    assert page_of(translated.sync(), "posts/1").state is PageState.CURRENT
    assert translated.files() == before


def test_reordered_paragraphs_make_nothing_stale(translated, page_of: PageOf) -> None:
    translated.sync()
    translated.post(1, html(GARDEN, OPENING))
    assert page_of(translated.sync(), "posts/1").state is PageState.CURRENT


def test_an_inserted_not_is_a_major_change(translated, page_of: PageOf) -> None:
    translated.sync()
    translated.post(1, html(OPENING.replace("We open", "We do not open"), GARDEN))
    (unit,) = page_of(translated.sync(), "posts/1").units
    assert unit.change is Change.MAJOR


def test_other_quotes_are_no_change(workspace, page_of: PageOf) -> None:
    workspace.post(1, html('They call it "the old house", and everybody knows what they mean by it.'))
    workspace.sync()
    text = 'They call it "the old house", and everybody knows what they mean by it.'
    workspace.translate(
        1, {TITLE: TITLE_FR, text: "On l'appelle « la vieille maison », et chacun sait laquelle."}
    )
    workspace.post(1, html(text.replace('"the', "\u201cthe").replace('house"', "house\u201d")))
    assert page_of(workspace.sync(), "posts/1").percent == 100


def test_a_deleted_paragraph_comes_back_translated(translated, page_of: PageOf) -> None:
    translated.sync()
    translated.post(1, html(OPENING))
    translated.sync()
    assert GARDEN_FR[:30] in translated.catalog(1).read_text(encoding="utf-8")
    translated.post(1, html(OPENING, GARDEN))
    assert page_of(translated.sync(), "posts/1").state is PageState.CURRENT


def test_a_renamed_slug_keeps_the_file(translated, page_of: PageOf) -> None:
    translated.sync()
    translated.post(1, html(OPENING, GARDEN), slug="another-name", title=TITLE)
    outcome = translated.sync()
    assert translated.catalog(1).name == "post-1-post-1.po"
    assert page_of(outcome, "posts/1").state is PageState.CURRENT


def test_a_lost_template_is_built_again_and_costs_no_translation(translated) -> None:
    (translated.root / "locales" / "templates" / "post-1-post-1.pot").unlink()
    translated.sync()
    assert OPENING_FR[:30] in translated.catalog(1).read_text(encoding="utf-8")


def test_a_post_that_two_syncs_do_not_find_goes_to_the_archive_and_comes_back(
    translated, page_of: PageOf
) -> None:
    translated.post(2, html("Another post stays here all the time, so that the site is never without any."))
    translated.sync()
    before = translated.files()["fr/LC_MESSAGES/post-1-post-1.po"]
    path = translated.root / "posts" / "en-1.json"
    kept = path.read_bytes()
    path.unlink()
    assert translated.sync().files == ()
    translated.sync()
    assert translated.files()["archive/fr/post-1-post-1.po"] == before
    assert "templates/post-1-post-1.pot" not in translated.files()
    assert "archive/templates/post-1-post-1.pot" in translated.files()
    path.write_bytes(kept)
    assert page_of(translated.sync(), "posts/1").state is PageState.CURRENT
    assert translated.files()["fr/LC_MESSAGES/post-1-post-1.po"] == before
    assert not [name for name in translated.files() if name.startswith("archive/")]


def test_many_posts_vanishing_at_once_stop_the_run(workspace) -> None:
    for number in range(1, 21):
        workspace.post(number, html(OPENING))
    workspace.sync()
    workspace.translate(1, {OPENING: OPENING_FR})
    before = workspace.files()
    for number in range(1, 4):
        (workspace.root / "posts" / f"en-{number}.json").unlink()
    for _ in range(3):
        with pytest.raises(SourceError, match="3 of 20 posts are not there any more, nothing was written"):
            workspace.sync()
    assert workspace.files() == before
    workspace.sync(accept=["vanished"])
    workspace.sync()
    assert "archive/fr/post-1-post-1.po" in workspace.files()


def test_an_unreadable_file_is_not_a_deletion(translated) -> None:
    translated.post(2, html("Another post stays here all the time, so that the site is never without any."))
    translated.sync()
    before = translated.files()
    path = translated.root / "posts" / "en-1.json"
    path.write_text(path.read_text()[:50])
    for _ in range(3):
        outcome = translated.sync()
        assert [(finding.code, finding.place) for finding in outcome.status.findings] == [
            ("unreadable_post", "posts/en-1.json:1")
        ]
    assert translated.files() == before


def test_a_damaged_catalog_stays_and_the_other_locales_go_on(translated) -> None:
    config = (translated.root / "calque.toml").read_text() + '[locales.de]\nprefix = "de"\n'
    translated.configure(config)
    path = translated.catalog(1)
    damaged = path.read_bytes()[:-20] + b'\nmsgid "never ended\n'
    path.write_bytes(damaged)
    outcome = translated.sync()
    (finding,) = (finding for finding in outcome.status.findings if finding.severity == "error")
    assert finding.place.startswith("locales/fr/LC_MESSAGES/post-1-post-1.po:")
    assert path.read_bytes() == damaged
    assert "de/LC_MESSAGES/post-1-post-1.po" in translated.files()
    (page,) = (page for page in outcome.status.pages if page.locale == "fr")
    assert (page.state, page.percent) == (PageState.UNMEASURED, None)


@pytest.mark.parametrize("name", ["fr/LC_MESSAGES/post-1-post-1.po", "templates/post-1-post-1.pot"])
def test_a_catalog_or_template_that_cannot_be_read_stops_no_other(translated, name: str) -> None:
    translated.post(2, html(GARDEN))
    path = translated.root / "locales" / name
    path.unlink()
    path.mkdir()
    outcome = translated.sync()
    errors = [finding for finding in outcome.status.findings if finding.severity == "error"]
    assert {finding.code for finding in errors} == {"unreadable_catalog"}
    assert "fr/LC_MESSAGES/post-2-post-2.po" in translated.files()


def test_another_posts_file_is_refused(translated) -> None:
    translated.post(2, html(GARDEN))
    translated.sync()
    wrong = translated.catalog(1).read_bytes()
    translated.catalog(2).write_bytes(wrong)
    outcome = translated.sync()
    (finding,) = (finding for finding in outcome.status.findings if finding.severity == "error")
    assert "posts/1" in finding.message
    assert translated.catalog(2).read_bytes() == wrong


def test_a_catalog_whose_header_is_a_templates_gets_what_its_place_tells(translated) -> None:
    translated.sync()
    path = translated.catalog(1)
    whole = path.read_text()
    copied = re.sub('"Language: .*', '"Language: \\\\n"', whole)
    copied = copied.replace("charset=UTF-8", "charset=CHARSET")
    copied = re.sub('"Plural-Forms: .*', '"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\\\n"', copied)
    assert len(set(whole.splitlines()) - set(copied.splitlines())) == 3
    path.write_text(copied)
    translated.sync()
    assert path.read_text() == whole


def test_a_locked_post_is_a_finding_and_its_catalogs_stay(translated) -> None:
    before = translated.files()
    translated.post(1, "", locked=True)
    outcome = translated.sync()
    assert [finding.code for finding in outcome.status.findings] == ["locked_post"]
    assert translated.files() == before


def test_what_is_outside_the_scope_is_counted_apart(workspace) -> None:
    workspace.configure((workspace.root / "calque.toml").read_text() + "[scope.fr]\ncategories = [3]\n")
    workspace.post(1, html(OPENING), categories=[3])
    workspace.post(2, html(GARDEN), categories=[4])
    outcome = workspace.sync()
    (locale,) = outcome.status.locales
    assert (locale.total.segments, locale.not_wanted.segments) == (2, 2)
    assert list((workspace.root / "locales" / "fr" / "LC_MESSAGES").iterdir()) == [workspace.catalog(1)]


def test_a_post_that_leaves_the_scope_is_archived_and_comes_back(translated) -> None:
    translated.sync()
    before = translated.files()
    config = (translated.root / "calque.toml").read_text()
    translated.configure(config + '[scope.fr]\nexclude = ["posts/1"]\n')
    translated.sync()
    assert "archive/fr/post-1-post-1.po" in translated.files()
    translated.configure(config)
    translated.sync()
    assert translated.files() == before


def test_a_locale_that_leaves_the_configuration_is_archived(translated) -> None:
    config = (translated.root / "calque.toml").read_text()
    translated.sync()
    before = translated.files()
    translated.configure(config.replace("locales.fr", "locales.de").replace('"fr"', '"de"'))
    translated.sync(accept=["locale_left"])
    assert translated.files()["archive/fr/post-1-post-1.po"] == before["fr/LC_MESSAGES/post-1-post-1.po"]


def test_a_locale_may_come_later_and_leave_again(workspace) -> None:
    """Its pages were taken for pages of the source as long as nobody named it; they have not vanished."""
    for number in range(1, 11):
        workspace.post(number, html(OPENING))
        workspace.post(100 + number, html(OPENING_FR), locale="es", slug=f"post-{number}")
    config = (workspace.root / "calque.toml").read_text()
    workspace.sync()
    workspace.configure(config + '[locales.es]\nprefix = "es"\n')
    for _ in range(3):
        pages = workspace.sync().status.pages
    assert {page.key for page in pages if page.locale == "es"} == {f"posts/{n}" for n in range(1, 11)}
    assert PageState.ORPHAN not in {page.state for page in pages}
    workspace.configure(config)
    assert workspace.sync().status.posts == 20


def test_a_killed_syncs_leftovers_are_swept_though_nothing_is_new(translated) -> None:
    translated.sync()
    left = translated.catalog(1).with_name(".post-1-post-1.po.calque-new")
    left.write_bytes(b"half")
    assert translated.sync().files == ()
    assert not left.exists()


def test_one_catalog_for_the_whole_site(workspace, page_of: PageOf) -> None:
    workspace.configure((workspace.root / "calque.toml").read_text() + '[catalogs]\nlayout = "site"\n')
    workspace.post(1, html(OPENING, GARDEN))
    workspace.post(2, html(GARDEN))
    outcome = workspace.sync()
    assert outcome.files == ("locales/fr/LC_MESSAGES/example.po", "locales/templates/example.pot")
    path = workspace.root / outcome.files[0]
    catalog = read_catalog(path.read_bytes(), place="example.po")
    (shared,) = (entry for entry in catalog.entries if entry.msgid == GARDEN)
    assert [name.partition(":")[0] for name, _ in shared.occurrences] == ["posts/1", "posts/2"]
    assert page_of(outcome, "posts/2").total.segments == 2


def test_a_dry_run_says_what_would_be_written_and_writes_nothing(workspace) -> None:
    workspace.post(1, html(OPENING))
    outcome = workspace.sync(dry_run=True)
    assert outcome.files == ("locales/fr/LC_MESSAGES/post-1-post-1.po", "locales/templates/post-1-post-1.pot")
    assert not (workspace.root / "locales").exists()
    assert not (workspace.root / "report.html").exists()


def test_a_lost_ledger_loses_dates_and_nothing_else(translated, page_of: PageOf) -> None:
    translated.sync()
    translated.post(1, html(OPENING.replace("doors", "gates"), GARDEN), modified_gmt="2026-05-04T08:00:00")
    translated.sync()
    before = translated.files()
    (translated.root / ".calque" / "ledger.sqlite").unlink()
    outcome = translated.sync()
    assert translated.files() == before
    (unit,) = page_of(outcome, "posts/1").units
    assert (unit.state, unit.confirmed) == (SegmentState.STALE, OPENING)
    assert unit.bounded


def test_earlier_texts_of_a_post_date_its_staleness_on_the_first_run(translated, page_of: PageOf) -> None:
    translated.sync()
    old = json.loads((translated.root / "posts" / "en-1.json").read_text())
    (translated.root / "old").mkdir()
    (translated.root / "old" / "1.json").write_text(json.dumps(old))
    config = (translated.root / "calque.toml").read_text()
    translated.configure(config.replace("[locales", 'revisions = ["old/*.json"]\n\n[locales', 1))
    translated.post(1, html(OPENING.replace("doors", "gates"), GARDEN), modified_gmt="2026-05-04T08:00:00")
    (translated.root / ".calque" / "ledger.sqlite").unlink()
    (unit,) = page_of(translated.sync(), "posts/1").units
    assert (unit.since.date().isoformat(), unit.bounded) == ("2026-05-04", False)


def test_a_site_of_one_post_may_have_one_catalog(workspace) -> None:
    workspace.configure((workspace.root / "calque.toml").read_text() + '[catalogs]\nlayout = "site"\n')
    workspace.post(1, html(OPENING))
    workspace.sync()
    assert workspace.sync().files == ()


def test_a_file_that_cannot_be_written_holds_back_no_other_post(workspace) -> None:
    (workspace.root / "blocked").write_text("a file where a folder should be")
    folders = ("blocked", "locales")
    merged = [
        Merged(Bundle(folder, ()), (Staged(workspace.root / folder / "new.po", b"new", None),), (), ())
        for folder in folders
    ]
    written = write(workspace.site, merged)
    assert [name for name, _ in written.files] == ["locales/new.po"]
    assert [(finding.code, finding.place) for finding in written.findings] == [
        ("unwritable", str(workspace.root / "blocked" / "new.po"))
    ]


def test_a_workspace_may_stand_in_a_folder_whose_name_is_no_utf8(workspace, tmp_path) -> None:
    root = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), b"caf\xe9")))  # noqa: PTH118 — a name of bytes
    root.mkdir()
    other = type(workspace)(root)
    other.configure()
    other.post(1, "<p>We open the doors at nine.</p>")
    for _ in range(2):
        assert not any(one.severity == "error" for one in other.sync().status.findings)
