"""Keep: what was measured goes into the cache, and the status of the whole site comes out of it."""

import functools
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from calque.cache.database import Cache
from calque.cache.values import FindingOwner, Input, Summary
from calque.guards.left import locale_left
from calque.model import Finding, FindingCode, Page, Site
from calque.pipeline.archive.moves import left_locales
from calque.pipeline.archive.quarantine import waiting
from calque.pipeline.findings import unlisted_findings
from calque.pipeline.handoffs import read_records
from calque.pipeline.status.changes import Changes
from calque.pipeline.status.inputs import Settings, ledger_files, look_again
from calque.pipeline.status.known import kept_page, put_facts
from calque.pipeline.status.work import Work, bare_page
from calque.places import has_templates, list_report_parts, list_unnamed_catalogs, report_path
from calque.states.sums import Sums, add_groups
from calque.states.verdicts import KeptVerdicts
from calque.states.waivers import waiver_findings

if TYPE_CHECKING:
    from calque.pipeline.status.track import Tracked  # which loads all that judges texts

__all__ = ["Folders", "forget_report", "keep", "keep_run", "kept_verdicts", "look_into_folders"]

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
    strays = map(functools.partial(_stray, site), list_unnamed_catalogs(site) if has_templates(site) else ())
    return Folders(bool(records), (*lost, *waiting(site), *left, *strays, *unlisted_findings(site)))


def _stray(site: Site, path: Path) -> Finding:
    place = path.relative_to(site.root).as_posix()
    message = (
        f"it is no catalog in use, perhaps a copy: `calque import {quote(place)}` takes what is new in it; "
        "then delete the file"
    )
    return Finding.of(FindingCode.STRAY_CATALOG, place, message)


def kept_verdicts(cache: Cache, settings: str) -> KeptVerdicts:
    """Return what language and checks said of pages in earlier runs, as far as it holds under the same settings."""

    @functools.cache
    def rules() -> str:
        from importlib.metadata import version  # noqa: PLC0415 — 20 ms, where a text is judged alone

        return " ".join((settings, sys.version, *map(version, _JUDGES)))

    return KeptVerdicts(rules, cache.verdicts_of, cache.verdict_of)


def keep(
    site: Site,
    cache: Cache,
    work: Work,
    parts: "Iterable[tuple[Work, Tracked]]",
    changes: Changes | None,
    settings: Settings,
    files: Mapping[str, Input | None],
    now: datetime,
    *,
    remarks: Iterable[Placed] = (),
    synced: "Callable[[Work, Tracked], Collection[str]]" = lambda _part, _tracked: (),
    is_synced: bool | None = None,
    missed: bool | None = None,
    folders: Folders,
    asked: Finding | None = None,
) -> Summary:
    """Keep what was looked at in place of what it was; the rest stands.

    `parts` are the work a part at a time, so that no run holds the statuses of all pages. `files` as they were before
    they were read; `asked` is what a guard asks, `remarks` are a sync's own, `synced` tells the bundles that it is
    done with. `is_synced` and `missed` are said by a sync that looked which posts are gone; else they stand as they
    were, but where posts came or went.
    """
    before = changes.summary if changes else None
    if before is None:
        cache.clear()
    sums = {tag: Sums(counts) for tag, counts in (before.sums if before else {}).items()}
    for tag, counts in work.before.items():
        sums[tag].subtract(counts)
    for one in work.gone:
        cache.drop_group(one.number)
    told: list[tuple[FindingOwner, str, Finding]] = []
    for part, tracked in parts:
        done = synced(part, tracked)
        groups = [replace(kept, synced=kept.bundle in done) for kept in tracked.groups]
        cache.put_groups(tuple(zip(part.numbers, groups, strict=True)), now.date(), site.source)
        add_groups(
            ((((page.locale, page.sums) for page in kept.written), kept.apart) for kept in groups), sums
        )
        told += _of_bundles(tracked)
        del part, tracked, groups  # the next part is made before the names are bound to it
    gone = [name for name, one in files.items() if one is None]
    put_facts(cache, site, work.content.facts, work.known, gone)
    cache.drop_pages(work.lost)
    facts = work.content.facts
    cache.put_pages(
        replace(kept_page(one.page, facts), member=one.member, decides=one.decides) for one in work.pages
    )
    stand = {**(changes.read_again if changes else {}), **files}
    cache.put_files({name: one for name, one in stand.items() if one}, gone)
    if before and before.measured.date() != now.date():
        cache.rank_for(now.date())
    standing = _standing(before, work) if before else []
    summary = Summary(
        settings=settings.all,
        groups=settings.groups,
        pages=settings.pages,
        scopes=settings.scopes,
        reading=settings.reading,
        measured=now,
        posts=(before.posts if before else 0) + len(work.namesakes.pages) - len(work.namesakes.before),
        truths=work.pairs.truths,
        sums={tag: Sums({name: count for name, count in row.items() if count}) for tag, row in sums.items()},
        work=before.work if before and not (work.numbers or work.gone) else cache.work(),
        findings=(
            *([(FindingOwner.QUESTION, "", asked)] if asked else []),
            *standing,
            *_of_site(work),
            *_idle_waivers(site, cache),
            *((FindingOwner.RUN, bundle, finding) for bundle, finding in remarks),
            *((FindingOwner.FOLDER, "", finding) for finding in folders.findings),
            *told,
        ),
        synced=_stays_synced(before, work) if is_synced is None else is_synced,
        reported="",  # no report says so yet
        parts=before.parts if before else (),
        hidden=_hidden(before, work),
        handed=folders.handed,
        recurring=before.recurring if before else (),
        open=before.open if before else True,
        missed=(before.missed if before else False) if missed is None else missed,
    )
    if work.around:
        content = work.around.content
        summary = replace(
            summary,
            posts=len(content.pages),
            recurring=tuple(sorted((name, tuple(sorted(own))) for name, own in content.facts.recurring)),
            open=work.handover.strays
            or any(page.foreign for page in content.pages if page.locale in (None, site.source)),
        )
    cache.put_summary(summary)
    return summary


