"""What calque.toml says of some posts alone: a sync looks at those, and leaves what one of everything leaves."""

from collections.abc import Mapping
from datetime import UTC, datetime
from random import Random
from time import time_ns

import pytest

from calque.pipeline.status import status
from many_posts import CONFIG
from opened_files import files_opened
from twins import NOON, twin_of

TEXTS = (
    "We open the doors of the house at nine in the morning and close them in the evening.",
    "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs.",
    "Bring your children to the library on the first day of every month, when stories are read.",
)
FRENCH = (
    "Nous ouvrons les portes de la maison à neuf heures du matin et nous les fermons le soir.",
    "Derrière la maison se trouve un jardin avec de vieux pommiers, deux bancs et un étang plein de grenouilles.",
    "Amenez vos enfants à la bibliothèque le premier jour de chaque mois, quand on lit des histoires à tous.",
)
EDITED = datetime(2026, 5, 4, 8, tzinfo=UTC)
EXCLUDED = '[scope.de]\nexclude = ["posts/3"]\n'
YOUNG = "[scope.de]\nsince = 2026-05-02\n"


def waiver(number: int, day: str = "2026-05-04", more: str = "") -> str:
    return f'[[waive]]\npost = "posts/{number}"\nrevision = {day}\nby = "Editor"\non = 2026-05-06\n{more}'


DAYS: Mapping[str, tuple[str, ...]] = {
    "a waiver comes, changes and goes": (
        waiver(1),
        waiver(1, "2026-05-05"),
        waiver(1, more='locales = ["de"]\n'),
        "",
    ),
    "a waiver of another post": (waiver(1), waiver(2)),
    "a waiver that names no post": (waiver(9), waiver(9, "2026-05-05"), waiver(8) + waiver(1), waiver(1), ""),
    "two of a post, in another order": (
        waiver(1) + waiver(1, "2026-05-05"),
        waiver(1, "2026-05-05") + waiver(1),
    ),
    "a scope comes and goes": (EXCLUDED, EXCLUDED + waiver(1), YOUNG, YOUNG + waiver(3), ""),
    "a waiver beside a scope": (YOUNG, YOUNG + waiver(1), YOUNG + waiver(3), waiver(3)),
    "what concerns the report alone": (
        '[report]\nsince = "7d"\n',
        '[report]\nurl = "https://example.org/r/"\n',
        "",
    ),
}


@pytest.fixture
def site(workspace):
    """Four posts in French, of which the first two were edited afterwards, synced until nothing is open."""
    workspace.configure(CONFIG)
    for number in range(1, 5):
        write(workspace, number, TEXTS[number % 3], f"2026-05-0{number}T07:00:00")
    workspace.sync("2026-05-02")
    for number in range(1, 5):
        workspace.translate(number, {TEXTS[number % 3]: FRENCH[number % 3]})
    workspace.sync("2026-05-03")
    for number in (1, 2):
        write(
            workspace, number, TEXTS[number % 3].replace(" the ", " teh ", 1), f"{EDITED:%Y-%m-%dT%H:%M:%S}"
        )
    for _ in range(2):
        workspace.sync("2026-05-05")
    return workspace


def write(workspace, number: int, text: str, moment: str) -> None:
    workspace.post(number, f"<p>{text}</p>", slug=f"post-{number}0", modified_gmt=moment, date_gmt=moment)


@pytest.mark.parametrize("layout", ["post", "section", "site"])
@pytest.mark.parametrize("days", DAYS.values(), ids=DAYS)
def test_a_sync_leaves_what_one_of_everything_leaves(
    site, sync_twice, days: tuple[str, ...], layout: str
) -> None:
    catalogs = f'\n[catalogs]\nlayout = "{layout}"\n'
    site.configure(CONFIG + catalogs)
    for _ in range(2):
        site.sync("2026-05-06")
    for said in days:
        site.configure(f"{CONFIG}{catalogs}\n{said}")
        for _ in range(2):
            located = sync_twice(site, report=True)
            assert not located or (layout != "post" and "scope" in "".join(days))


@pytest.mark.parametrize("days", DAYS.values(), ids=DAYS)
def test_a_status_tells_it_at_once_and_the_sync_after_it_leaves_the_same(
    site, sync_twice, tmp_path_factory: pytest.TempPathFactory, days: tuple[str, ...]
) -> None:
    for said in days:
        site.configure(f"{CONFIG}\n{said}")
        twin = twin_of(site, tmp_path_factory.mktemp("twin"))
        told = []
        for one in (site, twin):
            found = status(one.site, now=lambda: NOON)
            told.append((found.posts, found.locales, list(found.pages), found.findings))
        assert told[0] == told[1]
        assert not sync_twice(site, report=True)


@pytest.mark.parametrize("seed", range(6))
def test_random_days_leave_what_a_sync_of_everything_leaves(site, sync_twice, seed: int) -> None:
    draw = Random(seed)  # noqa: S311 — no secret
    for day in range(5):
        said = draw.sample([waiver(1), waiver(2, "2026-06-02"), waiver(9), waiver(5)], draw.randrange(4))
        site.configure("\n".join((CONFIG, draw.choice(("", EXCLUDED, YOUNG)), *said)))
        if draw.random() < 0.5:
            number = draw.randint(1, 5)
            write(site, number, draw.choice(TEXTS), f"2026-05-{10 + day}T07:00:00")
        sync_twice(site, report=True)


@pytest.fixture
def old(site, monkeypatch: pytest.MonkeyPatch):
    """The site when its files are so old that their times tell that they are as they were."""
    monkeypatch.setattr("calque.pipeline.status.inputs.time_ns", lambda: time_ns() + 10**10)
    for _ in range(2):
        site.sync("2026-05-06")
    return site


def test_a_waiver_reads_the_files_of_its_post_alone(old) -> None:
    for said in (waiver(1), waiver(1, "2026-05-05"), ""):
        old.configure(f"{CONFIG}\n{said}")
        opened = files_opened(lambda: old.sync("2026-05-06"), below=old.root)
        assert {name for name in opened if name.startswith("posts/")} == {"posts/en-1.json"}
        catalogs = {name for name in opened if name.startswith("locales/")}
        assert catalogs
        assert all("/post-1-" in name for name in catalogs)


@pytest.mark.parametrize("said", [waiver(9), waiver(1), '[report]\nsince = "7d"\n'])
def test_what_stands_in_calque_toml_since_the_last_sync_has_nothing_read(old, said: str) -> None:
    old.configure(f"{CONFIG}\n{said}")
    old.sync("2026-05-06")
    opened = files_opened(lambda: old.sync("2026-05-06"), below=old.root)
    assert not {name for name in opened if name.startswith(("posts/", "locales/"))}
