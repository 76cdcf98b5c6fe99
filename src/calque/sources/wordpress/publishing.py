"""Writing to a site with care: WordPress has no conditional requests, retries create twice, and roles strip.

So a write is: read the state → compare it with the one that the caller knows → write, once → read again → compare
with what was sent. After a lost answer the site is looked at before anything is sent again.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from calque.addresses import place_of
from calque.errors import PublishError, SourceError
from calque.sources.wordpress.answers import Answer
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.discovery import Collection
from calque.sources.wordpress.failures import OutageError, RefusedError

__all__ = [
    "ConflictError",
    "PostState",
    "WriteResult",
    "create_post",
    "delete_draft",
    "find_by_slug",
    "find_draft",
    "is_same_state",
    "is_taken_out",
    "read_state",
    "save_draft",
    "stands",
    "state_of",
    "trash_post",
    "update_post",
]

_TEXTS = ("title", "content", "excerpt")
_STATUSES = "publish,future,draft,pending,private"
_MARKUP = re.compile(r"<([a-z][\w-]*)|\s(on[a-z]+)\s*=|<!--\s(wp:[\w/-]+)", re.IGNORECASE)


class ConflictError(PublishError):
    """Somebody changed the post since it was last read; nothing was overwritten."""


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
        if name in _TEXTS:
            return self.raw.get(name)
        found: object = self.data
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found if isinstance(found, str) else None


@dataclass(frozen=True, slots=True)
class WriteResult:
    """The result of a write, as read back from the site."""

    state: PostState
    created: bool
    stripped: tuple[str, ...] = ()
    """What the user's role or a filter took out: `content: <script>`, `content: onclick`."""
    dropped: tuple[str, ...] = ()
    """Fields that the site did not take over: `meta.x`, `categories`, `slug`."""


def read_state(client: Client, collection: Collection, number: int) -> PostState:
    """Read a post with its raw texts; needs the right to edit it.

    Errors: RefusedError, OutageError, SourceError.
    """
    answer = client.get(f"{collection.route}/{number}", context="edit")
    return state_of(_post(answer, number))


def update_post(
    client: Client, collection: Collection, known: PostState, body: Mapping[str, object]
) -> WriteResult:
    """Write fields of a post that still stands as `known` says.

    Errors: ConflictError where it does not; PublishError where it cannot be told whether the write came through.
    """
    _refuse_if_changed(client, collection, known)
    place = place_of(client.url_of(f"{collection.route}/{known.id}"))
    try:
        answer = client.post(f"{collection.route}/{known.id}", body)
        data = _post(answer, known.id)
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
    return _written(client, collection, known.id, body, data, created=False)


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
        data = _post(client.post(collection.route, body), None)
    except OutageError as error:
        found = find_by_slug(client, collection, slug)
        if len(found) != 1:
            raise PublishError(
                f"{place}: the answer was lost and {len(found)} posts have the slug {slug!r}; look at the site"
            ) from error
        data = found[0]
    return _written(client, collection, data["id"], body, data, created=True)


def save_draft(
    client: Client, collection: Collection, known: PostState, body: Mapping[str, object]
) -> tuple[int, tuple[str, ...]]:
    """Keep texts beside a public post, as WordPress keeps what an editor has not saved yet; the post itself stays.

    Return the id of that revision, and what the user's role took out. The editor offers it to who opens the post.
    Errors: ConflictError where the post changed, or where the same user has other unsaved texts there.
    """
    _refuse_if_changed(client, collection, known)
    route = f"{collection.route}/{known.id}/autosaves"
    place = known.link or place_of(client.url_of(route))
    own = _own_id(client)
    for row in _rows(client.get(route, context="edit")):
        if row.get("author") != own:
            continue
        if all(_raw(row, name) == body[name] for name in _TEXTS if name in body):
            return row["id"], ()
        if str(row.get("modified_gmt") or "") > known.modified:
            raise ConflictError(
                f"{place}: post {known.id} has texts of this user that were not saved yet; nothing was overwritten: "
                "open it in the editor, take them or leave them, then publish again"
            )
    texts = {name: body.get(name, known.raw.get(name, "")) for name in _TEXTS}
    data = client.post(route, texts).data
    if not isinstance(data, Mapping) or data.get("parent") != known.id or not isinstance(data.get("id"), int):
        raise SourceError(f"{place}: no draft was kept; look at the site before going on")
    rows = {row["id"]: row for row in _rows(client.get(route, context="edit"))}
    kept = rows.get(data["id"], data)
    lost = [
        f"{name}: {what}"
        for name, sent in texts.items()
        if isinstance(sent, str)
        for what in _lost(sent, _raw(kept, name))
    ]
    return data["id"], tuple(lost)


