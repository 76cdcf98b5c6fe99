"""History: what the ledger holds of earlier runs, which decides how catalogs and posts are read."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from calque.errors import CatalogError
from calque.ledger.odd import OddRow
from calque.ledger.read import (
    has_odd_names,
    read_bases,
    read_contents,
    read_handed_out,
    read_history,
    read_translated,
)
from calque.model import History, PageKey, Post, PublicationBase, Site, SourceRevision, SplitPost
from calque.pipeline.catalogs.bundles import Bundle
from calque.pipeline.ingest.split import split_revision
from calque.places import catalog_path, ledger_path, path_below
from calque.po import HandedOut, handed_out, read_catalog
from calque.po.digests import is_of_file, pack_translations
from calque.po.units import Key
from calque.states.revisions import with_revisions
from calque.store import Staged, digest, read_bytes

__all__ = [
    "HistoryReader",
    "SiteHistory",
    "content_digest",
    "is_recut",
    "newly_handed_out",
    "newly_translated",
    "page_histories",
    "read_site_history",
    "remembering",
    "texts_of",
    "under_new_keys",
    "with_new_names",
]

_Key = TypeVar("_Key")
_Known = TypeVar("_Known")


@dataclass(frozen=True, slots=True)
class SiteHistory:
    """What earlier runs noted; empty where there is no ledger."""

    pages: Mapping[PageKey, History] = field(default_factory=lambda: MappingProxyType({}))
    """The texts of each page, of live pages too."""
    contents: Mapping[PageKey, str] = field(default_factory=lambda: MappingProxyType({}))
    """The hash of each post's fields."""
    handed_out: Mapping[str, HandedOut] = field(default_factory=lambda: MappingProxyType({}))
    """What was left fuzzy in each catalog, by its path below the workspace."""
    translated: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    """What each catalog translated, in digests, by the same."""
    bases: Mapping[PageKey, PublicationBase] = field(default_factory=lambda: MappingProxyType({}))
    """What was noted of each live page beside its catalog, by locale and the key of the source."""
    odd: tuple[OddRow, ...] = ()
    """What of it cannot be read."""


def read_site_history(
    site: Site, *, posts: Collection[str] | None = None, catalogs: Collection[str] | None = None
) -> SiteHistory:
    """Read what the ledger remembers; of the `posts` and `catalogs` alone, where they are given.

    Errors: LedgerError where the database cannot be read.
    """
    odd: list[OddRow] = []
    return SiteHistory(
        read_history(site, posts, on_odd=odd.append),
        read_contents(site, posts, on_odd=odd.append),
        read_handed_out(site, catalogs, on_odd=odd.append),
        read_translated(site, catalogs, on_odd=odd.append),
        read_bases(site, posts, on_odd=odd.append),
        tuple(odd),
    )


class HistoryReader:
    """Reads what the ledger remembers of some posts and catalogs at a time, so that no run holds all of it.

    Of catalogs that this run has written, it says what they were left with.
    """

    def __init__(
        self,
        site: Site,
        *,
        whole: SiteHistory | None = None,
        handed_out: Mapping[str, HandedOut] = MappingProxyType({}),
        translated: Mapping[str, bytes] = MappingProxyType({}),
    ) -> None:
        """`whole` is what is remembered, where that is at hand; the others grow as the run writes."""
        self._site = site
        self._whole = whole
        self._handed_out = handed_out
        self._translated = translated
        self._odd = dict.fromkeys(whole.odd if whole else ())

    @property
    def odd(self) -> tuple[OddRow, ...]:
        """What cannot be read, of all that was asked for."""
        return tuple(self._odd)

    def expect_all(self) -> None:
        """Be told that all posts and catalogs will be asked for: of rows under a name that none can have, too.

        Errors: LedgerError where the database cannot be read.
        """
        if self._whole is None and ledger_path(self._site) is None:
            # A connection for each batch would cost more than all rows do.
            self._whole = read_site_history(self._site)
            self._odd |= dict.fromkeys(self._whole.odd)
        elif self._whole is None and has_odd_names(self._site):
            self._odd |= dict.fromkeys(read_site_history(self._site).odd)

    def of(self, posts: Collection[str], catalogs: Collection[str]) -> SiteHistory:
        """Return what is remembered of these posts and catalogs, and maybe of others.

        Errors: LedgerError where the database cannot be read.
        """
        known = self._whole or read_site_history(self._site, posts=posts, catalogs=catalogs)
        self._odd |= dict.fromkeys(known.odd)
        return replace(
            known,
            handed_out=_newest(catalogs, self._handed_out, known.handed_out),
            translated=_newest(catalogs, self._translated, known.translated),
        )


def _newest(
    names: Iterable[str], written: Mapping[str, _Known], known: Mapping[str, _Known]
) -> Mapping[str, _Known]:
    return {name: there[name] for there in (known, written) for name in names if name in there}


def with_new_names(history: SiteHistory, renamed: Mapping[str, str]) -> SiteHistory:
    """Return what is remembered of catalogs under their paths of today: `renamed` are old paths → new ones."""
    if not renamed:
        return history
    return replace(
        history,
        handed_out=under_new_keys(history.handed_out, renamed),
        translated=under_new_keys(history.translated, renamed),
    )


def under_new_keys(known: Mapping[_Key, _Known], renamed: Mapping[_Key, _Key]) -> Mapping[_Key, _Known]:
    """Return what is known under some keys with others in their place: `renamed` are old keys → new ones.

    What is known under a new key already gives way.
    """
    there = {key: value for key, value in known.items() if key not in renamed}
    return there | {renamed[key]: value for key, value in known.items() if key in renamed}


