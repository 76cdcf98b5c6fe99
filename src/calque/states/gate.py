"""The policies that make a run fail: coverage, stale texts, their age, and how long a page may wait to be published."""

from collections.abc import Iterable, Iterator

from calque.model import LocaleStatus, PageState, SegmentState, Site, Status, Tally, Verb
from calque.states.rows import rows_of

__all__ = ["broken_policies"]


def broken_policies(status: Status, policy: Site) -> tuple[str, ...]:
    """Return a sentence for each policy of `[gate]` that is not met; a locale with nothing to count meets all.

    Coverage and stale texts are of the catalogs; what of them visitors can read is `unpublished_days` alone.
    A stale text with an unknown date is not too old: a date is never invented.
    """
    return tuple(sentence for locale in status.locales for sentence in _broken(locale, status, policy))


def _broken(locale: LocaleStatus, status: Status, policy: Site) -> Iterator[str]:
    if policy.fail_under is not None and locale.percent is not None and locale.percent < policy.fail_under:
        yield f"{locale.locale}: {locale.percent}% translated, under the bar of {policy.fail_under}%"
    stale = _stale(locale, status, policy) if policy.no_stale else 0
    if stale:
        yield f"{locale.locale}: {stale} stale {_segments(stale)} in its catalogs"
    orphans = dict(locale.pages).get(PageState.ORPHAN, 0)
    if policy.no_stale and orphans:
        yield f"{locale.locale}: {orphans} live {'page' if orphans == 1 else 'pages'} whose source is gone"
    if policy.max_age is not None:
        yield from _too_old(locale, status, policy.max_age)
    if policy.unpublished_days is not None:
        yield from _unpublished(locale, status, policy.unpublished_days)


def _too_old(locale: LocaleStatus, status: Status, most: int) -> Iterator[str]:
    old = [days for days in _stale_days(locale, status, most) if days > most]
    if old:
        yield (
            f"{locale.locale}: {len(old)} {_segments(len(old))} stale for more than {most} days,"
            f" the oldest for {max(old)}"
        )


def _stale_days(locale: LocaleStatus, status: Status, least: int) -> Iterator[int]:
    """Yield how long each stale text waits; of pages that wait no longer than that none is read."""
    for place, row in enumerate(rows_of(status.pages)):
        if row.locale != locale.locale or row.since is None or (status.measured - row.since).days <= least:
            continue
        for unit in status.pages[place].units if row.wants else ():
            if SegmentState.STALE in unit.flags and unit.since is not None:
                yield (status.measured - unit.since).days


def _stale(locale: LocaleStatus, status: Status, policy: Site) -> int:
    """Count the stale segments of a locale, without those of pages whose source was saved a short while ago."""
    count = _stale_in(locale.counts)
    for place, row in enumerate(rows_of(status.pages)) if policy.quiet and count else ():
        if row.locale == locale.locale and row.verb and not row.wants:
            count -= _stale_in(status.pages[place].counts)
    return count


def _stale_in(counts: Iterable[tuple[SegmentState, Tally]]) -> int:
    return sum(tally.segments for state, tally in counts if state is SegmentState.STALE)


def _unpublished(locale: LocaleStatus, status: Status, most: int) -> Iterator[str]:
    if not any(verb in (Verb.PUBLISH, Verb.DECIDE) for verb, _ in locale.verbs):
        return
    own = (row for row in rows_of(status.pages) if row.locale == locale.locale and row.ready)
    late = [days for row in own if row.ready and (days := (status.measured - row.ready).days) > most]
    if late:
        yield (
            f"{locale.locale}: {len(late)} translated {'page' if len(late) == 1 else 'pages'} not published"
            f" for more than {most} days, the longest for {max(late)}"
        )


def _segments(count: int) -> str:
    return "segment" if count == 1 else "segments"
