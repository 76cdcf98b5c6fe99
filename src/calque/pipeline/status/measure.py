"""Measure: the status from posts, catalogs and ledger as they stand, of what has changed; the rest is kept."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from calque.building.manifest import BuiltRow
from calque.cache.database import Cache
from calque.cache.values import KeptGroup
from calque.model import Finding, PageKey, Site, Status
from calque.pipeline.catalogs.history import SiteHistory, page_histories, remembering
from calque.pipeline.journal import written_texts
from calque.pipeline.runner import InTurn, Runner
from calque.pipeline.status.built import built_pages
from calque.pipeline.status.cases import judge_work
from calque.pipeline.status.changes import Changes
from calque.pipeline.status.damaged import odd_rows
from calque.pipeline.status.inputs import Inputs
from calque.pipeline.status.keep import keep, kept_verdicts, look_into_folders
from calque.pipeline.status.questions import ask_of_stale, ask_of_texts, many_edited
from calque.pipeline.status.reading import read_site
from calque.pipeline.status.standing import status_of
from calque.pipeline.status.track import LiveLook, Tracked
from calque.pipeline.status.work import Work, find_work, history_of, pages_of, places_of
from calque.states.edited import has_other_text
from calque.states.verdicts import KeptVerdicts

__all__ = ["judge", "measure"]


def measure(site: Site, cache: Cache, inputs: Inputs, changes: Changes | None, moment: datetime) -> Status:
    """Read and judge what changed, or everything; catalogs behind their posts are judged as merged.

    Nothing is written but the cache.
    """
    runner = InTurn()
    further = cache.edited() if changes else frozenset[int]()
    reading = read_site(site, runner, cache, changes, further)
    work = find_work(site, runner, cache, reading, changes, further, takes=False)
    history = history_of(site, work)
    cache = cache.writable()
    now = moment.replace(microsecond=0)  # as the ledger writes it
    verdicts = kept_verdicts(cache, inputs.settings.verdicts)
    tracked = judge(site, runner, work, history, now, verdicts, built_pages(site), cache)
    summary = keep(
        site,
        cache,
        work,
        [(work, tracked)],
        changes,
        inputs.settings,
        changes.files if changes else inputs.files,
        moment,
        remarks=[("", finding) for finding in odd_rows(site, history.odd, deleted=False)],
        folders=look_into_folders(site),
        asked=_ask(site, work, tracked, history),
    )
    cache.commit()
    return status_of(site, cache, summary, moment.date())


def _ask(site: Site, work: Work, tracked: Tracked, history: SiteHistory) -> Finding | None:
    """Return what a guard asks; nothing where too little changed to read the whole site."""
    if work.around is None:
        return None
    every, changed = work.around.content, work.content
    if asked := ask_of_texts(site, changed, every, history.pages):
        return asked
    if not many_edited(site, changed, history.pages, sources=len(every.source_pages(site))):
        return None
    return ask_of_stale(site, tracked, every, history.pages)


def judge(
    site: Site,
    runner: Runner,
    work: Work,
    history: SiteHistory,
    now: datetime,
    verdicts: KeptVerdicts,
    built: Mapping[PageKey, BuiltRow],
    cache: Cache,
) -> Tracked:
    """Judge groups as if their catalogs were merged and nothing of live pages were adopted; nothing is written."""
    histories = page_histories(site, work.content.sources(site), history.pages, now=now)
    known = replace(work, bundles=remembering(site, work.bundles, history))
    written = written_texts(site.root, places_of(site, work.pairs.groups))
    look = LiveLook(now, history.bases, built, written, remembered=False)
    tracked = judge_work(site, runner, known, histories, now, verdicts, look, cache)
    edited = {
        page.key
        for page in work.content.pages
        if has_other_text(work.content.splits[page.key], history.pages.get(page.key))
    }
    return replace(
        tracked,
        groups=tuple(
            replace(
                kept,
                edited=any(page.key in edited for page in pages_of(kept.group)),
                passing=kept.passing or _is_first_seen(kept, history),
            )
            for kept in tracked.groups
        ),
    )


def _is_first_seen(kept: KeptGroup, history: SiteHistory) -> bool:
    """Tell whether a source page is in no ledger yet: the next look dates by itself since when it is wanted."""
    source = kept.group.source
    return bool(source and kept.bundle and source.key not in history.pages)
