"""Opens the ledger and writes to it; one transaction a sync."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256

from calque.ledger.connection import connected
from calque.ledger.database import LedgerDatabase, Row
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
    PAGES,
    PAIRS,
    POSTS,
    PUBLICATIONS,
    REVISION_UNITS,
    REVISIONS,
    RUNS,
    TABLES,
    TEXTS,
    TRANSLATED,
    LedgerTable,
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


@contextmanager
def open_ledger(site: Site) -> Iterator["Ledger"]:
    """Open the site's ledger, created or migrated where needed.

    All that the block writes lands at its end, or nothing does. The caller holds the workspace's lock.
    Errors: LedgerError where the database cannot be opened or is of a newer calque.
    """
    if ledger_path(site) is not None:
        make_state_folder(site.root)
    with connected(site) as (database, place):
        with odd_rows_of(site):
            migrate(database, place)
        yield Ledger(database, site)


class Ledger:
    """The open ledger of one site."""

    def __init__(self, database: LedgerDatabase, site: Site) -> None:
        self._database = database
        self._site = site.name
        self._source = site.source
        self._reading = partial(odd_rows_of, site)

    def rename(self, pages: Mapping[PageKey, PageKey]) -> None:
        """Give what is known of these pages to their new keys; what was measured of source pages, too.

        What is known under a new key already is deleted, as `pipeline.catalogs.history` passes it over.
        """
        for (locale, old), (_, new) in pages.items():
            values = {"site": self._site, "locale": locale, "old": old, "new": new}
            here = "site = :site AND locale = :locale"
            for table in (REVISIONS, CONTENTS):
                self._delete(table, f"{here} AND post = :new", values)
                self._rename(table, "post", here, values)
            if (
                locale == self._source
            ):  # what runs measured is noted by the key of the source page, in each locale
                for statement in _RENAMED:
                    self._run(statement, values)

    def rename_catalogs(self, paths: Mapping[str, str]) -> None:
        """Give what is known of these catalogs, old paths below the workspace → new ones, to their new paths."""
        for old, new in paths.items():
            for table in (FLAGGED, TRANSLATED):
                self._delete(table, "site = :site AND path = :path", {"path": new})
                self._rename(table, "path", "site = :site", {"old": old, "new": new})

    def drop(self, odd: Collection[OddRow]) -> None:
        """Delete rows that cannot be read, and texts that are none: the same is noted anew, but for its dates."""
        tables = {table.name: table for table in TABLES}
        for row in odd:
            table = tables[row.table]
            names = ("locale", "post") if table is REVISIONS else table.key[1:]  # the first is the site
            values = dict(zip(names, row.key, strict=True))
            conditions = (_equals(name, value) for name, value in values.items())
            self._delete(table, " AND ".join(("site = :site", *conditions)), values)
        texts = self._database.rows("SELECT hash, text FROM texts") if odd else ()
        for key in [key for key, words in texts if not isinstance(words, str)]:
            self._delete(TEXTS, _equals("hash", key), {"hash": key})

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
            for revision in history.revisions:
                digest = _digest(revision.units)
                modified, first_seen = _written(revision.modified), _written(revision.first_seen)
                identity = (locale, post, digest, modified or first_seen)
                if identity in known:
                    continue
                known.add(identity)
                dates = {"modified": modified, "first_seen": first_seen}
                values = self._of((locale, post)) | dates | {"digest": digest}
                self._insert_units(self._database.insert_row(REVISIONS.insert, values), revision.units)
                added += 1
        return added

    def record_presence(self, presence: Mapping[PageKey, int]) -> None:
        """Replace what is expected: posts that are here with 0, posts that are not with their count."""
        known = self._known("absences FROM posts")
        self._delete_pages(POSTS, known.keys() - presence.keys())
        rows = (self._of(key) | {"absences": count} for key, count in sorted(presence.items()))
        self._put_changed(POSTS, rows, known)

    def record_pairs(self, pairs: Mapping[PageKey, str]) -> None:
        """Replace what is known of pairs that addresses alone show: page → its source's key."""
        known = self._known("source FROM pairs")
        self._delete_pages(PAIRS, known.keys() - pairs.keys())
        self._put_changed(
            PAIRS, (self._of(key) | {"source": source} for key, source in sorted(pairs.items())), known
        )

    def record_files(self, hashes: Mapping[str, str]) -> None:
        """Note the SHA-256 of each file last written, by its path below the workspace."""
        rows = ({"site": self._site, "path": path, "sha256": sha} for path, sha in hashes.items())
        self._database.execute_each(FILES.put, rows)

    def record_contents(self, contents: Mapping[PageKey, str]) -> None:
        """Note the hash of each post's fields; of posts that are not named, what was noted stays."""
        rows = (self._of(key) | {"sha256": sha} for key, sha in sorted(contents.items()))
        self._put_changed(CONTENTS, rows, self._known("sha256 FROM contents"))

    def record_bases(self, bases: Mapping[PageKey, PublicationBase]) -> None:
        """Note what is remembered of live pages and catalogs; of pages that are not named, all stays."""
        rows = (
            self._of(key)
            | {
                "live": base.live,
                "catalog": base.catalog,
                "ready": _written(base.ready),
                "bounded": int(base.bounded),
            }
            for key, base in sorted(bases.items())
        )
        self._put_changed(PUBLICATIONS, rows, self._known("live, catalog, ready, bounded FROM publications"))

    def record_handed_out(self, catalogs: Mapping[str, HandedOut]) -> None:
        """Replace what is noted of the fuzzy entries of these catalogs, by their paths below the workspace."""
        for path, handed in catalogs.items():
            self._delete(FLAGGED, "site = :site AND path = :path", {"path": path})
            self._record_texts(
                text
                for flag in handed.entries
                for text in (flag.source, flag.previous, flag.previous_plural)
                if text is not None
            )
            rows = (
                {
                    "site": self._site,
                    "path": path,
                    "position": position,
                    "revised": handed.revised,
                    "context": flag.context,
                    "source": _hash(flag.source),
                    "target": flag.target,
                    "previous_context": flag.previous_context,
                    "previous": _hash_of(flag.previous),
                    "origin": flag.origin,
                    "previous_plural": _hash_of(flag.previous_plural),
                }
                for position, flag in enumerate(handed.entries)
            )
            self._database.execute_each(FLAGGED.insert, rows)

    def record_translated(self, catalogs: Mapping[str, bytes]) -> None:
        """Replace what these catalogs translate, by their paths below the workspace; empty where that is nothing."""
        for path, packed in catalogs.items():
            if not packed:
                self._delete(TRANSLATED, "site = :site AND path = :path", {"path": path})
        rows = (
            {"site": self._site, "path": path, "packed": packed}
            for path, packed in catalogs.items()
            if packed
        )
        self._database.execute_each(TRANSLATED.put, rows)

    def record_confirmations(self, confirmations: Iterable[Confirmation]) -> None:
        """Add who said of which translations that they are still right, and when."""
        rows = tuple(confirmations)
        self._record_texts(
            words for one in rows for words in (one.source, one.confirmed) if words is not None
        )
        self._database.execute_each(
            CONFIRMATIONS.insert,
            (
                self._of(one.page)
                | {
                    "source": _hash(one.source),
                    "confirmed": _hash_of(one.confirmed),
                    "said_by": one.by,
                    "said_at": _written(one.moment),
                }
                for one in rows
            ),
        )

    def record_failure(self, sentence: str, *, started: datetime, finished: datetime, version: str) -> None:
        """Add one row for a run that ended before it measured anything: why, and no coverage."""
        values = {
            "site": self._site,
            "started": _written(started),
            "finished": _written(finished),
            "version": version,
            "outcome": sentence,
        }
        self._run(RUNS.insert, values | dict.fromkeys(("posts", "written", "findings", "errors"), 0))

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
        values = {
            "site": self._site,
            "started": _written(started),
            "finished": _written(status.measured),
            "version": version,
            "posts": status.posts,
            "written": written,
            "findings": len(status.findings),
            "outcome": "",
            "errors": sum(finding.severity is Severity.ERROR for finding in status.findings),
        }
        run = self._database.insert_row(RUNS.insert, values)
        rows = (
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
        )
        self._database.execute_each(COVERAGE.insert, rows)
        changed = _changed(records_of(status.pages), before)
        self._database.execute_each(PAGES.put, (_row(record, run) for record in changed))

    def _runs(self) -> Sequence[RunRecord]:
        """Return the runs so far, with the pages that had changed in each."""
        with self._reading():
            return runs_of(lambda query: self._database.rows(query.format(site=self._site)))

    def _insert_units(self, revision: int, units: Sequence[Key]) -> None:
        self._record_texts(text for _, text in units)
        rows = (
            {"revision": revision, "position": position, "context": context, "text": _hash(words)}
            for position, (context, words) in enumerate(units)
        )
        self._database.execute_each(REVISION_UNITS.insert, rows)

    def _record_texts(self, texts: Iterable[str]) -> None:
        self._database.execute_each(TEXTS.add, ({"hash": _hash(words), "text": words} for words in texts))

    def _of(self, key: PageKey) -> dict[str, object]:
        """Return by which values the row of a page is found."""
        return {"site": self._site, "locale": key[0], "post": key[1]}

    def _known(self, asked: str) -> Mapping[PageKey, tuple[object, ...]]:
        """Return columns of a table by page."""
        found = self._rows(f"SELECT locale, post, {asked} WHERE site = :site")
        return {(str(locale), str(post)): tuple(row) for locale, post, *row in found}

    def _put_changed(
        self, table: LedgerTable, rows: Iterable[Row], known: Mapping[PageKey, tuple[object, ...]]
    ) -> None:
        """Put those rows into a table of pages that say something else than is known."""
        self._database.execute_each(
            table.put,
            (
                row
                for row in rows
                for _site, locale, post, *told in [row.values()]
                if known.get((str(locale), str(post))) != tuple(told)
            ),
        )

    def _delete_pages(self, table: LedgerTable, pages: Collection[PageKey]) -> None:
        statement = f"DELETE FROM {table.name} WHERE site = :site AND locale = :locale AND post = :post"  # noqa: S608 — a name
        self._database.execute_each(statement, map(self._of, sorted(pages)))

    def _rename(self, table: LedgerTable, column: str, condition: str, values: Row) -> None:
        """Give the rows of a condition whose `column` says `old` to `new`."""
        self._run(
            f"UPDATE {table.name} SET {column} = :new WHERE {condition} AND {column} = :old",  # noqa: S608 — names of this file
            values,
        )

    def _delete(self, table: LedgerTable, condition: str, values: Row) -> None:
        """Delete rows; those of revisions with the texts that belong to them."""
        if table is REVISIONS:
            numbers = f"SELECT id FROM revisions WHERE {condition}"  # noqa: S608 — what is asked for stands in this file
            self._run(f"DELETE FROM revision_units WHERE revision IN ({numbers})", values)  # noqa: S608 — the same
        self._run(f"DELETE FROM {table.name} WHERE {condition}", values)  # noqa: S608 — the same

    def _run(self, statement: str, values: Row) -> None:
        self._database.execute(statement, {"site": self._site, **values})

    def _rows(self, statement: str) -> Iterable[Sequence[object]]:
        return self._database.rows(statement, {"site": self._site})


