"""The policies that make a run fail: coverage, and freedom from stale texts."""

from calque.model import SegmentState, Status

__all__ = ["broken_policies"]


def broken_policies(
    status: Status, *, fail_under: int | None = None, no_stale: bool = False
) -> tuple[str, ...]:
    """Return a sentence a policy that does not hold; a locale with nothing to count breaks none."""
    broken: list[str] = []
    for locale in status.locales:
        if fail_under is not None and locale.percent is not None and locale.percent < fail_under:
            broken.append(f"{locale.locale}: {locale.percent}% translated, under the bar of {fail_under}%")
        stale = dict(locale.counts).get(SegmentState.STALE)
        if no_stale and stale:
            broken.append(f"{locale.locale}: {stale.segments} stale segments")
    return tuple(broken)
