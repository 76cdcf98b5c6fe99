"""Run: reads what changed, or everything, brings catalogs in step with it, and measures them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from calque.cache.values import Summary
from calque.counts import plural
from calque.disk import is_there
from calque.guards.questions import Guard
from calque.ledger.odd import OddRow
from calque.model import Finding, FindingCode, PageKey, Site
from calque.pipeline.catalogs.history import HistoryReader, SiteHistory, read_site_history
from calque.pipeline.catalogs.retype import (
    Retypes,
    find_retyped,
    may_be_retyped,
    retyped_findings,
    with_new_keys,
)
from calque.pipeline.findings import unlisted_findings
from calque.pipeline.ingest.kept_pairs import pairs_by_address
from calque.pipeline.ingest.meanwhile import ChangedMeanwhileError
from calque.pipeline.ingest.sweep import sweep
from calque.pipeline.journal import written_texts
from calque.pipeline.presence import Departures, find_departures, find_missing, still_expected
from calque.pipeline.status import progress_by
from calque.pipeline.status.built import built_pages
from calque.pipeline.status.changes import Changes, find_changes
from calque.pipeline.status.damaged import odd_rows
from calque.pipeline.status.keep import keep, keep_run, look_into_folders
from calque.pipeline.status.load import Loader
from calque.pipeline.status.reading import SiteReading, read_site
from calque.pipeline.status.standing import status_of
from calque.pipeline.status.work import Work, find_work, places_of
from calque.pipeline.sync.done import Done
from calque.pipeline.sync.fill import find_fillable
from calque.pipeline.sync.noted import Noted
from calque.pipeline.sync.outcome import Outcome
from calque.pipeline.sync.record import RunFacts, record, report
from calque.pipeline.sync.remember import Remembering
from calque.pipeline.sync.retyped import Retyped, retype, site_to_retype, with_own_places
from calque.pipeline.sync.start import Start
from calque.places import catalogs_folder, report_path
from calque.store import sweep_leftovers

if TYPE_CHECKING:
    from calque.pipeline.status.track import Tracked

__all__ = ["run"]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a sync tells of a site that it has brought up to date: all else is in the cache by now."""

    site: Site
    """In a dry run that gives files new names, a copy."""
    summary: Summary
    facts: RunFacts
    is_due: bool
    """The HTML report would differ from the one on disk."""


def run(site: Site, start: Start, done: Done) -> Outcome:
    """Sync what changed since the last run; where that cannot be told, everything. `done` goes on.

    Errors: ChangedMeanwhileError where a file is another than when it was looked at; what is written till then stays.
    """
    with ExitStack() as rehearsal:
        kept = _bring_up(site, start, done, rehearsal)
        if isinstance(kept, Outcome):
            return kept
        outcome = _tell(start, done, kept)
        return outcome if kept.site is site else with_own_places(outcome, kept.site, site)


def _bring_up(site: Site, start: Start, done: Done, rehearsal: ExitStack) -> _Kept | Outcome:
    """Bring catalogs in step, measure them and keep that; an outcome where a person is asked first.

    What it read goes with it, so that nothing of it is held while the report is written.
    """
    if start.inputs.leftovers and not start.dry_run:
        sweep_leftovers(catalogs_folder(site))
    cache = start.cache
    changes = None if start.anew else find_changes(site, cache, start.inputs)
    further = cache.unsynced() if changes else frozenset[int]()
    done.findings += (("", finding) for finding in start.collected.findings)
    every = _asks_for_all(start, changes)
    reading = read_site(site, start.runner, cache, changes, further, accept=start.accept, every=every)
    retypes, departures = Retypes(), None
    if reading.members is None:
        reading, retypes = _with_retypes(site, start, reading)
        departures = find_departures(site, reading.content, retypes.pages, accept=start.accept)
        from calque.pipeline.sync.held import hold  # noqa: PLC0415 — loads all that judges texts

        if held := hold(site, start, changes, reading, retypes, further):
            return held
    elif changes and (changes.summary.missed or reading.namesakes.files):
        departures = _departures_among(site, start, reading)
    if departures:
        done.findings += (("", finding) for finding in departures.findings)
        done.write(site, start.runner, (), departures.moves, dry_run=start.dry_run)
    here = rehearsal.enter_context(site_to_retype(site, retypes, rehearse=start.dry_run))
    retyped, renamed = Retyped(retypes), None
    if retypes.pages:
        known = with_new_keys(site, read_site_history(site), retypes.pages)
        retyped, renamed = retype(here, start.runner, reading.content, known, retypes, done)
        done.findings += (("", one) for one in retyped_findings(site, retyped.posts.pages))
    work = find_work(here, start.runner, cache, reading, changes, further, takes=True)
    history = _history(here, work, renamed, done)

    def widen(more: Collection[int]) -> Work:
        """Return the work with further groups, which memory has something for."""
        groups = {*further, *more}
        wider = reading
        if reading.members is not None:
            wider = read_site(site, start.runner, cache, changes, groups, accept=start.accept)
            if wider.members is None:
                raise ChangedMeanwhileError
        return find_work(here, start.runner, cache, wider, changes, groups, takes=True, known=work.handover)

    return _finish(here, start, done, changes, work, history, departures, retyped, widen)


