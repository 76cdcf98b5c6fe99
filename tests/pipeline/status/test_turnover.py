"""A post that comes or goes and is nothing to any other: the sync reads it alone, and leaves what one of all leaves."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from calque.pipeline.status import status

TEXTS = (
    "We open the doors of the house at nine in the morning and close them in the evening.",
    "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs.",
    "Bring your children to the library on the first day of every month, when stories are read.",
)
FRENCH = "Nous ouvrons les portes de la maison à neuf heures du matin et nous les fermons le soir."
BLOCK = '<div class="share"><a href="https://a.example/share">Tweet</a> <a href="https://b.example/">Mail</a></div>'
AS_PAGE = {"type": "page", "_links": {"self": [{"href": "https://example.org/wp-json/wp/v2/pages/9"}]}}


@pytest.fixture
def site(workspace):
    """Ten posts, synced until nothing is open."""
    for number in range(1, 11):
        write(workspace, number, TEXTS[number % 3])
    for _ in range(2):
        workspace.sync()
    return workspace


def write(workspace, number: int, text: str, more: str = "", **fields: Any) -> None:
    """Write a post; of slugs that end in one digit WordPress may have added that."""
    workspace.post(number, f"<p>{text}</p>{more}", **{"slug": f"post-{number}0", **fields})


def came(workspace) -> None:
    write(workspace, 19, TEXTS[0])


def went(workspace) -> None:
    (workspace.root / "posts" / "en-4.json").unlink()


def came_and_went(workspace) -> None:
    came(workspace)
    went(workspace)


def came_beside_an_edit(workspace) -> None:
    came(workspace)
    write(workspace, 1, f"{TEXTS[1]} There is more.")


@pytest.mark.parametrize(
    "happens", [came, went, came_and_went, came_beside_an_edit], ids=lambda one: one.__name__
)
def test_the_rest_of_the_site_is_left_alone(site, sync_twice, happens: Callable[..., None]) -> None:
    happens(site)
    for _ in range(4):
        assert sync_twice(site) <= 1


@pytest.mark.parametrize("happens", [came, went, came_beside_an_edit], ids=lambda one: one.__name__)
def test_a_status_tells_what_one_of_all_pages_tells(
    site, tmp_path_factory, happens: Callable[..., None]
) -> None:
    happens(site)
    twin = type(site)(tmp_path_factory.mktemp("twin"))
    shutil.copytree(site.root, twin.root, dirs_exist_ok=True)
    for path in (twin.root / ".calque").glob("cache.sqlite*"):
        path.unlink()
    told = []
    for one in (site, twin):
        found = status(one.site, now=lambda: datetime(2026, 6, 1, 12, tzinfo=UTC))
        told.append((found.posts, found.locales, list(found.pages), found.findings))
    assert told[0] == told[1]


def test_a_post_that_was_missed_is_found_again(site, sync_twice) -> None:
    kept = (site.root / "posts" / "en-4.json").read_bytes()
    went(site)
    sync_twice(site)
    (site.root / "posts" / "en-4.json").write_bytes(kept)
    for _ in range(2):
        sync_twice(site)


def test_a_post_that_comes_back_has_its_translation(site, sync_twice) -> None:
    kept = (site.root / "posts" / "en-4.json").read_bytes()
    site.translate(4, {TEXTS[1]: FRENCH})
    site.sync()
    went(site)
    for _ in range(3):
        sync_twice(site)
    (site.root / "posts" / "en-4.json").write_bytes(kept)
    assert sync_twice(site) <= 1
    assert FRENCH in site.catalog(4).read_text(encoding="utf-8").replace('"\n"', "")


def test_what_a_status_saw_first_is_looked_for_among_all_pages(site, sync_twice) -> None:
    came_and_went(site)
    status(site.site, now=lambda: datetime(2026, 6, 1, 12, tzinfo=UTC))
    assert sync_twice(site) == 10


TOUCHING: dict[str, Callable[..., object]] = {
    "the path of another": lambda site: write(site, 19, TEXTS[0], slug="post-30"),
    "a translation": lambda site: write(site, 3, FRENCH, locale="fr"),
    "another language": lambda site: write(site, 19, FRENCH),
    "a draft": lambda site: write(site, 19, TEXTS[0], status="draft"),
    "another type": lambda site: (
        went(site),
        write(site, 4, TEXTS[1], file="page.json", **AS_PAGE),
    ),
    "another file": lambda site: (site.root / "posts" / "en-4.json").rename(
        site.root / "posts" / "en-5x.json"
    ),
    "a file that cannot be read": lambda site: (site.root / "posts" / "en-19.json").write_text("{"),
}


@pytest.mark.parametrize("happens", TOUCHING.values(), ids=TOUCHING)
def test_what_may_touch_other_pages_has_all_of_them_looked_at(site, sync_twice, happens) -> None:
    happens(site)
    for _ in range(3):
        sync_twice(site)


def test_where_a_page_stands_alone_any_post_may_be_its_source(site, sync_twice) -> None:
    write(site, 18, FRENCH, locale="fr", slug="porte")
    for _ in range(3):
        site.sync()
    came(site)
    assert sync_twice(site) == 12


@pytest.mark.parametrize("posts", [4, 5, 6])
def test_a_block_that_begins_to_recur_or_does_no_more_is_noticed(workspace, sync_twice, posts: int) -> None:
    """Four in five of at least five posts have it: any of these numbers is near that."""
    for number in range(1, posts + 1):
        write(workspace, number, TEXTS[number % 3], BLOCK if number > 1 else "")
    for _ in range(2):
        workspace.sync()
    for number in (11, 12, 13):
        write(workspace, number, TEXTS[0], BLOCK if number % 2 else "")
        sync_twice(workspace)
    for number in (2, 3, 4):
        (workspace.root / "posts" / f"en-{number}.json").unlink()
        sync_twice(workspace)


@pytest.mark.parametrize("seed", range(8))
def test_random_days_leave_what_a_sync_of_everything_leaves(site, sync_twice, seed: int) -> None:
    draw = Random(seed)  # noqa: S311 — no secret
    for _ in range(5):
        for _ in range(draw.choice((0, 1, 1, 2))):
            number, is_french = draw.randint(1, 14), draw.random() < 0.15
            path = Path(site.root / "posts" / f"{'fr' if is_french else 'en'}-{number}.json")
            if path.exists() and draw.random() < 0.5:
                path.unlink()
            elif is_french:
                write(site, number, FRENCH, locale="fr")
            else:
                slug = draw.choice((f"post-{number}0", f"post-{number}0", "post-20"))
                write(site, number, draw.choice(TEXTS), draw.choice(("", "", BLOCK)), slug=slug)
        sync_twice(site)


TRANSLATED = (
    FRENCH,
    "Derrière la maison se trouve un jardin avec de vieux pommiers, deux bancs et un étang plein de grenouilles.",
    "Amenez vos enfants à la bibliothèque le premier jour de chaque mois, quand on lit des histoires à tous.",
)
LINKS = ("", "", '<p>See <a href="/post-30/">the third page</a> for it.</p>', BLOCK)
CONFIG = """\
[site]
name = "example"
url = "https://example.org"
source = "en"
posts = ["posts/*.json"]

