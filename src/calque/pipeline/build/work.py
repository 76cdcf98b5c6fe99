"""Work: every source page in every locale that wants it, with its texts, their states, and the live page."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime

from calque.building.choice import JudgedText
from calque.building.links import Counterparts
from calque.cache.database import open_cache
from calque.errors import ConfigError
from calque.ledger.read import read_bases, read_presence
from calque.locales import page_identity, same_page
from calque.model import (
    Finding,
    History,
    Page,
    PageGroup,
    Publication,
    Site,
    SplitPost,
    UnitStatus,
)
from calque.pipeline.catalogs.bundles import bundle_posts
from calque.pipeline.catalogs.history import page_histories, read_site_history, remembering
from calque.pipeline.ingest.content import Content, pair
from calque.pipeline.ingest.meanwhile import LOOKS, ChangedMeanwhileError
from calque.pipeline.runner import InTurn
from calque.pipeline.status import status as measure
from calque.pipeline.status.catalogs import read_catalogs
from calque.pipeline.status.changes import find_changes
from calque.pipeline.status.inputs import list_inputs
from calque.pipeline.status.keep import kept_verdicts
from calque.pipeline.status.reading import read_site
from calque.states.judged_units import judge_units
from calque.states.rows import rows_of
from calque.states.scope import is_wanted
from calque.states.verdicts import Verdicts
from calque.states.waivers import waive, waivers_of

__all__ = ["BuildWork", "TranslatedPage", "read_build_work"]

_WITHDRAWN = frozenset({"trash", "hidden"})
_EDITED = frozenset({Publication.AHEAD, Publication.CONFLICT})


@dataclass(frozen=True, slots=True)
class TranslatedPage:
    """A source page in one locale, as its catalog translates it."""

    locale: str
    page: Page
    """The source page; its texts are in `split`."""
    split: SplitPost
    texts: tuple[JudgedText, ...]
    """One for each distinct text, in document order."""
    units: tuple[UnitStatus, ...]
    """What the status says of each of them, in the same order."""
    catalog: str
    """The PO file, relative to the workspace."""
    unreadable: bool
    """It could not be read, and a finding says why."""
    live: Page | None
    """Its counterpart on the site, drafts too; None where there is none or it is in the trash."""
    live_split: SplitPost | None
    history: History
    """The earlier texts of the source page."""
    known_live: History
    """The earlier texts of its counterpart, as the ledger has them."""

    @property
    def key(self) -> str:
        """The key of the source: `posts/12`."""
        return self.page.post.key


@dataclass(frozen=True, slots=True)
class BuildWork:
    """The pages that were asked for, and what is to be known of all others."""

    pages: tuple[TranslatedPage, ...]
    """In the order of the posts, then of the locales."""
    public: Mapping[str, Counterparts]
    """By locale, where links to a source page lead: to its counterparts that visitors see."""
    sources: frozenset[str]
    """The keys of all source pages that there are."""
    posts: frozenset[str]
    """The keys of all posts that were read, in any language and whether public or not."""
    awaited: frozenset[str] | None
    """The posts that no sync has taken for gone; None where no sync has said which there are."""
    groups: Mapping[str, PageGroup]
    """By the key of their source."""
    edited: frozenset[tuple[str, str]]
    """The live pages that somebody edited on the site, by locale and key of their source."""
    published: frozenset[tuple[str, str]]
    """Those on which visitors read what the catalog gives, by the same."""
    accepted: frozenset[tuple[str, str]]
    """Those of them that say other than the catalog, which a person confirmed, by the same."""
    complete: bool
    """All posts could be read: a source that is not among them is gone."""
    findings: tuple[Finding, ...]
    """What could not be read."""

    def is_gone(self, source: str) -> bool:
        """Tell whether a source is no page any more: it is not public, or syncs took it for gone."""
        if source in self.sources:
            return False
        return source in self.posts or (self.awaited is not None and source not in self.awaited)


def read_build_work(
    site: Site, *, now: Callable[[], datetime], locale: str = "", posts: Sequence[str] = ()
) -> BuildWork:
    """Read what the pages of the site are built from: all, or those of one locale, or of posts by key or address.

    Nothing is written but the cache. Errors: ConfigError where a post names no source page.
    """
    status = measure(site, now=now, compared=False)  # the cache then knows what need not be read again
    states = {(row.locale, row.key): row.publication for row in rows_of(status.pages)}
    for look in range(LOOKS + 1):
        with suppress(ChangedMeanwhileError):
            return _read(site, now(), locale, posts, status.errors, states, anew=look == LOOKS)
    raise ChangedMeanwhileError


def _read(
    site: Site,
    moment: datetime,
    locale: str,
    posts: Sequence[str],
    errors: tuple[Finding, ...],
    states: Mapping[tuple[str, str], Publication],
    *,
    anew: bool,
) -> BuildWork:
    with closing(open_cache(site.root, wait=False)) as cache:
        inputs = list_inputs(site)
        changes = None if anew else find_changes(site, cache, inputs)
        content = read_site(site, InTurn(), cache, changes, (), every=True).content
        pairs = pair(site, content)
        groups = {group.source.post.key: group for group in pairs.groups if group.source}
        sources = content.source_pages(site)
        wanted = _chosen(sources, posts)
        content.splits.load([page.key for page in wanted], InTurn())
        kept = kept_verdicts(cache, inputs.settings.verdicts)
        verdicts = Verdicts(kept.rules(), kept.find)
        pages = tuple(_pages(site, content, groups, wanted, [locale] if locale else [], moment, verdicts))
    published = frozenset(place for place, state in states.items() if state is Publication.PUBLISHED)
    return BuildWork(
        pages=pages,
        public={one.tag: _public(groups.values(), one.tag) for one in site.locales},
        sources=frozenset(page.post.key for page in sources),
        posts=frozenset(page.post.key for page in content.pages),
        awaited=_awaited(site),
        groups=groups,
        edited=frozenset(place for place, state in states.items() if state in _EDITED),
        published=published,
        accepted=frozenset(key for key, base in read_bases(site).items() if base.accepted) & published,
        complete=content.complete,
        findings=errors,
    )


def _awaited(site: Site) -> frozenset[str] | None:
    expected = read_presence(site)
    return frozenset(post for _, post in expected) if expected else None


def _chosen(sources: Sequence[Page], posts: Sequence[str]) -> tuple[Page, ...]:
    if not posts:
        return tuple(sources)
    for name in posts:
        if not any(_is_named(page, name) for page in sources):
            raise ConfigError(
                f"{name}: no source page has this key or address; see `calque status --format csv`"
            )
    return tuple(page for page in sources if any(_is_named(page, name) for name in posts))


def _is_named(page: Page, name: str) -> bool:
    return name == page.post.key or same_page(page.post.link, name)


def _public(groups: Iterable[PageGroup], locale: str) -> Counterparts:
    links = {}
    for group in groups:
        page = group.translation(locale)
        place = page_identity(group.source.post.link) if group.source else None
        if page and place and page.post.status == "publish" and page.post.link:
            links[place] = page.post.link
    return Counterparts(links)


def _pages(
    site: Site,
    content: Content,
    groups: Mapping[str, PageGroup],
    wanted: Sequence[Page],
    locales: Sequence[str],
    moment: datetime,
    verdicts: Verdicts,
) -> Iterator[TranslatedPage]:
    keys = {page.post.key for page in wanted}
    ledger = read_site_history(site)
    touched = [
        bundle
        for bundle in bundle_posts(site, content.sources(site))
        if any(split.post.key in keys for split in bundle.posts)
    ]
    bundles = remembering(site, touched, ledger)
    catalogs, _ = read_catalogs(site, bundles)
    splits = {split.post.key: split for bundle in bundles for split in bundle.posts}
    now = moment.replace(microsecond=0)
    histories = page_histories(site, list(splits.values()), ledger.pages, now=now)
    waivers = waivers_of(site)
    for page in wanted:
        split = splits[page.post.key]
        history = histories.get(page.key, History())
        for one in site.locales:
            if (locales and one.tag not in locales) or not is_wanted(page.post, site.scope(one.tag)):
                continue
            catalog = catalogs[one.tag, page.post.key]
            units = waive(catalog.units, history, waivers.get(page.post.key, ()), one.tag)
            judged = judge_units(units, locale=one.tag, site=site, history=history, verdicts=verdicts)
            group = groups.get(page.post.key)
            live = group.translation(one.tag) if group else None
            live = None if live and live.post.status in _WITHDRAWN else live
            yield TranslatedPage(
                locale=one.tag,
                page=page,
                split=split,
                texts=tuple(
                    JudgedText(unit, row.status.state, row.status.reason)
                    for unit, row in zip(units, judged, strict=True)
                ),
                units=tuple(row.status for row in judged),
                catalog=catalog.place,
                unreadable=catalog.unreadable,
                live=live,
                live_split=content.splits[live.key] if live else None,
                history=history,
                known_live=ledger.pages.get(live.key, History()) if live else History(),
            )
