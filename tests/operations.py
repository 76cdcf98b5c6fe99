"""Counts what a call costs in operations: how often functions are called in it, those of Python and those of C."""

import sys
from collections.abc import Callable
from types import FrameType

__all__ = ["calls_of", "growth", "watch"]


def watch(function: Callable[[], object], see: Callable[[FrameType, str], None]) -> None:
    """Call a function, and tell `see` of each call and return in it."""
    before = sys.getprofile()
    sys.setprofile(lambda frame, event, _: see(frame, event))
    try:
        function()
    finally:
        sys.setprofile(before)


def calls_of(function: Callable[[], object]) -> int:
    """Return how many functions a call calls, itself included."""
    count = 0

    def see(_: FrameType, event: str) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    watch(function, see)
    return count


def growth(make: Callable[[int], Callable[[], object]], size: int, times: int = 4) -> float:
    """Return how many times the calls are more when the input is `times` as large: `times` where they grow with it.

    `make` returns what is to be counted, for an input of a size; what it does itself is not counted.
    """
    few = calls_of(make(size))  # first, since what the larger one leaves in caches would make it cheaper
    return calls_of(make(size * times)) / few
