"""What is translated on the site already: taken into the catalogs, followed from then on, and never over a person."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from polib import POEntry

import reading_room
from calque.cli import main
from calque.ledger.write import open_ledger
from calque.model import PageState, PageStatus, SegmentState, Truth
from calque.pipeline.status import status
from calque.po import HandedOut, read_catalog, rivals_of
from calque.po.adoptions import adopted_from
from calque.po.digests import pack_translations
from reading_room import RAIN, RAIN_FR, TITLE, TITLE_FR, html
from rights import bound_by_rights

PageOf = Callable[..., PageStatus]

CONFIG = """\
[site]
name = "example"
url = "https://example.org"
source = "en"
posts = ["posts/*.json"]

[locales.fr]
prefix = "fr"
"""
ENGLISH = (*reading_room.ENGLISH, RAIN)
FRENCH = (*reading_room.FRENCH, RAIN_FR)
SPANISH = "Quien quiera llevarse un libro necesita un carné, que no cuesta nada y dura tres años enteros."
URL = "https://example.org/fr/why/"


def replaced(texts: tuple[str, ...], position: int, text: str) -> tuple[str, ...]:
    return (*texts[:position], text, *texts[position + 1 :])


class Pair:
    """An English post with its live French page, each as it was last saved."""

    def __init__(self, workspace) -> None:
        self.workspace = workspace
        workspace.configure(CONFIG)
        self.source(ENGLISH)
        self.live(FRENCH)

    def source(self, texts: tuple[str, ...], day: str = "2026-01-10") -> None:
        self.workspace.post(
            7, html(*texts), title=TITLE, slug="why", modified_gmt=f"{day}T10:00:00", status="publish"
        )

    def live(self, texts: tuple[str, ...], day: str = "2026-02-10", title: str = TITLE_FR) -> None:
        self.workspace.post(
            8, html(*texts), title=title, slug="why", locale="fr", modified_gmt=f"{day}T10:00:00"
        )

    def entries(self) -> dict[str, POEntry]:
        path = self.workspace.catalog(7)
        return {entry.msgid: entry for entry in read_catalog(path.read_bytes(), place=path.name).entries}


@pytest.fixture
def pair(workspace) -> Pair:
    return Pair(workspace)


def test_the_first_sync_fills_the_catalog_from_the_live_page(pair: Pair, page_of: PageOf) -> None:
    outcome = pair.workspace.sync()
    entries = pair.entries()
    assert {text: entry.msgstr for text, entry in entries.items()} == dict(
        zip((TITLE, *ENGLISH), (TITLE_FR, *FRENCH), strict=True)
    )
    assert not any(entry.fuzzy for entry in entries.values())
    line = entries[ENGLISH[1]].tcomment
    assert line.startswith(f"calque: adopted from {URL} (")
    assert line.endswith(("(1.00)", *(f"(0.9{digit})" for digit in range(10))))
    page = page_of(outcome, "posts/7")
    assert (page.state, page.percent, page.flags) == (PageState.CURRENT, 100, ())
    (locale,) = outcome.status.locales
    assert (locale.truth, locale.percent, locale.unadopted) == (Truth.SITE, 100, 0)
    assert outcome.changes["fr"]["adopted"] == 5


ANOTHER_PAGE = (
    "Le service renvoie une liste.",
    "Chaque requête porte un jeton et une heure, qui sont vérifiés l'un après l'autre avant que la réponse ne parte.",
    "Une erreur a un code.",
    "Le code 404 dit que rien n'est là ; le code 503 dit que le service revient.",
)


def test_nothing_is_adopted_from_another_page_at_the_same_path(pair: Pair, page_of: PageOf) -> None:
    """Four paragraphs align with four, whatever they say."""
    pair.workspace.post(8, html(*ANOTHER_PAGE), title="Vue d'ensemble", slug="why", locale="fr")
    outcome = pair.workspace.sync()
    assert "adopted" not in outcome.changes["fr"]
    page = page_of(outcome, "posts/7")
    assert (page.state, page.pairing) == (PageState.UNADOPTED, "confirmed")
    status_again = status(pair.workspace.site, now=lambda: datetime(2026, 6, 2, tzinfo=UTC))
    assert [one.state for one in status_again.pages] == [PageState.UNADOPTED]


def test_a_page_that_was_like_its_source_is_followed_whatever_becomes_of_the_source(pair: Pair) -> None:
    pair.workspace.sync()
    pair.source((*ENGLISH, *(f"Room {number} is new." for number in range(30, 42))), day="2026-03-01")
    edited = replaced(FRENCH, 0, FRENCH[0].replace("chaque matin", "tous les matins"))
    pair.live(edited, day="2026-02-20")
    outcome = pair.workspace.sync()
    assert pair.entries()[ENGLISH[0]].msgstr == edited[0]
    assert outcome.changes["fr"]["updated"] == 1


def test_copies_and_other_languages_stay_empty_and_are_flagged(pair: Pair, page_of: PageOf) -> None:
    """Of four paragraphs and a title, one is a copy and one Spanish: three of five, and 14 of 15 with another page."""
    pair.live((FRENCH[0], ENGLISH[1], SPANISH, FRENCH[3]))
    more = tuple(text.replace("The reading room", "The winter room") for text in ENGLISH)
    pair.workspace.post(9, html(*more, *more), title="The winter room", slug="winter")
    pair.workspace.post(10, html(*FRENCH, *FRENCH), title="La salle d'hiver", slug="winter", locale="fr")
    pair.workspace.configure(CONFIG + '[memory]\nfill = "off"\n')  # the other page has these texts, too
    outcome = pair.workspace.sync()
    entries = pair.entries()
    assert [text for text, entry in entries.items() if not entry.msgstr] == [ENGLISH[1], ENGLISH[2]]
    page = page_of(outcome, "posts/7")
    assert page.state is PageState.MIXED_LANGUAGE
    assert page.percent == 60
    assert {unit.source: (unit.state, unit.reason) for unit in page.units} == {
        ENGLISH[1]: (SegmentState.MISSING, "the live page has a copy of the source there"),
        ENGLISH[2]: (SegmentState.MISSING, "the live page has another language there"),
    }
    assert [text.state for text in page.live] == [SegmentState.COPY, SegmentState.WRONG_LANGUAGE]
    assert outcome.status.locales[0].percent == 8 * 100 // 10


def test_a_page_that_is_a_copy_as_a_whole_gives_nothing(pair: Pair, page_of: PageOf) -> None:
    pair.live(ENGLISH, title=TITLE)
    page = page_of(pair.workspace.sync(), "posts/7")
    assert (page.state, page.percent) == (PageState.UNTRANSLATED_COPY, 0)
    assert not any(entry.msgstr for entry in pair.entries().values())


def test_what_cannot_be_aligned_stays_empty_and_is_flagged(pair: Pair, page_of: PageOf) -> None:
    pair.live((FRENCH[0], FRENCH[1], FRENCH[3]))
    page = page_of(pair.workspace.sync(), "posts/7")
    assert (page.state, page.percent, page.flags) == (PageState.PARTIAL, 80, ("unaligned",))
    (unit,) = page.units
    assert (unit.source, unit.state) == (ENGLISH[2], SegmentState.MISSING)
    assert unit.reason.startswith("unaligned")


def test_links_get_the_numbers_that_they_have_in_the_source(pair: Pair) -> None:
    link = '<a href="https://example.org{}/{}/" class="{}">{}</a>'
    source = (
        f"Ask {link.format('', 'desk', 'd', 'the desk')} before noon,"
        f" or {link.format('', 'guild', 'g', 'the guild')} later."
    )
    live = (
        f"Demandez {link.format('/fr', 'guild', 'g', 'à la guilde')} l'après-midi,"
        f" ou {link.format('/fr', 'desk', 'd', 'au comptoir')} le matin."
    )
    pair.source((*ENGLISH, source))
    pair.live((*FRENCH, live))
    pair.workspace.sync()
    (entry,) = (entry for text, entry in pair.entries().items() if "guild" in text)
    assert entry.msgstr == (
        'Demandez <a id="2">à la guilde</a> l\'après-midi, ou <a id="1">au comptoir</a> le matin.'
    )


def test_a_text_with_other_markup_stays_empty(pair: Pair, page_of: PageOf) -> None:
    pair.live(replaced(FRENCH, 2, FRENCH[2].replace("une carte", '<a href="/c/">une carte</a>')))
    page = page_of(pair.workspace.sync(), "posts/7")
    assert (page.percent, page.flags) == (80, ("unaligned",))
    assert not pair.entries()[ENGLISH[2]].msgstr


def test_a_second_sync_writes_nothing(pair: Pair) -> None:
    pair.live(replaced(FRENCH, 1, ENGLISH[1]))
    pair.workspace.sync()
    before = pair.workspace.files()
    assert pair.workspace.sync("2026-06-02").files == ()
    assert pair.workspace.files() == before


def test_without_a_ledger_nothing_changes_either(pair: Pair) -> None:
    pair.workspace.sync()
    for path in (pair.workspace.root / ".calque").glob("ledger*"):
        path.unlink()
    assert pair.workspace.sync("2026-06-02").files == ()


def test_a_dry_run_adopts_nothing(pair: Pair) -> None:
    outcome = pair.workspace.sync(dry_run=True)
    assert any(name.endswith(".po") for name in outcome.files)
    assert pair.workspace.files() == {}


def test_where_the_catalogs_are_the_truth_the_live_page_is_left_alone(pair: Pair, page_of: PageOf) -> None:
    pair.workspace.configure(CONFIG + 'truth = "po"\n')
    page = page_of(pair.workspace.sync(), "posts/7")
    assert (page.state, page.percent) == (PageState.UNADOPTED, None)
    assert not any(entry.msgstr for entry in pair.entries().values())


def test_what_a_person_wrote_is_not_overwritten(pair: Pair) -> None:
    pair.workspace.configure(CONFIG + 'truth = "po"\n')
    pair.workspace.sync()
    pair.workspace.translate(7, {ENGLISH[0]: "La salle ouvre chaque matin."})
    pair.workspace.configure(CONFIG)
    pair.workspace.sync()
    assert pair.entries()[ENGLISH[0]].msgstr == "La salle ouvre chaque matin."
    assert pair.entries()[ENGLISH[1]].msgstr == FRENCH[1]


def test_the_comment_stays_when_the_source_moves_on(pair: Pair, page_of: PageOf) -> None:
    pair.workspace.sync()
    edited = replaced(ENGLISH, 0, ENGLISH[0].replace("every morning", "every evening"))
    pair.source(edited, "2026-06-05")
    page = page_of(pair.workspace.sync("2026-06-06"), "posts/7")
    assert (page.state, page.flags) == (PageState.STALE, ("stale",))
    entry = pair.entries()[edited[0]]
    assert (entry.msgstr, entry.previous_msgid, entry.fuzzy) == (FRENCH[0], ENGLISH[0], True)
    assert all(f"adopted from {URL}" in entry.tcomment for entry in pair.entries().values())
    assert pair.workspace.sync("2026-06-07").files == ()


def test_a_live_page_older_than_its_source_may_be_stale(pair: Pair, page_of: PageOf) -> None:
    pair.source(ENGLISH, "2026-05-01")
    page = page_of(pair.workspace.sync(), "posts/7")
    assert (page.state, page.percent, page.flags) == (PageState.CURRENT, 100, ("possibly_stale",))


def test_a_text_whose_source_changed_since_the_page_was_saved_is_adopted_as_stale(
    pair: Pair, page_of: PageOf
) -> None:
    """The source's revisions tell what the page was made from, so the first report has a date and words."""
    pair.workspace.configure(CONFIG.replace("[locales", 'revisions = ["earlier/*.json"]\n\n[locales'))
    (pair.workspace.root / "earlier").mkdir()
    (pair.workspace.root / "posts" / "en-7.json").rename(pair.workspace.root / "earlier" / "7.json")
    edited = replaced(ENGLISH, 1, ENGLISH[1].replace("40", "60"))
    pair.source(edited, "2026-05-01")
    page = page_of(pair.workspace.sync(), "posts/7")
    assert (page.state, page.percent, page.flags) == (PageState.STALE, 80, ("stale",))
    (unit,) = page.units
    assert (unit.confirmed, unit.target, str(unit.change)) == (ENGLISH[1], FRENCH[1], "major")
    assert unit.since.date().isoformat() == "2026-05-01"
    assert f"adopted from {URL}" in pair.entries()[edited[1]].tcomment
    assert pair.workspace.sync("2026-06-02").files == ()


