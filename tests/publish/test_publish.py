"""`calque publish`: what is finished comes to the site once, over nobody's edit, and can be taken back."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from copy import deepcopy
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import pytest

from calque.cli import main
from calque.errors import ConfigError, PublishError
from calque.pipeline.confirm import confirm
from calque.pipeline.journal import Action, JournalRow, Step, open_journal, read_journals, split_fields
from calque.pipeline.status import status
from calque.sources.wordpress.exchange import Exchange
from calque.sources.wordpress.failures import RefusedError
from operations import watch
from wordpress_circle import DAY, FRENCH, JOUR, NIGHT, SOIR

BUILT = f"<p>{JOUR}</p>\n<p>{SOIR}</p>"
OLD = "<p>Le vieux moulin se trouve au bord de l’eau.</p>\n<p>Le soir, les portes sont fermées.</p>"


def told(outcome: Any) -> str:
    return "\n".join(f"{one.place}: {one.message}" for one in outcome.findings)


def test_by_default_a_diff_is_shown_and_nothing_is_asked_of_the_site(circle) -> None:
    source = circle.ready()
    asked = circle.site.asked
    outcome = circle.publish("diff")
    assert [(one.source, one.action) for one in outcome.pages] == [(f"posts/{source.id}", "create")]
    assert f"+<p>{JOUR}</p>" in outcome.pages[0].diff
    assert circle.site.asked == asked
    assert not outcome.run


def test_a_new_page_is_a_draft_with_its_pair(circle) -> None:
    source = circle.ready()
    outcome = circle.publish("draft")
    (draft,) = circle.french
    assert (draft.status, draft.slug, draft.lang, draft.group) == (
        "draft",
        "le-vieux-moulin",
        "fr",
        source.group,
    )
    assert draft.texts["content"] == BUILT
    assert not outcome.findings


def test_without_the_fields_it_is_a_draft_and_one_sentence_says_what_to_do(circle, codes) -> None:
    circle.site.snippet = False
    source = circle.ready()
    outcome = circle.publish("draft")
    (draft,) = circle.french
    assert (draft.status, draft.lang) == ("draft", "en")
    assert codes(outcome) == ["unpaired_draft"]
    assert f"set the language of this draft to French and link it to “{source.slug}”" in told(outcome)


@pytest.mark.parametrize("plugin", ["shows the pair", "hides the pair"])
def test_a_second_run_sends_nothing(circle, plugin: str) -> None:
    circle.site.snippet = plugin == "shows the pair"
    circle.ready()
    circle.publish("live")
    writes = list(circle.site.writes)
    again = circle.publish("live")
    assert (again.pages, again.unchanged, again.run) == ((), 1, "")
    circle.sync()
    assert circle.publish("live").unchanged == 1
    assert circle.site.writes == writes


def test_an_update_changes_the_public_page_and_nothing_else_of_it(circle) -> None:
    source = circle.source()
    live = circle.pair(source, OLD)
    circle.sync()
    circle.translate(source.id)
    outcome = circle.publish("live")
    assert [(one.action, one.id) for one in outcome.pages] == [("update", live.id)]
    assert (live.texts["content"], live.status, live.slug) == (BUILT, "publish", "the-old-mill-fr")
    assert not outcome.findings


def test_a_draft_of_a_public_page_is_kept_beside_it(circle) -> None:
    source = circle.source()
    live = circle.pair(source, OLD)
    circle.sync()
    circle.translate(source.id)
    outcome = circle.publish("draft")
    assert [one.action for one in outcome.pages] == ["revision"]
    assert live.texts["content"] == OLD
    assert [row["content"] for row in live.autosaves] == [BUILT]
    writes = list(circle.site.writes)
    again = circle.publish("draft")
    assert circle.site.writes == writes
    assert (again.run, again.pages, again.unchanged) == ("", (), 1)
    assert circle.undo(outcome.run).taken_back == (f"fr posts/{source.id}",)
    assert live.autosaves == []


def test_where_wordpress_keeps_such_a_draft_one_sentence_says_so(circle, codes) -> None:
    circle.site.keeps_drafts = True
    source = circle.source()
    live = circle.pair(source, OLD)
    circle.sync()
    circle.translate(source.id)
    run = circle.publish("draft").run
    back = circle.undo(run)
    assert (back.taken_back, codes(back)) == ((), ["not_published"])
    assert "open the post in the editor and save it as it is" in told(back)
    assert live.texts["content"] == OLD


def test_what_somebody_wrote_into_such_a_draft_is_not_taken_back(circle, codes) -> None:
    source = circle.source()
    live = circle.pair(source, OLD)
    circle.sync()
    circle.translate(source.id)
    run = circle.publish("draft").run
    live.autosaves[0]["content"] = "<p>Odile.</p>"
    assert codes(circle.undo(run)) == ["edited_on_site"]
    assert [row["content"] for row in live.autosaves] == ["<p>Odile.</p>"]


def test_what_is_not_finished_is_held(circle) -> None:
    source = circle.source()
    circle.sync()
    circle.translate(source.id, {DAY: JOUR})
    outcome = circle.publish("live")
    assert [one.source for one in outcome.held] == [f"posts/{source.id}"]
    assert circle.site.writes == []


@pytest.mark.parametrize("policy", ["hold", "last_good", "source"])
def test_a_hostile_translation_never_reaches_the_site(circle, policy: str) -> None:
    path = circle.workspace.root / "calque.toml"
    path.write_text(path.read_text(encoding="utf-8") + f'\n[build]\nunfinished = "{policy}"\n')
    source = circle.source()
    circle.sync()
    evil = '<script>alert(1)</script><img src=x onerror="go()">[gallery]<!-- wp:html -->'
    circle.translate(source.id, {"The old mill": f"Le moulin {evil}", DAY: f"{JOUR} {evil}", NIGHT: SOIR})
    circle.publish("live")
    sent = "".join("".join(one.texts.values()) for one in circle.site.posts)
    assert not re.search(r"<script|<img|gallery|wp:html", sent)


# Over nobody's edit.


def test_an_edit_since_the_sync_is_left_as_it_is(circle, codes) -> None:
    source = circle.source()
    live = circle.pair(source, OLD)
    circle.sync()
    circle.translate(source.id)
    circle.site.edit(live.id, content=f"{OLD}<p>Ajouté par Odile.</p>")
    outcome = circle.publish("live")
    assert codes(outcome) == ["edited_on_site"]
    assert "changed on the site since the last sync" in told(outcome)
    assert "Odile" in live.texts["content"]
    assert circle.site.writes == []


def test_an_edit_that_was_synced_is_not_lost_either(circle, codes) -> None:
    source = circle.ready()
    circle.publish("live")
    (draft,) = circle.french
    circle.site.edit(draft.id, status="publish")
    circle.sync()
    circle.site.edit(draft.id, content=f"{BUILT}\n<p>Une phrase d’Odile.</p>")
    circle.sync()
    circle.site.edit(source.id, content=f"<p>{DAY}</p>")
    circle.sync()
    outcome = circle.publish("live")
    assert codes(outcome) == ["edited_on_site"]
    assert "the first is “Une phrase d’Odile.”" in told(outcome)
    assert "Odile" in draft.texts["content"]


def test_a_person_may_decide_to_write_over_one_page(circle) -> None:
    source = circle.ready()
    circle.publish("live")
    (draft,) = circle.french
    circle.site.edit(draft.id, content="<p>Une phrase d’Odile.</p>", status="publish")
    circle.sync()
    outcome = circle.publish("live", post=f"posts/{source.id}", overwrite=True)
    assert draft.texts["content"] == BUILT
    circle.undo(outcome.run)
    assert draft.texts["content"] == "<p>Une phrase d’Odile.</p>"


IMAGE = '<figure><img src="/moulin.jpg" alt=""/></figure>'


@pytest.mark.parametrize(
    ("edited", "told_of"),
    [
        (f"<p>{JOUR}</p>", "changed its blocks, images or links"),
        (f"{BUILT}\n{IMAGE}", "changed its blocks, images or links"),
        (BUILT.replace("moulin", '<a href="/moulin/">moulin</a>'), "changed its blocks, images or links"),
        (f'{BUILT}\n[gallery ids="4,5"]', "changed its blocks, images or links"),
    ],
    ids=["a paragraph less", "an image", "a link", "a gallery"],
)
@pytest.mark.parametrize("truth", ["site", "po"])
def test_an_edit_without_words_of_its_own_is_not_lost(
    circle, codes, page_of, edited: str, told_of: str, truth: str
) -> None:
    """Before the sync that sees it and after, whether the catalog goes on or not; until somebody decides.

    Where visitors read what the catalog gives and calque has nothing new to send, there is nothing to decide, either.
    """
    circle.keep_truth_in(truth)
    source = circle.ready()
    draft = circle.publish_for_visitors()
    circle.site.edit(draft.id, content=edited)
    for step in ("sync", "translate"):
        if step == "sync":
            published = page_of(circle.sync(), f"posts/{source.id}").publication == "published"
        else:
            circle.translate(source.id, {DAY: JOUR.replace("ouvre", "s’ouvre")})
            published = False
        for mode in ("diff", "draft", "live"):
            outcome = circle.publish(mode)
            assert outcome.pages == (), mode
            if published and not outcome.held:
                assert (outcome.unchanged, codes(outcome)) == (1, []), mode
                continue
            assert codes(outcome) == ([] if outcome.held else ["edited_on_site"]), mode
            assert outcome.held or told_of in told(outcome), mode
    assert draft.texts["content"] == edited
    if not outcome.held:
        assert circle.publish("live", post=f"posts/{source.id}", overwrite=True).pages
        assert draft.texts["content"] != edited


def test_a_text_that_an_editor_took_away_from_a_page_that_calque_never_wrote_stays_away(
    circle, codes
) -> None:
    path = circle.workspace.root / "calque.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('prefix = "fr"', 'prefix = "fr"\ntruth = "po"'))
    source = circle.source()
    live = circle.pair(source)
    circle.sync()
    circle.translate(source.id)
    circle.sync()
    circle.site.edit(live.id, content=f"<p>{JOUR}</p>")
    circle.sync()
    outcome = circle.publish("live")
    assert (outcome.pages, codes(outcome)) == ((), ["edited_on_site"])
    assert "a text was taken away or moved" in told(outcome)
    assert live.texts["content"] == f"<p>{JOUR}</p>"


@pytest.mark.parametrize("truth", ["site", "po"])
@pytest.mark.parametrize("writer", ["calque", "an editor"])
def test_a_page_that_lacks_a_text_is_confirmed_as_it_is(
    circle, codes, page_of, truth: str, writer: str
) -> None:
    """It counts as published, and nothing is sent, until the page or the catalog goes on."""
    circle.keep_truth_in(truth)
    source = circle.source()
    live = None if writer == "calque" else circle.pair(source)
    circle.sync()
    circle.translate(source.id)
    if live is None:
        circle.publish("live")
        (live,) = circle.french
        circle.site.edit(live.id, status="publish")
    circle.sync()
    key, short = f"posts/{source.id}", f"<p>{JOUR}</p>"
    circle.site.edit(live.id, content=short)
    assert page_of(circle.sync(), key).publication == "ahead"
    link = page_of(circle.sync(), key).url
    assert confirm(circle.workspace.site, link, now=circle.tick).accepted
    for look in (lambda: status(circle.workspace.site, now=circle.tick), lambda: circle.sync().status) * 2:
        (page,) = look().pages
        assert (page.publication, page.publication_reason.rpartition("; ")[2]) == (
            "published",
            "somebody confirmed the page so",
        )
        outcome = circle.publish("live")
        assert (outcome.pages, outcome.unchanged, codes(outcome)) == ((), 1, [])
    assert live.texts["content"] == short

    circle.translate(source.id, {DAY: JOUR.replace("ouvre", "s’ouvre")})
    assert page_of(circle.sync(), key).publication == "to_publish"
    circle.translate(source.id, {DAY: JOUR})
    assert page_of(circle.sync(), key).publication == "published"
    circle.site.edit(live.id, content="<p>Une phrase de la rédaction.</p>")
    assert page_of(circle.sync(), key).publication == "ahead"


@pytest.mark.parametrize(
    "saved",
    [BUILT.replace("<p>", '<p class="has-text-align-left">'), f"{JOUR}\n\n{SOIR}"],
    ids=["by blocks", "by the classic editor"],
)
def test_a_page_that_an_editor_opened_and_saved_is_as_calque_left_it(circle, saved: str) -> None:
    """WordPress writes classes as its own version does; the classic editor takes the tags of paragraphs out."""
    source = circle.ready()
    circle.publish("live")
    (draft,) = circle.french
    circle.site.edit(draft.id, status="publish", content=saved)
    circle.sync()
    circle.translate(source.id, {NIGHT: SOIR.replace("lourdes", "légères")})
    outcome = circle.publish("live")
    assert [one.action for one in outcome.pages] == ["update"], told(outcome)


def test_a_page_with_the_signs_of_a_typographer_is_as_calque_left_it(circle, page_of) -> None:
    """Quotes, dashes and dots are no words: the status takes such a page for published, too."""
    source = circle.source()
    circle.sync()
    typed = 'Le "vieux" moulin -- celui de la rivière... -- ouvre 7x7 matins.'
    circle.translate(source.id, FRENCH | {DAY: typed})
    circle.publish("live")
    (draft,) = circle.french
    written = (
        typed.replace('"vieux"', "« vieux »").replace("--", "–").replace("...", "…").replace("7x7", "7×7")
    )
    circle.site.edit(draft.id, status="publish", content=f"<p>{written}</p>\n<p>{SOIR}</p>")
    assert page_of(circle.sync(), f"posts/{source.id}").publication == "published"
    circle.translate(source.id, {NIGHT: SOIR.replace("lourdes", "légères")})
    outcome = circle.publish("live")
    assert [one.action for one in outcome.pages] == ["update"], told(outcome)


def test_only_what_somebody_else_wrote_is_told_as_theirs(circle) -> None:
    source = circle.ready()
    circle.publish("live")
    (draft,) = circle.french
    circle.site.edit(draft.id, status="publish")
    circle.sync()
    circle.site.edit(draft.id, content=f"{BUILT}\n<p>Une phrase d’Odile.</p>")
    circle.sync()
    circle.translate(source.id, {NIGHT: SOIR.replace("lourdes", "légères")})
    assert "1 of its texts stands in no catalog, the first is “Une phrase d’Odile.”" in told(
        circle.publish("live")
    )


def test_an_edit_between_the_look_and_the_write_is_seen(circle, codes) -> None:
    source = circle.source()
    live = circle.pair(source, OLD)
    circle.sync()
    circle.translate(source.id)
    looks = 0

    def fault(asked: Any, _number: int) -> None:
        nonlocal looks
        if asked.method == "GET" and asked.path.endswith(f"/posts/{live.id}"):
            looks += 1
            if looks == 2:
                circle.site.edit(live.id, content="<p>Odile.</p>")

    circle.site.fault = fault
    assert codes(circle.publish("live")) == ["edited_on_site"]
    assert live.texts["content"] == "<p>Odile.</p>"


# The whole circle.


@pytest.mark.parametrize("plugin", ["shows the pair", "hides the pair"])
def test_the_circle(circle, plugin: str, page_of) -> None:
    circle.site.snippet = plugin == "shows the pair"
    source = circle.ready()
    circle.publish("draft")
    (draft,) = circle.french
    circle.site.edit(draft.id, status="publish", lang="fr", group=source.group)
    circle.site.snippet = True  # or what else pairs the two: the editor has set it
    assert page_of(circle.sync(), f"posts/{source.id}").publication == "published"
    assert circle.publish("live").unchanged == 1
    circle.site.edit(source.id, content=f"<p>{DAY}</p>\n<p>{NIGHT.replace('heavy', 'light')}</p>")
    assert page_of(circle.sync(), f"posts/{source.id}").state == "stale"
    assert [one.source for one in circle.publish("live").held] == [f"posts/{source.id}"]
    leger = SOIR.replace("lourdes", "légères")
    circle.translate(source.id, {NIGHT.replace("heavy", "light"): leger})
    assert page_of(circle.sync(), f"posts/{source.id}").publication == "to_publish"
    outcome = circle.publish("live")
    assert [one.action for one in outcome.pages] == ["update"]
    assert draft.texts["content"] == f"<p>{JOUR}</p>\n<p>{leger}</p>"
    assert page_of(circle.sync(), f"posts/{source.id}").publication == "published"
    assert circle.publish("live").unchanged == 1


@pytest.mark.parametrize("truth", ["site", "po"])
def test_what_calque_wrote_between_two_syncs_is_nobodys_edit(circle, page_of, truth: str) -> None:
    """Published, and translated better before the next sync looks: no conflict of calque's text with the catalog."""
    circle.keep_truth_in(truth)
    source = circle.ready()
    draft = circle.publish_for_visitors()
    circle.translate(source.id, {NIGHT: SOIR.replace("lourdes", "légères")})
    assert circle.publish("live").pages
    circle.translate(source.id, {NIGHT: SOIR.replace("lourdes", "grandes")})
    page = page_of(circle.sync(), f"posts/{source.id}")
    assert (page.state, page.publication) == ("current", "to_publish")
    assert circle.publish("live").pages
    assert "grandes" in draft.texts["content"]
    assert page_of(circle.sync(), f"posts/{source.id}").publication == "published"