def _asks_for_all(start: Start, changes: Changes | None) -> bool:
    """Tell whether a sync has to look at all pages, whatever changed."""
    seen = start.collected
    if changes is None or not changes.summary.synced or Guard.LOCALE_LEFT in start.accept:
        return True
    # Of a part of a site nobody knows what is gone, and a later run would not look for it.
    return not (seen.complete or (seen.one and not changes.went))


def _with_retypes(site: Site, start: Start, reading: SiteReading) -> tuple[SiteReading, Retypes]:
    """Find the pages that changed their type: they are other than they were kept."""
    complete = reading.content.complete and start.collected.complete and not unlisted_findings(site)
    content = replace(reading.content, complete=complete)
    retypes = find_retyped(content, read_site_history(site)) if may_be_retyped(site, content) else Retypes()
    changed = reading.changed | {*retypes.pages.values()}
    return replace(reading, content=content, changed=changed, retyped=retypes.pages), retypes


def _finish(
    site: Site,
    start: Start,
    done: Done,
    changes: Changes | None,
    work: Work,
    history: HistoryReader,
    departures: Departures | None,
    retyped: Retyped,
    widen: Callable[[Collection[int]], Work],
) -> _Kept:
    """Merge, adopt, fill and write what is to be done, measure it, and keep the result for the next run."""
    cache, handover = start.cache, work.handover
    done.findings += (("", finding) for finding in handover.findings)
    noted = Noted(retyped.posts.doubtful)
    loader = _loader(site, start, work, history)
    remembering = Remembering(site, start, tells_new=not work.is_whole)
    if work.bundles or handover.givers or handover.templates:
        from calque.pipeline.sync.catalogs import renew_catalogs, waiting_bundles  # noqa: PLC0415 — where there is work alone

        work = waiting_bundles(site, work, loader)
        renew_catalogs(site, start, done, remembering, work, loader, noted)
    fillable = find_fillable(site, start, done, remembering, changes, work)
    if fillable.merged or fillable.others:
        from calque.pipeline.sync.catalogs import fill_catalogs, waiting_bundles  # noqa: PLC0415 — the same

        if fillable.further:
            work = widen(fillable.further)
            loader = _loader(site, start, work, history)
            work = waiting_bundles(site, work, loader)
        fill_catalogs(site, start, done, work, loader, fillable)
    done.findings += (("", finding) for finding in _recut(site, done))
    stand = done.look(site, start.inputs, work, changes)
    moment = start.now()
    looks = _Looks(site, retyped.posts, noted)
    parts = (
        (part, looks.noting(tracked)) for part, tracked in _judged(site, start, work, loader, moment, noted)
    )

    def odd() -> tuple[OddRow, ...]:
        """Return the rows of the ledger that cannot be read; said when all is read."""
        return (*history.odd, *(departures.odd if departures else ()))

    missed = any(still_expected(site, departures).values()) if departures else None
    summary = keep(
        site,
        cache,
        work,
        parts,
        changes,
        start.inputs.settings,
        stand,
        moment,
        remarks=looks.remarks(done, lambda: odd_rows(site, odd(), deleted=not start.dry_run)),
        synced=lambda part, tracked: done.synced(site, start.inputs.files, stand, part, tracked),
        is_synced=_is_synced(work, departures, retyped, missed=bool(missed)) if departures else None,
        missed=missed,
        folders=look_into_folders(site),
    )
    noted.leave_out(done.unwritten_pages)
    facts = RunFacts(
        retyped=retyped.posts.pages,
        renamed=retyped.catalogs,
        histories=noted.histories,
        presence=still_expected(site, departures) if departures else None,
        pairs=_pairs_by_address(work),
        contents=noted.contents,
        bases=noted.bases,
        files=done.files,
        handed_out=done.handed_out,
        translated=done.translated,
        odd=odd(),
    )
    return _Kept(site, summary, facts, is_due=_is_due(site, changes, work, summary))


def _tell(start: Start, done: Done, kept: _Kept) -> Outcome:
    """Add up the status of the whole site, and write the report and the ledger."""
    site, cache, runner, summary = kept.site, start.cache, start.runner, kept.summary
    status, runs = progress_by(site, status_of(site, cache, summary, summary.measured.date()))
    if not start.dry_run:
        if kept.is_due:
            unwritten = runner.run(report, site, status)
            status = replace(status, findings=(*status.findings, *unwritten))
        runner.run(record, site, status, replace(kept.facts, runs=runs), start.started)
        keep_run(site, cache, summary, summary.measured)
    return Outcome(status, tuple(sorted(done.files)), done.changes)


def _history(site: Site, work: Work, whole: SiteHistory | None, done: Done) -> HistoryReader:
    """Return what reads the ledger for some work, or gives what is at hand of it."""
    history = HistoryReader(site, whole=whole, handed_out=done.handed_out, translated=done.translated)
    if work.is_whole:
        history.expect_all()
    return history


