"""Counts what a call costs in operations: how often functions are called in it, those of Python and those of C."""

import sys
from collections.abc import Callable
from types import FrameType

__all__ = ["calls_of", "growth"]


def calls_of(function: Callable[[], object]) -> int:
    """Return how many functions a call calls, itself included."""
    count = 0

    def see(frame: FrameType, event: str, argument: object) -> None:  # noqa: ARG001 — as Python calls it
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count


def growth(make: Callable[[int], Callable[[], object]], size: int, times: int = 4) -> float:
    """Return how many times the calls are more when the input is `times` as large: `times` where they grow with it.

    `make` returns what is to be counted, for an input of a size; what it does itself is not counted.
    """
    few = calls_of(make(size))  # first, since what the larger one leaves in caches would make it cheaper
    return calls_of(make(size * times)) / few
