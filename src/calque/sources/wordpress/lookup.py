"""Finding one post by the address that it has, without sweeping the site that it stands on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import parse_qs, unquote

from calque.addresses import is_web, place_of, split_url
from calque.errors import SourceError
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.collections import (
    Collection,
    CollectionKind,
    at_root,
    choose_collections,
    find_collections,
)
from calque.sources.wordpress.discovery import find_root
from calque.sources.wordpress.failures import RefusedError
from calque.sources.wordpress.listings import ListedPost, row_of, sweep_fields
from calque.sources.wordpress.posts import Look
from calque.sources.wordpress.rights import find_rights
from calque.sources.wordpress.surveys import Survey, Target

__all__ = ["find_post"]

_KEY = re.compile(r"([\w-]+(?:@[\w-]+)?)/(\d{1,18})")
"""A post by its collection, of a locale's own root `posts@fr`, and its id."""
_IDS = ("p", "page_id", "attachment_id")
"""How WordPress names a post in an address without a permalink: a draft's, and with plain permalinks every one."""
_MOST = 100


def find_post(
    client: Client,
    post: str,
    *,
    types: Sequence[str],
    look: Look,
    languages: Sequence[str] = (),
    roots: Mapping[str, str] = MappingProxyType({}),
) -> Survey:
    """Ask the site for one post, by its address or its key (`posts/12`, `posts@fr/12`); the survey has its row alone.

    Errors: SourceError where the site lists no such post, with what it refused to list; else as for `survey_site`.
    """
    client.root = client.root or find_root(client)
    rights = find_rights(client)
    plain = replace(look, raw=False, statuses=())
    refusals: list[RefusedError] = []
    chosen = choose_collections(find_collections(client, rights, types), types)
    below = [at_root(one, root, tag) for tag, root in roots.items() for one in chosen]
    for collection in (*chosen, *below):
        wanted = _wanted(post, collection)
        if not wanted:
            continue
        refused: RefusedError | None = None
        answered = False
        for target, language in _ways(collection, look if rights.edit else plain, plain, languages):
            try:
                row = next(_rows(client, target, language, wanted, post), None)
            except RefusedError as error:  # a visitor may see it all the same
                refused = refused or error
                continue
            if row:
                return Survey(client.root, rights, (target,), (row,))
            answered = answered or not language
        refusals += [refused] if refused and not answered else []
    unseen = f" in what it shows; of the rest it says: {refusals[0]}" if refusals else ""
    raise SourceError(
        f"{place_of(post)}: the site lists no post of this address{unseen}; check it, or sync without --post, "
        "which looks at everything"
    )


def _wanted(post: str, collection: Collection) -> dict[str, str]:
    """Return the parameters that a post of a collection is asked for by; none where it cannot be of it.

    `https://example.org/2026/opening-hours/` → `{"slug": "opening-hours"}`
    `https://example.org/?p=12`, `posts/12` → `{"include": "12"}`
    """
    key = _KEY.fullmatch(post)
    if key:
        return {"include": key[2]} if key[1] == collection.name else {}
    url = split_url(post)
    if url is None:
        return {}
    query = parse_qs(url.query)
    number = next((query[name][0] for name in _IDS if query.get(name)), "")
    if number.isdecimal() and not is_web(collection.route):
        return {} if collection.kind is CollectionKind.TERMS else {"include": number}
    slug = unquote(url.path.rstrip("/").rpartition("/")[2])
    return {"slug": slug} if slug else {}


def _ways(
    collection: Collection, look: Look, plain: Look, languages: Sequence[str]
) -> Iterator[tuple[Target, str]]:
    """Yield how a post may be asked for: with all rights, as a visitor, and in each language that is listed apart."""
    yield Target(collection, look), ""
    if look != plain:
        yield Target(collection, plain), ""
    for language in languages:
        yield Target(collection, look), language


def _rows(
    client: Client, target: Target, language: str, wanted: Mapping[str, str], post: str
) -> Iterator[ListedPost]:
    """Yield the row of the post, with the stamp that a sweep would give it.

    Errors: RefusedError where these rights do not allow to look at it so.
    """
    collection, look = target.collection, target.look
    fields = sweep_fields(collection, look.roots)
    parameters = {**wanted, "_fields": ",".join(fields)}
    if look.statuses and collection.kind is CollectionKind.POSTS:
        parameters["status"] = ",".join(look.statuses)
    if language:
        parameters["lang"] = language
    if look.raw:  # as a sweep does it: refused where the type's own rights do not allow what the role does
        client.get(collection.route, context="edit", per_page=1, _fields="id", **_statuses(parameters))
    answer = client.rows(collection.route, per_page=_MOST, **parameters)
    for data in answer.data if isinstance(answer.data, list) else ():
        if isinstance(data, Mapping) and ("include" in wanted or _is_at(str(data.get("link") or ""), post)):
            yield replace(row_of(collection, data, fields), language=language)


def _statuses(parameters: Mapping[str, str]) -> dict[str, str]:
    return {"status": parameters["status"]} if "status" in parameters else {}


def _is_at(link: str, post: str) -> bool:
    """Tell whether a post's link is an address, but for the scheme, a slash at the end and how it is escaped."""
    one, other = split_url(link), split_url(post)
    if one is None or other is None:
        return False
    return one.authority == other.authority and unquote(one.path).rstrip("/") == unquote(other.path).rstrip(
        "/"
    )
