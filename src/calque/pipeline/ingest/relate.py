"""Relate: read what exports, sitemaps and saved pages state about which page translates which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from calque.addresses import join_url, place_of
from calque.errors import SourceError
from calque.locales import PageHead, named_locale, read_head, read_sitemap, shared_path
from calque.locales.switchers import read_switcher
from calque.model import Finding, FindingCode, Severity, Site
from calque.pairing.statements import Alternates, Copy, Exported, Statements
from calque.pipeline.findings import finding_of
from calque.pipeline.ingest.sweep import DocumentKind
from calque.places import is_kept_page
from calque.sources.files import SourceKind, head_of_file, kind_of, page_of_file, read_text
from calque.sources.no_pages import NoPage

if TYPE_CHECKING:
    from calque.sources.wxr import Export

__all__ = ["Related", "join_related", "relate"]


@dataclass(frozen=True, slots=True)
class Related:
    """What a document says, or several, the head of each page in it, and what could not be read."""

    statements: Statements = field(default_factory=Statements)
    heads: tuple[tuple[str, PageHead], ...] = ()
    """The address of each saved page, and what its head declares."""
    own_heads: tuple[tuple[str, PageHead], ...] = ()
    """The file of each page that is a post itself, and what its head declares: of that post and of no other."""
    languages: tuple[tuple[int, str], ...] = ()
    """The language that an export names for a post id."""
    no_pages: tuple[tuple[str, NoPage], ...] = ()
    """Each file that ends like a page and is none, and why."""
    saved: tuple[tuple[str, datetime], ...] = ()
    """When a sitemap says that the page at an address was changed."""
    findings: tuple[Finding, ...] = ()


def relate(site: Site, documents: Sequence[tuple[DocumentKind, str]]) -> tuple[Related, ...]:
    """Read what each document says; what cannot be read is a finding, and the rest goes on."""
    return tuple(_read(site, kind, name) for kind, name in documents)


def join_related(parts: Iterable[Related]) -> Related:
    """Put together what several documents say."""
    rows = list(parts)
    return Related(
        Statements(
            tuple(one for part in rows for one in part.statements.exported),
            tuple(one for part in rows for one in part.statements.alternates),
            tuple(one for part in rows for one in part.statements.copies),
            tuple(one for part in rows for one in part.statements.switchers),
        ),
        tuple(head for part in rows for head in part.heads),
        tuple(head for part in rows for head in part.own_heads),
        tuple(row for part in rows for row in part.languages),
        no_pages=tuple(row for part in rows for row in part.no_pages),
        saved=tuple(row for part in rows for row in part.saved),
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
                return _read_posts(site, name)
            case _:
                assert_never(kind)
    except SourceError as error:
        return Related(findings=(finding_of(error, code=FindingCode.UNREADABLE_DOCUMENT),))


def _read_posts(site: Site, name: str) -> Related:
    """Read the pairs that a file of posts states; `fetch` reads the file too, and reports its other faults."""
    if kind_of(site.root, name) is not SourceKind.PAGE:
        return replace(_read_export(site, name), findings=())
    try:
        text = read_text(site.root, name)
    except SourceError:
        return Related()
    head = head_of_file(site, name, text)
    if isinstance(head, NoPage):
        return Related(no_pages=((name, head),))
    wrong = _no_addresses(name, (url for _, url in head.alternates), site.url)
    address = page_of_file(site, name, head.canonical)
    head = _joined(head, address.link)
    alternates = (Alternates(name, address.link, head.alternates),) if head.alternates else ()
    copies = (Copy(name, address.link, address.copy_of),) if address.copy_of else ()
    return Related(
        Statements(
            alternates=alternates, copies=copies, switchers=_switchers(site, name, text, address.link)
        ),
        own_heads=((name, _of_copy(head, site) if address.copy_of else head),),
        findings=wrong,
    )


def _switchers(site: Site, name: str, text: str, address: str) -> tuple[Alternates, ...]:
    """Return what a page's language switcher leads to, but home pages: it leads there where nothing is translated."""
    found = ((tag, url) for tag, to in read_switcher(text, site) if (url := join_url(address, to)))
    is_home = shared_path(address, site) == "/"
    rows = tuple((tag, url) for tag, url in found if is_home or shared_path(url, site) not in ("", "/"))
    return (Alternates(name, address, rows, live=is_kept_page(name)),) if rows else ()


