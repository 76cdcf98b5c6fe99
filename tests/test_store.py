"""Files are written whole or not at all, and never over somebody's edit."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from calque.errors import BusyError, CalqueError, CatalogError
from calque.store import Staged, locked, publish, sweep_leftovers, write_atomic


def test_publish_writes_all_files_and_leaves_nothing_else(tmp_path: Path) -> None:
    one, two = tmp_path / "fr" / "a.po", tmp_path / "de" / "a.po"
    assert publish([Staged(one, b"un", None), Staged(two, b"eins", None)]) == ()
    assert (one.read_bytes(), two.read_bytes()) == (b"un", b"eins")
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["a.po", "a.po"]


def test_a_file_saved_meanwhile_is_left_and_named(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"as the translator saved it")
    assert publish([Staged(path, b"merged", b"as it was read")]) == (path,)
    assert path.read_bytes() == b"as the translator saved it"
    assert list(tmp_path.iterdir()) == [path]


def test_equal_bytes_are_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"same")
    before = path.stat()
    publish([Staged(path, b"same", b"same")])
    assert not write_atomic(path, b"same")
    assert path.stat() == before


def test_publish_deletes_what_shall_not_be(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    publish([Staged(path, None, b"old")])
    assert not path.exists()


def test_the_rights_of_a_file_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomic(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_place_that_is_no_folder_writes_none_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"in the way")
    good = tmp_path / "good.po"
    with pytest.raises(CalqueError, match="cannot be written"):
        publish([Staged(good, b"new", None), Staged(tmp_path / "file" / "bad.po", b"new", None)])
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_nothing_is_deleted_where_a_file_of_the_set_was_saved_meanwhile(tmp_path: Path) -> None:
    """A catalog that comes back from the archive: the only copy stays until it stands in its place."""
    archived, path = tmp_path / "archive" / "a.po", tmp_path / "a.po"
    archived.parent.mkdir()
    archived.write_bytes(b"kept")
    path.write_bytes(b"somebody else's")
    files = [Staged(archived, None, b"kept"), Staged(path, b"kept, merged", None)]
    assert publish(files) == (path, archived)
    assert (archived.read_bytes(), path.read_bytes()) == (b"kept", b"somebody else's")


def test_a_file_that_cannot_be_read_is_told_and_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "a.po").mkdir()
    with pytest.raises(CatalogError, match=r"a\.po: cannot be read"):
        publish([Staged(tmp_path / "a.po", b"new", None)])
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
        with pytest.raises(BusyError, match="another sync holds the lock"), locked(tmp_path):
            pass
        assert time.monotonic() - start < 5
        other.kill()
    with locked(tmp_path):
        pass  # a killed holder's lock is free
