"""Plugins: the segments that they put into posts are left out of the texts."""

from collections.abc import Sequence

from calque.injected.edges import Signature
from calque.injected.recurring import find_candidates, find_injected
from calque.model import Finding, Page
from calque.pipeline.ingest.facts import asked_for, with_edges
from calque.pipeline.ingest.library import Library
from calque.pipeline.ingest.texts import Texts
from calque.pipeline.runner import Runner

__all__ = ["leave_out_injected"]


def leave_out_injected(
    pages: Sequence[Page], texts: Texts, library: Library, runner: Runner
) -> tuple[tuple[Finding, ...], frozenset[Signature]]:
    """Leave the segments of injected blocks out of the texts of these pages; name each kind of block once.

    Return the findings, and the kinds of blocks that recur so much that they may be injected.
    """
    origins = [texts.origins[page.key] for page in pages]
    rows = [library.of(origin).rendered(page.locale) for page, origin in zip(pages, origins, strict=True)]
    signatures = find_candidates(rows)
    if not signatures:
        return (), signatures
    asked = asked_for(signatures)
    new = [
        (page, origin)
        for page, origin, row in zip(pages, origins, rows, strict=True)
        if row.elements is not None and library.of(origin).asked != asked
    ]
    texts.load([page.key for page, _ in new], runner)
    for page, origin in new:
        library.note(origin, with_edges(library.of(origin), texts.whole(page.key), signatures))
    blocks = [
        library.of(origin).edges if row.elements is not None else ()
        for origin, row in zip(origins, rows, strict=True)
    ]
    injected = find_injected(rows, blocks, signatures)
    texts.taken = {pages[index].key: spans for index, spans in injected.taken.items()}
    return injected.findings, signatures
