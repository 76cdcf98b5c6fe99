"""Held: a sync that finds what a person has to confirm first says how it would end, and writes nothing."""

from collections.abc import Collection
from dataclasses import replace

from calque.cache.database import open_cache
from calque.guards.questions import Guard
from calque.model import Finding, Site
from calque.pipeline.catalogs.history import HistoryReader, read_site_history
from calque.pipeline.catalogs.retype import Retypes, with_new_keys
from calque.pipeline.crawl.live import live_source
from calque.pipeline.ingest.content import Content
from calque.pipeline.status import progress
from calque.pipeline.status.built import built_pages
from calque.pipeline.status.changes import Changes
from calque.pipeline.status.keep import forget_report, keep, look_into_folders
from calque.pipeline.status.measure import judge
from calque.pipeline.status.questions import (
    Compared,
    Histories,
    ask_of_stale,
    ask_of_texts,
    blank_rows,
    compare,
)
from calque.pipeline.status.reading import SiteReading
from calque.pipeline.status.standing import status_of
from calque.pipeline.status.work import find_work
from calque.pipeline.sync.done import Done
from calque.pipeline.sync.outcome import Outcome
from calque.pipeline.sync.record import record_failure, report_question
from calque.pipeline.sync.retyped import retype, site_to_retype
from calque.pipeline.sync.start import Start

__all__ = ["hold"]


def hold(
    site: Site,
    start: Start,
    changes: Changes | None,
    reading: SiteReading,
    retypes: Retypes,
    further: Collection[int],
) -> Outcome | None:
    """Return the status as it would be, where many texts vanish or turn stale at once: that is to be confirmed."""
    content = reading.content
    changed = _changed(start, reading, further)
    old = {key for _, key in retypes.pages}

    def known(posts: Collection[str]) -> Histories:
        return with_new_keys(
            site, read_site_history(site, posts={*posts, *old}, catalogs=()), retypes.pages
        ).pages

    found = compare(site, changed, known)
    finding = _vanished(site, start, content, found)
    sources = len(content.source_pages(site))
    may_turn = Guard.MASS_CHANGE not in start.accept and found.may_be_mass(sources)
    if finding is None and not may_turn:
        return None
    with site_to_retype(site, retypes, rehearse=True) as here:
        history = with_new_keys(site, read_site_history(here), retypes.pages)
        _, history = retype(here, start.runner, content, history, retypes, Done())
        work = find_work(here, start.runner, start.cache, reading, changes, further, takes=False)
        tracked = judge(
            here,
            start.runner,
            work,
            HistoryReader(here, whole=history),
            start.started,
            start.verdicts,
            built_pages(site),
            start.cache,
        )
    finding = finding or ask_of_stale(site, tracked, content, history.pages)
    if finding is None:
        return None
    apart = start.cache.copy() if changes else open_cache(None, wait=False)
    files = changes.files if changes else start.inputs.files
    summary = keep(
        site,
        apart,
        work,
        [(work, tracked)],
        changes,
        start.inputs.settings,
        files,
        start.started,
        folders=look_into_folders(site),
        asked=finding,
    )
    status = progress(site, status_of(site, apart, summary, start.started.date()))
    if not start.dry_run:
        record_failure(site, finding.message, started=start.started, finished=status.measured)
        report_question(site, [finding], start.started)
        forget_report(start.cache)
    start.cache.close()
    return Outcome(status, (), {}, held=True)


def _changed(start: Start, reading: SiteReading, further: Collection[int]) -> Content:
    """Return the pages that changed since the last sync, with their texts, and those of `further` groups."""
    keys = reading.changed | {one.key for one in start.cache.located_of(further)}
    pages = tuple(page for page in reading.content.pages if page.key in keys)
    reading.content.splits.load([page.key for page in pages], start.runner)
    return replace(reading.content, pages=pages)


def _vanished(site: Site, start: Start, content: Content, found: Compared) -> Finding | None:
    """Return what is asked where the texts of many pages vanished; such pages are fetched anew by the next sync."""
    if Guard.TEXTS_VANISHED in start.accept:
        return None
    finding = ask_of_texts(site, found, content)
    source = live_source(site)
    if finding and source and not start.dry_run:
        source.fetch_again(row.key for row in blank_rows(found))
    return finding
