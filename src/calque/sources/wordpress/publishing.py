"""Writing to a site with care: WordPress has no conditional requests, retries create twice, and roles strip.

So a write is: read the state → compare it with the one that the caller knows → write, once → read again → compare
with what was sent. After a lost answer the site is looked at before anything is sent again.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from calque.addresses import place_of
from calque.errors import PublishError
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.collections import Collection
from calque.sources.wordpress.failures import OutageError
from calque.sources.wordpress.post_states import (
    TEXTS,
    PostState,
    find_by_slug,
    is_same_state,
    post_of,
    read_state,
    refuse_if_changed,
    stands,
)

__all__ = ["WriteResult", "create_post", "is_taken_out", "lost_of", "trash_post", "update_post"]

_MARKUP = re.compile(r"<([a-z][\w-]*)|\s(on[a-z]+)\s*=|<!--\s(wp:[\w/-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WriteResult:
    """The result of a write, as read back from the site."""

    state: PostState
    stripped: tuple[str, ...] = ()
    """What the user's role or a filter took out: `content: <script>`, `content: onclick`."""
    dropped: tuple[str, ...] = ()
    """Fields that the site did not take over: `meta.x`, `categories`, `slug`."""


def update_post(
    client: Client, collection: Collection, known: PostState, body: Mapping[str, object]
) -> WriteResult:
    """Write fields of a post that still stands as `known` says.

    Errors: ConflictError where it does not; PublishError where it cannot be told whether the write came through.
    """
    refuse_if_changed(client, collection, known)
    place = place_of(client.url_of(f"{collection.route}/{known.id}"))
    try:
        answer = client.post(f"{collection.route}/{known.id}", body)
        data = post_of(answer, known.id)
    except OutageError as error:
        now = read_state(client, collection, known.id)
        if not stands(now, body):
            what = (
                "nothing was written" if is_same_state(now, known) else "it cannot be told what was written"
            )
            raise PublishError(
                f"{place}: the site was out and {what}; look at it, then publish again"
            ) from error
        data = {}
    return _written(client, collection, known.id, body, data)


def create_post(client: Client, collection: Collection, body: Mapping[str, object]) -> WriteResult:
    """Create a post under the slug that `body` names, exactly once.

    Errors: PublishError where a post has that slug already (WordPress would make it `slug-2`), or where it cannot
    be told whether the post was created.
    """
    slug = str(body.get("slug") or "")
    place = place_of(client.url_of(collection.route))
    if not slug:
        raise PublishError(f"{place}: a post without a slug could not be found again; give it one")
    if found := find_by_slug(client, collection, slug):
        raise PublishError(f"{place}: {slug!r} is the slug of post {found[0]['id']} already; update that one")
    try:
        data = post_of(client.post(collection.route, body), None)
    except OutageError as error:
        found = find_by_slug(client, collection, slug)
        if len(found) != 1:
            raise PublishError(
                f"{place}: the answer was lost and {len(found)} posts have the slug {slug!r}; look at the site"
            ) from error
        data = found[0]
    return _written(client, collection, data["id"], body, data)


def trash_post(client: Client, collection: Collection, known: PostState) -> None:
    """Put a post that still stands as `known` says into the trash.

    Errors: ConflictError where it does not.
    """
    refuse_if_changed(client, collection, known)
    client.post(f"{collection.route}/{known.id}", {}, _method="DELETE")


def is_taken_out(stripped: tuple[str, ...]) -> bool:
    """Tell whether markup was lost in a write; words that are spelled in another way are no loss."""
    return any(not one.endswith(": text") for one in stripped)


def _written(
    client: Client,
    collection: Collection,
    number: int,
    body: Mapping[str, object],
    data: Mapping[str, Any],
) -> WriteResult:
    state = read_state(client, collection, number)
    stripped = [
        f"{name}: {what}"
        for name in TEXTS
        if isinstance(sent := body.get(name), str)
        for what in lost_of(sent, state.raw.get(name, ""))
    ]
    return WriteResult(state, tuple(stripped), tuple(_dropped(body, state, data)))


def lost_of(sent: str, stored: str) -> list[str]:
    """Return what of the markup that was sent is not stored, each kind once; `text` where only the words differ."""
    if sent == stored:
        return []
    before, after = (Counter(_names(text)) for text in (sent, stored))
    return sorted(before - after) or ["text"]


def _names(text: str) -> list[str]:
    return [
        f"<{element.lower()}>" if element else (event or block).lower()
        for element, event, block in _MARKUP.findall(text)
    ]


def _dropped(body: Mapping[str, object], state: PostState, data: Mapping[str, Any]) -> list[str]:
    stored = {"slug": unquote(state.slug), "status": state.status}  # other scripts are percent-encoded
    dropped = [
        name for name in stored if name in body and body[name] not in (stored[name], getattr(state, name))
    ]
    if not data:
        return dropped
    for name, value in body.items():
        if name in (*TEXTS, "slug", "status"):
            continue
        got = data.get(name)
        if isinstance(value, Mapping):
            have = got if isinstance(got, Mapping) else {}
            dropped += [f"{name}.{key}" for key in value if have.get(key) != value[key]]
        elif got != value:
            dropped.append(name)
    return dropped
