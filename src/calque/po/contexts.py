"""Contexts that an editor or a converter dropped from a file: put back by the references and the texts."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from calque.po.catalog import Catalog
from calque.po.entries import Fields

__all__ = ["with_contexts_back"]


def with_contexts_back(catalog: Catalog, known: Iterable[Fields]) -> Catalog:
    """Return a catalog that lost every context with those of the `known` entries; the very one where none is lost.

    An entry gets the context of the one known entry with its text and one of its references. Where it lost its
    references, too, it gets that of the one with its text; where several have it, it stays as it is.
    """
    rows = [block for block in catalog.blocks if not block.is_header]
    if any(block.fields.msgctxt is not None for block in rows):
        return catalog
    by_text: dict[str, list[Fields]] = defaultdict(list)
    for fields in known:
        if not (fields.is_header or fields.obsolete):
            by_text[fields.msgid].append(fields)
    often = Counter(block.fields.msgid for block in rows)
    back = {}
    for block in rows:
        fields = block.fields
        context = _context(fields, by_text.get(fields.msgid, []), alone=often[fields.msgid] == 1)
        if context is not None:
            before = None if fields.previous_msgid is None else context
            back[id(block)] = block.saying(fields._replace(msgctxt=context, previous_msgctxt=before))
    return catalog.with_blocks(back.get(id(block), block) for block in catalog.blocks) if back else catalog


def _context(fields: Fields, same: list[Fields], *, alone: bool) -> str | None:
    """Return the context of the known entry that this one is; None for no context, and where that is in doubt."""
    places = {reference for reference, _ in fields.occurrences}
    here = {one.msgctxt for one in same if places & {reference for reference, _ in one.occurrences}}
    found = {one.msgctxt for one in same} if alone and not places else here
    return next(iter(found)) if len(found) == 1 else None
