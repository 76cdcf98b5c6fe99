"""Cases: the groups of some work put together by their catalogs, and judged in batches."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from calque.cache.database import Cache, key_of
from calque.cache.values import KeptGroup
from calque.model import PageGroup, PageKey, Site, SplitPost, Truth
from calque.pipeline.ingest.content import Content
from calque.pipeline.runner import Prepared, Runner
from calque.pipeline.status.load import Loaded, Loader
from calque.pipeline.status.site_pages import site_pages
from calque.pipeline.status.track import Case, LiveLook, Tracked, track
from calque.pipeline.status.work import Work, WorkRow, places_of
from calque.states.marks import linked_places
from calque.states.verdicts import KeptVerdicts

__all__ = ["judge_parts", "judge_work"]

_SHOWN = 1000
"""Catalogs of whose pages a report has room for about all texts: 5 MB a locale."""


def _pass(_loaded: Loaded) -> None:
    """Note nothing."""


def judge_work(
    site: Site,
    runner: Runner,
    work: Work,
    loader: Loader,
    now: datetime,
    kept: KeptVerdicts,
    look: LiveLook,
    cache: Cache,
    *,
    note: Callable[[Loaded], None] = _pass,
) -> Tracked:
    """Judge all groups of some work at once; they come in their order, with their pages. `note` as in `judge_parts`."""
    parts = list(judge_parts(site, runner, work, loader, now, kept, look, cache, whole=True, note=note))
    groups = {
        number: group
        for part, tracked in parts
        for number, group in zip(part.numbers, tracked.groups, strict=True)
    }
    return _together([tracked for _, tracked in parts], [groups[number] for number in work.numbers])


def judge_parts(
    site: Site,
    runner: Runner,
    work: Work,
    loader: Loader,
    now: datetime,
    kept: KeptVerdicts,
    look: LiveLook,
    cache: Cache,
    *,
    reports: bool = False,
    whole: bool = False,
    note: Callable[[Loaded], None] = _pass,
) -> Iterator[tuple[Work, Tracked]]:
    """Judge the groups of some work a batch of catalogs at a time; yield each part of the work with its statuses.

    `look` is without the bases, which come with each batch; `note` is told of each that is loaded. With `reports` the
    texts of their entries are written at once, unless there are more than a report shows. With `whole` the statuses of
    the pages come, too; else what the cache keeps of them.
    """
    rows = work.rows()
    at = site_pages(work, cache)

    def case(row: WorkRow, loaded: Loaded, known: LiveLook) -> Case:
        return Case(
            bundle=row.bundle,
            groups=row.groups,
            live=_texts(work.content, [page.key for group in row.groups for page in group.translations]),
            histories={
                page.key: loaded.histories[page.key] for page in row.pages if page.key in loaded.histories
            },
            truths=work.pairs.truths,
            now=now,
            look=_of_groups(site, row.groups, known),
            rules=kept.rules(),
            links={
                group.source.key: {place: at(place) for place in _linked(site, work, group)}
                for group in row.groups
                if group.source
            },
            verdicts={digest: body for one in row.groups for digest, body in kept.of(key_of(one)).items()},
            texts=reports and len(rows) <= _SHOWN,
            whole=whole,
        )

    def cases(batch: Sequence[WorkRow]) -> Sequence[Case]:
        loaded = loader.load(batch)
        note(loaded)
        known = replace(look, bases=loaded.history.bases)
        return [case(row, loaded, known) for row in loaded.rows]

    waiting = iter(rows)
    for batch in runner.map(track, site, Prepared(rows, cases)):
        done = list(islice(waiting, len(batch)))
        part = replace(
            work,
            pairs=replace(work.pairs, groups=tuple(group for row in done for group in row.groups)),
            numbers=tuple(number for row in done for number in row.numbers),
            bundles=tuple(row.bundle for row in done if row.bundle),
        )
        yield part, _together(batch, [group for one in batch for group in one.groups])
        del batch, part  # the next batch is made before the names are bound to it


def _together(parts: Sequence[Tracked], groups: Sequence[KeptGroup]) -> Tracked:
    """Return what several parts gave as one, with their groups in the order given."""
    return Tracked(
        groups=tuple(groups),
        findings=tuple(finding for one in parts for finding in one.findings),
        bases={key: base for one in parts for key, base in one.bases.items()},
        first_looks=sum(one.first_looks for one in parts),
        pages=tuple(page for one in parts for page in one.pages),
    )


def _of_groups(site: Site, groups: Sequence[PageGroup], look: LiveLook) -> LiveLook:
    """Return what is known of the live and the built pages of some groups."""
    places = places_of(site, groups)
    return replace(
        look,
        bases={place: look.bases[place] for place in places if place in look.bases},
        built={place: look.built[place] for place in places if place in look.built},
        written={place: look.written[place] for place in places if place in look.written},
    )


def _linked(site: Site, work: Work, group: PageGroup) -> frozenset[str]:
    """Return the places that the pages of a group link to, where its links are compared with those of the source."""
    live = [page for page in group.translations if work.pairs.truths.get(page.locale or "") is Truth.SITE]
    if not live or group.source is None:
        return frozenset()
    splits = (
        work.content.splits[page.key] for page in (group.source, *live) if page.key in work.content.splits
    )
    return frozenset().union(*(linked_places(split, site) for split in splits))


def _texts(content: Content, keys: Sequence[PageKey]) -> Mapping[PageKey, SplitPost]:
    return {key: content.splits[key] for key in keys if key in content.splits}
