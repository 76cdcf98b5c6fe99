"""A post's units, from its segments and the entries of a catalog."""

from collections.abc import Mapping

from polib import POEntry

from calque.model import Segment, SplitPost, Unit
from calque.po import Catalog, confirmed_of, is_fuzzy, origin_of, rivals_of, segment_references, target_of
from calque.po.entries import key_of

__all__ = ["Key", "catalog_units", "covers", "entries_by_key"]

Key = tuple[str | None, str]
"""Context and source text: what tells the units of a post apart."""


def catalog_units(split: SplitPost, entries: Mapping[Key, POEntry]) -> tuple[Unit, ...]:
    """Return a unit a different text of the post, in document order; one without an entry is empty."""
    units: dict[Key, Unit] = {}
    for segment, reference in segment_references(split):
        key = (segment.context, segment.text)
        if key not in units:
            units[key] = _unit(segment, reference, entries.get(key))
    return tuple(units.values())


def covers(split: SplitPost, entries: Mapping[Key, POEntry]) -> bool:
    """Tell whether every text of the post has an entry."""
    return all((segment.context, segment.text) in entries for segment in split.segments)


def entries_by_key(catalog: Catalog) -> Mapping[Key, POEntry]:
    """Index the entries in use by context and source text."""
    return {key_of(entry): entry for entry in catalog.entries}


def _unit(segment: Segment, reference: str, entry: POEntry | None) -> Unit:
    if entry is None:
        return Unit(segment.text, segment.context, ("",), reference=reference, words=segment.words)
    origin = origin_of(entry)
    return Unit(
        source=segment.text,
        context=segment.context,
        target=target_of(entry),
        fuzzy=is_fuzzy(entry),
        confirmed=confirmed_of(entry),
        origin=f"{origin.name} {origin.confidence:.2f}" if origin else "",
        rivals=tuple(f"{rival.name} says “{rival.text}”" for rival in rivals_of(entry)),
        reference=reference,
        line=entry.linenum or 0,
        words=segment.words,
    )
