"""Sync: all steps in order, the same for `calque sync` and for the Prefect flow."""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from calque.cache.database import using_cache
from calque.errors import BusyError, CalqueError, ConfigError, DamagedLedgerError
from calque.guards.questions import Guard, accepted
from calque.model import Site
from calque.pipeline.crawl.live import live_source
from calque.pipeline.crawl.source import Collected
from calque.pipeline.ingest.meanwhile import LOOKS, ChangedMeanwhileError
from calque.pipeline.runner import Runner
from calque.pipeline.runner.collector import collecting_seldom
from calque.pipeline.status.damaged import damaged_ledger, with_finding, without_ledger
from calque.pipeline.status.inputs import list_inputs
from calque.pipeline.status.keep import kept_verdicts
from calque.pipeline.status.reading import kept_facts
from calque.pipeline.sync.done import Done
from calque.pipeline.sync.outcome import Outcome, Visit
from calque.pipeline.sync.record import record_failure
from calque.pipeline.sync.run import run
from calque.pipeline.sync.start import Start
from calque.pipeline.translators.inbox import take_inbox
from calque.store import BRIEF, LONG, locked, syncing

__all__ = ["Outcome", "Visit", "sync"]


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

    with syncing(site.root), collecting_seldom():
        started = now().replace(microsecond=0)  # as the ledger writes it
        try:
            collected = _collect(site, runner, visit, started, accept=answered)
        except CalqueError as error:
            if not (dry_run or isinstance(error, BusyError)):
                with suppress(BusyError), locked(site.root, patience=LONG):
                    record_failure(site, str(error), started=started, finished=now())
            raise

        returned = () if dry_run else take_inbox(site, now=now)
        collected = replace(collected, findings=(*collected.findings, *returned))

        def attempt(site: Site) -> Outcome:
            return _sync(site, runner, collected, started, now=now, dry_run=dry_run, accept=answered)

        with locked(site.root, patience=LONG if site.live and not visit.offline else BRIEF):
            try:
                return attempt(site)
            except DamagedLedgerError as error:
                found = damaged_ledger(site, error, aside=not dry_run)
            outcome = attempt(without_ledger(site) if dry_run else site)
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
    return source.collect(
        runner,
        now=now,
        sample=visit.sample,
        refetch=visit.refetch,
        accept=accept,
        known=lambda: kept_facts(site),
    )


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
            done = Done()

            def attempt(*, anew: bool) -> Outcome:
                inputs = list_inputs(site)
                verdicts = kept_verdicts(cache, inputs.settings.verdicts)
                start = Start(runner, cache, collected, inputs, verdicts, now, started, accept, dry_run, anew)
                return run(site, start, done)

            for _ in range(LOOKS):
                with suppress(ChangedMeanwhileError):
                    return attempt(anew=False)
            return attempt(anew=True)
    except CalqueError as error:
        if not dry_run:
            record_failure(site, str(error), started=started, finished=now())
        raise