def test_of_what_was_published_a_sync_reads_the_texts_of_the_pages_that_it_looks_at(circle) -> None:
    """Else each edit would cost what all pages of the site together cost."""
    circle.ready()
    draft = circle.publish_for_visitors()
    other = circle.source("the-new-mill", "The new mill")
    circle.sync()
    circle.translate(other.id, {**FRENCH, "The new mill": "Le nouveau moulin"})
    assert circle.publish("live").pages
    circle.sync()
    circle.site.edit(draft.id, content=draft.texts["content"].replace("</p>", " </p>", 1))
    read: set[str] = set()

    def see(frame: FrameType, event: str) -> None:
        if event == "call" and frame.f_code is split_fields.__code__:
            read.add(frame.f_locals["fields"]["title"])

    watch(circle.sync, see)
    assert read == {draft.texts["title"]}


def test_a_damaged_journal_stops_no_sync(circle) -> None:
    circle.ready()
    circle.publish("live")
    (path,) = (circle.workspace.root / ".calque/published").iterdir()
    path.write_bytes(b'{"step": 3}\n' + path.read_bytes())
    assert circle.sync().status.pages
    with pytest.raises(PublishError, match="no row of a journal; move the file away"):
        circle.publish("live")


# Undo.


def test_a_run_is_taken_back_and_twice_is_once(circle) -> None:
    source = circle.source()
    live = circle.pair(source, OLD)
    other = circle.source("the-new-mill", "The new mill")
    circle.sync()
    circle.translate(source.id)
    circle.translate(other.id, {"The new mill": "Le moulin neuf", DAY: JOUR, NIGHT: SOIR})
    outcome = circle.publish("live")
    assert len(outcome.pages) == 2
    back = circle.undo(outcome.run)
    assert sorted(back.taken_back) == [f"fr posts/{source.id}", f"fr posts/{other.id}"]
    assert live.texts["content"] == OLD
    assert [one.texts["title"] for one in circle.french] == ["Le vieux moulin"]
    assert circle.undo(outcome.run).taken_back == ()


