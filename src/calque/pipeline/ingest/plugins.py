"""Plugins: the segments that they put into posts are left out of the texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from calque.injected.edges import Signature
from calque.injected.recurring import find_candidates, find_injected, find_slack
from calque.model import Finding, Page
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
    slack: Mapping[str, int] = field(default_factory=dict)
    """By type, how many source posts may come or go before that can be other."""


def leave_out_injected(
    pages: Sequence[Page], texts: Texts, library: Library, runner: Runner, *, source: str
) -> LeftOut:
    """Leave the segments of injected blocks out of the texts of these pages; name each kind of block once."""
    origins = [texts.origins[page.key] for page in pages]
    rows = [library.of(origin).rendered(page.locale) for page, origin in zip(pages, origins, strict=True)]
    signatures = find_candidates(rows)
    slack = find_slack(rows, source)
    if not signatures:
        return LeftOut(slack=slack)
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
    return LeftOut(injected.findings, signatures, slack)
