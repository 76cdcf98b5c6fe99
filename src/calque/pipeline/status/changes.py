"""Changes: which inputs are other than the cache was made from, and what that touches."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from calque.cache.database import Cache
from calque.cache.values import FindingOwner, Input, InputKind, Summary
from calque.model import FindingCode, Layout, Site
from calque.pipeline.status.inputs import Inputs, same_input
from calque.sources.files import SourceKind, kind_of

__all__ = ["Changes", "find_changes"]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the cache was made."""

    summary: Summary
    """What was known of the site."""
    files: Mapping[str, Input | None] = field(default_factory=dict)
    """Every file that changed, as it stands; None where it is gone."""
    read_again: Mapping[str, Input] = field(default_factory=dict)
    """Files that might have changed unseen and did not, as they may be kept from now on."""
    members: frozenset[int] = frozenset()
    """Groups whose catalogs changed, that calque.toml says something else of, or that were judged by the clock."""
    edited: tuple[str, ...] = ()
    """Files of posts that are there as they were before, with other bytes."""
    came: tuple[str, ...] = ()
    """Files of posts that were not there before."""
    went: tuple[str, ...] = ()
    """Files of posts that are there no more."""
    configured: bool = False
    """A key of calque.toml changed, be it one that says nothing of any group."""
    of_site: bool = False
    """Something changed that may touch which posts there are and which belong together."""
    everything: bool = False
    """Something changed that may touch every page, such as the ledger, the archive or most keys of calque.toml."""

    @property
    def nothing(self) -> bool:
        """Whether all is as it was."""
        return not (self.files or self.members or self.configured or self.of_site)


def find_changes(site: Site, cache: Cache, inputs: Inputs) -> Changes | None:
    """Compare the inputs with those of the cache; None where nothing holds that it knows of files."""
    summary = cache.summary()
    if summary is None or summary.reading != inputs.settings.reading:
        return None
    kept = cache.files_unlike(inputs.files)
    changed = {
        name
        for name, one in kept.items()
        if one != inputs.files.get(name) and not same_input(site, name, one, inputs.files.get(name))
    }
    edited: list[str] = []
    came: list[str] = []
    went: list[str] = []
    members = set(cache.passing())
    configured = summary.settings != inputs.settings.all
    scoped = summary.scopes != inputs.settings.scopes
    everything = summary.groups != inputs.settings.groups
    of_site = (
        summary.pages != inputs.settings.pages
        or (scoped and _may_hand_over(site, summary))
        or _told_otherwise(summary, inputs)
    )
    if configured and not everything:
        from calque.pipeline.status.ruled import ruled_otherwise  # noqa: PLC0415 — loads all that judges texts

        members |= ruled_otherwise(site, cache, scoped=scoped)
    for name in sorted(changed):
        before, now = kept[name], inputs.files.get(name)
        match now.kind if now else before and before.kind:
            case InputKind.POSTS if _is_plain(site, name):
                (went if now is None else edited if before else came).append(name)
            case InputKind.CATALOG if touched := cache.members_of([PurePosixPath(name).stem]):
                members |= touched
            case InputKind.SITE:
                everything = True
            case _:
                of_site = True
    return Changes(
        summary,
        {name: inputs.files.get(name) for name in changed},
        {
            name: found
            for name, one in kept.items()
            if one and one.digest and name not in changed and not (found := inputs.files[name]).digest
        },
        frozenset(members),
        tuple(edited),
        tuple(came),
        tuple(went),
        configured=configured,
        of_site=of_site or everything,
        everything=everything,
    )


def _may_hand_over(site: Site, summary: Summary) -> bool:
    """Tell whether a post that a locale wants from now on may have entries in catalogs of other posts."""
    return site.layout is not Layout.POST or summary.open


_UNREAD = frozenset(
    (FindingCode.UNREADABLE_SOURCE, FindingCode.UNREADABLE_DOCUMENT, FindingCode.NO_REVISIONS)
)


def _told_otherwise(summary: Summary, inputs: Inputs) -> bool:
    """Tell whether something came that nobody can look at, or what is told of is gone: neither is an input."""
    told = {
        finding.place
        for owner, _, finding in summary.findings
        if owner is FindingOwner.SITE and finding.code in _UNREAD
    }
    gone = (place for place in told - inputs.unread if _file_of(place) not in inputs.files)
    return bool(inputs.unread - told) or any(gone)


def _file_of(place: str) -> str:
    """Return the file of a place: `posts/en.json:12` → `posts/en.json`."""
    return re.sub(r":\d+\Z", "", place)


def _is_plain(site: Site, name: str) -> bool:
    """Tell whether a file holds posts alone; an export or a whole page also says which belong together."""
    return kind_of(site.root, name) not in (SourceKind.WXR, SourceKind.PAGE)
