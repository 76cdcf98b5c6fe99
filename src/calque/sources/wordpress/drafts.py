"""Texts kept beside a public page, as the editor keeps unsaved ones; visitors do not see them."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from calque.addresses import place_of
from calque.errors import PublishError, SourceError
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.collections import Collection
from calque.sources.wordpress.failures import RefusedError
from calque.sources.wordpress.post_states import (
    TEXTS,
    ConflictError,
    PostState,
    raw_of,
    read_state,
    refuse_if_changed,
    rows_of,
)
from calque.sources.wordpress.publishing import lost_of

__all__ = ["delete_draft", "find_draft", "save_draft"]


def save_draft(
    client: Client, collection: Collection, known: PostState, body: Mapping[str, object]
) -> tuple[int, tuple[str, ...]]:
    """Keep texts beside a public post, as WordPress keeps what an editor has not saved yet; the post itself stays.

    Return the id of that revision, and what the user's role took out. The editor offers it to who opens the post.
    Errors: ConflictError where the post changed, or where the same user has other unsaved texts there.
    """
    refuse_if_changed(client, collection, known)
    route = f"{collection.route}/{known.id}/autosaves"
    place = known.link or place_of(client.url_of(route))
    own = _own_id(client)
    for row in rows_of(client.get(route, context="edit")):
        if row.get("author") != own:
            continue
        if all(raw_of(row, name) == body[name] for name in TEXTS if name in body):
            return row["id"], ()
        if str(row.get("modified_gmt") or "") > known.modified:
            raise ConflictError(
                f"{place}: post {known.id} has texts of this user that were not saved yet; nothing was overwritten: "
                "open it in the editor, take them or leave them, then publish again"
            )
    texts = {name: body.get(name, known.raw.get(name, "")) for name in TEXTS}
    data = client.post(route, texts).data
    if not isinstance(data, Mapping) or data.get("parent") != known.id or not isinstance(data.get("id"), int):
        raise SourceError(f"{place}: no draft was kept; look at the site before going on")
    rows = {row["id"]: row for row in rows_of(client.get(route, context="edit"))}
    kept = rows.get(data["id"], data)
    lost = [
        f"{name}: {what}"
        for name, sent in texts.items()
        if isinstance(sent, str)
        for what in lost_of(sent, raw_of(kept, name))
    ]
    return data["id"], tuple(lost)


def find_draft(client: Client, collection: Collection, number: int, body: Mapping[str, object]) -> int:
    """Return the id of this user's texts beside a post, exactly as `save_draft` was to keep them; 0 where none are."""
    own = _own_id(client)
    rows = rows_of(client.get(f"{collection.route}/{number}/autosaves", context="edit"))
    mine = (row for row in rows if row.get("author") == own and body)
    return next((row["id"] for row in mine if all(raw_of(row, name) == body[name] for name in body)), 0)


def _own_id(client: Client) -> object:
    me = client.get("wp/v2/users/me", context="edit", _fields="id").data
    return me.get("id") if isinstance(me, Mapping) else None


def delete_draft(
    client: Client, collection: Collection, number: int, revision: int, sent: Mapping[str, str]
) -> None:
    """Take back what `save_draft` kept beside a post; nothing where it is gone already.

    WordPress lets nobody delete it through its API; older versions (6.1, not 6.5) delete it themselves where the post's
    own texts are to be kept in its place.
    Errors: ConflictError where it has other texts than those that were sent; PublishError where it stays all the same.
    """
    route = f"{collection.route}/{number}/autosaves"
    try:
        known = read_state(client, collection, number)
    except RefusedError as error:
        if error.status == HTTPStatus.NOT_FOUND:
            return
        raise
    place = known.link or place_of(client.url_of(route))
    kept = _draft(client, route, revision)
    if kept is None or all(raw_of(kept, name) == text for name, text in known.raw.items()):
        return
    if any(raw_of(kept, name) != sent[name] for name in TEXTS if name in sent):
        raise ConflictError(
            f"{place}: the draft beside post {number} was changed on the site since; it stays as it is"
        )
    try:
        client.post(route, known.raw)
    except RefusedError as error:
        if error.code != "rest_autosave_no_changes":
            raise
    kept = _draft(client, route, revision)
    if kept is not None and any(raw_of(kept, name) != text for name, text in known.raw.items()):
        raise PublishError(
            f"{place}: this version of WordPress keeps the draft beside post {number}, which visitors do not see; open "
            "the post in the editor and save it as it is, then the draft is offered to nobody"
        )


def _draft(client: Client, route: str, revision: int) -> Mapping[str, Any] | None:
    return next((row for row in rows_of(client.get(route, context="edit")) if row["id"] == revision), None)
