"""The state of a post on the site: its raw texts and what tells one state from another, as the API shows it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from calque.addresses import place_of
from calque.errors import PublishError, SourceError
from calque.sources.wordpress.answers import Answer
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.collections import Collection

__all__ = [
    "TEXTS",
    "ConflictError",
    "PostState",
    "find_by_slug",
    "is_same_state",
    "post_of",
    "raw_of",
    "read_state",
    "refuse_if_changed",
    "rows_of",
    "stands",
    "state_of",
]

TEXTS = ("title", "content", "excerpt")
_STATUSES = "publish,future,draft,pending,private"


@dataclass(frozen=True, slots=True)
class PostState:
    """A post as it stands on the site, by all that tells one state from another."""

    id: int
    digest: str
    """Names the raw texts; equal texts, equal digest."""
    modified: str
    predecessor: int
    """The id of the revision before; 0 where there is none."""
    slug: str
    status: str
    link: str
    raw: Mapping[str, str] = field(repr=False)
    """Title, content and excerpt as they are stored."""
    data: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """All that the API shows of it; the digest knows nothing of it."""

    def value(self, name: str) -> str | None:
        """Return the text of a field by its path: `meta.tagline`; None where the site does not show it."""
        if name in TEXTS:
            return self.raw.get(name)
        found: object = self.data
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found if isinstance(found, str) else None


class ConflictError(PublishError):
    """Somebody changed the post since it was last read; nothing was overwritten."""


def read_state(client: Client, collection: Collection, number: int) -> PostState:
    """Read a post with its raw texts; needs the right to edit it.

    Errors: RefusedError, OutageError, SourceError.
    """
    answer = client.get(f"{collection.route}/{number}", context="edit")
    return state_of(post_of(answer, number))


def state_of(data: Mapping[str, Any]) -> PostState:
    """Return the state that the JSON of a post shows.

    Errors: SourceError where it has no raw content.
    """
    raw = {
        name: value["raw"]
        for name in TEXTS
        if isinstance(value := data.get(name), Mapping) and "raw" in value
    }
    if "content" not in raw:
        raise SourceError(
            f"{data.get('link')}: no raw content; use the application password of who may edit it"
        )
    links = data.get("_links")
    before = links.get("predecessor-version") if isinstance(links, Mapping) else None
    predecessor = before[0].get("id") if isinstance(before, list) and before else 0
    return PostState(
        id=data["id"],
        digest=hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest(),
        modified=str(data.get("modified_gmt") or ""),
        predecessor=predecessor if isinstance(predecessor, int) else 0,
        slug=str(data.get("slug") or ""),
        status=str(data.get("status") or ""),
        link=str(data.get("link") or ""),
        raw=raw,
        data=data,
    )


def is_same_state(one: PostState, other: PostState) -> bool:
    """Tell whether nobody saved a post between two looks at it."""
    return (one.digest, one.modified, one.predecessor) == (other.digest, other.modified, other.predecessor)


def stands(state: PostState, body: Mapping[str, object]) -> bool:
    """Tell whether the texts of a write stand on the site, by field; what the site does not show is not asked for."""
    if any(state.raw.get(name) != body[name] for name in TEXTS if name in body):
        return False
    others = ((name, text) for name, text in body.items() if "." in name)
    return all(state.value(name) in (None, text) for name, text in others)


def refuse_if_changed(client: Client, collection: Collection, known: PostState) -> None:
    """Raise ConflictError where a post does not stand as it is known."""
    now = read_state(client, collection, known.id)
    if not is_same_state(now, known):
        raise ConflictError(
            f"{now.link or place_of(client.url_of(collection.route))}: post {known.id} was changed on the site since "
            f"it was read (saved {now.modified} UTC); nothing was overwritten: sync, look at both, then publish again"
        )


def find_by_slug(client: Client, collection: Collection, slug: str) -> list[Mapping[str, Any]]:
    """Return the posts that have a slug, drafts too, as the API has them for who edits."""
    return rows_of(client.get(collection.route, slug=slug, status=_STATUSES, context="edit"))


def post_of(answer: Answer, number: int | None) -> Mapping[str, Any]:
    """Return the post of an answer: one object with the right id, or it is no answer to what was asked."""
    data, place = answer.data, place_of(answer.url)
    known = answer.status in (HTTPStatus.OK, HTTPStatus.CREATED)
    if not known or not isinstance(data, Mapping) or not isinstance(data.get("id"), int):
        raise SourceError(
            f"{place}: no post but another answer ({answer.status}); look at the site before going on"
        )
    if number is not None and data["id"] != number:
        raise SourceError(f"{place}: post {data['id']} instead of {number}; look at the site before going on")
    return data


def rows_of(answer: Answer) -> list[Mapping[str, Any]]:
    """Return the objects with an id of an answer that lists some."""
    rows = answer.data if isinstance(answer.data, list) else []
    return [row for row in rows if isinstance(row, Mapping) and isinstance(row.get("id"), int)]


def raw_of(row: Mapping[str, Any], name: str) -> str:
    """Return a field of a post as it is stored; empty where the answer does not have it so."""
    value = row.get(name)
    raw = value.get("raw") if isinstance(value, Mapping) else None
    return raw if isinstance(raw, str) else ""