def test_what_was_taken_back_can_be_published_again(circle) -> None:
    source = circle.ready()
    draft = circle.publish_for_visitors()
    circle.translate(source.id, {NIGHT: SOIR.replace("lourdes", "légères")})
    run = circle.publish("live").run
    circle.undo(run)
    assert draft.texts["content"] == BUILT
    circle.sync()
    outcome = circle.publish("live")
    assert [one.action for one in outcome.pages] == ["update"], told(outcome)
    assert "légères" in draft.texts["content"]


def test_what_calque_put_back_is_nobody_elses(circle) -> None:
    """Without what the page said at first: no live page is followed where the catalog is the truth."""
    path = circle.workspace.root / "calque.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('prefix = "fr"', 'prefix = "fr"\ntruth = "po"'))
    source = circle.ready()
    draft = circle.publish_for_visitors()
    circle.translate(source.id, {NIGHT: SOIR.replace("lourdes", "légères")})
    circle.undo(circle.publish("live").run)
    assert draft.texts["content"] == BUILT
    circle.sync()
    outcome = circle.publish("live")
    assert [one.action for one in outcome.pages] == ["update"], told(outcome)


def test_runs_of_one_second_are_read_in_their_order(workspace) -> None:
    moment = datetime(2026, 7, 1, 12, tzinfo=UTC)
    row = JournalRow(Step.DONE, Action.UPDATE, moment, "fr", "posts/1", "posts", 1)
    runs = [open_journal(workspace.root, moment)]
    for _ in range(11):
        runs[-1].note(row)
        runs.append(open_journal(workspace.root, moment))
    assert [one.run for one in read_journals(workspace.root)] == [one.run for one in runs[:-1]]


