"""Measure: the status from posts, catalogs and ledger as they stand, all of it or what has changed."""

from dataclasses import replace
from datetime import datetime

from calque.cache.database import Cache
from calque.cache.values import FindingOwner
from calque.guards.mass import is_mass, mass_change
from calque.guards.texts import is_many, texts_vanished
from calque.model import Finding, History, Site, Status
from calque.pipeline.catalogs.bundles import catalog_names
from calque.pipeline.catalogs.history import Memory, page_histories, read_memory, remembering
from calque.pipeline.ingest.content import read_content
from calque.pipeline.runner import InTurn
from calque.pipeline.status.damaged import odd_rows
from calque.pipeline.status.extent import Extent, part_extent, whole_extent
from calque.pipeline.status.inputs import Inputs
from calque.pipeline.status.keep import keep_part, keep_whole, kept_verdicts, look_into_folders
from calque.pipeline.status.plan import Plan
from calque.pipeline.status.standing import status_of
from calque.pipeline.status.track import Tracked, track
from calque.states.edited import is_edited, page_texts, turned_pages
from calque.states.verdicts import Verdicts

__all__ = ["measure"]


def measure(site: Site, cache: Cache, inputs: Inputs, plan: Plan | None, moment: datetime) -> Status:
    """Read and judge what the plan names, or everything; catalogs behind their posts are judged as merged.

    Nothing is written but the cache.
    """
    extent = part_extent(site, InTurn(), cache, plan) if plan else None
    cache = cache.writable()
    if plan is None or extent is None:
        return _measure_whole(site, cache, inputs, moment)
    names = [name for bundle in extent.bundles for name in catalog_names(site, bundle)]
    memory = read_memory(site, posts={page.post.key for page in extent.content.pages}, catalogs=names)
    summary = keep_part(
        cache,
        plan,
        extent,
        _track(site, extent, memory, moment, kept_verdicts(cache, inputs.settings), whole=False),
        plan.files,
        moment,
        remarks=_odd(site, memory),
        folders=look_into_folders(site),
    )
    if is_mass(cache.edited(), cache.sources()) or is_many(
        max(cache.edited(), len(extent.posts)), cache.sources()
    ):
        return _measure_whole(site, cache, inputs, moment)
    cache.commit()
    return status_of(site, cache, summary, moment.date())


def _measure_whole(site: Site, cache: Cache, inputs: Inputs, moment: datetime) -> Status:
    extent = whole_extent(site, read_content(site, InTurn()))
    memory = read_memory(site)
    tracked = _track(site, extent, memory, moment, kept_verdicts(cache, inputs.settings), whole=True)
    summary = keep_whole(
        cache,
        extent,
        tracked,
        inputs.settings,
        inputs.files,
        moment,
        remarks=_odd(site, memory),
        folders=look_into_folders(site),
    )
    rows = page_texts(extent.content.pages, extent.content.splits, memory.histories)
    finding = texts_vanished(rows, site=site.url)
    if finding is None and is_mass(cache.edited(), cache.sources()):
        judged = status_of(site, cache, summary, moment.date())
        finding = mass_change(turned_pages(site, judged, memory.histories), site=site.url)
    if finding:
        summary = replace(summary, findings=((FindingOwner.SITE, "", finding), *summary.findings))
        cache.put_summary(summary)
    cache.commit()
    return status_of(site, cache, summary, moment.date())


def _odd(site: Site, memory: Memory) -> list[tuple[str, Finding]]:
    return [("", finding) for finding in odd_rows(site, memory.odd, deleted=False)]


def _track(
    site: Site, extent: Extent, memory: Memory, moment: datetime, verdicts: Verdicts, *, whole: bool
) -> Tracked:
    sources = extent.content.sources(site)
    now = moment.replace(microsecond=0)  # as the ledger writes it
    histories = page_histories(site, sources, memory.histories, now=now)
    bundles = remembering(site, extent.bundles, memory)
    tracked = track(site, extent.content, extent.pairs, bundles, histories, now, verdicts, whole=whole)
    edited = {
        split.post.key
        for split in sources
        if is_edited(split, memory.histories.get((site.source, split.post.key), History()))
    }
    return replace(
        tracked,
        groups=tuple(
            replace(kept, edited=kept.group.source is not None and kept.group.source.post.key in edited)
            for kept in tracked.groups
        ),
    )
