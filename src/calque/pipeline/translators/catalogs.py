"""Desks: the catalogs of each locale, held while answers are put into them, and then the files to write."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from polib import POEntry

from calque.errors import CatalogError
from calque.handoffs.answers import NOT_TAKEN, Desk
from calque.handoffs.wishes import Record
from calque.language import Verdict, judge
from calque.model import Finding, FindingCode, Site
from calque.pipeline.archive.entries import add_entries
from calque.pipeline.findings import finding_of
from calque.places import archive_path, catalog_path, entries_name, list_catalogs, path_below
from calque.po import Block, Catalog, no_loss, read_catalog, remarks_of, write_catalog
from calque.po.entries import Fields, new_entry
from calque.po.header import date_value, with_metadata
from calque.po.units import Key
from calque.store import Staged, read_bytes

__all__ = ["Desks"]

_UNPLACED = "unplaced"
"""The name of the archive's file for answers that belong to no catalog."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d[+-]\d{4}")
_REVISED = "PO-Revision-Date"
_TRANSLATOR = "Last-Translator"


class Desks:
    """The desk of each locale, its catalogs read when it is first asked for."""

    def __init__(self, site: Site) -> None:
        self.findings: list[Finding] = []
        """Catalogs that could not be read or written; answers for them go to the archive."""
        self._site = site
        self._desks: dict[str, Desk] = {}
        self._before: dict[tuple[str, str], bytes] = {}
        self._archives: dict[str, _Archive] = {}
        self._returned: dict[str, list[Catalog]] = {}
        self._given: list[Catalog] = []

    def of(self, locale: str) -> Desk:
        """Return the desk of a locale."""
        if locale not in self._desks:
            self._archives[locale] = _Archive(self._site, locale)
            self._desks[locale] = Desk(
                self._read(locale),
                is_copy=lambda target, source: self._is_copy(locale, target, source),
                was_there=self._archives[locale].has,
            )
        return self._desks[locale]

    def place(self, locale: str, name: str) -> str:
        """Return the file of a catalog, relative to the workspace."""
        return catalog_path(self._site, locale, name).relative_to(self._site.root).as_posix()

    def read_from(self, locale: str, returned: Catalog, given: Catalog | None) -> None:
        """Note a file that answers were taken from, for its other texts and the names and dates in its header."""
        self._returned.setdefault(locale, []).append(returned)
        self._given += [given] if given else []

    def open_texts(self, record: Record, answered: Collection[Key]) -> int:
        """Count the texts of a handoff that are still to be done; `answered` came back."""
        desk = self.of(record.locale)
        rows = [block.fields for block in record.catalog.blocks if not block.is_header]
        return sum(desk.is_open(row.key, row, answered=row.key in answered) for row in rows)

    def staged(self, now: datetime) -> list[list[Staged]]:
        """Return the files to write: a set a catalog, with what had to give way to the answers in the archive."""
        return [group for locale in self._desks for group in self._staged_of(locale, now)]

    def _staged_of(self, locale: str, now: datetime) -> Iterable[list[Staged]]:
        desk = self._desks[locale]
        results = desk.result()
        self._save_rest(locale, desk, results)
        for name in sorted({*results, *desk.spare}):
            before = desk.catalogs.get(name)
            after = results.get(name, before)
            spare = [new_entry(fields) for fields in desk.spare.get(name, ())]
            group = self._archived(locale, name or _UNPLACED, spare, after) if spare else []
            if before is not None and after is not None and after is not before:
                data = write_catalog(self._dated(locale, after, now), wrap=self._site.wrap)
                path = catalog_path(self._site, locale, name)
                group.append(Staged(path, data, self._before[locale, name]))
            yield group

    def _save_rest(self, locale: str, desk: Desk, results: Mapping[str, Catalog]) -> None:
        """Put into the archive what only the returned files have: a rejected answer, a comment.

        Comments before the first text of a file and after its last are kept with these two texts.
        """
        kept = [new_entry(fields) for rows in desk.spare.values() for fields in rows]
        after = [results.get(name, catalog) for name, catalog in desk.catalogs.items()]
        after += [*self._given, *self._archives[locale].catalogs()]
        for returned in self._returned.get(locale, ()):
            rows = [_said(block.fields) for block in returned.blocks if not block.is_header]
            rows += _remarks(returned)
            body = Catalog(tuple(Block(row, line=number) for number, row in enumerate(rows)))
            lost = {loss.place for loss in no_loss([body], after, kept=kept)}
            for row in (row for number, row in enumerate(rows) if f":{number}" in lost):
                desk.keep(row, Path(returned.place).name)

    def _archived(self, locale: str, name: str, spare: list[POEntry], like: Catalog | None) -> list[Staged]:
        """Stage entries into the archive's file beside a catalog; a new file has the catalog's header."""
        header = like or next(iter(self._returned.get(locale, ())), Catalog())
        path = archive_path(self._site, locale, entries_name(name))
        return list(add_entries(self._site, path, header, spare))

    def _dated(self, locale: str, catalog: Catalog, now: datetime) -> Catalog:
        """Return the catalog with who translated last and when, as the returned files say."""
        headers = [returned.header for returned in self._returned.get(locale, ())]
        dates = [header[_REVISED] for header in headers if _DATE.fullmatch(header.get(_REVISED, ""))]
        people = [header[_TRANSLATOR] for header in headers if "@" in header.get(_TRANSLATOR, "")]
        new = [date for date in dates if date != catalog.header.get(_REVISED)]
        revised = _later(catalog.header.get(_REVISED, ""), new[-1] if new else date_value(now))
        said = {_REVISED: revised} | ({_TRANSLATOR: people[-1]} if people else {})
        blocks = [
            block.saying(block.fields._replace(msgstr=with_metadata(block.fields.msgstr, said)))
            if block.is_header
            else block
            for block in catalog.blocks
        ]
        return catalog.with_blocks(blocks)

    def _read(self, locale: str) -> Mapping[str, Catalog]:
        """Read the locale's catalogs by name; one that cannot be read is a finding."""
        found: dict[str, Catalog] = {}
        for path in list_catalogs(self._site, locale):
            place = path_below(self._site, path)
            try:
                data = read_bytes(path)
                if data is not None:
                    found[path.stem] = read_catalog(data, place=place)
                    self._before[locale, path.stem] = data
            except CatalogError as error:
                self.findings.append(finding_of(error, code=FindingCode.UNREADABLE_CATALOG, locale=locale))
        return found

    def _is_copy(self, locale: str, target: str, source: str) -> bool:
        judgement = judge(
            target, source, source_locale=self._site.source, target_locale=locale, candidates=self._site.tags
        )
        return judgement.verdict is Verdict.COPY


