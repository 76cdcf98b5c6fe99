"""Texts: the pages of a site cut into segments, each read from its file when it is asked for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from calque.injected.recurring import Span, without
from calque.model import PageKey, Post, SplitPost
from calque.pipeline.ingest.facts import Origin
from calque.pipeline.ingest.library import Library
from calque.pipeline.runner import Runner

__all__ = ["Texts"]

_NONE: frozenset[Span] = frozenset()


class Texts(Mapping[PageKey, SplitPost]):
    """The segments of each page, without those of injected blocks."""

    def __init__(self, library: Library, pages: Mapping[PageKey, tuple[Post, Origin]]) -> None:
        """`pages` are the posts without their texts, and where they were read."""
        self._library = library
        self._posts = {key: post for key, (post, _) in pages.items()}
        self.origins: Mapping[PageKey, Origin] = {key: origin for key, (_, origin) in pages.items()}
        self.taken: Mapping[PageKey, frozenset[Span]] = {}
        """The segments of each page that plugins put in, which are left out."""
        self.deciding: set[PageKey] = set()
        """The pages whose texts were compared with those of others: an edit of one may tell something of others."""

    def __getitem__(self, key: PageKey) -> SplitPost:
        return without(self.whole(key), self.taken.get(key, _NONE))

    def __iter__(self) -> Iterator[PageKey]:
        return iter(self.origins)

    def __len__(self) -> int:
        return len(self.origins)

    def __contains__(self, key: object) -> bool:
        return key in self.origins

    def whole(self, key: PageKey) -> SplitPost:
        """Return the segments of a page with those of injected blocks."""
        return replace(self._library.text(self.origins[key]), post=self.post(key))

    def post(self, key: PageKey) -> Post:
        """Return a post with its texts, and with the language and the date that other files give it."""
        known = self._posts[key]
        post = self._library.text(self.origins[key]).post
        return replace(post, language=known.language, modified=known.modified)

    def load(self, keys: Iterable[PageKey], runner: Runner) -> None:
        """Read the texts of these pages at once, in batches."""
        self._library.load([self.origins[key] for key in keys], runner)

    def compared(self) -> Mapping[PageKey, SplitPost]:
        """Return the same texts for whoever compares pages: each that is looked at is among `deciding`."""
        return _Compared(self)


class _Compared(Mapping[PageKey, SplitPost]):
    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def __getitem__(self, key: PageKey) -> SplitPost:
        self._texts.deciding.add(key)
        return self._texts[key]

    def __iter__(self) -> Iterator[PageKey]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __contains__(self, key: object) -> bool:
        return key in self._texts
