"""A post that becomes a page keeps its work: WordPress gives an id once for all types of posts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from calque.guards.retyped import retyped_posts
from calque.handoffs.wishes import Wish
from calque.ledger.read import read_contents, read_handed_out, read_translated
from calque.model import SegmentState
from calque.pipeline.archive.recover import RecoverFilter, list_stored
from calque.pipeline.catalogs.history import under_new_keys
from calque.pipeline.runner import InTurn
from calque.pipeline.status import status
from calque.pipeline.sync import sync
from calque.pipeline.translators.hand_out import hand_out
from calque.pipeline.translators.take_back import import_answers
from calque.po import AnswerKind, read_catalog

TEXTS = {
    1: "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs.",
    2: "On the first floor everybody may read the newspapers of the whole country until seven.",
    3: "Books that nobody has asked for in ten years go to the market in the month of May.",
}
OTHERS = {
    1: "Whoever wants a ladder asks our neighbour.",
    2: "The kettle belongs to those who wash it.",
    3: "Children pay nothing for their first card.",
}
FRENCH = "Qui veut une échelle la demande au voisin de la maison"


def turn_into_a_page(workspace, number: int, text: str) -> None:
    (workspace.root / "posts" / f"en-{number}.json").unlink(missing_ok=True)
    links = {"self": [{"href": f"https://example.org/wp-json/wp/v2/pages/{number}"}]}
    workspace.post(
        number,
        text,
        type="page",
        _links=links,
        file=f"page-{number}.json",
        modified_gmt="2026-05-03T10:00:00",
    )


def codes(outcome) -> list[str]:
    return [finding.code for finding in outcome.status.findings]


@pytest.mark.parametrize("layout", ["post", "section", "site"])
def test_its_translations_and_what_is_stale_in_them_go_along(workspace, page_of, layout: str) -> None:
    workspace.configure(f'{(workspace.root / "calque.toml").read_text()}\n[catalogs]\nlayout = "{layout}"\n')
    for number in (1, 2, 3):
        workspace.post(number, f"<p>{TEXTS[number]}</p><p>{OTHERS[number]}</p>")
    workspace.sync("2026-05-01")
    for path in (workspace.root / "locales/fr/LC_MESSAGES").glob("*.po"):
        text = path.read_text(encoding="utf-8")
        for number in (1, 2, 3):
            source = f'msgid "{OTHERS[number]}"\nmsgstr ""'
            text = text.replace(source, f'{source[:-2]}"{FRENCH} {number}"')
        path.write_text(text, encoding="utf-8")
    assert codes(workspace.sync("2026-05-02")) == []
    before = page_of(workspace.sync("2026-05-02"), "posts/2")
    turn_into_a_page(workspace, 2, f"<p>{TEXTS[2]}</p><p>{OTHERS[2]}</p>")
    outcome = workspace.sync("2026-05-03")
    assert codes(outcome) == ["type_changed"]
    assert len(page_of(outcome, "pages/2").units) == len(before.units)
    turn_into_a_page(workspace, 2, f"<p>{TEXTS[2]}</p><p>{OTHERS[2][:-1]} up.</p>")
    outcome = workspace.sync("2026-05-04")
    assert codes(outcome) == []
    page = page_of(outcome, "pages/2")
    assert len(page.units) == len(before.units) + 1
    (stale,) = [unit for unit in page.units if unit.state == "stale"]
    assert (stale.confirmed, stale.target) == (OTHERS[2], f"{FRENCH} 2")
    assert not any("archive" in name for name in workspace.files())
    assert b"posts/2:" not in b"".join(workspace.files().values())
    again = workspace.sync("2026-05-05")
    assert (codes(again), again.files) == ([], ())


@pytest.mark.parametrize(
    ("known", "here", "found"),
    [
        ({"posts/1": "ab"}, {"pages/1": "ab"}, {"posts/1": "pages/1"}),
        ({"posts/1": "ab"}, {"pages/1": "ax"}, {"posts/1": "pages/1"}),
        ({"posts/1": "ab"}, {"pages/1": "xy"}, {}),
        ({"posts/1": "ab"}, {"pages/2": "ab"}, {}),
        ({"posts/1": "ab"}, {"posts/1": "ab", "pages/1": "ab"}, {}),
        ({"posts/1": "ab"}, {"pages/1": "ab", "events/1": "ab"}, {}),
        ({"posts/1": "ab", "pages/1": "ab"}, {"pages/1": "ab"}, {}),
        ({"posts/1": "ab", "categories/1": "c"}, {"categories/1": "c", "pages/1": "ab"}, {}),
    ],
)
def test_one_that_is_gone_and_one_that_is_new_with_its_id_and_its_texts(known, here, found) -> None:
    def rows(pages):
        return {("en", key): set(texts) for key, texts in pages.items()}

    expected = {("en", old): ("en", new) for old, new in found.items()}
    assert retyped_posts(rows(known), rows(here)) == expected
    assert retyped_posts(rows(known), {("fr", key): texts for (_, key), texts in rows(here).items()}) == {}


@pytest.mark.parametrize("order", [("posts/1", "pages/1"), ("pages/1", "posts/1")])
def test_what_is_known_of_the_old_key_counts_whatever_is_known_of_the_new_one(order: tuple[str, str]) -> None:
    known = {key: key for key in (*order, "posts/2")}
    assert under_new_keys(known, {"posts/1": "pages/1"}) == {"pages/1": "posts/1", "posts/2": "posts/2"}


def at(day: str):
    return lambda: datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)


def html(number: int) -> str:
    return f"<p>{TEXTS[number]}</p><p>{OTHERS[number]}</p>"


def answered(data: bytes, answers: dict[str, str]) -> bytes:
    """Fill a file as a translator would; no text is wrapped in it."""
    for source, target in answers.items():
        data = data.replace(
            f'msgid "{source}"\nmsgstr ""'.encode(), f'msgid "{source}"\nmsgstr "{target}"'.encode()
        )
    return data


@pytest.fixture
def three(workspace):
    """Three posts; of the second a text is translated, and another handed out to Marie."""
    config = (workspace.root / "calque.toml").read_text()
    workspace.configure(f"{config}\n[catalogs]\nwrap = 0\n")
    for number in (1, 2, 3):
        workspace.post(number, html(number))
    workspace.sync("2026-05-01")
    workspace.translate(2, {OTHERS[2]: f"{FRENCH} 2."})
    workspace.sync("2026-05-02")
    return workspace


def page(workspace, number: int = 2) -> Path:
    (path,) = (workspace.root / "locales/fr/LC_MESSAGES").glob(f"page-{number}-*.po")
    return path


def become_a_page(workspace, **fields) -> None:
    turn_into_a_page(workspace, 2, html(2), **fields)


def states(outcome, key: str) -> dict[str, str]:
    (found,) = (page for page in outcome.status.pages if page.key == key)
    return {unit.source: unit.state for unit in found.units}


GARDEN_FR = "Au premier étage, chacun peut lire les journaux de tout le pays jusqu'à sept heures."


def test_a_handoff_stays_in_hand_and_its_answers_arrive(three) -> None:
    given = hand_out(
        three.site,
        "fr",
        Wish(posts=frozenset({"posts/2"})),
        to="marie",
        output=three.root / "marie.po",
        now=at("2026-05-02"),
    )
    become_a_page(three)
    three.sync("2026-05-03")
    found = status(three.site, now=at("2026-05-03"))
    assert {unit.handoff for one in found.pages if one.key == "pages/2" for unit in one.units} == {
        given.ticket.id
    }
    (handoff,) = found.handoffs
    assert handoff.in_hand == handoff.total
    file = three.root / "marie.po"
    file.write_bytes(answered(file.read_bytes(), {TEXTS[2]: GARDEN_FR}))
    (done,) = import_answers(three.site, [file], now=at("2026-05-04")).files
    assert (done.refused, done.counts[AnswerKind.FILLED], done.left) == ("", 1, 1)
    assert GARDEN_FR in page(three).read_text(encoding="utf-8")


@pytest.mark.parametrize("edited", [False, True], ids=["as it was", "and its text is another by now"])
def test_an_export_with_the_old_key_is_taken(three, edited: bool) -> None:  # noqa: FBT001 — a case
    export = answered(three.catalog(2).read_bytes(), {TEXTS[2]: GARDEN_FR})
    become_a_page(three)
    three.sync("2026-05-03")
    if edited:
        turn_into_a_page(three, 2, html(2).replace("newspapers", "gazettes"))
        three.sync("2026-05-04")
    file = three.root / "back.po"
    file.write_bytes(export)
    (done,) = import_answers(three.site, [file], now=at("2026-05-05")).files
    assert done.refused == ""
    assert done.counts[AnswerKind.STALE if edited else AnswerKind.FILLED] == 1
    assert GARDEN_FR in page(three).read_text(encoding="utf-8")


def test_an_export_of_another_sites_post_with_the_same_id_is_refused(three) -> None:
    export = three.catalog(2).read_bytes().replace(b"posts/2", b"events/2")
    for text in (TEXTS[2], OTHERS[2], "The little book of post post-2"):
        export = export.replace(text.encode(), b"Something else")
    file = three.root / "back.po"
    file.write_bytes(export)
    (done,) = import_answers(three.site, [file], now=at("2026-05-05")).files
    assert "X-Calque-Post: events/2, which example does not have" in done.refused


def test_what_waits_in_archive_and_quarantine_is_of_the_new_key(three) -> None:
    entries = three.catalog(2).read_bytes().replace(f"{FRENCH} 2.".encode(), b"Une autre mkt1x.")
    for folder in ("archive", "quarantine"):
        path = three.root / "locales" / folder / "fr" / f"{three.catalog(2).stem}.entries.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(entries)
    (three.root / "locales/quarantine/fr/post-2-other.po").write_bytes(b"no catalog")
    become_a_page(three)
    assert "type_changed" in codes(three.sync("2026-05-03"))
    names = sorted(name for name in three.files() if "entries" in name)
    assert names == [f"{folder}/fr/page-2-post-2.entries.po" for folder in ("archive", "quarantine")]
    stored, _ = list_stored(three.site, RecoverFilter(post="pages/2"))
    assert {one.target for one in stored} == {("Une autre mkt1x.",)}


def test_what_the_ledger_knows_of_its_catalogs_comes_along(three) -> None:
    turned = html(2).replace("kettle belongs", "kettle and the pot belong")
    three.post(2, turned, modified_gmt="2026-05-02T10:00:00")
    three.sync("2026-05-02")
    before = read_handed_out(three.site)
    (old,) = before
    turn_into_a_page(three, 2, turned)
    three.sync("2026-05-03")
    new = page(three).relative_to(three.root).as_posix()
    assert read_handed_out(three.site) == {new: before[old]}
    assert new in read_translated(three.site)
    assert old not in read_translated(three.site)
    three.sync("2026-05-04")
    page(three).write_bytes(page(three).read_bytes().replace(b"#, fuzzy\n", b""))
    assert codes(three.sync("2026-05-05")) == ["flags_dropped"]


@pytest.mark.parametrize("rest", [b"no catalog at all", None], ids=["not a catalog", "a folder"])
def test_a_catalog_that_cannot_be_read_stops_nothing_and_follows_later(three, rest: bytes | None) -> None:
    old = three.catalog(2)
    said = old.read_bytes()
    old.unlink()
    if rest is None:
        old.mkdir()
    else:
        old.write_bytes(b'msgid ""\nmsgstr "X-Calque-Post: posts/2\\n"\n' + rest)
    become_a_page(three)
    three.translate(3, {OTHERS[3]: f"{FRENCH} 3."})
    three.post(4, "<p>A fourth post.</p>")
    outcome = three.sync("2026-05-03")
    (told,) = (one for one in outcome.status.findings if one.code == "unreadable_catalog")
    assert told.place.startswith(old.relative_to(three.root).as_posix())
    assert three.catalog(4).exists()
    assert read_contents(three.site).keys() >= {("en", "posts/2")}
    if rest is None:
        old.rmdir()
    old.write_bytes(said)
    outcome = three.sync("2026-05-04")
    assert codes(outcome) == ["type_changed"]
    assert not old.exists()
    assert f"{FRENCH} 2." in page(three).read_text(encoding="utf-8")
    assert states(outcome, "pages/2")[TEXTS[2]] is SegmentState.MISSING
    assert OTHERS[2] not in states(outcome, "pages/2")
    again = three.sync("2026-05-05")
    assert (codes(again), again.files) == ([], ())


def test_a_change_seen_while_the_old_one_is_still_there_is_noticed_when_it_goes(three) -> None:
    """As where a collection could not be listed, or one post alone was fetched."""
    broken = three.root / "posts" / "broken.json"
    broken.write_text("{", encoding="utf-8")
    old = three.root / "posts" / "en-2.json"
    kept = old.read_bytes()
    become_a_page(three)
    old.write_bytes(kept)
    assert "type_changed" not in codes(three.sync("2026-05-03"))
    three.sync("2026-05-04")
    page(three).write_bytes(answered(page(three).read_bytes(), {TEXTS[2]: GARDEN_FR}))
    old.unlink()
    broken.unlink()
    outcome = three.sync("2026-05-05")
    assert codes(outcome) == ["type_changed"]
    text = page(three).read_text(encoding="utf-8")
    assert GARDEN_FR in text
    assert f"{FRENCH} 2." in text
    assert len(states(outcome, "pages/2")) == 1, "the title is all that is missing"
    again = three.sync("2026-05-06")
    assert (codes(again), again.files) == ([], ())


def test_a_change_in_a_run_that_could_not_read_everything_is_believed_where_the_old_one_is_gone(
    three,
) -> None:
    (three.root / "posts" / "broken.json").write_text("{", encoding="utf-8")
    become_a_page(three)
    assert codes(three.sync("2026-05-03")) == ["type_changed", "unreadable_post"]
    assert f"{FRENCH} 2." in page(three).read_text(encoding="utf-8")


def test_a_dry_run_tells_what_a_sync_would_do(three) -> None:
    other = three.catalog(1)
    other.unlink()
    other.mkdir()
    become_a_page(three)
    before = three.files()
    tried = three.sync("2026-05-03", dry_run=True)
    assert three.files() == before
    done = three.sync("2026-05-03")
    assert tried.status.pages == done.status.pages
    assert tried.status.findings == done.status.findings
    assert tried.changes == done.changes
    assert tried.files == done.files


def test_somebody_who_saves_the_new_catalog_meanwhile_loses_nothing(three) -> None:
    become_a_page(three)
    to = three.catalog(2).with_name("page-2-post-2.po")
    mine = answered(three.catalog(2).read_bytes().replace(b"posts/2", b"pages/2"), {TEXTS[2]: GARDEN_FR})
    mine = mine.replace(f"{FRENCH} 2.".encode(), f"{FRENCH} deux.".encode())

    def save(step: str, done: int, _total: int) -> None:
        if step == "write" and not done and not to.exists():
            to.write_bytes(mine)

    outcome = sync(three.site, InTurn(save), now=at("2026-05-03"))
    assert "type_changed" in codes(outcome)
    everything = b"".join(three.files().values()).decode()
    assert all(text in everything for text in (GARDEN_FR, f"{FRENCH} 2.", f"{FRENCH} deux."))
    assert [name for name in three.files() if "post-2-" in name] == []


def test_somebody_who_saves_it_again_and_again_is_waited_for(three) -> None:
    become_a_page(three)
    old = three.catalog(2)
    text = old.read_bytes()

    def save(step: str, done: int, _total: int) -> None:
        if step == "write" and not done and old.exists():
            old.write_bytes(old.read_bytes() + b"\n# again\n")

    outcome = sync(three.site, InTurn(save), now=at("2026-05-03"))
    assert "saved_meanwhile" in codes(outcome)
    assert "type_changed" not in codes(outcome)
    assert old.read_bytes().startswith(text)
    assert "type_changed" in codes(three.sync("2026-05-04"))
    assert f"{FRENCH} 2." in page(three).read_text(encoding="utf-8")
    assert not old.exists()


def test_texts_that_look_like_a_key_stay_as_they_are(three) -> None:
    """A header may be wrapped, and a text may hold what a header says."""
    said = "posts/2: X-Calque-Post: posts/2 posts/2:1"
    three.translate(2, {TEXTS[2]: said})
    old = three.catalog(2)
    data = old.read_bytes()
    data = data.replace(f'"{said}"'.encode(), b'""\n"' + said.encode() + b'"')
    old.write_bytes(data)
    become_a_page(three)
    three.sync("2026-05-03")
    catalog = read_catalog(page(three).read_bytes(), place="")
    assert catalog.header["X-Calque-Post"] == "pages/2"
    assert {entry.msgid: entry.msgstr for entry in catalog.entries}[TEXTS[2]] == said