def find_draft(client: Client, collection: Collection, number: int, body: Mapping[str, object]) -> int:
    """Return the id of this user's texts beside a post, exactly as `save_draft` was to keep them; 0 where none are."""
    own = _own_id(client)
    rows = _rows(client.get(f"{collection.route}/{number}/autosaves", context="edit"))
    mine = (row for row in rows if row.get("author") == own and body)
    return next((row["id"] for row in mine if all(_raw(row, name) == body[name] for name in body)), 0)


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
    if kept is None or all(_raw(kept, name) == text for name, text in known.raw.items()):
        return
    if any(_raw(kept, name) != sent[name] for name in _TEXTS if name in sent):
        raise ConflictError(
            f"{place}: the draft beside post {number} was changed on the site since; it stays as it is"
        )
    try:
        client.post(route, known.raw)
    except RefusedError as error:
        if error.code != "rest_autosave_no_changes":
            raise
    kept = _draft(client, route, revision)
    if kept is not None and any(_raw(kept, name) != text for name, text in known.raw.items()):
        raise PublishError(
            f"{place}: this version of WordPress keeps the draft beside post {number}, which visitors do not see; open "
            "the post in the editor and save it as it is, then the draft is offered to nobody"
        )


def _draft(client: Client, route: str, revision: int) -> Mapping[str, Any] | None:
    return next((row for row in _rows(client.get(route, context="edit")) if row["id"] == revision), None)


def trash_post(client: Client, collection: Collection, known: PostState) -> None:
    """Put a post that still stands as `known` says into the trash.

    Errors: ConflictError where it does not.
    """
    _refuse_if_changed(client, collection, known)
    client.post(f"{collection.route}/{known.id}", {}, _method="DELETE")


def is_taken_out(stripped: tuple[str, ...]) -> bool:
    """Tell whether markup was lost in a write; words that are spelled in another way are no loss."""
    return any(not one.endswith(": text") for one in stripped)


def _rows(answer: Answer) -> list[Mapping[str, Any]]:
    rows = answer.data if isinstance(answer.data, list) else []
    return [row for row in rows if isinstance(row, Mapping) and isinstance(row.get("id"), int)]


def _raw(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    raw = value.get("raw") if isinstance(value, Mapping) else None
    return raw if isinstance(raw, str) else ""


def _refuse_if_changed(client: Client, collection: Collection, known: PostState) -> None:
    now = read_state(client, collection, known.id)
    if not is_same_state(now, known):
        raise ConflictError(
            f"{now.link or place_of(client.url_of(collection.route))}: post {known.id} was changed on the site since "
            f"it was read (saved {now.modified} UTC); nothing was overwritten: sync, look at both, then publish again"
        )


def is_same_state(one: PostState, other: PostState) -> bool:
    """Tell whether nobody saved a post between two looks at it."""
    return (one.digest, one.modified, one.predecessor) == (other.digest, other.modified, other.predecessor)


def stands(state: PostState, body: Mapping[str, object]) -> bool:
    """Tell whether the texts of a write stand on the site, by field; what the site does not show is not asked for."""
    if any(state.raw.get(name) != body[name] for name in _TEXTS if name in body):
        return False
    others = ((name, text) for name, text in body.items() if "." in name)
    return all(state.value(name) in (None, text) for name, text in others)


def find_by_slug(client: Client, collection: Collection, slug: str) -> list[Mapping[str, Any]]:
    """Return the posts that have a slug, drafts too, as the API has them for who edits."""
    answer = client.get(collection.route, slug=slug, status=_STATUSES, context="edit")
    rows = answer.data if isinstance(answer.data, list) else []
    return [row for row in rows if isinstance(row, Mapping) and isinstance(row.get("id"), int)]


def _post(answer: Answer, number: int | None) -> Mapping[str, Any]:
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


def state_of(data: Mapping[str, Any]) -> PostState:
    """Return the state that the JSON of a post shows.

    Errors: SourceError where it has no raw content.
    """
    raw = {
        name: value["raw"]
        for name in _TEXTS
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


def _written(
    client: Client,
    collection: Collection,
    number: int,
    body: Mapping[str, object],
    data: Mapping[str, Any],
    *,
    created: bool,
) -> WriteResult:
    state = read_state(client, collection, number)
    stripped = [
        f"{name}: {what}"
        for name in _TEXTS
        if isinstance(sent := body.get(name), str)
        for what in _lost(sent, state.raw.get(name, ""))
    ]
    return WriteResult(state, created, tuple(stripped), tuple(_dropped(body, state, data)))


def _lost(sent: str, stored: str) -> list[str]:
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
        if name in (*_TEXTS, "slug", "status"):
            continue
        got = data.get(name)
        if isinstance(value, Mapping):
            have = got if isinstance(got, Mapping) else {}
            dropped += [f"{name}.{key}" for key in value if have.get(key) != value[key]]
        elif got != value:
            dropped.append(name)
    return dropped
