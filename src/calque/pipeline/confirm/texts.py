"""Texts whose translations are still right though their source changed: the confirmed text moves, they do not."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from polib import POEntry

from calque.errors import CatalogError, SourceError
from calque.html import plain
from calque.html.problems import first_error
from calque.ledger.write import open_ledger
from calque.locales import gettext_name
from calque.model import Change, Confirmation, PageKey, Site
from calque.pipeline.catalogs.bundles import Bundle, bundle_posts
from calque.pipeline.catalogs.history import (
    newly_handed_out,
    newly_translated,
    read_site_history,
    remembering,
)
from calque.pipeline.catalogs.layout import Handover, hand_over
from calque.pipeline.catalogs.merge import Merged, merge_bundle
from calque.pipeline.ingest.content import read_content
from calque.pipeline.runner import InTurn
from calque.places import catalog_path, gettext_folder, path_below
from calque.po import (
    Catalog,
    confirmed_of,
    edited,
    is_fuzzy,
    is_translated,
    origin_of,
    plural_of,
    read_catalog,
    rivals_of,
    write_catalog,
)
from calque.po.carry import unexplained
from calque.po.entries import Key, Origin, key_of, without_origin
from calque.po.live_notes import undoubted, with_approval
from calque.states.changes import grade_change
from calque.store import BRIEF, Staged, differing, digest, locked
from calque.store.contract import write_without_loss

__all__ = ["StillRight", "confirm_texts"]

_SMALLER = {Change.MARKUP: (None, Change.MARKUP), Change.MINOR: (None, Change.MARKUP, Change.MINOR)}
"""The changes that are no greater than one; None is that of signs alone."""


@dataclass(frozen=True, slots=True)
class StillRight:
    """Which translations somebody says are right: all that is given must hold; something has to be."""

    locales: tuple[str, ...]
    post: str = ""
    """The key or the link of a source post."""
    text: str = ""
    """A source text, or the end of a reference to it: `content#3f9c1e`."""
    change: Change | None = None
    """The greatest change of the source that they are still right after."""
    by: str = ""


def confirm_texts(site: Site, wish: StillRight, *, now: Callable[[], datetime]) -> Mapping[str, int]:
    """Clear the flag of every translation that the wish names, and note who said so and when; none of them changes.

    Returns the number of entries by catalog. What waits for an answer of another kind stays: a `conflict`, an empty
    entry; the suggestion of a memory and a translation that lacks a tag of its text, unless the text is named.

    Errors: SourceError where nothing of the site is named so; CatalogError where a catalog cannot be read, or was saved
    meanwhile; BusyError where a sync is at work.
    """
    with locked(site.root, patience=BRIEF):
        moment = now()
        content = read_content(site, InTurn())
        posts = [
            split for split in content.sources(site) if wish.post in ("", split.post.key, split.post.link)
        ]
        if not posts:
            raise SourceError(
                f"{wish.post}: no source post has this key or address; see `calque status` for the posts there are"
            )
        memory = read_site_history(site)
        handover = hand_over(site, bundle_posts(site, content.sources(site)))
        keys = {split.post.key for split in posts}
        own = [one for one in handover.bundles if any(split.post.key in keys for split in one.posts)]
        done: dict[str, int] = {}
        for bundle in remembering(site, own, memory):
            for locale in wish.locales:
                place, count = _confirm_bundle(site, bundle, handover, locale, wish, keys, moment)
                if count:
                    done[place] = count
        return done


def _confirm_bundle(
    site: Site,
    bundle: Bundle,
    handover: Handover,
    locale: str,
    wish: StillRight,
    posts: set[str],
    moment: datetime,
) -> tuple[str, int]:
    """Write one catalog; return its place and how many of its entries are confirmed now."""
    path = catalog_path(site, locale, bundle.name)
    place = path_below(site, path)
    merged = merge_bundle(site, bundle)
    file = _file_of(merged, site, locale, place)
    if file is None or file.data is None:
        return place, 0
    catalog = read_catalog(file.data, place=place)
    chosen = dict(_chosen(catalog, bundle, wish, posts, site.source))
    if not chosen:
        return place, 0
    if any(giver.path == path for giver in handover.givers):
        raise CatalogError.at(
            place, "posts of it belong to another catalog now; run `calque sync`, then confirm"
        )
    approved = {
        index: edited(
            entry,
            fuzzy=False,
            comment=unexplained(entry.comment),
            tcomment=with_approval(_reviewed(entry.tcomment), wish.by, moment.date()),
        )
        for index, entry in chosen.items()
    }
    data = write_catalog(catalog.with_entries(approved), wrap=site.wrap)
    files = [
        replace(one, data=data) if one.path == path else one
        for one in merged.files
        if gettext_folder(site, one.path) == gettext_name(locale)
    ]
    if changed := write_without_loss(files):
        raise CatalogError(f"{changed[0]}: was saved meanwhile; confirm once more")
    written = {
        path_below(site, one.path): "" if one.data is None else digest(one.data) for one in differing(files)
    }
    with open_ledger(site) as ledger:
        # else the next sync would take the cleared flags for flags that an editor dropped
        ledger.record_handed_out(newly_handed_out(site, bundle, files, written))
        ledger.record_translated(newly_translated(site, bundle, files, written))
        ledger.record_confirmations(_rows(bundle, locale, chosen.values(), wish.by, moment))
    return place, len(chosen)


def _file_of(merged: Merged, site: Site, locale: str, place: str) -> Staged | None:
    path = catalog_path(site, locale, merged.bundle.name)
    for finding in merged.findings:
        if finding.locale in ("", locale) and finding.place.startswith(place):
            raise CatalogError(f"{finding.place}: {finding.message}")
    return next((file for file in merged.files if file.path == path), None)


def _chosen(
    catalog: Catalog, bundle: Bundle, wish: StillRight, posts: set[str], source: str
) -> Iterator[tuple[int, POEntry]]:
    """Yield the entries that the wish names, and that are not confirmed."""
    wanted = {
        (segment.context, segment.text)
        for split in bundle.posts
        if split.post.key in posts
        for segment in split.segments
    }
    for index, entry in enumerate(catalog.entries):
        if key_of(entry) not in wanted or not is_fuzzy(entry) or not is_translated(entry) or rivals_of(entry):
            continue
        if plural_of(entry) or not (wish.text or _is_ours(origin_of(entry))):
            continue
        if wish.text and not _names(wish.text, entry):
            continue
        if not wish.text and first_error(entry.msgid, entry.msgstr):  # it lacks what its text has today
            continue
        if wish.change and not _is_small(entry, wish.change, source):
            continue
        yield index, entry


def _reviewed(comment: str) -> str:
    """Return a translator's comment without what was to be reviewed."""
    return undoubted(without_origin(comment))


def _is_ours(origin: Origin | None) -> bool:
    """Tell whether a translation is of this text, or was: not the suggestion of a memory or a machine."""
    return origin is None or origin.name == "live"


def _names(text: str, entry: POEntry) -> bool:
    references = (f"{file}:{line}" if line else file for file, line in entry.occurrences)
    return text in (entry.msgid, plain(entry.msgid)) or (
        "#" in text and any(one.endswith(text) for one in references)
    )


def _is_small(entry: POEntry, most: Change, source: str) -> bool:
    confirmed = confirmed_of(entry)
    if confirmed is None:
        return False
    return grade_change(confirmed, entry.msgid, language=source.partition("-")[0]) in _SMALLER[most]


def _rows(
    bundle: Bundle, locale: str, entries: Iterable[POEntry], by: str, moment: datetime
) -> Iterator[Confirmation]:
    posts: dict[Key, PageKey] = {}
    for split in bundle.posts:
        for segment in split.segments:
            posts.setdefault((segment.context, segment.text), (locale, split.post.key))
    for entry in entries:
        yield Confirmation(posts[key_of(entry)], entry.msgid, confirmed_of(entry), by, moment)
