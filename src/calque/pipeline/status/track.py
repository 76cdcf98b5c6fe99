"""Track: the status of each page in each locale, from the posts that were read and the catalogs on disk."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from calque.adoption.likeness import is_like
from calque.adoption.offers import Obstacle, read_offers
from calque.building.manifest import BuiltRow
from calque.cache.rows import write_page
from calque.cache.values import KeptGroup, WrittenPage
from calque.model import (
    Finding,
    FindingCode,
    History,
    PageGroup,
    PageKey,
    PageState,
    PageStatus,
    Post,
    PublicationBase,
    Site,
    SplitPost,
    Truth,
    Unit,
    Waiver,
)
from calque.pipeline.catalogs.bundles import Bundle
from calque.pipeline.catalogs.shrunk import Elsewhere
from calque.pipeline.status.built import is_built_from
from calque.pipeline.status.catalogs import Catalogs, ReadCatalog, read_catalogs
from calque.states.linked import LinkedPage, keys_in
from calque.states.page_reading import Reading
from calque.states.pages import MeasuredPage, measure_page
from calque.states.privacy import is_named, shows
from calque.states.scope import is_wanted
from calque.states.sums import apart_sums
from calque.states.verdicts import Verdicts
from calque.states.waivers import waive, waiver_findings, waivers_of
from calque.visible import shortened

__all__ = ["Case", "LiveLook", "Tracked", "rules_of", "track"]


@dataclass(frozen=True, slots=True)
class Tracked:
    """The statuses of the groups, in their order, and findings on catalogs that could not be read, by bundle."""

    groups: tuple[KeptGroup, ...]
    findings: tuple[tuple[str, Finding], ...]
    bases: Mapping[PageKey, PublicationBase] = field(default_factory=dict)
    """What the ledger is to remember of each page, by its locale and the key of its source, where it does not yet."""
    first_looks: int = 0
    """Live pages that differ from what their finished catalogs give, and that nobody had seen before."""
    pages: tuple[PageStatus, ...] = ()
    """The statuses of all pages, where they were asked for: they are most of what would go to another process."""


@dataclass(frozen=True, slots=True)
class LiveLook:
    """What is known beside pages and catalogs to tell what is published."""

    at: datetime
    """When this run looked, as the ledger writes it."""
    bases: Mapping[PageKey, PublicationBase] = field(default_factory=dict)
    """What the ledger remembers of each page, by its locale and the key of its source."""
    built: Mapping[PageKey, BuiltRow] = field(default_factory=dict)
    """The pages that are built as files, by the same."""
    written: Mapping[PageKey, frozenset[str]] = field(default_factory=dict)
    """The texts that calque left on live pages, by the same."""
    remembered: bool = True
    """The ledger is told of this look; else the next one counts as the first."""


@dataclass(frozen=True, slots=True)
class Case:
    """The groups of one catalog, and all that judging them needs beside the site and its files."""

    bundle: Bundle | None
    """None of a group whose pages have no catalog."""
    groups: tuple[PageGroup, ...]
    live: Mapping[PageKey, SplitPost]
    """The texts of the translations in these groups."""
    histories: Mapping[PageKey, History]
    truths: Mapping[str, Truth]
    now: datetime
    look: "LiveLook"
    rules: str
    """What verdicts depend on beside the texts."""
    verdicts: Mapping[bytes, bytes]
    """Those of earlier runs, as `Verdicts` keeps them."""
    links: Mapping[PageKey, Mapping[str, LinkedPage | None]] = field(default_factory=dict)
    """What stands at the places that the pages of a group link to, by the key of its source."""
    texts: bool = False
    """A report is to be written that may have room for their texts."""
    whole: bool = False
    """The statuses of the pages are asked for; else only what the cache keeps of them comes back."""


def track(site: Site, cases: Sequence[Case]) -> tuple[Tracked, ...]:
    """Judge every wanted page of some groups in every locale; nothing is written.

    A page depends on its case and on the files of its bundle and on nothing else, so cases are judged in any process,
    and the rest of the site may be left out. Any further file is read into `Reading` and is listed in `status.inputs`.
    """
    elsewhere, waivers = Elsewhere(site), waivers_of(site)
    return tuple(_track(site, case, elsewhere, waivers) for case in cases)


def _track(site: Site, case: Case, elsewhere: Elsewhere, waivers: Mapping[str, Sequence[Waiver]]) -> Tracked:
    posts = case.bundle.posts if case.bundle else ()
    sources = {split.post.key: split for split in posts}
    catalogs, unreadable = read_catalogs(site, [case.bundle] if case.bundle else [], elsewhere)
    verdicts = Verdicts(case.rules, case.verdicts.get)
    groups: list[KeptGroup] = []
    pages: list[PageStatus] = []
    rows: list[tuple[str, str, Sequence[Unit]]] = []
    asked: dict[tuple[str, Finding], None] = {}
    bases: dict[PageKey, PublicationBase] = {}
    first_looks = 0
    for group in case.groups:
        source = sources.get(group.source.post.key) if group.source else None
        bundle = case.bundle.name if case.bundle and source else ""
        if group.source and source is None:
            # Of a locked or withheld post nothing is known; that it is so is a finding.
            orphans = _without_source(group) if _has_left_the_public(group.source.post) else None
            orphaned = [
                measure_page(
                    _reading(orphans, tag, None, case, catalogs, ()),
                    site,
                    now=case.now,
                    verdicts=verdicts,
                ).status
                for tag in site.tags
                if orphans and _answers(orphans, tag, site)
            ]
            pages += orphaned
            written = _written(orphaned, site, case)
            groups.append(KeptGroup(group, bundle, written, rules=rules_of(site, group, waivers)))
            continue
        apart = {
            locale.tag: apart_sums(source)
            for locale in site.locales
            if source and not is_wanted(source.post, site.scope(locale.tag))
        }
        own = waivers.get(source.post.key, ()) if source else ()
        readings = [
            replace(
                _reading(group, locale.tag, source, case, catalogs, own),
                is_quiet=_is_quiet(site, source, case.now),
            )
            for locale in site.locales
            if locale.tag not in apart and (source or shows(group, locale.tag, site))
        ]
        rows += [(one.locale, source.post.key, one.units) for one in readings if source]
        asked |= dict.fromkeys((bundle, one) for reading in readings for one in _questions(reading, site))
        measured = [
            measure_page(
                _looked_at(
                    _with_obstacles(replace(one, is_own=True), site)
                    if case.truths[one.locale] is Truth.SITE
                    else one,
                    case,
                ),
                site,
                now=case.now,
                verdicts=verdicts,
                looked=case.look.at,
            )
            for one in readings
        ]
        bases |= {
            key: page.base
            for page in measured
            if page.base is not None
            and case.look.bases.get(key := (page.status.locale, page.status.key)) != page.base
        }
        first_looks += sum(page.passing and page.status.state is PageState.CURRENT for page in measured)
        statuses = [page.status for page in measured]
        pages += statuses
        passing = (
            _is_passing(group, case.histories, case.now)
            or _is_quiet(site, source, case.now)
            or any(_is_first_look(page, case.look) for page in measured)
        )
        groups.append(
            KeptGroup(
                group,
                bundle,
                _written(statuses, site, case),
                apart,
                verdicts=verdicts.take_used(),
                passing=passing,
                links=tuple(sorted(_links(case, group))),
                rules=rules_of(site, group, waivers),
            )
        )
    told = [waiver for waiver in site.waivers if waiver.post in sources]
    known = {key: one for (tag, key), one in case.histories.items() if tag == site.source} if told else {}
    name = case.bundle.name if case.bundle else ""
    waived = [(name, finding) for _, finding in waiver_findings(told, rows, known)]
    findings = (*unreadable, *waived, *asked)
    return Tracked(tuple(groups), findings, bases, first_looks, tuple(pages) if case.whole else ())


def _questions(reading: Reading, site: Site) -> Iterator[Finding]:
    """Yield what translators ask of a page, each with its text, as long as nobody has answered it in the comment."""
    if reading.source is None or not is_named(reading.source.post, site):
        return
    for unit in reading.units:
        if unit.question:
            place = f"{reading.catalog}:{unit.line}" if unit.line else reading.catalog
            message = f"“{shortened(unit.source)}”: {unit.question}"
            yield Finding.of(FindingCode.QUESTION, place, message, reading.locale)


def _written(pages: Sequence[PageStatus], site: Site, case: Case) -> tuple[WrittenPage, ...]:
    """Return pages as the cache keeps them: who judges them writes them, too."""
    return tuple(write_page(page, site.source, texts=case.texts) for page in pages)


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
    why = "behind a password" if post.status == "publish" else f"not public ({post.status})"
    rows = tuple((tag, sure, f"{reason}; its source is {why}") for tag, sure, reason in group.pairing)
    return replace(group, source=None, pairing=rows, gone=post.key)


def _has_left_the_public(post: Post) -> bool:
    return post.status != "publish" or post.locked


def _answers(orphans: PageGroup, locale: str, site: Site) -> bool:
    page = orphans.translation(locale)
    return page is not None and not page.post.locked and shows(orphans, locale, site)


def _is_quiet(site: Site, source: SplitPost | None, now: datetime) -> bool:
    """Tell whether a source was saved so short a while ago that its changes are no work yet."""
    saved = source.post.modified if source else None
    return saved is not None and timedelta() <= now - saved < site.quiet


def _is_passing(group: PageGroup, histories: Mapping[PageKey, History], now: datetime) -> bool:
    """Tell whether any text of the source is dated by the present run, because nothing else gives it a date."""
    history = histories.get(group.source.key) if group.source else None
    return history is not None and any(
        one.modified is None and one.first_seen == now for one in history.revisions
    )


def _is_first_look(page: MeasuredPage, look: LiveLook) -> bool:
    """Tell whether the next look at a page may say more of it, or another date, though nothing changed."""
    return page.passing or (not look.remembered and page.status.ready == look.at)


def _looked_at(reading: Reading, case: Case) -> Reading:
    """Return the reading with what is known of earlier looks at its live page, and whether it is built."""
    if reading.source is None:
        return reading
    key = (reading.locale, reading.source.post.key)
    built = case.look.built.get(key) if case.truths[reading.locale] is Truth.PO else None
    return replace(
        reading,
        base=case.look.bases.get(key),
        past=reading.past | case.look.written.get(key, frozenset()),
        built=built is not None and is_built_from(built, reading.source, reading.units),
    )


def _reading(
    group: PageGroup,
    locale: str,
    source: SplitPost | None,
    case: Case,
    catalogs: Catalogs,
    waivers: Sequence[Waiver],
) -> Reading:
    page = group.translation(locale)
    catalog = catalogs[locale, source.post.key] if source else ReadCatalog("")
    history = case.histories.get(group.source.key, History()) if group.source else History()
    return Reading(
        locale=locale,
        group=group,
        source=source,
        live=case.live[page.key] if page else None,
        units=waive(catalog.units, history, waivers, locale),
        catalog=catalog.place,
        unreadable=catalog.unreadable,
        history=history,
        past=catalog.past,
        pages=keys_in(locale, _links(case, group)),
    )


def _links(case: Case, group: PageGroup) -> Mapping[str, LinkedPage | None]:
    return case.links.get(group.source.key, {}) if group.source else {}


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
