"""Sweep: what there is to fetch."""

from dataclasses import dataclass, replace

from calque.model import Finding, Severity, Site
from calque.sources.files import list_files
from calque.steps.findings import finding_of

__all__ = ["Sweep", "sweep"]


@dataclass(frozen=True, slots=True)
class Sweep:
    """The places that hold the site's posts, and those that hold their earlier texts."""

    posts: tuple[str, ...]
    revisions: tuple[str, ...]
    findings: tuple[Finding, ...]


def sweep(site: Site) -> Sweep:
    """List the files of posts and of revisions that calque.toml names, sorted."""
    revisions, missing = list_files(site.root, site.revisions)
    posts, absent = list_files(site.root, site.posts)
    posts = tuple(name for name in posts if name not in set(revisions))
    unread = [finding_of(error, code="unreadable_source") for error in absent]
    notes = [replace(finding_of(error, code="no_revisions"), severity=Severity.NOTE) for error in missing]
    return Sweep(posts, revisions, (*unread, *notes))
