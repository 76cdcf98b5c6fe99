"""One request and its answer's bytes, bounded in time, size and place.

The sockets are driven by asyncio in a thread of their own: there alone can a deadline end a request in any
phase of it, also one whose headers come a byte a second. Callers are plain threads.
"""

import asyncio
import ssl
import threading
import zlib
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, TypeVar

import httpx

from calque import __version__
from calque.addresses import place_of
from calque.errors import SourceError
from calque.sources.wordpress.failures import OutageError, TooLargeError
from calque.sources.wordpress.limits import Limits

__all__ = ["Exchange", "Reply"]

_Result = TypeVar("_Result")
_ASIDE = "calque.location"


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one request, whatever its status; `headers` are by lower-case name."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Exchange:
    """Sends requests from any thread, until closed; follows no redirect and keeps no cookie."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="calque-http", daemon=True)
        self._thread.start()
        self._client = self._await(self._open())

    def close(self) -> None:
        """Close all connections and end the thread."""
        self._await(self._client.aclose())
        self._await(self._loop.shutdown_asyncgens())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def send(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, content: bytes | None = None
    ) -> Reply:
        """Send a request and return its answer, unpacked.

        Errors: OutageError where none came in time, or only a part of one; TooLargeError; SourceError where
        `url` is none.
        """
        try:
            return self._await(self._send(method, url, dict(headers or {}), content))
        except TimeoutError as error:
            raise OutageError(
                f"{place_of(url)}: no whole answer within {self._limits.deadline:.0f} s; try again later"
            ) from error
        except httpx.TimeoutException as error:
            raise OutageError(f"{place_of(url)}: no answer in time; try again later") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise SourceError(f"{place_of(url)}: no address of a site; mend it in calque.toml") from error
        except httpx.HTTPError as error:
            reason = place_of(str(error) or type(error).__name__)
            raise OutageError(
                f"{place_of(url)}: the connection failed ({reason}); check the address, or try again later"
            ) from error

    def _await(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _open(self) -> httpx.AsyncClient:
        limits = self._limits
        return httpx.AsyncClient(
            headers={
                "User-Agent": f"calque/{__version__}",
                "Accept": "application/json, text/html;q=0.5",
                "Accept-Encoding": "gzip",
            },
            timeout=httpx.Timeout(limits.silence, connect=limits.connect),
            follow_redirects=False,
            verify=_trusted(),
            event_hooks={"response": [_set_location_aside]},
            # WPML's cookie would choose the language of the next answer.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        )

    async def _send(self, method: str, url: str, headers: dict[str, str], content: bytes | None) -> Reply:
        async with (
            asyncio.timeout(self._limits.deadline),
            self._client.stream(method, url, headers=headers, content=content) as response,
        ):
            body = await self._body(response)
        headers = {**response.headers, **response.extensions[_ASIDE]}
        return Reply(str(response.url), response.status_code, headers, body)

    async def _body(self, response: httpx.Response) -> bytes:
        """Read the body, packed with gzip or not at all; httpx itself would unpack a bomb whole."""
        place, most = place_of(str(response.url)), self._limits.body
        packing = response.headers.get("content-encoding", "identity").lower()
        if packing not in ("identity", "gzip", "x-gzip", ""):
            raise SourceError(
                f"{place}: packed with {packing[:40]!r}, which nobody asked for; mend the server or its cache"
            )
        unpacked = zlib.decompressobj(wbits=31) if "gzip" in packing else None
        body = bytearray()
        try:
            async for chunk in response.aiter_raw():
                body += unpacked.decompress(chunk, most + 1 - len(body)) if unpacked else chunk
                if len(body) > most:
                    raise TooLargeError(
                        f"{place}: an answer of more than {most // 2**20} MB; this is no listing of posts"
                    )
        except zlib.error as error:
            raise OutageError(f"{place}: the packed answer is damaged; try again later") from error
        if unpacked and body and not unpacked.eof:
            raise OutageError(f"{place}: the packed answer is cut off; try again later")
        return bytes(body)


async def _set_location_aside(response: httpx.Response) -> None:
    """Keep the address of a redirect from httpx: it reads it without being asked, and fails over one that is none."""
    location = response.headers.pop("location", None)
    response.extensions[_ASIDE] = {} if location is None else {"location": location}


@cache
def _trusted() -> ssl.SSLContext:
    """Read the certificates that are trusted, once a process: reading them takes longer than many a request."""
    return httpx.create_ssl_context()
