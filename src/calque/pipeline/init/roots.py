"""Roots: the REST roots that locales have of their own, as each site of a network has, and what they list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from calque.addresses import join_url, split_url
from calque.errors import SourceError
from calque.locales import named_tags, read_head
from calque.model import Post
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.discovery import Collection, at_root

__all__ = ["LocaleRoot", "find_prefixes", "find_root_below"]

_PAGES = 10
"""Pages whose head is read for the languages of a site that names none: not every page is translated."""


@dataclass(frozen=True, slots=True)
class LocaleRoot:
    """A REST root below the home page of a locale, and the collections that it lists otherwise than the site's own."""

    prefix: str
    address: str
    collections: tuple[Collection, ...] = ()


def find_prefixes(client: Client, home: str, posts: Sequence[Post]) -> tuple[str, ...]:
    """Return the prefixes that pages of the site lead to by hreflang, where no post stands; a few pages are loaded.

    The sites of a network know each other by that alone: the home page may have no counterpart.
    """
    step = max(1, len(posts) // _PAGES)
    links = [url for post in posts[::step][:_PAGES] if (url := join_url(home, post.link))]
    found: dict[str, None] = {}
    for url in links:
        try:
            head = read_head(client.page(url).body.decode("utf-8", "replace"))
        except SourceError:
            continue
        for _, to in head.alternates:
            first = _below(join_url(url, to) or "", home)[:1]
            found |= dict.fromkeys(part for part in first if named_tags(part))
    return tuple(found)


def find_root_below(
    client: Client, home: str, prefix: str, collections: Iterable[Collection]
) -> LocaleRoot | None:
    """Return the REST root below the home page of a locale; None where there is none that lists a collection."""
    base = f"{home.rstrip('/')}/"
    if not client.root.startswith(base):
        return None
    address = f"{base}{prefix}/{client.root.removeprefix(base)}"
    found = [at_root(one, address, prefix) for one in collections]
    listed = tuple(one for one in found if _answers(client, one))
    return LocaleRoot(prefix, address, listed) if listed else None


def _answers(client: Client, collection: Collection) -> bool:
    try:
        return isinstance(client.get(collection.route, per_page=1, _fields="id").data, list)
    except SourceError:
        return False


def _below(url: str, home: str) -> tuple[str, ...]:
    base = f"{home.rstrip('/')}/"
    parts = split_url(url.removeprefix(base)) if url.startswith(base) else None
    return tuple(part for part in parts.path.split("/") if part) if parts else ()
