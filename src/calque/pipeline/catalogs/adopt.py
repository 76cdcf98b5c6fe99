"""Adopt: translations that are on the site already are put into the catalogs, and later edits of them too."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from polib import POEntry

from calque.adoption.adopted import Adopted, Counterpart, adopt_catalog
from calque.model import (
    History,
    Page,
    PageGroup,
    PageKey,
    Pairing,
    Segment,
    SegmentKind,
    Site,
    SourceRevision,
    SplitPost,
    Truth,
)
from calque.pipeline.archive.entries import add_entries
from calque.pipeline.catalogs.history import SiteHistory, is_recut, texts_of
from calque.pipeline.catalogs.merge import Merged
from calque.pipeline.ingest.split import split_revision
from calque.places import archive_path, catalog_path, entries_name, path_below
from calque.po import Catalog, read_catalog, write_catalog
from calque.states.revisions import with_revisions
from calque.store import Staged

__all__ = ["Counterparts", "adopt", "counterpart_of", "find_counterparts", "live_histories", "stage_adopted"]

Counterparts = Mapping[tuple[str, str], Counterpart]
"""By locale and the key of the source post."""


def adopt(site: Site, merged: Sequence[Merged], counterparts: Counterparts) -> tuple[Merged, ...]:
    """Fill the catalogs of a batch from the live pages of the locales whose truth is the site; nothing is written."""
    return tuple(_adopt_bundle(site, one, counterparts) for one in merged)


def find_counterparts(
    site: Site,
    groups: Iterable[PageGroup],
    truths: Mapping[str, Truth],
    sources: Mapping[str, SplitPost],
    splits: Mapping[PageKey, SplitPost],
    histories: Mapping[PageKey, History],
    history: SiteHistory,
    written: Mapping[tuple[str, str], frozenset[str]],
) -> Counterparts:
    """Return the public live page of each of the `sources`, by their keys, in each locale whose truth is the site.

    `histories` are those of the source pages, `history` what the ledger holds, of live pages too,
    `written` what calque left on them.
    """
    found: dict[tuple[str, str], Counterpart] = {}
    for group in groups:
        source = sources.get(group.source.post.key) if group.source else None
        for locale in site.locales if source else ():
            page = _adoptable(group, locale.tag)
            if source and page and truths[locale.tag] is Truth.SITE:
                own = histories.get((site.source, source.post.key), History())
                live = splits[page.key]
                seen = _seen(page, live, history)
                weak = locale.tag in group.weak
                place = (locale.tag, source.post.key)
                made = counterpart_of(site, source, page, live, own, seen, weak=weak)
                found[place] = replace(made, written=written.get(place, frozenset()))
    return found


def counterpart_of(
    site: Site,
    source: SplitPost,
    page: Page,
    live: SplitPost,
    history: History,
    seen: History,
    *,
    today: bool = False,
    weak: bool = False,
) -> Counterpart:
    """Return a live page with the text that its source had when the page was last saved, as far as that is known.

    With `today`, the source has its present text. `history` is the source's, `seen` the page's own; `weak` is a pair
    that only addresses show.
    """
    past = history.texts | {segment.text for segment in source.segments}
    then = source.segments if today else _source_then(site, source, history, page.post.modified)
    return Counterpart(page, live, then, source, weak, past, history, seen)


def live_histories(
    counterparts: Counterparts, unwritten: Collection[tuple[str, str]], now: datetime
) -> Mapping[PageKey, History]:
    """Return what the live pages said up to now, for the ledger.

    The pages whose catalogs are `unwritten` are left out: what is new on them counts as new in the next run too.
    """
    return {
        counterpart.page.key: with_revisions(
            counterpart.seen, [SourceRevision(counterpart.page.post.modified, now, counterpart.texts)]
        )
        for key, counterpart in counterparts.items()
        if key not in unwritten
    }


def _seen(page: Page, live: SplitPost, history: SiteHistory) -> History:
    """Return the page's own texts as earlier syncs found them.

    A page that is cut into other segments counts as unedited.
    """
    seen = history.pages.get(page.key, History())
    if not is_recut(history, page.key, live):
        return seen
    return History((*seen.revisions[:-1], replace(seen.revisions[-1], units=texts_of(live))))


def _adoptable(group: PageGroup, locale: str) -> Page | None:
    page = group.translation(locale)
    confirmed = any(row[0] == locale and row[1] is Pairing.CONFIRMED for row in group.pairing)
    is_open = page is not None and page.post.status == "publish" and not page.post.locked
    return page if confirmed and is_open else None


def _adopt_bundle(site: Site, merged: Merged, counterparts: Counterparts) -> Merged:
    for locale in site.locales:
        pages = [
            found
            for split in merged.bundle.posts
            if (found := counterparts.get((locale.tag, split.post.key))) is not None
        ]
        file = _file_of(site, merged, locale.tag)
        if file is None or file.data is None or not _is_worth_a_look(file, pages):
            continue
        place = path_below(site, file.path)
        catalog = read_catalog(file.data, place=place)
        for page in pages:
            adopted = adopt_catalog(catalog, page, locale=locale.tag, site=site)
            adopted = replace(adopted, archived=(*adopted.archived, *_only_suggested(file, adopted)))
            merged = stage_adopted(site, merged, locale.tag, catalog, adopted)
            catalog = adopted.catalog
    return merged


def stage_adopted(site: Site, merged: Merged, locale: str, before: Catalog, adopted: Adopted) -> Merged:
    """Return the bundle with the adopted catalog in its files, and with the entries that were replaced in it."""
    files, path = merged.files, catalog_path(site, locale, merged.bundle.name)
    if adopted.catalog is not before:
        data = write_catalog(adopted.catalog, wrap=site.wrap)
        files = tuple(replace(file, data=data) if file.path == path else file for file in files)
    if adopted.archived:
        files = _keep(site, merged.bundle.name, locale, files, adopted)
    changes = [row for row in merged.changes if row[0] != locale]
    counts = next((row[1] for row in merged.changes if row[0] == locale), Counter[str]()) + adopted.changes
    catalogs = {**merged.catalogs, path: adopted.catalog}
    return replace(merged, files=files, changes=(*changes, (locale, counts)), catalogs=catalogs)


def _keep(
    site: Site, name: str, locale: str, files: Sequence[Staged], adopted: Adopted
) -> tuple[Staged, ...]:
    """Add the replaced entries to the archive's file of single entries, which the merge may have staged already."""
    path = archive_path(site, locale, entries_name(name))
    added = add_entries(site, path, adopted.catalog, adopted.archived, files)
    replaced = {file.path for file in added}
    return (*(file for file in files if file.path not in replaced), *added)


