"""Keep: what was measured goes into the cache, and the status of the whole site comes out of it."""

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version

from calque.cache.database import Cache
from calque.cache.values import FindingOwner, Input, KeptGroup, Summary
from calque.guards.left import locale_left
from calque.model import Finding, Site
from calque.pipeline.archive.moves import left_locales
from calque.pipeline.archive.quarantine import waiting
from calque.pipeline.findings import unlisted_findings
from calque.pipeline.handoffs import read_records
from calque.pipeline.status.extent import Extent, bare_page, keep_post
from calque.pipeline.status.inputs import ledger_files, look_again
from calque.pipeline.status.plan import Plan
from calque.pipeline.status.track import Tracked
from calque.states.sums import Sums, page_findings, page_sums
from calque.states.verdicts import Verdicts

__all__ = ["Folders", "keep_part", "keep_run", "keep_whole", "kept_verdicts", "look_into_folders"]

_JUDGES = ("langdetect", "turbohtml")
"""The libraries that verdicts depend on: their own updates change no file of calque's."""

Placed = tuple[str, Finding]
"""A finding, and the bundle that it belongs to; empty where it belongs to none."""


@dataclass(frozen=True, slots=True)
class Folders:
    """What waits for somebody beside the catalogs."""

    handed: bool
    """Something is handed out."""
    findings: tuple[Finding, ...]


def look_into_folders(site: Site) -> Folders:
    """Look at the handoffs, the quarantine, and folders of no configured locale or without access."""
    records, lost = read_records(site)
    left = [finding for row in left_locales(site) if (finding := locale_left(row))]
    return Folders(bool(records), (*lost, *waiting(site), *left, *unlisted_findings(site)))


def kept_verdicts(cache: Cache, settings: str) -> Verdicts:
    """Return what language and checks said of pages in earlier runs, as far as it holds under the same settings."""
    return Verdicts(" ".join((settings, sys.version, *map(version, _JUDGES))), cache.verdicts_of)


def keep_whole(
    cache: Cache,
    extent: Extent,
    tracked: Tracked,
    settings: str,
    files: Mapping[str, Input | None],
    now: datetime,
    *,
    remarks: Iterable[Placed] = (),
    settled: Collection[str] = (),
    calm: bool = False,
    folders: Folders,
) -> Summary:
    """Keep all of the site, in place of what was kept.

    `files` as they were before they were read; `remarks` are a sync's own, `settled` the bundles that it is done with.
    """
    cache.clear()
    sums: dict[str, Sums] = {}
    for number, kept in zip(extent.members, tracked.groups, strict=True):
        _put(cache, number, kept, settled, now, sums)
    members = {
        page.key: number
        for number, group in zip(extent.members, extent.pairs.groups, strict=True)
        for page in (*((group.source,) if group.source else ()), *group.translations)
    }
    content = extent.content
    cache.add_posts(
        (keep_post(page, content.splits[page.key], content.files[page.post.place]) for page in content.pages),
        members,
    )
    cache.add_earlier(content.earlier)
    cache.put_files({name: one for name, one in files.items() if one})
    summary = Summary(
        settings=settings,
        measured=now,
        posts=len(content.pages),
        truths=extent.pairs.truths,
        sums=sums,
        findings=(
            *((FindingOwner.SITE, "", finding) for finding in content.findings),
            *((FindingOwner.RUN, bundle, finding) for bundle, finding in remarks),
            *((FindingOwner.PAIRS, "", finding) for finding in extent.pairs.findings),
            *((FindingOwner.FOLDER, "", finding) for finding in folders.findings),
            *_of_bundles(tracked),
        ),
        entangled=extent.pairs.entangled,
        calm=calm,
        hidden=tuple(bare_page(page) for page in content.pages if page.post.status != "publish"),
        handed=folders.handed,
    )
    cache.put_summary(summary)
    return summary


def keep_part(
    cache: Cache,
    plan: Plan,
    extent: Extent,
    tracked: Tracked,
    files: Mapping[str, Input | None],
    now: datetime,
    *,
    remarks: Iterable[Placed] = (),
    settled: Collection[str] = (),
    folders: Folders,
) -> Summary:
    """Keep a part in place of what it was; the rest stands. `files` are those that it was measured from."""
    sums = {tag: Sums(counts) for tag, counts in plan.summary.sums.items()}
    for tag, counts in extent.before.items():
        sums[tag].subtract(counts)
    for number, kept in zip(extent.members, tracked.groups, strict=True):
        _put(cache, number, kept, settled, now, sums)
    for post in extent.posts:
        cache.put_text(post)
    gone = [name for name, one in files.items() if one is None]
    cache.put_files({name: one for name, one in (*plan.read_again.items(), *files.items()) if one}, gone)
    if plan.summary.measured.date() != now.date():
        cache.rank_for(now.date())
    touched = {kept.bundle for kept in tracked.groups}
    findings = [row for row in plan.summary.findings if _holds(row[0], row[1], touched)]
    findings += [(FindingOwner.RUN, bundle, finding) for bundle, finding in remarks]
    findings += ((FindingOwner.FOLDER, "", finding) for finding in folders.findings)
    findings += _of_bundles(tracked)
    summary = replace(
        plan.summary,
        measured=now,
        sums={tag: Sums({name: count for name, count in row.items() if count}) for tag, row in sums.items()},
        findings=tuple(findings),
    )
    cache.put_summary(summary)
    return summary


def keep_run(site: Site, cache: Cache, summary: Summary, now: datetime) -> None:
    """Keep that a sync has ended: the ledger as it left it, and the day of its report."""
    ledger = look_again(site, ledger_files(site))
    cache.put_files(
        {name: one for name, one in ledger.items() if one}, [name for name, one in ledger.items() if not one]
    )
    cache.put_summary(replace(summary, reported=now.date().isoformat()))
    cache.commit()


def _holds(origin: FindingOwner, bundle: str, touched: Collection[str]) -> bool:
    """Tell whether a finding stands after some bundles were looked at again; a run's own are of that run."""
    match origin:
        case FindingOwner.RUN:
            return bool(bundle) and bundle not in touched
        case FindingOwner.FOLDER:
            return False
        case FindingOwner.BUNDLE:
            return not bundle or bundle not in touched
        case _:
            return True


def _of_bundles(tracked: Tracked) -> Iterator[tuple[FindingOwner, str, Finding]]:
    """Yield what is said of catalogs that cannot be read, and of texts that somebody has to settle."""
    yield from ((FindingOwner.BUNDLE, bundle, finding) for bundle, finding in tracked.findings)
    for kept in tracked.groups:
        for page in kept.pages:
            yield from ((FindingOwner.BUNDLE, kept.bundle, finding) for finding in page_findings(page))


def _put(
    cache: Cache, number: int, kept: KeptGroup, settled: Collection[str], now: datetime, sums: dict[str, Sums]
) -> None:
    cache.put_group(number, replace(kept, settled=kept.bundle in settled), now.date())
    for page in kept.pages:
        sums.setdefault(page.locale, Sums()).update(page_sums(page))
    for tag, counts in kept.apart.items():
        sums.setdefault(tag, Sums()).update(counts)
