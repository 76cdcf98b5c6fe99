"""Ruled: the groups that calque.toml says something else of than when they were judged."""

from calque.cache.database import Cache
from calque.model import PageGroup, Site
from calque.pipeline.status.known import read_located, read_post
from calque.pipeline.status.track import rules_of
from calque.states.waivers import waivers_of

__all__ = ["ruled_otherwise"]


def ruled_otherwise(site: Site, cache: Cache, *, scoped: bool) -> frozenset[int]:
    """Return the groups of which calque.toml says something else alone: what is waived, or which locales want them.

    Unless a scope changed (`scoped`), that are only those of which it said or says something alone. Pages that changed
    themselves are looked at anyway, so those here are as they are kept.
    """
    waivers = waivers_of(site)
    return frozenset(
        number
        for number, before, page, post in cache.rules(site.source, None if scoped else waivers.keys())
        if rules_of(site, PageGroup(read_located(page).page(read_post(post).post), ()), waivers) != before
    )