def _loader(site: Site, start: Start, work: Work, history: HistoryReader) -> Loader:
    return Loader(site, work.content, history, start.started, shrinks=Guard.CATALOG_SHRANK in start.accept)


def _judged(
    site: Site, start: Start, work: Work, loader: Loader, moment: datetime, noted: Noted
) -> "Iterator[tuple[Work, Tracked]]":
    """Judge the groups of some work, a part at a time, and note what the ledger is to know of them."""
    if not work.numbers:
        return
    from calque.pipeline.status.cases import judge_parts  # noqa: PLC0415 — where there is work alone
    from calque.pipeline.status.track import LiveLook  # noqa: PLC0415 — the same

    written = written_texts(site.root, places_of(site, work.pairs.groups))
    look = LiveLook(start.started, built=built_pages(site), written=written)
    yield from judge_parts(
        site,
        start.runner,
        work,
        loader,
        moment,
        start.verdicts,
        look,
        start.cache,
        reports=not start.dry_run,
        note=noted.note,
    )


class _Looks:
    """What the parts of the work found on live pages."""

    def __init__(self, site: Site, retyped: Retypes, noted: Noted) -> None:
        self._site = site
        self._retyped = retyped
        self._noted = noted
        self._first = 0

    def noting(self, tracked: "Tracked") -> "Tracked":
        """Return what a part gave, and note what of it the ledger is to remember."""
        self._noted.note_bases(self._retyped.of_sure_sources(tracked.bases, self._site))
        self._first += tracked.first_looks
        return tracked

    def remarks(self, done: Done, odd: Callable[[], Iterable[Finding]]) -> Iterator[tuple[str, Finding]]:
        """Yield a sync's own findings; asked for when all parts are noted."""
        yield from dict.fromkeys((*done.findings, *(("", finding) for finding in odd())))
        yield from (("", finding) for finding in _first_looks(self._site, self._first))


def _is_synced(work: Work, departures: Departures, retyped: Retyped, *, missed: bool) -> bool:
    """Tell whether a sync found nothing that the next one has to look for among all pages again.

    A post that is missed and was something to other pages is: once it is taken for gone, its translation is an orphan.
    """
    if work.around and (missed or not work.around.content.complete):
        return False
    moved = (stage.path for files in departures.moves for stage in files if stage.data is None)
    unfinished = any(map(is_there, moved)) or retyped.posts.doubtful
    return not (unfinished or work.handover.givers or work.handover.findings)


def _departures_among(site: Site, start: Start, reading: SiteReading) -> Departures:
    """Judge which posts are gone where all others are known to be here, as the ledger has them."""
    swept = None if reading.namesakes.is_listed else start.runner.run(sweep, site)
    is_whole = not ((swept and swept.findings) or unlisted_findings(site))
    return find_missing(
        site,
        came=reading.namesakes.here,
        went=reading.namesakes.went,
        catalogs=start.cache.files_numbered,
        complete=start.collected.complete and is_whole,
        accept=start.accept,
    )


def _pairs_by_address(work: Work) -> Mapping[PageKey, str] | None:
    """Return the pairs that the next sync shall know; None where no pair can be another."""
    pairs = work.around.pairs if work.around else work.namesakes.pairs
    return pairs_by_address(pairs.former, pairs.groups) if pairs else None


def _first_looks(site: Site, count: int) -> list[Finding]:
    """Return a finding that counts the live pages of which the next sync tells more; none where there are none."""
    if not count:
        return []
    pages = plural(count, "live page differs from its catalog", "live pages differ from their catalogs")
    message = (
        f"{pages} with all texts translated, and calque sees {'it' if count == 1 else 'them'} for the first time:"
        f" whether {'it is' if count == 1 else 'they are'} to be published the next sync tells"
    )
    return [Finding.of(FindingCode.FIRST_LOOK, site.url, message)]


def _recut(site: Site, done: Done) -> list[Finding]:
    """Return a finding that counts the translations carried over to new segments; none where there are none."""
    if not done.recut:
        return []
    carried, doubtful = (
        sum(kinds[kind] for kinds in done.changes.values()) for kind in ("recut", "doubtful")
    )
    message = (
        f"{plural(len(done.recut), 'post is', 'posts are')} cut anew, by a newer calque or another [html] rule; nothing"
        f" of them is stale: {plural(carried, 'translation was', 'translations were')} carried over,"
        f" {plural(doubtful, 'more is', 'more are')} to be reviewed"
    )
    return [Finding.of(FindingCode.RECUT, site.url, message)]


def _is_due(site: Site, changes: Changes | None, work: Work, summary: Summary) -> bool:
    """Tell whether the HTML report would differ from the one on disk; it also states the day."""
    if changes is None or work.numbers or work.gone:
        return True
    before = changes.summary
    if before.settings != summary.settings:
        return True
    if frozenset(before.findings) != frozenset(summary.findings):
        return True
    if (before.posts, before.hidden) != (summary.posts, summary.hidden):
        return True
    path = report_path(site)
    is_whole = all(is_there(path.with_name(name)) for name in (path.name, *before.parts))
    return before.reported != summary.measured.date().isoformat() or not is_whole
