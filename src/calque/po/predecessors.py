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
) -> dict[int, Suggestion]:
    """Return the suggestions for new entries by their position in the template.

    `exact` are the unchanged entries as (old, new) positions. Position comes first: the text that
    stood in the place of the new one; then the most similar of the catalog. Where that text
    stood in several contexts, the new entry gets what was translated for its own.
    """
    sources = [_source(block, known) for block in known.blocks() if block.fields.is_translated]
    if not sources:
        return {}
    orphans = [(known.positions[id(source.block)], source) for source in sources if source.kin is Kin.GONE]
    places = [
        TextPlace(position, place_of(fields), fields.msgid, fields.msgctxt) for position, fields in wanted
    ]
    near = aligned(orphans, places, exact)
    index = SourceIndex(sources)
    chosen = {}
    for place in places:
        found = _chosen(place, near.get(place.position), index)
        if found:
            chosen[place.position] = (place, _in_context(found, place, index))
    return _claimed(chosen)


def _source(block: Block, known: Known) -> Source:
    if id(block) in known.taken:
        return Source.of(block, Kin.LIVE)
    return Source.of(block, Kin.OBSOLETE if block.fields.obsolete else Kin.GONE)


def _chosen(place: TextPlace, near: Predecessor | None, index: SourceIndex) -> Predecessor | None:
    if near and near.score == 1:
        return near
    best = index.best(place.text, place.place, place.context)
    if near and (best is None or _is_nearer(near, best, place.context)):
        return near
    return Predecessor(best[0], best[1], _REASONS[best[0].kin]) if best else None


def _is_nearer(near: Predecessor, best: tuple[Source, float], context: str | None) -> bool:
    """Tell whether the text from the same place wins over the most similar one.

    What stood there in another context did not stand in the very place of the new text, so a text of its own
    context needs only be as alike.
    """
    source, score = best
    if near.source.block is source.block:
        return True
    if near.source.context != context == source.context:
        return near.score > score
    return near.score + NEARER >= score


def _in_context(found: Predecessor, place: TextPlace, index: SourceIndex) -> Predecessor:
    """Return a predecessor as it stood in the context of the new text, else what is gone from that context.

    So an entry whose own context has a predecessor takes none of another, be it more alike: the image's alternative
    text says now what the heading said, and is made from the old alternative text.
    """
    if found.source.context == place.context:
        return found
    own = index.same(found.source.text, place.place, place.context)
    if own is not None and own.context == place.context:
        return Predecessor(own, found.score, _REASONS[own.kin], found.part)
    gone = index.gone(place.text, place.place, place.context)
    return Predecessor(gone[0], gone[1], _REASONS[gone[0].kin]) if gone else found


def _claimed(chosen: dict[int, tuple[TextPlace, Predecessor]]) -> dict[int, Suggestion]:
    """Assign each text that is gone to one entry as its own predecessor, or to the parts that it was split into.

    An entry of its context has the better claim to it, then the most similar one.
    """
    by_source: dict[int, list[int]] = defaultdict(list)
    for position, (_, predecessor) in chosen.items():
        by_source[id(predecessor.source.block)].append(position)
    result = {}
    for positions in by_source.values():
        positions.sort(key=lambda position: _claim(*chosen[position]))
        for rank, position in enumerate(positions):
            place, predecessor = chosen[position]
            source = predecessor.source
            elsewhere = bool(source.place and place.place and source.place != place.place)
            own = source.kin in {Kin.GONE, Kin.OBSOLETE} and not elsewhere and (rank == 0 or predecessor.part)
            result[position] = Suggestion(predecessor, own)
    return result


def _claim(place: TextPlace, predecessor: Predecessor) -> tuple[bool, float, int]:
    return (predecessor.source.context != place.context, -predecessor.score, place.position)
