"""Inputs: every file that a status is measured from, and how to tell that one has changed.

What a status or a sync reads below the workspace must be among these: a test watches which files are opened.
A post or a catalog that changed touches its own pages. Anything else that changed (an export, a file of the
archive, the ledger, a file of a kind that nobody named here) has everything measured anew.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import sleep, time_ns

import calque
from calque.cache.numbers import number_for
from calque.cache.values import Input, InputKind
from calque.disk import read_regular
from calque.model import FindingCode, Site
from calque.pipeline.findings import finding_of
from calque.pipeline.ingest.sweep import of_owner
from calque.places import build_folder, clock_path, is_of_bundle, ledger_path, list_below, manifest_path
from calque.sources.listing import list_files, list_posts, unlisted_sources
from calque.store import is_leftover, written_now

__all__ = ["Inputs", "Settings", "ledger_files", "list_inputs", "look_again", "same_input", "settings_of"]

_TICK = 2_000_000_000
"""Nanoseconds in which a file may change twice and keep its time: some file systems count in steps of two seconds."""

_STEP = 0.005
"""Seconds after which most file systems give another time."""
_STEPS = 3

_JOURNAL = "-wal"


@dataclass(frozen=True, slots=True)
class Settings:
    """Digests of the configuration and of calque itself: each of what one thing depends on."""

    all: str
    """All that is kept."""
    groups: str
    """What every group of pages is judged by, and its catalogs are merged by."""
    pages: str
    """The same, and which pages belong together."""
    scopes: str
    """Which posts each locale translates."""
    reading: str
    """What is read of files, and what the pages are."""
    verdicts: str
    """What language and checks say of a text."""


_ABOUT_NOTHING = (
    "build_policies",
    "fail_under",
    "max_age",
    "nightly",
    "no_stale",
    "running",
    "suggesting",
    "unpublished_days",
)
"""Keys of a site that change nothing that is kept: they judge a status, or say when a run comes and by what."""
_ABOUT_NEITHER = (
    *_ABOUT_NOTHING,
    *(
        "build_folder",
        "compare_days",
        "fill",
        "include_private",
        "drift",
        "layout",
        "ledger",
        "name",
        "pairs",
        "quiet",
        "report_copy",
        "report_url",
        "scopes",
        "waivers",
        "wrap",
    ),
)
"""Keys that change neither what is read nor what is said of a text; a key that is not here may."""
_ABOUT_SOME_GROUPS = ("compare_days", "report_copy", "report_url", "scopes", "waivers")
"""Keys that concern some groups alone (see `rules_of` in `track`), or no group but the page for people."""
_ABOUT_READING = (
    "base", "exclude", "exports", "fields", "languages", "pages", "parameter", "posts", "prefix", "revisions",
    "sitemaps",
)  # fmt: skip
"""Those that change nothing but what is read."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """All inputs at one moment, by path relative to the workspace."""

    settings: Settings
    files: Mapping[str, Input]
    leftovers: tuple[str, ...] = ()
    """What a killed run staged and never renamed."""
    unread: frozenset[str] = frozenset()
    """What calque.toml names and nobody can look at, as findings tell it: a pipe, a name that is no UTF-8."""


def list_inputs(site: Site) -> Inputs:
    """Look at every input.

    Called before anything is read, so that a file that changes meanwhile differs in the next run.
    """
    settled, root = time_ns() - _TICK, str(site.root)
    files: dict[str, Input] = {}
    leftovers: list[str] = []
    unread: set[str] = set()
    for path, kind in _paths(site, unread):
        if is_leftover(path):
            leftovers.append(path)
        elif (found := _look(root, path, kind, settled)) is not None:
            files[path] = found
    files |= {
        name: found for name in ledger_files(site) if (found := _look_at_ledger(site, name)) is not None
    }
    return Inputs(settings_of(site), files, tuple(leftovers), frozenset(unread))


def look_again(site: Site, names: Iterable[str]) -> dict[str, Input | None]:
    """Look at some inputs that are no posts once more; None for one that is gone."""
    settled, root = time_ns() - _TICK, str(site.root)
    own = ledger_files(site)
    return {
        name: _look_at_ledger(site, name) if name in own else _look(root, name, _kind(name, site), settled)
        for name in names
    }


def ledger_files(site: Site) -> tuple[str, ...]:
    """Return the files that the ledger is in, relative to the workspace; none where it is no file."""
    path = ledger_path(site)
    folder = path.parent.relative_to(site.root).as_posix() if path else ""
    return (f"{folder}/{path.name}", f"{folder}/{path.name}{_JOURNAL}") if path else ()


def same_input(site: Site, name: str, kept: Input | None, found: Input | None) -> bool:
    """Tell whether a file is unchanged; where its size and times cannot tell, its bytes are read."""
    if kept is None or found is None or kept.kind is not found.kind or kept.stamp != found.stamp:
        return kept is found
    return not kept.digest or kept.digest == (found.digest or _digest(str(site.root / name)))


def settings_of(site: Site) -> Settings:
    """Return the digests of a site's configuration."""
    build = f"{calque.__version__} {_build(str(Path(calque.__file__).parent))}"

    def digest(*without: str) -> str:
        rows = [(one.name, getattr(site, one.name)) for one in fields(site) if one.name not in without]
        return sha256(f"{build} {rows!r}".encode("utf-8", "surrogateescape")).hexdigest()

    return Settings(
        all=digest(*_ABOUT_NOTHING),
        groups=digest(*_ABOUT_NOTHING, *_ABOUT_SOME_GROUPS, "pairs"),
        pages=digest(*_ABOUT_NOTHING, *_ABOUT_SOME_GROUPS),
        scopes=digest(*(one.name for one in fields(site) if one.name != "scopes")),
        reading=digest(*_ABOUT_NEITHER, "checks"),
        verdicts=digest(*_ABOUT_NEITHER, *_ABOUT_READING),
    )


