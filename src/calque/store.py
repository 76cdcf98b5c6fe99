"""The only module that writes files: atomic, staged, under the locks of the workspace."""

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from calque.disk import may_read, read_regular
from calque.errors import BusyError, CalqueError, CatalogError
from calque.places import lock_path, numbered, state_folder, sync_lock_path, walk_files

__all__ = [
    "BRIEF",
    "LONG",
    "Staged",
    "append_lines",
    "differing",
    "digest",
    "is_leftover",
    "locked",
    "make_state_folder",
    "publish",
    "read_bytes",
    "rehearsal",
    "remove",
    "set_aside",
    "sweep_leftovers",
    "syncing",
    "write_atomic",
    "write_parts",
]

_SUFFIX = ".calque-new"
"""What a staged file's name ends with; a leftover of a killed run is swept by the next."""
_NOWHERE = ".calque-missing"
"""What the name of a file ends with that never is: a link to it leads nowhere."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A file as it is to be written, and as it was when it was read.

    `data` None deletes the file. `before` None says that it did not exist.
    """

    path: Path
    data: bytes | None
    before: bytes | None
    receives: bool = False
    """It takes in texts that another file of its set loses, and so is written before that one."""


BRIEF = 3.0
"""Seconds that a command waits for the workspace: a sync that asks a site holds it for moments alone."""
LONG = 60.0
"""Seconds that a sync waits for it after it has asked a site: another command may be at work, and ends soon."""


@contextmanager
def locked(root: Path, *, patience: float = 0.0) -> Iterator[None]:
    """Hold the files of the workspace, by `.calque/lock`, for the length of the block.

    Nobody holds them who waits for a site. Errors: BusyError where another process still holds them after so many
    seconds of `patience`; CalqueError where the lock cannot be made.
    """
    with _held(root, lock_path(root), patience, who="another sync holds the lock, or another command"):
        yield


@contextmanager
def syncing(root: Path) -> Iterator[None]:
    """Be the one sync of the workspace, by `.calque/sync.lock`, for the length of the block.

    It holds no file: others may work while a sync waits for a site.
    Errors: BusyError at once where another sync is at work; CalqueError where the lock cannot be made.
    """
    with _held(root, sync_lock_path(root), 0.0, who="another sync holds the lock"):
        yield


@contextmanager
def _held(root: Path, path: Path, patience: float, *, who: str) -> Iterator[None]:
    from filelock import FileLock, Timeout  # noqa: PLC0415  25 ms, for what holds the workspace alone

    make_state_folder(root)
    lock = FileLock(path)
    try:
        lock.acquire(timeout=patience, poll_interval=0.02)
    except Timeout as error:
        raise BusyError.at(str(path), f"{who}; try again when it has ended") from error
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        yield
    finally:
        lock.release()


def make_state_folder(root: Path) -> None:
    """Make `.calque/` of the workspace, where it is missing."""
    folder = state_folder(root)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def publish(*sets: Sequence[Staged]) -> tuple[Path, ...]:
    """Write all files, or none where staging fails; return the paths that somebody else changed meanwhile.

    Every file is first written and synced beside its place. Then, one by one, each is compared with what was
    read and renamed into place. One that differs is left as it is and returned, so that the caller merges again;
    what of its set was not written yet is left, too. Written first is what receives, then what may have given
    something up, and deleted last, so that at every moment each text stands somewhere. A kill at any point leaves
    each file old or new, never half.
    """
    pending = [differing(files) for files in sets]
    changed: list[Path] = []
    with _staged([file for files in pending for file in files]) as beside:
        for turn in (_receives, _is_written, _is_deleted):
            folders: set[Path] = set()
            for files in pending:
                for file in [file for file in files if turn(file)]:
                    if not _put_in_place(file, beside):
                        changed.append(file.path)
                        files.clear()
                        break
                    folders.add(_target(file.path).parent)
            for folder in sorted(folders):
                _sync_folder(folder)
    return tuple(changed)


def _receives(file: Staged) -> bool:
    return file.data is not None and file.receives


def _is_written(file: Staged) -> bool:
    return file.data is not None and not file.receives


def _is_deleted(file: Staged) -> bool:
    return file.data is None


@contextmanager
def _staged(files: Sequence[Staged]) -> Iterator[dict[Path, Path]]:
    """Write the files beside their places for the length of the block, and say where; none of them is left there."""
    beside: dict[Path, Path] = {}
    try:
        for file in files:
            if file.data is not None:
                beside[file.path] = _stage(file.path, file.data)
        yield beside
    finally:
        for path in beside.values():
            with suppress(OSError):
                path.unlink()


