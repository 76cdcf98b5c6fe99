"""Measure: the status from posts, catalogs and ledger as they stand, of what has changed; the rest is kept."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from calque.building.manifest import BuiltRow
from calque.cache.database import Cache
from calque.cache.values import KeptGroup
from calque.model import Finding, PageKey, Site, Status
from calque.pipeline.catalogs.history import HistoryReader
from calque.pipeline.journal import written_texts
from calque.pipeline.runner import InTurn, Runner
from calque.pipeline.runner.collector import collecting_seldom
from calque.pipeline.status.built import built_pages
from calque.pipeline.status.cases import judge_work
from calque.pipeline.status.changes import Changes
from calque.pipeline.status.damaged import odd_rows
from calque.pipeline.status.inputs import Inputs
from calque.pipeline.status.keep import keep, kept_verdicts, look_into_folders
from calque.pipeline.status.load import Loaded, Loader
from calque.pipeline.status.questions import ask_of_stale, ask_of_texts, compare
from calque.pipeline.status.reading import read_site
from calque.pipeline.status.standing import status_of
from calque.pipeline.status.track import LiveLook, Tracked
from calque.pipeline.status.work import Work, find_work, pages_of, places_of
from calque.states.edited import has_other_text
from calque.states.verdicts import KeptVerdicts

__all__ = ["judge", "measure"]


def measure(site: Site, cache: Cache, inputs: Inputs, changes: Changes | None, moment: datetime) -> Status:
    """Read and judge what changed, or everything; catalogs behind their posts are judged as merged.

    Nothing is written but the cache.
    """
    with collecting_seldom():
        return _measured(site, cache, inputs, changes, moment)


def _measured(site: Site, cache: Cache, inputs: Inputs, changes: Changes | None, moment: datetime) -> Status:
    runner = InTurn()
    further = cache.edited() if changes else frozenset[int]()
    reading = read_site(site, runner, cache, changes, further)
    work = find_work(site, runner, cache, reading, changes, further, takes=False)
    history = HistoryReader(site)
    if work.is_whole:
        history.expect_all()
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
        remarks=(("", finding) for finding in odd_rows(site, history.odd, deleted=False)),
        folders=look_into_folders(site),
        asked=_ask(site, work, tracked, history),
    )
    cache.commit()
    return status_of(site, cache, summary, moment.date())


def _ask(site: Site, work: Work, tracked: Tracked, history: HistoryReader) -> Finding | None:
    """Return what a guard asks; nothing where too little changed to read the whole site."""
    if work.around is None:
        return None
    every = work.around.content
    found = compare(site, work.content, lambda posts: history.of(posts, ()).pages)
    if asked := ask_of_texts(site, found, every):
        return asked
    if not found.may_be_mass(len(every.source_pages(site))):
        return None
    return ask_of_stale(
        site, tracked, every, history.of({page.post.key for page in work.content.pages}, ()).pages
    )


def judge(
    site: Site,
    runner: Runner,
    work: Work,
    history: HistoryReader,
    now: datetime,
    verdicts: KeptVerdicts,
    built: Mapping[PageKey, BuiltRow],
    cache: Cache,
) -> Tracked:
    """Judge groups as if their catalogs were merged and nothing of live pages were adopted; nothing is written."""
    written = written_texts(site.root, places_of(site, work.pairs.groups))
    look = LiveLook(now, built=built, written=written, remembered=False)
    loader = Loader(site, work.content, history, now)
    edited: set[PageKey] = set()
    known: set[PageKey] = set()

    def note(loaded: Loaded) -> None:
        pages = loaded.history.pages
        known.update(pages)
        keys = (page.key for row in loaded.rows for page in row.pages)
        edited.update(key for key in keys if has_other_text(loaded.splits[key], pages.get(key)))

    tracked = judge_work(site, runner, work, loader, now, verdicts, look, cache, note=note)
    return replace(
        tracked,
        groups=tuple(
            replace(
                kept,
                edited=any(page.key in edited for page in pages_of(kept.group)),
                passing=kept.passing or _is_first_seen(kept, known),
            )
            for kept in tracked.groups
        ),
    )


def _is_first_seen(kept: KeptGroup, known: Collection[PageKey]) -> bool:
    """Tell whether a source page is in no ledger yet: the next look dates by itself since when it is wanted."""
    source = kept.group.source
    return bool(source and kept.bundle and source.key not in known)
