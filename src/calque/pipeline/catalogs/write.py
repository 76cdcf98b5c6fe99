"""Write: the merged files, each whole or not at all, and never over somebody's edit."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from calque.errors import CalqueError
from calque.model import Finding, FindingCode, Site
from calque.pipeline.catalogs.adopt import Counterparts, adopt
from calque.pipeline.catalogs.merge import Merged, merge_bundle
from calque.pipeline.findings import finding_of
from calque.places import gettext_folder, path_below
from calque.store import Staged, differing, digest, read_bytes
from calque.store.contract import write_without_loss

__all__ = ["WrittenFiles", "write"]

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class WrittenFiles:
    """The files that were written, with the SHA-256 of each ("" for a deleted one), and findings."""

    files: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


def write(
    site: Site,
    merged: Sequence[Merged],
    moves: Sequence[Sequence[Staged]] = (),
    counterparts: Counterparts = MappingProxyType({}),
) -> WrittenFiles:
    """Publish the files of all bundles, and the archive's moves before them.

    Where a translator saved a file after it was read, its bundle is merged again, and filled again from its live
    pages, at most three times; then the file is left as the translator saved it and reported as a conflict.
    """
    written: dict[str, str] = {}
    findings: list[Finding] = []
    _publish(site, moves, written, findings)
    pending = list(merged)
    for _ in range(_ATTEMPTS):
        sets = [files for one in pending for files in _sets(site, one.files)]
        changed = _publish(site, sets, written, findings)
        again = [one.bundle for one in pending if {file.path for file in one.files} & changed]
        pending = list(adopt(site, [merge_bundle(site, bundle) for bundle in again], counterparts))
        if not pending:
            break
    findings += [_saved_meanwhile(site, path) for path in sorted(changed)] if pending else []
    return WrittenFiles(tuple(sorted(written.items())), tuple(findings))


def _sets(site: Site, files: Sequence[Staged]) -> Sequence[Sequence[Staged]]:
    """Put a bundle's files into sets that are written together or not at all: each locale's, archived ones included."""
    sets: dict[str, list[Staged]] = {}
    for file in files:
        sets.setdefault(gettext_folder(site, file.path), []).append(file)
    return list(sets.values())


def _publish(
    site: Site, sets: Sequence[Sequence[Staged]], written: dict[str, str], findings: list[Finding]
) -> set[Path]:
    """Publish sets of files together; return those that somebody changed meanwhile.

    Where one of the files cannot be written, each set is tried alone, so that only the set of that file is left out.
    """
    try:
        changed = set(write_without_loss(*sets))
    except CalqueError as error:
        if len(sets) > 1:
            return set().union(*(_publish(site, [files], written, findings) for files in sets))
        findings.append(finding_of(error, code=FindingCode.UNWRITABLE))
        return set()
    for files in sets:
        held = not changed.isdisjoint(file.path for file in files)
        for file in differing(files):
            if not held or read_bytes(file.path) == file.data:
                name = path_below(site, file.path)
                written[name] = "" if file.data is None else digest(file.data)
    return changed


def _saved_meanwhile(site: Site, path: Path) -> Finding:
    return Finding.of(
        FindingCode.SAVED_MEANWHILE,
        place=path_below(site, path),
        message="it was saved again and again while calque merged it; it is left as saved, sync once more",
    )
