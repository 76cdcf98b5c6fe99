"""Globs as calque.toml writes them: which paths one names, told from its text, without a look at the disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

__all__ = ["Glob", "read_glob", "why_no_glob"]


@dataclass(frozen=True, slots=True)
class Glob:
    """A glob, taken apart at its first wildcard."""

    base: Path
    """The folder or file that stands before the first wildcard."""
    wild: tuple[str, ...]
    """The parts from the first wildcard on; none where there is no wildcard."""

    def names(self, path: Path) -> bool:
        """Tell whether the glob names a path; wildcards name nothing that is hidden."""
        return path.is_relative_to(self.base) and _names(path.relative_to(self.base).parts, self.wild)

    def covers(self, path: Path) -> bool:
        """Tell whether the glob names a path or a folder above it: `tags`, `tags/**`, `**/tags` → `tags/a/b.html`."""
        if not path.is_relative_to(self.base):
            return False
        return _names(path.relative_to(self.base).parts, self.wild, below=True)


def read_glob(root: Path, pattern: str) -> Glob:
    """Return a glob as seen from the workspace: `public/**/*.html` → `public` and `**/*.html`."""
    parts = Path(pattern).parts
    fixed = next((place for place, part in enumerate(parts) if set(part) & set("*?[")), len(parts))
    return Glob(root.joinpath(*parts[:fixed]), parts[fixed:])


def why_no_glob(pattern: str) -> str:
    """Return why a pattern is none; empty where it is one.

    Beside other characters `**` is an error to Python up to 3.12, and means `*` from 3.13 on.
    """
    alone = all("**" not in part or part == "**" for part in pattern.split("/"))
    return "" if alone else "`**` must stand alone between slashes"


def _names(path: Sequence[str], pattern: Sequence[str], *, below: bool = False) -> bool:
    """Tell whether a pattern names a path, or `below` it a folder, all by their parts."""
    if not pattern:
        return below or not path
    if pattern[0] == "**" and _names(path, pattern[1:], below=below):
        return True
    if not path or path[0].startswith("."):
        return False
    if pattern[0] == "**":
        return _names(path[1:], pattern, below=below)
    return fnmatchcase(path[0], pattern[0]) and _names(path[1:], pattern[1:], below=below)
