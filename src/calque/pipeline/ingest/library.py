"""Library: the files that hold a site's posts, each read where it changed, or where its texts are asked for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from calque.model import Finding, Post, Site, SplitPost
from calque.pipeline.ingest.facts import Facts, Origin, PostFacts
from calque.pipeline.ingest.fetch import fetch
from calque.pipeline.ingest.meanwhile import ChangedMeanwhileError
from calque.pipeline.ingest.relate import Related, relate
from calque.pipeline.ingest.split_files import FileToSplit, split_files
from calque.pipeline.ingest.sweep import DocumentKind, Sweep
from calque.pipeline.runner import InTurn, Runner
from calque.pipeline.runner.sealed import Sealed
from calque.sources.files import with_revisions
from calque.store import Shelf

__all__ = ["Library"]


class Library:
    """All files of a site, and what is known of the posts in them."""

    def __init__(self, site: Site, swept: Sweep, known: Facts, runner: Runner) -> None:
        """Read the files about which nothing is known."""
        self._site = site
        self._names = swept.posts
        self._order = (*swept.posts, *swept.revisions)
        self._read: Shelf[Origin, Sealed[SplitPost]] = Shelf()
        self._earlier_read: dict[str, tuple[Post, ...]] = {}
        self._findings = {name: known.findings[name] for name in self._order if name in known.findings}
        self._earlier = {name: known.earlier[name] for name in swept.revisions if name in known.earlier}
        self._read_earlier([name for name in swept.revisions if name not in self._earlier], runner)
        self._files_of = _files_of(self._earlier)
        self._posts = {name: list(known.posts[name]) for name in swept.posts if name in known.posts}
        self._read_posts([name for name in swept.posts if name not in self._posts], runner)
        self.related = _relate(site, swept.documents, known, runner)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What could not be read, in the order of the files."""
        return tuple(finding for name in self._order for finding in self._findings.get(name, ()))

    def rows(self) -> list[tuple[Origin, Post]]:
        """Return all posts without their texts, in the order of the files."""
        return [
            ((name, number), one.post)
            for name in self._names
            for number, one in enumerate(self._posts.get(name, ()))
        ]

    def facts(self) -> Facts:
        """Return what the next run need not read again."""
        posts = {name: tuple(self._posts[name]) for name in self._names}
        return Facts(posts, self._earlier, self._findings, self.related)

    def of(self, origin: Origin) -> PostFacts:
        """Return what is known of a post."""
        return self._posts[origin[0]][origin[1]]

    def note(self, origin: Origin, facts: PostFacts) -> None:
        """Know more of a post."""
        self._posts[origin[0]][origin[1]] = facts

    def take(self, other: "Library") -> None:
        """Take over the texts that another library has read of the same files."""
        self._read.update(other._read)  # noqa: SLF001 — of the same class

    def text(self, origin: Origin) -> SplitPost:
        """Return a post with its texts, cut into segments."""
        if origin not in self._read:
            self.load([origin], InTurn())
        return self._read[origin].open()

    def load(self, origins: Iterable[Origin], runner: Runner) -> None:
        """Read the texts of these posts, in batches.

        Errors: ChangedMeanwhileError where a post is not as it is known to be.
        """
        numbers: defaultdict[str, set[int]] = defaultdict(set)
        for name, number in origins:
            if (name, number) not in self._read:
                numbers[name].add(number)
        files = [FileToSplit(name, frozenset(numbers[name])) for name in sorted(numbers)]
        for batch in runner.map(split_files, self._site, files) if files else ():
            for one in batch:
                if {post.number for post in one.posts} != numbers[one.name]:
                    raise ChangedMeanwhileError
                for number, facts, split in one.posts:
                    if facts.post != self.of((one.name, number)).post:
                        raise ChangedMeanwhileError
                    self._keep((one.name, number), split)

    def _read_posts(self, names: Sequence[str], runner: Runner) -> None:
        for batch in runner.map(split_files, self._site, [FileToSplit(name) for name in names]):
            for one in batch:
                self._findings[one.name] = one.findings
                self._posts[one.name] = [post.facts for post in one.posts]
                for number, _, split in one.posts:
                    self._keep((one.name, number), split)

    def _keep(self, origin: Origin, split: Sealed[SplitPost]) -> None:
        """Keep the texts of a post, with the earlier ones that other files have of it."""
        names = self._files_of.get(self.of(origin).post.key, ())
        self._read[origin] = Sealed(self._with_earlier(split.open(), names)) if names else split

    def _read_earlier(self, names: Sequence[str], runner: Runner) -> None:
        for batch in runner.map(fetch, self._site, names):
            for one in batch:
                self._findings[one.place] = one.findings
                self._earlier[one.place] = tuple(dict.fromkeys(post.key for post in one.posts))
                self._earlier_read[one.place] = one.posts

    def _with_earlier(self, split: SplitPost, names: Sequence[str]) -> SplitPost:
        self._earlier_read |= {
            one.place: one.posts
            for one in fetch(self._site, [name for name in names if name not in self._earlier_read])
        }
        (post,) = with_revisions([split.post], [post for name in names for post in self._earlier_read[name]])
        return replace(split, post=post)


def _files_of(earlier: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """Return the files that hold earlier texts of each post."""
    files: defaultdict[str, list[str]] = defaultdict(list)
    for name, keys in earlier.items():
        for key in keys:
            files[key].append(name)
    return files


def _relate(
    site: Site, documents: Sequence[tuple[DocumentKind, str]], known: Facts, runner: Runner
) -> Mapping[tuple[DocumentKind, str], Related]:
    """Read the documents about which nothing is known; where there are none, no step is run."""
    new = [document for document in documents if document not in known.related]
    read = [one for batch in runner.map(relate, site, new) for one in batch] if new else []
    found = dict(zip(new, read, strict=True))
    return {one: found[one] if one in found else known.related[one] for one in documents}
