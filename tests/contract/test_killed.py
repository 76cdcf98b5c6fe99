"""A sync that is killed at any point: a file is old, merged or new, no word is lost, the next run makes up for it."""

from pathlib import Path

import pytest

KINDS = {"open", "write", "fsync", "rename", "remove", "mkdir", "chmod", "execute", "executemany", "commit"}


@pytest.fixture(scope="module", params=["midway", "relaid", "filled"])
def scene(request: pytest.FixtureRequest):
    """A sync that does all that one can do in a day, one that changes the layout, one in which memory fills a lot."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def album(scene, children, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it stands on the disk before each operation of a sync, and with half of what is written."""
    folder = tmp_path_factory.mktemp("album")
    bench = scene.before.copied(tmp_path_factory.mktemp("photographed") / "site")
    done = children.run(bench.root, "photographed", album=str(folder))
    assert done.trace == scene.operations, done.error
    return folder


def test_the_site_asks_a_sync_for_everything(midway) -> None:
    """Else the tests here would prove little."""
    assert {operation.split(" ")[0] for operation in midway.operations} == KINDS
    gone, new = midway.old.keys() - midway.new.keys(), midway.new.keys() - midway.old.keys()
    assert {name.partition("/")[0] for name in gone} == {"archive", "de", "fr", "templates"}
    assert {name.partition("/")[0] for name in new} == {"archive", "de", "fr", "quarantine", "templates"}
    assert {"archive/fr/post-1-post-1.entries.po", "quarantine/fr/post-6-post-6.entries.po"} <= new
    assert midway.old["fr/LC_MESSAGES/post-7-post-7.po"] == midway.new["fr/LC_MESSAGES/post-7-post-7.po"]


def test_memory_fills_catalogs_of_every_kind(filled) -> None:
    """One that is new, one that an edit merges, and one that there is no other work with."""
    stages = {
        number: [
            stage.get(f"fr/LC_MESSAGES/post-{number}-post-{number}.po")
            for stage in (filled.old, filled.merged, filled.new)
        ]
        for number in (3, 4, 5)
    }
    assert len({*stages[3]}) == len({*stages[5]}) == 3
    assert (stages[5][0], stages[4][0]) == (None, stages[4][1])
    assert stages[4][1] != stages[4][2]
    for _, _, new in stages.values():
        assert {b"# calque: memory 0." in new, b"# calque: filled from post-1-post-1 and 1 more" in new} == {
            True
        }


def test_at_every_moment_each_file_is_old_merged_or_new_and_each_word_stands_somewhere(
    scene, album: Path
) -> None:
    for photo in sorted(album.iterdir()):
        bench = scene.before.at(photo)
        assert scene.foreign(bench) == [], photo.name
        assert scene.marks - bench.marks() == set(), photo.name


def test_the_run_after_a_killed_one_ends_where_an_undisturbed_one_does(
    scene, album: Path, tmp_path: Path
) -> None:
    seen = set()
    for photo in sorted(album.iterdir()):
        bench = scene.before.at(photo)
        state = (*sorted(bench.files().items()), bool(bench.leftovers()), bench.memory())
        if state in seen:
            continue
        seen.add(state)
        bench = bench.copied(tmp_path / "site")
        bench.sync()
        assert bench.files() == scene.new, photo.name
        assert bench.leftovers() == []
    assert len(seen) > 12


def test_a_photograph_shows_what_a_kill_leaves(scene, album: Path, children, tmp_path: Path) -> None:
    """So that the two tests above are about kills."""
    names = sorted(path.name for path in album.iterdir())
    for name in names[:: len(names) // 8]:
        at, torn = int(name[:4]), name.endswith("torn")
        if scene.operations[at - 1].startswith("write") is not torn:
            continue
        bench = scene.before.copied(tmp_path / "site")
        assert children.run(bench.root, "killed", at=at).code == -9
        photo = scene.before.at(album / name)
        assert (bench.files(), bench.leftovers()) == (photo.files(), photo.leftovers()), name
