"""Links that a page's source points elsewhere now, while its live translation still points where they led before."""

import re
from collections.abc import Iterator, Mapping, Sequence

from calque.checks.links import bare_host, has_host
from calque.model import Document, Segment, Severity, Site, SplitPost, UnitFlaw
from calque.po.units import Key
from calque.states.judged_units import CHECKED_STATES, JudgedUnit

__all__ = ["link_flaws"]

_LINK = re.compile(r"""<a\s[^<>]*?\bhref\s*=\s*["']?(https?://[^"'\s<>]+)""", re.IGNORECASE)


def link_flaws(
    judged: Sequence[JudgedUnit], source: SplitPost, live: SplitPost, site: Site
) -> tuple[UnitFlaw, ...]:
    """Return a flaw for each translated text whose link leads to a host that the live page does not link to.

    A flaw is returned only where the live page also links to a host that the source does not link to, as after an edit
    of the source. Links to the site's own pages are left out, because their translations have other addresses; so is
    the counterpart of a host in another country or language: `en.wikipedia.org`, `fr.wikipedia.org`. A page that is
    rendered from a catalog takes its links from the source and has no such flaw.
    """
    own = {bare_host(site.url), *(locale.host.partition(":")[0] for locale in site.locales)}
    given = [host for document in live.documents for _, host in _links(document) if host not in own]
    wanted = [
        (document, offset, host)
        for document in source.documents
        for offset, host in _links(document)
        if host not in own
    ]
    hosts = [host for _, _, host in wanted]
    old = [host for host in dict.fromkeys(given) if not has_host(hosts, host)]
    if not old or "links" in site.checks.ignore:
        return ()
    units = {(unit.status.context, unit.status.source): unit for unit in judged}
    flaws = (
        _flaw(_segment_at(document, offset), units, host, old)
        for document, offset, host in wanted
        if not has_host(given, host)
    )
    return tuple(dict.fromkeys(flaw for flaw in flaws if flaw))


def _links(document: Document) -> Iterator[tuple[int, str]]:
    """Yield where each link to a whole address stands, and its host."""
    if "://" not in document.html:
        return
    for found in _LINK.finditer(document.html):
        if host := bare_host(found[1]):
            yield found.start(), host


def _segment_at(document: Document, offset: int) -> Segment | None:
    """Return the segment that a link stands in, or that stands in the link."""
    return next((segment for segment in document.segments if segment.end > offset), None)


def _flaw(
    segment: Segment | None,
    units: Mapping[Key, JudgedUnit],
    host: str,
    old: Sequence[str],
) -> UnitFlaw | None:
    unit = units.get((segment.context, segment.text)) if segment else None
    if unit is None or unit.status.state not in CHECKED_STATES:
        return None
    message = f"the source links to {host}, the live page does not; it still links to {', '.join(old)}"
    own = unit.status
    return UnitFlaw("links", Severity.WARNING, message, own.reference, own.line, own.source, own.target)
