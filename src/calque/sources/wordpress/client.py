"""The client of one WordPress site: asks politely, again where that helps, and nobody but the site.

::

    with Client("https://example.org", hosts=("example.org",)) as client:
        client.discover()  # finds the REST root
        client.get("wp/v2/posts", per_page=100).data  # a page of posts, as parsed JSON

Methods may be called from several threads; `map` does that. What answers `Client` gives is read by the modules
beside it: `discovery` (root, types, languages, rights), `listings` (sweeps), `posts` (fetches, fates, revisions).
"""

import json
import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from http import HTTPStatus
from itertools import islice
from typing import Self, TypeVar
from urllib.parse import quote, urlencode

from calque.addresses import is_web, join_url, place_of, split_url
from calque.errors import ConfigError, SourceError
from calque.sources.wordpress.answers import Answer, cause_of, parse_answer
from calque.sources.wordpress.credentials import Credentials, may_travel
from calque.sources.wordpress.exchange import Exchange, Reply
from calque.sources.wordpress.failures import OutageError, RefusedError, is_capped
from calque.sources.wordpress.limits import Limits, Throttle, throttle_of
from calque.sources.wordpress.repetition import repeated

__all__ = ["Client"]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_MOVED = frozenset({301, 302, 303, 307, 308})
_JSON = {"Content-Type": "application/json"}
_SIZES = (100, 50, 20, 10, 5)
"""Rows of a listing that are asked for at once, 100 being WordPress's most; fewer where a site refuses more."""
_SHARED_ROOT = re.compile(r"(.*/)wp/v2/(sites/[^/?#]+)/?")
"""The root of one site of many, as WordPress.com has them: the site stands behind the namespace."""


