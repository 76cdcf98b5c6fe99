"""An import that is killed, or has no room, at any point: no word is lost, and importing again makes up for it."""

import re
from pathlib import Path

import pytest

from calque.po import altered, read_catalog, write_catalog

TEXTS = (
    "We open the doors of house {} at nine in the morning and close them in the evening.",
    "Behind house {} lies a garden with old apple trees, two benches and a pond full of frogs.",
)


@pytest.fixture(scope="module")
def returned(midway, children, tmp_path_factory: pytest.TempPathFactory):
    """A site to which a translator's file came back: new texts, a stale one, and what a colleague did meanwhile."""
    bench = midway.before.at(tmp_path_factory.mktemp("returned"))
    bench.configure()
    for number in (1, 2, 3):
        bench.post(number, *(text.format(number) for text in TEXTS))
    bench.sync()
    bench.translate(1)
    bench.post(1, TEXTS[0].format(1).replace("doors", "gates"), TEXTS[1].format(1))
    bench.sync()
    given = children.run(bench.root, "none", "handoff", "-o", "back.po")
    assert given.code == 0, given.error
    back = bench.root / "back.po"
    catalog = read_catalog(back.read_bytes(), place="back.po")
    answers = {
        index: altered(
            entry, msgstr=f"La réponse mktbk{index:03}x du traducteur.", flags=(), previous_msgid=None
        )
        for index, entry in enumerate(catalog.entries)
    }
    text = write_catalog(catalog.with_entries(answers)).decode()
    back.write_text(re.sub(r"PO-Revision-Date: [^\\]*", "PO-Revision-Date: 2026-06-07 18:20+0200", text))
    bench.translate(3)
    return bench


@pytest.fixture(scope="module")
def undisturbed(returned, children, tmp_path_factory: pytest.TempPathFactory):
    """What the import makes of it, and what it does to the disk."""
    bench = returned.copied(tmp_path_factory.mktemp("undisturbed") / "site")
    done = children.run(bench.root, "none", "import", "back.po")
    assert done.code == 0, done.error
    return bench, done.trace


def test_the_file_asks_an_import_for_everything(returned, undisturbed) -> None:
    """Else the tests here would prove little."""
    bench, operations = undisturbed
    old, new = returned.files(), bench.files()
    assert {name.partition("/")[0] for name in new.keys() - old.keys()} == {"archive", "handoffs"}
    assert [name for name in old if name not in new] == [name for name in old if name.startswith("handoffs/")]
    assert b"calque: conflict with" in new["fr/LC_MESSAGES/post-3-post-3.po"]
    assert returned.marks() | {"mktbk000x"} <= bench.marks()
    assert len(operations) > 20


def test_wherever_it_is_killed_each_file_is_old_or_new_and_importing_again_ends_alike(
    returned, undisturbed, children, tmp_path: Path
) -> None:
    new, operations = undisturbed[0].files(), undisturbed[1]
    old = returned.files()
    for at in range(1, len(operations) + 1):
        bench = returned.copied(tmp_path / "site")
        assert children.run(bench.root, "killed", "import", "back.po", at=at).code == -9
        for name, data in bench.files().items():
            assert data in (old.get(name), new.get(name)), f"{operations[at - 1]}: {name}"
        assert returned.marks() <= bench.marks(), operations[at - 1]
        done = children.run(bench.root, "none", "import", "back.po")
        assert done.code == 0, done.error
        assert bench.files() == new, operations[at - 1]


def test_on_a_full_disk_nothing_is_lost_and_it_is_told(
    returned, undisturbed, children, tmp_path: Path
) -> None:
    for at, operation in enumerate(undisturbed[1], 1):
        if not operation.startswith("write locales"):
            continue
        bench = returned.copied(tmp_path / "site")
        done = children.run(bench.root, "full", "import", "back.po", at=at)
        assert (done.code, "Traceback" in done.error) == (3, False), done.error
        assert returned.marks() <= bench.marks()
        assert children.run(bench.root, "none", "import", "back.po").code == 0
        assert bench.files() == undisturbed[0].files(), operation
