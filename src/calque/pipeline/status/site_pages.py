"""Which page of the site stands at a place: of the pages that are looked at as they are now, of the rest as kept."""

from collections import defaultdict

from calque.cache.database import Cache
from calque.pipeline.status.work import Work
from calque.states.linked import LinkedPage, LinkedPages, addresses_of

__all__ = ["site_pages"]


def site_pages(work: Work, cache: Cache) -> LinkedPages:
    """Return what tells which page stands at a place; of two that stand at one, that of the first key.

    The answers hold while the work is put into the cache.
    """
    now: defaultdict[str, list[LinkedPage]] = defaultdict(list)
    for group in work.pairs.groups:
        for place, page in addresses_of(group).items():
            now[place].append(page)
    other = frozenset({*work.numbers, *(one.number for one in work.gone)})

    def at(place: str) -> LinkedPage | None:
        return min((*now.get(place, ()), *cache.links.pages_at(place, apart_from=other)), default=None)

    return at
