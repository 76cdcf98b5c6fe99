"""Texts that nobody translates, because nothing names where they stand: one note for the site says what to write."""

from collections.abc import Iterable, Sequence

from calque.html import find_unnamed
from calque.model import Document, FieldFormat, Finding, FindingCode, Page, Site, SplitPost

__all__ = ["unnamed_findings"]

_MOST_PAGES = 300
"""So many pages, from all over the site, show what there is; to look at a page is to cut it once more."""


def unnamed_findings(pages: Sequence[Page], splits: Sequence[SplitPost], site: Site) -> list[Finding]:
    """Return one note for the site on texts in its source pages that nothing names, with the lines that do."""
    sources = [
        split
        for page, split in zip(pages, splits, strict=True)
        if page.locale == site.source and not page.withheld and page.post.status == "publish"
    ]
    step = len(sources) // _MOST_PAGES + 1
    found = find_unnamed((document for split in sources[::step] for document in _html_of(split)), site.rules)
    if found is None:
        return []
    message = (
        f"what reads like a text and is not translated, since nothing names it: {found.told()}; if it is one, write"
        f" {found.lines(site.rules)}; if it is none, write the name with a ! in front"
    )
    return [Finding.of(FindingCode.UNNAMED_TEXTS, "calque.toml", message)]


def _html_of(split: SplitPost) -> Iterable[Document]:
    forms = {field.name: field.format for field in split.post.fields}
    return (one for one in split.documents if forms.get(one.field) is not FieldFormat.FOOTNOTES)
