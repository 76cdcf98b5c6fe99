"""Which files are opened while something is done."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

__all__ = ["files_opened"]


def files_opened(act: Callable[[], object], *, below: Path) -> set[str]:
    """Return the files below a folder that were opened meanwhile, the ledger included."""
    opened: set[str] = set()
    watching = True

    def watch(event: str, args: tuple[object, ...]) -> None:
        if watching and event in ("open", "sqlite3.connect") and isinstance(args[0], str | os.PathLike):
            name = os.fspath(args[0]).removeprefix("file:").partition("?")[0]
            if name.startswith(f"{below}/") and "cache.sqlite" not in name and Path(name).is_file():
                opened.add(Path(name).relative_to(below).as_posix())

    sys.addaudithook(watch)
    try:
        act()
    finally:
        watching = False
    return opened
