"""Observe: the language of each page, looked at again where its text or its place is another."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from calque.injected.recurring import Span
from calque.model import Page, PageKey, Site
from calque.pipeline.ingest.facts import Detected, looked_at
from calque.pipeline.ingest.texts import Texts
from calque.pipeline.runner import Prepared, Runner

__all__ = ["observe_pages"]

_NONE: frozenset[Span] = frozenset()


def observe_pages(
    site: Site, pages: Sequence[Page], texts: Texts, known: Mapping[PageKey, Detected], runner: Runner
) -> tuple[tuple[Page, ...], Mapping[PageKey, Detected]]:
    """Give each page the language that its text is in; return that apart, too, for the next run."""
    digests = {page.key: looked_at(page, texts.taken.get(page.key, _NONE)) for page in pages}
    new = [page for page in pages if page.key not in known or known[page.key].of != digests[page.key]]
    seen = _detected(site, new, texts, runner) if new else ()
    found = {
        page.key: Detected(digests[page.key], page.observed, page.foreign, page.withheld) for page in seen
    }
    detected = {page.key: found[page.key] if page.key in found else known[page.key] for page in pages}
    return tuple(_with(page, detected[page.key]) for page in pages), detected


def _detected(site: Site, pages: Sequence[Page], texts: Texts, runner: Runner) -> Sequence[Page]:
    """Return pages with the language that their texts are in."""
    from calque.pipeline.ingest.detect import detect  # noqa: PLC0415 — loads all that judges a language

    texts.load([page.key for page in pages], runner)

    def rows(batch: Sequence[Page]) -> list[tuple[Page, list[str]]]:
        return [(page, [segment.text for segment in texts[page.key].segments]) for page in batch]

    return [one for batch in runner.map(detect, site, Prepared(pages, rows)) for one in batch]


def _with(page: Page, seen: Detected) -> Page:
    return replace(page, observed=seen.observed, foreign=seen.foreign, withheld=seen.withheld)
