"""Remarks: what is to be said of pages as they are, such as a page builder that holds their text, or a password."""

from collections.abc import Iterable, Sequence

from calque.model import Finding, FindingCode, Page, Severity, Site
from calque.sources.marked_languages import MARKING

__all__ = ["page_remarks"]


def page_remarks(pages: Sequence[Page], site: Site) -> list[Finding]:
    """Return findings on pages in page builders, and one for each source page that is not counted, with the reason."""
    return [*_builders(pages), *_unsplit(pages), *_hidden(pages, site)]


def _builders(pages: Iterable[Page]) -> list[Finding]:
    """Name each page builder once, with a page of it."""
    found: dict[str, dict[str, Page]] = {}
    for page in pages:
        if page.post.builder and page.post.fields:
            found.setdefault(page.post.builder, {}).setdefault(page.post.key, page)
    return [
        Finding.of(
            FindingCode.PAGE_BUILDER,
            next(iter(rows.values())).post.link_or_key,
            f"{name} holds the text of this page{_and_more(len(rows) - 1)}: it is tracked and translated, and never"
            f" published; take the translation over in {name}, `calque preview` shows it beside its source",
        )
        for name, rows in sorted(found.items())
    ]


def _unsplit(pages: Iterable[Page]) -> list[Finding]:
    """Name once the posts that hold several languages, and not the source's among them."""
    rows = [page for page in pages if page.post.builder in MARKING and not page.post.fields]
    if not rows:
        return []
    message = (
        f"the text of this page{_and_more(len(rows) - 1)} is in marks of {rows[0].post.builder}, none of them of the"
        f" source's language: nothing of it is exported; write that text, or leave the post out"
    )
    return [
        Finding.of(
            FindingCode.PAGE_BUILDER,
            rows[0].post.link_or_key,
            message,
            severity=Severity.WARNING,
        )
    ]


def _and_more(count: int) -> str:
    return f" and of {count} more" if count else ""


def _hidden(pages: Iterable[Page], site: Site) -> list[Finding]:
    """Return a finding for each source page that is not counted, with the reason."""
    findings: list[Finding] = []
    for page in pages:
        place = page.post.link_or_key
        if page.locale != site.source:
            continue
        if page.post.locked:
            message = (
                "the post is behind a password and its text was not served; its catalogs are left as they are"
            )
            findings.append(Finding.of(FindingCode.LOCKED_POST, place, message, site.source))
        elif page.post.status != "publish":
            message = f"the post is not public ({page.post.status}); it is not exported before it is"
            findings.append(Finding.of(FindingCode.NOT_PUBLIC, place, message, site.source))
    return findings
