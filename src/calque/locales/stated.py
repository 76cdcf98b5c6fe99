"""What calque.toml says of the locale of single posts: its rows of languages and of pairs, found without a search."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from calque.locales.paths import PageIdentity, page_identity
from calque.model import Site

__all__ = ["Stated"]

_BELOW = "/*"
_KEY = re.compile(r"[\w-]+/\d+")
"""A post's key, which names no address: `posts/12` is not the page at `/posts/12/`."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The rows of `[site.languages]` and `[pairs]` by what they name; made once for many posts."""

    languages: Mapping[str, str]
    """`[site.languages]` as written: a post's key, its link or path, or all below a path → its locale."""
    places: Mapping[PageIdentity, str]
    """The rows that name a page, by what all spellings of its address have in common."""
    folders: Mapping[PageIdentity, str]
    """The rows that name all pages below a path: `/notes/*`."""
    paired: Mapping[str, frozenset[str]]
    """The locales that `[pairs]` gives each translation, by its key."""

    @classmethod
    def of(cls, site: Site) -> "Stated":
        """Return what the configuration of a site says; of two rows for one page the first counts."""
        places: dict[PageIdentity, str] = {}
        folders: dict[PageIdentity, str] = {}
        for name in site.languages:
            if _KEY.fullmatch(name):
                continue
            is_folder = name.endswith(_BELOW)
            identity = page_identity(name.removesuffix("*") if is_folder else name)
            if identity:
                (folders if is_folder else places).setdefault(identity, name)
        paired: dict[str, set[str]] = {}
        for row in site.pairs.values():
            for tag, key in row.items():
                paired.setdefault(key, set()).add(tag)
        return cls(site.languages, places, folders, {key: frozenset(tags) for key, tags in paired.items()})

    def locale(self, url: str, key: str = "") -> str:
        """Return the locale that a row gives a post by its key, its address or a path above it; empty of none.

        The key counts before the address, and a page before the folders above it, the nearest of them first.
        """
        return next((self.languages[name] for name in self.rows(url, key)), "")

    def rows(self, url: str, key: str = "") -> Iterator[str]:
        """Yield the names of all rows that name a post, that which counts first."""
        if not self.languages:
            return
        if key in self.languages:
            yield key
        identity = page_identity(url) if url else None
        if identity is None:
            return
        host, path, query = identity
        for place in ((host, path, query), ("", path, query)):
            if place in self.places:
                yield self.places[place]
        for depth in range(len(path), -1, -1) if self.folders else ():
            for place in ((host, path[:depth], ""), ("", path[:depth], "")):
                if place in self.folders:
                    yield self.folders[place]
