"""`calque merge-driver`: what git calls to merge a catalog that two branches changed; no calque.toml needed."""

import subprocess
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from calque.disk import read_regular
from calque.errors import CatalogError
from calque.exit_codes import EXIT_POLICY, EXIT_UNMEASURED
from calque.output import tell
from calque.po import Catalog, merge_sides, read_catalog, write_catalog
from calque.store import write_atomic

__all__ = ["merge_driver"]

_SHOWN = 60


def merge_driver(
    base: Annotated[Path, Parameter(help="What both branches began from: %O.")],
    ours: Annotated[Path, Parameter(help="The file of this branch, written over with the result: %A.")],
    theirs: Annotated[Path, Parameter(help="The file of the other branch: %B.")],
    path: Annotated[str, Parameter(help="What the file is called, for messages: %P.")] = "",
    /,
    *,
    wrap: Annotated[int, Parameter(help="Width of new lines; 0 does not wrap.")] = 79,
) -> int:
    """Merge a catalog of two branches, for git."""
    name = path or str(ours)
    try:
        merged = merge_sides(*(_read(file, name) for file in (base, ours, theirs)), wrap=wrap)
    except CatalogError as error:
        tell(f"calque: {error}; this file is merged line by line, as git does")
        _merge_lines(base, ours, theirs)
        return EXIT_UNMEASURED
    write_atomic(ours, write_catalog(merged.catalog, wrap=wrap))
    for one in merged.conflicts:
        source, stands, noted = (text[:_SHOWN] for text in (one.source, one.ours, one.theirs))
        tell(
            f"calque: {name}:{one.line}: both branches translate “{source}”: “{stands}” stands, “{noted}” is noted "
            "beside it; choose one, or `git add` the file and choose later"
        )
    return EXIT_POLICY if merged.conflicts else 0


def _read(file: Path, name: str) -> Catalog:
    try:
        data = read_regular(file)
    except OSError as error:
        raise CatalogError(
            f"{file}: cannot be read ({error.strerror}); give the three files that git names"
        ) from error
    return read_catalog(data, place=name) if data else Catalog()


def _merge_lines(base: Path, ours: Path, theirs: Path) -> None:
    """Put git's own conflict markers into a file that cannot be read; without git, it stays as it is."""
    labels = [part for name in ("ours", "base", "theirs") for part in ("-L", name)]
    command = ["git", "merge-file", "--quiet", *labels, str(ours), str(base), str(theirs)]
    try:
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603 — git's own command, over git's files
    except OSError as error:
        tell(f"calque: git cannot be started ({error.strerror}); the file stays as it is on this branch")
