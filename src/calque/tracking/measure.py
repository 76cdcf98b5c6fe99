"""The site added up: a row a locale, the pages in the order of the work."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from calque.model import (
    Finding,
    LocaleStatus,
    PageState,
    PageStatus,
    SegmentState,
    Severity,
    Site,
    SplitPost,
    Status,
    Tally,
    Truth,
)
from calque.tracking.percentage import percent
from calque.tracking.priority import page_rank

__all__ = ["measure_site"]

_SHOWN = 60


def measure_site(
    site: Site,
    pages: Sequence[PageStatus],
    not_wanted: Sequence[tuple[str, SplitPost]],
    findings: Sequence[Finding],
    *,
    truths: Mapping[str, Truth],
    posts: int,
    now: datetime,
) -> Status:
    """Add up the pages of each locale, and put the pages in the order in which they want somebody."""
    return Status(
        site=site.name,
        source=site.source,
        measured=now,
        posts=posts,
        locales=tuple(
            _measure_locale(
                locale.tag,
                truths[locale.tag],
                pages,
                [split for tag, split in not_wanted if tag == locale.tag],
            )
            for locale in site.locales
        ),
        pages=tuple(
            sorted(pages, key=lambda page: (page_rank(page.state), -page.priority, page.key, page.locale))
        ),
        findings=tuple(
            sorted(
                (*findings, *_conflicts(pages)),
                key=lambda finding: (finding.place, finding.code, finding.locale),
            )
        ),
    )


def _conflicts(pages: Iterable[PageStatus]) -> Iterator[Finding]:
    """Say of each unit with two translations what would settle it."""
    for page in pages:
        for unit in page.units:
            if unit.state is not SegmentState.CONFLICT:
                continue
            text = unit.source if len(unit.source) <= _SHOWN else f"{unit.source[: _SHOWN - 1]}…"
            site = (
                f", or take the page's text with `calque confirm {page.url}`"
                if page.url in unit.reason
                else ""
            )
            yield Finding(
                code="conflict",
                severity=Severity.WARNING,
                place=f"{page.catalog}:{unit.line}" if unit.line else page.catalog,
                message=f"“{text}” has two translations, the other one in the comment `# calque: conflict`; "
                f"make both say the same, or remove that line{site if page.url else ''}",
                locale=page.locale,
            )


def _measure_locale(
    tag: str, truth: Truth, all_pages: Iterable[PageStatus], not_wanted: Iterable[SplitPost]
) -> LocaleStatus:
    pages = [page for page in all_pages if page.locale == tag]
    states = Counter(page.state for page in pages)
    counts = _add_counts(page.counts for page in pages if page.percent is not None)
    total = sum((page.total for page in pages), Tally())
    done = dict(counts).get(SegmentState.TRANSLATED, Tally())
    stale = [page.since for page in pages if page.state is PageState.STALE and page.since]
    segments = [segment for split in not_wanted for segment in split.segments]
    return LocaleStatus(
        locale=tag,
        truth=truth,
        pages=tuple((state, states[state]) for state in PageState if state in states),
        total=total,
        counts=counts,
        percent=percent(done.segments, total.segments),
        percent_words=percent(done.words, total.words),
        since=min(stale, default=None),
        not_wanted=Tally(len(segments), sum(segment.words for segment in segments)),
        unadopted=states[PageState.UNADOPTED],
    )


def _add_counts(
    rows: Iterable[tuple[tuple[SegmentState, Tally], ...]],
) -> tuple[tuple[SegmentState, Tally], ...]:
    sums: dict[SegmentState, Tally] = {}
    for row in rows:
        for state, tally in row:
            sums[state] = sums.get(state, Tally()) + tally
    return tuple((state, sums[state]) for state in SegmentState if state in sums)
