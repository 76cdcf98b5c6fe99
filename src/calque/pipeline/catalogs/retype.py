"""Retype: whatever holds work of a post that changed its type is given its new key, and its new name with it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from calque.disk import is_there
from calque.errors import CatalogError
from calque.guards.retyped import retyped_posts
from calque.ledger.read import read_contents
from calque.model import Finding, FindingCode, Layout, PageKey, Site
from calque.pipeline.archive.quarantine import free_path
from calque.pipeline.catalogs.history import SiteHistory, under_new_keys
from calque.pipeline.findings import finding_of, place_below
from calque.pipeline.ingest.content import Content
from calque.pipeline.names import keys_of, posts_numbered_as, stem_of, under_stem
from calque.places import (
    is_archived,
    is_of_handoff,
    is_quarantined,
    list_all_archived,
    list_all_catalogs,
    list_closed,
    list_handoffs,
    list_quarantined,
    list_templates,
    path_below,
)
from calque.po import Catalog, gather, no_loss, read_catalog, with_gathered, write_catalog
from calque.po.rekey import rekeyed
from calque.store import Staged, read_bytes

__all__ = [
    "RetypedFiles",
    "Retypes",
    "find_retyped",
    "may_be_retyped",
    "renamed_catalogs",
    "retype_files",
    "retyped_findings",
    "saved_meanwhile",
    "with_new_keys",
]

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Retypes:
    """The pages that changed their type since the last sync."""

    pages: Mapping[PageKey, PageKey] = field(default_factory=dict)
    """The old key → the new one."""
    doubtful: frozenset[PageKey] = frozenset()
    """New keys of pages that may have: the old ones are still here, in a run that says nothing of what is gone."""

    def without(self, posts: Collection[str], site: Site) -> "Retypes":
        """Return those of them that hold, where files of some source posts, by their old keys, could not be changed.

        These posts are noticed again by the next sync.
        """
        held = {old for old in self.pages if old[0] == site.source and old[1] in posts}
        return Retypes(
            {old: new for old, new in self.pages.items() if old not in held},
            self.doubtful | {self.pages[old] for old in held},
        )

    def of_sure_sources(self, facts: Mapping[PageKey, _Value], site: Site) -> Mapping[PageKey, _Value]:
        """Return the facts, known by locale and source, of all sources but the doubtful ones."""
        return {key: value for key, value in facts.items() if (site.source, key[1]) not in self.doubtful}


def may_be_retyped(site: Site, content: Content) -> bool:
    """Tell whether a page that the last sync did not know has the id of one that it knew."""
    known = read_contents(site).keys()
    ids = {(locale, key.rpartition("/")[2]) for locale, key in known}
    return any((page.key[0], str(page.post.id)) in ids for page in content.pages if page.key not in known)


def find_retyped(content: Content, history: SiteHistory) -> Retypes:
    """Return which pages changed their type since the last sync.

    One whose old key is not among the pages is believed in an incomplete run, too: an id is given once.
    """
    known = {
        key: {text for _, text in one.revisions[-1].units}
        for key, one in history.pages.items()
        if one.revisions and key in history.contents
    }
    new = {
        page.key: {segment.text for segment in content.splits[page.key].segments}
        for page in content.pages
        if page.key not in known
    }
    here = {page.key: new.get(page.key, set()) for page in content.pages}
    pages = retyped_posts(known, here)
    if content.complete:
        return Retypes(pages)
    return Retypes(pages, frozenset(retyped_posts(known, new).values()) - frozenset(pages.values()))


def with_new_keys(site: Site, history: SiteHistory, retyped: Mapping[PageKey, PageKey]) -> SiteHistory:
    """Return what is remembered, under the keys of today."""
    if not retyped:
        return history
    sources = {old: new for (locale, old), (_, new) in retyped.items() if locale == site.source}
    by_source = {(tag, old): (tag, new) for old, new in sources.items() for tag in site.tags}
    return replace(
        history,
        pages=under_new_keys(history.pages, retyped),
        contents=under_new_keys(history.contents, retyped),
        bases=under_new_keys(history.bases, by_source),
    )


@dataclass(frozen=True, slots=True)
class RetypedFiles:
    """The files that still say an old key, as they are to be; none where all of them say the new one."""

    sets: tuple[Sequence[Staged], ...]
    posts: frozenset[str]
    """The old keys of the posts that they are of."""
    unread: frozenset[str]
    """The old keys of the posts with a file that could not be read."""
    findings: tuple[Finding, ...]


def retype_files(site: Site, content: Content, retyped: Mapping[PageKey, PageKey]) -> RetypedFiles:
    """Stage all files that name these posts with the new keys in them; those of one post are renamed, too.

    Such are templates and catalogs, also those of locales that left, the archive, the quarantine, and the records of
    handoffs. Where a catalog has the new name already, it takes the work in. One that cannot be read is a finding.
    """
    keys, stems = _new_names(site, content, retyped)
    sets: list[Sequence[Staged]] = []
    posts: set[str] = set()
    unread: set[str] = set()
    findings: list[Finding] = []
    if keys:
        for path in _files(site):
            found = keys_of(path)
            named = found & keys.keys()
            try:
                files = _retyped(site, path, named, keys, stems) if named or not found else ()
            except CatalogError as error:
                of = named or posts_numbered_as(path, keys)
                if of and not (is_archived(site, path) or is_quarantined(site, path)):
                    unread |= of
                    findings.append(_unread(site, path, error))
                continue
            if files:
                sets.append(files)
                posts |= named
    return RetypedFiles(tuple(sets), frozenset(posts), frozenset(unread), tuple(findings))


def renamed_catalogs(
    site: Site, content: Content, retyped: Mapping[PageKey, PageKey], paths: Iterable[str]
) -> Mapping[str, str]:
    """Return which of these catalogs, by path below the workspace, stand under the name of the new type, and that."""
    keys, stems = _new_names(site, content, retyped)
    if not keys or site.layout is not Layout.POST:
        return {}
    found: dict[str, str] = {}
    for name in paths:
        path = site.root / name
        for old in posts_numbered_as(path, keys):
            to = under_stem(path, stems[old])
            if not is_there(path) and is_there(to):
                found[name] = path_below(site, to)
    return found


def _new_names(
    site: Site, content: Content, retyped: Mapping[PageKey, PageKey]
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the new key of each source post by its old one, and what the names of its catalogs begin with now."""
    keys = {old: new for (locale, old), (_, new) in retyped.items() if locale == site.source}
    known = {page.post.key: page.post for page in content.pages if keys and page.locale == site.source}
    return keys, {old: stem_of(known[new]) for old, new in keys.items()}