def test_a_draft_whose_update_was_taken_back_is_not_made_twice(circle) -> None:
    circle.site.snippet = False
    source = circle.ready()
    circle.publish("draft")
    circle.translate(source.id, {NIGHT: SOIR.replace("lourdes", "légères")})
    circle.undo(circle.publish("draft").run)
    outcome = circle.publish("draft")
    assert [one.action for one in outcome.pages] == ["update"], told(outcome)
    assert len(circle.french) == 1


def test_what_somebody_changed_since_is_not_taken_back(circle, codes) -> None:
    source = circle.source()
    live = circle.pair(source, OLD)
    circle.sync()
    circle.translate(source.id)
    run = circle.publish("live").run
    circle.site.edit(live.id, content="<p>Odile.</p>")
    assert codes(circle.undo(run)) == ["edited_on_site"]
    assert live.texts["content"] == "<p>Odile.</p>"


def test_a_draft_that_is_public_by_now_stays(circle, codes) -> None:
    circle.ready()
    run = circle.publish("live").run
    (draft,) = circle.french
    circle.site.edit(draft.id, status="publish")
    assert codes(circle.undo(run)) == ["edited_on_site"]
    assert draft.status == "publish"


def test_a_run_that_there_is_not_is_told(circle) -> None:
    with pytest.raises(ConfigError, match="no such run; the last ones are none"):
        circle.undo("2026-01-01T000000Z")


