"""Sweeps: which posts a collection has, in what state, without their texts."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from calque.addresses import place_of
from calque.errors import SourceError
from calque.sources.wordpress.answers import Answer
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.collections import Collection, CollectionKind

__all__ = ["ListedPost", "list_rows", "row_of", "sweep_fields"]

_PAGE = 100
"""Rows a page, WordPress's most; a site may refuse so many (`Client.rows`)."""
_FEWEST = 5
"""Rows that a site must give a page, so that its sweep ends in time."""
_REPEATS = 2
"""How often a page may be that before it: so do some hundred posts in a row that these rights do not show."""
_IDLE = 10
"""Pages in a row without a new row after which the rest of the total is not believed."""
_SURE = 50
"""After so many rows in succession that these rights do not show, a listing without a total is at its end."""
_ADVICE = "nothing was taken from it; a plugin or a cache may change it, exclude the REST API there"
_PAIRS = (
    "lang",
    "translations",
    "wpml_current_locale",
    "wpml_translations",
    "polylang_current_lang",
    "polylang_translations",
    "meta._locale",
    "meta._original_post",
)
"""What plugins say of language and translations: an editor may change it without saving the post itself."""
_FIELDS = {
    CollectionKind.POSTS: ("id", "modified_gmt", "slug", "status", "link", *_PAIRS),
    CollectionKind.MEDIA: ("id", "modified_gmt", "slug", "status", "link", "alt_text"),
    CollectionKind.TERMS: ("id", "slug", "link", "name", "description"),
}
_SWEEPS = 3
"""How often a listing that shifts while it is read is read again."""
_LAST_ID = 2**63


@dataclass(frozen=True, slots=True)
class ListedPost:
    """A post as a sweep sees it."""

    collection: str
    id: int
    stamp: str
    """Names the state that was seen: another stamp, another state. Empty where that is not sure."""
    modified: str = ""
    """`modified_gmt` as given; terms have none."""
    status: str = "publish"
    language: str = ""
    """The `?lang=` of the listing in which it stands; empty where the site has one listing for all."""

    @property
    def key(self) -> tuple[str, int]:
        """Collection and id."""
        return (self.collection, self.id)


def list_rows(
    client: Client,
    collection: Collection,
    *,
    statuses: Sequence[str] = (),
    language: str = "",
    extra: Sequence[str] = (),
) -> tuple[ListedPost, ...]:
    """Return all rows of a collection: swept by id, upwards, each page overlapping the one before by a row.

    An insertion in mid-crawl comes last. A deletion moves later rows up, so that the overlap does not hold: the
    sweep is done again, and a row of either sweep stays in. `extra` are further fields whose change counts.
    Errors: SourceError where a page cannot be had or the listing does not end: half a listing is none.
    """
    fields = sweep_fields(collection, extra)
    parameters: dict[str, str | int] = {
        "order": "asc",
        "orderby": "id",
        "_fields": ",".join(fields),
    }
    if statuses and collection.kind is CollectionKind.POSTS:
        parameters["status"] = ",".join(statuses)
    if language:
        parameters["lang"] = language
    seen: dict[int, ListedPost] = {}
    for _ in range(_SWEEPS):
        sweep = _Sweep(client, collection, fields, parameters)
        seen |= {row.id: replace(row, language=language) for row in sweep.rows()}
        if not sweep.shifted:
            break
    return tuple(seen[number] for number in sorted(seen))


