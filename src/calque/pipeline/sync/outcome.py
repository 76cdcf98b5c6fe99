"""Outcome: how a sync asks the site, and what comes of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from calque.model import Status

__all__ = ["Outcome", "Visit"]


@dataclass(frozen=True, slots=True)
class Visit:
    """How a sync asks a live site for its posts; a site of files alone is always read completely."""

    offline: bool = False
    """The posts on disk are used, and the site is not asked."""
    sample: int = 0
    """The largest number of posts to fetch, the last saved first; 0 is all."""
    refetch: bool = False
    """All posts are fetched again, changed or not."""
    post: str = ""
    """The address or the key of the one post that is fetched; empty for all that changed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a sync."""

    status: Status
    files: tuple[str, ...]
    """The files below the workspace that were written, or with a dry run would be."""
    changes: Mapping[str, Counter[str]]
    """Locale → kind of change → entries."""
    held: bool = False
    """A guard asked a question, and nothing was written before somebody answers it."""
