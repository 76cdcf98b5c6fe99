"""Settings and builders that every test shares: the property tests' profiles, and small sites on disk."""

import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, settings

from calque.config import read_site
from calque.model import PageStatus, Site
from calque.pipeline.runner import InTurn, Runner
from calque.pipeline.sync import Outcome, sync
from calque.po import edit, read_catalog, write_catalog

settings.register_profile(
    "ci", max_examples=100, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("few", settings.get_profile("ci"), max_examples=25)
"""For the further Pythons of one machine: the default one draws them all."""
settings.register_profile("long", max_examples=5_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests of one real program run one after the other: those of WordPress share its server.

    Tests that wait for minutes name a group of their own, and have a server of their own. What takes longest begins,
    then groups of few tests; the fewer they are, the longer each waits. Those of the flows stand side by side: they
    share a server for as long as no other folder's test comes between.
    """
    items.sort(key=lambda item: item.path.parent.name != "flows")
    for item in items:
        if item.get_closest_marker("e2e") and not item.get_closest_marker("xdist_group"):
            folder = item.path.parent
            name = folder.name if folder.name in _FOLDERS else item.path.name
            item.add_marker(pytest.mark.xdist_group(name))
    groups = Counter(map(_group, items))
    items.sort(key=lambda item: _rank(_group(item), groups))


_LONGEST = (
    *("test_nights.py", "outages", "wordpress", "test_deployment.py"),
    *("test_line_ends.py", "test_placeholders.py", "test_handoffs.py"),  # done at once, behind the first four
    *("test_what_leaves.py", "browser"),
)
"""Groups in the order in which they begin, on four processes.

A process that is at the last test of its group has the next group put behind it, which waits there: so the long ones
begin at once, and what comes behind them is short.
"""
_FOLDERS = ("wordpress", "browser")
"""Folders whose tests are one group."""


def _rank(group: str, groups: Mapping[str, int]) -> int:
    return _LONGEST.index(group) - len(_LONGEST) if group in _LONGEST else groups[group] if group else 0


def _group(item: pytest.Item) -> str:
    mark = item.get_closest_marker("xdist_group")
    return str(mark.args[0]) if mark else ""


CONFIG = """\
[site]
name = "example"
url = "https://example.org"
source = "en"
posts = ["posts/*.json"]

[locales.fr]
prefix = "fr"
truth = "po"
"""


@dataclass
class Workspace:
    """A site on disk, as a test lays it out."""

    root: Path

    def configure(self, text: str = CONFIG) -> None:
        (self.root / "calque.toml").write_text(text, encoding="utf-8")

    @property
    def site(self) -> Site:
        return read_site(self.root / "calque.toml")

    def post(
        self,
        number: int,
        content: str,
        *,
        locale: str = "",
        file: str = "",
        locked: bool = False,
        raw: str = "",
        **fields: Any,
    ) -> Path:
        """Write a post as the REST API would answer it; `locale` puts it under that prefix."""
        slug = fields.pop("slug", f"post-{number}")
        title = fields.pop(
            "title", f"The little book of post {slug}" if not locale else f"Le petit livre de {slug}"
        )
        prefix = f"/{locale}" if locale else ""
        row = {
            "id": number,
            "type": "post",
            "slug": slug,
            "status": "publish",
            "date_gmt": "2026-01-01T10:00:00",
            "modified_gmt": "2026-01-01T10:00:00",
            "link": f"https://example.org{prefix}/{slug}/",
            "title": {"rendered": title},
            "content": {"rendered": content, "protected": locked} | ({"raw": raw} if raw else {}),
            "_links": {"self": [{"href": f"https://example.org{prefix}/wp-json/wp/v2/posts/{number}"}]},
        } | fields
        path = self.root / "posts" / (file or f"{locale or 'en'}-{number}.json")
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
        return path

    def sync(self, day: str = "2026-06-01", *, runner: Runner | None = None, **options: Any) -> Outcome:
        moment = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
        return sync(self.site, runner or InTurn(), now=lambda: moment, **options)

    def catalog(self, number: int, locale: str = "fr") -> Path:
        """Return the one catalog of a post in a locale."""
        (path,) = (self.root / "locales" / locale / "LC_MESSAGES").glob(f"post-{number}-*.po")
        return path

    def translate(self, number: int, answers: Mapping[str, str], locale: str = "fr") -> None:
        """Fill targets by source text, as a translator would in an editor: not fuzzy any more."""
        path = self.catalog(number, locale)
        catalog = read_catalog(path.read_bytes(), place=path.name)
        for index, entry in enumerate(catalog.entries):
            if entry.msgid in answers:
                catalog = edit(catalog, index, msgstr=answers[entry.msgid], fuzzy=False)
        path.write_bytes(write_catalog(catalog))

    def files(self) -> dict[str, bytes]:
        """Return every file below locales/ with its bytes."""
        folder = self.root / "locales"
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A folder with a configuration from English to French, and no post yet."""
    made = Workspace(tmp_path)
    made.configure()
    return made


@pytest.fixture(scope="session")
def lay_out() -> Callable[[Path], Workspace]:
    """Lay out a site in a folder, for fixtures that many tests share."""

    def made(root: Path) -> Workspace:
        workspace = Workspace(root)
        workspace.configure()
        return workspace

    return made


@pytest.fixture
def page_of() -> Callable[..., PageStatus]:
    """Find the page of a key, in a locale, in an outcome."""

    def find(outcome: Outcome, key: str, locale: str = "fr") -> PageStatus:
        (page,) = (page for page in outcome.status.pages if (page.key, page.locale) == (key, locale))
        return page

    return find


@dataclass(frozen=True)
class Asked:
    """A request as the site got it."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Given:
    """An answer: JSON, or bytes as they are; `length` lies about how many follow."""

    data: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None

    @property
    def body(self) -> bytes:
        return self.data if isinstance(self.data, bytes) else json.dumps(self.data).encode()


@dataclass
class Loopback:
    """A site on loopback, with real sockets and real HTTP: its address, what it was asked, and how it answers."""

    url: str
    answer: Callable[[Asked], Given] = lambda _asked: Given([])
    asked: list[Asked] = field(default_factory=list)

    @staticmethod
    def now() -> datetime:
        """Return the site's clock."""
        return datetime.now(UTC)


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # or the body waits 40 ms for the headers to be acknowledged

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, parts.path, query, headers, body)
            site.asked.append(asked)
            given = site.answer(asked)
            self.send_response(given.status)
            for name, value in given.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(given.body) if given.length is None else given.length))
            self.end_headers()
            self.wfile.write(given.body)
            if given.length is not None:
                self.close_connection = True

        do_POST = do_GET  # noqa: N815 — the same

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    site = Loopback(f"http://127.0.0.1:{server.server_port}")
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def given() -> type[Given]:
    """The form of an answer, for tests that write one."""
    return Given
