"""A survey: every collection of a site swept, in every language it lists apart."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

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
from calque.sources.wordpress.listings import ListedPost, list_rows
from calque.sources.wordpress.posts import Look
from calque.sources.wordpress.rights import Rights, find_rights

__all__ = ["Survey", "Target", "survey_site"]

_PROBE = 100


@dataclass(frozen=True, slots=True)
class Target:
    """A collection, and how these rights allow to look at it."""

    collection: Collection
    look: Look


@dataclass(frozen=True, slots=True)
class Survey:
    """What a site has, without its texts."""

    root: str
    rights: Rights
    targets: tuple[Target, ...]
    rows: tuple[ListedPost, ...]
    refused: tuple[tuple[str, str], ...] = ()
    """Collections that nobody named and that these rights do not show, with the site's code."""


def survey_site(
    client: Client,
    *,
    types: Sequence[str],
    look: Look,
    languages: Sequence[str] = (),
    roots: Mapping[str, str] = MappingProxyType({}),
) -> Survey:
    """Find the site's collections and sweep them, with `look` as far as the rights allow.

    `languages` are values of `?lang=`: a site with WPML lists one language at a time, so that a post that is listed
    with the parameter alone is in that language. `roots` are further REST roots by locale: each collection is swept
    below them, too, as a collection of its own. The password is tried before anything else.
    Errors: RefusedError, OutageError, SourceError; ConfigError for a type that the site does not have.
    """
    client.root = client.root or find_root(client)
    rights = find_rights(client)
    chosen = choose_collections(find_collections(client, rights, types), types)
    targets: list[Target] = []
    refused: list[tuple[str, str]] = []
    rows: dict[tuple[str, int], ListedPost] = {}
    plain = replace(look, raw=False, statuses=())
    for collection in chosen:
        try:
            target, listing = _sweep(client, collection, look if rights.edit else plain, plain)
        except RefusedError as error:
            if types or collection.type in ("post", "page"):
                raise
            refused.append((collection.name, error.code))
            continue
        targets.append(target)
        rows |= {row.key: row for row in _in_languages(client, target, listing, languages)}
        for tag, root in roots.items():
            for further, found in _below(client, root, tag, target, plain):
                targets.append(further)
                rows |= {
                    row.key: row for row in found if not _is_same(row, rows.get((collection.name, row.id)))
                }
    return Survey(client.root, rights, tuple(targets), tuple(rows.values()), tuple(refused))


def _sweep(
    client: Client, collection: Collection, look: Look, plain: Look
) -> tuple[Target, tuple[ListedPost, ...]]:
    """Sweep with all that the rights promise; a type with rights of its own may allow less."""
    target = Target(collection, look)
    try:
        return target, _list(client, target)
    except RefusedError:
        if look == plain:
            raise
    target = Target(collection, plain)
    return target, _list(client, target)


def _below(
    client: Client, root: str, tag: str, target: Target, plain: Look
) -> Iterator[tuple[Target, Sequence[ListedPost]]]:
    """Yield a collection as another root has it, and its rows; nothing where it has no such collection."""
    collection = at_root(target.collection, root, tag)
    try:
        further, listing = _sweep(client, collection, target.look, plain)
    except RefusedError as error:
        if error.code != "rest_no_route":
            raise
        return
    yield further, listing


def _is_same(row: ListedPost, other: ListedPost | None) -> bool:
    """Tell whether a row is that of the same post, with the same address, below the site's own root."""
    return other is not None and other.stamp == row.stamp


def _list(client: Client, target: Target, language: str = "") -> tuple[ListedPost, ...]:
    look = target.look
    if look.raw:  # refused where the type's own rights do not allow what the user's role does
        client.get(target.collection.route, context="edit", per_page=1, _fields="id", **_statuses(target))
    return list_rows(client, target.collection, statuses=look.statuses, language=language, extra=look.roots)


def _in_languages(
    client: Client, target: Target, listing: Sequence[ListedPost], languages: Sequence[str]
) -> Iterable[ListedPost]:
    """Return the rows of all listings of a collection, each row once: with a language where only that lists it.

    One that is listed without the parameter, or with another language, too, says nothing by it: another status or a
    moment's difference makes no language. Where a site lists old posts in both ways and new ones in one, those may have
    come since; and what is not public may be shown by such a listing alone, as drafts are to an editor. What only
    listings have that say nothing is left out: nothing would tell its language.
    """
    rows = {row.id: row for row in listing}
    apart = [
        _list(client, target, language)
        for language in languages
        if _differs(client, target, listing, language)
    ]
    if any(len({row.id in rows for row in listed}) > 1 for listed in apart):
        rows |= {row.id: row for row in _list(client, target)}
    counts = Counter(row.id for listed in apart for row in listed)
    for listed in apart:
        is_mixed = any(row.id in rows for row in listed)
        told = [row for row in listed if counts[row.id] == 1 and (row.status == "publish" or not is_mixed)]
        rows = {row.id: row for row in told} | rows
    return rows.values()


def _differs(client: Client, target: Target, listing: Sequence[ListedPost], language: str) -> bool:
    """Tell whether a listing in a language is not the same as the one without, so that it is to be read."""
    answer = client.rows(
        target.collection.route,
        per_page=_PROBE,
        lang=language,
        order="asc",
        orderby="id",
        _fields="id",
        **_statuses(target),
    )
    seen = (
        [row.get("id") for row in answer.data if isinstance(row, Mapping)]
        if isinstance(answer.data, list)
        else []
    )
    return bool(seen) and seen != [row.id for row in listing[: min(_PROBE, client.page_size)]]


def _statuses(target: Target) -> dict[str, str]:
    if not target.look.statuses or target.collection.kind is not CollectionKind.POSTS:
        return {}
    return {"status": ",".join(target.look.statuses)}
