"""Folders of any kind: looked at, walked through, and the next free name in one."""

import os
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from calque.disk import is_utf8

__all__ = ["is_in_git", "list_below", "numbered", "walk_files"]


def is_in_git(folder: Path) -> bool:
    """Tell whether a folder stands in the work tree of a git repository."""
    whole = folder.absolute()
    return any((one / ".git").exists() for one in (whole, *whole.parents))


def numbered(path: Path) -> Iterator[Path]:
    """Yield a path, then the same with a number: `a.po`, `a.2.po`, `a.3.po`."""
    yield path
    for number in count(2):
        yield path.with_name(f"{path.stem}.{number}{path.suffix}")


def walk_files(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder, links as they stand."""
    for parent, _, names in os.walk(folder):
        yield from (Path(parent, name) for name in names)


def list_below(root: Path, folder: str) -> Iterator[str]:
    """Yield every file below a folder of the workspace, and a folder that stands where a catalog should."""
    folders = [folder]
    while folders:
        here = folders.pop()
        try:
            with os.scandir(root / here) as found:
                entries = list(found)
        except FileNotFoundError:
            continue
        except OSError:
            yield here  # an input itself: it is looked at again when it can be listed
            continue
        for entry in entries:
            name = sys.intern(f"{here}/{entry.name}")  # it is told of each file several times, and kept
            if not is_utf8(name):
                continue
            if not _leads_to_folder(entry) or name.endswith((".po", ".pot")):
                yield name
            else:
                folders.append(name)


def _leads_to_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # a link in a circle
