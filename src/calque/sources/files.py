"""Posts from files: globs of REST JSON, WXR exports and HTML pages, relative to the workspace."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from calque.disk import is_utf8, read_regular, require_regular, unlisted
from calque.errors import SourceError
from calque.globs import Glob, read_glob, why_no_glob
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
    "list_files",
    "list_posts",
    "page_of_file",
    "page_place",
    "read_posts",
    "read_text",
    "unlisted_sources",
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


def list_files(
    root: Path, globs: Sequence[str], *, key: str = "posts", exclude: Sequence[str] = ()
) -> tuple[tuple[str, ...], tuple[SourceError, ...]]:
    """Return the files that the globs name, relative to `root` and sorted, and an error a glob that names none.

    A folder that cannot be listed, a name that is no UTF-8 and what is neither file nor folder are errors, too. What
    `exclude` names is left out, and all below a folder that it names; it is not looked at.

    `key` is where the globs stand in calque.toml, for the errors. Hidden files and folders, such as `.calque/`, are
    left out where a wildcard stands for them.
    """
    found: set[str] = set()
    errors: list[SourceError] = []
    left: list[Glob] = []
    for pattern in exclude:
        if why := why_no_glob(pattern):
            errors.append(_no_glob(pattern, why, "exclude"))
        else:
            glob = read_glob(root, pattern)
            left.append(replace(glob, base=_absolute(glob.base)))
    for pattern in globs:
        try:
            paths = list(_matches(root, pattern))
        except (ValueError, OSError) as error:
            errors.append(_no_glob(pattern, getattr(error, "strerror", "") or str(error), key))
            continue
        kept = [path for path in paths if not _is_left(path, left)]
        names = [name for path in kept if (name := _readable(path, root, errors))]
        closed = list(_unlisted(root, pattern))
        errors += [
            SourceError.at(visible(_relative(folder, root)), reason)
            for folder, reason in closed
            if not _is_left(folder, left)
        ]
        if not (names or closed or len(kept) < len(paths)):
            errors.append(SourceError(f"{pattern}: no file has such a name; mend {key} under [site]"))
        found.update(names)
    return tuple(sorted(found)), tuple(errors)


def list_posts(site: Site) -> tuple[tuple[str, ...], tuple[SourceError, ...]]:
    """Return the files of posts as `list_files` does, without those that `exclude` names."""
    return list_files(site.root, site.posts, exclude=site.exclude)


def _is_left(path: Path, left: Sequence[Glob]) -> bool:
    if not left:
        return False
    whole = _absolute(path)
    return any(glob.covers(whole) for glob in left)


def _absolute(path: Path) -> Path:
    """Return a path in the one spelling by which it is compared: without `..`, links as they are written."""
    return Path(os.path.abspath(path))  # noqa: PTH100 — `absolute` keeps `..`


def _no_glob(pattern: str, why: str, key: str) -> SourceError:
    return SourceError(f"{pattern!r}: no pattern ({why}); mend {key} under [site]")


def unlisted_sources(root: Path, globs: Sequence[str]) -> tuple[str, ...]:
    """Return the folders that the globs go through and that cannot be listed, relative to `root`."""
    names = (_relative(folder, root) for pattern in globs for folder, _ in _unlisted(root, pattern))
    return tuple(name for name in names if is_utf8(name))


def _unlisted(root: Path, pattern: str) -> Iterator[tuple[Path, str]]:
    glob = read_glob(root, pattern)
    for folder, error in unlisted(str(glob.base), glob.wild) if glob.wild else ():
        yield (
            Path(folder),
            f"the folder cannot be listed ({error.strerror}); mend its rights, then sync again",
        )


def _readable(path: Path, root: Path, errors: list[SourceError]) -> str:
    """Return the name of a file; empty of a folder, and of what cannot be looked at, which is an error."""
    name = _relative(path, root)
    if not is_utf8(name):
        errors.append(SourceError.at(visible(name), "its name is no UTF-8; rename it"))
        return ""
    try:
        if path.is_dir():
            return ""
        require_regular(path)
    except FileNotFoundError:
        return ""
    except OSError as error:
        errors.append(
            SourceError.at(
                name, f"cannot be read ({error.strerror}); mend it, or leave it out of what calque.toml names"
            )
        )
        return ""
    return name


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


def _matches(root: Path, pattern: str) -> Iterator[Path]:
    """Yield what a pattern names: its folders up to the first wildcard as they are written, the rest by glob.

    Errors: ValueError where it is no pattern.
    """
    if why := why_no_glob(pattern):
        raise ValueError(why)
    glob = read_glob(root, pattern)
    if not glob.wild:
        yield glob.base
        return
    yield from (path for path in glob.base.glob(str(Path(*glob.wild))) if not _is_hidden(path, glob.base))


def _is_hidden(path: Path, base: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(base).parts)


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
