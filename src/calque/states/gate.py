"""The policies that make a run fail: coverage, freedom from stale texts, and how long a text may be stale."""

from collections.abc import Iterator

from calque.model import LocaleStatus, PageState, PageStatus, SegmentState, Site, Status

__all__ = ["broken_policies"]


def broken_policies(status: Status, policy: Site) -> tuple[str, ...]:
    """Return a sentence for each policy of `[gate]` that is not met; a locale with nothing to count meets all.

    A stale text with an unknown date is not too old: a date is never invented.
    """
    return tuple(sentence for locale in status.locales for sentence in _broken(locale, status, policy))


def _broken(locale: LocaleStatus, status: Status, policy: Site) -> Iterator[str]:
    if policy.fail_under is not None and locale.percent is not None and locale.percent < policy.fail_under:
        yield f"{locale.locale}: {locale.percent}% translated, under the bar of {policy.fail_under}%"
    stale = _stale(locale, status, policy) if policy.no_stale else 0
    if stale:
        yield f"{locale.locale}: {stale} stale {_segments(stale)}"
    orphans = dict(locale.pages).get(PageState.ORPHAN, 0)
    if policy.no_stale and orphans:
        yield f"{locale.locale}: {orphans} live {'page' if orphans == 1 else 'pages'} whose source is gone"
    if policy.max_age is None:
        return
    pages = status.only(locale.locale).pages
    old = [
        days
        for page in pages
        if not page.is_quiet
        for days in _stale_days(page, status)
        if days > policy.max_age
    ]
    if old:
        yield (
            f"{locale.locale}: {len(old)} {_segments(len(old))} stale for more than {policy.max_age} days,"
            f" the oldest for {max(old)}"
        )


def _stale(locale: LocaleStatus, status: Status, policy: Site) -> int:
    """Count the stale segments of a locale, without those of pages whose source was saved a short while ago."""
    counts = [locale.counts]
    if policy.quiet:
        counts = [page.counts for page in status.only(locale.locale).pages if not page.is_quiet]
    return sum(tally.segments for one in counts for state, tally in one if state is SegmentState.STALE)


def _stale_days(page: PageStatus, status: Status) -> Iterator[int]:
    for unit in page.units:
        if SegmentState.STALE in unit.flags and unit.since is not None:
            yield (status.measured - unit.since).days


def _segments(count: int) -> str:
    return "segment" if count == 1 else "segments"
