"""What kept its order where a row was moved about: the longest part of it that still rises."""

from bisect import bisect_left
from collections.abc import Sequence

__all__ = ["longest_rise"]


def longest_rise(places: Sequence[int]) -> list[int]:
    """Return where in a row the most places stand that rise one after the other: 0 5 1 2 → 0, 2 and 3."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, place in enumerate(places):
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
        last[at : at + 1] = [number]
        before.append(last[at - 1] if at else -1)
    found: list[int] = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(number)
        number = before[number]
    return found[::-1]
