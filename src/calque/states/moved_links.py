"""Links that a page's source points elsewhere now, while its live translation still points where they led before."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from calque.checks.links import Hosts, bare_host
from calque.model import Document, Segment, Severity, Site, SplitPost, UnitFlaw
from calque.po.units import Key
from calque.states.judged_units import CHECKED_STATES, JudgedUnit

__all__ = ["has_other_links", "link_flaws"]

_LINK = re.compile(r"""<a\s[^<>]*?\bhref\s*=\s*["']?(https?://[^"'\s<>]+)""", re.IGNORECASE)
_SHOWN = 5
"""Hosts that a flaw names at most."""


def has_other_links(source: SplitPost, live: SplitPost, site: Site) -> bool:
    """Tell whether the source links to an address of another site that its live translation does not link to."""
    own = _own_hosts(site)
    given = {found for document in live.documents for found in _LINK.findall(document.html)}
    return any(
        found not in given and bare_host(found) not in own
        for document in source.documents
        for found in _LINK.findall(document.html)
    )


def link_flaws(
    judged: Sequence[JudgedUnit], source: SplitPost, live: SplitPost, site: Site
) -> tuple[UnitFlaw, ...]:
    """Return a flaw for each translated text whose link leads to a host that the live page does not link to.

    A flaw is returned only where the live page also links to a host that the source does not link to, as after an edit
    of the source. Links to the site's own pages are left out, because their translations have other addresses; so is
    the counterpart of a host in another country or language: `en.wikipedia.org`, `fr.wikipedia.org`. A page that is
    rendered from a catalog takes its links from the source and has no such flaw.
    """
    own = _own_hosts(site)
    given = Hosts(host for document in live.documents for _, host in _links(document) if host not in own)
    wanted = [
        (number, offset, host)
        for number, document in enumerate(source.documents)
        for offset, host in _links(document)
        if host not in own
    ]
    hosts = Hosts(host for _, _, host in wanted)
    old = [host for host in given if host not in hosts]
    if not old or "links" in site.checks.ignore:
        return ()
    places = [_SegmentEnds(document) for document in source.documents]
    still = ", ".join(old[:_SHOWN]) + (f" and {len(old) - _SHOWN} more hosts" if len(old) > _SHOWN else "")
    units = {(unit.status.context, unit.status.source): unit for unit in judged}
    flaws = (
        _flaw(places[number].at(offset), units, host, still)
        for number, offset, host in wanted
        if host not in given
    )
    return tuple(dict.fromkeys(flaw for flaw in flaws if flaw))


def _own_hosts(site: Site) -> set[str]:
    return {bare_host(site.url), *(locale.host.partition(":")[0] for locale in site.locales)}


def _links(document: Document) -> Iterator[tuple[int, str]]:
    """Yield where each link to a whole address stands, and its host."""
    if "://" not in document.html:
        return
    for found in _LINK.finditer(document.html):
        if host := bare_host(found[1]):
            yield found.start(), host


class _SegmentEnds:
    """Where the segments of a document end, to find the one at a place."""

    def __init__(self, document: Document) -> None:
        self._segments = document.segments
        self._ends = [*accumulate((segment.end for segment in document.segments), max)]
        """How far each segment and all before it reach: one may hold the next."""

    def at(self, offset: int) -> Segment | None:
        """Return the segment that a link stands in, or that stands in the link."""
        number = bisect_right(self._ends, offset)
        return self._segments[number] if number < len(self._segments) else None


def _flaw(
    segment: Segment | None,
    units: Mapping[Key, JudgedUnit],
    host: str,
    still: str,
) -> UnitFlaw | None:
    unit = units.get((segment.context, segment.text)) if segment else None
    if unit is None or unit.status.state not in CHECKED_STATES:
        return None
    message = f"the source links to {host}, the live page does not; it still links to {still}"
    own = unit.status
    return UnitFlaw("links", Severity.WARNING, message, own.reference, own.line, own.source, own.target)
