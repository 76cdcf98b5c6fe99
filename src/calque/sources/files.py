"""Posts from files of REST JSON, WXR exports and HTML pages, relative to the workspace."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from calque.disk import read_regular, require_regular
from calque.errors import SourceError
from calque.globs import read_glob
from calque.locales import PageHead
from calque.model import Post, Revision, Site
from calque.sources.marked_languages import MARKING, split_languages
from calque.sources.no_pages import NoPage, read_page_head
from calque.sources.page_addresses import PageAddress, page_address
from calque.sources.page_texts import decode_page
from calque.sources.permalinks import read_link
from calque.sources.rest import parse_posts
from calque.visible import visible

__all__ = [
    "SourceKind",
    "head_of_file",
    "kind_of",
    "page_of_file",
    "page_place",
    "read_posts",
    "read_text",
    "with_revisions",
]

_KINDS = {
    ".json": "rest",
    ".ndjson": "rest_lines",
    ".jsonl": "rest_lines",
    ".xml": "wxr",
    ".wxr": "wxr",
    ".gz": "wxr",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
}
_BLANK = b"\xef\xbb\xbf \t\r\n"
"""What may stand before the first letter of a file."""


class SourceKind(StrEnum):
    """How a file holds posts."""

    REST = "rest"
    """REST JSON, one post or a list."""
    REST_LINES = "rest_lines"
    """REST JSON, one post on each line."""
    WXR = "wxr"
    """A WordPress export, which may be gzipped."""
    PAGE = "page"
    """A whole page of a static site."""


def read_posts(site: Site, name: str) -> Iterator[Post | SourceError]:
    """Read the posts of one file; a post or file that cannot be read comes out as its error.

    Posts come one after another as they are read; those before the place where a file is damaged come too.
    """
    for found in _read_posts(site, name):
        if isinstance(found, SourceError):
            yield found
        else:
            yield from split_languages(found, site)


def _read_posts(site: Site, name: str) -> Iterator[Post | SourceError]:
    root, fields = site.root, site.fields
    try:
        match kind_of(root, name):
            case SourceKind.WXR:
                from calque.sources.wxr import read_items  # noqa: PLC0415  loads lxml, for exports alone

                yield from read_items(root, name, fields=fields)
            case SourceKind.REST_LINES:
                for number, line in enumerate(read_text(root, name).split("\n"), start=1):
                    yield from _line_posts(line, f"{name}:{number}", fields)
            case SourceKind.REST:
                yield from parse_posts(read_text(root, name), place=name, fields=fields)
            case SourceKind.PAGE:
                yield from _page_posts(site, name)
            case other:
                assert_never(other)
    except SourceError as error:
        yield error


def kind_of(root: Path, name: str) -> SourceKind:
    """Tell how a file holds posts: by its ending, else by its first bytes; JSON where neither says anything."""
    kind = _KINDS.get(Path(name).suffix.lower())
    if kind:
        return SourceKind(kind)
    try:
        require_regular(root / name)
        with (root / name).open("rb") as file:
            start = file.read(512)
    except OSError:
        return SourceKind.REST
    if _is_page(start):
        return SourceKind.PAGE
    text = start.lstrip(_BLANK).lower()
    is_wxr = start.startswith(b"\x1f\x8b") or text.startswith((b"<?xml", b"<rss"))
    return SourceKind.WXR if is_wxr else SourceKind.REST


def _is_page(start: bytes) -> bool:
    return start.lstrip(_BLANK).lower().startswith((b"<!doctype html", b"<html"))


def page_of_file(site: Site, name: str, canonical: str) -> PageAddress:
    """Return the address of the page in a file that `posts` names, and the page that it says to be a copy of."""
    hosts = [locale.host for locale in site.locales if locale.host]
    return page_address(page_place(site, name), site.url, canonical, hosts=hosts)


def head_of_file(site: Site, name: str, text: str) -> PageHead | NoPage:
    """Return the head of the page in a file that `posts` names, or why it is none, though it ends like one."""
    prefixes = frozenset(
        prefix.lower() for prefix in (site.prefix, *(locale.prefix for locale in site.locales)) if prefix
    )
    return read_page_head(text, page_place(site, name), home=site.url, prefixes=prefixes)


def _page_posts(site: Site, name: str) -> Iterator[Post]:
    from calque.sources.html_pages import page_post  # noqa: PLC0415  for pages alone

    html = read_text(site.root, name)
    head = head_of_file(site, name, html)
    if isinstance(head, NoPage):
        return
    canonical = read_link(head.canonical, place=name, what="canonical link")
    link = page_of_file(site, name, canonical).link
    yield page_post(html, page_place(site, name), link=link, whole=bool(site.rules.include), place=name)


def page_place(site: Site, name: str) -> str:
    """Return where a file stands below the folder that its glob names: `public/about.html` → `about.html`."""
    path = site.root / name
    for pattern in site.posts:
        glob = read_glob(site.root, pattern)
        base = glob.base if glob.wild else glob.base.parent
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return name


def _line_posts(line: str, place: str, fields: Sequence[str]) -> Iterator[Post | SourceError]:
    try:
        yield from parse_posts(line, place=place, fields=fields) if line.strip() else ()
    except SourceError as error:
        yield error


def read_text(root: Path, name: str, *, errors: str = "strict") -> str:
    """Read a file of text, without a byte order mark; `errors` as `bytes.decode` takes it.

    A page is read in the encoding that it declares. Errors: SourceError where it cannot be read or is in neither that
    nor UTF-8.
    """
    try:
        data = read_regular(root / name)
    except OSError as error:
        raise SourceError.at(
            name, f"cannot be read ({error.strerror}); check the file and its rights"
        ) from error
    declared = ""
    if _KINDS.get(Path(name).suffix.lower()) == SourceKind.PAGE or _is_page(data[:512]):
        text, declared = decode_page(data)
        if text is not None:
            return text
    try:
        return data.decode("utf-8-sig", errors)
    except UnicodeDecodeError as error:
        what = (
            f"neither UTF-8 (byte {error.start}) nor {visible(declared)}"
            if declared
            else f"not UTF-8 (byte {error.start})"
        )
        raise SourceError.at(name, f"{what}; save it as UTF-8") from error


def with_revisions(posts: Sequence[Post], earlier: Sequence[Post]) -> tuple[Post, ...]:
    """Give each post its earlier texts, oldest first.

    An earlier text belongs to the post with the same REST root, collection and id; one that is not older
    than the post, or has no date, is left out.
    """
    by_key: dict[tuple[str, str], list[Post]] = {}
    for post in earlier:
        by_key.setdefault((_locale_part(post), post.key), []).append(post)
    return tuple(_with_own(post, by_key.get((_locale_part(post), post.key), [])) for post in posts)


def _with_own(post: Post, earlier: Sequence[Post]) -> Post:
    revisions = {
        old.modified: Revision(old.modified, old.fields)
        for old in earlier
        if old.modified is not None and (post.modified is None or old.modified < post.modified)
    }
    return replace(post, revisions=tuple(revisions[moment] for moment in sorted(revisions)))


def _locale_part(post: Post) -> str:
    """Return what tells apart posts of several locales that share an id: their REST root, or the marks in the text."""
    marked = f" {post.language}" if post.builder in MARKING else ""
    return post.rest_url.partition("/wp-json/")[0] + marked