def content_digest(post: Post) -> str:
    """Return the hash of what is translatable in a post, as its source gave it and before it is cut."""
    rows = [(one.name, str(one.format), one.text) for one in post.fields]
    return sha256(json.dumps(rows, ensure_ascii=True).encode()).hexdigest()


def remembering(
    site: Site, bundles: Iterable[Bundle], history: SiteHistory, *, shrinks: bool = False
) -> tuple[Bundle, ...]:
    """Add to each bundle what the ledger holds of its catalogs and of the earlier segments of its posts.

    `shrinks` says that a person accepts what the catalogs have lost.
    """
    return tuple(
        replace(
            bundle,
            handed_out=_of_bundle(site, bundle, history.handed_out),
            translated=_of_bundle(site, bundle, history.translated),
            shrinks=shrinks,
            cuts=_cuts(site, bundle, history),
        )
        for bundle in bundles
    )


def newly_handed_out(
    site: Site, bundle: Bundle, files: Sequence[Staged], written: Mapping[str, str]
) -> Mapping[str, HandedOut]:
    """Return the fuzzy entries of the bundle's catalogs, for each catalog where they differ from those in the ledger.

    `files` are the merged files of the bundle, `written` those that were written: path → SHA-256. A file of which that
    is another is read again.
    """
    found: dict[str, HandedOut] = {}
    for locale, name, data in _as_left(site, bundle, files, written):
        now = HandedOut() if b"fuzzy" not in data else handed_out(read_catalog(data, place=name))
        if now != bundle.handed_out.get(locale, HandedOut()):
            found[name] = now
    return found


def newly_translated(
    site: Site, bundle: Bundle, files: Sequence[Staged], written: Mapping[str, str]
) -> Mapping[str, bytes]:
    """Return what the bundle's catalogs translate now, by digests, where that is not what is remembered of them."""
    return {
        name: pack_translations(data, read_catalog(data, place=name)) if data else b""
        for locale, name, data in _as_left(site, bundle, files, written)
        if not is_of_file(bundle.translated.get(locale, b""), data)
    }


def _as_left(
    site: Site, bundle: Bundle, files: Sequence[Staged], written: Mapping[str, str]
) -> Iterator[tuple[str, str, bytes]]:
    """Yield locale, path and bytes of each catalog that the bundle was merged into; no bytes of one that is gone.

    One that could not be written is left out: of what stands there, the same is known as before.
    """
    staged = {file.path: file for file in files}
    for locale in site.locales:
        file = staged.get(catalog_path(site, locale.tag, bundle.name))
        if file is None:
            continue
        name = path_below(site, file.path)
        if file.data == file.before and name not in written:
            yield locale.tag, name, file.data or b""
        elif name in written:
            data = file.data
            if written[name] != _sum(data):
                data = _read(file.path)  # it was saved meanwhile, and merged again
            if written[name] == _sum(data):
                yield locale.tag, name, data or b""


def _sum(data: bytes | None) -> str:
    return "" if data is None else digest(data)


def _read(path: Path) -> bytes | None:
    try:
        return read_bytes(path)
    except CatalogError:
        return None


def is_recut(history: SiteHistory, key: PageKey, split: SplitPost) -> bool:
    """Tell whether a page has the same text as before but other segments."""
    own = history.pages.get(key, History())
    if not own.revisions or own.revisions[-1].units == texts_of(split):
        return False
    return history.contents.get(key) == content_digest(split.post)


def texts_of(split: SplitPost) -> tuple[Key, ...]:
    """Return context and text of each segment, as histories hold them."""
    return tuple((segment.context, segment.text) for segment in split.segments)


def page_histories(
    site: Site, sources: Sequence[SplitPost], known: Mapping[PageKey, History], *, now: datetime
) -> Mapping[PageKey, History]:
    """Return the history of each source page: what the ledger knows, what the source told, and today's text.

    `now` has no parts of a second, as the ledger has none.
    """
    return {
        (site.source, split.post.key): with_revisions(
            _seen_by(known.get((site.source, split.post.key), History()), now), _revisions(site, split, now)
        )
        for split in sources
    }


def _seen_by(history: History, now: datetime) -> History:
    """Return the history as far as a run can know it: what was seen before was not seen later than now."""
    if all(one.first_seen <= now for one in history.revisions):
        return history
    return History(tuple(replace(one, first_seen=min(one.first_seen, now)) for one in history.revisions))


def _cuts(site: Site, bundle: Bundle, history: SiteHistory) -> Mapping[str, tuple[Key, ...]]:
    """Return the earlier segments of each post that is cut anew; posts without known earlier segments are left out."""
    cuts: dict[str, tuple[Key, ...]] = {}
    for split in bundle.posts:
        key = (site.source, split.post.key)
        if key not in history.contents:
            cuts[split.post.key] = ()
        elif is_recut(history, key, split):
            cuts[split.post.key] = history.pages[key].revisions[-1].units
    return cuts


def _of_bundle(site: Site, bundle: Bundle, known: Mapping[str, _Known]) -> Mapping[str, _Known]:
    """Return what is remembered of the bundle's catalogs, by locale; it is known by path."""
    if not known:
        return MappingProxyType({})
    names = {
        locale.tag: path_below(site, catalog_path(site, locale.tag, bundle.name)) for locale in site.locales
    }
    return {tag: known[name] for tag, name in names.items() if name in known}


def _revisions(site: Site, split: SplitPost, now: datetime) -> Iterable[SourceRevision]:
    for revision in split.post.revisions:
        yield SourceRevision(
            revision.modified, now, texts_of(split_revision(split.post, revision, site.rules))
        )
    yield SourceRevision(split.post.modified, now, texts_of(split))
