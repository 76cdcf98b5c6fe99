"""A file on its way: written beside its place, and renamed into it from there."""

import errno
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from calque.places import walk_files
from calque.store.failures import unwritable

__all__ = ["is_leftover", "stage", "sweep_leftovers", "sync_files", "sync_folder", "target_of"]

_SUFFIX = ".calque-new"
"""What a staged file's name ends with; a leftover of a killed run is swept by the next."""
_AT_A_TIME = 8
"""How many files are waited for at once: a disk that is told of several takes a third of the time of one by one."""


def stage(path: Path, data: bytes | Iterable[bytes], *, durable: bool = True) -> Path:
    """Write the data beside `path`, safe on the disk unless told otherwise; return where."""
    target = target_of(path)
    beside = _beside(target)
    try:
        if not target.parent.is_dir():
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
        raise unwritable(path, error) from error
    except BaseException:  # what gives the data failed
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    return beside


def sync_files(files: Mapping[Path, Path]) -> None:
    """Make staged files safe on the disk; `files` says where each of them was staged.

    Errors: CalqueError where one cannot be written.
    """
    if len(files) == 1:
        for path, beside in files.items():
            _sync_file(path, beside)
        return
    with ThreadPoolExecutor(_AT_A_TIME, thread_name_prefix="calque") as threads:
        for _ in threads.map(_sync_file, files.keys(), files.values()):
            pass


def _sync_file(path: Path, beside: Path) -> None:
    try:
        _sync(beside)
    except OSError as error:
        raise unwritable(path, error) from error


def _sync(path: Path) -> None:
    """Have the disk keep what a file, or a folder's list of files, says by now."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _give_rights(path: Path, rights: os.stat_result) -> None:
    """Give a file the owner and the rights of the one that it replaces, so that a sync run by root changes no owner."""
    stat = path.stat()
    if (stat.st_uid, stat.st_gid) != (rights.st_uid, rights.st_gid):
        with suppress(PermissionError):  # only root may
            os.chown(path, rights.st_uid, rights.st_gid)
    path.chmod(rights.st_mode & 0o7777)


def target_of(path: Path) -> Path:
    """Return the file that is written: of a symbolic link, which stays, the file that it names."""
    is_link = os.path.islink(path)  # noqa: PTH114 — Path.is_symlink raises where it may not look
    return Path(os.path.realpath(path)) if is_link else path


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}{_SUFFIX}")


def sync_folder(folder: Path) -> None:
    """Make the renames in `folder` durable: without it a power cut may bring the old name back."""
    try:
        _sync(folder)
    except FileNotFoundError:
        return  # deleted with its last file
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some file systems sync no folders
            raise unwritable(folder, error) from error


def is_leftover(name: str) -> bool:
    """Tell whether a file is one that was staged and, since the run was killed, never renamed."""
    return name.endswith(_SUFFIX)


def sweep_leftovers(folder: Path) -> int:
    """Delete what a killed run staged below `folder` and never renamed; return how many files that were."""
    swept = 0
    for path in walk_files(folder):
        if not (is_leftover(path.name) or path.is_symlink()):
            continue
        staged = (
            path if is_leftover(path.name) else _beside(target_of(path))
        )  # a link's file is staged beside that file
        with suppress(OSError):  # a leftover that cannot be deleted does no harm
            staged.unlink()
            swept += 1
    return swept