_RENAMED = (
    "UPDATE confirmations SET post = :new WHERE site = :site AND post = :old",
    "DELETE FROM publications WHERE site = :site AND post = :new",
    "UPDATE publications SET post = :new WHERE site = :site AND post = :old",
    """
    DELETE FROM pages WHERE post = :new AND (run, locale) IN (
        SELECT run, locale FROM pages WHERE post = :old AND run IN (SELECT id FROM runs WHERE site = :site)
    )
    """,
    "UPDATE pages SET post = :new WHERE post = :old AND run IN (SELECT id FROM runs WHERE site = :site)",
)
"""What gives the key of a source page to its new one, wherever runs and people noted it."""


def _changed(records: Iterable[PageRecord], before: dict[PageKey, PageRecord]) -> Iterator[PageRecord]:
    """Yield the records of pages that are other than they were, and of those that are gone; empty `before`."""
    for record in records:
        if before.pop((record.locale, record.key), None) != record:
            yield record
    for record in before.values():
        if record.state is not None:
            yield replace(record, state=None, wants=False, segments=0, words=0, since=None, publication=None)


def _equals(column: str, value: object) -> str:
    """Return the condition that a column holds a value as it was read: a text that is no UTF-8 was read as bytes."""
    was_text = isinstance(value, bytes) and isinstance(bytes_unless_utf8(value), bytes)
    return f"CAST({column} AS BLOB) = :{column}" if was_text else f"{column} = :{column}"


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


def _hash_of(words: str | None) -> str | None:
    return None if words is None else _hash(words)
