"""Run: reads what changed, or everything, brings catalogs in step with it, and measures them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from calque.cache.values import Summary
from calque.disk import is_there
from calque.guards.questions import Guard
from calque.ledger.odd import OddRow
from calque.model import Finding, FindingCode, PageKey, Site
from calque.pipeline.catalogs.adopt import adopt, find_counterparts, live_histories
from calque.pipeline.catalogs.history import (
    Memory,
    content_digest,
    page_histories,
    read_memory,
    remembering,
)
from calque.pipeline.catalogs.layout import Handover, retire, with_waiting
from calque.pipeline.catalogs.merge import merge
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
from calque.pipeline.presence import Departures, find_departures, still_expected
from calque.pipeline.record import RunFacts, record, report
from calque.pipeline.status import progress
from calque.pipeline.status.account import Account
from calque.pipeline.status.changes import Changes, find_changes
from calque.pipeline.status.damaged import odd_rows
from calque.pipeline.status.edited_work import edited_work
from calque.pipeline.status.keep import keep, keep_run, look_into_folders
from calque.pipeline.status.questions import blank_rows, many_edited
from calque.pipeline.status.reading import read_site
from calque.pipeline.status.site_work import site_work
from calque.pipeline.status.standing import status_of
from calque.pipeline.status.track import track
from calque.pipeline.status.work import Work, memory_of
from calque.pipeline.sync.fill import fill_bundles, find_fillable
from calque.pipeline.sync.held import hold
from calque.pipeline.sync.outcome import Outcome
from calque.pipeline.sync.retyped import Retyped, retype, site_to_retype, with_own_places
from calque.pipeline.sync.start import Start
from calque.places import catalogs_folder, report_path
from calque.store import sweep_leftovers

__all__ = ["run"]

_NONE_RETYPED = Retyped()


def run(site: Site, start: Start, account: Account) -> Outcome:
    """Sync what changed since the last run; where that cannot be told, everything. `account` goes on.

    Errors: ChangedMeanwhileError where a file is another than when it was looked at; what is written till then stays.
    """
    if start.inputs.leftovers and not start.dry_run:
        sweep_leftovers(catalogs_folder(site))
    cache = start.cache
    changes = None if start.anew else find_changes(site, cache, start.inputs)
    further = cache.unsettled() if changes else frozenset[int]()
    account.findings += (("", finding) for finding in start.collected.findings)
    if changes and (work := _edited(site, start, changes, further)):
        memory = memory_of(site, work)
        if not _may_be_asked(site, start, work, memory):
            _tell_odd(site, start, account, memory.odd)

            def widen(more: Collection[int]) -> tuple[Work, Memory]:
                wider = edited_work(site, start.runner, start.cache, changes, {*further, *more})
                if wider is None:
                    raise ChangedMeanwhileError
                return wider, memory_of(site, wider)

            return _finish(site, start, account, changes, work, memory, memory.odd, widen=widen)
    return _run_site(site, start, account, changes, further)


def _edited(site: Site, start: Start, changes: Changes, further: Collection[int]) -> Work | None:
    """Return what is to be done where nothing but texts and catalogs changed; None where the site may be another."""
    seen = start.collected.complete or start.collected.one
    if Guard.LOCALE_LEFT in start.accept or not (changes.summary.calm and seen):
        return None
    return edited_work(site, start.runner, start.cache, changes, further)


def _may_be_asked(site: Site, start: Start, work: Work, memory: Memory) -> bool:
    """Tell whether so much changed that a guard has to look at the whole site."""
    if Guard.TEXTS_VANISHED not in start.accept and blank_rows(work.content, memory.histories):
        return True
    sources = start.cache.sources()
    return Guard.MASS_CHANGE not in start.accept and many_edited(
        site, work.content, memory.histories, sources=sources
    )


def _run_site(
    site: Site, start: Start, account: Account, changes: Changes | None, further: Collection[int]
) -> Outcome:
    reading = read_site(site, start.runner, start.cache, changes)
    complete = reading.content.complete and start.collected.complete and not unlisted_findings(site)
    content = replace(reading.content, complete=complete)
    retypes = find_retyped(content, read_memory(site)) if may_be_retyped(site, content) else Retypes()
    changed = reading.changed | {*retypes.pages.values()}
    reading = replace(reading, content=content, changed=changed, retyped=retypes.pages)
    departures = find_departures(site, content, retypes.pages, accept=start.accept)
    if held := hold(site, start, changes, reading, retypes, further):
        return held
    account.findings += (("", finding) for finding in departures.findings)
    account.write(site, start.runner, (), departures.moves, dry_run=start.dry_run)
    with site_to_retype(site, retypes, rehearse=start.dry_run) as here:
        retyped = Retyped(retypes)
        if retypes.pages:
            known = with_new_keys(read_memory(site), retypes.pages)
            retyped, memory = retype(here, start.runner, content, known, retypes, account)
            account.findings += (("", one) for one in retyped_findings(site, retyped.posts.pages))
        work = site_work(here, start.runner, start.cache, reading, changes, further, takes=True)
        if not retypes.pages:
            memory = memory_of(here, work)
        odd = (*memory.odd, *departures.odd)
        _tell_odd(site, start, account, odd)

        def widen(more: Collection[int]) -> tuple[Work, Memory]:
            wider = site_work(
                here,
                start.runner,
                start.cache,
                reading,
                changes,
                {*further, *more},
                takes=True,
                handover=work.handover,
            )
            return wider, memory if retypes.pages else memory_of(here, wider)

        outcome = _finish(
            here,
            start,
            account,
            changes,
            work,
            memory,
            odd,
            widen=widen,
            departures=departures,
            retyped=retyped,
        )
        return outcome if here is site else with_own_places(outcome, here, site)


def _tell_odd(site: Site, start: Start, account: Account, odd: tuple[OddRow, ...]) -> None:
    """Say of rows of the ledger that they cannot be read; the record of the run deletes them."""
    account.findings += (("", finding) for finding in odd_rows(site, odd, deleted=not start.dry_run))


def _finish(
    site: Site,
    start: Start,
    account: Account,
    changes: Changes | None,
    work: Work,
    memory: Memory,
    odd: tuple[OddRow, ...],
    *,
    widen: Callable[[Collection[int]], tuple[Work, Memory]],
    departures: Departures | None = None,
    retyped: Retyped = _NONE_RETYPED,
) -> Outcome:
    """Merge, adopt and write what is to be done, measure it, and keep the result for the next run.

    `widen` returns the work with further groups.
    """
    runner, cache, content = start.runner, start.cache, work.content
    histories = page_histories(site, content.sources(site), memory.histories, now=start.started)
    counterparts = find_counterparts(site, content, work.pairs, histories, memory)
    account.counterparts = counterparts
    handover = work.handover or Handover(work.bundles)
    account.findings += (("", finding) for finding in handover.findings)
    shrinks = Guard.CATALOG_SHRANK in start.accept
    bundles = remembering(site, work.bundles, memory, shrinks=shrinks)
    bundles = with_waiting(site, handover, bundles)
    for merged in runner.map(merge, site, sorted(bundles, key=lambda bundle: not bundle.gathered)):
        adopted = runner.run(adopt, site, merged, counterparts) if counterparts else merged
        account.write(site, runner, adopted, (), dry_run=start.dry_run)
    if not start.dry_run:
        account.write(site, runner, (), retire(site, handover), dry_run=False)
    fillable = find_fillable(site, start, account, work, bundles)
    if fillable.further:
        work, memory = widen(fillable.further)
        content = work.content
        histories = page_histories(site, content.sources(site), memory.histories, now=start.started)
        bundles = with_waiting(site, handover, remembering(site, work.bundles, memory, shrinks=shrinks))
    if fillable.catalogs:
        left = _as_left(memory, account)
        filled = fill_bundles(site, account, remembering(site, bundles, left, shrinks=shrinks), fillable)
        account.write(site, runner, filled, (), dry_run=start.dry_run)
    account.findings += (("", finding) for finding in _recut(site, account))
    stand = account.look(site, start.inputs, work, changes)
    moment = start.now()
    as_left = remembering(site, bundles, _translated_now(memory, account), shrinks=shrinks)
    tracked = runner.run(track, site, content, work.pairs, as_left, histories, moment, start.verdicts)
    calm = bool(work.around and work.around.content.complete and departures)
    if departures:
        calm = calm and not (any(departures.expected.values()) or departures.moves)
    summary = keep(
        site,
        cache,
        work,
        tracked,
        changes,
        start.inputs.settings,
        stand,
        moment,
        remarks=dict.fromkeys(account.findings),
        settled=account.settled(site, start.inputs.files, stand, work, tracked),
        calm=calm and not (retyped.posts.doubtful or handover.givers or handover.findings),
        folders=look_into_folders(site),
    )
    status = progress(site, status_of(site, cache, summary, moment.date()))
    if not start.dry_run:
        found = {**histories, **live_histories(counterparts, account.unsettled, start.started)}
        contents = {page.key: content_digest(page.post) for page in content.pages if page.locale}
        facts = RunFacts(
            retyped=retyped.posts.pages,
            renamed=retyped.catalogs,
            histories=retyped.posts.of_sure(found),
            presence=still_expected(site, departures) if departures else None,
            pairs=_pairs_by_address(work),
            contents=retyped.posts.of_sure(contents),
            files=dict(account.files),
            handed_out=account.handed_out,
            translated=account.translated,
            odd=odd,
        )
        if _is_due(site, changes, work, summary):
            unwritten = runner.run(report, site, status)
            status = replace(status, findings=(*status.findings, *unwritten))
        runner.run(record, site, status, facts, start.started)
        keep_run(site, cache, summary, moment)
    return Outcome(status, tuple(sorted({name for name, _ in account.files})), account.changes)


def _translated_now(memory: Memory, account: Account) -> Memory:
    return replace(memory, translated={**memory.translated, **account.translated})


def _as_left(memory: Memory, account: Account) -> Memory:
    """Return what is remembered of the catalogs as they were just written."""
    now = _translated_now(memory, account)
    return replace(now, handed_out={**memory.handed_out, **account.handed_out})


def _pairs_by_address(work: Work) -> Mapping[PageKey, str] | None:
    """Return the pairs that the next sync shall know; None where no pair can be another."""
    if work.around is None:
        return None
    return pairs_by_address(work.around.pairs.former, work.around.pairs.groups)


def _recut(site: Site, account: Account) -> list[Finding]:
    """Return a finding that counts the translations carried over to new segments; none where there are none."""
    if not account.recut:
        return []
    carried, doubtful = (
        sum(kinds[kind] for kinds in account.changes.values()) for kind in ("recut", "doubtful")
    )
    message = (
        f"{len(account.recut)} posts are cut anew, by a newer calque or another [html] rule; nothing of them is stale: "
        f"{carried} translations were carried over, {doubtful} more are to be reviewed"
    )
    return [Finding.of(FindingCode.RECUT, site.url, message)]


def _is_due(site: Site, changes: Changes | None, work: Work, summary: Summary) -> bool:
    """Tell whether the HTML report would differ from the one on disk; it also states the day."""
    if changes is None or work.numbers or (work.around and work.around.gone):
        return True
    before = changes.summary
    if frozenset(before.findings) != frozenset(summary.findings):
        return True
    if (before.posts, before.hidden) != (summary.posts, summary.hidden):
        return True
    return before.reported != summary.measured.date().isoformat() or not is_there(report_path(site))
