"""Pairs that are known beforehand and hold a page's alignment in place, so that only the rest must be found."""

from collections import Counter
from collections.abc import Collection, Sequence

from calque.align.chains import Move
from calque.align.texts import AlignableText
from calque.rises import longest_rise

__all__ = ["find_anchors", "forward"]


def find_anchors(
    source: Sequence[AlignableText], target: Sequence[AlignableText], known: Collection[tuple[str, str]]
) -> tuple[Move, ...]:
    """Return the longest row of known pairs that goes forward through both pages.

    A pair counts where either text stands once on its page, and has no other known partner there.
    """
    places = _once([text.plain for text in source]), _once([text.plain for text in target])
    here = [pair for pair in known if pair[0] in places[0] and pair[1] in places[1]]
    used = Counter(one for one, _ in here), Counter(other for _, other in here)
    pairs = sorted(
        (places[0][one], places[1][other])
        for one, other in here
        if used[0][one] == used[1][other] == 1
        and source[places[0][one]].place == target[places[1][other]].place
    )
    return tuple(Move(one, other, (1, 1), 1.0) for one, other in forward(pairs))


def _once(texts: Sequence[str]) -> dict[str, int]:
    counts = Counter(texts)
    return {text: position for position, text in enumerate(texts) if counts[text] == 1}


def forward(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of pairs, sorted by the first, in which the second rises as well."""
    return [pairs[number] for number in longest_rise([other for _, other in pairs])]
