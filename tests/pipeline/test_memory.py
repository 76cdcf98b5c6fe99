"""What one catalog of a locale translates is suggested in the others: one sync fills all, a second writes nothing."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from calque.cache.database import open_cache
from calque.pipeline.runner import BATCH, InTurn
from calque.pipeline.sync import sync
from calque.po import is_fuzzy, origin_of, read_catalog

NINE = "We open the doors of the house at nine in the morning."
TEN = "We open the doors of the house at ten in the morning."
GARDEN = "Behind the house lies a garden with old apple trees and a pond."


def entry(workspace, number: int, source: str, locale: str = "fr"):
    catalog = read_catalog(workspace.catalog(number, locale).read_bytes(), place="fr.po")
    (found,) = (one for one in catalog.entries if one.msgid == source)
    return found


@pytest.fixture
def house(workspace):
    """Three posts; the first and the second share two texts, the third has one that is nearly the same."""
    workspace.post(1, f"<p>{NINE}</p><p>Read more</p>")
    workspace.post(2, f"<p>{NINE}</p><p>{GARDEN}</p><p>Read more</p>")
    workspace.post(3, f"<p>{TEN}</p>")
    workspace.sync("2026-05-01")
    return workspace


def test_a_translation_reaches_all_other_catalogs_in_one_sync(house, page_of) -> None:
    house.translate(1, {NINE: "À neuf heures.", "Read more": "Lire la suite"})
    done = house.sync("2026-05-02")
    for number, source, target in (
        (2, NINE, "À neuf heures."),
        (2, "Read more", "Lire la suite"),
        (3, TEN, "À neuf heures."),
    ):
        found = entry(house, number, source)
        assert (found.msgstr, is_fuzzy(found), origin_of(found).name) == (target, True, "memory")
        assert origin_of(found).place == "post-1-post-1"
    assert not entry(house, 2, GARDEN).msgstr
    assert done.changes["fr"]["memory"] == 3
    states = {unit.source: unit.state for unit in page_of(done, "posts/2").units}
    assert states[NINE] == "needs_review"
    again = house.sync("2026-05-03")
    assert again.files == ()


def test_a_missing_text_that_is_new_gets_what_stands_elsewhere(house) -> None:
    house.translate(1, {NINE: "À neuf heures."})
    house.sync("2026-05-02")
    house.post(4, f"<p>{NINE}</p>")
    house.sync("2026-05-03")
    assert entry(house, 4, NINE).msgstr == "À neuf heures."


def test_without_the_cache_the_same_is_filled(house) -> None:
    house.translate(1, {NINE: "À neuf heures.", "Read more": "Lire la suite"})
    (house.root / ".calque" / "cache.sqlite").unlink()
    house.sync("2026-05-02")
    assert entry(house, 2, "Read more").msgstr == "Lire la suite"


def test_a_catalog_that_a_sync_merged_is_not_read_once_more_for_the_memory(house) -> None:
    """Of one that a translator saved, and that was left as it is, nothing is at hand."""
    house.post(2, f"<p>{GARDEN}</p>")
    house.translate(1, {NINE: "À neuf heures."})
    read: dict[str, int] = {}
    runner = InTurn(lambda step, _done, total: read.update({step: total}))
    house.sync("2026-05-02", runner=runner)
    assert (read["renew"], read["index_texts"]) == (2, 1)
    assert entry(house, 3, TEN).msgstr == "À neuf heures."


def test_the_memory_has_a_catalog_as_a_translator_saved_it_after_it_was_written(house) -> None:
    done: list[str] = []

    def save(step: str, part: int, _total: int) -> None:
        if step == "write" and part and not done:
            done.append(step)
            house.translate(1, {NINE: "À neuf heures."})

    house.post(1, f"<p>{NINE}</p><p>{GARDEN}</p>")
    house.sync("2026-05-02", runner=InTurn(save))
    assert done
    assert entry(house, 2, NINE).msgstr == "À neuf heures."


def test_a_memory_row_touches_only_catalogs_where_its_text_is_missing(house) -> None:
    house.post(4, "<p>Children under twelve come with somebody who can carry them home.</p>")
    house.sync("2026-05-02")
    before = house.files()
    house.translate(1, {"Read more": "Lire la suite"})
    done = house.sync("2026-05-03")
    assert [name for name in done.files if name.endswith(".po")] == [
        "locales/fr/LC_MESSAGES/post-2-post-2.po"
    ]
    assert {name for name, data in house.files().items() if data != before[name]} == {
        "fr/LC_MESSAGES/post-1-post-1.po",
        "fr/LC_MESSAGES/post-2-post-2.po",
    }


def test_a_dry_run_tells_it_and_writes_nothing(house) -> None:
    house.translate(1, {NINE: "À neuf heures."})
    before = house.files()
    done = house.sync("2026-05-02", dry_run=True)
    assert house.files() == before
    assert {name for name in done.files if name.endswith(".po")} == {
        "locales/fr/LC_MESSAGES/post-2-post-2.po",
        "locales/fr/LC_MESSAGES/post-3-post-3.po",
    }
    assert house.sync("2026-05-02").files == done.files


def test_the_archive_is_remembered(house) -> None:
    house.translate(1, {"Read more": "Lire la suite"})
    house.configure((house.root / "calque.toml").read_text() + '[memory]\nfill = "off"\n')
    house.sync("2026-05-02")
    assert not entry(house, 2, "Read more").msgstr
    (house.root / "posts" / "en-1.json").unlink()
    for _ in range(2):
        house.sync("2026-05-03", accept=("vanished",))
    assert (house.root / "locales" / "archive" / "fr" / "post-1-post-1.po").exists()
    house.configure((house.root / "calque.toml").read_text().replace('"off"', '"review"'))
    house.sync("2026-05-04")
    assert entry(house, 2, "Read more").msgstr == "Lire la suite"


def test_what_two_catalogs_translate_alike_may_be_filled_in(house, page_of) -> None:
    house.configure((house.root / "calque.toml").read_text() + '[memory]\nfill = "exact"\n')
    house.translate(1, {"Read more": "Lire la suite"})
    house.translate(2, {"Read more": "Lire la suite"})
    house.sync("2026-05-02")
    house.post(4, f"<p>{GARDEN}</p><p>Read more</p>")
    done = house.sync("2026-05-03")
    states = {unit.source: unit.state for unit in page_of(done, "posts/4").units}
    assert "Read more" not in states  # a page tells only what is left to do
    assert "# calque: filled from post-1-post-1 and 1 more" in house.catalog(4).read_text()
    assert house.sync("2026-05-04").files == ()


def test_a_suggestion_that_somebody_emptied_stays_empty(house) -> None:
    house.translate(1, {"Read more": "Lire la suite"})
    house.sync("2026-05-02")
    house.translate(2, {})
    path = house.catalog(2)
    text = path.read_text()
    start = text.index("# calque: memory")
    path.write_text(
        text[:start]
        + text[start:]
        .replace("#, fuzzy\n", "")
        .replace('#| msgid "Read more"\n', "")
        .replace('"Lire la suite"', '""')
    )
    done = house.sync("2026-05-03")
    assert not entry(house, 2, "Read more").msgstr
    assert not done.status.findings


def test_a_live_page_replaces_a_suggestion_without_a_conflict(house) -> None:
    house.configure((house.root / "calque.toml").read_text().replace('truth = "po"\n', ""))
    house.translate(1, {"Read more": "Lire la suite"})
    house.sync("2026-05-02")
    assert is_fuzzy(entry(house, 2, "Read more"))
    live = house.post(
        102,
        "<p>Nous ouvrons les portes de la maison à neuf heures du matin.</p>"
        "<p>Derrière la maison se trouve un jardin avec de vieux pommiers et un étang.</p><p>Continuer</p>",
        locale="fr",
        slug="post-2",
    )
    row = json.loads(live.read_bytes()) | {"translations": {"en": 2}, "lang": "fr"}
    live.write_text(json.dumps(row))
    done = house.sync("2026-05-03")
    found = entry(house, 2, "Read more")
    assert (found.msgstr, is_fuzzy(found)) == ("Continuer", False)
    assert not [one for one in done.status.findings if one.code == "conflict"]


def test_the_cache_knows_the_texts_of_each_catalog(house) -> None:
    house.translate(1, {NINE: "À neuf heures."})
    house.sync("2026-05-02")
    cache = open_cache(house.root, wait=False)
    try:
        (row,) = cache.memory.rows_in("locales/fr/LC_MESSAGES/post-1-post-1.po")
        assert (row.source, row.target) == (NINE, "À neuf heures.")
        missing = cache.memory.missing_for("fr", GARDEN)
        assert ("locales/fr/LC_MESSAGES/post-2-post-2.po", GARDEN) in {
            (one.path, one.text.source) for one in missing
        }
    finally:
        cache.close()


def test_what_memory_fills_is_written_a_batch_at_a_time(workspace) -> None:
    """A site of any size fits into memory; else all catalogs that are filled would be held at once."""
    posts = BATCH + 2
    for number in range(1, posts + 1):
        workspace.post(number, "<p>The door is open to everybody all day long.</p>", title="")
    workspace.sync()
    workspace.translate(1, {"The door is open to everybody all day long.": "La porte est ouverte à tous."})
    written: list[int] = []

    class Watched(InTurn):
        def run(self, step: Any, /, *args: Any, **kwargs: Any) -> Any:
            if step.__name__ == "write":
                written.append(len(args[1]))
            return super().run(step, *args, **kwargs)

    sync(workspace.site, Watched(), now=lambda: datetime(2026, 6, 2, 12, tzinfo=UTC))
    filled = [path for path, data in workspace.files().items() if b"La porte" in data]
    assert len(filled) == posts
    assert sum(written) >= posts - 1
    assert max(written) <= BATCH
