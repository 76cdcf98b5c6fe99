"""Bundles: which posts share a catalog, and the file names that catalogs have and keep."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from calque.locales import gettext_name
from calque.model import Layout, Post, Site, SplitPost
from calque.po import Gathered, HandedOut

__all__ = [
    "Bundle",
    "archive_path",
    "archived_template_path",
    "bundle_posts",
    "catalog_names",
    "catalog_path",
    "gettext_folder",
    "is_of_entries",
    "is_of_one_post",
    "keys_of",
    "post_stem",
    "stem_of",
    "template_path",
]

_SLUG_LENGTH = 60
_HEADER_BYTES = 4096
_NAME_BYTES = 200
"""File systems take 255 bytes; what a staged or archived file adds to a name comes on top."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The source posts of one catalog, and the catalog's name without folder and ending."""

    name: str
    posts: tuple[SplitPost, ...]
    handed_out: Mapping[str, HandedOut] = field(default_factory=lambda: MappingProxyType({}))
    """What the last sync left fuzzy in its catalogs, by locale."""
    cuts: Mapping[str, tuple[tuple[str | None, str], ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """The segments, as they were before, of each post that is cut anew; none where that is not known."""
    gathered: Mapping[str, Gathered] = field(default_factory=lambda: MappingProxyType({}))
    """Entries of its posts that stand in other catalogs, by locale."""


def bundle_posts(site: Site, posts: Sequence[SplitPost]) -> tuple[Bundle, ...]:
    """Put the source posts into bundles by the site's layout, in the order given.

    A post's catalog is named `<type>-<id>-<slug>` at its first export and keeps that name, whatever becomes of
    the slug.
    """
    names = _kept_names(site) if site.layout is Layout.POST else {}
    bundles: dict[str, list[SplitPost]] = {}
    for split in posts:
        bundles.setdefault(_name(site, split.post, names), []).append(split)
    return tuple(Bundle(name, tuple(members)) for name, members in bundles.items())


def template_path(site: Site, name: str) -> Path:
    """Return where the template of a bundle stands."""
    return site.root / site.catalogs / "templates" / f"{name}.pot"


def catalog_path(site: Site, locale: str, name: str) -> Path:
    """Return where the catalog of a bundle stands in a locale: `locales/pt_BR/LC_MESSAGES/<name>.po`."""
    return site.root / site.catalogs / gettext_name(locale) / "LC_MESSAGES" / f"{name}.po"


def catalog_names(site: Site, bundle: Bundle) -> tuple[str, ...]:
    """Return the paths of a bundle's template and of its catalogs, relative to the workspace."""
    paths = (
        template_path(site, bundle.name),
        *(catalog_path(site, locale.tag, bundle.name) for locale in site.locales),
    )
    return tuple(path.relative_to(site.root).as_posix() for path in paths)


def archive_path(site: Site, locale: str, name: str) -> Path:
    """Return where a bundle's catalog goes when its source is gone or no longer wanted."""
    return site.root / site.catalogs / "archive" / gettext_name(locale) / f"{name}.po"


def gettext_folder(site: Site, path: Path) -> str:
    """Return the folder of the locale that a catalog is of, archived ones too: `fr`; `templates` of a template."""
    folder = site.root / site.catalogs
    parts = path.relative_to(folder).parts if path.is_relative_to(folder) else (str(path.parent),)
    return parts[1] if parts[0] in ("archive", "quarantine") else parts[0]


def is_of_entries(path: Path) -> bool:
    """Tell whether a file of the archive or the quarantine holds single entries, not a whole catalog."""
    return re.search(r"\.entries(\.\d+)?$", path.stem) is not None


def is_of_one_post(path: Path) -> bool:
    """Tell whether a catalog or template is named by the one post that it is of: `post-12-hello` for `posts/12`."""
    keys = keys_of(path)
    if len(keys) != 1:
        return not keys and post_stem(path.stem) != path.stem
    _, _, number = next(iter(keys)).rpartition("/")
    return post_stem(path.stem).endswith(f"-{number}")


def keys_of(path: Path) -> frozenset[str]:
    """Return the posts that a catalog or template is of, by its header, else by its references."""
    try:
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


def post_stem(name: str) -> str:
    """Return the part of a catalog's name that never changes: `post-12-hello` → `post-12`."""
    stem = re.match(r"(.+?-\d+)(?:-|$)", name)
    return stem[1] if stem else name


def stem_of(post: Post) -> str:
    """Return the part of a post's catalog name that never changes: type and id, `event_2024-5` of an `event-2024`.

    In a type's name no number follows a dash, so that the first that does is the id.
    """
    return f"{re.sub(r'-(?=[0-9])', '_', _safe(post.type)) or 'post'}-{post.id}"


def archived_template_path(site: Site, name: str) -> Path:
    """Return where the template of a source that is gone stands: the sign that it was there."""
    return site.root / site.catalogs / "archive" / "templates" / f"{name}.pot"


def _name(site: Site, post: Post, kept: Mapping[str, str]) -> str:
    match site.layout:
        case Layout.SITE:
            return site.name
        case Layout.SECTION:
            year = post.published.year if post.published else "undated"
            return f"{_safe(post.type)}-{year}"
        case Layout.POST:
            stem = stem_of(post)
            return kept.get(stem) or _cut("-".join(filter(None, (stem, _safe(post.slug)))))


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


def _kept_names(site: Site) -> Mapping[str, str]:
    """Return the names in use, by `<type>-<id>`, from the templates, the catalogs and the archive."""
    folder = site.root / site.catalogs
    found: dict[str, str] = {}
    for path in _catalog_files(folder):
        stem = post_stem(path.stem)
        if stem not in found and (stem != path.stem or is_of_one_post(path)):
            found[stem] = path.stem
    return found


def _catalog_files(folder: Path) -> Iterable[Path]:
    """Yield the files that show a catalog's name; in the archive, numbered ones after those without a number."""
    yield from sorted(folder.glob("templates/*.pot"))
    yield from sorted(folder.glob("*/LC_MESSAGES/*.po"))
    archived = (path for path in folder.glob("archive/*/*.po*") if not is_of_entries(path))
    yield from sorted(archived, key=lambda path: (len(path.name), path))
