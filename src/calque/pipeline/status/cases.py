"""Cases: the groups of some work put together by their catalogs, and judged in batches."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from calque.cache.database import key_of
from calque.cache.values import KeptGroup
from calque.model import Finding, History, PageKey, Site, SplitPost
from calque.pipeline.catalogs.bundles import Bundle
from calque.pipeline.ingest.content import Content, Pairs
from calque.pipeline.runner import Prepared, Runner
from calque.pipeline.status.track import Case, Tracked, track
from calque.pipeline.status.work import pages_of
from calque.states.verdicts import KeptVerdicts

__all__ = ["judge_work"]


def judge_work(
    site: Site,
    runner: Runner,
    content: Content,
    pairs: Pairs,
    bundles: Sequence[Bundle],
    histories: Mapping[PageKey, History],
    now: datetime,
    kept: KeptVerdicts,
) -> Tracked:
    """Judge all groups, in batches; they come in the order in which they are paired."""
    owners = {split.post.key: number for number, bundle in enumerate(bundles) for split in bundle.posts}
    places: list[list[int]] = [[] for _ in bundles]
    """Of each bundle, then of each group without one: where its groups stand among all."""
    for place, group in enumerate(pairs.groups):
        owner = owners.get(group.source.post.key) if group.source else None
        if owner is None:
            places.append([place])
        else:
            places[owner].append(place)

    def case(number: int) -> Case:
        groups = tuple(pairs.groups[place] for place in places[number])
        pages = [page for group in groups for page in pages_of(group)]
        return Case(
            bundle=bundles[number] if number < len(bundles) else None,
            groups=groups,
            live=_texts(content, [page.key for group in groups for page in group.translations]),
            histories={page.key: histories[page.key] for page in pages if page.key in histories},
            truths=pairs.truths,
            now=now,
            rules=kept.rules,
            verdicts={digest: body for one in groups for digest, body in kept.of(key_of(one)).items()},
        )

    groups: dict[int, KeptGroup] = {}
    findings: list[tuple[str, Finding]] = []
    cases = Prepared(range(len(places)), case)
    rows = (one for batch in runner.map(track, site, cases) for one in batch)
    for own, tracked in zip(places, rows, strict=True):
        groups |= zip(own, tracked.groups, strict=True)
        findings += tracked.findings
    return Tracked(tuple(groups[place] for place in range(len(pairs.groups))), tuple(findings))


def _texts(content: Content, keys: Sequence[PageKey]) -> Mapping[PageKey, SplitPost]:
    return {key: content.splits[key] for key in keys if key in content.splits}