@cache
def _build(package: str) -> str:
    """Return a name for the code itself: an installation from a checkout can change while its version stays.

    A process asks once, since it goes on with the code that it began with.
    """
    rows = sorted(
        f"{file.path.removeprefix(package)} {stat.st_size} {stat.st_mtime_ns}"
        for file in _files_of(package)
        for stat in [file.stat()]
    )
    return sha256("\n".join(rows).encode("utf-8", "surrogateescape")).hexdigest()


def _files_of(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yield each module of a package, and each template; a `Path` for each takes four times as long as all else."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir():
                yield entry
            elif entry.name != "__pycache__":
                yield from _files_of(entry.path)


def _paths(site: Site, unread: set[str]) -> Iterator[tuple[str, InputKind]]:
    """Yield each path once, with its kind; add to `unread` the places of what cannot be looked at."""
    seen: set[str] = set()
    others = (*site.revisions, *site.exports, *site.sitemaps, *site.pages)
    for kind, globs, (names, errors) in (
        (InputKind.DOCUMENT, others, list_files(site.root, others)),
        (InputKind.POSTS, site.posts, list_posts(site)),
    ):
        unread.update(
            finding_of(error, code=FindingCode.UNREADABLE_SOURCE).place for error in of_owner(errors)
        )
        for name in unlisted_sources(site.root, globs):
            yield name, InputKind.SITE
        for name in names:
            if name not in seen:
                seen.add(name)
                yield name, kind
    endings: dict[str, tuple[str, ...]] = {}
    for name in list_below(site.root, site.catalogs):
        folder, _, file = name.rpartition("/")
        if folder not in endings:  # whether a file is of a bundle follows from these two
            endings[folder] = tuple(one for one in (".po", ".pot") if is_of_bundle(site, f"{folder}/x{one}"))
        if name not in seen:
            yield name, InputKind.CATALOG if file.endswith(endings[folder]) else InputKind.SITE
    built = manifest_path(build_folder(site))
    if built.is_relative_to(site.root):
        yield built.relative_to(site.root).as_posix(), InputKind.SITE


def _kind(name: str, site: Site) -> InputKind:
    """Return the kind of a file that holds no posts: a bundle's template or its catalog in a locale, or another."""
    return InputKind.CATALOG if is_of_bundle(site, name) else InputKind.SITE


def _look(root: str, name: str, kind: InputKind, settled: int) -> Input | None:
    """Return the file as it stands; None where it is gone meanwhile.

    The times of one that was last changed before it is `settled` tell of every later change.
    """
    path = name if os.path.isabs(name) else f"{root}/{name}"  # noqa: PTH117 — for each of some ten thousand files
    try:
        stat = os.stat(path)  # noqa: PTH116
    except OSError:
        return Input(kind, 0, "unreadable") if os.path.lexists(path) else None
    if not stat.st_size and name.endswith(_JOURNAL):
        return None  # the file exists only while a process has the ledger open
    stamp = number_for(f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}")
    if max(stat.st_mtime_ns, stat.st_ctime_ns) < settled:
        return Input(kind, stamp)
    return Input(kind, stamp, _digest(path))


def _look_at_ledger(site: Site, name: str) -> Input | None:
    """Return a file of the ledger as it stands; None where there is none.

    Each sync writes it a moment before it looks at it, and it may be large. So it is not read where another file beside
    it gets a later time by now: whoever writes it from now on leaves a later time, too.
    """
    settled, root = time_ns() - _TICK, str(site.root)
    for _ in range(_STEPS):
        changed = _changed_at(site.root / name)
        if changed is None or changed < settled or (now := written_now(clock_path(site.root))) is None:
            break
        if changed < now:
            settled = now
            break
        sleep(_STEP)
    return _look(root, name, InputKind.SITE, settled)


def _changed_at(path: Path) -> int | None:
    """Return when a file was last changed, in nanoseconds; None where that cannot be told."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return max(stat.st_mtime_ns, stat.st_ctime_ns)


def _digest(path: str) -> str:
    try:
        return sha256(read_regular(Path(path))).hexdigest()
    except OSError:
        return "unreadable"
