"""Somebody saves a file of posts between the look at all files and the reading of that one."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from calque.pipeline.runner import InTurn
from calque.pipeline.status import status
from calque.pipeline.sync import sync

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
TEXTS = (
    "We open the doors of the house at nine in the morning and close them in the evening.",
    "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs.",
    "Whoever wants to borrow a ladder asks the neighbour with the red bicycle.",
)
FRENCH = "Nous ouvrons les portes de la maison à neuf heures du matin et nous les fermons le soir."
STEPS = ("sweep", "detect")

Save = Callable[[Any], Any]
SAVES: dict[str, Save] = {
    "text": lambda site: site.post(2, f"<p>{TEXTS[2]}</p>"),
    "date": lambda site: site.post(2, f"<p>{TEXTS[1]}</p>", modified_gmt="2026-05-01T10:00:00"),
    "draft": lambda site: site.post(2, f"<p>{TEXTS[1]}</p>", status="draft"),
    "gone": lambda site: (site.root / "posts" / "en-2.json").unlink(),
    "broken": lambda site: (site.root / "posts" / "en-2.json").write_text("{"),
}


@pytest.fixture
def site_of_two(workspace):
    """Two posts; a translator saved a catalog of the second one since the last sync."""
    for number in (1, 2):
        workspace.post(number, f"<p>{TEXTS[number - 1]}</p>")
    for _ in range(2):
        workspace.sync()
    workspace.translate(2, {TEXTS[1]: FRENCH})
    return workspace


def edit(site) -> None:
    site.post(1, f"<p>{TEXTS[0]} There is more.</p>")


def add(site) -> None:
    site.post(3, f"<p>{TEXTS[0]} And a third one.</p>")


def state(site) -> tuple[object, ...]:
    """Return what two syncs leave, when nobody saves anything any more."""
    for _ in range(2):
        done = sync(site.site, InTurn(), now=lambda: NOON, accept=("vanished",))
    rows = [(one.key, one.state, one.since, [unit.source for unit in one.units]) for one in done.status.pages]
    return rows, done.status.locales, site.files(), {one.code for one in done.status.findings}


@pytest.mark.parametrize("change", [edit, add])
@pytest.mark.parametrize("save", SAVES)
@pytest.mark.parametrize("at", STEPS)
def test_the_sync_goes_on_and_the_next_one_knows_the_file_as_it_was_saved(
    site_of_two, change: Save, save: str, at: str
) -> None:
    change(site_of_two)
    saves = [save]

    def watch(step: str, _done: int, _total: int) -> None:
        if step == at and saves:
            SAVES[saves.pop()](site_of_two)

    sync(site_of_two.site, InTurn(watch), now=lambda: NOON, accept=("vanished",))
    sync(site_of_two.site, InTurn(), now=lambda: NOON, accept=("vanished",))
    kept = state(site_of_two)
    delete_cache(site_of_two.root)
    assert state(site_of_two) == kept


def test_what_was_written_before_the_file_was_read_is_told(site_of_two) -> None:
    site_of_two.post(3, f"<p>{TEXTS[2]}</p>")
    site_of_two.sync()
    (site_of_two.root / "posts" / "en-3.json").unlink()
    site_of_two.sync(accept=("vanished",))
    site_of_two.translate(2, {TEXTS[1]: f"{FRENCH} Oui."})
    saves = ["text"]

    def watch(step: str, _done: int, _total: int) -> None:
        if step == "write" and saves:
            SAVES[saves.pop()](site_of_two)

    done = sync(site_of_two.site, InTurn(watch), now=lambda: NOON, accept=("vanished",))
    assert not saves
    assert [one.code for one in done.status.findings] == ["archived_post"]
    assert len([name for name in done.files if "post-3-" in name and "archive" in name]) == 1


@pytest.mark.parametrize("change", [edit, add])
@pytest.mark.parametrize("save", ["text", "draft"])
def test_a_status_says_it_as_it_was_saved(site_of_two, change: Save, save: str) -> None:
    change(site_of_two)
    saves = [save]

    def now() -> datetime:
        """Is asked for when all files were looked at."""
        if saves:
            SAVES[saves.pop()](site_of_two)
        return NOON

    site = site_of_two.site
    status(site, now=now)
    told = status(site, now=lambda: NOON)
    delete_cache(site_of_two.root)
    anew = status(site, now=lambda: NOON)
    assert (list(told.pages), told.locales, told.findings) == (list(anew.pages), anew.locales, anew.findings)


def test_a_file_that_is_saved_again_and_again_stops_nobody(site_of_two) -> None:
    add(site_of_two)
    numbers = iter(range(100))

    def watch(step: str, _done: int, _total: int) -> None:
        if step in ("sweep", "locate"):
            site_of_two.post(2, f"<p>{TEXTS[2]} Take {next(numbers)}.</p>")

    sync(site_of_two.site, InTurn(watch), now=lambda: NOON)
    kept = state(site_of_two)
    delete_cache(site_of_two.root)
    assert state(site_of_two) == kept


def delete_cache(root: Path) -> None:
    for path in (root / ".calque").glob("cache.sqlite*"):
        path.unlink()