def _stays_synced(before: Summary | None, work: Work) -> bool:
    """Tell whether nothing was looked at that a sync has to do first."""
    return before is not None and before.synced and not (work.around or work.namesakes.files)


def _hidden(before: Summary | None, work: Work) -> tuple[Page, ...]:
    """Return the pages that are not public."""
    again = {page.key for page in work.namesakes.hidden}
    stand = (page for page in before.hidden if page.key not in again) if before else ()
    pages = work.around.content.pages if work.around else work.namesakes.pages
    return (
        *(() if work.around else stand),
        *(bare_page(page) for page in pages if page.post.status != "publish"),
    )


def keep_run(site: Site, cache: Cache, summary: Summary, now: datetime) -> None:
    """Keep that a sync has ended: the ledger as it left it, and the day of its report."""
    ledger = look_again(site, ledger_files(site))
    cache.put_files(
        {name: one for name, one in ledger.items() if one}, [name for name, one in ledger.items() if not one]
    )
    parts = tuple(path.name for path in list_report_parts(report_path(site)))
    cache.put_summary(replace(summary, reported=now.date().isoformat(), parts=parts))
    cache.commit()


def forget_report(cache: Cache) -> None:
    """Forget that today's report is written, so that the next good sync writes it anew."""
    if summary := cache.summary():
        cache.put_summary(replace(summary, reported=""))
        cache.commit()


def _standing(before: Summary, work: Work) -> list[tuple[FindingOwner, str, Finding]]:
    """Return the findings that stand after some work."""
    gone = Counter(work.namesakes.gone)
    rows: list[tuple[FindingOwner, str, Finding]] = []
    for row in before.findings:
        if gone[row[0], row[2]]:
            gone[row[0], row[2]] -= 1
        elif _holds(row, work):
            rows.append(row)
    return [*rows, *((owner, "", finding) for owner, finding in work.namesakes.new.elements())]


def _holds(row: tuple[FindingOwner, str, Finding], work: Work) -> bool:
    """Tell whether a finding stands after some work; a run's own are of that run."""
    owner, bundle, finding = row
    match owner:
        case FindingOwner.RUN:
            return bool(bundle) and bundle not in work.names
        case FindingOwner.FOLDER | FindingOwner.QUESTION:
            return False
        case FindingOwner.BUNDLE:
            stands = work.around is None and finding.code != FindingCode.IDLE_WAIVER
            return bundle not in work.names if bundle else stands
        case _:
            return work.around is None


def _of_site(work: Work) -> Iterator[tuple[FindingOwner, str, Finding]]:
    """Yield what is said of the site as it was read, and of the pairs in it."""
    if work.around:
        yield from ((FindingOwner.SITE, "", finding) for finding in work.around.content.findings)
        yield from ((FindingOwner.PAIRS, "", finding) for finding in work.around.pairs.findings)


def _idle_waivers(site: Site, cache: Cache) -> Iterator[tuple[FindingOwner, str, Finding]]:
    """Yield what is said of waivers that name no post with a catalog; of the others their bundles tell."""
    known = cache.with_catalogs((site.source, waiver.post) for waiver in site.waivers)
    idle = [waiver for waiver in site.waivers if (site.source, waiver.post) not in known]
    yield from ((FindingOwner.BUNDLE, "", finding) for _, finding in waiver_findings(idle, (), {}))


def _of_bundles(tracked: "Tracked") -> Iterator[tuple[FindingOwner, str, Finding]]:
    """Yield what is said of catalogs that cannot be read, and of texts that somebody has to settle."""
    yield from ((FindingOwner.BUNDLE, bundle, finding) for bundle, finding in tracked.findings)
    for kept in tracked.groups:
        for page in kept.written:
            yield from ((FindingOwner.BUNDLE, kept.bundle, finding) for finding in page.findings)
