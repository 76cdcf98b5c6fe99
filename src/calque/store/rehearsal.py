"""A copy of a folder in which a dry run may write."""

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from calque.disk import may_read, read_regular
from calque.errors import CalqueError
from calque.store.failures import unreadable

__all__ = ["rehearsal"]

_NOWHERE = ".calque-missing"
"""What the name of a file ends with that never is: a link to it leads nowhere."""


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
        raise unreadable(folder, error) from error


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
    raise unreadable(entry, error) from error


def _not_copied(error: OSError) -> CalqueError:
    return CalqueError(
        f"a copy of the catalogs cannot be made in the folder for temporary files ({error.strerror}); free space "
        "there, or name another folder in TMPDIR, then try again"
    )
