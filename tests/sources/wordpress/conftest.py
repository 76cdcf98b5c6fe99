"""A site on loopback that answers as the test says: real sockets, real HTTP, replayed answers."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from calque.sources.wordpress.client import Client
from calque.sources.wordpress.limits import Limits


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
    """The site: its address, what it was asked, and how it answers."""

    url: str
    answer: Callable[[Asked], Given] = lambda _asked: Given([])
    asked: list[Asked] = field(default_factory=list)


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

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
def client_of(loopback: Loopback) -> Iterator[Callable[..., Client]]:
    """Make clients of the site on loopback, quick and impatient, and close them."""
    made: list[Client] = []

    def make(**options: Any) -> Client:
        limits = {"pause": 0.01, "patience": 2.0, "deadline": 5.0} | options.pop("limits", {})
        options = {"root": f"{loopback.url}/wp-json/", "rate": 1000.0} | options
        made.append(Client(loopback.url, limits=Limits(**limits), **options))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def given() -> type[Given]:
    """The form of an answer, for tests that write one."""
    return Given
