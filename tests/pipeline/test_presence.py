"""What is gone goes to the archive: believed after two runs, never from an empty listing, and always told."""

import pytest

from calque.errors import SourceError
from calque.ledger.read import read_presence

TEXT = "<p>Behind the house lies a garden with old apple trees, two benches and a pond full of frogs.</p>"


def told(outcome) -> list[tuple[str, str]]:
    return [(finding.code, finding.place) for finding in outcome.status.findings]


@pytest.mark.parametrize("posts", [2, 10, 15])
def test_each_post_that_is_gone_is_named_when_it_is_missed_and_when_it_is_archived(
    workspace, posts: int
) -> None:
    """Of a small site, too, where one post is less than the share that stops a run."""
    for number in range(1, posts + 1):
        workspace.post(number, TEXT)
    assert told(workspace.sync()) == []
    (workspace.root / "posts" / "en-2.json").unlink()
    assert told(workspace.sync()) == [("missed_post", "posts/2")]
    assert told(workspace.sync()) == [("archived_post", "posts/2")]
    assert "archive/templates/post-2-post-2.pot" in workspace.files()
    expected = {("en", f"posts/{number}"): 0 for number in range(1, posts + 1) if number != 2}
    assert read_presence(workspace.site) == expected, "what is archived is not looked for any more"
    assert told(workspace.sync()) == []


@pytest.mark.parametrize("posts", [1, 2, 9])
def test_an_empty_listing_deletes_nothing(workspace, posts: int) -> None:
    for number in range(1, posts + 1):
        workspace.post(number, TEXT)
    workspace.sync()
    before = workspace.files()
    for number in range(1, posts + 1):
        (workspace.root / "posts" / f"en-{number}.json").unlink()
    (workspace.root / "posts" / "all.json").write_text("[]", encoding="utf-8")
    for _ in range(3):
        with pytest.raises(SourceError, match=f"{posts} of {posts} posts are not there any more"):
            workspace.sync()
    assert workspace.files() == before
    workspace.sync(accept=["vanished"])
    workspace.sync()
    assert all(name.startswith("archive/") for name in workspace.files())


@pytest.mark.parametrize("blocked", ["archive", "archive/fr"])
def test_a_move_that_failed_is_made_by_the_next_run_and_the_post_is_not_missed_anew(
    workspace, blocked: str
) -> None:
    """A file stands where the archive's folder has to be; the run says so, and moves what it can."""
    for number in (1, 2, 3):
        workspace.post(number, TEXT)
    workspace.sync()
    source = TEXT.removeprefix("<p>").removesuffix("</p>")
    workspace.translate(2, {source: "Derrière la maison s'étend un jardin avec de vieux pommiers."})
    workspace.sync()
    (workspace.root / "posts" / "en-2.json").unlink()
    assert told(workspace.sync()) == [("missed_post", "posts/2")]
    obstacle = workspace.root / "locales" / blocked
    obstacle.parent.mkdir(exist_ok=True)
    obstacle.write_bytes(b"")
    for _ in range(2):
        codes = [code for code, _ in told(workspace.sync())]
        assert "missed_post" not in codes
        assert "fr/LC_MESSAGES/post-2-post-2.po" in workspace.files()
    obstacle.unlink()
    assert told(workspace.sync()) == [("archived_post", "posts/2")]
    assert "archive/fr/post-2-post-2.po" in workspace.files()
    assert told(workspace.sync()) == []


def test_a_post_that_comes_back_between_two_runs_was_never_gone(workspace) -> None:
    workspace.post(1, TEXT)
    workspace.post(2, TEXT)
    workspace.sync()
    before = workspace.files()
    path = workspace.root / "posts" / "en-2.json"
    kept = path.read_bytes()
    for _ in range(3):
        path.unlink()
        assert told(workspace.sync()) == [("missed_post", "posts/2")]
        path.write_bytes(kept)
        assert told(workspace.sync()) == []
    assert workspace.files() == before


