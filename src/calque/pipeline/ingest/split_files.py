"""Split files: the posts of some files, read and split into segments."""

from collections.abc import Sequence
from typing import NamedTuple

from calque.model import Finding, Post, Rules, Site, SplitPost
from calque.pipeline.ingest.facts import PostFacts, facts_of
from calque.pipeline.ingest.fetch import Fetched, fetch
from calque.pipeline.ingest.split import split_post
from calque.pipeline.runner.sealed import Sealed

__all__ = ["FileToSplit", "ReadPost", "SplitFile", "split_files"]


class FileToSplit(NamedTuple):
    """A file, and the numbers of those of its posts that are wanted; None of all."""

    name: str
    wanted: frozenset[int] | None = None


class ReadPost(NamedTuple):
    """A post as it was read: its number in its file, what is known of it without its texts, and these, sealed."""

    number: int
    facts: PostFacts
    split: Sealed[SplitPost]


class SplitFile(NamedTuple):
    """The wanted posts of a file, in their order, and findings on what could not be read of it."""

    name: str
    posts: tuple[ReadPost, ...]
    findings: tuple[Finding, ...]


def split_files(site: Site, files: Sequence[FileToSplit]) -> tuple[SplitFile, ...]:
    """Read the posts in a batch of files and split them by the site's rules; what cannot be read is a finding."""
    fetched = fetch(site, [file.name for file in files])
    return tuple(_split_file(file, one, site.rules) for file, one in zip(files, fetched, strict=True))


def _split_file(file: FileToSplit, fetched: Fetched, rules: Rules) -> SplitFile:
    posts = tuple(
        _read(number, post, rules)
        for number, post in enumerate(fetched.posts)
        if file.wanted is None or number in file.wanted
    )
    return SplitFile(file.name, posts, fetched.findings)


def _read(number: int, post: Post, rules: Rules) -> ReadPost:
    found = split_post(post, rules)
    return ReadPost(number, facts_of(post, found, rules), Sealed(found))
