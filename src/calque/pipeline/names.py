"""Names of catalogs: what a post's catalog is called, and which posts a file is of."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from calque.disk import require_regular
from calque.model import Layout, Post, Site
from calque.places import is_of_entries, list_all_archived, list_all_catalogs, list_templates

__all__ = [
    "is_of_one_post",
    "kept_names",
    "keys_of",
    "name_of",
    "post_key",
    "post_stem",
    "posts_numbered_as",
    "stem_of",
    "under_stem",
]

_STEM = r"(?P<stem>.+?-(?P<id>\d+))"
"""How the name of a post's catalog begins; see `stem_of`."""
_BEFORE_SLUG = re.compile(_STEM + r"(?:-|$)")
_BEFORE_ANY = re.compile(_STEM + r"(?=[-.]|$)")
"""The same in the archive, too, where a name goes on with a number or with `entries`."""
_SLUG_LENGTH = 60
_HEADER_BYTES = 4096
_NAME_BYTES = 200
"""File systems take 255 bytes; what a staged or archived file adds to a name comes on top."""


def name_of(site: Site, post: Post, kept: Mapping[str, str]) -> str:
    """Return the name of the catalog that a post belongs in, without folder and ending, by the site's layout.

    `kept` are the names in use, which stay whatever becomes of a slug.
    """
    match site.layout:
        case Layout.SITE:
            return site.name
        case Layout.SECTION:
            year = post.published.year if post.published else "undated"
            return f"{_safe(post.type)}-{year}"
        case Layout.POST:
            stem = stem_of(post)
            return kept.get(stem) or _cut("-".join(filter(None, (stem, _safe(post.slug)))))


def kept_names(site: Site) -> Mapping[str, str]:
    """Return the names in use, by `<type>-<id>`, from the templates, the catalogs and the archive."""
    found: dict[str, str] = {}
    for path in _catalog_files(site):
        stem = post_stem(path.stem)
        if stem not in found and (stem != path.stem or is_of_one_post(path)):
            found[stem] = path.stem
    return found


def _catalog_files(site: Site) -> Iterable[Path]:
    """Yield the files that show a catalog's name; in the archive, numbered ones after those without a number."""
    yield from list_templates(site)
    yield from list_all_catalogs(site)
    yield from (path for path in list_all_archived(site) if not is_of_entries(path))


def stem_of(post: Post) -> str:
    """Return the part of a post's catalog name that never changes: type and id, `event_2024-5` of an `event-2024`.

    The first number after a dash is the id, because in a type's name no number follows a dash.
    """
    return f"{re.sub(r'-(?=[0-9])', '_', _safe(post.type)) or 'post'}-{post.id}"


def post_stem(name: str) -> str:
    """Return the part of a catalog's name that never changes: `post-12-hello` → `post-12`."""
    found = _BEFORE_SLUG.match(name)
    return found["stem"] if found else name


def posts_numbered_as(path: Path, keys: Iterable[str]) -> frozenset[str]:
    """Return those of the posts that have the number in a file's name: `post-12-hello.po` → `posts/12`, `pages/12`."""
    found = _BEFORE_ANY.match(path.stem)
    return frozenset(key for key in keys if found and key.rpartition("/")[2] == found["id"])


def under_stem(path: Path, stem: str) -> Path:
    """Return the same path under another stem: `post-12-hello.po` → `page-12-hello.po`."""
    found = _BEFORE_ANY.match(path.name)
    return path.with_name(stem + (path.name[found.end() :] if found else path.suffix))


def is_of_one_post(path: Path) -> bool:
    """Tell whether a catalog or template is named after its single post: `post-12-hello` for `posts/12`."""
    keys = keys_of(path)
    if len(keys) != 1:
        return not keys and post_stem(path.stem) != path.stem
    _, _, number = next(iter(keys)).rpartition("/")
    return post_stem(path.stem).endswith(f"-{number}")


def keys_of(path: Path) -> frozenset[str]:
    """Return the posts that a catalog or template belongs to: from its header, else from its references."""
    try:
        require_regular(path)
        with path.open("rb") as file:
            start = file.read(_HEADER_BYTES)
            named = re.search(rb'"X-Calque-Post: *([^"\\]+)', start)
            if named:
                return frozenset({named[1].decode("utf-8", "replace").strip()})
            references = re.findall(rb"^#: (.+)$", start + file.read(), re.MULTILINE)
    except OSError:
        return frozenset()
    places = (place for line in references for place in line.decode("utf-8", "replace").split())
    return frozenset(place.partition(":")[0] for place in places if ":" in place)


def post_key(path: Path) -> str:
    """Return the post that a catalog's header names, `posts/55162`; empty where it names none, or cannot be read."""
    try:
        require_regular(path)
        with path.open("rb") as file:
            found = re.search(rb'"X-Calque-Post: *([^"\\]+)', file.read(_HEADER_BYTES))
    except OSError:
        return ""
    return found[1].decode("utf-8", "replace").strip() if found else ""


def _cut(name: str) -> str:
    """Cut a name to what every file system takes, between two characters."""
    return name.encode()[:_NAME_BYTES].decode(errors="ignore").rstrip("-.")


def _safe(text: str) -> str:
    """Return a slug or a type as a part of a file name: no separators, no dots in front, at most 60 characters.

    Letters keep their marks: `हिन्दी/में` → `हिन्दी-में`.
    """
    kept = "".join(letter if _is_plain(letter) else "/" for letter in text)
    return re.sub("/+", "-", kept)[:_SLUG_LENGTH].strip("-.")


def _is_plain(letter: str) -> bool:
    return letter.isalnum() or letter in "_.-" or unicodedata.category(letter).startswith("M")
