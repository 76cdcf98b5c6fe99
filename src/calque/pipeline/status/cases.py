"""Cases: the groups of some work put together by their catalogs, and judged in batches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from calque.cache.database import Cache, key_of
from calque.cache.values import KeptGroup
from calque.model import History, PageGroup, PageKey, Site, SplitPost, Truth
from calque.pipeline.ingest.content import Content
from calque.pipeline.runner import Prepared, Runner
from calque.pipeline.status.site_pages import site_pages
from calque.pipeline.status.track import Case, LiveLook, Tracked, track
from calque.pipeline.status.work import Work, pages_of, places_of
from calque.states.marks import linked_places
from calque.states.verdicts import KeptVerdicts

__all__ = ["judge_parts", "judge_work"]

_SHOWN = 1000
"""Catalogs of whose pages a report has room for about all texts: 5 MB a locale."""


def judge_work(
    site: Site,
    runner: Runner,
    work: Work,
    histories: Mapping[PageKey, History],
    now: datetime,
    kept: KeptVerdicts,
    look: LiveLook,
    cache: Cache,
) -> Tracked:
    """Judge all groups of some work at once; they come in their order."""
    parts = list(judge_parts(site, runner, work, histories, now, kept, look, cache))
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
    histories: Mapping[PageKey, History],
    now: datetime,
    kept: KeptVerdicts,
    look: LiveLook,
    cache: Cache,
    *,
    reports: bool = False,
) -> Iterator[tuple[Work, Tracked]]:
    """Judge the groups of some work a batch of catalogs at a time; yield each part of the work with its statuses.

    With `reports` the texts of their entries are written at once, unless there are more than a report shows.
    """
    bundles, groups = work.bundles, work.pairs.groups
    places = _places(work)
    at = site_pages(work, cache)

    def case(number: int) -> Case:
        own = tuple(groups[place] for place in places[number])
        pages = [page for group in own for page in pages_of(group)]
        return Case(
            bundle=bundles[number] if number < len(bundles) else None,
            groups=own,
            live=_texts(work.content, [page.key for group in own for page in group.translations]),
            histories={page.key: histories[page.key] for page in pages if page.key in histories},
            truths=work.pairs.truths,
            now=now,
            look=_of_groups(site, own, look),
            rules=kept.rules(),
            links={
                group.source.key: {place: at(place) for place in _linked(site, work, group)}
                for group in own
                if group.source
            },
            verdicts={digest: body for one in own for digest, body in kept.of(key_of(one)).items()},
            texts=reports and len(places) <= _SHOWN,
        )

    numbers = iter(range(len(places)))
    for batch in runner.map(track, site, Prepared(range(len(places)), case)):
        done = list(islice(numbers, len(batch)))
        chosen = [place for number in done for place in places[number]]
        part = replace(
            work,
            pairs=replace(work.pairs, groups=tuple(groups[place] for place in chosen)),
            numbers=tuple(work.numbers[place] for place in chosen),
            bundles=tuple(bundles[number] for number in done if number < len(bundles)),
        )
        yield part, _together(batch, [group for one in batch for group in one.groups])


def _together(parts: Sequence[Tracked], groups: Sequence[KeptGroup]) -> Tracked:
    """Return what several parts gave as one, with their groups in the order given."""
    return Tracked(
        groups=tuple(groups),
        findings=tuple(finding for one in parts for finding in one.findings),
        bases={key: base for one in parts for key, base in one.bases.items()},
        first_looks=sum(one.first_looks for one in parts),
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


def _places(work: Work) -> Sequence[Sequence[int]]:
    """Return where the groups of each bundle stand among all, and then each group that has none."""
    owners = {split.post.key: number for number, one in enumerate(work.bundles) for split in one.posts}
    places: list[list[int]] = [[] for _ in work.bundles]
    for place, group in enumerate(work.pairs.groups):
        owner = owners.get(group.source.post.key) if group.source else None
        if owner is None:
            places.append([place])
        else:
            places[owner].append(place)
    return places


def _texts(content: Content, keys: Sequence[PageKey]) -> Mapping[PageKey, SplitPost]:
    return {key: content.splits[key] for key in keys if key in content.splits}
