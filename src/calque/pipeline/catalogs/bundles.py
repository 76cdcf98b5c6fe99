"""Bundles: which posts share a catalog."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from calque.model import Layout, Site, SplitPost
from calque.pipeline.names import kept_names, name_of
from calque.places import catalog_path, path_below, template_path
from calque.po import Gathered, HandedOut
from calque.po.units import Key

__all__ = ["Bundle", "bundle_posts", "catalog_names"]


_NONE: Mapping[str, Any] = MappingProxyType({})


def _none() -> Mapping[str, Any]:
    """Return nothing by locale: the same object each time, since a large site has thousands of bundles."""
    return _NONE


@dataclass(frozen=True, slots=True)
class Bundle:
    """The source posts of one catalog, and the catalog's name without folder and ending."""

    name: str
    posts: tuple[SplitPost, ...]
    handed_out: Mapping[str, HandedOut] = field(default_factory=_none)
    """What the last sync left fuzzy in its catalogs, by locale."""
    translated: Mapping[str, bytes] = field(default_factory=_none)
    """What its catalogs translated at the last sync, by locale and in digests."""
    shrinks: bool = False
    """A person accepts that they have lost translations since."""
    cuts: Mapping[str, tuple[Key, ...]] = field(default_factory=_none)
    """The segments, as they were before, of each post that is cut anew; none where that is not known."""
    gathered: Mapping[str, Gathered] = field(default_factory=_none)
    """Entries of its posts that stand in other catalogs, by locale."""
    waits: frozenset[str] = frozenset()
    """The locales whose catalog stays as it is: another that takes entries from it cannot be merged yet."""


def bundle_posts(site: Site, posts: Sequence[SplitPost]) -> tuple[Bundle, ...]:
    """Put the source posts into bundles by the site's layout, in the order given.

    A post's catalog is named `<type>-<id>-<slug>` at its first export and keeps that name, whatever becomes of
    the slug.
    """
    names = kept_names(site) if site.layout is Layout.POST else {}
    bundles: dict[str, list[SplitPost]] = {}
    for split in posts:
        bundles.setdefault(name_of(site, split.post, names), []).append(split)
    return tuple(Bundle(name, tuple(members)) for name, members in bundles.items())


def catalog_names(site: Site, bundle: Bundle) -> tuple[str, ...]:
    """Return the paths of a bundle's template and of its catalogs, relative to the workspace."""
    paths = (
        template_path(site, bundle.name),
        *(catalog_path(site, locale.tag, bundle.name) for locale in site.locales),
    )
    return tuple(path_below(site, path) for path in paths)
