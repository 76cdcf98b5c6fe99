"""Relate: what exports, sitemaps and saved pages say of which page translates which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never
from urllib.parse import urljoin

from calque.errors import SourceError
from calque.locales import PageHead, is_address, named_locale, read_head, read_sitemap
from calque.model import Finding, Severity, Site
from calque.sources.files import SourceKind, kind_of, page_address, read_text
from calque.sources.wxr import Export, read_export
from calque.steps.findings import finding_of
from calque.steps.sweep import DocumentKind
from calque.tracking.statements import Alternates, Exported, Statements

__all__ = ["Related", "join_related", "relate"]


@dataclass(frozen=True, slots=True)
class Related:
    """What a batch of documents says, the head of each page in it, and what could not be read."""

    statements: Statements = field(default_factory=Statements)
    heads: tuple[tuple[str, PageHead], ...] = ()
    """The address of each saved page, and what its head declares."""
    languages: tuple[tuple[int, str], ...] = ()
    """The language that an export names for a post id."""
    saved: tuple[tuple[str, datetime], ...] = ()
    """When a sitemap says that the page at an address was changed."""
    findings: tuple[Finding, ...] = ()


def relate(site: Site, documents: Sequence[tuple[DocumentKind, str]]) -> Related:
    """Read what the documents say; what cannot be read is a finding, and the rest goes on."""
    return join_related(_read(site, kind, name) for kind, name in documents)


def join_related(parts: Iterable[Related]) -> Related:
    """Put together what several documents or batches say."""
    rows = list(parts)
    return Related(
        Statements(
            tuple(one for part in rows for one in part.statements.exported),
            tuple(one for part in rows for one in part.statements.alternates),
        ),
        tuple(head for part in rows for head in part.heads),
        tuple(row for part in rows for row in part.languages),
        tuple(row for part in rows for row in part.saved),
        findings=tuple(finding for part in rows for finding in part.findings),
    )


def _read(site: Site, kind: DocumentKind, name: str) -> Related:
    try:
        match kind:
            case DocumentKind.EXPORT:
                return _read_export(site, name)
            case DocumentKind.SITEMAP:
                return _read_sitemap(site, name)
            case DocumentKind.PAGE:
                return _read_page(site, name)
            case DocumentKind.POSTS:
                return replace(_read_posts(site, name), findings=())  # fetch reads it too, and tells
            case _:
                assert_never(kind)
    except SourceError as error:
        return Related(findings=(finding_of(error, code="unreadable_document"),))


def _read_posts(site: Site, name: str) -> Related:
    if kind_of(site.root, name) is not SourceKind.PAGE:
        return _read_export(site, name)
    try:
        head = read_head(read_text(site.root, name))
    except SourceError:
        return Related()
    return _read_head(site, name, head, page_address(site, name, head.canonical))


def _read_export(site: Site, name: str) -> Related:
    export = read_export(site.root, name)
    groups = [Exported(name, posts) for group in export.groups if (posts := _posts(group, export, site))]
    locales = dict(export.locales)
    languages = tuple((number, locales.get(slug, slug)) for number, slug in export.languages)
    findings: tuple[Finding, ...] = ()
    if export.damage:
        findings = (finding_of(export.damage, code="unreadable_document"),)
    elif not groups:
        findings = _note(name, "it pairs no posts; export all content, with Polylang active").findings
    return Related(Statements(exported=tuple(groups)), languages=languages, findings=findings)


def _posts(group: Sequence[tuple[str, int]], export: Export, site: Site) -> tuple[tuple[str, int], ...]:
    """Give each post of a group the site's locale; Polylang's slug may be another, as `br` for pt-BR."""
    locales = dict(export.locales)
    rows = [(_tag(language, locales.get(language, ""), site), number) for language, number in group]
    return tuple((tag, number) for tag, number in rows if tag)


def _tag(slug: str, locale: str, site: Site) -> str:
    found = (named_locale(value, site) for value in (locale, slug) if value)
    return next((tag for tag in found if tag in site.tags), "") or ""


def _read_sitemap(site: Site, name: str) -> Related:
    sitemap = read_sitemap(read_text(site.root, name), name)
    said = tuple(Alternates(name, page.url, page.alternates) for page in sitemap.pages if page.alternates)
    saved = tuple((page.url, page.modified) for page in sitemap.pages if page.modified)
    if said or saved:
        return Related(Statements(alternates=said), saved=saved)
    if sitemap.maps:
        return _note(name, f"it lists other sitemaps, such as {sitemap.maps[0]}; save those beside it")
    return _note(name, "it names no page in another language")


def _read_page(site: Site, name: str) -> Related:
    head = read_head(read_text(site.root, name, errors="replace"))
    address = urljoin(f"{site.url}/", head.canonical)
    return _read_head(site, name, head, address if head.canonical else "")


def _read_head(site: Site, name: str, head: PageHead, address: str) -> Related:
    """Take up the head of the page at an address; where that is not known, it may be among the alternates."""
    alternates = tuple((tag, urljoin(address or f"{site.url}/", url)) for tag, url in head.alternates)
    head = replace(head, alternates=alternates)
    address = address or _own_address(head, site)
    if not is_address(address):
        return _note(
            name, "neither a canonical link nor an hreflang of its own language says which page it is"
        )
    said = (Alternates(name, address, alternates),) if alternates else ()
    return Related(Statements(alternates=said), ((address, head),))


def _own_address(head: PageHead, site: Site) -> str:
    """Return the alternate in the page's own language; empty where none or several are."""
    own = named_locale(head.lang, site) if head.lang else None
    found = {url for tag, url in head.alternates if own and named_locale(tag, site) == own}
    return found.pop() if len(found) == 1 else ""


def _note(name: str, message: str) -> Related:
    return Related(findings=(Finding("says_nothing", Severity.NOTE, name, message),))