# What goes wrong.


def test_no_rights_to_write(circle) -> None:
    circle.ready()
    circle.site.role = "subscriber"
    with pytest.raises(PublishError, match="the user editor may not write posts there, nothing was sent"):
        circle.publish("live")
    assert circle.site.writes == []


def test_no_password(circle, monkeypatch) -> None:
    circle.ready()
    monkeypatch.delenv("CALQUE_LANE_USER")
    monkeypatch.delenv("CALQUE_LANE_PASSWORD")
    with pytest.raises(
        PublishError, match="without a password nobody may write posts there, nothing was sent"
    ):
        circle.publish("live")


def test_a_password_that_is_not_accepted(circle) -> None:
    circle.ready()
    run = circle.publish("live").run
    circle.site.accepts = False
    for what in (lambda: circle.publish("live"), lambda: circle.undo(run)):
        with pytest.raises(
            RefusedError, match="the user name or the application password is not accepted; make"
        ):
            what()


def test_a_password_that_is_revoked_in_mid_publish(circle, codes) -> None:
    for number in (1, 2, 3):
        made = circle.source(f"mill-{number}", f"The mill {number}")
        circle.sync()
        circle.translate(made.id, {f"The mill {number}": f"Le vieux moulin {number}", DAY: JOUR, NIGHT: SOIR})

    def fault(_asked: Any, _number: int) -> None:
        circle.site.accepts = len(circle.french) < 1

    circle.site.fault = fault
    outcome = circle.publish("live")
    assert codes(outcome) == ["not_published"]
    assert told(outcome).startswith(circle.site.url), "which site it is"
    assert "not accepted any more; make a new one in the user's profile; 3 pages are left" in told(outcome)
    circle.site.fault, circle.site.accepts = None, True
    circle.publish("live")
    assert sorted(one.texts["title"] for one in circle.french) == [
        f"Le vieux moulin {number}" for number in (1, 2, 3)
    ]