def retyped_findings(site: Site, retyped: Mapping[PageKey, PageKey]) -> Iterable[Finding]:
    """Say of each source post what it was, and what its owner may have to name anew."""
    for (locale, old), (_, new) in sorted(retyped.items()):
        if locale == site.source:
            message = (
                f"it was {old} before and changed its type; its catalogs and dates came along. Where calque.toml names "
                f"{old}, write {new}"
            )
            yield Finding.of(FindingCode.TYPE_CHANGED, new, message, locale)


def saved_meanwhile(site: Site, files: RetypedFiles) -> Iterator[Finding]:
    """Say of each file that keeps its old key that somebody saved it, or the one of its new name, again and again."""
    for one in files.sets:
        place = path_below(site, one[-1].path)
        message = "it was saved again and again while its post got another type; it is left as saved, sync once more"
        yield Finding.of(FindingCode.SAVED_MEANWHILE, place, message)


def _files(site: Site) -> Iterator[Path]:
    yield from list_templates(site)
    yield from list_all_catalogs(site)
    yield from list_all_archived(site)
    yield from list_quarantined(site)
    yield from list_handoffs(site)
    yield from list_closed(site)


def _retyped(
    site: Site, path: Path, named: AbstractSet[str], keys: Mapping[str, str], stems: Mapping[str, str]
) -> tuple[Staged, ...]:
    """Stage a file that names some of the posts under their new keys; nothing where it says no old key."""
    data = read_bytes(path)
    if data is None or not named:
        return ()
    to = path
    if site.layout is Layout.POST and len(named) == 1 and posts_numbered_as(path, named):
        to = path if is_of_handoff(site, path) else under_stem(path, stems[min(named)])
    try:
        before = read_catalog(data, place=path_below(site, path))
    except CatalogError:
        if path.suffix == ".pot":  # it holds no translator's work, and is written anew
            return (Staged(path, None, data),)
        raise
    catalog = rekeyed(before, keys)
    if catalog is before:
        return ()
    anew = write_catalog(catalog, wrap=site.wrap)
    if to == path:
        return (Staged(path, anew, data),)
    if is_archived(site, path) or is_quarantined(site, path):
        to = free_path(to, anew)
        return (Staged(to, anew, read_bytes(to), receives=True), Staged(path, None, data))
    there = read_bytes(to)
    if there is not None and path.suffix == ".po":
        anew = write_catalog(_joined(catalog, there, to, site), wrap=site.wrap)
    return (Staged(to, anew, there, receives=True), Staged(path, None, data))


def _joined(catalog: Catalog, there: bytes, to: Path, site: Site) -> Catalog:
    """Return a catalog with the work of another that has its new name; a merge resolves what stands twice."""
    other = read_catalog(there, place=path_below(site, to))
    if not no_loss([other], [catalog]):
        return catalog
    blocks = [block for block in other.blocks if not block.is_header]
    return with_gathered(catalog, gather([(other, blocks)]), new=False)


def _unread(site: Site, path: Path, error: CatalogError) -> Finding:
    found = finding_of(error, code=FindingCode.UNREADABLE_CATALOG)
    return replace(found, place=place_below(site, found.place) or path.name)
