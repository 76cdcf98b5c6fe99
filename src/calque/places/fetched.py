"""What of a live site is kept in `.calque/`: posts, their earlier texts, what live pages link to."""

import os
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from calque.places.workspace import state_folder

__all__ = [
    "FETCHED",
    "KEPT_PAGES",
    "KEPT_POSTS",
    "KEPT_REVISIONS",
    "fetched_index",
    "fetched_page",
    "fetched_post",
    "fetched_revisions",
    "fetched_sizes",
    "is_kept_page",
]

FETCHED = ".calque/posts"
"""Where the posts fetched from a WordPress site are kept: one file for each post, below its collection."""
KEPT_POSTS = f"{FETCHED}/*/*.json"
KEPT_PAGES = ".calque/pages/*/*.html"
"""What was kept of live pages that were loaded for their hreflang links."""
KEPT_REVISIONS = ".calque/revisions/*/*.json"
"""The same, of their earlier texts."""


def fetched_index(root: Path) -> Path:
    """Return the index of fetched posts: what the sweep listed of each."""
    return root / FETCHED / "index.jsonl"


def fetched_post(root: Path, collection: str, number: int) -> Path:
    """Return where a fetched post is kept: `.calque/posts/posts/12.json`."""
    return root / FETCHED / collection / f"{number}.json"


def fetched_revisions(root: Path, collection: str, number: int) -> Path:
    """Return where the earlier texts of a fetched post are kept."""
    return state_folder(root) / "revisions" / collection / f"{number}.json"


def fetched_page(root: Path, collection: str, tag: str, number: int) -> Path:
    """Return where it is kept what the live page of a post links to."""
    return state_folder(root) / "pages" / collection / f"{tag}-{number}.html"


def is_kept_page(name: str) -> bool:
    """Tell whether a file below the workspace is what is kept of a live page."""
    return fnmatchcase(name, KEPT_PAGES)


def fetched_sizes(root: Path, collection: str) -> Mapping[str, int]:
    """Return the bytes of each file of a collection's fetched posts, by its name."""
    folder = root / FETCHED / collection
    if not folder.is_dir():
        return {}
    with os.scandir(folder) as entries:
        return {entry.name: entry.stat().st_size for entry in entries}
