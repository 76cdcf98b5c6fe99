"""What the ledger remembers of posts: their texts with the dates, which are expected, what they pair with."""

import json
from collections.abc import Mapping, Sequence

from calque.ledger.tables import CONTENTS, PAIRS, POSTS, PUBLICATIONS, REVISION_UNITS, REVISIONS
from calque.ledger.write_rows import LedgerRows, hash_of, sortable
from calque.model import History, PageKey, PublicationBase
from calque.po.units import Key

__all__ = ["PostTables"]


class PostTables(LedgerRows):
    """The tables of source revisions, of posts, and of live pages beside their catalogs."""

    def record_revisions(self, histories: Mapping[PageKey, History]) -> int:
        """Add the revisions that the ledger does not hold yet; return how many those were.

        A revision is known by its page, its texts and its date; an undated one by when it was first seen.
        """
        if not histories:
            return 0
        found = self._rows(
            "SELECT locale, post, digest, COALESCE(modified, first_seen) FROM revisions WHERE site = :site"
        )
        known = {tuple(row) for row in found if tuple(row[:2]) in histories}
        added = 0
        for (locale, post), history in histories.items():
            new: set[tuple[object, ...]] = set()  # of this page alone: no other has the same
            for revision in history.revisions:
                digest = _digest(revision.units)
                modified, first_seen = sortable(revision.modified), sortable(revision.first_seen)
                identity = (locale, post, digest, modified or first_seen)
                if identity in known or identity in new:
                    continue
                new.add(identity)
                dates = {"modified": modified, "first_seen": first_seen}
                values = self._of((locale, post)) | dates | {"digest": digest}
                self._insert_units(self._database.insert_row(REVISIONS.insert, values), revision.units)
                added += 1
        return added

    def _insert_units(self, revision: int, units: Sequence[Key]) -> None:
        self._record_texts(text for _, text in units)
        rows = (
            {"revision": revision, "position": position, "context": context, "text": hash_of(words)}
            for position, (context, words) in enumerate(units)
        )
        self._database.execute_each(REVISION_UNITS.insert, rows)

    def record_presence(self, presence: Mapping[PageKey, int]) -> None:
        """Replace what is expected: posts that are here with 0, posts that are not with their count."""
        self._delete_pages(POSTS, self._pages_in(POSTS) - presence.keys())
        rows = (self._of(key) | {"absences": count} for key, count in sorted(presence.items()))
        self._put_changed(POSTS, rows)

    def record_pairs(self, pairs: Mapping[PageKey, str]) -> None:
        """Replace what is known of pairs that addresses alone show: page → its source's key."""
        self._delete_pages(PAIRS, self._pages_in(PAIRS) - pairs.keys())
        rows = (self._of(key) | {"source": source} for key, source in sorted(pairs.items()))
        self._put_changed(PAIRS, rows)

    def record_contents(self, contents: Mapping[PageKey, str]) -> None:
        """Note the hash of each post's fields; of posts that are not named, what was noted stays."""
        rows = (self._of(key) | {"sha256": sha} for key, sha in sorted(contents.items()))
        self._put_changed(CONTENTS, rows)

    def record_bases(self, bases: Mapping[PageKey, PublicationBase]) -> None:
        """Note what is remembered of live pages and catalogs; of pages that are not named, all stays."""
        rows = (
            self._of(key)
            | {
                "live": base.live,
                "catalog": base.catalog,
                "ready": sortable(base.ready),
                "bounded": int(base.bounded),
                "accepted": int(base.accepted),
            }
            for key, base in sorted(bases.items())
        )
        self._put_changed(PUBLICATIONS, rows)


def _digest(units: Sequence[Key]) -> str:
    return hash_of(json.dumps(units, ensure_ascii=False))
