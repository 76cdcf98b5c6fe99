"""One source at two addresses: `/library/` and `/en/library/`, as plugins write them for `x-default` and for `en`."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from calque.locales import PageIdentity, named_locale, page_identity, shared_path, tag_or_none
from calque.locales.paths import nearest_locale, read_address
from calque.model import Finding, FindingCode, Page, PageKey, Severity, Site
from calque.pairing.statements import Copy, Statements

__all__ = ["Doubles", "bare_path", "find_doubles"]


@dataclass(frozen=True, slots=True)
class Doubles:
    """The pages, those withheld that are others at a second address, the copies that are left, and one note."""

    pages: tuple[Page, ...]
    copies: tuple[Copy, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    compared: frozenset[PageKey] = frozenset()
    """The pages whose addresses may be those of one page, so that their texts were compared."""


def find_doubles(pages: Sequence[Page], statements: Statements, site: Site) -> Doubles:
    """Withhold each source page that is another one with or without the source's prefix; its catalogs stay.

    They are one where their texts are equal, or where the canonical link of one leads to the other. The one that
    hreflang names in the source's language counts; else the one with the configured prefix, else the one without.
    """
    by_path: defaultdict[str, list[Page]] = defaultdict(list)
    for page in pages:
        if page.locale == site.source and (path := bare_path(page.post.link, site)):
            by_path[path].append(page)
    pairs = [rows for rows in by_path.values() if _is_pair(rows, site)]
    if not pairs:
        return Doubles(tuple(pages), statements.copies)
    compared = frozenset(page.key for rows in pairs for page in rows)
    named = {
        identity
        for said in statements.alternates
        for tag, url in said.alternates
        if named_locale(tag, site) == site.source and (identity := page_identity(url))
    }
    stated = {(page_identity(copy.url), page_identity(copy.of)) for copy in statements.copies}
    dropped: list[tuple[Page, Page]] = []
    for rows in pairs:
        if rows[0].post.fields == rows[1].post.fields or _are_stated(rows, stated):
            kept, other = sorted(rows, key=lambda page: _rank(page, named, site))
            dropped.append((other, kept))
    if not dropped:
        return Doubles(tuple(pages), statements.copies, compared=compared)
    gone = {page.key for page, _ in dropped}
    places = {page_identity(page.post.link) for page, _ in dropped}
    copies = tuple(
        copy
        for copy in statements.copies
        if page_identity(copy.url) not in places and page_identity(copy.of) not in places
    )
    marked = tuple(replace(page, withheld=True) if page.key in gone else page for page in pages)
    return Doubles(marked, copies, [_note(dropped)], compared)


def _is_pair(rows: Sequence[Page], site: Site) -> bool:
    return len(rows) > 1 and sorted(_is_prefixed(page, site) for page in rows) == [False, True]


def bare_path(link: str, site: Site) -> str:
    """Return the path of a source page without the source's locale; empty where it has none."""
    path = shared_path(link, site) if link else ""
    tag = _tag_of(path, site)
    return (path.removeprefix(tag) or "/") if tag else path


def _tag_of(path: str, site: Site) -> str:
    """Return the source's tag in any spelling, where a path begins with it and nobody configured it as the prefix.

    ::

        /EN/library/, en  ->  /EN        /en/, en-US  ->  /en        /en-gb/library/, en  ->  nothing
    """
    first = path.removeprefix("/").partition("/")[0]
    if site.prefix or first[:2].lower() != site.source[:2]:
        return ""
    tag = tag_or_none(first)
    is_own = tag == site.source or ("-" not in tag and nearest_locale(tag, site) == site.source)
    return f"/{first}" if is_own else ""


def _is_prefixed(page: Page, site: Site) -> bool:
    return bool(read_address(page.post.link, site).prefix or _tag_of(shared_path(page.post.link, site), site))


def _are_stated(rows: Sequence[Page], stated: set[tuple[PageIdentity | None, PageIdentity | None]]) -> bool:
    one, other = (page_identity(page.post.link) for page in rows)
    return (one, other) in stated or (other, one) in stated


def _rank(page: Page, named: set[PageIdentity], site: Site) -> tuple[bool, bool]:
    """Return what sorts the page that counts first."""
    is_named = bool(site.prefix) and page_identity(page.post.link) in named
    return not is_named, _is_prefixed(page, site) != bool(site.prefix)


def _note(dropped: Sequence[tuple[Page, Page]]) -> Finding:
    other, kept = dropped[0]
    more = f", and {len(dropped) - 1} more such pages" if len(dropped) > 1 else ""
    return Finding.of(
        FindingCode.DUPLICATE_ADDRESS,
        other.post.link,
        f"this page is {kept.post.link} at a second address{more}: one of the two counts; there is nothing to do",
        severity=Severity.NOTE,
    )