[locales.fr]
prefix = "fr"
truth = "site"

[locales.de]
prefix = "de"
truth = "po"
"""
FURTHER = (
    "",
    "",
    '[[waive]]\npost = "posts/4"\nrevision = 2026-01-01\nby = "Ann"\non = 2026-01-01\n',
    '[pairs]\n"posts/5" = { fr = "posts/104" }\n',
    '[locales.it]\nprefix = "it"\ntruth = "site"\n',
    '[scope.de]\ncategories = [3]\nexclude = ["posts/3", "/post-70/"]\n',
)
"""What else calque.toml says, on any day."""


def edit_either_side(site, draw: Random) -> None:
    """Add, change or remove a post or its translation, which is a post of its own."""
    number = draw.randint(1, 14)
    if draw.random() < 0.4:
        path, links = site.root / "posts" / f"fr-{number + 100}.json", draw.random() < 0.7
        slug = f"livre-{number}0" if links else f"post-{number}0"
        more: dict[str, Any] = {"lang": "fr"} | ({"translations": {"en": number}} if links else {})
        new = (number + 100, TRANSLATED[number % 3], draw.choice(LINKS))
        options = {"locale": "fr", "slug": slug, **more}
    else:
        path = site.root / "posts" / f"en-{number}.json"
        new = (number, draw.choice(TEXTS), draw.choice(LINKS))
        options = {
            "slug": draw.choice((f"post-{number}0",) * 4 + ("post-30",)),
            "status": draw.choice(("publish",) * 5 + ("draft",)),
            "categories": [draw.choice((3, 3, 4))],
        }
    if path.exists() and draw.random() < 0.6:
        path.unlink()
    else:
        write(site, *new, **options)


@pytest.mark.parametrize("seed", range(6))
def test_random_days_of_a_site_whose_translations_are_posts(workspace, sync_twice, seed: int) -> None:
    """With other keys in calque.toml on some days, and a status that looked before the sync on others."""
    draw = Random(seed)  # noqa: S311 — no secret
    workspace.configure(CONFIG)
    for number in range(1, 11):
        write(workspace, number, TEXTS[number % 3], draw.choice(LINKS), categories=[3])
        if draw.random() < 0.5:
            links = {"lang": "fr", "translations": {"en": number}}
            write(
                workspace, number + 100, TRANSLATED[number % 3], locale="fr", slug=f"livre-{number}0", **links
            )
    for _ in range(2):
        workspace.sync()
    for _ in range(6):
        for _ in range(draw.choice((0, 0, 1, 1, 2))):
            edit_either_side(workspace, draw)
        if draw.random() < 0.15:
            workspace.configure(CONFIG + draw.choice(FURTHER))
        if draw.random() < 0.2:
            status(workspace.site, now=lambda: datetime(2026, 6, 1, 12, tzinfo=UTC))
        sync_twice(workspace, dry_run=draw.random() < 0.15)


@pytest.fixture
def shared(workspace):
    """Ten posts with the same block below each; seven of them have a translation, which is a post of its own."""
    workspace.configure(CONFIG)
    for number in range(1, 11):
        write(workspace, number, TEXTS[number % 3], BLOCK)
        if number < 8:
            translated(workspace, number)
    for _ in range(2):
        workspace.sync()
    return workspace


def translated(workspace, number: int, more: str = BLOCK) -> None:
    links = {"lang": "fr", "translations": {"en": number}}
    own = {"locale": "fr", "slug": f"livre-{number}0", **links}
    write(workspace, number + 100, TRANSLATED[number % 3], more, **own)


def unlink(workspace, name: str) -> None:
    (workspace.root / "posts" / f"{name}.json").unlink()


ALONE: dict[str, Callable[..., object]] = {
    "a post that came": lambda site: write(site, 19, TEXTS[0], BLOCK),
    "a post that came without the block": lambda site: write(site, 19, TEXTS[0]),
    "a post that went": lambda site: unlink(site, "en-9"),
    "a translation that came": lambda site: translated(site, 9),
    "a translation that went": lambda site: unlink(site, "fr-104"),
    "a pair that came": lambda site: (write(site, 19, TEXTS[0], BLOCK), translated(site, 19)),
    "a pair that went": lambda site: (unlink(site, "en-4"), unlink(site, "fr-104")),
    "another title": lambda site: write(site, 9, TEXTS[0], BLOCK, title="Something else"),
    "another slug": lambda site: write(site, 4, TEXTS[1], BLOCK, slug="elsewhere"),
    "a draft": lambda site: write(site, 9, TEXTS[0], BLOCK, status="draft"),
    "a block that is no more": lambda site: write(site, 9, TEXTS[0]),
}


@pytest.mark.parametrize("happens", ALONE.values(), ids=ALONE)
def test_what_shares_names_is_looked_at_alone(shared, sync_twice, happens) -> None:
    happens(shared)
    for _ in range(3):
        assert sync_twice(shared) <= 2


def test_of_a_catalog_a_year_its_posts_are_looked_at_alone(workspace, sync_twice) -> None:
    workspace.configure(f'{CONFIG}\n[catalogs]\nlayout = "section"\n')
    for number in range(1, 11):
        year = 2024 + number % 2
        write(workspace, number, TEXTS[number % 3], date_gmt=f"{year}-01-01T10:00:00")
    for _ in range(2):
        workspace.sync()
    write(workspace, 19, TEXTS[0], date_gmt="2024-01-01T10:00:00")
    assert sync_twice(workspace) <= 1
    unlink(workspace, "en-3")
    for _ in range(3):
        assert sync_twice(workspace) <= 1
    write(workspace, 4, TEXTS[1], date_gmt="2025-01-01T10:00:00")
    for _ in range(2):
        sync_twice(workspace)


def test_a_title_that_comes_or_goes_is_noticed_where_a_block_links_to_it(workspace, sync_twice) -> None:
    """A plugin's block below each post links to two others by their titles; one of them is of no post yet."""
    titles = ("Ink", "Wool", "Glass", "Rope", "Paper", "Salt", "Honey")
    named = '<section class="relatedly"><a href="/x/">{}</a> <a href="/y/">{}</a></section>'
    for number, title in enumerate(titles, start=1):
        others = ("Bread" if number == 3 else titles[number % 7], titles[(number + 1) % 7])
        write(workspace, number, TEXTS[number % 3], named.format(*others), title=title)
    for _ in range(2):
        workspace.sync()
    catalog = workspace.root / "locales" / "templates" / "post-3-post-30.pot"
    assert "Bread" in catalog.read_text(encoding="utf-8")
    write(workspace, 19, TEXTS[0], named.format("Ink", "Wool"), title="Bread")
    assert sync_twice(workspace) == 2
    assert "Bread" not in catalog.read_text(encoding="utf-8")
    unlink(workspace, "en-19")
    assert sync_twice(workspace) == 1
    assert "Bread" in catalog.read_text(encoding="utf-8")
    for _ in range(2):
        sync_twice(workspace)