def _only_suggested(file: Staged, adopted: Adopted) -> tuple[POEntry, ...]:
    """Return the replaced suggestions whose text was a translation of the catalog and is none any more.

    A merge may have made one of the translation of a text that left the catalog.
    """
    if not (adopted.suggestions and file.before):
        return ()
    before = {entry.msgstr for entry in read_catalog(file.before, place=file.path.name).entries}
    now = {entry.msgstr for entry in adopted.catalog.entries}
    return tuple(entry for entry in adopted.suggestions if entry.msgstr in before - now)


def _file_of(site: Site, merged: Merged, locale: str) -> Staged | None:
    path = catalog_path(site, locale, merged.bundle.name)
    return next((file for file in merged.files if file.path == path), None)


def _is_worth_a_look(file: Staged, pages: Sequence[Counterpart]) -> bool:
    """Tell whether anything was changed since the last sync: a text of a page, or an entry of the catalog."""
    return bool(pages) and (file.data != file.before or any(page.is_new for page in pages))


def _source_then(
    site: Site, source: SplitPost, history: History, saved: datetime | None
) -> tuple[Segment, ...]:
    """Return the source's segments as they stood at a moment; the earliest known ones where none is so old."""
    revisions = history.revisions
    if saved is None or not revisions:
        return source.segments
    standing = [revision for revision in revisions if revision.since <= saved]
    then = standing[-1] if standing else revisions[0]
    if then is revisions[-1]:
        return source.segments
    known = {(segment.context, segment.text): segment for segment in source.segments}
    for revision in source.post.revisions:
        for segment in split_revision(source.post, revision, site.rules).segments:
            known.setdefault((segment.context, segment.text), segment)
    return tuple(known.get(unit) or _bare_segment(*unit) for unit in then.units)


def _bare_segment(context: str | None, text: str) -> Segment:
    """Return a segment made from the text in the ledger, for a revision about which nothing else is known."""
    kind = SegmentKind.TEXT
    if context and context.startswith("attr:"):
        kind = SegmentKind.ATTRIBUTE
    elif context and context.startswith("shortcode:"):
        kind = SegmentKind.SHORTCODE
    elif context and ":" in context:
        kind = SegmentKind.BLOCK
    return Segment(kind, text, 0, 0, context=context)
