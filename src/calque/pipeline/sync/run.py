"""Run: reads what changed, or everything, brings catalogs in step with it, and measures them."""

from dataclasses import replace
from datetime import datetime

from calque.disk import is_there
from calque.guards.mass import is_mass
from calque.guards.questions import Guard
from calque.guards.texts import is_many
from calque.ledger.odd import OddRow
from calque.model import Finding, FindingCode, Site
from calque.pipeline.catalogs.adopt import adopt, find_counterparts, live_histories
from calque.pipeline.catalogs.bundles import catalog_names
from calque.pipeline.catalogs.history import (
    Memory,
    content_digest,
    page_histories,
    read_memory,
    remembering,
)
from calque.pipeline.catalogs.layout import Handover, hand_over, retire, with_waiting
from calque.pipeline.catalogs.merge import merge
from calque.pipeline.catalogs.retype import find_retyped, retyped_findings, with_new_keys
from calque.pipeline.findings import unlisted_findings
from calque.pipeline.ingest.content import read_content
from calque.pipeline.presence import Departures, find_departures, still_expected
from calque.pipeline.record import Facts, record, report
from calque.pipeline.status import progress
from calque.pipeline.status.account import Account
from calque.pipeline.status.damaged import odd_rows
from calque.pipeline.status.extent import Extent, part_extent, whole_extent
from calque.pipeline.status.keep import keep_part, keep_run, keep_whole, look_into_folders
from calque.pipeline.status.plan import Plan, make_plan
from calque.pipeline.status.standing import status_of
from calque.pipeline.status.track import track
from calque.pipeline.sync.held import hold
from calque.pipeline.sync.outcome import Outcome
from calque.pipeline.sync.retyped import Retyped, retype, site_to_retype, with_own_places
from calque.pipeline.sync.start import Start
from calque.places import catalogs_folder, report_path
from calque.store import sweep_leftovers

__all__ = ["run"]

_NONE_RETYPED = Retyped()


def run(site: Site, start: Start) -> Outcome:
    """Sync what changed since the last run; where that cannot be told, everything."""
    if start.inputs.leftovers and not start.dry_run:
        sweep_leftovers(catalogs_folder(site))
    plan = make_plan(site, start.cache, start.inputs)
    part = _find_part(site, start, plan)
    account = Account()
    account.findings += (("", finding) for finding in start.collected.findings)
    if plan and part:
        return _run_part(site, start, account, plan, part)
    return _run_whole(site, start, account)


def _run_part(site: Site, start: Start, account: Account, plan: Plan, part: Extent) -> Outcome:
    names = [name for bundle in part.bundles for name in catalog_names(site, bundle)]
    posts = {page.post.key for page in part.content.pages}
    memory = read_memory(site, posts=posts, catalogs=names)
    odd = memory.odd
    _tell_odd(site, start, account, odd)
    return _finish(site, start, account, part, memory, odd, plan=plan)


def _run_whole(site: Site, start: Start, account: Account) -> Outcome:
    content = read_content(site, start.runner)
    complete = content.complete and start.collected.complete and not unlisted_findings(site)
    content = replace(content, complete=complete)
    memory = read_memory(site)
    retypes = find_retyped(content, memory)
    memory = with_new_keys(memory, retypes.pages)
    departures = find_departures(site, content, retypes.pages, accept=start.accept)
    if held := hold(site, start, content, memory, retypes):
        return held
    odd = (*memory.odd, *departures.odd)
    _tell_odd(site, start, account, odd)
    account.findings += (("", finding) for finding in departures.findings)
    account.write(site, start.runner, (), departures.moves, dry_run=start.dry_run)
    with site_to_retype(site, retypes, rehearse=start.dry_run) as here:
        retyped, memory = retype(here, start.runner, content, memory, retypes, account)
        account.findings += (("", one) for one in retyped_findings(site, retyped.posts.pages))
        extent = whole_extent(here, content)
        outcome = _finish(here, start, account, extent, memory, odd, departures=departures, retyped=retyped)
        return outcome if here is site else with_own_places(outcome, here, site)


def _tell_odd(site: Site, start: Start, account: Account, odd: tuple[OddRow, ...]) -> None:
    """Say of rows of the ledger that they cannot be read; the record of the run deletes them."""
    account.findings += (("", finding) for finding in odd_rows(site, odd, deleted=not start.dry_run))


