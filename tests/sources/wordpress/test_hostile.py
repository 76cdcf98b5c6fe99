"""Servers that lie, drip, bomb and lead astray: each ends in a clear error in bounded time, and gets no password."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from calque.errors import CalqueError, SourceError
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.collections import Collection
from calque.sources.wordpress.credentials import Credentials
from calque.sources.wordpress.limits import Limits
from calque.sources.wordpress.listings import list_rows

LIMITS = Limits(
    deadline=1.0, connect=1.0, silence=0.8, body=1 << 20, attempts=2, patience=1.0, pause=0.01, rows=5_000
)
POSTS = Collection("posts", "post", "wp/v2/posts")
Answer = Callable[[socket.socket, str], None]


class Hostile:
    """A server that hands each request to the test, as a socket and its first line and headers."""

    def __init__(self) -> None:
        self.answer: Answer = lambda _socket, _request: None
        self.requests: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._take, args=(connection,), daemon=True).start()

    def _take(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            request = b""
            while b"\r\n\r\n" not in request:
                if not (part := connection.recv(65_536)):
                    return
                request += part
            self.requests.append(request.decode("latin-1"))
            self.answer(connection, self.requests[-1])

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    server = Hostile()
    yield server
    server.close()


@pytest.fixture
def client(hostile: Hostile) -> Iterator[Client]:
    home = f"http://{hostile.host}/"
    credentials = Credentials("ada", "open sesame")
    with Client(home, root=f"{home}wp-json/", credentials=credentials, limits=LIMITS, rate=1000.0) as made:
        yield made


@pytest.fixture
def patient(hostile: Hostile) -> Iterator[Client]:
    """Has the time of a busy machine, and no password."""
    home = f"http://{hostile.host}/"
    with Client(home, root=f"{home}wp-json/", limits=Limits(rows=5_000), rate=1000.0) as made:
        yield made


def refused(client: Client) -> str:
    """Ask once, and return the error, which must never show the password."""
    with pytest.raises(SourceError) as error:
        client.get("wp/v2/posts")
    assert "sesame" not in str(error.value)
    assert len(str(error.value)) < 600
    return str(error.value)


def whole(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = (f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers)
    return "\r\n".join((*lines, "", "")).encode("latin-1") + body


def open_ended(*headers: str) -> bytes:
    return "\r\n".join(("HTTP/1.1 200 OK", "Connection: close", *headers, "", "")).encode()


def flood(head: bytes, piece: bytes, *, pause: float = 0.0) -> Answer:
    """Send a head, and then a piece for ever."""

    def answer(connection: socket.socket, _request: str) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(piece)
            time.sleep(pause)

    return answer


def once(data: bytes) -> Answer:
    return lambda connection, _request: connection.sendall(data)


ENDLESS_ZIP = gzip.compress(b"[" + b"1," * 50_000_000)
STORED = b"\x00\x00\x00\xff\xff" * 1_000
"""Deflate blocks that hold nothing."""


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (flood(open_ended(), b"[1," * 4_096), "an answer of more than 1 MB"),
        (
            flood(open_ended("Transfer-Encoding: chunked"), b"1000\r\n" + b"1," * 2_048 + b"\r\n"),
            "more than 1 MB",
        ),
        (once(whole(ENDLESS_ZIP, "Content-Encoding: gzip")), "an answer of more than 1 MB"),
        (
            flood(open_ended("Content-Encoding: gzip") + ENDLESS_ZIP[:10], STORED, pause=0.01),
            "no whole answer within",
        ),
        (
            flood(open_ended("Content-Encoding: gzip") + gzip.compress(b"[]"), b"x" * 999, pause=0.01),
            "no whole answer",
        ),
        (once(whole(b"[]", "Content-Encoding: br")), "packed with 'br', which nobody asked for"),
        (once(whole(gzip.compress(b"[]")[:-9], "Content-Encoding: gzip")), "the packed answer is cut off"),
        (once(whole(b"no zip", "Content-Encoding: gzip")), "the packed answer is damaged"),
        (flood(b"HTTP/1.1 200 OK\r\n", b"X-Fill: " + b"x" * 1_000 + b"\r\n"), "the connection failed"),
        (flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.01), "no whole answer within"),
        (flood(b"", b"x" * 1_000), "the connection failed"),
        (flood(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", pause=0.3), "no whole answer within"),
        (flood(open_ended(), b" ", pause=0.3), "no whole answer within"),
        (lambda _connection, _request: time.sleep(5), "no answer in time"),
        (lambda _connection, _request: None, "the connection failed"),
        (once(whole(b"[" * 100_000 + b"]" * 100_000)), "the JSON is nested too deeply"),
        (once(whole(b"Notice: x\n" + b'{"a":' * 100_000)), "the JSON is nested too deeply"),
        (once(whole(b"[" + b"9" * 5_000 + b"]")), "the JSON is cut off or damaged"),
        (once(whole(b'[{"id":1}')), "the JSON is cut off or damaged"),
        (once(whole(b"[" * 40 + b"[1]," * 200_000)), "the JSON is cut off or damaged"),
        (once(whole(b'[{"title":"caf\xe9"}]')), "not UTF-8"),
        (once(whole(b"<html><title>Welcome</title>")), "with a page ('Welcome') instead of JSON"),
        (once(whole(b"")), "an empty answer (200)"),
        (once(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n[]"), "the connection failed"),
        (once(whole(b"", "Location: http://[::1", status="302 Found")), "Invalid URL in location header"),
        (once(whole(b"", "Location: //[x", status="301 Moved")), "leads to '//[x', which is no address"),
        (
            once(whole(b"", "Location: http://e.example:abc/", status="302 Found")),
            "Invalid URL in location header",
        ),
        (once(whole(b"", "Location: file:///etc/hostname", status="302 Found")), "none of its own"),
        (once(whole(b"", "Location:", status="302 Found")), "redirects more than 5 times"),
        (
            once(
                whole(
                    b"x", f"Date: Mon, 01 Jan 2026 {'9' * 30}:00:00 GMT", "Retry-After: x", status="503 Out"
                )
            ),
            "the site answers 503",
        ),
        (
            once(whole(b"x", f"Retry-After: Mon, 01 Jan 2026 {'9' * 30}:00:00 GMT", status="503 Out")),
            "the site answers 503",
        ),
        (once(whole(b"x", "Retry-After: 999999999", status="429 Slow")), "the site answers 429"),
    ],
    ids=[
        "endless body",
        "endless chunks",
        "gzip bomb",
        "gzip of nothing",
        "after the gzip",
        "unknown packing",
        "gzip cut off",
        "no gzip",
        "endless headers",
        "endless 100",
        "no HTTP",
        "dripping headers",
        "dripping body",
        "silence",
        "hangs up",
        "deep JSON",
        "deep JSON behind a notice",
        "long number",
        "JSON cut off",
        "JSON cut off late",
        "no UTF-8",
        "a page",
        "nothing",
        "short body",
        "location no URL",
        "location no host",
        "location with a bad port",
        "location of a file",
        "location empty",
        "date too large",
        "retry date too large",
        "retry in thirty years",
    ],
)
def test_each_ends_in_an_error_that_says_why(
    hostile: Hostile, client: Client, answer: Answer, message: str
) -> None:
    hostile.answer = answer
    assert message in refused(client)


def test_a_password_goes_to_no_other_host(hostile: Hostile, client: Client) -> None:
    thief = Hostile()
    thief.answer = once(whole(b"[]"))
    hostile.answer = once(
        whole(b"", f"Location: http://{thief.host}/wp-json/wp/v2/posts", status="302 Found")
    )
    assert f"{thief.host}/wp-json/wp/v2/posts: the site leads to a host that is none of its own" in refused(
        client
    )
    thief.close()
    assert thief.requests == []
    assert "Authorization" in hostile.requests[0] or "authorization" in hostile.requests[0]


def test_a_name_that_only_looks_like_the_sites_is_another_host(hostile: Hostile, client: Client) -> None:
    for place in (
        f"http://{hostile.host}@evil.example/",
        "http://" + hostile.host.replace(":", ".evil.example:") + "/",
        "//evil.example/",
    ):
        hostile.answer = once(whole(b"", f"Location: {place}", status="302 Found"))
        assert "none of its own" in refused(client)


def listing(rows: int, total: int | str, *, page: int = 100, ignore_offset: bool = False) -> Answer:
    """A listing of so many posts that tells another total, gives other pages, or knows no offset."""

    def answer(connection: socket.socket, request: str) -> None:
        query = dict(part.split("=", 1) for part in request.split(" ")[1].partition("?")[2].split("&"))
        offset = 0 if ignore_offset else int(query.get("offset", 0))
        last = min(offset + min(page, int(query["per_page"])), rows)
        data = [{"id": number + 1, "modified_gmt": "2026-01-01T00:00:00"} for number in range(offset, last)]
        pages = -(-total // page) if isinstance(total, int) else total
        headers = (f"X-WP-Total: {total}", f"X-WP-TotalPages: {pages}")
        connection.sendall(whole(json.dumps(data).encode(), *headers))

    return answer


@pytest.mark.parametrize("total", [0, 1, 250, 1_000_000_000, -5, "many", "9" * 40, "1e3"])
def test_a_total_that_lies_costs_no_post(hostile: Hostile, patient: Client, total: int | str) -> None:
    hostile.answer = listing(250, total)
    assert [row.id for row in list_rows(patient, POSTS)] == list(range(1, 251))
    assert len(hostile.requests) < 20


def test_a_site_that_gives_fewer_rows_than_asked_for_is_swept_whole(
    hostile: Hostile, patient: Client
) -> None:
    hostile.answer = listing(250, 250, page=10)
    assert [row.id for row in list_rows(patient, POSTS)] == list(range(1, 251))
    assert len(hostile.requests) < 40


def test_rows_that_these_rights_do_not_show_end_no_listing(hostile: Hostile, patient: Client) -> None:
    """WordPress leaves them out of a page and counts them all the same."""

    def answer(connection: socket.socket, request: str) -> None:
        offset = int(request.partition("offset=")[2].partition("&")[0].partition(" ")[0])
        ids = [number for number in range(offset + 1, min(offset + 100, 500) + 1) if not 90 <= number <= 420]
        headers = ("X-WP-Total: 500", "X-WP-TotalPages: 5")
        connection.sendall(whole(json.dumps([{"id": number} for number in ids]).encode(), *headers))

    hostile.answer = answer
    found = [row.id for row in list_rows(patient, POSTS)]
    assert found == [*range(1, 90), *range(421, 501)]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (listing(250, 250, ignore_offset=True), "the listing repeats itself"),
        (listing(3, 1_000_000, ignore_offset=True), "the listing repeats itself"),
        (listing(10**9, 250), "the listing does not end after 5000 rows"),
        (listing(250, 250, page=3), "3 rows where 100 were asked for and 250 are there"),
        (once(whole(b'{"id": 1}')), "no listing but dict"),
        (once(whole(b'[{"id": "1"}]')), "a row without an id"),
        (once(whole(b'[{"id": 2}, {"id": 1}]')), "not in the order of its ids"),
        (once(whole(b'[{"id": 1}, {"id": 1}]')), "not in the order of its ids"),
        (once(whole(b"[null]")), "a row without an id"),
    ],
    ids=[
        "no offset",
        "no offset, few rows",
        "endless",
        "small pages",
        "object",
        "text id",
        "order",
        "twice",
        "null",
    ],
)
def test_a_listing_that_cannot_be_trusted_is_none(
    hostile: Hostile, patient: Client, answer: Answer, message: str
) -> None:
    hostile.answer = answer
    with pytest.raises(CalqueError) as error:
        list_rows(patient, POSTS)
    assert message in str(error.value)
    assert len(hostile.requests) < 100
