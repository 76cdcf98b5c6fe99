"""How a long step comes along, as a line in a run's log once in a while: counts, rate, and the time left."""

import time
from collections.abc import Callable

__all__ = ["LongStep"]

_EVERY = 15.0
"""Seconds between two lines of a step."""


class LongStep:
    """Follows one step over its items."""

    def __init__(
        self, step: str, total: int, *, every: float = _EVERY, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._step, self._total, self._every, self._clock = step, total, every, clock
        self._began = self._told = clock()

    def line(self, done: int) -> str:
        """Return what is to be told after so many items; empty where a line was told a short while ago.

        `track: 1,200 of 5,000, 40 a second, about 2 minutes left`; a step that took long ends with
        `track: 5,000 in 2 minutes`.
        """
        now = self._clock()
        taken = now - self._began
        if done >= self._total:
            return f"{self._step}: {done:,} in {_span(taken)}" if taken >= self._every else ""
        if now - self._told < self._every or not done:
            return ""
        self._told = now
        left = _span(taken * (self._total - done) / done)
        return f"{self._step}: {done:,} of {self._total:,}, {_rate(done / taken)}, about {left} left"


def _rate(each_second: float) -> str:
    """`40 a second`, `12 a minute`."""
    return f"{each_second:,.0f} a second" if each_second >= 1 else f"{each_second * 60:,.0f} a minute"


def _span(seconds: float) -> str:
    """`40 seconds`, `2 minutes`, `1 hour 5 minutes`."""
    if seconds < 90:  # noqa: PLR2004 — from there on in minutes
        return _plural(max(1, round(seconds)), "second")
    hours, minutes = divmod(round(seconds / 60), 60)
    told = [_plural(hours, "hour")] if hours else []
    return " ".join([*told, _plural(minutes, "minute")] if minutes else told)


def _plural(count: int, one: str) -> str:
    return f"{count} {one}{'' if count == 1 else 's'}"