def _find_part(site: Site, start: Start, plan: Plan | None) -> Extent | None:
    """Read the part of the site that changed since the last sync; None where all of it is to be looked at."""
    cache = start.cache
    seen = start.collected.complete or start.collected.one
    if plan is None or Guard.LOCALE_LEFT in start.accept or not (plan.summary.calm and seen):
        return None
    part = part_extent(site, start.runner, cache, plan, further=cache.unsettled())
    if part is None:
        return None
    edited, whole = len(part.posts), cache.sources()
    if Guard.MASS_CHANGE not in start.accept and is_mass(edited, whole):
        return None
    if Guard.TEXTS_VANISHED not in start.accept and is_many(edited, whole):
        return None
    return part


def _finish(
    site: Site,
    start: Start,
    account: Account,
    extent: Extent,
    memory: Memory,
    odd: tuple[OddRow, ...],
    *,
    plan: Plan | None = None,
    departures: Departures | None = None,
    retyped: Retyped = _NONE_RETYPED,
) -> Outcome:
    """Merge, adopt and write the extent, measure it, and keep the result for the next run."""
    runner, cache, content = start.runner, start.cache, extent.content
    histories = page_histories(site, content.sources(site), memory.histories, now=start.started)
    counterparts = find_counterparts(site, content, extent.pairs, histories, memory)
    account.counterparts = counterparts
    handover = hand_over(site, extent.bundles) if plan is None else Handover(extent.bundles)
    account.findings += (("", finding) for finding in handover.findings)
    shrinks = Guard.CATALOG_SHRANK in start.accept
    bundles = remembering(site, handover.bundles, memory, shrinks=shrinks)
    bundles = with_waiting(site, handover, bundles)
    for merged in runner.map(merge, site, sorted(bundles, key=lambda bundle: not bundle.gathered)):
        adopted = runner.run(adopt, site, merged, counterparts) if counterparts else merged
        account.write(site, runner, adopted, (), dry_run=start.dry_run)
    if not start.dry_run:
        account.write(site, runner, (), retire(site, handover), dry_run=False)
    account.findings += (("", finding) for finding in _recut(site, account))
    stand = account.look(site, start.inputs, extent, plan)
    moment = start.now()
    left = replace(memory, translated={**memory.translated, **account.translated})
    as_left = remembering(site, bundles, left, shrinks=shrinks)
    tracked = runner.run(
        track, site, content, extent.pairs, as_left, histories, moment, start.verdicts, whole=plan is None
    )
    done_with = account.settled(site, start.inputs.files, stand, extent, tracked)
    if plan is None:
        calm = content.complete and departures is not None and not any(departures.expected.values())
        calm = calm and not (retyped.posts.doubtful or handover.givers or handover.findings)
        summary = keep_whole(
            cache,
            extent,
            tracked,
            start.inputs.settings,
            stand,
            moment,
            remarks=account.findings,
            settled=done_with,
            calm=calm and not (departures and departures.moves),
            folders=look_into_folders(site),
        )
    else:
        summary = keep_part(
            cache,
            plan,
            extent,
            tracked,
            stand,
            moment,
            remarks=account.findings,
            settled=done_with,
            folders=look_into_folders(site),
        )
    status = progress(site, status_of(site, cache, summary, moment.date()))
    if not start.dry_run:
        found = {**histories, **live_histories(counterparts, account.unsettled, start.started)}
        contents = {page.key: content_digest(page.post) for page in content.pages}
        facts = Facts(
            retyped=retyped.posts.pages,
            renamed=retyped.catalogs,
            histories=retyped.posts.of_sure(found),
            presence=still_expected(site, departures) if departures else None,
            contents=retyped.posts.of_sure(contents),
            files=dict(account.files),
            handed_out=account.handed_out,
            translated=account.translated,
            odd=odd,
        )
        runner.run(record, site, status, facts, start.started)
        if _is_due(site, plan, extent, moment):
            unwritten = runner.run(report, site, status)
            status = replace(status, findings=(*status.findings, *unwritten))
        keep_run(site, cache, summary, moment)
    return Outcome(status, tuple(sorted({name for name, _ in account.files})), account.changes)


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


def _is_due(site: Site, plan: Plan | None, extent: Extent, moment: datetime) -> bool:
    """Tell whether the HTML report would differ from the one on disk; it also states the day."""
    fresh = plan is not None and not extent.members and plan.summary.reported == moment.date().isoformat()
    return not (fresh and is_there(report_path(site)))
