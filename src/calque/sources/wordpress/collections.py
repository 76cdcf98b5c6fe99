"""The collections of a site that hold posts: which there are, and which of them are read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from calque.errors import ConfigError, SourceError
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.failures import RefusedError
from calque.sources.wordpress.rights import Rights

__all__ = [
    "CORE_NAMES",
    "Collection",
    "CollectionKind",
    "at_root",
    "choose_collections",
    "count_posts",
    "find_collections",
]

_INTERNAL = frozenset(
    {"attachment", "nav_menu_item", "elementor_library", "e-floating-buttons", "et_pb_layout"}
)
"""Types that WordPress and page builders keep for themselves; those called `wp_…` are left out as well."""
_CORE_TYPES = ("post", "page")
CORE_NAMES = ("posts", "pages")
"""What is read where a site does not say what it has."""


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
