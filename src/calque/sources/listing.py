"""Which files calque.toml names: globs looked up on the disk, and what of them cannot be looked at."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from stat import S_IFDIR

from calque.disk import is_utf8, require_regular, unlisted
from calque.errors import SourceError
from calque.globs import Glob, read_glob, why_no_glob
from calque.model import Site
from calque.visible import visible

__all__ = ["list_files", "list_posts", "unlisted_sources"]


def list_files(
    root: Path, globs: Sequence[str], *, key: str = "posts", exclude: Sequence[str] = ()
) -> tuple[tuple[str, ...], tuple[SourceError, ...]]:
    """Return the files that the globs name, relative to `root` and sorted, and an error a glob that names none.

    A folder that cannot be listed, a name that is no UTF-8 and what is neither file nor folder are errors, too. What
    `exclude` names is left out, and all below a folder that it names; it is not looked at.

    `key` is where the globs stand in calque.toml, for the errors. Hidden files and folders, such as `.calque/`, are
    left out where a wildcard stands for them.
    """
    found: set[str] = set()
    errors: list[SourceError] = []
    left: list[Glob] = []
    for pattern in exclude:
        if why := why_no_glob(pattern):
            errors.append(_no_glob(pattern, why, "exclude"))
        else:
            glob = read_glob(root, pattern)
            left.append(replace(glob, base=_absolute(glob.base)))
    for pattern in globs:
        try:
            paths = list(_matches(root, pattern))
        except (ValueError, OSError) as error:
            errors.append(_no_glob(pattern, getattr(error, "strerror", "") or str(error), key))
            continue
        kept = [path for path in paths if not _is_left(path, left)]
        names = [name for path in kept if (name := _readable(path, root, errors))]
        closed = list(_unlisted(root, pattern))
        errors += [
            SourceError.at(visible(_relative(folder, root)), reason)
            for folder, reason in closed
            if not _is_left(folder, left)
        ]
        if not (names or closed or len(kept) < len(paths)):
            errors.append(SourceError(f"{pattern}: no file has such a name; mend {key} under [site]"))
        found.update(names)
    return tuple(sorted(found)), tuple(errors)


def list_posts(site: Site) -> tuple[tuple[str, ...], tuple[SourceError, ...]]:
    """Return the files of posts as `list_files` does, without those that `exclude` names."""
    return list_files(site.root, site.posts, exclude=site.exclude)


def _is_left(path: Path, left: Sequence[Glob]) -> bool:
    if not left:
        return False
    whole = _absolute(path)
    return any(glob.covers(whole) for glob in left)


def _absolute(path: Path) -> Path:
    """Return a path in the one spelling by which it is compared: without `..`, links as they are written."""
    return Path(os.path.abspath(path))  # noqa: PTH100 — `absolute` keeps `..`


def _no_glob(pattern: str, why: str, key: str) -> SourceError:
    return SourceError(f"{pattern!r}: no pattern ({why}); mend {key} under [site]")


def unlisted_sources(root: Path, globs: Sequence[str]) -> tuple[str, ...]:
    """Return the folders that the globs go through and that cannot be listed, relative to `root`."""
    names = (_relative(folder, root) for pattern in globs for folder, _ in _unlisted(root, pattern))
    return tuple(name for name in names if is_utf8(name))


def _unlisted(root: Path, pattern: str) -> Iterator[tuple[Path, str]]:
    glob = read_glob(root, pattern)
    for folder, error in unlisted(str(glob.base), glob.wild) if glob.wild else ():
        yield (
            Path(folder),
            f"the folder cannot be listed ({error.strerror}); mend its rights, then sync again",
        )


def _readable(path: Path, root: Path, errors: list[SourceError]) -> str:
    """Return the name of a file; empty of a folder, and of what cannot be looked at, which is an error."""
    name = _relative(path, root)
    if not is_utf8(name):
        errors.append(SourceError.at(visible(name), "its name is no UTF-8; rename it"))
        return ""
    try:
        if require_regular(path) == S_IFDIR:
            return ""
    except FileNotFoundError:
        return ""
    except OSError as error:
        errors.append(
            SourceError.at(
                name, f"cannot be read ({error.strerror}); mend it, or leave it out of what calque.toml names"
            )
        )
        return ""
    return name


def _matches(root: Path, pattern: str) -> Iterator[Path]:
    """Yield what a pattern names: its folders up to the first wildcard as they are written, the rest by glob.

    Errors: ValueError where it is no pattern.
    """
    if why := why_no_glob(pattern):
        raise ValueError(why)
    glob = read_glob(root, pattern)
    if not glob.wild:
        yield glob.base
        return
    above = len(glob.base.parts)
    for path in glob.base.glob(str(Path(*glob.wild))):
        if not any(part.startswith(".") for part in path.parts[above:]):
            yield path


def _relative(path: Path, root: Path) -> str:
    """Return a path as it is written below a folder, else whole; `relative_to` takes several times as long."""
    name, folder = path.as_posix(), f"{root.as_posix().rstrip('/')}/"
    return "." if path == root else name.removeprefix(folder)
