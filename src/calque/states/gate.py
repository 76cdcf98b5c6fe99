"""The policies that make a run fail: coverage, freedom from stale texts, and how long a text may be stale."""

from collections.abc import Iterator

from calque.model import LocaleStatus, PageState, SegmentState, Site, Status
from calque.states.rows import rows_of

__all__ = ["broken_policies"]


def broken_policies(status: Status, policy: Site) -> tuple[str, ...]:
    """Return a sentence for each policy of `[gate]` that is not met; a locale with nothing to count meets all.

    A stale text with an unknown date is not too old: a date is never invented.
    """
    return tuple(sentence for locale in status.locales for sentence in _broken(locale, status, policy))


def _broken(locale: LocaleStatus, status: Status, policy: Site) -> Iterator[str]:
    if policy.fail_under is not None and locale.percent is not None and locale.percent < policy.fail_under:
        yield f"{locale.locale}: {locale.percent}% translated, under the bar of {policy.fail_under}%"
    stale = dict(locale.counts).get(SegmentState.STALE)
    if policy.no_stale and stale:
        yield f"{locale.locale}: {stale.segments} stale {_segments(stale.segments)}"
    orphans = dict(locale.pages).get(PageState.ORPHAN, 0)
    if policy.no_stale and orphans:
        yield f"{locale.locale}: {orphans} live {'page' if orphans == 1 else 'pages'} whose source is gone"
    if policy.max_age is None:
        return
    old = [days for days in _stale_days(locale, status, policy.max_age) if days > policy.max_age]
    if old:
        yield (
            f"{locale.locale}: {len(old)} {_segments(len(old))} stale for more than {policy.max_age} days,"
            f" the oldest for {max(old)}"
        )


def _stale_days(locale: LocaleStatus, status: Status, least: int) -> Iterator[int]:
    """Yield how long each stale text waits; of pages that wait no longer than that none is read."""
    for place, row in enumerate(rows_of(status.pages)):
        if row.locale != locale.locale or row.since is None or (status.measured - row.since).days <= least:
            continue
        for unit in status.pages[place].units:
            if SegmentState.STALE in unit.flags and unit.since is not None:
                yield (status.measured - unit.since).days


def _segments(count: int) -> str:
    return "segment" if count == 1 else "segments"
