"""Finding predecessors by position: what stood between the same unchanged neighbours."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from calque.locales.writing import word_pieces
from calque.po.match import Source
from calque.po.similarity import SHORT, likeness, shared_words, stripped
from calque.rises import longest_rise

__all__ = ["Predecessor", "TextPlace", "aligned"]

ALIKE = 0.5
"""How alike a text must be at least to the one that stood in its place."""
COVERED = 0.8
"""How much of the shorter text a split or joined one must share, in words."""
PART = 0.4
"""How alike a part must be at least to the whole: below, the translation of the whole is of no use for it."""
LARGEST_GAP = 2_500
"""Pairs of texts compared in one gap; in a larger one the index finds what there is to find."""


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A new text and its place."""

    position: int
    """In the template."""
    place: str
    """Its post or file."""
    text: str
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Predecessor:
    """An old text that a new one came from, or is most like."""

    source: Source
    score: float
    """How alike they are, from 0 to 1."""
    reason: str
    part: bool = False
    """The old text was split, or joined with another."""


def aligned(
    orphans: Iterable[tuple[int, Source]], wanted: Iterable[TextPlace], anchors: Iterable[tuple[int, int]]
) -> dict[int, Predecessor]:
    """Return the predecessors of new texts, by position, among the orphans of their gap.

    `orphans` are old texts that are gone, each with its position in the old file; `anchors` the
    unchanged entries as (old, new) positions. Anchors that moved past others bound no gap.
    """
    pairs = sorted(anchors)
    chain = [pairs[number] for number in longest_rise([new for _, new in pairs])]
    news = [new for _, new in chain]
    old_gaps: dict[int, list[Source]] = defaultdict(list)
    for position, source in orphans:
        old_gaps[bisect_left(chain, (position, 0))].append(source)
    new_gaps: dict[int, list[TextPlace]] = defaultdict(list)
    for place in wanted:
        new_gaps[bisect_left(news, place.position)].append(place)
    found: dict[int, Predecessor] = {}
    for gap, places in new_gaps.items():
        sources = old_gaps.get(gap, [])
        if len(sources) * len(places) <= LARGEST_GAP:
            found |= _within(sources, places)
    return found


def _within(sources: Sequence[Source], places: Sequence[TextPlace]) -> dict[int, Predecessor]:
    found = {}
    alone = len(sources) == len(places) == 1
    for place in places:
        near = [
            source for source in sources if not (place.place and source.place) or place.place == source.place
        ]
        judged = [row for source in near if (row := _judged(source, stripped(place.text), alone=alone))]
        if judged:
            found[place.position] = _most_alike(judged, place.context)
    return found


def _most_alike(judged: Sequence[Predecessor], context: str | None) -> Predecessor:
    """Return the most similar one; of equals, one of the same context."""
    return max(judged, key=lambda one: (one.score, one.source.context == context))


def _judged(source: Source, text: str, *, alone: bool) -> Predecessor | None:
    score = likeness(text, source.text)
    old, new = word_pieces(source.text), word_pieces(text)
    shorter = min(len(old), len(new))
    part = max(len(old), len(new)) > 1.25 * shorter and shared_words(old, new) >= COVERED * shorter
    if score >= ALIKE:
        where = "the only change between two unchanged texts" if alone else "between the same unchanged texts"
        return Predecessor(source, score, where, part)
    if part and shorter >= SHORT and score >= PART:
        return Predecessor(
            source, score, "a part of a split text" if len(new) < len(old) else "a joined text", part
        )
    return None