def _of_copy(head: PageHead, site: Site) -> PageHead:
    """Return the head of a page that says to be a copy, without the language of its original: that is no conflict."""
    lang, content = (
        "" if value and named_locale(value, site) == site.source else value
        for value in (head.lang, head.content_language)
    )
    return replace(head, lang=lang, content_language=content)


def _read_export(site: Site, name: str) -> Related:
    from calque.sources.wxr import read_export  # noqa: PLC0415  loads lxml, for exports alone

    export = read_export(site.root, name)
    groups = [
        Exported(name, posts, terms=terms)
        for rows, terms in ((export.groups, False), (export.terms, True))
        for group in rows
        if (posts := _posts(group, export, site))
    ]
    locales = dict(export.locales)
    languages = tuple((number, locales.get(slug, slug)) for number, slug in export.languages)
    findings: tuple[Finding, ...] = ()
    if export.damage:
        findings = (finding_of(export.damage, code=FindingCode.UNREADABLE_DOCUMENT),)
    elif not groups:
        findings = _note(name, "it pairs no posts; export all content, with Polylang active").findings
    return Related(Statements(exported=tuple(groups)), languages=languages, findings=findings)


def _posts(group: Sequence[tuple[str, int]], export: "Export", site: Site) -> tuple[tuple[str, int], ...]:
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
    urls = (url for page in sitemap.pages for url in (page.url, *(url for _, url in page.alternates)))
    wrong = _no_addresses(name, urls, site.url)
    if said or saved:
        return Related(Statements(alternates=said), saved=saved, findings=wrong)
    if sitemap.maps:
        return _note(name, f"it lists other sitemaps, such as {sitemap.maps[0]}; save those beside it")
    nothing = _note(name, "it names no page in another language")
    return replace(nothing, findings=(*wrong, *nothing.findings))


def _read_page(site: Site, name: str) -> Related:
    text = read_text(site.root, name, errors="replace")
    head = read_head(text)
    wrong = _no_addresses(name, (head.canonical, *(url for _, url in head.alternates)), site.url)
    address = (join_url(f"{site.url}/", head.canonical) if head.canonical else "") or ""
    head = _joined(head, address or f"{site.url}/")
    address = address or _own_address(head, site)
    if not address:
        nothing = _note(
            name, "neither a canonical link nor an hreflang of its own language says which page it is"
        )
        return replace(nothing, findings=(*wrong, *nothing.findings))
    said = (Alternates(name, address, head.alternates, live=is_kept_page(name)),) if head.alternates else ()
    statements = Statements(alternates=said, switchers=_switchers(site, name, text, address))
    return Related(statements, ((address, head),), findings=wrong)


def _joined(head: PageHead, address: str) -> PageHead:
    """Return the head of the page at an address with its links as whole addresses, without those that are none."""
    joined = ((tag, join_url(address, url)) for tag, url in head.alternates)
    return replace(head, alternates=tuple((tag, url) for tag, url in joined if url))


def _own_address(head: PageHead, site: Site) -> str:
    """Return the alternate in the page's own language; empty where none or several are."""
    own = named_locale(head.lang, site) if head.lang else None
    found = {url for tag, url in head.alternates if own and named_locale(tag, site) == own}
    return found.pop() if len(found) == 1 else ""


def _no_addresses(name: str, urls: Iterable[str], home: str) -> tuple[Finding, ...]:
    """Return a finding on the links of a document that cannot be read; they are ignored, the others count."""
    wrong = list(dict.fromkeys(url for url in urls if url and join_url(f"{home}/", url) is None))
    if not wrong:
        return ()
    others = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
    message = (
        f"it links to {place_of(wrong[0])!r}{others}, which is no address and counts for nothing; mend the link on "
        "the site, then save the file again"
    )
    return (Finding.of(FindingCode.UNREADABLE_DOCUMENT, name, message, severity=Severity.WARNING),)


def _note(name: str, message: str) -> Related:
    return Related(findings=(Finding.of(FindingCode.SAYS_NOTHING, name, message),))
