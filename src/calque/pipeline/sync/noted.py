"""Noted: the texts of posts and live pages as a sync read them, for the ledger; what that knows is left out."""

from collections.abc import Collection, Mapping

from calque.model import History, PageKey, PublicationBase
from calque.pipeline.catalogs.history import content_digest
from calque.pipeline.status.load import Loaded
from calque.store import Shelf

__all__ = ["Noted"]

_HELD = 50
"""Histories in memory: none is asked for before the end."""
_PARTS = 8
"""Batches of small facts in memory; a sync of fewer pages makes no file."""


class Noted:
    """What the ledger is to know of posts and live pages, noted a batch after another."""

    def __init__(self, doubtful: Collection[PageKey]) -> None:
        """Of `doubtful` pages the ledger must not come to know."""
        self._doubtful = doubtful
        self._live: dict[PageKey, list[PageKey]] = {}
        """The live pages, by locale and the key of their source."""
        self.histories: Shelf[PageKey, History] = Shelf(held=_HELD)
        """The texts of source pages and of live pages, up to today."""
        self.contents: Shelf[int, Mapping[PageKey, str]] = Shelf(held=_PARTS)
        """The hash of each page's fields, a batch at a time."""
        self.bases: Shelf[int, Mapping[PageKey, PublicationBase]] = Shelf(held=_PARTS)
        """What is to be remembered of each live page and its catalog, by locale and the key of the source; the same."""

    def note(self, loaded: Loaded) -> None:
        """Note the texts of a batch."""
        known = loaded.history
        self._put(loaded.histories, known.pages)
        contents: dict[PageKey, str] = {}
        for page in (page for row in loaded.rows for page in row.pages if page.locale):
            if page.key not in self._doubtful:
                digest = content_digest(loaded.splits[page.key].post)
                if known.contents.get(page.key) != digest:
                    contents[page.key] = digest
        if contents:
            self.contents[len(self.contents)] = contents

    def note_bases(self, bases: Mapping[PageKey, PublicationBase]) -> None:
        """Note what is to be remembered of live pages and catalogs, of a part of the work."""
        if bases:
            self.bases[len(self.bases)] = bases

    def note_live(
        self, place: PageKey, histories: Mapping[PageKey, History], known: Mapping[PageKey, History]
    ) -> None:
        """Note the texts of the live page in a place: a locale, and the key of the source."""
        self._live[place] = list(histories)
        self._put(histories, known)

    def leave_out(self, places: Collection[PageKey]) -> None:
        """Forget live pages whose catalogs could not be written: what is new on them is new in the next run, too."""
        for place in places:
            for key in self._live.get(place, ()):
                self.histories.pop(key, None)

    def _put(self, histories: Mapping[PageKey, History], known: Mapping[PageKey, History]) -> None:
        for key, history in histories.items():
            if key not in self._doubtful and known.get(key) != history:
                self.histories[key] = history
