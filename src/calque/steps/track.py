"""Track: the status of the whole site, from what was read and the catalogs on disk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from polib import POEntry

from calque.errors import CatalogError
from calque.locales import gettext_name
from calque.model import (
    Finding,
    History,
    PageGroup,
    PageKey,
    Site,
    SourceRevision,
    SplitPost,
    Status,
    Truth,
    Unit,
)
from calque.po import build_template, merge, read_catalog
from calque.steps.bundles import Bundle, bundle_posts, catalog_path
from calque.steps.findings import finding_of
from calque.steps.handoffs import read_records
from calque.steps.memory import Memory, remembering, texts_of
from calque.steps.quarantine import waiting
from calque.steps.read import Content, pair
from calque.steps.recall import recall
from calque.steps.split import split_revision
from calque.store import read_bytes
from calque.tracking.catalogs import Key, catalog_units, covers, entries_by_key
from calque.tracking.handoffs import with_handoffs
from calque.tracking.history import with_revisions
from calque.tracking.measure import measure_site
from calque.tracking.offers import read_offers
from calque.tracking.pages import Reading, measure_page
from calque.tracking.privacy import public_findings, shows
from calque.tracking.scope import is_wanted
from calque.tracking.truth import decide_truths
from calque.tracking.waivers import waive, waiver_findings, waivers_of

__all__ = ["page_histories", "track"]


_Catalogs = Mapping[tuple[str, str], "_Catalog"]


@dataclass(frozen=True, slots=True)
class _Catalog:
    """What the catalog of a post in a locale says."""

    place: str
    units: tuple[Unit, ...] = ()
    unreadable: bool = False


def track(
    site: Site,
    content: Content,
    histories: Mapping[PageKey, History],
    findings: Sequence[Finding],
    now: datetime,
    memory: Memory,
) -> Status:
    """Judge every wanted page in every locale and add the site up; nothing is written.

    `findings` are those of the run so far; a catalog that cannot be read adds one.
    """
    groups, remarks = pair(site, content)
    truths = decide_truths(site, groups)
    sources = {split.post.key: split for split in content.sources(site)}
    catalogs, unreadable = _read_catalogs(site, tuple(sources.values()), memory)
    readings: list[Reading] = []
    not_wanted: list[tuple[str, SplitPost]] = []
    for group in groups:
        source = sources.get(group.source.post.key) if group.source else None
        if group.source and source is None:
            continue  # locked or not public: a finding of its own says so
        for locale in site.locales:
            if source and not is_wanted(source.post, site.scope(locale.tag)):
                not_wanted.append((locale.tag, source))
            elif source or shows(group, locale.tag, site):
                reading = _reading(site, group, locale.tag, source, content, catalogs, histories)
                readings.append(
                    _with_obstacles(reading, site) if truths[locale.tag] is Truth.SITE else reading
                )
    known = {(finding.code, finding.place) for finding in findings}
    records, lost = read_records(site)
    new = [
        finding
        for finding in (*remarks, *unreadable, *lost, *waiting(site))
        if (finding.code, finding.place) not in known
    ]
    pages = [measure_page(reading, site, now=now) for reading in readings]
    rows = [(one.locale, one.source.post.key, one.units) for one in readings if one.source]
    waived = waiver_findings(
        site, rows, {key: one for (tag, key), one in histories.items() if tag == site.source}
    )
    told = public_findings((*findings, *new, *waived), content.pages, site)
    status = measure_site(site, pages, not_wanted, told, truths=truths, posts=len(content.pages), now=now)
    return with_handoffs(status, records, today=now.date())


def _reading(
    site: Site,
    group: PageGroup,
    locale: str,
    source: SplitPost | None,
    content: Content,
    catalogs: _Catalogs,
    histories: Mapping[PageKey, History],
) -> Reading:
    page = group.translation(locale)
    catalog = catalogs[locale, source.post.key] if source else _Catalog("")
    history = histories.get(group.source.key, History()) if group.source else History()
    waivers = waivers_of(site, source.post.key, locale) if source else ()
    return Reading(
        locale=locale,
        group=group,
        source=source,
        live=content.splits[page.key] if page else None,
        units=tuple(waive(unit, history, waivers) for unit in catalog.units) if waivers else catalog.units,
        catalog=catalog.place,
        unreadable=catalog.unreadable,
        history=history,
    )


def _with_obstacles(reading: Reading, site: Site) -> Reading:
    """Say of the texts that are missing why the live page, which should have them, does not give them."""
    if reading.source is None or reading.live is None or not any(unit.empty for unit in reading.units):
        return reading
    source = reading.source.segments
    offers = read_offers(
        source,
        reading.live.segments,
        locale=reading.locale,
        site=site,
        past=reading.history.texts | {segment.text for segment in source},
        known={(unit.confirmed or unit.source, unit.target[0]) for unit in reading.units if not unit.empty},
    )
    return replace(
        reading, obstacles={key: offer.obstacle for key, offer in offers.items() if offer.obstacle}
    )


def _read_catalogs(
    site: Site, sources: Sequence[SplitPost], memory: Memory
) -> tuple[_Catalogs, list[Finding]]:
    """Read the catalog of each source post in each locale that wants it."""
    catalogs: dict[tuple[str, str], _Catalog] = {}
    findings: list[Finding] = []
    for bundle in remembering(site, bundle_posts(site, sources), memory):
        for locale in site.locales:
            wanted = tuple(split for split in bundle.posts if is_wanted(split.post, site.scope(locale.tag)))
            if not wanted:
                continue
            path = catalog_path(site, locale.tag, bundle.name)
            place = path.relative_to(site.root).as_posix()
            try:
                entries = _entries(site, replace(bundle, posts=wanted), read_bytes(path), place, locale.tag)
            except CatalogError as error:
                findings.append(finding_of(error, code="unreadable_catalog", locale=locale.tag))
                rows = {split.post.key: _Catalog(place, unreadable=True) for split in wanted}
            else:
                rows = {split.post.key: _Catalog(place, catalog_units(split, entries)) for split in wanted}
            catalogs |= {(locale.tag, key): row for key, row in rows.items()}
    return catalogs, findings


def _entries(
    site: Site, bundle: Bundle, data: bytes | None, place: str, locale: str
) -> Mapping[Key, POEntry]:
    """Return the entries of a catalog; where the posts moved on since the last sync, as a sync would leave them."""
    if data is None:
        return {}
    catalog = recall(read_catalog(data, place=place), bundle, locale=locale, site=site).catalog
    entries = entries_by_key(catalog)
    if all(covers(split, entries) for split in bundle.posts):
        return entries
    template = build_template(bundle.posts, site=site.name, source=site.source)
    merged = merge(catalog, template, locale=locale, language=gettext_name(locale)).catalog
    return entries_by_key(merged)


def page_histories(
    site: Site, sources: Sequence[SplitPost], known: Mapping[PageKey, History], *, now: datetime
) -> Mapping[PageKey, History]:
    """Return the history of each source page: what the ledger knows, what the source told, and today's text."""
    return {
        (site.source, split.post.key): with_revisions(
            known.get((site.source, split.post.key), History()), _revisions(site, split, now)
        )
        for split in sources
    }


def _revisions(site: Site, split: SplitPost, now: datetime) -> Iterable[SourceRevision]:
    for revision in split.post.revisions:
        yield SourceRevision(
            revision.modified, now, texts_of(split_revision(split.post, revision, site.rules))
        )
    yield SourceRevision(split.post.modified, now, texts_of(split))