EDITED = replaced(ENGLISH, 1, ENGLISH[1].replace("40", "60"))
EDITED_FR = replaced(FRENCH, 1, FRENCH[1].replace("40", "60"))


@pytest.fixture
def moved_on(pair: Pair) -> Pair:
    """A pair that was adopted, and whose source was edited in one place afterwards."""
    pair.workspace.sync()
    pair.source(EDITED, "2026-06-05")
    pair.workspace.sync("2026-06-06")
    return pair


def test_a_text_edited_on_the_site_after_its_source_is_confirmed(moved_on: Pair, page_of: PageOf) -> None:
    moved_on.live(EDITED_FR, "2026-06-08")
    outcome = moved_on.workspace.sync("2026-06-09")
    entry = moved_on.entries()[EDITED[1]]
    assert (entry.msgstr, entry.fuzzy, entry.previous_msgid) == (EDITED_FR[1], False, None)
    assert page_of(outcome, "posts/7").state is PageState.CURRENT
    assert outcome.changes["fr"]["confirmed"] == 1
    archive = next((moved_on.workspace.root / "locales" / "archive").rglob("*.entries.po"))
    assert FRENCH[1][:30] in archive.read_text(encoding="utf-8")
    assert moved_on.workspace.sync("2026-06-10").files == ()


