"""The only module that writes files: atomic, staged, under one lock a workspace."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from calque.errors import BusyError, CalqueError

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

    Errors: BusyError at once where another process holds it.
    """
    path = state_folder(root) / "lock"
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BusyError(f"{path}: another sync holds the lock; try again when it has ended") from error
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
    again. A kill at any point leaves each file old or new, never half.
    """
    files = differing(files)
    staged: list[Path] = []
    try:
        for file in files:
            if file.data is not None:
                staged.append(_stage(file.path, file.data))
    except OSError as error:
        for path in staged:
            path.unlink(missing_ok=True)
        raise _unwritable(file.path, error) from error
    changed: list[Path] = []
    for file in files:
        beside = _beside(file.path)
        if read_bytes(file.path) != file.before:
            changed.append(file.path)
            beside.unlink(missing_ok=True)
        elif file.data is None:
            file.path.unlink(missing_ok=True)
        else:
            beside.replace(file.path)
    for folder in sorted({file.path.parent for file in files}):
        if folder.is_dir():
            _sync_folder(folder)
    return tuple(changed)


def differing(files: Iterable[Staged]) -> list[Staged]:
    """Return the files that shall be other than they were."""
    return [file for file in files if file.data != file.before]


def write_atomic(path: Path, data: bytes) -> bool:
    """Write `data` to `path` as a whole; return whether anything was written (equal bytes are not)."""
    if read_bytes(path) == data:
        return False
    try:
        _stage(path, data).replace(path)
    except OSError as error:
        _beside(path).unlink(missing_ok=True)
        raise _unwritable(path, error) from error
    _sync_folder(path.parent)
    return True


def read_bytes(path: Path) -> bytes | None:
    """Return the file's bytes, or None where there is no such file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


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
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = _beside(path)
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o7777)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
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
