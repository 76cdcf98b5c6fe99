"""A handoff gives a translator one file of what is to do, and nobody the same text twice."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from calque.errors import ConfigError
from calque.handoffs.wishes import Wish
from calque.model import SegmentState, Status, Tally
from calque.pipeline.status import status
from calque.pipeline.translators.hand_out import HandedOver, cancel, hand_out
from calque.po import Catalog, read_catalog

DOORS = "We open the doors at nine in the morning and close them again when the last visitor has left."
GATES = DOORS.replace("doors", "gates")
DOORS_FR = (
    "Nous ouvrons les portes à neuf heures du matin et les refermons quand le dernier visiteur est parti."
)
GARDEN = "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs."
SHARE = "Tell your friends about this page, they will be glad to hear of it."
ATTIC = "Under the roof there is an attic where we keep the newspapers of the last hundred years."


def html(*paragraphs: str) -> str:
    return "\n\n".join(f"<p>{text}</p>" for text in paragraphs)


def now(day: str = "2026-06-01") -> Callable[[], datetime]:
    return lambda: datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)


@pytest.fixture
def site(workspace):
    """Two new posts that share a paragraph, and one whose translation is stale."""
    workspace.configure((workspace.root / "calque.toml").read_text() + '[memory]\nfill = "off"\n')
    workspace.post(1, html(DOORS))
    workspace.post(2, html(GARDEN, SHARE))
    workspace.post(3, html(ATTIC, SHARE))
    workspace.sync()
    workspace.translate(1, {"The little book of post post-1": "Le petit livre numéro un", DOORS: DOORS_FR})
    workspace.sync()
    workspace.post(1, html(GATES), title="The little book of post post-1", modified_gmt="2026-05-04T08:00:00")
    workspace.sync()
    return workspace


def give(site, **options: object) -> tuple[HandedOver, Catalog | None]:
    """Hand out what the options wish for, and read the file."""
    keys = ("words", "pages", "only", "posts", "again")
    wish = Wish(**{key: options.pop(key) for key in keys if key in options})
    path = site.root / "out.po"
    path.unlink(missing_ok=True)
    done = hand_out(site.site, "fr", wish, output=path, now=now(), **options)
    return done, read_catalog(path.read_bytes(), place="out.po") if path.exists() else None


def sources(catalog: Catalog | None) -> list[str]:
    assert catalog is not None
    return [entry.msgid for entry in catalog.entries]


def measured(site, day: str = "2026-06-01") -> Status:
    return status(site.site, now=now(day))


def test_what_is_stale_comes_before_what_is_missing_and_a_page_stays_together(site) -> None:
    _, catalog = give(site)
    titles = [f"The little book of post post-{number}" for number in (2, 3)]
    texts = sources(catalog)
    assert texts[0] == GATES
    assert sorted(texts[1:]) == sorted([titles[0], GARDEN, SHARE, titles[1], ATTIC])
    for title, text in zip(titles, (GARDEN, ATTIC), strict=True):
        assert texts.index(text) == texts.index(title) + 1


def test_a_text_on_two_pages_is_handed_out_once_with_both_places(site) -> None:
    done, catalog = give(site)
    assert catalog is not None
    (shared,) = (entry for entry in catalog.entries if entry.msgid == SHARE)
    assert sorted(place.partition(":")[0] for place, _ in shared.occurrences) == ["posts/2", "posts/3"]
    assert "also on 1 more page" in shared.comment
    assert done.repeated == Tally(1, 14)


def test_words_are_counted_as_new_changed_and_repeated(site) -> None:
    done, _ = give(site)
    assert done.changed == Tally(1, 1)
    assert done.new == Tally(5, 61)
    assert (done.check, done.left, done.pages) == (Tally(), Tally(), 3)


def test_a_stale_text_says_what_it_was_and_what_changed(site) -> None:
    _, catalog = give(site)
    assert catalog is not None
    stale = catalog.entries[0]
    assert (stale.flags, stale.previous_msgid, stale.msgstr) == (["fuzzy"], DOORS, DOORS_FR)
    assert "changed: We open the [-doors-] {+gates+} at nine" in stale.comment
    assert "https://example.org/post-1/" in stale.comment


def test_the_header_says_whose_it_is_and_until_when(site) -> None:
    _, catalog = give(site, to="Marie <marie@example.org>", due=date(2026, 12, 3))
    assert catalog is not None
    told = {name: value for name, value in catalog.header.items() if name.startswith("X-Calque")}
    assert told == {
        "X-Calque-Handoff": "fr-marie-2026-06-01",
        "X-Calque-Site": "example",
        "X-Calque-To": "Marie <marie@example.org>",
        "X-Calque-Handed": "2026-06-01",
        "X-Calque-Due": "2026-12-03",
        "X-Calque-Words": "62",
    }
    assert catalog.header["Language"] == "fr"


def test_the_budget_ends_the_file_between_two_texts(site) -> None:
    done, catalog = give(site, words=20)
    assert done.total.words <= 20
    assert sources(catalog) == [GATES, *sources(catalog)[1:]]
    assert done.left.segments + done.total.segments == 6


def test_one_text_is_given_however_small_the_budget(site) -> None:
    site.post(1, html(DOORS), title="The little book of post post-1")
    site.sync()
    done, _ = give(site, words=1)
    assert done.total.segments == 1


def test_what_is_in_hand_is_not_handed_out_twice(site) -> None:
    first, catalog = give(site, words=20)
    second, rest = give(site)
    assert not set(sources(catalog)) & set(sources(rest))
    assert first.left == second.total
    nothing, empty = give(site)
    assert (nothing.total, nothing.file, empty) == (Tally(), "", None)
    assert len(list((site.root / "locales" / "handoffs").glob("*.po"))) == 2


def test_what_is_in_hand_can_be_handed_out_again_when_asked(site) -> None:
    _, first = give(site)
    done, second = give(site, again=True)
    assert sources(first) == sources(second)
    assert done.ticket.id == "fr-2026-06-01.2"


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({"only": frozenset({SegmentState.STALE})}, [GATES]),
        ({"posts": frozenset({"posts/3"})}, ["The little book of post post-3", ATTIC, SHARE]),
        ({"posts": frozenset({"https://example.org/post-1/"})}, [GATES]),
        ({"pages": 1}, [GATES]),
    ],
    ids=["only", "key", "address", "pages"],
)
def test_a_part_can_be_asked_for(site, wish: dict[str, object], expected: list[str]) -> None:
    assert sources(give(site, **wish)[1]) == expected


def test_the_status_says_who_has_what_and_until_when(site) -> None:
    give(site, to="marie", due=date(2026, 6, 3), only=frozenset({SegmentState.MISSING}))
    found = measured(site)
    (handoff,) = found.handoffs
    assert (handoff.to, handoff.due, handoff.overdue) == ("marie", date(2026, 6, 3), False)
    assert handoff.total == handoff.in_hand == Tally(5, 61)
    assert found.locales[0].in_hand == Tally(5, 61)
    held = {unit.source: unit.handoff for page in found.pages for unit in page.units}
    assert held.pop(GATES) == ""
    assert set(held.values()) == {"fr-marie-2026-06-01"}
    assert measured(site, "2026-06-04").handoffs[0].overdue


def test_what_was_translated_elsewhere_is_in_nobodys_hands(site) -> None:
    give(site)
    site.translate(2, {GARDEN: "Derrière la maison s'étend un jardin avec de vieux pommiers."})
    (handoff,) = measured(site).handoffs
    assert (handoff.total, handoff.in_hand) == (Tally(6, 62), Tally(5, 62 - 18))


def test_a_stale_text_that_is_edited_again_stays_in_hand(site) -> None:
    give(site, to="marie", only=frozenset({SegmentState.STALE}))
    site.post(1, html(DOORS.replace("doors", "windows")), title="The little book of post post-1")
    site.sync()
    (page,) = (page for page in measured(site).pages if page.key == "posts/1")
    assert [unit.handoff for unit in page.units] == ["fr-marie-2026-06-01"]


def test_a_new_text_that_is_edited_stays_in_hand(site) -> None:
    give(site, to="marie")
    site.post(2, html(GARDEN.replace("two benches", "three benches"), SHARE))
    site.sync()
    (page,) = (page for page in measured(site).pages if page.key == "posts/2")
    assert {unit.handoff for unit in page.units} == {"fr-marie-2026-06-01"}
    assert give(site)[0].total == Tally()


def test_a_paragraph_that_is_new_is_in_nobodys_hands(site) -> None:
    give(site, to="marie")
    cellar = "The cellar is cool and dark, and nobody knows who put the old piano there."
    site.post(2, html(GARDEN, SHARE, cellar))
    site.sync()
    assert sources(give(site)[1]) == [cellar]


def test_a_handoff_outlives_the_ledger(site) -> None:
    give(site, to="marie")
    for path in (site.root / ".calque").iterdir():
        path.unlink()
    assert [one.to for one in measured(site).handoffs] == ["marie"]


def test_a_cancelled_handoff_is_in_nobodys_hands_and_keeps_its_record(site) -> None:
    done, _ = give(site, to="marie")
    record = (site.root / done.record).read_bytes()
    assert cancel(site.site, done.ticket.id) == "locales/handoffs/closed/fr-marie-2026-06-01.po"
    assert (site.root / "locales/handoffs/closed/fr-marie-2026-06-01.po").read_bytes() == record
    assert measured(site).handoffs == ()
    assert give(site)[0].ticket.id == "fr-2026-06-01"
    with pytest.raises(ConfigError, match="no open handoff has this id"):
        cancel(site.site, done.ticket.id)


def test_a_record_that_cannot_be_read_is_told_and_stops_nothing(site) -> None:
    done, _ = give(site)
    (site.root / done.record).write_bytes(b'msgid "cut off')
    assert [finding.code for finding in measured(site).findings] == ["unreadable_handoff"]


def test_a_dry_run_counts_and_writes_nothing(site) -> None:
    before = site.files()
    done, catalog = give(site, dry_run=True)
    assert done.total.segments == 6
    assert (catalog, site.files()) == (None, before)


def test_a_sync_leaves_handoffs_alone(site) -> None:
    give(site)
    before = site.files()
    assert site.sync("2026-06-02").files == ()
    assert site.files() == before


def test_a_file_that_stands_is_not_overwritten(site) -> None:
    """It may be an earlier handoff that somebody has translated in its place."""
    path = site.root / "out.po"
    path.write_text("somebody's work")
    with pytest.raises(ConfigError, match="stands already, and may hold somebody's work"):
        hand_out(site.site, "fr", Wish(), output=path, now=now())
    assert path.read_text() == "somebody's work"
    assert not (site.root / "locales" / "handoffs").exists()


def test_a_file_that_cannot_be_written_records_nothing(site) -> None:
    (site.root / "file").write_text("x")
    with pytest.raises(Exception, match="cannot be written"):
        hand_out(site.site, "fr", Wish(), output=Path(site.root / "file" / "out.po"), now=now())
    assert not (site.root / "locales" / "handoffs").exists()