def test_another_text_edited_on_the_site_confirms_nothing(moved_on: Pair, page_of: PageOf) -> None:
    moved_on.live(replaced(FRENCH, 3, FRENCH[3].replace("tours", "châteaux")), "2026-06-08")
    outcome = moved_on.workspace.sync("2026-06-09")
    assert page_of(outcome, "posts/7").state is PageState.STALE
    assert moved_on.entries()[EDITED[1]].msgstr == FRENCH[1]
    assert "châteaux" in moved_on.entries()[ENGLISH[3]].msgstr
    assert outcome.changes["fr"] == {"updated": 1}


MINE = "Dès midi, 60 chaises sont occupées."


@pytest.fixture
def disputed(moved_on: Pair) -> Pair:
    """A text that was edited in the catalog and on the page, to different ends."""
    moved_on.workspace.translate(7, {EDITED[1]: MINE})
    moved_on.live(EDITED_FR, "2026-06-08")
    moved_on.workspace.sync("2026-06-09")
    return moved_on


def conflicts(pair: Pair, page_of: PageOf, day: str) -> list[tuple[str, str]]:
    """Sync; return source and reason of each unit in conflict."""
    outcome = pair.workspace.sync(day)
    units = page_of(outcome, "posts/7").units
    found = [(unit.source, unit.reason) for unit in units if unit.state is SegmentState.CONFLICT]
    assert len(found) == sum(finding.code == "conflict" for finding in outcome.status.findings)
    return found


