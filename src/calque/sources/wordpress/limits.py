"""How much calque takes from a site, and how fast it asks: a hostile or a tired server ends in an error in time."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

__all__ = ["Limits", "Throttle", "throttle_of"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one request, and of asking again. Times are in seconds."""

    deadline: float = 120.0
    """For a request in all: name, connection, headers and body, however slowly they drip."""
    connect: float = 15.0
    silence: float = 60.0
    """Between two packets."""
    body: int = 64 * 1024 * 1024
    """Bytes of an answer, unpacked."""
    attempts: int = 5
    patience: float = 60.0
    """The longest wait that a server may ask for (`Retry-After`), which is then kept to by all requests to it; one
    that asks for more is an error at once, and nothing more is sent."""
    pause: float = 0.5
    """The wait before the first repetition; it doubles each time."""
    redirects: int = 5
    rows: int = 1_000_000
    """Rows of a listing."""


class Throttle:
    """Lets at most `concurrency` requests through at a time, and `rate` a second; threads share it."""

    def __init__(self, *, rate: float, concurrency: int) -> None:
        self._places = threading.BoundedSemaphore(concurrency)
        self._lock = threading.Lock()
        self._gap = 1.0 / rate
        self._next = 0.0

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Wait for a free place, and hold it for the length of the block."""
        with self._places:
            with self._lock:
                now = time.monotonic()
                turn = max(now, self._next)
                self._next = turn + self._gap
            time.sleep(turn - now)
            yield

    def rest(self, seconds: float) -> None:
        """Let no further request through for so long, of whatever thread."""
        with self._lock:
            self._next = max(self._next, time.monotonic() + seconds)


_THROTTLES: dict[tuple[str, float, int], Throttle] = {}
_THROTTLES_LOCK = threading.Lock()


def throttle_of(host: str, *, rate: float, concurrency: int) -> Throttle:
    """Return the throttle that all clients of this process share for a host."""
    with _THROTTLES_LOCK:
        return _THROTTLES.setdefault((host, rate, concurrency), Throttle(rate=rate, concurrency=concurrency))
