"""Pages of the site by their addresses: a source page and its translations are one page to link to."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from calque.locales import page_identity
from calque.model import PageGroup

__all__ = ["LinkedPage", "LinkedPages", "addresses_of", "keys_in", "places_of"]

_PUBLIC = "publish"


class LinkedPage(NamedTuple):
    """A source page with its translations, as links lead to it."""

    key: str
    """The key of the source."""
    locales: tuple[str, ...]
    """Those that have a translation on the site."""


LinkedPages = Callable[[str], LinkedPage | None]
"""What tells which page stands at a place; None where none is known."""


def places_of(address: str) -> tuple[str, ...]:
    """Return by what the page at an address is found: with its query, and without.

    ::

        https://example.org/about/?from=menu  ->  example.org/about?from=menu, example.org/about
    """
    identity = page_identity(address)
    if identity is None:
        return ()
    host, path, query = identity
    bare = "/".join((host, *path))
    return (f"{bare}?{query}", bare) if query else (bare,)


def addresses_of(group: PageGroup) -> Mapping[str, LinkedPage]:
    """Return the places at which the source of a group and its translations stand; none where it is not translated.

    So a post that comes or goes without a translation is nothing to the pages that link to it.
    """
    if group.source is None or group.source.post.status != _PUBLIC:
        return {}
    public = [page for page in group.translations if page.post.status == _PUBLIC and page.post.link]
    if not public:
        return {}
    linked = LinkedPage(group.source.post.key, tuple(sorted({page.locale or "" for page in public})))
    pages = (group.source, *public)
    return {place: linked for page in pages for place in places_of(page.post.link)[:1]}


def keys_in(locale: str, linked: Mapping[str, LinkedPage | None]) -> Mapping[str, str]:
    """Return place → key of the pages that have a translation in a locale: there a link can lead to it."""
    return {place: page.key for place, page in linked.items() if page and locale in page.locales}
