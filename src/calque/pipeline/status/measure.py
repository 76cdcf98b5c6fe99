"""Measure: the status from posts, catalogs and ledger as they stand, of what has changed; the rest is kept."""

from dataclasses import replace
from datetime import datetime

from calque.cache.database import Cache
from calque.cache.values import FindingOwner
from calque.model import Finding, Site, Status
from calque.pipeline.catalogs.history import SiteHistory, page_histories, remembering
from calque.pipeline.runner import InTurn
from calque.pipeline.status.changes import Changes
from calque.pipeline.status.damaged import odd_rows
from calque.pipeline.status.inputs import Inputs
from calque.pipeline.status.keep import keep, kept_verdicts, look_into_folders
from calque.pipeline.status.questions import ask_of_stale, ask_of_texts, many_edited
from calque.pipeline.status.reading import read_site
from calque.pipeline.status.standing import status_of
from calque.pipeline.status.track import Tracked, track
from calque.pipeline.status.work import Work, find_work, history_of, pages_of
from calque.states.edited import has_other_text
from calque.states.verdicts import Verdicts

__all__ = ["measure"]


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
    tracked = _track(site, work, history, moment, kept_verdicts(cache, inputs.settings.verdicts))
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
    )
    if asked := _ask(site, work, tracked, history):
        summary = replace(summary, findings=((FindingOwner.QUESTION, "", asked), *summary.findings))
        cache.put_summary(summary)
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


def _track(site: Site, work: Work, history: SiteHistory, moment: datetime, verdicts: Verdicts) -> Tracked:
    sources = work.content.sources(site)
    now = moment.replace(microsecond=0)  # as the ledger writes it
    histories = page_histories(site, sources, history.pages, now=now)
    bundles = remembering(site, work.bundles, history)
    tracked = track(site, work.content, work.pairs, bundles, histories, now, verdicts)
    edited = {
        page.key
        for page in work.content.pages
        if has_other_text(work.content.splits[page.key], history.pages.get(page.key))
    }
    return replace(
        tracked,
        groups=tuple(
            replace(kept, edited=any(page.key in edited for page in pages_of(kept.group)))
            for kept in tracked.groups
        ),
    )