@pytest.mark.parametrize("lost", [(), ("ledger.sqlite",)], ids=["with a ledger", "without a ledger"])
def test_a_text_edited_on_both_sides_is_in_conflict_until_it_is_settled(
    disputed: Pair, page_of: PageOf, lost: tuple[str, ...]
) -> None:
    for name in lost:
        (disputed.workspace.root / ".calque" / name).unlink()
    for day in ("2026-06-10", "2026-06-11"):
        assert conflicts(disputed, page_of, day) == [(EDITED[1], f"{URL} says “{EDITED_FR[1]}”")]
        assert disputed.entries()[EDITED[1]].msgstr == MINE
    measured = status(disputed.workspace.site, now=lambda: datetime(2026, 6, 11, 12, tzinfo=UTC))
    assert [page.flags for page in measured.pages if page.key == "posts/7"] == [("conflict",)]
    assert disputed.workspace.sync("2026-06-12").files == ()


def test_a_conflict_ends_when_the_catalog_says_what_the_page_says(disputed: Pair, page_of: PageOf) -> None:
    disputed.workspace.translate(7, {EDITED[1]: EDITED_FR[1]})
    assert conflicts(disputed, page_of, "2026-06-11") == []
    assert rivals_of(disputed.entries()[EDITED[1]]) == ()


