"""Plugins: the segments that they put into posts are left out of the texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from calque.injected.edges import Signature
from calque.injected.recurring import Others, find_candidates, find_injected
from calque.injected.shapes import Rendered, census_of, write_shape
from calque.model import Finding, Page, PageKey
from calque.pipeline.ingest.facts import asked_for, with_edges
from calque.pipeline.ingest.library import Library
from calque.pipeline.ingest.texts import Texts
from calque.pipeline.runner import Runner

__all__ = ["LeftOut", "leave_out_injected"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is said of injected blocks, and what the next run is to know of them."""

    findings: tuple[Finding, ...] = ()
    recurring: frozenset[Signature] = frozenset()
    """The kinds of blocks that recur so much that they may be injected."""
    texts: Mapping[tuple[Signature, str], frozenset[str]] = field(default_factory=dict)
    """The texts that recur in each of them, by locale."""
    shapes: Mapping[PageKey, str] = field(default_factory=dict)
    """What of each page decides for others which blocks are injected."""


def leave_out_injected(
    pages: Sequence[Page], texts: Texts, library: Library, runner: Runner, others: Others
) -> LeftOut:
    """Leave the segments of injected blocks out of the texts of these pages; name each kind of block once."""
    origins = [texts.origins[page.key] for page in pages]
    pairs = list(zip(pages, origins, strict=True))
    bare = [replace(library.of(origin).rendered(page.locale), edges=()) for page, origin in pairs]
    signatures = find_candidates(others.census + census_of(bare))
    if not signatures:
        return LeftOut(shapes=_shapes(pages, bare))
    asked = asked_for(signatures)
    new = [
        (page, origin)
        for (page, origin), row in zip(pairs, bare, strict=True)
        if row.elements is not None and library.of(origin).asked != asked
    ]
    texts.load([page.key for page, _ in new], runner)
    for page, origin in new:
        library.note(origin, with_edges(library.of(origin), texts.whole(page.key), signatures))
    rows = [library.of(origin).rendered(page.locale) for page, origin in pairs]
    blocks = [
        library.of(origin).edges if row.elements is not None else ()
        for origin, row in zip(origins, rows, strict=True)
    ]
    injected = find_injected(rows, blocks, signatures, others, origins)
    texts.taken = {pages[index].key: spans for index, spans in injected.taken.items()}
    return LeftOut(injected.findings, signatures, injected.recurring, _shapes(pages, rows))


def _shapes(pages: Sequence[Page], rows: Sequence[Rendered]) -> Mapping[PageKey, str]:
    return {page.key: write_shape(row) for page, row in zip(pages, rows, strict=True)}
