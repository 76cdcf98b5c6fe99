"""Looking at foreign files and folders: nothing here waits for a pipe, and what cannot be looked at is an OSError.

`Path.glob`, `exists` and `is_dir` say of a folder without rights now that it is empty, now raise; `read_bytes` waits
for ever for somebody to write into a named pipe, and takes a NUL in a name for a ValueError.
"""

import errno
import os
import stat
from collections.abc import Iterator
from fnmatch import fnmatch
from operator import attrgetter
from pathlib import Path

__all__ = [
    "glob_names",
    "is_same",
    "is_there",
    "is_utf8",
    "may_read",
    "may_write",
    "read_regular",
    "require_regular",
    "unlisted",
]

_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def read_regular(path: Path) -> bytes:
    """Return the bytes of a file; raise OSError, whose `strerror` says why, where it is none or cannot be read."""
    require_regular(path)
    return path.read_bytes()


def require_regular(path: Path) -> int:
    """Raise OSError where a path leads to no file that can be read to its end, nor to a folder; return which it is.

    That is `stat.S_IFREG` or `stat.S_IFDIR`.
    """
    try:
        kind = stat.S_IFMT(path.stat().st_mode)
    except FileNotFoundError as error:
        if path.is_symlink():
            raise OSError(errno.ELOOP, "it is a link to a file that is not there") from error
        raise
    except ValueError as error:
        raise OSError(errno.EINVAL, "its name holds a character that no name may have") from error
    if kind in _KINDS:
        raise OSError(errno.EINVAL, f"it is {_KINDS[kind]}, no file")
    return kind


def is_there(path: Path) -> bool:
    """Tell whether something stands at a path; False for what cannot be looked at."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def is_same(path: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file."""
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return False


def is_utf8(name: str) -> bool:
    r"""Tell whether a file's name is text: `caf\xe9.json` as Latin-1 saves it is none, and no database takes it."""
    return name.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in name)


def glob_names(folder: Path, pattern: str) -> list[Path]:
    """Return what in a folder a pattern names, sorted; nothing where it cannot be listed: `unlisted` says so.

    Hidden files are left out, as wildcards leave them out: editors and desktops put them beside the files that they
    are of, such as `.#fr.po` and `._fr.po`.
    """
    try:
        found = (path for path in folder.glob(pattern) if not path.name.startswith("."))
        return sorted((path for path in found if is_utf8(str(path))), key=attrgetter("parts"))
    except OSError:
        return []


def unlisted(folder: str, pattern: tuple[str, ...]) -> Iterator[tuple[str, OSError]]:
    """Yield each folder that a pattern goes through and that cannot be listed, and why.

    `pattern` is the rest of a glob by its parts: below `posts` `("**", "*.json")` goes through all folders.
    Hidden folders are left out, as wildcards leave them out.
    """
    try:
        with os.scandir(folder) as found:
            if pattern[1:] or pattern[:1] == ("**",):
                inner = [entry for entry in found if _is_folder(entry) and not entry.name.startswith(".")]
            else:
                return
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        yield folder, error
        return
    for entry in inner:
        if pattern[0] == "**":
            yield from unlisted(entry.path, pattern)
        elif fnmatch(entry.name, pattern[0]):
            yield from unlisted(entry.path, pattern[1:])


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def may_read(path: Path) -> bool:
    """Tell whether this process may read a file, or list a folder, by the rights that are in force for it."""
    return os.access(path, os.R_OK, effective_ids=os.access in os.supports_effective_ids)


def may_write(folder: Path) -> bool:
    """Tell whether this process may make files in a folder, by the rights that are in force for it."""
    return os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