def sweep_fields(collection: Collection, extra: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the fields that a sweep asks for."""
    return tuple(dict.fromkeys((*_FIELDS[collection.kind], *extra)))


class _Sweep:
    """One reading of a listing from its beginning to its end."""

    def __init__(
        self,
        client: Client,
        collection: Collection,
        fields: Sequence[str],
        parameters: Mapping[str, str | int],
    ) -> None:
        self.shifted = False
        """Whether rows moved while they were read, so that one may have slipped between two pages."""
        self._client = client
        self._collection = collection
        self._fields = fields
        self._parameters = parameters
        self._size = _PAGE
        self._place = place_of(client.url_of(collection.route))

    def rows(self) -> Iterator[ListedPost]:
        """Yield the rows upwards by id, each once."""
        most = self._client.limits.rows
        offset, last, idle = 0, 0, 0
        before: list[ListedPost] = []
        answer = self._ask(0)
        self._size = min(_PAGE, self._client.page_size)
        rows = self._parse(answer)
        if answer.total is None:
            yield from self._without_total(rows)
            return
        step = self._step(answer, len(rows))
        ahead = self._client.map(self._ask, range(step, min((answer.total or 0) - 1, most), step))
        while True:
            self.shifted = self.shifted or (offset > 0 and (not rows or rows[0].id != last))
            fresh = [row for row in rows if row.id > last]
            idle = 0 if fresh else idle + 1
            if rows and not fresh and (len(rows) > step or (rows == before and idle > _REPEATS)):
                raise self._repeating()
            yield from fresh
            last = fresh[-1].id if fresh else last
            offset += step
            if len(rows) <= step and (idle > _IDLE or offset + 1 >= (answer.total or 0)):
                return
            if offset > most:
                raise self._endless()
            answer, before = next(ahead, None) or self._ask(offset), rows
            rows = self._parse(answer)

    def _without_total(self, rows: list[ListedPost]) -> Iterator[ListedPost]:
        """Yield the rows of a listing from its first page on, where the site does not say how many there are.

        A page may be short since the site gives no more, or since these rights do not show what else is in it. So the
        next one begins where its last row stands at the earliest: both then have that row, and nothing is between
        them. With hidden rows they have more in common, which is no repetition before a whole page is behind.
        """
        yield from rows
        offset = newest = 0
        is_read = len(rows) < _FEWEST
        while not is_read:
            known = [row.id for row in rows]
            offset += max(len(rows) - 1, 1)
            if offset > self._client.limits.rows:
                raise self._endless()
            rows = self._parse(self._ask(offset))
            ids = [row.id for row in rows]
            fresh = [row for row in rows if row.id > known[-1]]
            again = ids[: len(ids) - len(fresh)]
            self.shifted = self.shifted or not again or again != known[-len(again) :]
            yield from fresh
            if fresh:
                newest = offset
            elif ids == known:
                if offset - newest > self._size - len(ids):
                    raise self._repeating()
            else:
                is_read = len(ids) <= 1 or offset - newest >= _SURE

    def _step(self, answer: Answer, rows: int) -> int:
        """Return how far the second page stands from the first: a site may give fewer rows than it is asked for.

        Rows that only these rights do not show are not such: they make no further page.
        """
        total, pages = answer.total or 0, answer.pages or 0
        if rows >= self._size or rows >= total or pages <= -(-total // self._size):
            return self._size - 1
        if rows < _FEWEST:
            raise SourceError(
                f"{self._place}: {rows} rows where {self._size} were asked for and {total} are there; {_ADVICE}"
            )
        return rows - 1

    def _repeating(self) -> SourceError:
        return SourceError(f"{self._place}: the listing repeats itself; {_ADVICE}")

    def _endless(self) -> SourceError:
        most = self._client.limits.rows
        return SourceError(f"{self._place}: the listing does not end after {most} rows; {_ADVICE}")

    def _ask(self, offset: int) -> Answer:
        return self._client.rows(self._collection.route, per_page=_PAGE, offset=offset, **self._parameters)

    def _parse(self, answer: Answer) -> list[ListedPost]:
        if not isinstance(answer.data, list):
            raise SourceError(f"{self._place}: no listing but {type(answer.data).__name__}; {_ADVICE}")
        rows = [row_of(self._collection, data, self._fields) for data in answer.data]
        if any(one.id >= other.id for one, other in pairwise(rows)):
            raise SourceError(f"{self._place}: the listing is not in the order of its ids; {_ADVICE}")
        return rows


def row_of(collection: Collection, data: object, fields: Sequence[str]) -> ListedPost:
    """Return the row of a post's JSON.

    Errors: SourceError where it has no id.
    """
    identity = data.get("id") if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(identity, int) or not 0 < identity < _LAST_ID:
        raise SourceError(f"{collection.route}: a row without an id; {_ADVICE}")
    return ListedPost(
        collection.name,
        identity,
        _stamp({name: data.get(name) for name in dict.fromkeys(one.partition(".")[0] for one in fields)}),
        modified=str(data.get("modified_gmt") or ""),
        status=str(data.get("status") or "publish"),
    )


def _stamp(values: Mapping[str, Any]) -> str:
    text = json.dumps(values, sort_keys=True, ensure_ascii=True)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
