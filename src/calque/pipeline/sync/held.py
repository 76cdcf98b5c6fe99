"""Held: a sync that finds what a person has to confirm first says how it would end, and writes nothing."""

from dataclasses import replace

from calque.cache.database import open_cache
from calque.cache.values import FindingOwner
from calque.guards.mass import is_mass, mass_change
from calque.guards.questions import Guard
from calque.guards.texts import blank_pages, texts_vanished
from calque.model import Finding, Site
from calque.pipeline.catalogs.history import Memory, page_histories, remembering
from calque.pipeline.catalogs.retype import Retypes
from calque.pipeline.crawl.live import live_source
from calque.pipeline.ingest.content import Content
from calque.pipeline.record import record_failure
from calque.pipeline.status import progress
from calque.pipeline.status.account import Account
from calque.pipeline.status.extent import whole_extent
from calque.pipeline.status.keep import keep_whole, look_into_folders
from calque.pipeline.status.standing import status_of
from calque.pipeline.status.track import track
from calque.pipeline.sync.outcome import Outcome
from calque.pipeline.sync.retyped import retype, site_to_retype
from calque.pipeline.sync.start import Start
from calque.states.edited import edited_pages, page_texts, turned_pages

__all__ = ["hold"]


def hold(site: Site, start: Start, content: Content, memory: Memory, retypes: Retypes) -> Outcome | None:
    """Return the status as it would be, where many texts vanish or turn stale at once: that is to be confirmed."""
    sources = content.sources(site)
    finding = _vanished(site, start, content, memory)
    may_turn = Guard.MASS_CHANGE not in start.accept and is_mass(
        edited_pages(site, sources, memory.histories), len(sources)
    )
    if finding is None and not may_turn:
        return None
    with site_to_retype(site, retypes, rehearse=True) as here:
        _, memory = retype(here, start.runner, content, memory, retypes, Account())
        extent = whole_extent(here, content)
        bundles = remembering(here, extent.bundles, memory)
        histories = page_histories(here, sources, memory.histories, now=start.started)
        tracked = start.runner.run(
            track,
            here,
            content,
            extent.pairs,
            bundles,
            histories,
            start.started,
            start.verdicts,
            whole=True,
        )
    apart = open_cache(None, wait=False)
    folders = look_into_folders(site)
    summary = keep_whole(apart, extent, tracked, "", start.inputs.files, start.started, folders=folders)
    day = start.started.date()
    if finding is None:
        turned = turned_pages(site, status_of(site, apart, summary, day), memory.histories)
        finding = mass_change(turned, site=site.url)
    if finding is None:
        return None
    summary = replace(summary, findings=((FindingOwner.SITE, "", finding), *summary.findings))
    status = progress(site, status_of(site, apart, summary, day))
    if not start.dry_run:
        record_failure(site, finding.message, started=start.started, finished=status.measured)
    start.cache.close()
    return Outcome(status, (), {}, held=True)


def _vanished(site: Site, start: Start, content: Content, memory: Memory) -> Finding | None:
    """Return what is asked where the texts of many pages vanished; such pages are fetched anew by the next sync."""
    if Guard.TEXTS_VANISHED in start.accept:
        return None
    rows = page_texts(content.pages, content.splits, memory.histories)
    finding = texts_vanished(rows, site=site.url)
    source = live_source(site)
    if finding and source and not start.dry_run:
        source.fetch_again(row.key[1] for row in blank_pages(rows))
    return finding
