"""Pages without their texts: what lists and sums are made from, however large the site is."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from calque.model import PageRow, PagesOnDemand, PageStatus, Severity, Status
from calque.states.outstanding import needs_work, outstanding
from calque.states.verbs import verb_of

__all__ = ["addresses", "row_of", "rows_of"]


def row_of(page: PageStatus) -> PageRow:
    """Return a page without its texts."""
    severities = [flaw.severity for flaw in page.flaws]
    return PageRow(
        locale=page.locale,
        key=page.key,
        title=page.title,
        state=page.state,
        source_url=page.source_url,
        url=page.url,
        edit_url=page.edit_url,
        catalog=page.catalog,
        wants=needs_work(page),
        left=outstanding([page]),
        units=len(page.units),
        since=page.since,
        bounded=page.bounded,
        warnings=severities.count(Severity.WARNING),
        notes=severities.count(Severity.NOTE),
        verb=verb_of(page),
        publication=page.publication,
        built=page.built,
        ready=page.ready,
        ready_bounded=page.ready_bounded,
        languages=tuple(sorted({text.language for text in page.live})),
    )


def rows_of(pages: Sequence[PageStatus]) -> Iterable[PageRow]:
    """Return each page without its texts, in the same order; of pages on disk, without reading any."""
    return pages.rows() if isinstance(pages, PagesOnDemand) else map(row_of, pages)


def addresses(status: Status, wanted: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
    """Return where a browser finds these pages, by locale and key: the live one, else its source."""
    found: dict[tuple[str, str], str] = {}
    for row in rows_of(status.pages) if wanted else ():
        if (row.locale, row.key) in wanted:
            found.setdefault((row.locale, row.key), row.url or row.source_url)
    return found