def test_a_conflict_ends_when_the_page_says_what_the_catalog_says(disputed: Pair, page_of: PageOf) -> None:
    disputed.live(replaced(EDITED_FR, 1, MINE), "2026-06-10")
    assert conflicts(disputed, page_of, "2026-06-11") == []
    assert disputed.entries()[EDITED[1]].msgstr == MINE


def test_a_conflict_ends_when_the_page_takes_its_edit_back(disputed: Pair, page_of: PageOf) -> None:
    disputed.live(FRENCH, "2026-06-10")
    assert conflicts(disputed, page_of, "2026-06-11") == []
    assert disputed.entries()[EDITED[1]].msgstr == MINE


def test_a_conflict_ends_when_its_line_is_removed(disputed: Pair, page_of: PageOf) -> None:
    path = disputed.workspace.catalog(7)
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join(line for line in lines if "calque: conflict" not in line), encoding="utf-8")
    for day in ("2026-06-11", "2026-06-12"):
        assert conflicts(disputed, page_of, day) == []
        assert disputed.entries()[EDITED[1]].msgstr == MINE


def test_a_conflict_follows_the_page(disputed: Pair, page_of: PageOf) -> None:
    again = EDITED_FR[1].replace("chaises", "places")
    disputed.live(replaced(EDITED_FR, 1, again), "2026-06-10")
    assert conflicts(disputed, page_of, "2026-06-11") == [(EDITED[1], f"{URL} says “{again}”")]


def test_an_edit_in_the_catalog_alone_is_no_conflict(moved_on: Pair, page_of: PageOf) -> None:
    moved_on.workspace.translate(7, {EDITED[1]: EDITED_FR[1]})
    outcome = moved_on.workspace.sync("2026-06-09")
    assert outcome.status.findings == ()
    assert page_of(outcome, "posts/7").state is PageState.CURRENT


def test_a_text_that_stands_on_two_pages_follows_the_one_it_was_taken_from(pair: Pair) -> None:
    """In a catalog of the whole site, equal source texts are one entry."""
    pair.workspace.configure(CONFIG.replace("[locales", '[catalogs]\nlayout = "site"\n\n[locales'))
    pair.workspace.post(9, html(*ENGLISH[:2]), title="The winter room", slug="winter")
    other = (FRENCH[0].replace("chaque matin", "tous les matins"), FRENCH[1])
    pair.workspace.post(10, html(*other), title="La salle d'hiver", slug="winter", locale="fr")
    assert pair.workspace.sync().changes["fr"]["adopted"] == 6
    again = (other[0].replace("ses portes", "ses deux portes"), FRENCH[1])
    pair.workspace.post(
        10,
        html(*again),
        title="La salle d'hiver",
        slug="winter",
        locale="fr",
        modified_gmt="2026-06-05T10:00:00",
    )
    outcome = pair.workspace.sync("2026-06-06")
    assert (outcome.files, outcome.status.findings) == ((), ())


def confirm(pair: Pair, url: str = URL) -> int:
    with pytest.raises(SystemExit) as end:
        main(["confirm", url, "--config", str(pair.workspace.root / "calque.toml")])
    return int(end.value.code or 0)


def test_confirm_clears_what_the_page_says_already(moved_on: Pair, capsys) -> None:
    assert confirm(moved_on) == 0
    assert (
        capsys.readouterr().out
        == f"{moved_on.workspace.catalog(7).relative_to(moved_on.workspace.root)}: 1 confirmed.\n"
    )
    entry = moved_on.entries()[EDITED[1]]
    assert (entry.msgstr, entry.fuzzy) == (FRENCH[1], False)
    assert moved_on.workspace.sync("2026-06-10").files == ()


def test_confirm_settles_a_conflict_and_keeps_the_other_text(disputed: Pair, capsys) -> None:
    assert confirm(disputed) == 0
    assert "1 replaced" in capsys.readouterr().out
    assert disputed.entries()[EDITED[1]].msgstr == EDITED_FR[1]
    archive = next((disputed.workspace.root / "locales" / "archive").rglob("*.entries.po"))
    assert MINE in archive.read_text(encoding="utf-8")
    assert disputed.workspace.sync("2026-06-10").status.findings == ()