def test_a_page_that_was_deleted_meanwhile(circle, codes) -> None:
    source = circle.source()
    live = circle.pair(source, OLD)
    circle.sync()
    circle.translate(source.id)
    circle.site.posts.remove(live)
    outcome = circle.publish("live")
    assert codes(outcome) == ["not_published"]
    assert f"(post {live.id}) was deleted since the last sync; nothing was written, sync first" in told(
        outcome
    )
    assert circle.site.writes == []


def test_a_draft_that_was_deleted_is_made_again_when_asked_once_more(circle, codes) -> None:
    circle.site.snippet = False
    circle.ready()
    circle.publish("live")
    (draft,) = circle.french
    circle.site.posts.remove(draft)
    outcome = circle.publish("live")
    assert codes(outcome) == ["not_published"]
    assert "publish once more to make it again" in told(outcome)
    circle.publish("live")
    assert len(circle.french) == 1


def test_a_slug_that_is_taken_gets_the_locale_behind_it_and_then_is_told(circle, codes) -> None:
    circle.site.add("le-vieux-moulin", "Somebody else's", "<p>Another text of another page.</p>")
    source = circle.source()
    circle.sync()
    circle.translate(source.id)
    circle.publish("live")
    (draft,) = circle.french
    assert draft.slug == "le-vieux-moulin-fr"
    other = circle.source("the-second-mill", "The old mill, too")
    circle.sync()
    circle.translate(other.id, {"The old mill, too": "Le vieux moulin !", DAY: JOUR, NIGHT: SOIR})
    outcome = circle.publish("live")
    assert codes(outcome) == ["not_published"]
    assert "are slugs of other posts" in told(outcome)
    assert len(circle.french) == 1


