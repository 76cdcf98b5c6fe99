"""A full disk, folders that cannot be written, a translator who saves meanwhile: nothing is lost, and it is told."""

from collections.abc import Iterable
from pathlib import Path

import pytest

LASTING = {"mkdir", "open", "write", "execute", "commit"}


def kinds_of_operations(operations: Iterable[str]) -> dict[str, int]:
    """Return the first operation of each kind on catalogs, in the archive and elsewhere: `rename archive` → 30."""
    first: dict[str, int] = {}
    for number, operation in enumerate(operations, 1):
        kind, _, path = operation.partition(" ")
        folder = "archive" if "archive" in path else path.partition("/")[0]
        first.setdefault(f"{kind} {folder}", number)
    return first


def is_whole(midway, bench) -> bool:
    return not midway.foreign(bench) and midway.marks <= bench.marks() and not bench.leftovers()


def test_a_full_disk_loses_nothing_and_the_next_run_makes_up_for_it(midway, children, tmp_path: Path) -> None:
    """Half of what is written fits; where room is short for a moment, or for good."""
    seen = set()
    for operation, at in kinds_of_operations(midway.operations).items():
        bench = midway.before.copied(tmp_path / "site")
        fault = "full" if operation.split()[0] in LASTING else "full once"
        done = children.run(bench.root, fault, at=at)
        assert (done.code, "own" in done.error, "Traceback" in done.error) == (3, False, False), done.error
        assert is_whole(midway, bench), operation
        state = (*sorted(bench.files().items()), bench.memory())
        if state in seen:
            continue
        seen.add(state)
        bench.sync()
        assert bench.files() == midway.new, operation


@pytest.mark.parametrize("room", [0, 1200, 5000, 20_000])
def test_files_that_may_not_grow_stay_as_they_were(midway, children, tmp_path: Path, room: int) -> None:
    """The system's own limit: each write ends after so many bytes, in the ledger too."""
    bench = midway.before.copied(tmp_path / "site")
    done = children.run(bench.root, room=room)
    assert (done.code, "own" in done.error) == (3, False), done.error
    assert is_whole(midway, bench)
    bench.sync()
    assert bench.files() == midway.new


@pytest.mark.parametrize(
    "folder", ["locales/fr/LC_MESSAGES", "locales/archive/fr", "locales/templates", ".calque", "."]
)
def test_a_folder_that_cannot_be_written_is_named_and_the_others_go_on(
    midway, children, tmp_path: Path, folder: str
) -> None:
    bench = midway.before.copied(tmp_path / "site")
    closed = bench.root / folder
    closed.chmod(0o555)
    try:
        done = children.run(bench.root, bare=True)
        assert done.code == 3
        assert f"{closed.resolve()}" in done.error
        assert "cannot be written (Permission denied)" in done.error or "cannot be used" in done.error
        assert is_whole(midway, bench)
        if folder.startswith("locales/archive"):
            assert (
                bench.files()["de/LC_MESSAGES/post-3-post-3.po"]
                == midway.new["de/LC_MESSAGES/post-3-post-3.po"]
            )
    finally:
        closed.chmod(0o755)
    bench.sync()
    assert bench.files() == midway.new


def test_what_a_translator_saves_during_a_sync_is_kept_whenever_it_is(
    midway, children, tmp_path: Path
) -> None:
    """But between the last look at the file and its renaming, which no program can see into."""
    name = "fr/LC_MESSAGES/post-1-post-1.po"
    edited = midway.old[name].decode().replace("mktfr104x", "mktfr177x")
    marks = midway.marks - {"mktfr104x"} | {"mktfr177x"}
    for at, operation in enumerate(midway.operations, 1):
        concerns = "fr/" in operation and "post-1-post-1" in operation and "open" not in operation
        if (
            not (concerns or operation in {"commit", "rename report.html"})
            or operation == f"rename locales/{name}"
        ):
            continue
        bench = midway.before.copied(tmp_path / "site")
        children.run(bench.root, "saved", at=at, path=str(bench.root / "locales" / name), data=edited)
        assert marks <= bench.marks(), operation
        bench.sync()
        text = bench.files()[name].decode()
        assert ("mktfr177x" in text, "gates" in text) == (True, True), operation


def test_the_second_of_two_syncs_ends_at_once_and_touches_nothing(midway, children, tmp_path: Path) -> None:
    bench = midway.before.copied(tmp_path / "site")
    sign = tmp_path / "paused"
    at = midway.operations.index("rename locales/archive/fr/post-5-post-5.po") + 1
    first = children.start(bench.root, "paused", at=at, sign=str(sign))
    while not sign.exists():
        pass
    before = bench.files()
    second = children.run(bench.root)
    assert (second.code, bench.files()) == (4, before)
    assert "another sync holds the lock" in second.error
    sign.unlink()
    children.wait(first)
    assert bench.files() == midway.new
