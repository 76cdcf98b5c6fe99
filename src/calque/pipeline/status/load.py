"""Load: a batch of the work gets its texts, and what the ledger remembers of it; no run holds those of a whole site."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from calque.model import History, PageKey, Site, SplitPost
from calque.pipeline.catalogs.bundles import Bundle, catalog_names
from calque.pipeline.catalogs.history import HistoryReader, SiteHistory, page_histories, remembering
from calque.pipeline.ingest.content import Content
from calque.pipeline.status.work import WorkRow

__all__ = ["Loaded", "Loader"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A batch of the work, and all that judging and merging it needs of posts and of the ledger."""

    rows: tuple[WorkRow, ...]
    """With the texts of their catalogs' posts."""
    history: SiteHistory
    """What earlier runs noted."""
    histories: Mapping[PageKey, History]
    """The texts of each source page, up to today."""
    splits: Mapping[PageKey, SplitPost]
    """The texts of all pages, of which those of the batch are asked for."""

    @property
    def sources(self) -> Mapping[str, SplitPost]:
        """The posts that have catalogs, by their keys."""
        return {split.post.key: split for row in self.rows if row.bundle for split in row.bundle.posts}


@dataclass(frozen=True, slots=True)
class Loader:
    """Loads one batch after another."""

    site: Site
    content: Content
    history: HistoryReader
    now: datetime
    """When a text counts as seen that nobody has seen before; without parts of a second, as the ledger has none."""
    shrinks: bool = False
    """A person accepts what catalogs have lost."""

    def load(self, rows: Sequence[WorkRow]) -> Loaded:
        """Return a batch with its texts.

        Errors: ChangedMeanwhileError where a file is another by now; LedgerError where the ledger cannot be read.
        """
        posts = {page.post.key for row in rows for page in row.pages}
        names = [name for row in rows if row.bundle for name in catalog_names(self.site, row.bundle)]
        history = self.history.of(posts, names)
        loaded = tuple(
            replace(row, bundle=self._bundle(row.bundle, history)) if row.bundle else row for row in rows
        )
        sources = [split for row in loaded if row.bundle for split in row.bundle.posts]
        histories = page_histories(self.site, sources, history.pages, now=self.now)
        return Loaded(loaded, history, histories, self.content.splits)

    def bundle(self, bundle: Bundle) -> Bundle:
        """Return one bundle with its texts, and with what is remembered of it."""
        posts = {split.post.key for split in bundle.posts}
        return self._bundle(bundle, self.history.of(posts, catalog_names(self.site, bundle)))

    def _bundle(self, bundle: Bundle, history: SiteHistory) -> Bundle:
        splits = self.content.splits
        posts = tuple(splits[self.site.source, split.post.key] for split in bundle.posts)
        (whole,) = remembering(self.site, [replace(bundle, posts=posts)], history, shrinks=self.shrinks)
        return whole
