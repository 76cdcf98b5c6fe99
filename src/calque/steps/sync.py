"""Sync: all steps in order, the same for `calque sync` and for the Prefect flow."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from calque.errors import CalqueError
from calque.model import Finding, Severity, Site, Status
from calque.po import HandedOut
from calque.steps.adopt import Counterparts, adopt, find_counterparts, live_histories
from calque.steps.bundles import bundle_posts, catalog_path
from calque.steps.layout import check_layout
from calque.steps.memory import Memory, content_digest, newly_handed_out, read_memory, remembering
from calque.steps.merge import Merged, merge
from calque.steps.progress import progress
from calque.steps.read import Content, read_content
from calque.steps.record import Facts, record, record_failure
from calque.steps.report import report
from calque.steps.runner import Runner
from calque.steps.settle import Settled, settle, still_expected
from calque.steps.snapshot import fingerprint_of
from calque.steps.track import page_histories, track
from calque.steps.write import write
from calque.store import Staged, differing, locked, sweep_leftovers
from calque.tracking.mass import edited_pages, is_mass, mass_change

__all__ = ["Outcome", "Visit", "sync"]


@dataclass(frozen=True, slots=True)
class Visit:
    """How a sync goes about asking a WordPress site; a site of files alone is read whole each time."""

    offline: bool = False
    """What is kept is used, and the site is not asked."""
    sample: int = 0
    """So many posts are fetched at most, the last saved first; 0 for all."""
    refetch: bool = False
    """All posts are fetched again, changed or not."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sync came to."""

    status: Status
    files: tuple[str, ...]
    """The files below the workspace that were written, or with a dry run would be."""
    changes: Mapping[str, Counter[str]]
    """Locale → kind of change → entries."""


def sync(
    site: Site,
    runner: Runner,
    *,
    now: Callable[[], datetime],
    dry_run: bool = False,
    accept_vanished: bool = False,
    accept_changes: bool = False,
    visit: Visit | None = None,
) -> Outcome:
    """Bring templates and catalogs in step with the site's posts, and measure the result.

    A run that stops leaves its reason in the ledger. One that finds a `mass_change` that nobody accepted measures,
    and writes nothing else.

    Errors: BusyError where another sync is at work; SourceError where so many posts vanished that nothing
    should be believed; LedgerError. What concerns one post or one file is a finding.
    """
    with locked(site.root):
        check_layout(site)
        started = now()
        try:
            content = _content(site, runner, visit or Visit(), started, accept_vanished=accept_vanished)
            settled = settle(site, content, accept_vanished=accept_vanished)
            memory = read_memory(site)
            held = None if accept_changes else _held(site, runner, content, memory, started)
            if held is None:
                return _sync(site, runner, content, memory, settled, now, started, dry_run=dry_run)
            status, reason = held
            if not dry_run:
                record_failure(site, reason, started=started, finished=status.measured)
            return Outcome(status, (), {})
        except CalqueError as error:
            if not dry_run:
                record_failure(site, str(error), started=started, finished=now())
            raise


def _sync(
    site: Site,
    runner: Runner,
    content: Content,
    memory: Memory,
    settled: Settled,
    now: Callable[[], datetime],
    started: datetime,
    *,
    dry_run: bool,
) -> Outcome:
    sources = content.sources(site)
    if not dry_run:
        sweep_leftovers(site.root / site.catalogs)
    histories = page_histories(site, sources, memory.histories, now=started)
    counterparts = find_counterparts(site, content, histories, memory)
    account = _Account([*content.findings, *settled.findings], counterparts)
    account.write(site, runner, (), settled.moves, dry_run=dry_run)
    for merged in runner.map(merge, site, remembering(site, bundle_posts(site, sources), memory)):
        adopted = runner.run(adopt, site, merged, counterparts) if counterparts else merged
        account.write(site, runner, adopted, (), dry_run=dry_run)
    account.findings += _recut(site, account)
    fingerprint = fingerprint_of(site)
    tracked = runner.run(track, site, content, histories, account.findings, now(), memory)
    status = progress(site, tracked)
    if not dry_run:
        facts = Facts(
            histories={**histories, **live_histories(counterparts, account.unsettled, started)},
            presence=still_expected(settled),
            contents={page.key: content_digest(page.post) for page in content.pages},
            files=dict(account.files),
            handed_out=account.handed_out,
        )
        runner.run(record, site, status, facts, started)
        runner.run(report, site, status, fingerprint)
    return Outcome(status, tuple(sorted({name for name, _ in account.files})), account.changes)


