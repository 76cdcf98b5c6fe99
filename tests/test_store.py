"""Files are written whole or not at all, and never over somebody's edit."""

import errno
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.errors import BusyError, CalqueError, CatalogError
from calque.store import (
    Shelf,
    Staged,
    locked,
    read_bytes,
    rehearsal,
    sweep_leftovers,
    write_atomic,
    write_sets,
    written_now,
)


def test_write_sets_writes_all_files_and_leaves_nothing_else(tmp_path: Path) -> None:
    one, two = tmp_path / "fr" / "a.po", tmp_path / "de" / "a.po"
    assert write_sets([Staged(one, b"un", None), Staged(two, b"eins", None)]) == ()
    assert (one.read_bytes(), two.read_bytes()) == (b"un", b"eins")
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["a.po", "a.po"]


def test_a_file_saved_meanwhile_is_left_and_named(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"as the translator saved it")
    assert write_sets([Staged(path, b"merged", b"as it was read")]) == (path,)
    assert path.read_bytes() == b"as the translator saved it"
    assert list(tmp_path.iterdir()) == [path]


def test_equal_bytes_are_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"same")
    before = path.stat()
    write_sets([Staged(path, b"same", b"same")])
    assert not write_atomic(path, b"same")
    after = path.stat()  # not compared as a whole: reading may set the time of the last reading
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_write_sets_deletes_what_shall_not_be(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    write_sets([Staged(path, None, b"old")])
    assert not path.exists()


def test_the_rights_of_a_file_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomic(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_and_the_file_that_it_names_is_written(tmp_path: Path) -> None:
    """Translators' files may live in another checkout, with links to them here."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "here").mkdir()
    file, link = tmp_path / "elsewhere" / "fr.po", tmp_path / "here" / "a.po"
    file.write_bytes(b"old")
    link.symlink_to("../elsewhere/fr.po")
    assert write_sets([Staged(link, b"new", b"old")]) == ()
    assert (link.is_symlink(), file.read_bytes()) == (True, b"new")
    write_atomic(link, b"newer")
    assert (link.is_symlink(), file.read_bytes()) == (True, b"newer")
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == ["a.po", "fr.po"]


def test_what_was_staged_beside_the_file_that_a_link_names_is_swept_too(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "here").mkdir()
    left = tmp_path / "elsewhere" / ".fr.po.calque-new"
    left.write_bytes(b"half")
    (tmp_path / "here" / "a.po").symlink_to("../elsewhere/fr.po")
    assert sweep_leftovers(tmp_path / "here") == 1
    assert not left.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_file_that_root_writes_keeps_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    os.chown(path, 1234, 2345)
    write_atomic(path, b"new")
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)


def test_of_a_set_with_a_file_saved_meanwhile_nothing_more_is_written(tmp_path: Path) -> None:
    """What it gives up stands nowhere else; the other sets go on."""
    saved, after, other = tmp_path / "a.po", tmp_path / "b.po", tmp_path / "c.po"
    for path in (saved, after, other):
        path.write_bytes(b"old")
    files = [Staged(after, b"new", b"old"), Staged(saved, b"new", b"as it was read", receives=True)]
    assert write_sets(files, [Staged(other, b"new", b"old")]) == (saved,)
    assert (saved.read_bytes(), after.read_bytes(), other.read_bytes()) == (b"old", b"old", b"new")


def test_a_place_that_is_no_folder_writes_none_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"in the way")
    good = tmp_path / "good.po"
    with pytest.raises(CalqueError, match="cannot be written"):
        write_sets([Staged(good, b"new", None), Staged(tmp_path / "file" / "bad.po", b"new", None)])
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("count", [1, 20])
def test_a_disk_that_takes_not_all_files_gets_none_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """What a program has written may turn out to have no room when the disk is asked to make it safe."""
    real = os.fsync

    def full(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").readlink().name.startswith(".last.po"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    names = [*(f"{number}.po" for number in range(count - 1)), "last.po"]
    with pytest.raises(CalqueError, match=r"last\.po: cannot be written \(No space left on device\)"):
        write_sets([Staged(tmp_path / name, b"new", None) for name in names])
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_deleted_where_a_file_of_the_set_was_saved_meanwhile(tmp_path: Path) -> None:
    """A catalog that comes back from the archive: the only copy stays until it stands in its place."""
    archived, path = tmp_path / "archive" / "a.po", tmp_path / "a.po"
    archived.parent.mkdir()
    archived.write_bytes(b"kept")
    path.write_bytes(b"somebody else's")
    files = [Staged(archived, None, b"kept"), Staged(path, b"kept, merged", None)]
    assert write_sets(files) == (path,)
    assert (archived.read_bytes(), path.read_bytes()) == (b"kept", b"somebody else's")


def test_a_file_that_cannot_be_read_is_told_and_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "a.po").mkdir()
    with pytest.raises(CatalogError, match=r"a\.po: cannot be read"):
        write_sets([Staged(tmp_path / "a.po", b"new", None)])
    assert [path.name for path in tmp_path.iterdir()] == ["a.po"]


def test_a_lock_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / ".calque" / "lock").mkdir(parents=True)
    with pytest.raises(CalqueError, match="lock: cannot be written"), locked(tmp_path):
        pass


def test_leftovers_of_a_killed_run_are_swept(tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / ".a.po.calque-new").write_bytes(b"half")
    (tmp_path / "fr" / "a.po").write_bytes(b"whole")
    assert sweep_leftovers(tmp_path) == 1
    assert [path.name for path in (tmp_path / "fr").iterdir()] == ["a.po"]


def test_the_second_of_two_syncs_ends_at_once(tmp_path: Path) -> None:
    holder = (
        "import sys, pathlib\nfrom calque.store import locked\n"
        f"with locked(pathlib.Path({str(tmp_path)!r})):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        start = time.monotonic()
        with (
            pytest.raises(BusyError, match="lock: another sync holds the lock, or another command; try"),
            locked(tmp_path),
        ):
            pass
        assert time.monotonic() - start < 5
        other.kill()
    with locked(tmp_path):
        pass  # a killed holder's lock is free


def test_a_rehearsal_shows_the_workspace_and_takes_what_is_written_for_itself(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    for folder in (root / "deep/locales/fr", root / "deep/other", root / "posts", elsewhere):
        folder.mkdir(parents=True)
    (root / "posts" / "1.json").write_bytes(b"a post")
    (root / "deep/locales/fr/own.po").write_bytes(b"own")
    (elsewhere / "fr.po").write_bytes(b"linked")
    (root / "deep/locales/fr/linked.po").symlink_to(elsewhere / "fr.po")
    (root / "deep/locales/de").symlink_to(elsewhere)
    (root / "deep/locales/fr/circle").symlink_to(root / "deep/locales")
    (root / "deep/locales/fr/broken.po").symlink_to("nowhere.po")
    os.mkfifo(root / "deep/locales/fr/pipe.po")

    def stand() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    before = stand()
    with rehearsal(root, "deep/locales") as copy:
        assert (copy / "posts" / "1.json").read_bytes() == b"a post"
        for name, data in (("fr/own.po", b"own"), ("fr/linked.po", b"linked"), ("de/fr.po", b"linked")):
            path = copy / "deep/locales" / name
            assert path.read_bytes() == data
            write_sets([Staged(path, b"written", data)])
            assert path.read_bytes() == b"written"
        for name, why in (("broken", "a link to a file that is not there"), ("pipe", "a named pipe")):
            with pytest.raises(CatalogError, match=why):
                read_bytes(copy / "deep/locales/fr" / f"{name}.po")
        assert stand() == before
    assert not copy.exists()
    assert stand() == before


_CHANGES = st.lists(st.tuples(st.sampled_from(["put", "get", "drop"]), st.integers(0, 9), st.text()))


@given(changes=_CHANGES, held=st.integers(1, 4))
def test_a_shelf_is_a_mapping_whatever_it_holds_in_memory(
    changes: list[tuple[str, int, str]], held: int
) -> None:
    """It says of each key what was put there last; what it holds and what waits in its file cannot be told apart."""
    shelf, expected = Shelf[int, str](held=held), dict[int, str]()
    for change, key, value in changes:
        if change == "put":
            shelf[key] = expected[key] = value
        elif change == "drop":
            assert shelf.pop(key, None) == expected.pop(key, None)
        else:
            assert shelf.get(key) == expected.get(key)
    assert dict(shelf) == expected
    assert len(shelf) == len(expected)


class _Counted:
    """A value that is counted as long as it is in memory."""

    alive = 0

    def __init__(self) -> None:
        type(self).alive += 1

    def __del__(self) -> None:
        type(self).alive -= 1

    def __setstate__(self, state: object) -> None:
        type(self).alive += 1


def test_a_shelf_holds_the_values_asked_for_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    shelf = Shelf[int, _Counted](held=3)
    shelf.update((number, _Counted()) for number in range(100))
    assert _Counted.alive == 3
    assert all(isinstance(value, _Counted) for value in shelf.values())
    assert _Counted.alive <= 4
    assert list(tmp_path.iterdir()) == []  # the file has no name


def test_a_machine_without_a_folder_for_temporary_files_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: ["/nonexistent"])
    shelf = Shelf[int, str](held=1)
    shelf[1] = "one"
    with pytest.raises(CalqueError, match=r"TMPDIR: cannot be written.*No usable temporary directory"):
        shelf[2] = "two"


def test_a_disk_that_is_full_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    full = Path("/dev/full").open("w+b", buffering=0)  # noqa: SIM115 — the shelf closes it
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda: full)
    shelf = Shelf[int, str](held=1)
    shelf[1] = "one"
    with pytest.raises(CalqueError, match="No space left on device"):
        shelf[2] = "two"


def test_the_clock_of_a_file_system_goes_on_and_leaves_nothing(tmp_path: Path) -> None:
    before = written_now(tmp_path / "clock")
    time.sleep(0.05)
    after = written_now(tmp_path / "clock")
    assert before is not None
    assert after is not None
    assert before < after
    assert not list(tmp_path.iterdir())
    assert written_now(tmp_path / "none" / "clock") is None