def test_a_page_of_a_builder_is_never_published(circle) -> None:
    content = f'<div class="elementor-element"><p>{DAY}</p><p>{NIGHT}</p></div>'
    source = circle.site.add("the-old-mill", "The old mill", content)
    circle.sync()
    circle.translate(source.id)
    (skipped,) = circle.publish("live").skipped
    assert "Elementor holds its text" in skipped.why
    assert "calque preview" in skipped.why
    assert circle.site.writes == []


def test_what_a_role_would_strip_is_told_and_the_page_stands_as_it_did(circle, codes) -> None:
    content = f'<p>{DAY}</p><iframe src="https://example.org/map" title="Map"></iframe>'
    source = circle.site.add("the-old-mill", "The old mill", content)
    live = circle.pair(source, OLD)
    circle.sync()
    circle.translate(source.id, {"The old mill": "Le vieux moulin", DAY: JOUR, "Map": "Plan"})
    circle.site.role = "author"
    outcome = circle.publish("live")
    assert codes(outcome) == ["not_published"]
    assert "takes content: <iframe> out of what it writes" in told(outcome)
    assert live.texts["content"] == OLD


def test_a_lost_answer_makes_one_draft(circle) -> None:
    circle.ready()
    circle.site.fault = lambda asked, _: "lost" if asked.method == "POST" else None
    circle.publish("live")
    circle.site.fault = None
    assert len(circle.french) == 1
    assert circle.publish("live").unchanged == 1
    assert len(circle.french) == 1


class Killed(BaseException):
    """The process ends in the midst."""


