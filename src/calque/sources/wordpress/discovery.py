"""The facts of a site that calque can see: REST root, collections, languages, rights, totals."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from html import unescape
from typing import Any

from calque.addresses import is_web, join_url, place_of, split_url
from calque.errors import ConfigError, SourceError
from calque.locales import PageHead, read_head
from calque.model import WordPress
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.failures import OutageError, RefusedError

__all__ = [
    "Collection",
    "CollectionKind",
    "Rights",
    "SiteFacts",
    "at_root",
    "choose_collections",
    "count_posts",
    "find_collections",
    "find_rights",
    "find_root",
    "inspect_site",
]

_LINK = re.compile(r"""<([^<>]+)>\s*;[^,<]*\brel\s*=\s*["']?https://api\.w\.org/["']?""")
_INTERNAL = frozenset(
    {"attachment", "nav_menu_item", "elementor_library", "e-floating-buttons", "et_pb_layout"}
)
"""Types that WordPress and page builders keep for themselves; those called `wp_…` are left out as well."""
_CORE_TYPES = ("post", "page")
_CORE_NAMES = ("posts", "pages")
_SHARED_HOST = "public-api.wordpress.com"
"""Where the sites of WordPress.com have their REST API, each below `/wp/v2/sites/ITS.HOST/`."""


class CollectionKind(StrEnum):
    """What a collection holds, which decides the fields asked for."""

    POSTS = "posts"
    MEDIA = "media"
    TERMS = "terms"


@dataclass(frozen=True, slots=True)
class Collection:
    """A listing of the REST API."""

    name: str
    """The last part of its route, and of its posts' keys: `posts`."""
    type: str
    """The post type or taxonomy: `post`, `category`."""
    route: str
    """`wp/v2/posts`; below another root than the site's, the whole address."""
    kind: CollectionKind = CollectionKind.POSTS


def at_root(collection: Collection, root: str, tag: str) -> Collection:
    """Return a collection as the REST root of a locale has it, under a name of its own: ids may be the same there.

    ::

        posts, https://example.org/fr/wp-json/, fr  ->  posts@fr: https://example.org/fr/wp-json/wp/v2/posts
    """
    return replace(
        collection, name=f"{collection.name}@{tag}", route=f"{root.rstrip('/')}/{collection.route}"
    )


_USUAL = (
    Collection("posts", "post", "wp/v2/posts"),
    Collection("pages", "page", "wp/v2/pages"),
    Collection("media", "attachment", "wp/v2/media", CollectionKind.MEDIA),
    Collection("categories", "category", "wp/v2/categories", CollectionKind.TERMS),
    Collection("tags", "post_tag", "wp/v2/tags", CollectionKind.TERMS),
)
"""What every WordPress has."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What the user behind the credentials may see; without credentials, nothing but what is public."""

    user: str = ""
    roles: tuple[str, ...] = ()
    edit: bool = False
    """Drafts, scheduled posts, raw content and revisions of everybody's posts."""
    raw: bool = False
    """Raw content of some posts: an author sees that of listings, and edits the own alone."""


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """All that can be found out before the first sync."""

    root: str
    name: str
    home: str
    namespaces: tuple[str, ...]
    """REST namespaces, by which plugins show: `pll/v1`, `wpml/v1`, `yoast/v1`."""
    collections: tuple[Collection, ...]
    rights: Rights
    totals: Mapping[str, int | None]
    """Public posts by the collection's name; None where the site does not say."""
    head: PageHead
    """What the home page says of languages: html lang and hreflang alternates."""

    def requests(self, settings: WordPress) -> int:
        """Return about how many requests a first sync takes: sweeps, fetches, and earlier texts where shown."""
        posts = [total or 0 for total in self.totals.values()]
        sweeps = sum(2 + total // 99 for total in posts)
        fetches = sum(-(-total // settings.batch) for total in posts)
        return 4 + sweeps + fetches + (sum(posts) if self.rights.edit and settings.revisions else 0)


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
        collections = find_collections(client, rights, _CORE_NAMES)
    posts = choose_collections(collections, ())
    totals = list(client.map(lambda one: count_posts(client, one), posts))
    names = index.get("namespaces")
    return SiteFacts(
        root=client.root,
        name=unescape(str(index.get("name") or "")),
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


def find_rights(client: Client) -> Rights:
    """Return who the credentials stand for; a wrong password would else be answered as if there were none.

    Errors: RefusedError where the site does not accept them.
    """
    if client.anonymous:
        return Rights()
    try:
        me = client.get("wp/v2/users/me", context="edit").data
    except RefusedError as error:
        if error.status not in (401, 403):
            raise
        raise RefusedError(
            f"{place_of(client.home)}: the user name or the application password is not accepted ({error.code}), "
            "nothing was fetched; make a new one in the user's profile, and see that the server passes the header "
            "Authorization on",
            error.code,
            error.status,
        ) from error
    if not isinstance(me, Mapping) or not isinstance(me.get("id"), int):
        raise SourceError(
            f"{place_of(client.home)}: it does not say whose the password is; check the address"
        )
    able = me.get("capabilities")
    able = able if isinstance(able, Mapping) else {}
    roles = me.get("roles")
    return Rights(
        user=str(me.get("slug") or ""),
        roles=tuple(str(role) for role in roles) if isinstance(roles, list) else (),
        edit=bool(able.get("edit_others_posts") and able.get("edit_others_pages")),
        raw=bool(able.get("edit_posts")),
    )


def find_collections(client: Client, rights: Rights, wanted: Sequence[str] = ()) -> tuple[Collection, ...]:
    """Return all collections that the REST API shows: post types, media and taxonomies.

    A type that was registered without `show_in_rest` is none of them. Where the lists of types and taxonomies are
    closed, as security plugins do, the `wanted` ones whose listings answer are returned all the same.
    Errors: as `Client.get`, where the types are closed and none is `wanted`.
    """
    types, taxonomies, closed = [], [], False
    try:
        types = _table(client, "wp/v2/types", rights)
    except SourceError:
        if not wanted:
            raise
        closed = True
    try:
        taxonomies = _table(client, "wp/v2/taxonomies", rights)
    except SourceError:
        closed = True
    found = [
        _collection(slug, row, CollectionKind.MEDIA if slug == "attachment" else CollectionKind.POSTS)
        for slug, row in types
    ]
    found += [_collection(slug, row, CollectionKind.TERMS) for slug, row in taxonomies]
    listed = tuple(one for one in found if one.name)
    if not closed:
        return listed
    known = {name for one in listed for name in (one.name, one.type)}
    return (*listed, *(one for name in wanted if name not in known and (one := _unlisted(client, name))))


def _unlisted(client: Client, name: str) -> Collection | None:
    """Return the collection that bears a name on a site that does not list them; None where there is none.

    Errors: as `Client.get`, but that there is no such route.
    """
    collection = next((one for one in _USUAL if name in (one.name, one.type)), None) or Collection(
        name, name, f"wp/v2/{name}"
    )
    try:
        client.get(collection.route, per_page=1, _fields="id")
    except RefusedError as error:
        if error.code == "rest_no_route":
            return None
        raise
    return collection


def choose_collections(collections: Sequence[Collection], wanted: Sequence[str]) -> tuple[Collection, ...]:
    """Return the collections that `types` names, by name or type; of no names, all posts a visitor can see.

    Errors: ConfigError where one is not there.
    """
    if not wanted:
        return tuple(
            one
            for one in collections
            if one.kind is CollectionKind.POSTS
            and one.type not in _INTERNAL
            and not one.type.startswith("wp_")
        )
    chosen: list[Collection] = []
    for name in wanted:
        one = next((one for one in collections if name in (one.name, one.type)), None)
        if one is None:
            known = ", ".join(one.name for one in collections if not one.type.startswith("wp_"))
            raise ConfigError(
                f"[wordpress] types: {name!r} is not in the site's REST API, which has {known}; use one of them, "
                "or register the type with show_in_rest"
            )
        chosen.append(one)
    return tuple(dict.fromkeys(chosen))


def count_posts(client: Client, collection: Collection) -> int | None:
    """Return how many public posts a collection has, as the site says."""
    return client.get(collection.route, per_page=1, _fields="id").total


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


def _table(client: Client, route: str, rights: Rights) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the rows of `types` or `taxonomies`; with the rights, only those that a visitor can see."""
    try:
        data = client.get(route, **({"context": "edit"} if rights.edit else {})).data
    except RefusedError:
        if not rights.edit:
            raise
        data = client.get(route).data
    if not isinstance(data, Mapping):
        return []
    rows = [(str(slug), row) for slug, row in data.items() if isinstance(row, Mapping)]
    return [
        (slug, row) for slug, row in rows if slug in (*_CORE_TYPES, "attachment") or row.get("viewable", True)
    ]


def _collection(slug: str, row: Mapping[str, Any], kind: CollectionKind) -> Collection:
    name = str(row.get("rest_base") or slug)
    space = str(row.get("rest_namespace") or "wp/v2")
    safe = (
        re.fullmatch(r"[\w-]{1,64}", name) is not None and re.fullmatch(r"[\w./-]{1,64}", space) is not None
    )
    return Collection(name if safe else "", slug, f"{space}/{name}", kind)
