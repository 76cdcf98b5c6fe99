"""The facts of a site that calque can see: REST root, rights, collections, totals."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from calque.addresses import is_web, join_url, place_of, split_url
from calque.errors import SourceError
from calque.locales import PageHead, read_head
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.collections import (
    CORE_NAMES,
    Collection,
    choose_collections,
    count_posts,
    find_collections,
)
from calque.sources.wordpress.failures import OutageError, RefusedError
from calque.sources.wordpress.rights import Rights, find_rights

__all__ = ["SiteFacts", "find_root", "inspect_site"]

_LINK = re.compile(r"""<([^<>]+)>\s*;[^,<]*\brel\s*=\s*["']?https://api\.w\.org/["']?""")
_SHARED_HOST = "public-api.wordpress.com"
"""Where the sites of WordPress.com have their REST API, each below `/wp/v2/sites/ITS.HOST/`."""


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """All that can be found out before the first sync."""

    root: str
    home: str
    namespaces: tuple[str, ...]
    """REST namespaces, by which plugins show: `pll/v1`, `wpml/v1`, `yoast/v1`."""
    collections: tuple[Collection, ...]
    rights: Rights
    totals: Mapping[str, int | None]
    """Public posts by the collection's name; None where the site does not say."""
    head: PageHead
    """What the home page says of languages: html lang and hreflang alternates."""


def inspect_site(client: Client) -> SiteFacts:
    """Look at a site from its home page on; a handful of requests.

    Errors: SourceError where there is no REST API; RefusedError where the credentials are wrong.
    """
    page = client.page(client.home)
    client.root = client.root or find_root(client)
    index = _index(client)
    rights = find_rights(client)
    try:
        collections = find_collections(client, rights)
    except OutageError:
        raise
    except SourceError:  # the list of types is closed; posts and pages need not be
        collections = find_collections(client, rights, CORE_NAMES)
    posts = choose_collections(collections, ())
    totals = list(client.map(lambda one: count_posts(client, one), posts))
    names = index.get("namespaces")
    return SiteFacts(
        root=client.root,
        home=home if is_web(home := str(index.get("home") or "")) else client.home,
        namespaces=tuple(str(name) for name in names) if isinstance(names, list) else (),
        collections=collections,
        rights=rights,
        totals={one.name: total for one, total in zip(posts, totals, strict=True)},
        head=read_head(page.body.decode("utf-8", "replace")),
    )


def find_root(client: Client) -> str:
    """Return the address of the REST root of the client's home page.

    First by the header `Link: <…>; rel="https://api.w.org/"` or the element of the same meaning, which also
    sites in a sub-directory and those with plain permalinks (`…/?rest_route=/`) have; then by the two usual places.
    Errors: SourceError where none of them answers as a REST root does.
    """
    reply = client.page(client.home)
    said = _LINK.search(reply.headers.get("link", ""))
    named = said[1] if said else _linked(reply.body.decode("utf-8", "replace"))
    own, there = split_url(client.home), split_url(reply.url)
    base = reply.url if own and there and there.netloc == own.netloc else client.home
    if named:
        root = join_url(base, named)
        if root is None:
            raise SourceError(
                f"{place_of(client.home)}: its home page names {place_of(named)!r} as its REST root, which is no "
                "address; name the right one as root under [wordpress]"
            )
        _allow_shared(client, root)
        return _checked_root(client, root)
    reasons: list[str] = []
    guesses = [join_url(client.home, guess) or client.home for guess in ("wp-json/", "?rest_route=/")]
    if own and own.host.endswith(".wordpress.com"):
        shared = f"https://{_SHARED_HOST}/wp/v2/sites/{own.host}/"
        _allow_shared(client, shared)
        guesses.append(shared)
    for guess in guesses:
        try:
            return _checked_root(client, guess)
        except SourceError as error:
            reasons.append(str(error))
    raise SourceError(
        f"{place_of(client.home)}: no REST API found, its home page names none and the usual places have none "
        f"({reasons[0]}); name it as root under [wordpress], or export the posts (Tools → Export)"
    )


def _allow_shared(client: Client, root: str) -> None:
    """Let the API that the sites of WordPress.com share be asked; a password goes there only by calque.toml's word."""
    parts = split_url(root)
    if client.anonymous and parts and parts.host == _SHARED_HOST:
        client.allow(_SHARED_HOST)


def _index(client: Client) -> Mapping[str, Any]:
    """Return what the root says of the site; nothing where it does not answer, as that of a namespace may not."""
    try:
        index = client.get("", _fields="name,home,namespaces").data
    except RefusedError:
        return {}
    return index if isinstance(index, Mapping) else {}


def _linked(html: str) -> str:
    """Return the address in `<link rel="https://api.w.org/" href="…">`; empty where there is none."""
    for tag in re.findall(r"<link\b[^<>]{0,2000}>", html[:500_000], re.IGNORECASE):
        if "https://api.w.org/" in tag and (href := re.search(r"""href\s*=\s*["']([^"']+)""", tag)):
            return unescape(href[1])
    return ""


def _checked_root(client: Client, root: str) -> str:
    """Return `root` where a REST root answers there."""
    before, client.root = client.root, root
    try:
        index = client.get("", _fields="namespaces,namespace").data  # without its routes, most of 200 kB
    finally:
        client.root = before
    if isinstance(index, Mapping) and index.get("namespace") == "wp/v2":
        return root  # WordPress.com, which has an index a namespace
    if not isinstance(index, Mapping) or "namespaces" not in index:
        raise SourceError(f"{place_of(root)}: no REST root; name it as root under [wordpress]")
    if "wp/v2" not in (index["namespaces"] or ()):
        raise SourceError(f"{place_of(root)}: its REST API is without wp/v2; a plugin took it away")
    return root
