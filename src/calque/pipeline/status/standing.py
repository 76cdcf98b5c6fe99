"""Standing: the status of the whole site, as the cache has it."""

from collections.abc import Sequence
from datetime import date

from calque.cache.database import Cache
from calque.cache.values import FindingOwner, Summary
from calque.model import Finding, FindingCode, Site, Status, Tally
from calque.states.privacy import public_findings
from calque.states.sums import Sums, measure_locale

__all__ = ["status_of"]

_FIRST = (FindingOwner.SITE, FindingOwner.QUESTION, FindingOwner.RUN)


def status_of(site: Site, cache: Cache, summary: Summary, today: date) -> Status:
    """Return the status that the cache holds; its pages are read when they are asked for."""
    status = Status(
        site=site.name,
        source=site.source,
        measured=summary.measured,
        posts=summary.posts,
        locales=tuple(
            measure_locale(
                locale.tag,
                summary.truths[locale.tag],
                summary.sums.get(locale.tag, Sums()),
                summary.work.get(locale.tag, Tally()),
            )
            for locale in site.locales
        ),
        pages=cache.pages(),
        findings=_findings(summary, site),
    )
    if not summary.handed:
        return status
    from calque.handoffs.wishes import with_handoffs  # noqa: PLC0415
    from calque.pipeline.handoffs import read_records  # noqa: PLC0415 — where something is handed out alone

    return with_handoffs(status, read_records(site)[0], today=today)


def _findings(summary: Summary, site: Site) -> tuple[Finding, ...]:
    """Put the findings in order; what a run found of a place, it need not be told of again.

    A folder that cannot be looked at is one finding, whatever is in it.
    """
    closed = tuple(
        f"{finding.place}/"
        for _, _, finding in summary.findings
        if finding.code == FindingCode.UNREADABLE_FOLDER
    )
    rows: Sequence[tuple[FindingOwner, str, Finding]] = [
        row
        for row in summary.findings
        if not (row[2].code == FindingCode.UNREADABLE_CATALOG and row[2].place.startswith(closed))
    ]
    first = [finding for origin, _, finding in rows if origin in _FIRST]
    known = {(finding.code, finding.place) for finding in first}
    later = [
        finding
        for origin, _, finding in rows
        if origin in (FindingOwner.PAIRS, FindingOwner.FOLDER, FindingOwner.BUNDLE)
        and (finding.code, finding.place) not in known
    ]
    told = public_findings((*first, *later), summary.hidden, site)
    return tuple(sorted(told, key=lambda one: (one.place, one.code, one.locale, one.severity, one.message)))
