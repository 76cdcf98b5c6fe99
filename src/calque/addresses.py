"""Addresses of the web: the only place that takes a URL apart, or puts two together.

Addresses come from posts, pages, exports, redirects, settings and command lines. Python's `urlsplit` raises ValueError
on some of them, `urlsplit(…).port` on others, and `quote` on halves of characters. Nothing here raises.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from calque.visible import shortened

__all__ = ["Url", "host_of", "is_web", "join_url", "place_of", "split_url"]

_NOWHERE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters and halves of characters, which no address has and no request can carry."""
_PLACE = 160
"""Characters of an address that an error shows."""


@dataclass(frozen=True, slots=True)
class Url:
    """The parts of an address that can be read; those that it does not have are empty or None."""

    scheme: str
    """In small letters; empty in a path alone."""
    netloc: str
    """As written: `user@Example.org:8080`."""
    host: str
    """In small letters, without brackets."""
    port: int | None
    user: str | None
    password: str | None
    path: str
    query: str
    fragment: str

    @property
    def authority(self) -> str:
        """Host and port as a `Host` header has them: `example.org:8080`."""
        return self.netloc.rpartition("@")[2].lower()

    @property
    def is_web(self) -> bool:
        """A host is to be asked by http or https."""
        return self.scheme in ("http", "https") and bool(self.host)


@lru_cache(maxsize=1 << 11)
def split_url(text: str) -> Url | None:
    """Return the parts of an address, whole or a path alone; None where it cannot be read.

    None for brackets that do not close or hold no IP address (`http://[::1`), a port that is no number up to 65535, a
    host that normalises to one with other parts (`http://a℀b`), control characters, and halves of characters.
    """
    if _NOWHERE.search(text):
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    return Url(
        parts.scheme,
        parts.netloc,
        parts.hostname or "",
        port,
        parts.username,
        parts.password,
        parts.path,
        parts.query,
        parts.fragment,
    )


def join_url(base: str, text: str) -> str | None:
    """Return the address that a link leads to from a page at `base`; None where either cannot be read."""
    if split_url(base) is None or split_url(text) is None:
        return None
    joined = urljoin(base, text)
    return joined if split_url(joined) else None


def host_of(text: str) -> str:
    """Return the host of an address, in small letters; empty where it has none, or cannot be read."""
    url = split_url(text)
    return url.host if url else ""


def is_web(text: str) -> bool:
    """Tell whether an address names a host that is asked by http or https."""
    url = split_url(text)
    return url is not None and url.is_web


def place_of(url: str) -> str:
    """Return an address as errors name it: as it is read, and cut where it is long."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in shortened(url, _PLACE))
