"""Fetches posts by id, their earlier texts, and what became of posts that are not listed any more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from calque.errors import SourceError
from calque.sources.wordpress.answers import Answer
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.collections import Collection, CollectionKind
from calque.sources.wordpress.failures import OutageError, RefusedError, TooLargeError, is_capped
from calque.sources.wordpress.listings import ListedPost, row_of, sweep_fields

__all__ = ["Fate", "FetchedPost", "Look", "fetch_posts", "find_fate", "read_revisions"]

_ALWAYS = (
    "id",
    "type",
    "slug",
    "status",
    "link",
    "date_gmt",
    "modified_gmt",
    "categories",
    "featured_media",
    "lang",
    "translations",
    "wpml_current_locale",
    "wpml_translations",
    "polylang_current_lang",
    "polylang_translations",
    "guid",
    "meta._locale",
    "meta._original_post",
    "_links.self",
    "_links.version-history",
    "_links.predecessor-version",
)
_TEXTS = {
    CollectionKind.POSTS: ("title", "content", "excerpt"),
    CollectionKind.MEDIA: ("caption", "alt_text"),
    CollectionKind.TERMS: ("name", "description", "taxonomy"),
}
_RAW = {
    CollectionKind.POSTS: ("title.raw", "content.raw", "content.protected", "excerpt.raw", "meta.footnotes"),
    CollectionKind.MEDIA: ("caption.raw", "alt_text"),
    CollectionKind.TERMS: ("name", "description", "taxonomy"),
}
_CLOCK_MARGIN = timedelta(seconds=5)
"""A post saved so shortly before it was fetched may be saved again in the same second; clocks differ a little."""


@dataclass(frozen=True, slots=True)
class Look:
    """How posts are asked for."""

    statuses: tuple[str, ...] = ()
    """Asked for besides the public ones, where the rights allow."""
    raw: bool = False
    """With `context=edit`, as block markup."""
    extra: tuple[str, ...] = ()
    """Further fields, by their path: `acf.subtitle`."""
    batch: int = 50
    """Posts a request; halved where the answer is too large, the server breaks over it, or it refuses so many."""

    @property
    def roots(self) -> tuple[str, ...]:
        """The first parts of the further fields' paths, which a sweep asks for: their change counts."""
        return tuple(dict.fromkeys(path.partition(".")[0] for path in self.extra))

    @property
    def mark(self) -> str:
        """What posts fetched this way have in common: those of another mark are fetched again."""
        return " ".join(("raw" if self.raw else "rendered", *self.extra))


_BROKEN = 5
"""So many posts in a row may break the server before it counts as out: each is waited for."""


@dataclass(frozen=True, slots=True)
class FetchedPost:
    """A post's JSON and the row that stands for it in the next sweep."""

    row: ListedPost
    data: Mapping[str, Any] = field(repr=False)


class Fate(StrEnum):
    """What became of a post that a sweep does not list."""

    DELETED = "deleted"
    """404 `rest_post_invalid_id`: the site says that there is no such post."""
    HIDDEN = "hidden"
    """401 or 403: trash, draft, private or scheduled."""
    HERE = "here"
    """It is there and can be read, with the status that it has."""
    UNKNOWN = "unknown"
    """Anything else; nothing follows from it."""


def fetch_posts(
    client: Client, collection: Collection, rows: Sequence[ListedPost], look: Look
) -> Iterator[FetchedPost | SourceError]:
    """Fetch the posts of some rows by `include=`, several batches at a time, in no order to rely upon.

    A post that is too large, or over which the server breaks, comes out as its error; one that is gone meanwhile
    does not come out.
    Errors: OutageError where the site stays out, be it for posts alone: where it breaks over several in a row.
    """
    batches = [rows[start : start + look.batch] for start in range(0, len(rows), look.batch)]

    def fetch(batch: Sequence[ListedPost]) -> list[FetchedPost | SourceError]:
        return list(_patiently(_fetch(client, collection, batch, look)))

    for found in client.map(fetch, batches):
        yield from found


def _patiently(fetched: Iterator[FetchedPost | SourceError]) -> Iterator[FetchedPost | SourceError]:
    """Pass on what was fetched until the site broke over too many posts in a row."""
    broken = 0
    for found in fetched:
        broken = broken + 1 if isinstance(found, OutageError) else 0
        if broken > _BROKEN and isinstance(found, OutageError):
            raise found
        yield found


def find_fate(client: Client, collection: Collection, number: int, *, language: str = "") -> tuple[Fate, str]:
    """Ask for a single post that is not listed; return what became of it, and its status or the error's code."""
    try:
        answer = client.get(f"{collection.route}/{number}", _fields="id,status", **_language(language))
    except RefusedError as error:
        if error.status == 404 and error.code in ("rest_post_invalid_id", "rest_term_invalid"):  # noqa: PLR2004 — HTTP's own
            return Fate.DELETED, error.code
        if error.status in (401, 403) and error.code.startswith(("rest_forbidden", "rest_cannot_read")):
            return Fate.HIDDEN, error.code
        return Fate.UNKNOWN, error.code
    except SourceError as error:
        return Fate.UNKNOWN, str(error)
    if isinstance(answer.data, Mapping) and answer.data.get("id") == number:
        return Fate.HERE, str(answer.data.get("status") or "publish")
    return Fate.UNKNOWN, "another answer than the post"


