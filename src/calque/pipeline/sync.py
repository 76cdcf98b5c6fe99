"""Sync: all steps in order, the same for `calque sync` and for the Prefect flow."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime

from calque.cache.database import Cache, open_cache, using_cache
from calque.cache.values import FindingOwner
from calque.disk import is_there
from calque.errors import BusyError, CalqueError, ConfigError, DamagedLedgerError
from calque.guards.mass import is_mass, mass_change
from calque.guards.questions import Guard, accepted
from calque.guards.texts import blank_pages, is_many, texts_vanished
from calque.ledger.odd import OddRow
from calque.model import Finding, FindingCode, Site, Status
from calque.pipeline.catalogs.adopt import adopt, find_counterparts, live_histories
from calque.pipeline.catalogs.bundles import catalog_names
from calque.pipeline.catalogs.history import (
    Memory,
    content_digest,
    page_histories,
    read_memory,
    remembering,
    with_new_names,
)
from calque.pipeline.catalogs.layout import Handover, hand_over, retire
from calque.pipeline.catalogs.merge import merge
from calque.pipeline.catalogs.retype import (
    Retypes,
    find_retyped,
    renamed_catalogs,
    retype_files,
    retyped_findings,
    saved_meanwhile,
    with_new_keys,
)
from calque.pipeline.crawl.live import live_source
from calque.pipeline.crawl.source import Collected
from calque.pipeline.findings import unlisted_findings
from calque.pipeline.ingest.content import Content, read_content
from calque.pipeline.presence import Departures, find_departures, still_expected
from calque.pipeline.record import Facts, record, record_failure, report
from calque.pipeline.runner import Runner
from calque.pipeline.status import progress
from calque.pipeline.status.account import Account
from calque.pipeline.status.damaged import damaged_ledger, odd_rows, with_finding, without_ledger
from calque.pipeline.status.extent import Extent, part_extent, whole_extent
from calque.pipeline.status.inputs import list_inputs
from calque.pipeline.status.keep import keep_part, keep_run, keep_whole, kept_verdicts, look_into_folders
from calque.pipeline.status.plan import Plan, make_plan
from calque.pipeline.status.standing import status_of
from calque.pipeline.status.track import track
from calque.places import catalogs_folder, report_path
from calque.states.edited import edited_pages, page_texts, turned_pages
from calque.store import BRIEF, LONG, locked, rehearsal, sweep_leftovers, syncing

__all__ = ["Outcome", "Visit", "sync"]

_ATTEMPTS = 3
"""So often are the files of a retyped post renamed, where translators save them meanwhile."""


@dataclass(frozen=True, slots=True)
class Visit:
    """How a sync asks a live site for its posts; a site of files alone is always read completely."""

    offline: bool = False
    """The posts on disk are used, and the site is not asked."""
    sample: int = 0
    """The largest number of posts to fetch, the last saved first; 0 is all."""
    refetch: bool = False
    """All posts are fetched again, changed or not."""
    post: str = ""
    """The address or the key of the one post that is fetched; empty for all that changed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a sync."""

    status: Status
    files: tuple[str, ...]
    """The files below the workspace that were written, or with a dry run would be."""
    changes: Mapping[str, Counter[str]]
    """Locale → kind of change → entries."""
    held: bool = False
    """A guard asked a question, and nothing was written before somebody answers it."""


def sync(
    site: Site,
    runner: Runner,
    *,
    now: Callable[[], datetime],
    dry_run: bool = False,
    accept: Iterable[str] = (),
    visit: Visit | None = None,
) -> Outcome:
    """Bring templates and catalogs in step with the site's posts, and measure the result.

    `accept` names the guards whose questions a person has answered. A run that stops leaves its reason in the
    ledger. One that finds a `mass_change` that nobody accepted measures, and writes nothing else.

    Errors: ConfigError where `accept` names no guard or `visit` makes no sense; BusyError where another sync is at
    work; SourceError where so many posts vanished that nothing should be believed; LedgerError, but a ledger that is
    damaged is set aside. What concerns one post or one file is a finding.
    """
    answered = accepted(accept)
    visit = visit or Visit()

    with syncing(site.root):
        started = now().replace(microsecond=0)  # as the ledger writes it
        try:
            collected = _collect(site, runner, visit, started, accept=answered)
        except CalqueError as error:
            if not (dry_run or isinstance(error, BusyError)):
                with suppress(BusyError), locked(site.root, patience=LONG):
                    record_failure(site, str(error), started=started, finished=now())
            raise

        def run(site: Site) -> Outcome:
            return _sync(site, runner, collected, started, now=now, dry_run=dry_run, accept=answered)

        with locked(site.root, patience=LONG if site.live and not visit.offline else BRIEF):
            try:
                return run(site)
            except DamagedLedgerError as error:
                found = damaged_ledger(site, error, aside=not dry_run)
            outcome = run(without_ledger(site) if dry_run else site)
            return replace(outcome, status=with_finding(outcome.status, found))


def _collect(
    site: Site, runner: Runner, visit: Visit, now: datetime, *, accept: AbstractSet[Guard]
) -> Collected:
    """Bring what is kept of a live site's posts up to date; a site of files alone has none."""
    source = live_source(site)
    if source is None:
        if visit.post:
            raise ConfigError(f"{site.name}: its posts are files, which are read anyway; sync without --post")
        return Collected()
    if visit.offline:
        if visit.post:
            raise ConfigError("--post asks the site for a post, and --offline asks no site; say one of them")
        return Collected(complete=False)
    if visit.post:
        return source.collect_post(runner, visit.post)
    return source.collect(runner, now=now, sample=visit.sample, refetch=visit.refetch, accept=accept)


