"""Roots: the REST roots that locales have of their own, as each site of a network has, and what they list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from calque.addresses import join_url, split_url
from calque.errors import SourceError
from calque.locales import named_tags, page_identity, read_head, tag_or_none
from calque.model import Post
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.collections import Collection, at_root

__all__ = ["LocalePlaces", "LocaleRoot", "find_places", "find_root_at", "find_root_below", "host_name"]

_PAGES = 10
"""Pages whose head is read for the languages of a site that names none: not every page is translated."""


@dataclass(frozen=True, slots=True)
class LocaleRoot:
    """A REST root below the home page of a locale, and the collections that it lists otherwise than the site's own."""

    place: str
    """The locale's prefix, or its host."""
    address: str
    collections: tuple[Collection, ...] = ()


@dataclass(frozen=True, slots=True)
class LocalePlaces:
    """Where the pages of a site say that there are others, in other languages."""

    prefixes: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    """With their ports, where those are given."""


def find_places(client: Client, home: str, posts: Sequence[Post]) -> LocalePlaces:
    """Return the prefixes and other hosts that pages of the site lead to by hreflang; a few pages are loaded.

    The sites of a network know each other by that alone: the home page may have no counterpart.
    """
    step = max(1, len(posts) // _PAGES)
    links = [url for post in posts[::step][:_PAGES] if (url := join_url(home, post.link))]
    own = split_url(home)
    prefixes: dict[str, None] = {}
    hosts: dict[str, None] = {}
    for url in links:
        try:
            head = read_head(client.page(url).body.decode("utf-8", "replace"))
        except SourceError:
            continue
        for tag, to in head.alternates:
            address = join_url(url, to) or ""
            prefixes |= dict.fromkeys(part for part in _below(address, home)[:1] if named_tags(part))
            there = split_url(address)
            if tag_or_none(tag) and own and there and there.is_web and there.authority != own.authority:
                hosts[there.authority] = None
    return LocalePlaces(tuple(prefixes), tuple(hosts))


def find_root_below(
    client: Client, home: str, prefix: str, collections: Iterable[Collection]
) -> LocaleRoot | None:
    """Return the REST root below the home page of a locale; None where there is none that lists a collection."""
    base = f"{home.rstrip('/')}/"
    if not client.root.startswith(base):
        return None
    return _find_root(client, prefix, f"{base}{prefix}/{client.root.removeprefix(base)}", collections)


def find_root_at(
    client: Client, home: str, host: str, collections: Iterable[Collection]
) -> LocaleRoot | None:
    """Return the REST root at another host of the site, asked without its credentials; None where there is none."""
    base = f"{home.rstrip('/')}/"
    if not client.root.startswith(base):
        return None
    client.allow(host)
    address = f"{home.partition('://')[0]}://{host}/{client.root.removeprefix(base)}"
    return _find_root(client, host_name(host), address, collections)


def host_name(host: str) -> str:
    """Return a host as the addresses of pages are told apart by it: without port and `www.`."""
    found = page_identity(f"https://{host}/")
    return found[0] if found else host


def _find_root(
    client: Client, place: str, address: str, collections: Iterable[Collection]
) -> LocaleRoot | None:
    found = [at_root(one, address, place) for one in collections]
    listed = tuple(one for one in found if _answers(client, one))
    return LocaleRoot(place, address, listed) if listed else None


def _answers(client: Client, collection: Collection) -> bool:
    try:
        return isinstance(client.get(collection.route, per_page=1, _fields="id").data, list)
    except SourceError:
        return False


def _below(url: str, home: str) -> tuple[str, ...]:
    base = f"{home.rstrip('/')}/"
    parts = split_url(url.removeprefix(base)) if url.startswith(base) else None
    return tuple(part for part in parts.path.split("/") if part) if parts else ()
