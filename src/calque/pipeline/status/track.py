"""Track: the status of each page in each locale, from the posts that were read and the catalogs on disk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from polib import POEntry

from calque.adoption.likeness import is_like
from calque.adoption.offers import Obstacle, read_offers
from calque.cache.values import KeptGroup
from calque.errors import CatalogError
from calque.locales import gettext_name
from calque.model import (
    Finding,
    History,
    PageGroup,
    PageKey,
    Site,
    SplitPost,
    Truth,
    Unit,
    Waiver,
)
from calque.pipeline.catalogs.bundles import Bundle
from calque.pipeline.catalogs.merge import last_template, refuse_cut
from calque.pipeline.catalogs.recall import recall
from calque.pipeline.catalogs.shrunk import Elsewhere, catalog_finding, oddities, refuse_shrunk
from calque.pipeline.ingest.content import Content, Pairs
from calque.places import catalog_path
from calque.po import build_template, merge, read_catalog
from calque.po.units import Key, catalog_units, entries_by_key
from calque.states.pages import Reading, measure_page
from calque.states.privacy import shows
from calque.states.scope import is_wanted
from calque.states.sums import apart_sums
from calque.states.verdicts import Verdicts
from calque.states.waivers import waive, waiver_findings, waivers_of
from calque.store import read_bytes

__all__ = ["Tracked", "rules_of", "track"]


_Catalogs = Mapping[tuple[str, str], "_Catalog"]


@dataclass(frozen=True, slots=True)
class Tracked:
    """The statuses of the groups, in their order, and findings on catalogs that could not be read, by bundle."""

    groups: tuple[KeptGroup, ...]
    findings: tuple[tuple[str, Finding], ...]


@dataclass(frozen=True, slots=True)
class _Catalog:
    """What the catalog of a post in a locale says."""

    place: str
    units: tuple[Unit, ...] = ()
    unreadable: bool = False


def track(
    site: Site,
    content: Content,
    pairs: Pairs,
    bundles: Sequence[Bundle],
    histories: Mapping[PageKey, History],
    now: datetime,
    verdicts: Verdicts,
) -> Tracked:
    """Judge every wanted page in every locale; nothing is written.

    A page depends on the arguments and on the catalogs of its bundle and on nothing else, so the rest of the site may
    be left out. Any further file is read into `Reading` and is
    listed in `status.inputs`.
    """
    names = {split.post.key: bundle.name for bundle in bundles for split in bundle.posts}
    sources = {split.post.key: split for bundle in bundles for split in bundle.posts}
    catalogs, unreadable = _read_catalogs(site, bundles)
    waivers = waivers_of(site)
    groups: list[KeptGroup] = []
    rows: list[tuple[str, str, Sequence[Unit]]] = []
    for group in pairs.groups:
        source = sources.get(group.source.post.key) if group.source else None
        bundle = names.get(group.source.post.key, "") if group.source else ""
        if group.source and source is None:
            # Of a locked or withheld post nothing is known; that it is so is a finding.
            orphans = _without_source(group) if group.source.post.status != "publish" else None
            rows_of = [
                measure_page(
                    _reading(orphans, tag, None, content, catalogs, histories, ()),
                    site,
                    now=now,
                    verdicts=verdicts,
                )
                for tag in site.tags
                if orphans and shows(orphans, tag, site)
            ]
            groups.append(KeptGroup(group, bundle, tuple(rows_of), rules=rules_of(site, group, waivers)))
            continue
        apart = {
            locale.tag: apart_sums(source)
            for locale in site.locales
            if source and not is_wanted(source.post, site.scope(locale.tag))
        }
        own = waivers.get(source.post.key, ()) if source else ()
        readings = [
            _reading(group, locale.tag, source, content, catalogs, histories, own)
            for locale in site.locales
            if locale.tag not in apart and (source or shows(group, locale.tag, site))
        ]
        rows += [(one.locale, source.post.key, one.units) for one in readings if source]
        pages = [
            measure_page(
                _with_obstacles(one, site) if pairs.truths[one.locale] is Truth.SITE else one,
                site,
                now=now,
                verdicts=verdicts,
            )
            for one in readings
        ]
        passing = _is_passing(group, histories, now)
        rules = rules_of(site, group, waivers)
        groups.append(
            KeptGroup(group, bundle, tuple(pages), apart, verdicts.take_used(), passing=passing, rules=rules)
        )
    told = [waiver for waiver in site.waivers if waiver.post in names]
    known = {key: one for (tag, key), one in histories.items() if tag == site.source} if told else {}
    waived = [(names.get(waiver.post, ""), finding) for waiver, finding in waiver_findings(told, rows, known)]
    return Tracked(tuple(groups), (*unreadable, *waived))


def rules_of(site: Site, group: PageGroup, waivers: Mapping[str, Sequence[Waiver]]) -> str:
    """Return what calque.toml says of a group alone: which locales do not want it, and what is waived of it."""
    if group.source is None:
        return ""
    post = group.source.post
    unwanted = [tag for tag in site.tags if not is_wanted(post, site.scope(tag))]
    own = waivers.get(post.key, ())
    return repr((unwanted, own)) if unwanted or own else ""


def _without_source(group: PageGroup) -> PageGroup:
    """Return the group of a source that has left the public as that of one that is gone: its translations answer still.

    That is no reason to archive anything; the source may be public again tomorrow.
    """
    post = group.source.post if group.source else None
    if post is None:
        return group
    rows = tuple(
        (tag, sure, f"{reason}; its source is not public ({post.status})")
        for tag, sure, reason in group.pairing
    )
    return replace(group, source=None, pairing=rows, gone=post.key)


def _is_passing(group: PageGroup, histories: Mapping[PageKey, History], now: datetime) -> bool:
    """Tell whether any text of the source is dated by the present run, because nothing else gives it a date."""
    history = histories.get(group.source.key) if group.source else None
    return history is not None and any(
        one.modified is None and one.first_seen == now for one in history.revisions
    )


def _reading(
    group: PageGroup,
    locale: str,
    source: SplitPost | None,
    content: Content,
    catalogs: _Catalogs,
    histories: Mapping[PageKey, History],
    waivers: Sequence[Waiver],
) -> Reading:
    page = group.translation(locale)
    catalog = catalogs[locale, source.post.key] if source else _Catalog("")
    history = histories.get(group.source.key, History()) if group.source else History()
    return Reading(
        locale=locale,
        group=group,
        source=source,
        live=content.splits[page.key] if page else None,
        units=waive(catalog.units, history, waivers, locale),
        catalog=catalog.place,
        unreadable=catalog.unreadable,
        history=history,
    )


def _with_obstacles(reading: Reading, site: Site) -> Reading:
    """Return the reading with the reason, for each missing text, why the live page gives no translation of it."""
    if reading.source is None or reading.live is None or not any(unit.empty for unit in reading.units):
        return reading
    source = reading.source.segments
    is_untouched = all(unit.empty for unit in reading.units)
    weak = reading.locale in reading.group.weak
    if is_untouched and not is_like(reading.source, reading.live, site, weak=weak):
        unlike = {(segment.context, segment.text): Obstacle.UNLIKE for segment in source}
        return replace(reading, obstacles=unlike)
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


def _read_catalogs(site: Site, bundles: Sequence[Bundle]) -> tuple[_Catalogs, list[tuple[str, Finding]]]:
    """Read the catalog of each source post in each locale that wants it."""
    catalogs: dict[tuple[str, str], _Catalog] = {}
    findings: list[tuple[str, Finding]] = []
    elsewhere = Elsewhere(site)
    for bundle in bundles:
        for locale in site.locales:
            wanted = tuple(split for split in bundle.posts if is_wanted(split.post, site.scope(locale.tag)))
            if not wanted:
                continue
            path = catalog_path(site, locale.tag, bundle.name)
            place = path.relative_to(site.root).as_posix()
            try:
                entries, odd = _entries(
                    site, replace(bundle, posts=wanted), read_bytes(path), path, locale.tag, elsewhere
                )
            except CatalogError as error:
                findings.append((bundle.name, catalog_finding(error, locale.tag)))
                rows = {split.post.key: _Catalog(place, unreadable=True) for split in wanted}
            else:
                findings += [(bundle.name, finding) for finding in odd]
                rows = {split.post.key: _Catalog(place, catalog_units(split, entries)) for split in wanted}
            catalogs |= {(locale.tag, key): row for key, row in rows.items()}
    return catalogs, findings


def _entries(
    site: Site, bundle: Bundle, data: bytes | None, path: Path, locale: str, elsewhere: Elsewhere
) -> tuple[Mapping[Key, POEntry], tuple[Finding, ...]]:
    """Return the entries of a catalog, and what is odd in it.

    Where the posts moved on since the last sync, or git brought entries of other texts, the entries are as a sync would
    leave them.
    """
    standing = None
    if data is not None:
        standing = read_catalog(data, place=path.relative_to(site.root).as_posix())
        refuse_cut(standing, site, bundle)
    refuse_shrunk(site, bundle, locale, path, data, standing, elsewhere)
    if standing is None:
        return {}, ()
    odd = tuple(oddities(standing, locale))
    catalog = recall(standing, bundle, locale=locale, site=site).catalog
    entries = entries_by_key(catalog)
    if entries.keys() == {(one.context, one.text) for split in bundle.posts for one in split.segments}:
        return entries, odd
    template = build_template(bundle.posts, site=site.name, source=site.source)
    last = last_template(site, bundle)
    merged = merge(catalog, template, locale=locale, language=gettext_name(locale), last=last).catalog
    return entries_by_key(merged), odd
