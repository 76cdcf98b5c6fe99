"""Choosing, for each new text, the old one whose translation is suggested."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from calque.po.block import Block
from calque.po.entries import Fields
from calque.po.known import Known
from calque.po.match import Kin, Source, SourceIndex, place_of
from calque.po.neighbours import Predecessor, TextPlace, aligned

__all__ = ["Suggestion", "suggestions"]

NEARER = 0.1
"""How much more alike a text elsewhere must be to win over the one that stood in the same place."""

_REASONS = {
    Kin.GONE: "the most similar text that is gone",
    Kin.OBSOLETE: "the most similar obsolete text",
    Kin.LIVE: "the most similar text in use",
    Kin.MEMORY: "the most similar text of another catalog",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A predecessor, and whether it is the entry's own or only remembered."""

    predecessor: Predecessor
    own: bool
    """It went out of the same post; else it is a memory of a text elsewhere."""


def suggestions(
    wanted: Sequence[tuple[int, Fields]],
    known: Known,
    exact: Iterable[tuple[int, int]],
    memory: SourceIndex | None,
) -> dict[int, Suggestion]:
    """Return the suggestions for new entries by their position in the template.

    `exact` are the unchanged entries as (old, new) positions. Position comes first: the text that
    stood in the place of the new one; then the most similar of the catalog; then `memory`.
    """
    sources = [_source(block, known) for block in known.blocks() if block.fields.is_translated]
    orphans = [(known.positions[id(source.block)], source) for source in sources if source.kin is Kin.GONE]
    places = [TextPlace(position, place_of(fields), fields.msgid) for position, fields in wanted]
    near = aligned(orphans, places, exact)
    index = SourceIndex(sources)
    chosen = {}
    for place in places:
        found = _chosen(place, near.get(place.position), index, memory)
        if found:
            chosen[place.position] = (place, found)
    return _claimed(chosen)


def _source(block: Block, known: Known) -> Source:
    if id(block) in known.taken:
        return Source.of(block, Kin.LIVE)
    return Source.of(block, Kin.OBSOLETE if block.fields.obsolete else Kin.GONE)


def _chosen(
    place: TextPlace, near: Predecessor | None, index: SourceIndex, memory: SourceIndex | None
) -> Predecessor | None:
    if near and near.score == 1:
        return near
    best = index.best(place.text, place.place)
    if near and (best is None or near.score + NEARER >= best[1] or near.source.block is best[0].block):
        return near
    if memory and (best is None or best[1] < 1):
        remembered = memory.best(place.text, place.place)
        if remembered and (best is None or remembered[1] > best[1]):
            best = remembered
    return Predecessor(best[0], best[1], _REASONS[best[0].kin]) if best else None


def _claimed(chosen: dict[int, tuple[TextPlace, Predecessor]]) -> dict[int, Suggestion]:
    """Assign each text that is gone to one entry as its own predecessor, or to the parts that it was split into."""
    by_source: dict[int, list[int]] = defaultdict(list)
    for position, (_, predecessor) in chosen.items():
        by_source[id(predecessor.source.block)].append(position)
    result = {}
    for positions in by_source.values():
        positions.sort(key=lambda position: (-chosen[position][1].score, position))
        for rank, position in enumerate(positions):
            place, predecessor = chosen[position]
            source = predecessor.source
            elsewhere = bool(source.place and place.place and source.place != place.place)
            own = source.kin in {Kin.GONE, Kin.OBSOLETE} and not elsewhere and (rank == 0 or predecessor.part)
            result[position] = Suggestion(predecessor, own)
    return result
