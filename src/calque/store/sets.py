"""Sets of files that change together: each is staged beside its place, compared with what was read, and renamed."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from calque.store.failures import unwritable
from calque.store.files import read_bytes
from calque.store.staging import stage, sync_files, sync_folder, target_of

__all__ = ["Staged", "differing", "write_sets"]


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


def write_sets(*sets: Sequence[Staged]) -> tuple[Path, ...]:
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
                    folders.add(target_of(file.path).parent)
            for folder in sorted(folders):
                sync_folder(folder)
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
                beside[file.path] = stage(file.path, file.data, durable=False)
        sync_files(beside)
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
            beside[file.path].replace(target_of(file.path))
            del beside[file.path]
    except OSError as error:
        raise unwritable(file.path, error) from error
    return True


def differing(files: Iterable[Staged]) -> list[Staged]:
    """Return the files whose new content differs from the one that was read."""
    return [file for file in files if file.data != file.before]