def _put_in_place(file: Staged, beside: dict[Path, Path]) -> bool:
    """Rename a staged file into place, or delete it; return False where it was left as somebody changed it."""
    there = read_bytes(file.path)
    if there == file.data:
        return True  # an earlier attempt has done this already
    if there != file.before:
        return False
    try:
        if file.data is None:
            file.path.unlink(missing_ok=True)
        else:
            beside[file.path].replace(_target(file.path))
            del beside[file.path]
    except OSError as error:
        raise _unwritable(file.path, error) from error
    return True


def differing(files: Iterable[Staged]) -> list[Staged]:
    """Return the files whose new content differs from the one that was read."""
    return [file for file in files if file.data != file.before]


def write_atomic(path: Path, data: bytes, *, durable: bool = True) -> bool:
    """Write `data` to `path` as a whole; return whether anything was written (equal bytes are not).

    What is not `durable` may be lost or cut when the power fails, and is written several times as fast.
    """
    if read_bytes(path) == data:
        return False
    beside = _stage(path, data, durable=durable)
    try:
        beside.replace(_target(path))
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise _unwritable(path, error) from error
    if durable:
        _sync_folder(_target(path).parent)
    return True


def write_parts(path: Path, parts: Iterable[str]) -> bool:
    """Write a text to `path` as a whole, piece by piece; return whether anything was written (the same text is not)."""
    beside = _stage(path, (part.encode() for part in parts))
    try:
        if _are_same(beside, path):
            beside.unlink()
            return False
        beside.replace(_target(path))
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise _unwritable(path, error) from error
    _sync_folder(_target(path).parent)
    return True


def _are_same(one: Path, other: Path) -> bool:
    try:
        if one.stat().st_size != other.stat().st_size:
            return False
        with one.open("rb") as first, other.open("rb") as second:
            pieces = iter(lambda: (first.read(_PIECE), second.read(_PIECE)), (b"", b""))
            return all(mine == theirs for mine, theirs in pieces)
    except (FileNotFoundError, NotADirectoryError):
        return False


_PIECE = 1 << 20


def append_lines(path: Path, lines: Iterable[str], *, durable: bool = False) -> None:
    """Add lines to a file's end; a kill may leave a part of the last, which a reader must pass over.

    What is `durable` is on the disk when this returns.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write("".join(f"{line}\n" for line in lines).encode())
            if durable:
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        raise _unwritable(path, error) from error


def remove(path: Path) -> None:
    """Delete a file, which may be gone already."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error


def set_aside(path: Path, to: Path) -> Path:
    """Rename a database that cannot be read, with what SQLite keeps beside it, and return its new name."""
    free = next(one for one in numbered(to) if not os.path.lexists(one))
    try:
        for ending in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + ending).replace(free.with_name(free.name + ending))
        path.replace(free)
    except OSError as error:
        raise _unwritable(path, error) from error
    return free