def test_a_live_page_of_the_same_id_keeps_no_source_that_is_gone(workspace) -> None:
    """Sites that translate in other blogs of a network number each from one on."""
    for number in (1, 2, 3):
        workspace.post(number, TEXT)
        workspace.post(number, "<p>Derrière la maison s'étend un jardin avec un étang.</p>", locale="fr")
    workspace.sync()
    (workspace.root / "posts" / "en-2.json").unlink()
    for _ in range(2):
        outcome = workspace.sync()
    assert ("archived_post", "posts/2") in told(outcome)
    assert "archive/templates/post-2-post-2.pot" in workspace.files()


def test_a_translation_that_is_taken_off_the_site_is_no_post_that_is_missed(workspace) -> None:
    workspace.post(1, TEXT)
    workspace.post(2, TEXT.replace("frogs", "toads"))
    path = workspace.post(3, "<p>Derrière la maison s'étend un jardin.</p>", locale="fr", slug="post-1")
    workspace.sync()
    path.unlink()
    for _ in range(3):
        assert not {code for code, _ in told(workspace.sync())} & {"missed_post", "archived_post"}


def test_without_a_ledger_a_post_that_is_gone_is_archived_after_two_runs_all_the_same(workspace) -> None:
    """That it was there is told by its template."""
    for number in (1, 2, 3):
        workspace.post(number, TEXT)
    workspace.sync()
    for path in (workspace.root / ".calque").glob("*.sqlite*"):
        path.unlink()
    (workspace.root / "posts" / "en-2.json").unlink()
    assert told(workspace.sync()) == [("missed_post", "posts/2")]
    assert "templates/post-2-post-2.pot" in workspace.files()
    assert told(workspace.sync()) == [("archived_post", "posts/2")]


def test_without_a_ledger_a_listing_that_breaks_off_is_no_deletion_all_the_same(workspace) -> None:
    for number in range(1, 31):
        workspace.post(number, TEXT)
    workspace.sync()
    before = workspace.files()
    for path in (workspace.root / ".calque").glob("*.sqlite*"):
        path.unlink()
    for number in range(27, 31):
        (workspace.root / "posts" / f"en-{number}.json").unlink()
    with pytest.raises(SourceError, match="4 of 30 posts are not there any more"):
        workspace.sync()
    assert workspace.files() == before


def test_a_post_is_missed_once_though_a_run_in_between_did_not_see_all(workspace) -> None:
    for number in (1, 2, 3):
        workspace.post(number, TEXT)
    workspace.sync()
    (workspace.root / "posts" / "en-2.json").unlink()
    assert told(workspace.sync()) == [("missed_post", "posts/2")]
    torn = workspace.root / "posts" / "torn.json"
    torn.write_text("[{", encoding="utf-8")
    assert {code for code, _ in told(workspace.sync())} == {"unreadable_post"}
    assert "templates/post-2-post-2.pot" in workspace.files()
    torn.unlink()
    assert told(workspace.sync()) == [("archived_post", "posts/2")]


def test_a_clock_that_goes_backwards_costs_nothing(workspace, page_of) -> None:
    """A server whose clock was wrong yesterday, a laptop that comes home from another time zone."""
    source = TEXT.removeprefix("<p>").removesuffix("</p>")
    workspace.post(1, TEXT)
    workspace.post(2, TEXT)
    workspace.sync("2026-06-10")
    target = "Derrière la maison s'étend un jardin avec de vieux pommiers et un étang plein de grenouilles."
    workspace.translate(1, {source: target})
    workspace.sync("2026-06-10")
    workspace.post(1, TEXT.replace("two benches", "three benches"), modified_gmt="2026-06-09T08:00:00")
    (workspace.root / "posts" / "en-2.json").unlink()
    for day in ("2026-06-08", "2026-06-05", "2026-06-01"):
        outcome = workspace.sync(day)
    (unit,) = [unit for unit in page_of(outcome, "posts/1").units if unit.target]
    assert (unit.state, unit.confirmed, unit.since.date().isoformat()) == ("stale", source, "2026-06-09")
    assert page_of(outcome, "posts/1").priority >= 0
    assert "archive/templates/post-2-post-2.pot" in workspace.files()
    before = workspace.files()
    workspace.sync("2026-06-11")
    assert workspace.files() == before


