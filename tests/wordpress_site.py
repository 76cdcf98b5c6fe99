"""A WordPress site on loopback that can be written to: what its REST API does with posts, drafts, autosaves and rights.

It is a server, not a stand-in for calque's code: requests come over sockets. What it does was seen on WordPress 6.1 to
6.6: slugs that are taken get a number, unknown fields are dropped with 201, every save makes a revision, an author's
markup is stripped, a post without a saved title keeps none, nobody may delete a revision, and a deleted post is 404
`rest_post_invalid_id`.
"""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

__all__ = ["PASSWORD", "StoredPost", "WritableSite"]

PASSWORD = "abcd efgh ijkl mnop"  # noqa: S105 — of the server below
_START = datetime(2026, 6, 1, 8, tzinfo=UTC)
_TEXTS = ("title", "content", "excerpt")
_STRIPPED = re.compile(r"<script\b.*?</script>|<iframe\b.*?</iframe>|\son\w+=\"[^\"]*\"", re.DOTALL)


@dataclass
class StoredPost:
    """A post as the database has it."""

    id: int
    slug: str
    texts: dict[str, str]
    status: str = "publish"
    type: str = "post"
    modified: datetime = _START
    lang: str = "en"
    group: int = 0
    revisions: int = 1
    meta: dict[str, str] = field(default_factory=dict)
    autosaves: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class WritableSite:
    """The site: English without a prefix, French below /fr/."""

    url: str
    given: Any
    posts: list[StoredPost] = field(default_factory=list)
    snippet: bool = True
    """`lang` and `translations` can be read and written, as with Polylang Pro or the documented snippet."""
    role: str = "administrator"
    keeps_drafts: bool = False
    """A draft beside a page is not deleted where the page's own texts are kept instead: WordPress 6.5, not 6.1."""
    accepts: bool = True
    """The application password is valid."""
    fault: Callable[[Any, int], Any] | None = None
    """Asked before each request with its number; what it returns is the answer. `lost` commits and loses the answer."""
    asked: int = 0
    writes: list[str] = field(default_factory=list)
    """Every POST that was carried out."""
    clock: datetime = _START + timedelta(hours=1)

    def add(self, slug: str, title: str, content: str, **more: Any) -> StoredPost:
        number = max((one.id for one in self.posts), default=10) + 1
        texts = {"title": title, "content": content, "excerpt": ""}
        made = StoredPost(number, slug, texts, **more)
        made.group = made.group or number
        self.posts.append(made)
        return made

    def post(self, number: int) -> StoredPost:
        return next(one for one in self.posts if one.id == number)

    def edit(self, number: int, **changes: Any) -> None:
        """Save a post as an editor does in the browser."""
        one = self.post(number)
        self.clock += timedelta(minutes=1)
        for name, value in changes.items():
            if name in _TEXTS:
                one.texts[name] = value
            else:
                setattr(one, name, value)
        one.modified, one.revisions = self.clock, one.revisions + 1

    def __call__(self, asked: Any) -> Any:
        self.asked += 1
        if self.fault and (answer := self.fault(asked, self.asked)) is not None:
            if answer == "lost":
                self._route(asked)
                return self.given(b"<h1>504 Gateway Time-out</h1>", 504)
            return answer
        return self._route(asked)

    def _route(self, asked: Any) -> Any:  # noqa: PLR0911 — an answer a route
        if not asked.path.startswith("/wp-json"):
            link = {"Link": f'<{self.url}/wp-json/>; rel="https://api.w.org/"'}
            return self.given(b'<html lang="en-US"><head></head><body></body></html>', 200, link)
        route = asked.path.removeprefix("/wp-json").strip("/")
        login = "Basic " + base64.b64encode(f"editor:{PASSWORD}".encode()).decode()
        signed = self.accepts and asked.headers.get("authorization") == login
        if "authorization" in asked.headers and not signed:
            return self._error("incorrect_password", 401)
        fixed = {
            "": {"name": "Lane", "home": self.url, "namespaces": ["wp/v2"]},
            "wp/v2/types": {"post": {"rest_base": "posts"}, "page": {"rest_base": "pages"}},
            "wp/v2/taxonomies": {},
        }
        if route in fixed:
            return self.given(fixed[route])
        if route == "wp/v2/users/me":
            able = {
                "edit_posts": self.role != "subscriber",
                "edit_others_posts": self.role in ("administrator", "editor"),
                "edit_others_pages": self.role in ("administrator", "editor"),
            }
            row = {"id": 1, "slug": "editor", "roles": [self.role], "capabilities": able}
            return self.given(row) if signed else self._error("rest_not_logged_in", 401)
        name, _, rest = route.removeprefix("wp/v2/").partition("/")
        if name not in ("posts", "pages"):
            return self._error("rest_no_route", 404)
        if asked.query.get("context") == "edit" and not signed:
            return self._error("rest_forbidden_context", 401)
        return self._posts(asked, name.removesuffix("s"), rest, signed=signed)

    def _posts(self, asked: Any, kind: str, rest: str, *, signed: bool) -> Any:  # noqa: PLR0911 — an answer a route
        rows = [one for one in self.posts if one.type == kind]
        number, _, below = rest.partition("/")
        body = json.loads(asked.body) if asked.body else {}
        writing = asked.method == "POST"
        if writing and not signed:
            return self._error("rest_cannot_create", 401)
        if not number:
            return self._create(kind, body) if writing else self._list(rows, asked.query, signed=signed)
        one = next((one for one in rows if one.id == int(number)), None)
        if one is None:
            return self._error("rest_post_invalid_id", 404)
        if below == "autosaves":
            return (
                self._autosave(one, body)
                if writing
                else self.given([self._kept(one, row) for row in one.autosaves])
            )
        if below.startswith("revisions"):
            deletes = writing and asked.query.get("_method") == "DELETE"
            return self._error("rest_cannot_delete", 403) if deletes else self.given([])
        if writing and asked.query.get("_method") == "DELETE":
            self.writes.append(f"DELETE {asked.path}")
            one.status, one.slug = "trash", f"{one.slug}__trashed"
            return self.given(self.json(one))
        if writing:
            return self._update(one, body)
        if one.status != "publish" and not signed:
            return self._error("rest_forbidden", 401)
        return self.given(self.json(one))

    def _create(self, kind: str, body: dict[str, Any]) -> Any:
        slug = body.get("slug", "")
        taken = {one.slug for one in self.posts}
        slug = next(
            one for one in (slug, *(f"{slug}-{number}" for number in range(2, 99))) if one not in taken
        )
        made = self.add(slug, "", "", type=kind, status=body.get("status", "draft"))
        self.writes.append(f"POST {kind}s")
        self._save(made, body)
        return self.given(self.json(made), 201)

    def _update(self, one: StoredPost, body: dict[str, Any]) -> Any:
        self.writes.append(f"POST {one.type}s/{one.id}")
        self._save(one, body)
        return self.given(self.json(one))

    def _save(self, one: StoredPost, body: dict[str, Any]) -> None:
        self.clock += timedelta(seconds=7)
        for name in _TEXTS:
            if name in body:
                one.texts[name] = self._allowed(body[name])
        if self.snippet and "lang" in body:
            one.lang = body["lang"]
        if self.snippet and "translations" in body:
            one.group = self.post(next(iter(body["translations"].values()))).group
        if "tagline" in body.get("meta", {}):
            one.meta["tagline"] = body["meta"]["tagline"]
        one.status = body.get("status", one.status)
        one.modified, one.revisions = self.clock, one.revisions + 1

    def _allowed(self, text: str) -> str:
        return text if self.role in ("administrator", "editor") else _STRIPPED.sub("", text)

    def _autosave(self, one: StoredPost, body: dict[str, Any]) -> Any:
        self.clock += timedelta(seconds=7)
        self.writes.append(f"POST {one.type}s/{one.id}/autosaves")
        own = next((row for row in one.autosaves if row["author"] == 1), None)
        if own and all(body.get(name, "").split() == one.texts[name].split() for name in _TEXTS):
            if not self.keeps_drafts:
                one.autosaves.remove(own)
                return self._error("rest_autosave_no_changes", 400)
            return self.given(self._kept(one, own), 200)
        one.autosaves = [row for row in one.autosaves if row["author"] != 1]
        row = {
            "id": 900 + one.id,
            "author": 1,
            "modified": self.clock,
            **{name: body.get(name, "") for name in _TEXTS},
        }
        one.autosaves.append(row)
        return self.given(self._kept(one, row), 200)

    @staticmethod
    def _kept(one: StoredPost, row: dict[str, Any]) -> dict[str, Any]:
        texts = {name: {"raw": row[name], "rendered": row[name]} for name in _TEXTS}
        modified = f"{row['modified']:%Y-%m-%dT%H:%M:%S}"
        return {"id": row["id"], "parent": one.id, "author": row["author"], "modified_gmt": modified, **texts}

    def _list(self, rows: list[StoredPost], query: Any, *, signed: bool) -> Any:
        allowed = query.get("status", "publish").split(",") if signed else ["publish"]
        rows = sorted((one for one in rows if one.status in allowed), key=lambda one: one.id)
        if "include" in query:
            rows = [one for one in rows if str(one.id) in query["include"].split(",")]
        if "slug" in query:
            rows = [one for one in rows if one.slug in query["slug"].split(",")]
        size = int(query.get("per_page", 10))
        first = int(query.get("offset", (int(query.get("page", 1)) - 1) * size))
        head = {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": str(-(-len(rows) // size))}
        return self.given([self.json(one) for one in rows[first : first + size]], 200, head)

    def json(self, one: StoredPost) -> dict[str, Any]:
        prefix = "" if one.lang == "en" else f"/{one.lang}"
        link = f"{self.url}{prefix}/{one.slug}/" if one.status == "publish" else f"{self.url}/?p={one.id}"
        modified = f"{one.modified:%Y-%m-%dT%H:%M:%S}"
        texts = {
            name: {"raw": text, "rendered": f"<!-- seen -->{text}", "protected": False}
            for name, text in one.texts.items()
        }
        own: dict[str, Any] = {}
        if self.snippet:
            group = {other.lang: other.id for other in self.posts if other.group == one.group}
            own = {"lang": one.lang, "translations": group}
        return {
            "id": one.id,
            "type": one.type,
            "slug": one.slug,
            "status": one.status,
            "link": link,
            "date_gmt": "2026-06-01T08:00:00",
            "modified_gmt": modified,
            "categories": [],
            "featured_media": 0,
            "meta": {"footnotes": "", **one.meta},
            "_links": {
                "self": [{"href": f"{self.url}/wp-json/wp/v2/{one.type}s/{one.id}"}],
                "predecessor-version": [{"id": one.id * 1000 + one.revisions}],
                "version-history": [{"count": one.revisions}],
            },
            **texts,
            **own,
        }

    def _error(self, code: str, status: int) -> Any:
        return self.given({"code": code, "message": "No.", "data": {"status": status}}, status)
