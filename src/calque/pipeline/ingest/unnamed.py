"""Texts that nobody translates, because nothing names where they stand: one note for the site says what to write."""

from collections.abc import Iterable

from calque.html import sum_up
from calque.model import Finding, FindingCode, Page, Site
from calque.pipeline.ingest.facts import PostFacts

__all__ = ["unnamed_findings"]


def unnamed_findings(pages: Iterable[tuple[Page, PostFacts]], site: Site) -> list[Finding]:
    """Return one note for the site on texts in its source pages that nothing names, with the lines that do."""
    found = sum_up(
        facts.unnamed
        for page, facts in pages
        if page.locale == site.source and not page.withheld and page.post.status == "publish"
    )
    if found is None:
        return []
    message = (
        f"what reads like a text and is not translated, since nothing names it: {found.told()}; if it is one, write"
        f" {found.lines(site.rules)}; if it is none, write the name with a ! in front"
    )
    return [Finding.of(FindingCode.UNNAMED_TEXTS, "calque.toml", message)]