@pytest.fixture
def kill(monkeypatch) -> Callable[..., AbstractContextManager[Any]]:
    """Return how to end a run before, or after, its request of a number: with it the answer is lost."""

    @contextmanager
    def killing(at: int, *, after: bool) -> Iterator[None]:
        send, count = Exchange.send, 0

        def counted(self: Any, *args: Any, **options: Any) -> Any:
            nonlocal count
            count += 1
            if count == at and not after:
                raise Killed
            reply = send(self, *args, **options)
            if count == at:
                raise Killed
            return reply

        with monkeypatch.context() as patch:
            patch.setattr(Exchange, "send", counted)
            yield

    return killing


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_at_each_request_converges(circle, kill, when: str) -> None:
    source = circle.source()
    live = circle.pair(source, OLD)
    other = circle.source("the-new-mill", "The new mill")
    circle.sync()
    circle.translate(source.id)
    circle.translate(other.id, {"The new mill": "Le moulin neuf", DAY: JOUR, NIGHT: SOIR})
    posts, journals = deepcopy(circle.site.posts), circle.workspace.root / ".calque/published"
    for at in range(1, 40):
        with kill(at, after=when == "after"):
            try:
                circle.publish("live")
            except Killed:
                pass
            else:
                break
        outcome = circle.publish("live")
        assert not outcome.findings, (at, told(outcome))
        assert circle.site.post(live.id).texts["content"] == BUILT, at
        assert sorted(one.texts["title"] for one in circle.french) == ["Le moulin neuf", "Le vieux moulin"], (
            at
        )
        writes = list(circle.site.writes)
        again = circle.publish("live")
        assert (again.pages, again.unchanged, circle.site.writes) == ((), 2, writes), at
        for run in {path.stem for path in journals.iterdir()}:
            circle.undo(run)
        assert circle.site.post(live.id).texts["content"] == OLD, at
        assert [one.texts["title"] for one in circle.french] == ["Le vieux moulin"], at
        circle.site.posts = deepcopy(posts)
        shutil.rmtree(journals)
    assert 8 < at < 39


def test_a_text_kept_beside_a_page_before_a_kill_is_taken_back(circle, kill) -> None:
    source = circle.source()
    live = circle.pair(source, OLD)
    circle.sync()
    circle.translate(source.id)
    for at in range(1, 20):
        with kill(at, after=True), suppress(Killed):
            circle.publish("draft")
        if live.autosaves:
            break
    run = max(path.stem for path in (circle.workspace.root / ".calque/published").iterdir())
    circle.undo(run)
    assert live.autosaves == []


def test_a_text_that_changes_twice_around_a_kill_is_published_all_the_same(circle, kill) -> None:
    source = circle.ready()
    circle.publish("live")
    (draft,) = circle.french
    circle.site.edit(draft.id, status="publish")
    circle.sync()
    for number, word in enumerate(("légères", "vieilles", "grandes"), 1):
        circle.translate(source.id, {NIGHT: SOIR.replace("lourdes", word)})
        with kill(7, after=False), suppress(Killed):
            circle.publish("live")
        if number == 2:
            circle.sync()
    outcome = circle.publish("live")
    assert not outcome.findings, told(outcome)
    assert "grandes" in draft.texts["content"]


def test_the_diff_shows_what_an_editor_wrote_since_the_last_run(circle, codes) -> None:
    circle.ready()
    circle.publish("live")
    assert circle.publish("diff").unchanged == 1
    (draft,) = circle.french
    circle.site.edit(draft.id, status="publish", content=f"{BUILT}<p>Une phrase d’Odile.</p>")
    circle.sync()
    assert codes(circle.publish("diff")) == ["edited_on_site"]


# The command.


def calque(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(list(arguments))
    return int(end.value.code or 0)


def test_the_command_tells_what_it_would_do_and_how_to_take_it_back(circle, monkeypatch, capsys) -> None:
    circle.ready()
    monkeypatch.chdir(circle.workspace.root)
    assert calque("publish") == 0
    out = capsys.readouterr().out
    assert "would make a draft" in out
    assert "Nothing was sent: --draft makes drafts" in out
    assert calque("publish", "--draft") == 0
    out = capsys.readouterr().out
    (run,) = re.findall(r"--undo (\S+)`", out)
    assert calque("publish", "--undo", run) == 0
    assert circle.french == []
    assert calque("publish", "--live", "--draft") == 2
    assert calque("publish", "--overwrite") == 2


def test_a_folder_of_pages_is_built_not_published(workspace, monkeypatch, capsys) -> None:
    workspace.post(1, f"<p>{DAY}</p>")
    workspace.sync()
    monkeypatch.chdir(workspace.root)
    assert calque("publish") == 2
    assert "`calque build` writes the pages into build/" in capsys.readouterr().err
