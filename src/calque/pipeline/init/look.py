"""What a WordPress site answers to the first requests; nothing is concluded from it here."""

import json
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from calque.addresses import split_url
from calque.errors import SourceError
from calque.model import Post
from calque.pipeline.init.roots import LocalePlaces, find_places, find_root_at, find_root_below
from calque.sources.rest import parse_posts
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.collections import Collection, choose_collections
from calque.sources.wordpress.discovery import SiteFacts, inspect_site
from calque.sources.wordpress.languages import Languages, find_languages

__all__ = ["Seen", "look"]

_PAGES = 5
"""Pages of a hundred posts that are looked at, the newest first, a collection."""
_FIELDS = (
    "id,date_gmt,type,link,slug,status,lang,translations,wpml_current_locale,wpml_translations,polylang_current_lang,"
    "polylang_translations,guid,meta._locale,meta._original_post,categories,_links.self"
)
_TEXTS = 20
"""Posts whose text is read, to see the language that they are in."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the site answered."""

    facts: SiteFacts
    collections: tuple[Collection, ...]
    languages: Languages
    posts: tuple[Post, ...]
    """The newest of each collection, also of each language that is listed apart, without their texts."""
    texts: tuple[Post, ...]
    latency: float
    """Seconds a request takes."""
    roots: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Prefix or host → the REST root that has the posts there."""
    one_row: bool = False
    """Those roots serve the site's own posts in another language, and not posts of their own."""


def look(client: Client, targets: Sequence[str] = ()) -> Seen:
    """Ask the site what it is: some tens of requests; `targets` are locales that somebody says it has.

    Errors: SourceError where its REST API is closed, with the likely reason.
    """
    return _with_roots(client, _look(client), targets)


def _with_roots(client: Client, seen: Seen, targets: Sequence[str]) -> Seen:
    """Add what the locales list whose posts the site's own root does not have, each below its prefix."""
    home = seen.facts.home.rstrip("/")
    told = seen.languages.locales
    is_told = bool(told) or any(post.language for post in seen.posts)
    known = {first for post in seen.posts if (first := post.link.removeprefix(f"{home}/").partition("/")[0])}
    known_hosts = {parts.authority for post in seen.posts if (parts := split_url(post.link))}
    led = LocalePlaces() if is_told else find_places(client, home, seen.posts)
    prefixes = (*(one.prefix for one in told if one.prefix), *map(str.lower, targets), *led.prefixes)
    hosts = (*(one.host for one in told if one.host), *led.hosts)
    asked = [
        *(
            find_root_below(client, home, one, seen.collections)
            for one in dict.fromkeys(prefixes)
            if one not in known
        ),
        *(
            find_root_at(client, home, one, seen.collections)
            for one in dict.fromkeys(hosts)
            if one not in known_hosts
        ),
    ]
    roots = [root for root in asked if root]
    here = {(post.key, post.link) for post in seen.posts}
    rows: dict[str, list[Post]] = {}
    texts: list[Post] = []
    for root in roots:
        listed = [post for one in root.collections for post in _list(client, one, 1)]
        if any((post.key, post.link) not in here for post in listed):
            rows[root.place] = listed
            texts += _read(client.rows(root.collections[0].route, per_page=_TEXTS).data)
    further = [post for listed in rows.values() for post in listed]
    own = {post.guid or (post.key, post.published) for post in seen.posts}
    same = sum((post.guid or (post.key, post.published)) in own for post in further)
    return replace(
        seen,
        posts=(*seen.posts, *further),
        texts=(*seen.texts, *texts),
        roots={root.place: root.address for root in roots if root.place in rows},
        one_row=2 * same > len(further),
    )


def _look(client: Client) -> Seen:
    facts = inspect_site(client)
    collections = choose_collections(facts.collections, ())
    languages = find_languages(client, facts)
    started = time.monotonic()
    pages = [(one, 1) for one in collections if facts.totals.get(one.name) != 0]
    posts = [post for batch in client.map(lambda row: _list(client, *row), pages) for post in batch]
    size = client.page_size  # a site may give fewer rows at a time than were asked for
    further = [
        (one, page)
        for one in collections
        for page in range(2, min(_PAGES, math.ceil((facts.totals.get(one.name) or 0) / size)) + 1)
    ]
    posts += [post for batch in client.map(lambda row: _list(client, *row), further) for post in batch]
    latency = (time.monotonic() - started) * client.concurrency / max(1, len(pages) + len(further))
    slugs = dict.fromkeys(one.parameter or one.prefix or one.tag.lower() for one in languages.locales)
    apart = [(one, 1, slug) for one in collections for slug in slugs]
    posts += [post for batch in client.map(lambda row: _list(client, *row), apart) for post in batch]
    texts = _read(client.rows(collections[0].route, per_page=_TEXTS).data) if collections else []
    return Seen(
        facts,
        collections,
        languages,
        tuple({post.key: post for post in reversed(posts)}.values())[::-1],
        tuple(texts),
        latency,
    )


def _list(client: Client, collection: Collection, page: int, language: str = "") -> list[Post]:
    """List a page of a collection; where a `language` is named, of the listing that some plugins have for it."""
    lang = {"lang": language} if language else {}
    try:
        rows = client.rows(collection.route, per_page=100, page=page, _fields=_FIELDS, **lang).data
    except SourceError:
        return []  # this type cannot be listed; the sync reports why
    return _read([{**row, "content": ""} for row in rows if isinstance(row, Mapping)])


def _read(rows: object) -> list[Post]:
    return [post for post in parse_posts(json.dumps(rows), place="") if isinstance(post, Post)]