class Client:
    """A site's REST API.

    `home` is the site's address, `hosts` are the hosts (with their ports, where those are given) that may be
    asked at all; `root` is the REST root where it is known, else `discover` finds it. `rate` is requests a
    second and `concurrency` requests at a time, shared by all clients of the process for one host.
    """

    def __init__(
        self,
        home: str,
        *,
        hosts: Iterable[str] = (),
        root: str = "",
        credentials: Credentials | None = None,
        limits: Limits | None = None,
        rate: float = 10.0,
        concurrency: int = 4,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.home = home.rstrip("/") + "/"
        self.root = root
        self.limits = limits or Limits()
        self.concurrency = concurrency
        self.page_size = _SIZES[0]
        """Rows that the site gives at once, as far as is known."""
        self._closed: tuple[float, OutageError] | None = None
        """Until when nothing is sent, since the site asks to be left alone, and the error that says so."""
        self._rate = rate
        self._hosts = frozenset({_host(self.home), *map(str.lower, hosts), *([_host(root)] if root else [])})
        self._credentials = credentials
        self._headers = dict(headers or {})
        if credentials and not may_travel(root or home):
            raise ConfigError(
                f"{place_of(root or home)}: a password would travel readable; use the https address"
            )
        self._exchange = Exchange(self.limits)
        self._pool = ThreadPoolExecutor(max_workers=concurrency, thread_name_prefix="calque-wordpress")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all threads and connections."""
        self._pool.shutdown(cancel_futures=True)
        self._exchange.close()

    def allow(self, host: str) -> None:
        """Let a host be asked that belongs to the site, too; credentials stay with the root's own origin."""
        self._hosts |= {host.lower()}

    @property
    def anonymous(self) -> bool:
        """Whether no credentials are sent."""
        return self._credentials is None

    def get(self, route: str, **parameters: str | int) -> Answer:
        """Ask a route, `wp/v2/posts`, for its JSON; again after a pause where the site is out.

        Errors: OutageError when it stays out or asks for too long a wait; RefusedError; SourceError.
        """
        return self._again(lambda: parse_answer(self._follow(self.url_of(route, parameters))))

    def rows(self, route: str, *, per_page: int, **parameters: str | int) -> Answer:
        """Ask a listing for so many rows, or for fewer where the site refuses more at a time (400).

        What it gives is remembered in `page_size`. Errors: as `get`; of sizes that are all refused, the first.
        """
        first: RefusedError | None = None
        most = min(per_page, self.page_size)
        for size in (most, *(size for size in _SIZES if size < most)):
            try:
                answer = self.get(route, per_page=size, **parameters)
            except RefusedError as error:
                first = first or error
                if not is_capped(error):
                    break
                continue
            if first:
                self.page_size = size
            return answer
        assert first is not None  # noqa: S101 — the loop ends in an answer or an error
        raise first

    def page(self, url: str) -> Reply:
        """Ask for a page as anybody gets it, without credentials; HTML, whatever its status."""
        return self._again(lambda: self._checked(self._follow(url, secret=False)))

    def post(self, route: str, body: Mapping[str, object], **parameters: str | int) -> Answer:
        """Send an object to a route, once: writing twice is for the caller to decide.

        Errors: as `get`; SourceError where the site answers with a redirect, which would make a reading of it.
        """
        url = self.url_of(route, parameters)
        content = json.dumps(body, ensure_ascii=False).encode()
        reply = self._send("POST", url, secret=True, content=content)
        if reply.status in _MOVED:
            to = place_of(_led_to(reply))
            raise SourceError(
                f"{place_of(url)}: the site sends writers on to {to}, nothing was written; "
                "set url under [site] to that address"
            )
        return parse_answer(reply)

    def map(self, ask: Callable[[_Item], _Result], items: Iterable[_Item]) -> Iterator[_Result]:
        """Call `ask` on each item, several at a time; the results come in order, and few wait in memory."""
        queue = iter(items)
        waiting: deque[Future[_Result]] = deque(
            self._pool.submit(ask, item) for item in islice(queue, self.concurrency)
        )
        try:
            while waiting:
                result = waiting.popleft().result()
                waiting.extend(self._pool.submit(ask, item) for item in islice(queue, 1))
                yield result
        finally:
            for future in waiting:
                future.cancel()

    def url_of(self, route: str, parameters: Mapping[str, str | int] | None = None) -> str:
        """Return the address of a route, below a root of any form.

        ::

            https://example.org/wp-json/                       ->  https://example.org/wp-json/wp/v2/posts
            https://example.org/?rest_route=/                  ->  https://example.org/?rest_route=/wp/v2/posts
            https://public-api.wordpress.com/wp/v2/sites/a.b/  ->  https://public-api.wordpress.com/wp/v2/sites/a.b/posts

        A route below another root is a whole address, and stays what it is.
        """
        query = urlencode(parameters or {})
        if is_web(route):
            return route + (f"{'&' if '?' in route else '?'}{query}" if query else "")
        if not self.root:
            raise SourceError(f"{place_of(self.home)}: its REST root is not known yet; discover it first")
        path = quote(route.strip("/"), safe="/")
        if shared := _SHARED_ROOT.fullmatch(self.root):
            space, _, below = _namespace_of(path)
            return f"{shared[1]}{space}/{shared[2]}/{below}" + (f"?{query}" if query else "")
        if "rest_route=" in self.root:
            return f"{self.root.rstrip('/')}/{path}" + (f"&{query}" if query else "")
        return f"{self.root.rstrip('/')}/{path}" + (f"?{query}" if query else "")

    def _again(self, ask: Callable[[], _Result]) -> _Result:
        """Call `ask` until the site is not out any more, or patience ends."""
        if self._closed and time.monotonic() < self._closed[0]:
            raise OutageError(str(self._closed[1]), self._closed[1].wait)
        return repeated(ask, self._pause, self.limits)

    def _pause(self, error: Exception) -> bool | float:
        """Say whether to ask again, or after how many seconds."""
        if not isinstance(error, OutageError):
            return False
        if error.wait is None:
            return True
        if error.wait > self.limits.patience:
            self._closed = (time.monotonic() + error.wait, error)
            return False
        self._throttle(self.root or self.home).rest(error.wait)
        return max(error.wait, self.limits.pause)

    def _follow(self, url: str, *, secret: bool = True) -> Reply:
        """Get `url`, and what it sends on to, within the site's hosts; credentials go to the root's origin alone."""
        origin = _origin(self.root or url)
        for _ in range(self.limits.redirects + 1):
            reply = self._send("GET", url, secret=secret and _origin(url) == origin)
            if reply.status not in _MOVED:
                return reply
            url = _led_to(reply)
        raise SourceError(
            f"{place_of(url)}: it redirects more than {self.limits.redirects} times; mend the site's address"
        )

    def _send(self, method: str, url: str, *, secret: bool, content: bytes | None = None) -> Reply:
        if split_url(url) is None:
            raise SourceError(
                f"{place_of(url)}: no address of a site; mend it, on the site or in calque.toml"
            )
        if _host(url) not in self._hosts or not is_web(url):
            known = ", ".join(sorted(self._hosts))
            raise SourceError(
                f"{place_of(url)}: the site leads to a host that is none of its own ({known}), nothing was sent "
                "there; set url under [site] to the address that the site has now"
            )
        headers = {**self._headers, **(_JSON if content is not None else {})}
        if secret and self._credentials:
            headers["Authorization"] = self._credentials.header
        with self._throttle(url).passing():
            return self._exchange.send(method, url, headers=headers, content=content)

    def _throttle(self, url: str) -> Throttle:
        return throttle_of(_host(url), rate=self._rate, concurrency=self.concurrency)

    @staticmethod
    def _checked(reply: Reply) -> Reply:
        """Return a page's answer; where the site is out, say so."""
        out = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE)
        if reply.status in (*out, HTTPStatus.GATEWAY_TIMEOUT):
            raise cause_of(reply)
        return reply


def _namespace_of(path: str) -> tuple[str, str, str]:
    """Cut a route behind its namespace: `wp/v2/posts/7` → `wp/v2`, `posts/7`; the root's index is that of `wp/v2`."""
    vendor, _, rest = (path or "wp/v2").partition("/")
    version, slash, below = rest.partition("/")
    return f"{vendor}/{version}", slash, below


def _led_to(reply: Reply) -> str:
    """Return the address that a redirect leads to."""
    location = reply.headers.get("location", "")
    url = join_url(reply.url, location)
    if url is None:
        raise SourceError(
            f"{place_of(reply.url)}: Invalid URL in location header: it leads to {place_of(location)!r}, which is no "
            "address; mend the site's address"
        )
    return url


def _host(url: str) -> str:
    """Return host and port of an address as a `Host` header has them."""
    parts = split_url(url)
    return parts.authority if parts else ""


def _origin(url: str) -> tuple[str, str]:
    parts = split_url(url)
    return (parts.scheme, parts.authority) if parts else ("", "")
