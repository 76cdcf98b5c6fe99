"""A file, read or written as a whole: a kill at any point leaves it old or new, never half."""

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from calque.disk import read_regular
from calque.places import numbered
from calque.store.failures import unreadable, unwritable
from calque.store.staging import stage, sync_folder, target_of

__all__ = ["append_lines", "digest", "read_bytes", "remove", "set_aside", "write_atomic", "write_parts"]


def read_bytes(path: Path) -> bytes | None:
    """Return the file's bytes, or None where there is no such file.

    Errors: CatalogError where it stands and cannot be read.
    """
    try:
        return read_regular(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise unreadable(path, error) from error


def write_atomic(path: Path, data: bytes, *, durable: bool = True) -> bool:
    """Write `data` to `path` as a whole; return whether anything was written (equal bytes are not).

    What is not `durable` may be lost or cut when the power fails, and is written several times as fast.
    """
    if read_bytes(path) == data:
        return False
    beside = stage(path, data, durable=durable)
    try:
        beside.replace(target_of(path))
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise unwritable(path, error) from error
    if durable:
        sync_folder(target_of(path).parent)
    return True


def write_parts(path: Path, parts: Iterable[str]) -> bool:
    """Write a text to `path` as a whole, piece by piece; return whether anything was written (the same text is not)."""
    beside = stage(path, (part.encode() for part in parts))
    try:
        if _are_same(beside, path):
            beside.unlink()
            return False
        beside.replace(target_of(path))
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise unwritable(path, error) from error
    sync_folder(target_of(path).parent)
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
        raise unwritable(path, error) from error


def remove(path: Path) -> None:
    """Delete a file, which may be gone already."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error


def set_aside(path: Path, to: Path) -> Path:
    """Rename a database that cannot be read, with what SQLite keeps beside it, and return its new name."""
    free = next(one for one in numbered(to) if not os.path.lexists(one))
    try:
        for ending in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + ending).replace(free.with_name(free.name + ending))
        path.replace(free)
    except OSError as error:
        raise unwritable(path, error) from error
    return free


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` in hex."""
    return hashlib.sha256(data).hexdigest()