def test_an_undated_post_edited_under_a_clock_gone_backwards_is_stale_all_the_same(
    workspace, page_of
) -> None:
    source = TEXT.removeprefix("<p>").removesuffix("</p>")
    workspace.post(1, TEXT, modified_gmt=None)
    workspace.sync("2026-06-10")
    workspace.translate(1, {source: "Derrière la maison s'étend un jardin avec de vieux pommiers."})
    workspace.post(1, TEXT.replace("two benches", "three benches"), modified_gmt=None)
    for day in ("2026-06-01", "2026-06-11"):
        (unit,) = [one for one in page_of(workspace.sync(day), "posts/1").units if one.target]
        assert (unit.state, unit.confirmed) == ("stale", source)


@pytest.mark.parametrize("kind", ["a folder", "a folder where its template is"])
def test_a_file_of_a_post_that_is_gone_stays_where_it_cannot_be_read_and_all_else_goes_on(
    workspace, kind: str
) -> None:
    for number in (1, 2, 3, 4):
        workspace.post(number, TEXT)
    workspace.sync()
    french = "Derrière la maison s'étend un jardin avec de vieux pommiers."
    for number in (2, 4):
        workspace.translate(number, {TEXT.removeprefix("<p>").removesuffix("</p>"): french})
    workspace.sync()
    bad = (
        workspace.catalog(2) if kind == "a folder" else workspace.root / "locales/templates/post-2-post-2.pot"
    )
    said = bad.read_bytes()
    bad.unlink()
    bad.mkdir()
    (workspace.root / "posts" / "en-2.json").unlink()
    (workspace.root / "posts" / "en-4.json").unlink()
    workspace.sync(accept=["vanished"])
    workspace.post(3, TEXT.replace("frogs", "newts"))
    outcome = workspace.sync()
    place = bad.relative_to(workspace.root).as_posix()
    assert ("unreadable_catalog", place) in told(outcome)
    assert workspace.catalog(3).read_text(encoding="utf-8").count("newts")
    assert "archive/fr/post-4-post-4.po" in workspace.files()
    assert ("unreadable_catalog", place) in told(workspace.sync())
    bad.rmdir()
    bad.write_bytes(said)
    assert told(workspace.sync()) == [("archived_post", "posts/2")]
    files = workspace.files()
    assert "archive/templates/post-2-post-2.pot" in files
    assert "archive/fr/post-2-post-2.po" in files
    assert told(workspace.sync()) == []


@pytest.mark.parametrize("name", ["._post-1-post-1", ".#post-1-post-1"], ids=["of a Mac", "of Emacs"])
def test_a_hidden_file_beside_a_catalog_is_no_catalog_of_a_post(workspace, name: str) -> None:
    """A Mac writes one beside each file of a share, Emacs a link to nowhere while somebody edits a file."""
    workspace.post(1, "<p>Behind the house lies a garden with old apple trees.</p>")
    workspace.sync("2026-05-01")
    for path in list((workspace.root / "locales").rglob("post-1-post-1.po*")):
        hidden = path.with_name(f"{name}{path.suffix}")
        hidden.symlink_to("somebody@here.1") if "#" in name else hidden.write_bytes(
            b"\0\5\26\7\0\2\0\0Mac OS X"
        )
    before = sorted(path.name for path in (workspace.root / "locales").rglob("*"))
    for day in ("2026-05-02", "2026-05-03", "2026-05-04"):
        outcome = workspace.sync(day)
        assert (outcome.status.findings, outcome.files) == ((), ())
    assert sorted(path.name for path in (workspace.root / "locales").rglob("*")) == before
