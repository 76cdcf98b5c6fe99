"""The locks of a workspace: who works on its files, and which sync is at work."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from calque.errors import BusyError
from calque.places import lock_path, state_folder, sync_lock_path
from calque.store.failures import unwritable

__all__ = ["BRIEF", "LONG", "locked", "make_state_folder", "syncing"]

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
        raise unwritable(path, error) from error
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
        raise unwritable(folder, error) from error