def test_confirm_fills_a_catalog_that_is_the_truth(pair: Pair, capsys) -> None:
    pair.workspace.configure(CONFIG + 'truth = "po"\n')
    pair.workspace.sync()
    pair.live((FRENCH[0], FRENCH[1], FRENCH[3]))
    assert confirm(pair) == 0
    assert "4 filled, 1 left" in capsys.readouterr().out
    assert [text for text, entry in pair.entries().items() if not entry.msgstr] == [ENGLISH[2]]


def test_confirm_knows_only_pages_that_translate_another(pair: Pair, capsys) -> None:
    assert confirm(pair, "https://example.org/fr/nothing/") == 3
    assert "no page that translates another" in capsys.readouterr().err


@pytest.mark.parametrize("broken", [b'msgid "cut', None], ids=["cut off", "no rights"])
def test_an_archive_that_cannot_be_read_stays_and_keeps_no_page_from_being_followed(
    moved_on: Pair, broken: bytes | None
) -> None:
    folder = moved_on.workspace.root / "locales" / "archive" / "fr"
    folder.mkdir(parents=True)
    path = folder / f"{moved_on.workspace.catalog(7).stem}.entries.po"
    path.write_bytes(broken or b"")
    path.chmod(0o600 if broken else 0)
    moved_on.live(EDITED_FR, "2026-06-08")
    with bound_by_rights():
        moved_on.workspace.sync("2026-06-09")
    assert moved_on.entries()[EDITED[1]].msgstr == EDITED_FR[1]
    assert path.stat().st_size == len(broken or b"")
    assert FRENCH[1][:30] in path.with_name(f"{path.stem}.2.po").read_text(encoding="utf-8")


def test_where_a_text_was_adopted_from_outlives_a_program_that_makes_extracted_comments_anew(
    pair: Pair,
) -> None:
    """As msgmerge does in Weblate: what it does not find in the template goes."""
    pair.workspace.sync()
    path = pair.workspace.catalog(7)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("#.")), encoding="utf-8")
    pair.workspace.sync("2026-06-02")
    assert {adopted_from(entry) for entry in pair.entries().values()} == {(URL,)}


def test_a_catalog_of_an_earlier_version_is_read_as_before_and_changes_with_its_texts_alone(
    pair: Pair,
) -> None:
    """It noted in an extracted comment where a translation was adopted from."""
    pair.workspace.sync()
    path = pair.workspace.catalog(7)
    entries = path.read_text(encoding="utf-8").split("\n\n")
    moved = [
        re.sub(r"^# calque: (adopted from .*)\n((?:#\..*\n)+)", r"\2#. \1\n", entry, flags=re.MULTILINE)
        for entry in entries
    ]
    earlier = "\n\n".join(moved)
    assert earlier.count("\n#. adopted from") == 5
    path.write_text(earlier, encoding="utf-8")
    assert {adopted_from(entry) for entry in pair.entries().values()} == {(URL,)}
    pair.workspace.sync("2026-06-02")
    assert path.read_text(encoding="utf-8") == earlier

    pair.source(replaced(ENGLISH, 1, ENGLISH[1].replace("newspapers", "magazines")), "2026-06-03")
    pair.workspace.sync("2026-06-04")
    later = path.read_text(encoding="utf-8")
    assert (later.count("\n#. adopted from"), later.count("\n# calque: adopted from")) == (4, 1)


@pytest.mark.parametrize("touched", [False, True], ids=["as it was written", "touched since"])
def test_a_conflict_that_an_earlier_version_noted_is_one_until_somebody_touches_the_file(
    disputed: Pair, page_of: PageOf, *, touched: bool
) -> None:
    """It wrote the line and no flag; and the ledger tells whether the file is as it was written."""
    path = disputed.workspace.catalog(7)
    data = path.read_bytes().replace(b"#, fuzzy\n", b"")
    assert data != path.read_bytes()
    name = path.relative_to(disputed.workspace.root).as_posix()
    with open_ledger(disputed.workspace.site) as ledger:
        ledger.record_handed_out({name: HandedOut()})
        ledger.record_translated({name: pack_translations(data, read_catalog(data, place=name))})
    path.write_bytes(data + b"# somebody was here\n" if touched else data)
    found = [source for source, _ in conflicts(disputed, page_of, "2026-06-11")]
    assert found == ([] if touched else [EDITED[1]])
    assert (b"fuzzy" in path.read_bytes()) is not touched
