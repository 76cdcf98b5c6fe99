"""Confirm: a person says that a live page is the translation of its source as it stands today."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from polib import POEntry

from calque.adoption.adopted import Adopted, confirm_catalog
from calque.errors import CatalogError, SourceError
from calque.ledger.write import open_ledger
from calque.locales import gettext_name, same_page
from calque.model import Confirmation, History, Page, PageGroup, PageKey, Site, SplitPost
from calque.pipeline.catalogs.adopt import counterpart_of, live_histories, stage_adopted
from calque.pipeline.catalogs.bundles import Bundle, bundle_posts
from calque.pipeline.catalogs.history import (
    SiteHistory,
    newly_handed_out,
    newly_translated,
    page_histories,
    read_site_history,
    remembering,
)
from calque.pipeline.catalogs.layout import Handover, hand_over
from calque.pipeline.catalogs.merge import Merged, merge_bundle
from calque.pipeline.confirm.accept import accepted_base
from calque.pipeline.ingest.content import Content, Pairs, pair, read_content
from calque.pipeline.runner import InTurn
from calque.places import catalog_path, gettext_folder, path_below
from calque.po import Catalog, altered, confirmed_of, read_catalog
from calque.po.entries import fields_of
from calque.po.live_notes import with_approval
from calque.store import BRIEF, differing, digest, locked
from calque.store.contract import write_without_loss

__all__ = ["Confirmed", "confirm"]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What became of a page's entries."""

    catalog: str
    """The PO file, relative to the workspace."""
    changes: Mapping[str, int]
    """`filled`, `replaced`, `confirmed`, `left` → entries."""
    accepted: bool = False
    """The live page says other than its catalog, and counts as published as long as neither changes."""


def confirm(site: Site, url: str, *, now: Callable[[], datetime], by: str = "") -> Confirmed:
    """Take the live page at `url` as the translation of today's source, whatever `truth` its locale has.

    What it leaves out or has in another order is right, too: the page is published until it or the catalog changes.

    `by` is who says so: the comment of each entry that changes has it, where it is given, and so has the ledger.

    The files of its locale alone are written: those of others wait for the next sync.

    Errors: SourceError where no page that translates another is at `url`; CatalogError where its catalog cannot
    be read, was saved meanwhile, or has entries that belong to another catalog now; BusyError where a sync is at work.
    """
    with locked(site.root, patience=BRIEF):
        moment = now()
        content = read_content(site, InTurn())
        pairs = pair(site, content)
        group, page, source = _find(site, content, pairs, url)
        locale = page.locale or ""
        history = read_site_history(site)
        own = page_histories(site, [source], history.pages, now=moment)[site.source, source.post.key]
        seen = history.pages.get(page.key, History())
        today = counterpart_of(site, source, page, content.splits[page.key], own, seen, today=True)
        handover = hand_over(site, bundle_posts(site, content.sources(site)))
        bundle = _bundle(site, handover, source, history)
        path = catalog_path(site, locale, bundle.name)
        place = path_below(site, path)
        if any(giver.path == path for giver in handover.givers):
            raise CatalogError.at(
                place, "posts of it belong to another catalog now; run `calque sync`, then confirm the page"
            )
        merged = merge_bundle(site, bundle)
        catalog = read_catalog(_data(merged, site, locale, place), place=place)
        adopted = _said_by(by, moment, catalog, confirm_catalog(catalog, today, locale=locale, site=site))
        files = [
            file
            for file in stage_adopted(site, merged, locale, catalog, adopted).files
            if gettext_folder(site, file.path) == gettext_name(locale)
        ]
        if changed := write_without_loss(files):
            raise CatalogError(f"{changed[0]}: was saved while the page was confirmed; confirm it once more")
        written = {
            path_below(site, file.path): "" if file.data is None else digest(file.data)
            for file in differing(files)
        }
        key = (locale, source.post.key)
        accepted = accepted_base(site, content, pairs, group, bundle, key, history, moment)
        pages: Mapping[PageKey, History] = live_histories({key: today}, (), moment)
        with open_ledger(site) as ledger:
            ledger.record_revisions(pages)
            ledger.record_bases({key: accepted} if accepted else {})
            # else the next sync would take the cleared flags for flags that an editor dropped
            ledger.record_handed_out(newly_handed_out(site, bundle, files, written))
            ledger.record_translated(newly_translated(site, bundle, files, written))
            ledger.record_confirmations(
                Confirmation(key, new.msgid, confirmed_of(old), by, moment)
                for old, new in _changed(catalog, adopted.catalog)
            )
        return Confirmed(place, adopted.changes, accepted=accepted is not None)


def _said_by(by: str, moment: datetime, before: Catalog, adopted: Adopted) -> Adopted:
    """Note in each entry that changed who said that its translation is right."""
    if not by:
        return adopted
    after = adopted.catalog.entries
    noted = {
        index: altered(entry, tcomment=with_approval(entry.tcomment, by, moment.date()))
        for index, (old, entry) in enumerate(zip(before.entries, after, strict=True))
        if fields_of(old) != fields_of(entry)
    }
    return replace(adopted, catalog=adopted.catalog.with_entries(noted)) if noted else adopted


def _changed(before: Catalog, after: Catalog) -> Iterator[tuple[POEntry, POEntry]]:
    rows = zip(before.entries, after.entries, strict=True)
    return ((old, new) for old, new in rows if fields_of(old) != fields_of(new))


def _find(site: Site, content: Content, pairs: Pairs, url: str) -> tuple[PageGroup, Page, SplitPost]:
    sources = {split.post.key: split for split in content.sources(site)}
    for group in pairs.groups:
        source = sources.get(group.source.post.key) if group.source else None
        for page in group.translations if source else ():
            if source and same_page(page.post.link, url) and site.locale(page.locale or ""):
                return group, page, source
    raise SourceError(
        f"{url}: no page that translates another has this address; see `calque status` for the pages that there are"
    )


def _bundle(site: Site, handover: Handover, source: SplitPost, history: SiteHistory) -> Bundle:
    own = [bundle for bundle in handover.bundles if source in bundle.posts]
    (bundle,) = remembering(site, own, history)
    return bundle


def _data(merged: Merged, site: Site, locale: str, place: str) -> bytes:
    path = catalog_path(site, locale, merged.bundle.name)
    for file in merged.files:
        if file.path == path and file.data is not None:
            return file.data
    for finding in merged.findings:
        if finding.locale in ("", locale):
            raise CatalogError(f"{finding.place}: {finding.message}")
    raise CatalogError(f"{place}: the page is not wanted in {locale}; see [scope.{locale}] in calque.toml")
