"""Fetch: the posts themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from calque.errors import SourceError
from calque.model import Finding, FindingCode, Post, Site
from calque.pipeline.findings import finding_of
from calque.sources.files import read_posts

__all__ = ["Fetched", "fetch"]


@dataclass(frozen=True, slots=True)
class Fetched:
    """The posts of one place, in their order, and findings on what could not be read of it."""

    place: str
    posts: tuple[Post, ...]
    findings: tuple[Finding, ...] = ()


def fetch(site: Site, places: Sequence[str]) -> tuple[Fetched, ...]:
    """Read the posts at the places, in order; what cannot be read is a finding, and the rest goes on."""
    return tuple(_fetch(site, place) for place in places)


def _fetch(site: Site, place: str) -> Fetched:
    posts: list[Post] = []
    findings: list[Finding] = []
    for found in read_posts(site, place):
        if isinstance(found, SourceError):
            findings.append(finding_of(found, code=FindingCode.UNREADABLE_POST))
        else:
            posts.append(found)
    return Fetched(place, tuple(posts), tuple(findings))