def _later(one: str, other: str) -> str:
    """Return the later of two dates of a header; the other where one is no date: a catalog never grows younger."""
    moments = [
        datetime.strptime(text, "%Y-%m-%d %H:%M%z") if _DATE.fullmatch(text) else None
        for text in (one, other)
    ]
    return one if moments[0] and moments[1] and moments[0] > moments[1] else other


def _said(answer: Fields) -> Fields:
    """Return a row with what a person wrote in it: of a copy of the source, that is the comment alone."""
    return answer._replace(msgstr="") if answer.targets == (answer.msgid,) else answer


def _remarks(returned: Catalog) -> Iterable[Fields]:
    """Yield the comments at the two ends of a file as comments of its first and of its last text."""
    rows = [block.fields for block in returned.blocks if not block.is_header]
    header = returned.header_entry
    ends = (header.tcomment if header else "", "\n".join(remarks_of(returned.tail)))
    for row, remarks in zip((rows[:1], rows[-1:]), ends, strict=True):
        if row and remarks:
            yield row[0]._replace(msgstr="", msgstr_plural=(), tcomment=remarks)


class _Archive:
    """What the archive keeps of each catalog's former translations."""

    def __init__(self, site: Site, locale: str) -> None:
        self._site = site
        self._locale = locale
        self._read: dict[str, Catalog] = {}
        self._known: dict[str, frozenset[tuple[Key, tuple[str, ...]]]] = {}

    def has(self, name: str, fields: Fields) -> bool:
        """Tell whether a catalog had this translation before another took its place."""
        if name not in self._known:
            self._read[name] = self._catalog(archive_path(self._site, self._locale, entries_name(name)))
            rows = (block.fields for block in self._read[name].blocks)
            self._known[name] = frozenset(
                (row.key, row.targets) for row in rows if not row.comment.startswith(NOT_TAKEN)
            )
        return (fields.key, fields.targets) in self._known[name]

    def catalogs(self) -> Iterable[Catalog]:
        """Return what was read so far."""
        return self._read.values()

    def _catalog(self, path: Path) -> Catalog:
        try:
            data = read_bytes(path)
            return read_catalog(data, place=path.name) if data else Catalog()
        except CatalogError:
            return Catalog()  # unreadable: at worst, an old translation counts as a new answer