def read_bytes(path: Path) -> bytes | None:
    """Return the file's bytes, or None where there is no such file.

    Errors: CatalogError where it stands and cannot be read.
    """
    try:
        return read_regular(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _unreadable(path, error) from error


@contextmanager
def rehearsal(root: Path, folder: str) -> Iterator[Path]:
    """Yield, for the length of the block, a folder that shows a workspace with a copy of one folder in it.

    What is written into the copy leaves the workspace as it is: no link in it leads there. All else there are links:
    it is for reading alone.
    Errors: CalqueError where the copy cannot be made, as on a full disk; CatalogError where what it is made from
    cannot be read for another reason than its rights or its kind, which the copy shows.
    """
    try:
        temporary = TemporaryDirectory(prefix="calque-", ignore_cleanup_errors=True)
    except OSError as error:
        raise _not_copied(error) from error
    with temporary as made:
        here, there = root, Path(made)
        try:
            for part in PurePosixPath(folder).parts:
                for entry in _entries(here):
                    if entry.name != part:
                        (there / entry.name).symlink_to(entry)
                here, there = here / part, there / part
                there.mkdir()
            _copy(_entries(here), there, frozenset({os.path.realpath(here)}))
        except OSError as error:
            raise _not_copied(error) from error
        yield Path(made)


def _entries(folder: Path) -> Sequence[Path]:
    try:
        return tuple(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise _unreadable(folder, error) from error


def _copy(entries: Iterable[Path], to: Path, above: AbstractSet[str]) -> None:
    """Copy what a folder holds, with what its links name but for the folders that it stands in itself.

    What cannot be read is told apart from a copy that cannot be written: a link in its place would lead back into the
    workspace, and a dry run would write there.
    """
    for entry in entries:
        copy = to / entry.name
        is_folder = False
        inner: Sequence[Path] = ()
        data = b""
        try:
            if is_folder := entry.is_dir():
                inner = tuple(entry.iterdir())
            else:
                data = read_regular(entry)
        except FileNotFoundError:  # deleted meanwhile
            continue
        except OSError as error:
            _make_unreadable(copy, entry, error, is_folder=is_folder)
            continue
        if not is_folder:
            copy.write_bytes(data)
            continue
        copy.mkdir()
        real = os.path.realpath(entry)
        if real not in above:
            _copy(inner, copy, above | {real})


def _make_unreadable(copy: Path, entry: Path, error: OSError, *, is_folder: bool) -> None:
    """Make something that cannot be read for the same reason as what it stands for."""
    if isinstance(error, PermissionError):
        copy.mkdir(0) if is_folder else copy.touch(0)
        if not may_read(copy):  # rights that a file server alone keeps
            return
    elif error.errno == errno.ELOOP:
        is_circle = error.strerror == os.strerror(errno.ELOOP)
        copy.symlink_to(copy.name if is_circle else f"{copy.name}{_NOWHERE}")
        return
    elif error.errno == errno.EINVAL:  # a pipe, a socket, a device: no other kind can be made by anybody
        os.mkfifo(copy)
        return
    raise _unreadable(entry, error) from error


def is_leftover(name: str) -> bool:
    """Tell whether a file is one that was staged and, since the run was killed, never renamed."""
    return name.endswith(_SUFFIX)


def sweep_leftovers(folder: Path) -> int:
    """Delete what a killed run staged below `folder` and never renamed; return how many files that were."""
    swept = 0
    for path in walk_files(folder):
        if not (is_leftover(path.name) or path.is_symlink()):
            continue
        staged = path if is_leftover(path.name) else _beside(path)  # a link's file is staged beside that file
        with suppress(OSError):  # a leftover that cannot be deleted does no harm
            staged.unlink()
            swept += 1
    return swept


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` in hex."""
    return hashlib.sha256(data).hexdigest()


def _stage(path: Path, data: bytes | Iterable[bytes], *, durable: bool = True) -> Path:
    """Write the data beside `path`, safe on the disk unless told otherwise; return where."""
    beside, target = _beside(path), _target(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            for part in (data,) if isinstance(data, bytes) else data:
                file.write(part)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        if target.exists():
            _give_rights(beside, target.stat())
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise _unwritable(path, error) from error
    except BaseException:  # what gives the data failed
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    return beside


def _give_rights(path: Path, rights: os.stat_result) -> None:
    """Give a file the owner and the rights of the one that it replaces, so that a sync run by root changes no owner."""
    stat = path.stat()
    if (stat.st_uid, stat.st_gid) != (rights.st_uid, rights.st_gid):
        with suppress(PermissionError):  # only root may
            os.chown(path, rights.st_uid, rights.st_gid)
    path.chmod(rights.st_mode & 0o7777)


def _target(path: Path) -> Path:
    """Return the file that is written: of a symbolic link, which stays, the file that it names."""
    is_link = os.path.islink(path)  # noqa: PTH114 — Path.is_symlink raises where it may not look
    return Path(os.path.realpath(path)) if is_link else path


def _beside(path: Path) -> Path:
    target = _target(path)
    return target.with_name(f".{target.name}{_SUFFIX}")


def _sync_folder(folder: Path) -> None:
    """Make the renames in `folder` durable: without it a power cut may bring the old name back."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        return  # deleted with its last file
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some file systems sync no folders
            raise _unwritable(folder, error) from error


def _not_copied(error: OSError) -> CalqueError:
    return CalqueError(
        f"a copy of the catalogs cannot be made in the folder for temporary files ({error.strerror}); free space "
        "there, or name another folder in TMPDIR, then try again"
    )


def _unreadable(path: Path, error: OSError) -> CatalogError:
    return CatalogError.at(str(path), f"cannot be read ({error.strerror}); mend its rights, then try again")


def _unwritable(path: Path, error: OSError) -> CalqueError:
    return CalqueError.at(
        str(path), f"cannot be written ({error.strerror}); free space or mend its rights, then try again"
    )
