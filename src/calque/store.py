"""The only module that writes files: atomic, staged, under one lock a workspace."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from calque.errors import BusyError, CalqueError, CatalogError

__all__ = [
    "Staged",
    "differing",
    "digest",
    "locked",
    "publish",
    "read_bytes",
    "state_folder",
    "sweep_leftovers",
    "write_atomic",
]

_SUFFIX = ".calque-new"
"""What a staged file's name ends with; a leftover of a killed run is swept by the next."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A file as it shall be, and as it was when it was read.

    `data` None deletes the file. `before` None says that it did not exist.
    """

    path: Path
    data: bytes | None
    before: bytes | None


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the workspace's lock, `.calque/lock`, for the length of the block.

    Errors: BusyError at once where another process holds it; CalqueError where it cannot be made.
    """
    path = state_folder(root) / "lock"
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BusyError(f"{path}: another sync holds the lock; try again when it has ended") from error
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        yield
    finally:
        lock.release()


def state_folder(root: Path) -> Path:
    """Return `.calque/` of the workspace, created where it is missing."""
    folder = root / ".calque"
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return folder


def publish(files: Sequence[Staged]) -> tuple[Path, ...]:
    """Write all files, or none where staging fails; return the paths that somebody else changed meanwhile.

    Every file is first written and synced beside its place. Then, one by one, each is compared with what was
    read and renamed into place; a file that differs is left as it is and returned, so that the caller merges
    again. Files are deleted last, and only where no file was returned: what one says may stand nowhere else.
    A kill at any point leaves each file old or new, never half.
    """
    files = sorted(differing(files), key=lambda file: file.data is None)
    changed: list[Path] = []
    with _staged(files):
        for file in files:
            if not _settle(file, may_delete=not changed):
                changed.append(file.path)
    for folder in sorted({file.path.parent for file in files}):
        if folder.is_dir():
            _sync_folder(folder)
    return tuple(changed)


@contextmanager
def _staged(files: Sequence[Staged]) -> Iterator[None]:
    """Write the files beside their places for the length of the block; where it fails, none of them is left there."""
    beside: list[Path] = []
    try:
        beside.extend(_stage(file.path, file.data) for file in files if file.data is not None)
        yield
    finally:
        for path in beside:
            path.unlink(missing_ok=True)


def _settle(file: Staged, *, may_delete: bool) -> bool:
    """Rename a staged file into place, or delete it; return False where it was left as somebody changed it."""
    if read_bytes(file.path) != file.before or (file.data is None and not may_delete):
        return False
    try:
        if file.data is None:
            file.path.unlink(missing_ok=True)
        else:
            _beside(file.path).replace(file.path)
    except OSError as error:
        raise _unwritable(file.path, error) from error
    return True


def differing(files: Iterable[Staged]) -> list[Staged]:
    """Return the files that shall be other than they were."""
    return [file for file in files if file.data != file.before]


def write_atomic(path: Path, data: bytes) -> bool:
    """Write `data` to `path` as a whole; return whether anything was written (equal bytes are not)."""
    if read_bytes(path) == data:
        return False
    beside = _stage(path, data)
    try:
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise _unwritable(path, error) from error
    _sync_folder(path.parent)
    return True


def read_bytes(path: Path) -> bytes | None:
    """Return the file's bytes, or None where there is no such file.

    Errors: CatalogError where it stands and cannot be read.
    """
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise CatalogError(
            f"{path}: cannot be read ({error.strerror}); mend its rights, then try again"
        ) from error


def sweep_leftovers(folder: Path) -> int:
    """Delete what a killed run staged below `folder` and never renamed; return how many files that were."""
    leftovers = list(folder.rglob(f".*{_SUFFIX}")) if folder.is_dir() else []
    for path in leftovers:
        path.unlink(missing_ok=True)
    return len(leftovers)


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` in hex."""
    return hashlib.sha256(data).hexdigest()


def _stage(path: Path, data: bytes) -> Path:
    """Write the data beside `path`, safe on the disk; return where."""
    beside = _beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o7777)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise _unwritable(path, error) from error
    return beside


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}{_SUFFIX}")


def _sync_folder(folder: Path) -> None:
    """Make the renames in `folder` durable: without it a power cut may bring the old name back."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unwritable(path: Path, error: OSError) -> CalqueError:
    return CalqueError(
        f"{path}: cannot be written ({error.strerror}); free space or mend its rights, then sync again"
    )