def _recut(site: Site, account: "_Account") -> list[Finding]:
    """Say in one sentence which translations were carried over to new segments."""
    if not account.recut:
        return []
    carried, doubtful = (
        sum(kinds[kind] for kinds in account.changes.values()) for kind in ("recut", "doubtful")
    )
    message = (
        f"{len(account.recut)} posts are cut anew, by a newer calque or another [html] rule; nothing of them is stale: "
        f"{carried} translations were carried over, {doubtful} more are to be reviewed"
    )
    return [Finding("recut", Severity.NOTE, site.url, message)]


def _held(
    site: Site, runner: Runner, content: Content, memory: Memory, moment: datetime
) -> tuple[Status, str] | None:
    """Return the status as it would be, and why it must be confirmed first, where too many pages turn stale."""
    sources = content.sources(site)
    if not is_mass(edited_pages(site, sources, memory.histories), len(sources)):
        return None
    histories = page_histories(site, sources, memory.histories, now=moment)
    status = runner.run(track, site, content, histories, content.findings, moment, memory)
    finding = mass_change(site, status, memory.histories)
    if finding is None:
        return None
    return progress(site, replace(status, findings=(finding, *status.findings))), finding.message


def _content(site: Site, runner: Runner, visit: Visit, now: datetime, *, accept_vanished: bool) -> Content:
    """Read the posts, a WordPress site's after what is kept of it was brought up to date."""
    if site.wordpress is None:
        return read_content(site, runner)
    if visit.offline:
        return replace(read_content(site, runner), complete=False)
    from calque.steps.collect import collect  # noqa: PLC0415 — only a site on the network needs a client
    from calque.steps.heads import collect_heads  # noqa: PLC0415 — the same

    collected = collect(
        site, runner, sample=visit.sample, refetch=visit.refetch, accept_vanished=accept_vanished
    )
    content = read_content(site, runner)
    findings = list(collected.findings)
    if site.wordpress.hreflang:
        loaded, unread = collect_heads(site, runner, content, now)
        findings += unread
        content = read_content(site, runner) if loaded else content
    return replace(
        content,
        findings=(*findings, *content.findings),
        complete=content.complete and collected.complete,
    )


class _Account:
    """What the batches of a sync add up to."""

    def __init__(self, findings: list[Finding], counterparts: Counterparts) -> None:
        self.findings = findings
        self.unsettled: set[tuple[str, str]] = set()
        self._counterparts = counterparts
        self.files: list[tuple[str, str]] = []
        self.changes: dict[str, Counter[str]] = {}
        self.recut: set[str] = set()
        self.handed_out: dict[str, HandedOut] = {}

    def write(
        self,
        site: Site,
        runner: Runner,
        merged: Sequence[Merged],
        moves: Sequence[Sequence[Staged]],
        *,
        dry_run: bool,
    ) -> None:
        """Write a batch, or only note what would be written."""
        for one in merged:
            self.findings += one.findings
            self.recut.update(one.recut)
            for locale, kinds in one.changes:
                self.changes.setdefault(locale, Counter()).update(kinds)
        files = differing([*chain(*moves), *(file for one in merged for file in one.files)])
        if dry_run:
            self.files += [(file.path.relative_to(site.root).as_posix(), "") for file in files]
            return
        if files:
            written = runner.run(write, site, merged, moves, self._counterparts)
            self.files += written.files
            self.findings += written.findings
            self._leave_unsettled(site, merged, written.findings)
        for one in merged:
            self.handed_out |= newly_handed_out(site, one.bundle, one.files, dict(self.files))

    def _leave_unsettled(self, site: Site, merged: Sequence[Merged], findings: Sequence[Finding]) -> None:
        """Note whose catalogs could not be written: what is new on their live pages is still to be taken."""
        places = {finding.place for finding in findings}
        for one in merged if places else ():
            for locale in site.locales:
                path = catalog_path(site, locale.tag, one.bundle.name)
                if path.relative_to(site.root).as_posix() in places:
                    self.unsettled.update((locale.tag, split.post.key) for split in one.bundle.posts)