def _sync(
    site: Site,
    runner: Runner,
    collected: Collected,
    started: datetime,
    *,
    now: Callable[[], datetime],
    dry_run: bool,
    accept: AbstractSet[Guard],
) -> Outcome:
    """Read the site's files and catalogs, which nobody else changes meanwhile, and do everything with them."""
    try:
        with using_cache(site.root, wait=True, apart=dry_run) as cache:
            run = _Run(site, runner, cache, collected, now, started, dry_run=dry_run)
            return run.sync(accept=accept)
    except CalqueError as error:
        if not dry_run:
            record_failure(site, str(error), started=started, finished=now())
        raise


class _Run:
    """One sync, of the whole site or of the part that changed since the last."""

    def __init__(
        self,
        site: Site,
        runner: Runner,
        cache: Cache,
        collected: Collected,
        now: Callable[[], datetime],
        started: datetime,
        *,
        dry_run: bool,
    ) -> None:
        self._site = site
        self._runner = runner
        self._cache = cache
        self._collected = collected
        self._now = now
        self._started = started
        self._dry_run = dry_run
        self._inputs = list_inputs(site)
        self._verdicts = kept_verdicts(cache, self._inputs.settings)
        self._account = Account()
        self._odd: tuple[OddRow, ...] = ()
        self._retypes = Retypes()
        self._renamed: Mapping[str, str] = {}
        """The catalogs of retyped posts, by their old paths below the workspace → the new ones."""
        self._account.findings += (("", finding) for finding in collected.findings)

    def sync(self, *, accept: AbstractSet[Guard]) -> Outcome:
        """Sync what changed since the last run; where that cannot be told, everything."""
        site = self._site
        if self._inputs.leftovers and not self._dry_run:
            sweep_leftovers(catalogs_folder(site))
        plan = make_plan(site, self._cache, self._inputs)
        part = None if Guard.LOCALE_LEFT in accept else self._find_part(plan, accept=accept)
        if plan and part:
            names = [name for bundle in part.bundles for name in catalog_names(site, bundle)]
            posts = {page.post.key for page in part.content.pages}
            memory = read_memory(site, posts=posts, catalogs=names)
            self._tell_odd(memory.odd)
            return self._finish(part, memory, plan, None, accept)
        content = read_content(site, self._runner)
        complete = content.complete and self._collected.complete and not unlisted_findings(site)
        content = replace(content, complete=complete)
        memory = read_memory(site)
        self._retypes = find_retyped(content, memory)
        memory = with_new_keys(memory, self._retypes.pages)
        departures = find_departures(site, content, self._retypes.pages, accept=accept)
        if held := self._hold(content, memory, accept):
            return held
        self._tell_odd((*memory.odd, *departures.odd))
        self._account.findings += (("", finding) for finding in departures.findings)
        self._account.write(site, self._runner, (), departures.moves, dry_run=self._dry_run)
        with ExitStack() as stack:
            if self._dry_run and self._retypes.pages:
                self._site = stack.enter_context(self._rehearsed())
            self._retypes, self._renamed = self._retype(self._site, content, memory, self._account)
            memory = with_new_names(memory, self._renamed)
            self._account.findings += (("", one) for one in retyped_findings(site, self._retypes.pages))
            outcome = self._finish(whole_extent(self._site, content), memory, None, departures, accept)
            return outcome if self._site is site else _told_of(outcome, self._site, site)

    @contextmanager
    def _rehearsed(self) -> Iterator[Site]:
        """Yield the site with a copy of its catalogs, to see there what becomes of files that get another name."""
        with rehearsal(self._site.root, self._site.catalogs) as root:
            yield replace(self._site, root=root)

    def _retype(
        self, site: Site, content: Content, memory: Memory, account: Account
    ) -> tuple[Retypes, Mapping[str, str]]:
        """Give the files of retyped posts their new keys and names; return what holds, and the renamed catalogs.

        A post of which a file cannot be changed keeps its old key in the ledger: the next sync notices it again.
        """
        files = retype_files(site, content, self._retypes.pages)
        for _ in range(_ATTEMPTS):
            told = len(account.findings)
            if files.sets:
                account.write(site, self._runner, (), files.sets, dry_run=False)
                files = retype_files(site, content, self._retypes.pages)
            if not files.sets or len(account.findings) > told:
                break
        else:
            account.findings += (("", finding) for finding in saved_meanwhile(site, files))
        account.findings += (("", finding) for finding in files.findings)
        retypes = self._retypes.without(files.posts | files.unread, site)
        known = {*memory.handed_out, *memory.translated}
        return retypes, renamed_catalogs(site, content, retypes.pages, known)

    def _tell_odd(self, odd: tuple[OddRow, ...]) -> None:
        """Say of rows of the ledger that they cannot be read; the record of the run deletes them."""
        self._odd = odd
        told = odd_rows(self._site, odd, go=not self._dry_run)
        self._account.findings += (("", finding) for finding in told)

    def _find_part(self, plan: Plan | None, *, accept: AbstractSet[Guard]) -> Extent | None:
        """Read the part of the site that changed since the last sync; None where all of it is to be looked at."""
        seen = self._collected.complete or self._collected.one
        if plan is None or not (plan.summary.calm and seen):
            return None
        part = part_extent(self._site, self._runner, self._cache, plan, further=self._cache.unsettled())
        if part is None:
            return None
        edited, whole = len(part.posts), self._cache.sources()
        if Guard.MASS_CHANGE not in accept and is_mass(edited, whole):
            return None
        if Guard.TEXTS_VANISHED not in accept and is_many(edited, whole):
            return None
        return part

    def _hold(self, content: Content, memory: Memory, accept: AbstractSet[Guard]) -> Outcome | None:
        """Return the status as it would be, where many texts vanish or turn stale at once: that is to be confirmed."""
        site, sources = self._site, content.sources(self._site)
        finding: Finding | None = None
        if Guard.TEXTS_VANISHED not in accept:
            rows = page_texts(content.pages, content.splits, memory.histories)
            finding = texts_vanished(rows, site=site.url)
            source = live_source(site)
            if finding and source and not self._dry_run:
                source.fetch_again(row.key[1] for row in blank_pages(rows))
        may_turn = Guard.MASS_CHANGE not in accept and is_mass(
            edited_pages(site, sources, memory.histories), len(sources)
        )
        if finding is None and not may_turn:
            return None
        with ExitStack() as stack:
            if self._retypes.pages:
                site = stack.enter_context(self._rehearsed())
                _, renamed = self._retype(site, content, memory, Account())
                memory = with_new_names(memory, renamed)
            extent = whole_extent(site, content)
            bundles = remembering(site, extent.bundles, memory)
            histories = page_histories(site, sources, memory.histories, now=self._started)
            tracked = self._runner.run(
                track,
                site,
                content,
                extent.pairs,
                bundles,
                histories,
                self._started,
                self._verdicts,
                whole=True,
            )
        site = self._site
        apart = open_cache(None, wait=False)
        files = self._inputs.files
        folders = look_into_folders(site)
        summary = keep_whole(apart, extent, tracked, "", files, self._started, folders=folders)
        day = self._started.date()
        if finding is None:
            turned = turned_pages(site, status_of(site, apart, summary, day), memory.histories)
            finding = mass_change(turned, site=site.url)
        if finding is None:
            return None
        summary = replace(summary, findings=((FindingOwner.SITE, "", finding), *summary.findings))
        status = progress(site, status_of(site, apart, summary, day))
        if not self._dry_run:
            record_failure(site, finding.message, started=self._started, finished=status.measured)
        self._cache.close()
        return Outcome(status, (), {}, held=True)

    def _finish(
        self,
        extent: Extent,
        memory: Memory,
        plan: Plan | None,
        departures: Departures | None,
        accept: AbstractSet[Guard],
    ) -> Outcome:
        """Merge, adopt and write the extent, measure it, and keep the result for the next run."""
        site, runner, account, content = self._site, self._runner, self._account, extent.content
        histories = page_histories(site, content.sources(site), memory.histories, now=self._started)
        counterparts = find_counterparts(site, content, extent.pairs, histories, memory)
        account.counterparts = counterparts
        handover = hand_over(site, extent.bundles) if plan is None else Handover(extent.bundles)
        account.findings += (("", finding) for finding in handover.findings)
        shrinks = Guard.CATALOG_SHRANK in accept
        bundles = remembering(site, handover.bundles, memory, shrinks=shrinks)
        for merged in runner.map(merge, site, sorted(bundles, key=lambda bundle: not bundle.gathered)):
            adopted = runner.run(adopt, site, merged, counterparts) if counterparts else merged
            account.write(site, runner, adopted, (), dry_run=self._dry_run)
        if not self._dry_run:
            account.write(site, runner, (), retire(site, handover), dry_run=False)
        account.findings += (("", finding) for finding in _recut(site, account))
        stand = account.look(site, self._inputs, extent, plan)
        moment = self._now()
        left = replace(memory, translated={**memory.translated, **account.translated})
        as_left = remembering(site, bundles, left, shrinks=shrinks)
        tracked = runner.run(
            track, site, content, extent.pairs, as_left, histories, moment, self._verdicts, whole=plan is None
        )
        done_with = account.settled(site, self._inputs.files, stand, extent, tracked)
        if plan is None:
            calm = content.complete and departures is not None and not any(departures.expected.values())
            calm = calm and not self._retypes.doubtful
            summary = keep_whole(
                self._cache,
                extent,
                tracked,
                self._inputs.settings,
                stand,
                moment,
                remarks=account.findings,
                settled=done_with,
                calm=calm and not (departures and departures.moves) and not handover.givers,
                folders=look_into_folders(site),
            )
        else:
            summary = keep_part(
                self._cache,
                plan,
                extent,
                tracked,
                stand,
                moment,
                remarks=account.findings,
                settled=done_with,
                folders=look_into_folders(site),
            )
        status = progress(site, status_of(site, self._cache, summary, moment.date()))
        if not self._dry_run:
            found = {**histories, **live_histories(counterparts, account.unsettled, self._started)}
            contents = {page.key: content_digest(page.post) for page in content.pages}
            facts = Facts(
                retyped=self._retypes.pages,
                renamed=self._renamed,
                histories=self._retypes.of_sure(found),
                presence=still_expected(site, departures) if departures else None,
                contents=self._retypes.of_sure(contents),
                files=dict(account.files),
                handed_out=account.handed_out,
                translated=account.translated,
                odd=self._odd,
            )
            if _is_due(site, plan, extent, moment):
                unwritten = runner.run(report, site, status)
                status = replace(status, findings=(*status.findings, *unwritten))
            runner.run(record, site, status, facts, self._started)
            keep_run(site, self._cache, summary, moment)
        return Outcome(status, tuple(sorted({name for name, _ in account.files})), account.changes)


def _told_of(outcome: Outcome, rehearsed: Site, site: Site) -> Outcome:
    """Return what was found in a rehearsal as it is to be told: with the places in the site itself."""
    there, here = str(rehearsed.root), str(site.root)
    findings = (
        replace(one, place=one.place.replace(there, here), message=one.message.replace(there, here))
        for one in outcome.status.findings
    )
    return replace(outcome, status=replace(outcome.status, findings=tuple(findings)))


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
