"""Files: which of a folder's files hold posts, and what they show; feeds and indexes beside them hold none."""

import glob
import json
import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from calque.addresses import is_web
from calque.errors import SourceError
from calque.locales import PageHead, read_head
from calque.model import Post, Site
from calque.pipeline.init.report import is_report
from calque.pipeline.init.signs import Shown
from calque.sources.files import SourceKind, kind_of, page_of_file, read_posts, read_text
from calque.sources.listing import list_files
from calque.visible import visible

__all__ = ["Holding", "find_holding", "glob_from", "quoted"]

_PAGES = "whole pages"
_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "REST JSON, a post or a list a file": ("json", "ndjson", "jsonl"),
    "WordPress exports (WXR)": ("xml", "wxr", "gz"),
    _PAGES: ("html", "htm", "xhtml"),
}
_OUTPUTS = frozenset("_site build dist docs htdocs html out output public site www".split())
"""What generators and servers call the folder of a site's pages."""
_WORTH = 2
"""Whole pages that a post counts as."""


@dataclass(frozen=True, slots=True)
class Holding:
    """The posts of a folder, in files of one kind."""

    what: str
    """`whole pages`."""
    patterns: tuple[str, ...]
    """The globs that name them, below the folder."""
    shown: tuple[Shown, ...] = ()
    errors: tuple[SourceError, ...] = ()
    """What could not be read among them."""
    left: tuple[str, ...] = ()
    """Sentences on what else there is, without their stop."""
    home: str = ""
    """The home URL that the heads of whole pages state; empty where they state none."""

    @property
    def is_pages(self) -> bool:
        """The files are whole pages."""
        return self.what == _PAGES


def find_holding(folder: Path) -> Holding:
    """Read all files of the folder, and return those of the kind that yields posts; of several kinds, most of them.

    An object with an id and a content may be a row of a search index, so a row of JSON counts beside whole pages only
    where it bears a date or an address of its own in the REST API, as WordPress gives each. Whole pages beside posts
    may be the same posts as visitors get them, so they need to be more than twice as many.
    """
    found = [_read(folder, what, endings) for what, endings in _ENDINGS.items()]
    best = max(found, key=lambda one: (_sure(one) * (1 if one.is_pages else _WORTH), len(one.shown)))
    if not best.shown:
        errors = tuple(error for one in found for error in one.errors)
        return replace(best, errors=errors)
    left = tuple(row for one in found if one is not best and (row := _left(one)))
    return replace(best, left=left)


def _left(other: Holding) -> str:
    """Say what else the folder holds; nothing where that is nothing."""
    if _sure(other):
        where = f"{other.what}: {', '.join(other.patterns)}"
        return f"{len(other.shown)} more stand in other files ({where}): name those, too, where they are no copies"
    if not other.errors:
        return ""
    names = list(dict.fromkeys(_file_of(one) for one in other.errors))
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"Left out, since they hold no posts: {visible(names[0])}{more}"


def _file_of(error: SourceError) -> str:
    """Return the file that an error names: `posts/a.json` of `posts/a.json:1` and of `posts/a.json, post 3`."""
    place = error.place or str(error).partition(": ")[0]
    return re.sub(r"(:\d+|, (post|item) \d+)( \(.*\))?$", "", place)


def glob_from(folder: Path, pattern: str, root: Path) -> str:
    """Return a pattern of the folder, seen from the workspace at `root`."""
    where = folder.resolve()
    inside = where.is_relative_to(root.resolve())
    name = where.relative_to(root.resolve()).as_posix() if inside else where.as_posix()
    return pattern if name == "." else f"{glob.escape(name)}/{pattern}"


def _sure(holding: Holding) -> int:
    """Return how many rows are posts or pages for sure."""
    return sum(
        bool(one.post.fields)
        and (holding.is_pages or bool(one.post.link and (one.post.modified or one.post.rest_url)))
        for one in holding.shown
    )


def _read(folder: Path, what: str, endings: Sequence[str]) -> Holding:
    shown: list[Shown] = []
    errors: list[SourceError] = []
    patterns: list[str] = []
    holding: list[str] = []
    empty = 0
    for ending in endings:
        pattern = f"**/*.{ending}"
        site = Site(name="", root=folder, url="", source="en", locales=(), posts=(pattern,))
        names, _ = list_files(folder, (pattern,))
        own = [name for name in names if what == _PAGES and "/" not in name and is_report(folder / name)]
        if output := _output_folder([name for name in names if name not in own]):
            pattern = f"{output}/{pattern}"
            site = replace(site, posts=(pattern,))
            names = tuple(name for name in names if name not in own)
        before = len(holding)
        for name in names:
            posts, unread = _posts(site, name)
            shown += posts
            errors += unread
            holding += [name] * bool(posts)
            empty += not posts
        patterns += [pattern] * (len(holding) > before)
    if holding and empty and what != _PAGES:
        patterns = [_narrowed(pattern, holding) for pattern in patterns]
    home = _home(shown)
    return Holding(
        what,
        tuple(patterns) or (f"**/*.{endings[0]}",),
        tuple(_at_home(one, home) for one in shown) if home else tuple(shown),
        tuple(errors),
        home=home,
    )


def _output_folder(names: Sequence[str]) -> str:
    """Return the folder into which a generator wrote all of these files: `public` of `public/fr/index.html`, or none.

    Else every address would begin with it, and no folder of a language would be the first.
    """
    tops = {name.partition("/")[0] for name in names if "/" in name}
    return (
        next(iter(tops)) if len(tops) == 1 and tops <= _OUTPUTS and all("/" in name for name in names) else ""
    )


def _posts(site: Site, name: str) -> tuple[list[Shown], list[SourceError]]:
    posts: list[Shown] = []
    errors: list[SourceError] = []
    is_page = kind_of(site.root, name) is SourceKind.PAGE
    for found in read_posts(site, name):
        if not isinstance(found, Post):
            errors.append(found)
            continue
        head = read_head(read_text(site.root, name, errors="replace")) if is_page else PageHead()
        # Where a page stands is its address: a canonical link may say that it is a copy of another one.
        posts.append(
            Shown(replace(found, link=page_of_file(site, name, "").link) if is_page else found, head)
        )
    return posts, errors


def _home(shown: Sequence[Shown]) -> str:
    """Return the home URL that most pages state: what stands before their place in a canonical or hreflang link."""
    homes: Counter[str] = Counter()
    for one in shown:
        place = one.post.link.rstrip("/")
        stated = (one.head.canonical, *(url for _, url in one.head.alternates))
        homes.update(
            {
                url.rstrip("/").removesuffix(place)
                for url in stated
                if place.startswith("/") and is_web(url) and url.rstrip("/").endswith(place)
            }
        )
    return min(homes, key=lambda home: (-homes[home], len(home)), default="")


def _at_home(one: Shown, home: str) -> Shown:
    return replace(one, post=replace(one.post, link=f"{home}{one.post.link}"))


def _narrowed(pattern: str, holding: Sequence[str]) -> str:
    """Return the pattern for the folder that all files with posts stand in, where others hold none.

    Not for pages: the address of a page is its place below the folder that its pattern names.
    """
    ending = pattern.rpartition("*")[2]
    own = [name for name in holding if name.lower().endswith(ending)]
    common = Path(os.path.commonpath([str(Path(name).parent) for name in own])).as_posix()
    return f"{glob.escape(common)}/**/*{ending}" if common not in ("", ".") else pattern


def quoted(patterns: Sequence[str]) -> str:
    """Return globs as a list of TOML."""
    return json.dumps(list(patterns), ensure_ascii=False)
