"""Fetch: the posts themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from calque.errors import SourceError
from calque.model import Finding, FindingCode, Post, Site
from calque.pipeline.findings import finding_of
from calque.sources.files import read_posts

__all__ = ["Fetched", "fetch"]


@dataclass(frozen=True, slots=True)
class Fetched:
    """The posts of a batch of places, and findings on what could not be read."""

    posts: tuple[Post, ...]
    findings: tuple[Finding, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    """`Post.place` → the place that was asked for."""


def fetch(site: Site, places: Sequence[str]) -> Fetched:
    """Read the posts at the places, in order; what cannot be read is a finding, and the rest goes on."""
    posts: list[Post] = []
    findings: list[Finding] = []
    files: dict[str, str] = {}
    for place in places:
        for found in read_posts(site, place):
            if isinstance(found, SourceError):
                findings.append(finding_of(found, code=FindingCode.UNREADABLE_POST))
            else:
                posts.append(found)
                files[found.place] = place
    return Fetched(tuple(posts), tuple(findings), files)
