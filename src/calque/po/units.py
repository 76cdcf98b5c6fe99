"""A post's units, from its segments and the entries of a catalog."""

from collections.abc import Mapping

from polib import POEntry

from calque.model import Segment, SplitPost, Unit
from calque.po import (
    Catalog,
    confirmed_of,
    context_of,
    formats_of,
    ignored_of,
    is_fuzzy,
    is_held,
    max_length_of,
    origin_of,
    plural_of,
    rivals_of,
    segment_references,
    source_of,
    target_of,
)
from calque.po.entries import Key, key_of
from calque.po.live_notes import remark_of
from calque.po.questions import open_question

__all__ = ["Key", "catalog_units", "entries_by_key", "entry_unit"]


def catalog_units(split: SplitPost, entries: Mapping[Key, POEntry]) -> tuple[Unit, ...]:
    """Return one unit for each distinct text of the post, in document order; without an entry, it is empty."""
    units: dict[Key, Unit] = {}
    for segment, reference in segment_references(split):
        key = (segment.context, segment.text)
        if key not in units:
            units[key] = _unit(segment, reference, entries.get(key))
    return tuple(units.values())


def entries_by_key(catalog: Catalog) -> Mapping[Key, POEntry]:
    """Index the entries in use by context and source text."""
    return {key_of(entry): entry for entry in catalog.entries}


def _unit(segment: Segment, reference: str, entry: POEntry | None) -> Unit:
    if entry is None:
        return Unit(segment.text, segment.context, ("",), reference=reference, words=segment.words)
    return entry_unit(entry, reference, segment.words)


def entry_unit(entry: POEntry, reference: str = "", words: int = 0) -> Unit:
    """Return an entry as a unit; the `reference` and the number of `words` are facts that only its post has."""
    origin = origin_of(entry)
    held = is_held(entry)
    return Unit(
        source=source_of(entry),
        context=context_of(entry),
        target=target_of(entry),
        fuzzy=is_fuzzy(entry) and not held,
        confirmed=source_of(entry) if held else confirmed_of(entry),
        origin=origin.told if origin else "",
        rivals=tuple(f"{rival.name} says “{rival.text}”" for rival in rivals_of(entry)),
        remark=remark_of(entry),
        reference=reference,
        line=entry.linenum or 0,
        words=words,
        plural=plural_of(entry) or "",
        formats=formats_of(entry),
        ignored=ignored_of(entry),
        max_length=max_length_of(entry),
        question=open_question(entry.tcomment),
    )
