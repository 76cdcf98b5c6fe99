"""Write: the merged files, each whole or not at all, and never over somebody's edit."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from calque.errors import CalqueError
from calque.model import Finding, Severity, Site
from calque.steps.adopt import Counterparts, adopt
from calque.steps.findings import finding_of
from calque.steps.merge import Merged, merge_bundle
from calque.store import Staged, differing, digest, publish

__all__ = ["Written", "write"]

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written, with the SHA-256 of each ("" for a deleted one), and findings."""

    files: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


def write(
    site: Site,
    merged: Sequence[Merged],
    moves: Sequence[Staged] = (),
    counterparts: Counterparts = MappingProxyType({}),
) -> Written:
    """Publish the files of all bundles, and the archive's moves before them.

    Where a translator saved a file after it was read, its bundle is merged again, and filled again from its live
    pages, at most three times; then the file is left as the translator saved it and reported as a conflict.
    """
    written: dict[str, str] = {}
    findings: list[Finding] = []
    _publish(site, [moves], written, findings)
    pending = list(merged)
    for _ in range(_ATTEMPTS):
        changed = _publish(site, [one.files for one in pending], written, findings)
        again = [one.bundle for one in pending if {file.path for file in one.files} & changed]
        pending = list(adopt(site, [merge_bundle(site, bundle) for bundle in again], counterparts))
        if not pending:
            break
    deleted = {file.path for one in pending for file in one.files if file.data is None}
    findings += [_conflict(site, path) for path in sorted(changed - deleted)] if pending else []
    return Written(tuple(sorted(written.items())), tuple(findings))


def _publish(
    site: Site, groups: Sequence[Sequence[Staged]], written: dict[str, str], findings: list[Finding]
) -> set[Path]:
    """Publish groups of files together; return those that somebody changed meanwhile.

    Where one of the files cannot be written, each group is tried by itself: it holds back its own alone.
    """
    files = [file for group in groups for file in group]
    try:
        changed = set(publish(files))
    except CalqueError as error:
        if len(groups) > 1:
            return set().union(*(_publish(site, [group], written, findings) for group in groups))
        findings.append(finding_of(error, code="unwritable"))
        return set()
    for file in differing(files):
        if file.path not in changed:
            name = file.path.relative_to(site.root).as_posix()
            written[name] = "" if file.data is None else digest(file.data)
    return changed


def _conflict(site: Site, path: Path) -> Finding:
    return Finding(
        code="conflict",
        severity=Severity.ERROR,
        place=path.relative_to(site.root).as_posix(),
        message="it was saved again and again while calque merged it; it is left as saved, sync once more",
    )
