"""Sweep: list the files to fetch."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from calque.errors import SourceError
from calque.model import Finding, FindingCode, Site
from calque.pipeline.findings import finding_of
from calque.places import KEPT_PAGES, KEPT_POSTS, KEPT_REVISIONS
from calque.sources.files import SourceKind, kind_of
from calque.sources.listing import list_files, list_posts

__all__ = ["DocumentKind", "Sweep", "of_owner", "sweep"]


class DocumentKind(StrEnum):
    """A kind of document that says which page translates which, by its key in calque.toml."""

    EXPORT = "exports"
    SITEMAP = "sitemaps"
    PAGE = "pages"
    POSTS = "posts"
    """A file of posts that also says what belongs together, as an export or a whole page does."""


_TELLING = frozenset((SourceKind.WXR, SourceKind.PAGE))


@dataclass(frozen=True, slots=True)
class Sweep:
    """The places that hold the site's posts, and those that hold their earlier texts."""

    posts: tuple[str, ...]
    revisions: tuple[str, ...]
    findings: tuple[Finding, ...]
    documents: tuple[tuple[DocumentKind, str], ...] = ()
    """Further documents that state which page translates which."""
    missing: tuple[Finding, ...] = ()
    """Globs of such documents that name no file; the posts are complete all the same."""


def sweep(site: Site) -> Sweep:
    """List the files that calque.toml names, sorted: posts, revisions, and what says which page translates which."""
    revisions, missing = list_files(site.root, site.revisions)
    posts, absent = list_posts(site)
    absent, missing = of_owner(absent), of_owner(missing)
    posts = tuple(name for name in posts if name not in set(revisions))
    unread = [finding_of(error, code=FindingCode.UNREADABLE_SOURCE) for error in absent]
    if site.live and not posts:
        message = "no post was fetched yet; run `calque sync`"
        unread.append(Finding.of(FindingCode.NOTHING_FETCHED, site.url, message))
    notes = [finding_of(error, code=FindingCode.NO_REVISIONS) for error in missing]
    documents, lost = _documents(site)
    named = {name for _, name in documents}
    telling = [name for name in posts if name not in named and kind_of(site.root, name) in _TELLING]
    documents = (*documents, *((DocumentKind.POSTS, name) for name in telling))
    return Sweep(posts, revisions, (*unread, *notes), documents, lost)


def of_owner(errors: Sequence[SourceError]) -> tuple[SourceError, ...]:
    """Return the errors in what the owner of calque.toml wrote; posts that a sync has yet to fetch are no error."""
    return tuple(
        error for error in errors if not str(error).startswith((KEPT_PAGES, KEPT_POSTS, KEPT_REVISIONS))
    )


def _documents(site: Site) -> tuple[tuple[tuple[DocumentKind, str], ...], tuple[Finding, ...]]:
    globs = {
        DocumentKind.EXPORT: site.exports,
        DocumentKind.SITEMAP: site.sitemaps,
        DocumentKind.PAGE: site.pages,
    }
    documents: list[tuple[DocumentKind, str]] = []
    missing: list[Finding] = []
    for kind, patterns in globs.items():
        names, errors = list_files(site.root, patterns, key=kind)
        documents += [(kind, name) for name in names]
        missing += [finding_of(error, code=FindingCode.UNREADABLE_DOCUMENT) for error in of_owner(errors)]
    return tuple(documents), tuple(missing)
