"""A locale's memory as TMX: beside a handoff, to other programs, and back as suggestions."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from calque.errors import ConfigError
from calque.handoffs.tmx import TmxRow, read_tmx, write_tmx
from calque.handoffs.wishes import Wish
from calque.pipeline.translators.hand_out import hand_out
from calque.pipeline.translators.memory import export_memory, import_memory
from calque.po import read_catalog

NINE = "We open the doors of the house at nine in the morning."
GARDEN = 'Behind the house lies <a id="1">a garden</a> with old trees.'


def rows(path: Path) -> tuple[TmxRow, ...]:
    return read_tmx(path.read_bytes(), place=path.name, source="en", target="fr")


@pytest.fixture
def house(workspace):
    workspace.post(1, f'<p>{NINE}</p><p>Behind the house lies <a href="/g">a garden</a> with old trees.</p>')
    workspace.post(2, "<p>Another page that nobody translated.</p>")
    workspace.sync("2026-05-01")
    return workspace


def tmx(house, *texts: tuple[str, str]) -> Path:
    path = house.root / "brought.tmx"
    path.write_bytes(write_tmx([TmxRow(*row) for row in texts], source="en-US", target="fr-FR"))
    return path


def entry(house, source: str):
    found = read_catalog(house.catalog(1).read_bytes(), place="fr.po").entries
    return next(one for one in found if one.msgid == source)


def test_what_people_translated_goes_out_and_suggestions_do_not(house) -> None:
    house.translate(1, {NINE: "À neuf heures."})
    path = house.root / "out.tmx"
    count, findings = export_memory(house.site, "fr", path)
    assert (count, findings) == (1, ())
    assert rows(path) == (TmxRow(NINE, "À neuf heures."),)
    with pytest.raises(ConfigError, match="stands already"):
        export_memory(house.site, "fr", path)


def test_a_brought_memory_is_suggested_and_never_confirmed(house) -> None:
    house.configure((house.root / "calque.toml").read_text() + '[memory]\nfill = "exact"\n')
    done = import_memory(house.site, "fr", tmx(house, (NINE, "À neuf heures."), ("Elsewhere", "Ailleurs")))
    assert (done.taken, done.broken) == (2, 0)
    assert done.file.startswith("locales/memory/fr/brought-")
    house.sync("2026-05-02")
    found = entry(house, NINE)
    assert (found.msgstr, found.flags) == ("À neuf heures.", ["fuzzy"])
    assert found.tcomment == f"calque: memory 1.00 {Path(done.file).stem}"
    assert house.sync("2026-05-03").files == ()


def test_the_same_file_twice_is_kept_once_and_a_second_file_beside_it(house) -> None:
    first = import_memory(house.site, "fr", tmx(house, (NINE, "À neuf heures.")))
    assert import_memory(house.site, "fr", tmx(house, (NINE, "À neuf heures."))) == first
    second = import_memory(house.site, "fr", tmx(house, (NINE, "Dès neuf heures.")))
    assert second.file != first.file
    assert len([*(house.root / "locales" / "memory" / "fr").iterdir()]) == 2


def test_a_translation_that_would_break_the_page_is_left_out(house) -> None:
    done = import_memory(
        house.site, "fr", tmx(house, (GARDEN, 'Un jardin <a id="2">ici</a>'), (NINE, "Neuf"))
    )
    assert (done.taken, done.broken) == (1, 1)


def test_a_dry_run_and_a_memory_of_other_languages_write_nothing(house) -> None:
    assert import_memory(house.site, "fr", tmx(house, (NINE, "Neuf")), dry_run=True).taken == 1
    path = house.root / "other.tmx"
    path.write_bytes(write_tmx([TmxRow(NINE, "Um neun")], source="en", target="de"))
    assert import_memory(house.site, "fr", path).file == ""
    assert not (house.root / "locales" / "memory").exists()


def test_a_handoff_takes_the_memory_along(house) -> None:
    house.translate(1, {NINE: "À neuf heures."})
    out = house.root / "out.po"
    done = hand_out(
        house.site, "fr", Wish(), output=out, now=lambda: datetime(2026, 6, 1, tzinfo=UTC), memory=True
    )
    assert done.memory == str(house.root / "out.tmx")
    assert rows(house.root / "out.tmx") == (TmxRow(NINE, "À neuf heures."),)
