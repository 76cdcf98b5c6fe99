"""Translations made on a branch that had not yet today's texts, in a catalog that git merged with what a sync wrote."""

from collections.abc import Iterable, Mapping

from calque.po.block import Block
from calque.po.catalog import Catalog
from calque.po.entries import Fields, origin_of
from calque.po.known import Known
from calque.po.match import Kin, Source
from calque.po.neighbours import Predecessor
from calque.po.predecessors import Suggestion, suggestions
from calque.po.similarity import likeness, stripped

__all__ = ["renewed", "too_late"]


def renewed(rows: Iterable[tuple[int, Block]], known: Known) -> Mapping[int, Suggestion]:
    """Return for stale entries, by position, what their former text is translated as in the same file, not fuzzy.

    A sync gave the stale entry the translation of then; somebody who had the former text still made a better one.
    """
    found: dict[int, Suggestion] = {}
    used = set(known.taken)
    for position, block in rows:
        fields = block.fields
        if not fields.is_fuzzy or fields.previous_msgid is None or origin_of(fields) is not None:
            continue
        newer = known.live.get((fields.previous_msgctxt, fields.previous_msgid))
        if newer is None or id(newer) in used or newer.fields.is_fuzzy or not newer.fields.is_translated:
            continue
        used.add(id(newer))
        score = likeness(stripped(newer.fields.msgid), stripped(fields.msgid))
        reason = "its former text, translated anew"
        found[position] = Suggestion(Predecessor(Source.of(newer, Kin.GONE), score, reason), own=True)
    return found


def too_late(
    rows: Iterable[tuple[int, Block]], known: Known, exact: Iterable[tuple[int, int]], last: Catalog | None
) -> Mapping[int, Suggestion]:
    """Return for entries that no person translated, by position, the translations that their former texts got too late.

    Such a text is neither in the template nor in the `last` one, which has what left the site since. `exact` are the
    entries that are kept, as (old, new) positions.
    """
    if last is None:
        return {}
    had = {block.fields.key for block in last.blocks}
    late = {
        key: block
        for key, block in known.live.items()
        if key not in had and id(block) not in known.taken and block.fields.is_translated
    }
    if not late:
        return {}
    wanted = [(position, block.fields) for position, block in rows if _is_open(block.fields)]
    found = suggestions(wanted, Known(live=late, positions=known.positions), exact)
    return {position: suggestion for position, suggestion in found.items() if suggestion.own}


def _is_open(fields: Fields) -> bool:
    return not fields.is_translated or (fields.is_fuzzy and origin_of(fields) is not None)
