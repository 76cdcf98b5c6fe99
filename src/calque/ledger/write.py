"""Opens the ledger and writes to it; one transaction a sync."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    Table,
    bindparam,
    cast,
    delete,
    func,
    insert,
    select,
    text,
    tuple_,
    update,
)

from calque.ledger.database import connected
from calque.ledger.migrations import migrate
from calque.ledger.odd import OddRow
from calque.ledger.read import odd_rows_of
from calque.ledger.runs import runs_of
from calque.ledger.tables import (
    CONFIRMATIONS,
    CONTENTS,
    COVERAGE,
    FILES,
    FLAGGED,
    METADATA,
    PAGES,
    PAIRS,
    POSTS,
    PUBLICATIONS,
    REVISION_UNITS,
    REVISIONS,
    RUNS,
    TEXTS,
    TRANSLATED,
)
from calque.ledger.values import OUTSTANDING, bytes_unless_utf8
from calque.model import (
    Confirmation,
    History,
    PageKey,
    PageRecord,
    PublicationBase,
    RunRecord,
    Severity,
    Site,
    Status,
)
from calque.places import ledger_path
from calque.po.returned import HandedOut
from calque.po.units import Key
from calque.states.progress import records_of
from calque.store import make_state_folder

__all__ = ["Ledger", "open_ledger"]

_NAMED = 500
"""Values that one statement names: databases take some ten thousand at most."""


@contextmanager
def open_ledger(site: Site) -> Iterator["Ledger"]:
    """Open the site's ledger, created or migrated where needed.

    All that the block writes lands at its end, or nothing does. The caller holds the workspace's lock.
    Errors: LedgerError where the database cannot be opened or is of a newer calque.
    """
    if ledger_path(site) is not None:
        make_state_folder(site.root)
    with connected(site) as (connection, place):
        with odd_rows_of(site):
            migrate(connection, place)
        yield Ledger(connection, site)


class Ledger:
    """The open ledger of one site."""

    def __init__(self, connection: Connection, site: Site) -> None:
        self._connection = connection
        self._site = site.name
        self._source = site.source
        self._reading = partial(odd_rows_of, site)

    def rename(self, pages: Mapping[PageKey, PageKey]) -> None:
        """Give what is known of these pages to their new keys; what was measured of source pages, too.

        What is known under a new key already is deleted, as `pipeline.catalogs.history` passes it over.
        """
        runs = select(RUNS.c.id).where(RUNS.c.site == self._site)
        for (locale, old), (_, new) in pages.items():
            for table in (REVISIONS, CONTENTS):
                here = (table.c.site == self._site, table.c.locale == locale)
                self._delete(table, *here, table.c.post == new)
                self._connection.execute(update(table).where(*here, table.c.post == old).values(post=new))
            if locale != self._source:
                continue  # what runs measured is noted by the key of the source page, in each locale
            said = update(CONFIRMATIONS).where(
                CONFIRMATIONS.c.site == self._site, CONFIRMATIONS.c.post == old
            )
            self._connection.execute(said.values(post=new))
            before = select(PAGES.c.run, PAGES.c.locale).where(PAGES.c.run.in_(runs), PAGES.c.post == old)
            of_site = PUBLICATIONS.c.site == self._site  # in each locale by the key of the source, too
            self._connection.execute(delete(PUBLICATIONS).where(of_site, PUBLICATIONS.c.post == new))
            self._connection.execute(
                update(PUBLICATIONS).where(of_site, PUBLICATIONS.c.post == old).values(post=new)
            )
            twice = tuple_(PAGES.c.run, PAGES.c.locale).in_(before)
            self._connection.execute(delete(PAGES).where(twice, PAGES.c.post == new))
            of_old = update(PAGES).where(PAGES.c.run.in_(runs), PAGES.c.post == old)
            self._connection.execute(of_old.values(post=new))

    def rename_catalogs(self, paths: Mapping[str, str]) -> None:
        """Give what is known of these catalogs, old paths below the workspace → new ones, to their new paths."""
        for old, new in paths.items():
            for table in (FLAGGED, TRANSLATED):
                here = table.c.site == self._site
                self._connection.execute(delete(table).where(here, table.c.path == new))
                self._connection.execute(update(table).where(here, table.c.path == old).values(path=new))

    def drop(self, odd: Collection[OddRow]) -> None:
        """Delete rows that cannot be read, and texts that are none: the same is noted anew, but for its dates."""
        for row in odd:
            table = METADATA.tables[row.table]
            keys = [column for column in table.primary_key if column is not table.c.site]
            columns = [REVISIONS.c.locale, REVISIONS.c.post] if table is REVISIONS else keys
            here = [table.c.site == self._site]
            here += [_equals(column, value) for column, value in zip(columns, row.key, strict=True)]
            self._delete(table, *here)
        texts = self._connection.execute(select(TEXTS.c.hash, TEXTS.c.text)) if odd else ()
        for key in [key for key, words in texts if not isinstance(words, str)]:
            self._connection.execute(delete(TEXTS).where(_equals(TEXTS.c.hash, key)))

    def _delete(self, table: Table, *here: ColumnElement[bool]) -> None:
        """Delete rows; those of revisions with the texts that belong to them."""
        if table is REVISIONS:
            units = REVISION_UNITS.c.revision.in_(select(REVISIONS.c.id).where(*here))
            self._connection.execute(delete(REVISION_UNITS).where(units))
        self._connection.execute(delete(table).where(*here))

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
                modified, first_seen = _written(revision.modified), _written(revision.first_seen)
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

    def record_files(self, hashes: Mapping[str, str]) -> None:
        """Note the SHA-256 of each file last written, by its path below the workspace."""
        if hashes:
            here = (FILES.c.site == self._site, FILES.c.path == bindparam("name"))
            self._connection.execute(delete(FILES).where(*here), [{"name": path} for path in hashes])
        self._insert(
            FILES, [{"site": self._site, "path": path, "sha256": sha} for path, sha in hashes.items()]
        )

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
            key: (base.live, base.catalog, _written(base.ready), int(base.bounded))
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

    def record_handed_out(self, catalogs: Mapping[str, HandedOut]) -> None:
        """Replace what is noted of the fuzzy entries of these catalogs, by their paths below the workspace."""
        for path, handed in catalogs.items():
            here = (FLAGGED.c.site == self._site, FLAGGED.c.path == path)
            self._connection.execute(delete(FLAGGED).where(*here))
            texts = [
                text
                for flag in handed.entries
                for text in (flag.source, flag.previous, flag.previous_plural)
                if text is not None
            ]
            self._record_texts(texts)
            rows = [
                {
                    "site": self._site,
                    "path": path,
                    "position": position,
                    "revised": handed.revised,
                    "context": flag.context,
                    "source": _hash(flag.source),
                    "target": flag.target,
                    "previous_context": flag.previous_context,
                    "previous": None if flag.previous is None else _hash(flag.previous),
                    "origin": flag.origin,
                    "previous_plural": None if flag.previous_plural is None else _hash(flag.previous_plural),
                }
                for position, flag in enumerate(handed.entries)
            ]
            self._insert(FLAGGED, rows)

    def record_translated(self, catalogs: Mapping[str, bytes]) -> None:
        """Replace what these catalogs translate, by their paths below the workspace; empty where that is nothing."""
        for path in catalogs:
            here = (TRANSLATED.c.site == self._site, TRANSLATED.c.path == path)
            self._connection.execute(delete(TRANSLATED).where(*here))
        rows = [
            {"site": self._site, "path": path, "packed": packed}
            for path, packed in catalogs.items()
            if packed
        ]
        self._insert(TRANSLATED, rows)

    def record_confirmations(self, confirmations: Iterable[Confirmation]) -> None:
        """Add who said of which translations that they are still right, and when."""
        rows = tuple(confirmations)
        self._record_texts(
            words for one in rows for words in (one.source, one.confirmed) if words is not None
        )
        self._insert(
            CONFIRMATIONS,
            [
                {
                    "site": self._site,
                    "locale": one.page[0],
                    "post": one.page[1],
                    "source": _hash(one.source),
                    "confirmed": None if one.confirmed is None else _hash(one.confirmed),
                    "said_by": one.by,
                    "said_at": _written(one.moment),
                }
                for one in rows
            ],
        )

    def record_failure(self, sentence: str, *, started: datetime, finished: datetime, version: str) -> None:
        """Add one row for a run that ended before it measured anything: why, and no coverage."""
        self._insert_row(
            RUNS,
            site=self._site,
            started=_written(started),
            finished=_written(finished),
            version=version,
            posts=0,
            written=0,
            findings=0,
            outcome=sentence,
        )

    def record_run(
        self,
        status: Status,
        *,
        started: datetime,
        version: str,
        written: int,
        runs: Sequence[RunRecord] | None = None,
    ) -> None:
        """Add one row for the run, one for the coverage of each locale, and one for each page that changed.

        `runs` are those so far, where the caller has just read them: all of them are read else.
        """
        before = {
            (record.locale, record.key): record
            for one in (self._runs() if runs is None else runs)
            for record in one.pages
        }
        run = self._insert_row(
            RUNS,
            site=self._site,
            started=_written(started),
            finished=_written(status.measured),
            version=version,
            posts=status.posts,
            written=written,
            findings=len(status.findings),
            errors=sum(finding.severity is Severity.ERROR for finding in status.findings),
        )
        rows = [
            {
                "run": run,
                "locale": locale.locale,
                "segments": locale.total.segments,
                "words": locale.total.words,
                "counts": json.dumps(
                    {state: [tally.segments, tally.words] for state, tally in locale.counts}
                    | {OUTSTANDING: [locale.outstanding.segments, locale.outstanding.words]}
                ),
            }
            for locale in status.locales
        ]
        self._insert(COVERAGE, rows)
        after = {(record.locale, record.key): record for record in records_of(status.pages)}
        gone = [
            replace(record, state=None, wants=False, segments=0, words=0, since=None, publication=None)
            for key, record in before.items()
            if key not in after and record.state is not None
        ]
        changed = [record for key, record in after.items() if before.get(key) != record]
        self._insert(PAGES, [_row(record, run) for record in (*changed, *gone)])

    def _runs(self) -> Sequence[RunRecord]:
        """Return the runs so far, with the pages that had changed in each."""
        with self._reading():
            return runs_of(lambda query: self._connection.execute(text(query.format(site=self._site))))

    def _insert_revision(self, units: Sequence[Key], **values: object) -> None:
        self._record_texts(text for _, text in units)
        number = self._insert_row(REVISIONS, **values)
        rows = [
            {"revision": number, "position": position, "context": context, "text": _hash(words)}
            for position, (context, words) in enumerate(units)
        ]
        self._insert(REVISION_UNITS, rows)

    def _record_texts(self, texts: Iterable[str]) -> None:
        wanted = {_hash(words): words for words in texts}
        keys = sorted(wanted)
        known: set[str] = set()
        for start in range(0, len(keys), _NAMED):
            query = select(TEXTS.c.hash).where(TEXTS.c.hash.in_(keys[start : start + _NAMED]))
            known.update(self._connection.execute(query).scalars())
        self._insert(
            TEXTS, [{"hash": key, "text": words} for key, words in wanted.items() if key not in known]
        )

    def _insert(self, table: Any, rows: Sequence[Mapping[str, object]]) -> None:
        if rows:
            self._connection.execute(insert(table), rows)

    def _insert_row(self, table: Any, **values: object) -> int:
        key = self._connection.execute(insert(table).values(**values)).inserted_primary_key
        return int(key[0]) if key else 0


def _equals(column: ColumnElement[Any], value: Any) -> ColumnElement[bool]:
    """Return the condition that a column holds a value as it was read: a text that is no UTF-8 was read as bytes."""
    was_text = isinstance(value, bytes) and isinstance(bytes_unless_utf8(value), bytes)
    equal: ColumnElement[bool] = (cast(column, LargeBinary) if was_text else column) == value
    return equal


def _row(record: PageRecord, run: int) -> dict[str, object]:
    return {
        "run": run,
        "locale": record.locale,
        "post": record.key,
        "title": record.title,
        "state": record.state,
        "wants": int(record.wants),
        "segments": record.segments,
        "words": record.words,
        "since": _written(record.since),
        "publication": record.publication or "",
    }


def _written(moment: datetime | None) -> str | None:
    """Write a moment as sortable text in UTC, alike in every database."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds")


def _digest(units: Sequence[Key]) -> str:
    return _hash(json.dumps(units, ensure_ascii=False))


def _hash(words: str) -> str:
    return sha256(words.encode()).hexdigest()
