"""What the ledger remembers of posts: their texts with the dates, which are expected, what they pair with."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, func, select

from calque.ledger.tables import CONTENTS, PAIRS, POSTS, PUBLICATIONS, REVISION_UNITS, REVISIONS
from calque.model import History, PageKey, PublicationBase
from calque.po.units import Key

__all__ = ["PostTables"]

from calque.ledger.write_rows import LedgerRows, hash_of, sortable


class PostTables(LedgerRows):
    """The tables of source revisions, of posts, and of live pages beside their catalogs."""

    def record_revisions(self, histories: Mapping[PageKey, History]) -> int:
        """Add the revisions that the ledger does not hold yet; return how many those were.

        A revision is known by its page, its texts and its date; an undated one by when it was first seen.
        """
        if not histories:
            return 0
        dated = func.coalesce(REVISIONS.c.modified, REVISIONS.c.first_seen)
        columns = (REVISIONS.c.locale, REVISIONS.c.post, REVISIONS.c.digest, dated)
        query = select(*columns).where(REVISIONS.c.site == self._site)
        known = {tuple(row) for row in self._connection.execute(query)}
        added = 0
        for (locale, post), history in histories.items():
            for revision in history.revisions:
                modified, first_seen = sortable(revision.modified), sortable(revision.first_seen)
                identity = (locale, post, _digest(revision.units), modified or first_seen)
                if identity in known:
                    continue
                known.add(identity)
                self._insert_revision(
                    revision.units,
                    site=self._site,
                    locale=locale,
                    post=post,
                    modified=modified,
                    first_seen=first_seen,
                    digest=_digest(revision.units),
                )
                added += 1
        return added

    def _insert_revision(self, units: Sequence[Key], **values: object) -> None:
        self._record_texts(text for _, text in units)
        number = self._insert_row(REVISIONS, **values)
        rows = [
            {"revision": number, "position": position, "context": context, "text": hash_of(words)}
            for position, (context, words) in enumerate(units)
        ]
        self._insert(REVISION_UNITS, rows)

    def record_presence(self, presence: Mapping[PageKey, int]) -> None:
        """Replace what is expected: posts that are here with 0, posts that are not with their count."""
        query = select(POSTS.c.locale, POSTS.c.post, POSTS.c.absences).where(POSTS.c.site == self._site)
        known = {(locale, post): absences for locale, post, absences in self._connection.execute(query)}
        changed = {key for key in known.keys() | presence.keys() if known.get(key) != presence.get(key)}
        for locale, post in changed & known.keys():
            here = (POSTS.c.site == self._site, POSTS.c.locale == locale, POSTS.c.post == post)
            self._connection.execute(delete(POSTS).where(*here))
        rows = [
            {"site": self._site, "locale": locale, "post": post, "absences": presence[locale, post]}
            for locale, post in sorted(changed & presence.keys())
        ]
        self._insert(POSTS, rows)

    def record_pairs(self, pairs: Mapping[PageKey, str]) -> None:
        """Replace what is known of pairs that addresses alone show: page → its source's key."""
        query = select(PAIRS.c.locale, PAIRS.c.post, PAIRS.c.source).where(PAIRS.c.site == self._site)
        known = {(locale, post): source for locale, post, source in self._connection.execute(query)}
        if known == pairs:
            return
        self._connection.execute(delete(PAIRS).where(PAIRS.c.site == self._site))
        rows = [
            {"site": self._site, "locale": locale, "post": post, "source": pairs[locale, post]}
            for locale, post in sorted(pairs)
        ]
        self._insert(PAIRS, rows)

    def record_contents(self, contents: Mapping[PageKey, str]) -> None:
        """Note the hash of each post's fields; of posts that are not named, what was noted stays."""
        query = select(CONTENTS.c.locale, CONTENTS.c.post, CONTENTS.c.sha256).where(
            CONTENTS.c.site == self._site
        )
        known = {(locale, post): sha for locale, post, sha in self._connection.execute(query)}
        changed = sorted(key for key in contents if known.get(key) != contents[key])
        for locale, post in changed:
            here = (CONTENTS.c.site == self._site, CONTENTS.c.locale == locale, CONTENTS.c.post == post)
            self._connection.execute(delete(CONTENTS).where(*here))
        rows = [
            {"site": self._site, "locale": locale, "post": post, "sha256": contents[locale, post]}
            for locale, post in changed
        ]
        self._insert(CONTENTS, rows)

    def record_bases(self, bases: Mapping[PageKey, PublicationBase]) -> None:
        """Note what is remembered of live pages and catalogs; of pages that are not named, all stays."""
        columns = (PUBLICATIONS.c[name] for name in ("locale", "post", "live", "catalog", "ready", "bounded"))
        query = select(*columns).where(PUBLICATIONS.c.site == self._site)
        known = {(locale, post): tuple(row) for locale, post, *row in self._connection.execute(query)}
        rows = {
            key: (base.live, base.catalog, sortable(base.ready), int(base.bounded))
            for key, base in bases.items()
        }
        changed = sorted(key for key, row in rows.items() if known.get(key) != row)
        for locale, post in changed:
            here = (PUBLICATIONS.c.locale == locale, PUBLICATIONS.c.post == post)
            self._connection.execute(delete(PUBLICATIONS).where(PUBLICATIONS.c.site == self._site, *here))
        names = ("live", "catalog", "ready", "bounded")
        self._insert(
            PUBLICATIONS,
            [
                {"site": self._site, "locale": locale, "post": post}
                | dict(zip(names, rows[locale, post], strict=True))
                for locale, post in changed
            ],
        )


def _digest(units: Sequence[Key]) -> str:
    return hash_of(json.dumps(units, ensure_ascii=False))