def read_revisions(
    client: Client, collection: Collection, post: FetchedPost, *, most: int
) -> list[dict[str, Any]]:
    """Return up to `most` earlier texts of a post as REST objects that bear its id, the newest first.

    None where there is at most one, or where these rights do not show them.
    """
    links = post.data.get("_links")
    history = links.get("version-history") if isinstance(links, Mapping) else None
    row = history[0] if isinstance(history, list) and history and isinstance(history[0], Mapping) else {}
    if not most or not isinstance(row.get("count"), int) or row["count"] < 2:  # noqa: PLR2004 — one is today's text
        return []
    fields = "id,modified_gmt,title,content,excerpt"  # WordPress 6.1 has no content.raw here
    try:
        answer = client.rows(
            f"{collection.route}/{post.row.id}/revisions", per_page=most, context="edit", _fields=fields
        )
    except RefusedError:
        return []
    kept = {
        name: post.data[name]
        for name in ("id", "type", "slug", "link", "status", "lang")
        if name in post.data
    }
    own = {"_links": {"self": links.get("self", [])}} if isinstance(links, Mapping) else {}
    texts = ("modified_gmt", "title", "content", "excerpt")
    rows = answer.data if isinstance(answer.data, list) else []
    return [
        {**kept, **own, **{name: _raw_part(one[name]) for name in texts if name in one}}
        for one in rows
        if isinstance(one, Mapping) and isinstance(one.get("content"), Mapping)
    ]


def _raw_part(value: object) -> object:
    return {"raw": value["raw"]} if isinstance(value, Mapping) and "raw" in value else value


def _fetch(
    client: Client, collection: Collection, rows: Sequence[ListedPost], look: Look
) -> Iterator[FetchedPost | SourceError]:
    """Fetch a batch in one request, or by halves where that helps.

    It does not where the site asks for a pause (`Retry-After`): it is busy, with fewer posts a request as with more.
    """
    if len(rows) > client.page_size:
        yield from _fetch_halves(client, collection, rows, look)
        return
    try:
        answer = _ask(client, collection, rows, look)
    except RefusedError as error:
        if len(rows) == 1 or not is_capped(error):
            raise
        yield from _fetch_halves(client, collection, rows, look)
        client.page_size = min(client.page_size, len(rows) // 2)  # the halves came: fewer at a time are given
        return
    except (TooLargeError, OutageError) as error:
        if isinstance(error, OutageError):
            if error.wait:
                raise
            client.get(collection.route, per_page=1, _fields="id")  # raises where the site is out altogether
        if len(rows) == 1:
            yield _named(error, rows[0])
            return
        yield from _fetch_halves(client, collection, rows, look)
        return
    wanted = {row.id: row for row in rows}
    data = answer.data if isinstance(answer.data, list) else []
    for post in data:
        identity = post.get("id") if isinstance(post, Mapping) else None
        row = wanted.pop(identity, None) if isinstance(identity, int) else None
        if row is not None:
            yield _fetched(collection, row, post, look, answer)


def _fetch_halves(
    client: Client, collection: Collection, rows: Sequence[ListedPost], look: Look
) -> Iterator[FetchedPost | SourceError]:
    middle = len(rows) // 2
    yield from _fetch(client, collection, rows[:middle], look)
    yield from _fetch(client, collection, rows[middle:], look)


def _ask(client: Client, collection: Collection, rows: Sequence[ListedPost], look: Look) -> Answer:
    texts = (_RAW if look.raw else _TEXTS)[collection.kind]
    parameters: dict[str, str | int] = {
        "include": ",".join(str(row.id) for row in rows),
        "per_page": len(rows),
        "orderby": "id",
        "order": "asc",
        "_fields": ",".join(dict.fromkeys((*_ALWAYS, *texts, *look.roots))),
        **_language(rows[0].language),
    }
    if look.raw:
        parameters["context"] = "edit"
    if look.statuses and collection.kind is CollectionKind.POSTS:
        parameters["status"] = ",".join(look.statuses)
    return client.get(collection.route, **parameters)


def _fetched(
    collection: Collection, row: ListedPost, data: Mapping[str, Any], look: Look, answer: Answer
) -> FetchedPost:
    """Give a fetched post its row: the swept one, unless it was saved since, or just now."""
    told = row_of(collection, data, sweep_fields(collection, look.roots))
    new = row if told.modified == row.modified else replace(told, language=row.language)
    if _is_fresh(told.modified, answer.moment):
        new = replace(new, stamp="")
    kept = dict(data)
    if row.language and not kept.get("lang"):
        kept["lang"] = row.language
    return FetchedPost(replace(new, status=told.status), kept)


def _is_fresh(modified: str, moment: datetime | None) -> bool:
    """Tell whether a post was saved within the last seconds of the server's own clock."""
    try:
        saved = datetime.fromisoformat(modified).replace(tzinfo=UTC)
    except ValueError:
        return False
    return moment is not None and -_CLOCK_MARGIN < moment - saved < _CLOCK_MARGIN


def _language(language: str) -> dict[str, str]:
    return {"lang": language} if language else {}


def _named(error: SourceError, row: ListedPost) -> SourceError:
    return type(error)(f"{row.collection}/{row.id}: {error}")
