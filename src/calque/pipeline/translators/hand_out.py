"""Handoff: one file of outstanding texts for a translator, and the record that they are in hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from calque.checks import Glossary, glossary_of
from calque.config.overlaps import why_not_written
from calque.disk import is_there
from calque.errors import CatalogError, ConfigError
from calque.handoffs.forms import HandoffForm, write_form
from calque.handoffs.wishes import Pick, Wish, pick_units
from calque.html import plain
from calque.locales import gettext_name
from calque.model import Finding, PageStatus, SegmentState, Site, Status, Tally, UnitStatus, Verb
from calque.pipeline.build.preview import preview_of_file
from calque.pipeline.handoffs import find_record, new_id
from calque.pipeline.status import status as measure
from calque.places import closed_path, path_below, preview_beside, record_path
from calque.po import Ticket, build_handoff, handed_fields, read_catalog, write_catalog
from calque.po.entries import Fields
from calque.po.facts import present_facts, with_terms
from calque.po.units import Key
from calque.store import BRIEF, Staged, locked, read_bytes, write_atomic
from calque.store.contract import write_without_loss

__all__ = ["HandedOver", "cancel", "hand_out"]

_NEW = frozenset({SegmentState.MISSING, SegmentState.COPY, SegmentState.WRONG_LANGUAGE})
_TOLD = frozenset(
    {SegmentState.COPY, SegmentState.WRONG_LANGUAGE, SegmentState.INVALID, SegmentState.CONFLICT}
)
"""Facts of an entry that editors do not show, and which a comment therefore states."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The result of a handoff."""

    ticket: Ticket
    locale: str
    file: str
    """The file to send, as it was asked for; empty where nothing is outstanding."""
    record: str
    """Relative to the workspace."""
    pages: int
    new: Tally
    """Texts without any earlier translation."""
    changed: Tally
    """Stale texts, and the words that changed in them."""
    check: Tally
    """Texts whose translation has to be reviewed."""
    repeated: Tally
    """The further places, on other pages, that the same answers translate."""
    left: Tally
    """Texts that are outstanding, in nobody's hands and not in this file."""
    unsynced: int
    """Texts that no catalog has yet: they need a sync first."""
    to_publish: int = 0
    """Pages of the locale that are translated and wait to be published: no translator is needed for them."""
    findings: tuple[Finding, ...] = ()
    """What could not be read, and so is not in the file."""
    preview: str = ""
    """The page beside the file, where one was asked for."""
    memory: str = ""
    """The memory beside the file, where one was asked for."""

    @property
    def total(self) -> Tally:
        """What is in the file."""
        return self.new + self.changed + self.check


def hand_out(
    site: Site,
    locale: str,
    wish: Wish,
    *,
    to: str = "",
    due: date | None = None,
    output: Path | None = None,
    now: Callable[[], datetime],
    dry_run: bool = False,
    preview: bool = False,
    form: HandoffForm = HandoffForm.PO,
    memory: bool = False,
) -> HandedOver:
    """Write the file of what a translator is to do, and beside the catalogs its record, which is a PO file in any form.

    With `preview` also a page beside the file that shows where its texts stand; with `memory` what the
    locale's catalogs translate, as TMX.

    Errors: BusyError where a sync is at work; ConfigError where the file to write stands already; CatalogError
    where one cannot be read or written.
    """
    with locked(site.root, patience=BRIEF):
        moment = now()
        status = measure(site, now=lambda: moment, compared=False)
        name = new_id(site, locale, to, moment.date())
        ticket = Ticket(name, site.name, gettext_name(locale), to, moment.date(), due)
        picks = pick_units(status, locale, wish)
        entries, known = _entries(site, picks, glossary_of(site, locale))
        path = output or Path.cwd() / f"{name}{form.suffix}"
        ticket = replace(ticket, words=sum(pick.unit.words for pick in known))
        done = _account(status, locale, known, ticket, unsynced=len(picks) - len(known))
        done = replace(done, findings=status.errors)
        if dry_run or not known:
            return done
        if why := why_not_written(site, path.absolute()):
            raise ConfigError(f"{path}: {why}; give another name with --output")
        if is_there(path):
            raise ConfigError(
                f"{path}: stands already, and may hold somebody's work; give another name with --output"
            )
        catalog = build_handoff(ticket, entries, locale=locale, source=site.source, now=moment)
        data = write_catalog(catalog, wrap=site.wrap)
        shown = preview_beside(path)
        if preview and is_there(shown):
            raise ConfigError(f"{shown}: stands already; give the file another name with --output")
        remembered = path.with_suffix(".tmx")
        if memory and is_there(remembered):
            raise ConfigError(f"{remembered}: stands already; give the file another name with --output")
        record = record_path(site, name)
        # The file comes first: with a record alone, these texts would count as in hand and nobody would have them.
        write_atomic(path, write_form(catalog, form, source=site.source, target=locale, wrap=site.wrap))
        write_without_loss([Staged(record, data, None)])
        if preview:
            posts = {page.key for pick in known for page in pick.pages[:1]}
            preview_of_file(site, path, shown, locale=locale, posts=posts, now=lambda: moment)
        if memory:
            from calque.pipeline.translators.memory import tmx_of  # noqa: PLC0415  loads lxml, where it is asked for

            tmx, _, lost = tmx_of(site, locale)
            write_atomic(remembered, tmx)
            done = replace(done, memory=str(remembered), findings=(*done.findings, *lost))
        told = str(shown) if preview else ""
        return replace(done, file=str(path), record=path_below(site, record), preview=told)


