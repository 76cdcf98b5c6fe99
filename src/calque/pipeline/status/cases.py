"""Cases: the groups of some work put together by their catalogs, and judged in batches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from calque.cache.database import key_of
from calque.model import History, PageKey, Site, SplitPost
from calque.pipeline.ingest.content import Content
from calque.pipeline.runner import Prepared, Runner
from calque.pipeline.status.track import Case, Tracked, track
from calque.pipeline.status.work import Work, pages_of
from calque.states.verdicts import KeptVerdicts

__all__ = ["judge_parts", "judge_work"]


def judge_work(
    site: Site,
    runner: Runner,
    work: Work,
    histories: Mapping[PageKey, History],
    now: datetime,
    kept: KeptVerdicts,
) -> Tracked:
    """Judge all groups of some work at once; they come in their order."""
    parts = list(judge_parts(site, runner, work, histories, now, kept))
    groups = {
        number: group
        for part, tracked in parts
        for number, group in zip(part.numbers, tracked.groups, strict=True)
    }
    findings = tuple(one for _, tracked in parts for one in tracked.findings)
    return Tracked(tuple(groups[number] for number in work.numbers), findings)


def judge_parts(
    site: Site,
    runner: Runner,
    work: Work,
    histories: Mapping[PageKey, History],
    now: datetime,
    kept: KeptVerdicts,
) -> Iterator[tuple[Work, Tracked]]:
    """Judge the groups of some work a batch of catalogs at a time; yield each part of the work with its statuses."""
    bundles, groups = work.bundles, work.pairs.groups
    places = _places(work)

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
            rules=kept.rules,
            verdicts={digest: body for one in own for digest, body in kept.of(key_of(one)).items()},
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
        yield (
            part,
            Tracked(
                tuple(group for one in batch for group in one.groups),
                tuple(finding for one in batch for finding in one.findings),
            ),
        )


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