def cancel(site: Site, name: str) -> str:
    """Withdraw a handoff, so that its outstanding texts can be given to others; return the new path of its record.

    Errors: ConfigError where no open handoff has this id; BusyError; CatalogError.
    """
    with locked(site.root, patience=BRIEF):
        path = record_path(site, name)
        data = read_bytes(path) if find_record(site, name) else None
        if data is None:
            raise ConfigError(f"{name}: no open handoff has this id; see `calque handoff --list`")
        closed = closed_path(site, name)
        move = [Staged(closed, data, read_bytes(closed), receives=True), Staged(path, None, data)]
        if write_without_loss(move):
            raise CatalogError(f"{path}: was changed meanwhile; cancel it once more")
        return path_below(site, closed)


def _entries(site: Site, picks: tuple[Pick, ...], glossary: Glossary) -> tuple[list[Fields], list[Pick]]:
    """Return the file's entries, and the picks that they are of: those that a catalog has."""
    catalogs: dict[str, Mapping[Key, Fields]] = {}
    entries: list[Fields] = []
    known: list[Pick] = []
    shown: set[str] = set()
    for pick in picks:
        key = (pick.unit.context, pick.unit.source)
        for page in pick.pages:
            if page.catalog not in catalogs:
                catalogs[page.catalog] = _read(site, page.catalog)
        rows = [row for page in pick.pages if (row := catalogs[page.catalog].get(key))]
        if not rows:
            continue
        first = pick.pages[0]
        known.append(pick)
        references = [reference for row in rows for reference, _ in row.occurrences]
        before = [] if first.key in shown else [f"page: {first.title}", *_live(first)]
        shown.add(first.key)
        row = rows[0]
        facts = with_terms(
            present_facts(row.comment, row.msgctxt, row.msgid), glossary.facts_of(plain(row.msgid))
        )
        row, after = row._replace(comment=facts), _remarks(pick)
        entries.append(handed_fields(row, references, before=before, after=after))
    return entries, known


def _read(site: Site, file: str) -> Mapping[Key, Fields]:
    data = read_bytes(site.root / file)
    if data is None:
        return {}
    blocks = read_catalog(data, place=file).blocks
    return {block.fields.key: block.fields for block in blocks if not block.fields.obsolete}


def _live(page: PageStatus) -> list[str]:
    return [f"live: {page.url}"] if page.url else []


def _remarks(pick: Pick) -> list[str]:
    unit, others = pick.unit, len(pick.pages) - 1
    remarks = [f"check: {_problem(unit)}"] if unit.state in _TOLD else []
    return remarks + ([f"also on {others} more page{'s' if others > 1 else ''}"] if others else [])


def _problem(unit: UnitStatus) -> str:
    state = str(unit.state).replace("_", " ")
    return f"{state}: {unit.reason}" if unit.reason else state


def _account(status: Status, locale: str, picks: list[Pick], ticket: Ticket, *, unsynced: int) -> HandedOver:
    def tally(rows: list[Pick]) -> Tally:
        return Tally(len(rows), sum(row.unit.words for row in rows))

    new = [pick for pick in picks if pick.unit.state in _NEW]
    changed = [pick for pick in picks if pick.unit.state is SegmentState.STALE]
    check = [pick for pick in picks if pick.unit.state not in (*_NEW, SegmentState.STALE)]
    taken = {(pick.unit.context, pick.unit.source) for pick in picks}
    rest = [
        pick
        for pick in pick_units(status, locale, Wish())
        if (pick.unit.context, pick.unit.source) not in taken
    ]
    return HandedOver(
        ticket=ticket,
        locale=locale,
        file="",
        record="",
        pages=len({page.key for pick in picks for page in pick.pages[:1]}),
        new=tally(new),
        changed=tally(changed),
        check=tally(check),
        repeated=Tally(sum(len(pick.pages) - 1 for pick in picks), sum(pick.repeated for pick in picks)),
        left=tally(rest),
        unsynced=unsynced,
        to_publish=sum(
            dict(row.verbs).get(Verb.PUBLISH, 0) for row in status.locales if row.locale == locale
        ),
    )
